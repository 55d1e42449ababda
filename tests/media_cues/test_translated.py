"""A translation takes its unit's spoken time, pauses kept, and is cut into cues on its own."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.media.cues import make_cues, quality
from lingoreel.media.segments import Segment, Word
from lingoreel.media.sentences import sentences, translated


def letters(text):
    return "".join(text.split())


def with_a_pause():
    """Two parts, 0-2 s and 5-8 s."""
    words = tuple(Word(i * 500, i * 500 + 500, f"w{i}") for i in range(4))
    words += tuple(Word(5000 + i * 500, 5500 + i * 500, f"w{i}") for i in range(6))
    return Segment(0, 8000, " ".join(word.text for word in words), words, "speaker0", ("repetition",))


@pytest.mark.parametrize(
    ("text", "language", "before"),
    [
        ("Cuando llegamos, el barco ya se había ido de allí.", "es", "Cuando llegamos,"),
        ("我们到的时候，船已经离开了港口。", "zh", "我们到的时候，"),
        ("عندما وصلنا، كان القارب قد غادر الميناء", "ar", "عندما وصلنا،"),
    ],
)
def test_pauses_stay_at_sensible_borders(text, language, before):
    unit = translated(with_a_pause(), text, language)
    assert (unit.start_ms, unit.end_ms, unit.speaker, unit.flags) == (0, 8000, "speaker0", ("repetition",))
    assert unit.text == text
    early = [word for word in unit.words if word.end_ms <= 2000]
    late = [word for word in unit.words if word.start_ms >= 5000]
    assert early + late == list(unit.words), "nothing is said in the pause"
    assert "".join(word.text for word in early) == before.replace(" ", "")
    assert (early[0].start_ms, late[-1].end_ms) == (0, 8000)


def test_cues_of_the_target_lie_inside_the_unit_whatever_its_lines(corpus, hard_rules_broken):
    german = " ".join(segment.text for segment in corpus("de")[:2])
    source = sentences(corpus("en")[:2], "en")
    target = german.replace("! ", ". ").split(". ")[: len(source)]
    units = [translated(unit, text, "de") for unit, text in zip(source, target, strict=False)]
    cues = make_cues(units, "de")
    assert hard_rules_broken(cues) == []
    report = quality(cues, "de", segments=units)
    assert report["rules"]["in_time"]["count"] == 0
    assert report["coverage"]["share"] == 1
    assert letters(" ".join(cue.text for cue in cues)) == letters(" ".join(unit.text for unit in units))
    assert cues[0].start_ms >= units[0].start_ms - 125
    assert len(cues) > len(units)


def test_a_unit_without_words_or_time():
    unit = translated(Segment(3000, 5000, "hello"), "guten Tag zusammen", "de")
    assert [word.text for word in unit.words] == ["guten", "Tag", "zusammen"]
    assert (unit.words[0].start_ms, unit.words[-1].end_ms) == (3000, 5000)
    nothing = translated(Segment(3000, 3000, "hello"), "guten Tag", "de")
    assert {(word.start_ms, word.end_ms) for word in nothing.words} == {(3000, 3000)}
    assert translated(Segment(0, 500, "hm"), " \u200b ", "de").words == ()


def test_one_word_for_many_pauses():
    words = tuple(Word(i * 3000, i * 3000 + 400, f"w{i}") for i in range(5))
    unit = translated(Segment(0, 12_400, "w0 w1 w2 w3 w4", words), "Jawohl!", "de")
    (word,) = unit.words
    assert any(word.start_ms == spoken.start_ms for spoken in words)
    assert word.end_ms - word.start_ms == 400


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(0, 30_000), max_size=24),
    st.text(alphabet="ab .,。我们す\u0627\u0301\u200b", max_size=120),
    st.sampled_from([None, "en", "zh", "ja", "ar"]),
)
def test_words_are_in_order_and_inside_what_is_spoken(times, text, language):
    times = sorted(times)
    words = tuple(Word(a, b, "x") for a, b in list(pairwise(times))[::2])
    start, end = (words[0].start_ms, words[-1].end_ms) if words else (100, 4000)
    unit = Segment(start, end, " ".join("x" for _ in words), words)
    made = translated(unit, text, language)
    assert "".join(word.text for word in made.words) == made.text.replace(" ", "")
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(made.words))
    assert all(start <= word.start_ms <= word.end_ms <= end for word in made.words)
