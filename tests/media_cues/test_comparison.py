"""Against cutting by length and against greedy cutting: fewer rules broken, better places to break."""

import pytest

from lingoreel.media.cues import make_cues, quality, reading_rules
from lingoreel.media.cues.syntax import Border


@pytest.fixture(autouse=True)
def _from_the_root(monkeypatch, request):
    monkeypatch.syspath_prepend(request.config.rootpath)


@pytest.mark.parametrize("language", ["en", "es", "de", "zh", "ja", "ko", "ar"])
def test_ours_breaks_less_and_in_better_places(corpus, language):
    from benchmarks.break_places import break_places
    from benchmarks.cutting_baselines import fixed_length, greedy

    segments, rules = corpus(language), reading_rules(language)
    broken, torn = [], []
    for cues in (make_cues(segments, language), greedy(segments, rules), fixed_length(segments, rules)):
        report = quality(cues, language, segments=segments)
        places = break_places(cues, segments, language)
        broken.append(report["broken"] / len(cues))
        torn.append((places[Border.PHRASE] + places[Border.INSIDE]) / places.total())
        # The others are no straw men: they lose nothing, and begin with their first word.
        assert report["rules"]["in_time"]["count"] <= len(cues) // 20
        assert report["rules"]["line_length"]["count"] == report["rules"]["lines"]["count"] == 0
    assert broken[0] < min(broken[1:])
    assert torn[0] < 0.05 < min(torn[1:])
