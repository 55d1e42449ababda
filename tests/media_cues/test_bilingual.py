"""Two languages cut together: the same in both at the same time, nothing lost."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.media.cues import bilingual, quality, reading_rules, tracks
from lingoreel.media.segments import Segment
from lingoreel.media.sentences import sentences, translated
from lingoreel.media.timed_text import clean

GERMAN = (
    "Der Leuchtturm am Sankt-Martins-Kap wurde im Jahre 1847 gebaut, nachdem in einem einzigen Winter drei Schiffe an "
    "den Felsen zerschellt waren.",
    "Seine erste Wärterin war eine Frau namens Helene Wiesner, die auf der Insel aufgewachsen war und jede Strömung "
    "kannte.",
    "Einunddreißig Jahre lang hat sie die Lampe angezündet, und man sagt, dass sie nur eine einzige Nacht gefehlt hat, "
    "als ihr jüngster Sohn geboren wurde.",
)
CHINESE = (
    "圣马丁角的灯塔建于一八四七年，因为在一个冬天里就有三艘船撞上了下面的岩石。",
    "它的第一位守塔人是一位名叫林秀兰的女子，她在岛上长大，熟悉周围的每一股海流。",
    "她点了三十一年的灯，据说只缺席过一个晚上，就是她最小的儿子出生的那一夜。",
)


def letters(text):
    return "".join(clean(text).split())


@pytest.mark.parametrize(("language", "texts", "length"), [("de", GERMAN, 42), ("zh", CHINESE, 16)])
def test_both_languages_are_cut_together(corpus, hard_rules_broken, language, texts, length):
    units = sentences(corpus("en")[:1], "en")
    cues = bilingual([(u, translated(u, t, language)) for u, t in zip(units, texts, strict=True)], "en", language)
    assert all(cue.upper and cue.lower for cue in cues)
    upper, lower = tracks(cues)
    assert hard_rules_broken(upper, 42, lines=1) == []
    assert hard_rules_broken(lower, length, lines=1) == []
    assert letters("".join(cue.text for cue in upper)) == letters("".join(unit.text for unit in units))
    assert letters("".join(cue.text for cue in lower)) == letters("".join(texts))
    assert [cue.both().lines for cue in cues] == [cue.upper + cue.lower for cue in cues]
    assert quality(upper, "en", segments=units)["rules"]["in_time"]["count"] == 0
    # A sentence ends in both at once.
    assert [cue.upper[-1].endswith(".") for cue in cues] == [cue.lower[-1][-1] in ".。" for cue in cues]


def test_rules_of_ones_own(corpus, hard_rules_broken):
    units = sentences(corpus("en")[:1], "en")
    pairs = [(u, translated(u, t, "zh")) for u, t in zip(units, CHINESE, strict=True)]
    rules = reading_rules("en", line_length=30, gap_ms=200), reading_rules("zh", line_length=10)
    upper, lower = tracks(bilingual(pairs, "en", "zh", *rules))
    assert hard_rules_broken(upper, 30, gap_ms=200) == []
    assert hard_rules_broken(lower, 10, gap_ms=200) == []


def test_texts_too_unlike_lose_nothing(hard_rules_broken):
    long = " ".join(f"word{i}" for i in range(200))
    for pair in ((long, "short"), ("short", long), ("", long), (long, ""), ("", "")):
        source = Segment(0, 9000, pair[0])
        cues = bilingual([(source, translated(source, pair[1], "de"))], "en", "de")
        upper, lower = tracks(cues)
        assert hard_rules_broken([cue.both() for cue in cues]) == []
        assert (" ".join(cue.text for cue in upper), " ".join(cue.text for cue in lower)) == pair


TEXT = st.text(alphabet="ab .,!?。我们あ\u0301\u200b\u0627", max_size=150)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 20_000), TEXT, TEXT), max_size=5), st.integers(1, 2))
def test_nasty_pairs(hard_rules_broken, parts, lines):
    pairs = []
    for start, length, upper, lower in parts:
        source = Segment(start, start + length, upper)
        pairs.append((source, translated(source, lower, "zh")))
    rules = [replace(reading_rules(language), lines=lines) for language in ("en", "zh")]
    cues = bilingual(pairs, "en", "zh", *rules)
    upper, lower = tracks(cues)
    assert hard_rules_broken(upper, 42, lines=lines) == []
    assert hard_rules_broken(lower, 16, lines=lines) == []
    assert hard_rules_broken([cue.both() for cue in cues], 42, lines=2 * lines) == []
    for side, track in enumerate((upper, lower)):
        said = sorted(c for pair in pairs for c in letters(pair[side].text))
        assert sorted(c for cue in track for c in letters(cue.text)) == said


def test_an_hour_takes_seconds(corpus):
    (unit, *_) = sentences(corpus("en")[:1], "en")
    pairs = []
    for i in range(500):
        moved = Segment(unit.start_ms + i * 7200, unit.end_ms + i * 7200, unit.text)
        pairs.append((moved, translated(moved, CHINESE[0], "zh")))
    began = time.process_time()
    assert len(bilingual(pairs, "en", "zh")) > 1000
    assert time.process_time() - began < 10
