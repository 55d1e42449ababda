"""Order, no overlap, line length, lines, shortest and longest time, gap: kept by every cue, whatever is said how."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.media.cues import make_cues, quality, reading_rules
from lingoreel.media.segments import Segment, Word
from lingoreel.media.timed_text import clean

LENGTHS = {"zh": 16, "ja": 23, "ko": 16}


def letters(text):
    return "".join(clean(text).split())


def shown(cues):
    parts = []
    for cue in cues:
        dialogue = len(cue.lines) > 1 and all(line.startswith("- ") for line in cue.lines)
        parts += [line[2:] if dialogue else line for line in cue.lines]
    return "".join(letters(part) for part in parts)


@pytest.mark.parametrize("language", ["en", "es", "de", "zh", "ja", "ko", "ar"])
@pytest.mark.parametrize("rate", [0.6, 1, 1.4, 2, 5])
@pytest.mark.parametrize("speakers", [True, False])
def test_every_language_at_every_rate(corpus, hard_rules_broken, language, rate, speakers):
    segments = corpus(language, rate, speakers)
    cues = make_cues(segments, language)
    assert hard_rules_broken(cues, LENGTHS.get(language, 42)) == []
    assert shown(cues) == letters("".join(segment.text for segment in segments))
    report = quality(cues, language, segments=segments)
    assert not any(rule["count"] for rule in report["rules"].values() if rule["hard"])
    if rate <= 2:
        assert report["coverage"]["share"] == 1
        assert report["rules"]["in_time"]["count"] == 0


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
@pytest.mark.parametrize(
    ("asked", "limits"),
    [
        ({"preset": "social"}, {"line_length": {"en": 20, "zh": 9, "ar": 20}}),
        ({"fps": 25}, {"gap_ms": 80}),
        ({"fps": 29.97}, {"gap_ms": 67}),
        ({"fps": 60}, {"gap_ms": 34}),
        ({"line_length": 8, "lines": 1}, {"line_length": 8, "lines": 1}),
        ({"line_length": 30, "lines": 4}, {"line_length": 30, "lines": 4}),
        ({"min_ms": 2000, "max_ms": 2000, "gap_ms": 0}, {"min_ms": 2000, "max_ms": 2000, "gap_ms": 0}),
    ],
)
def test_presets_and_numbers(corpus, hard_rules_broken, language, asked, limits):
    limits = {"line_length": LENGTHS.get(language, 42), **limits}
    if isinstance(limits["line_length"], dict):
        limits["line_length"] = limits["line_length"][language]
    segments = corpus(language, 1.3)
    cues = make_cues(segments, language, reading_rules(language, **asked))
    assert hard_rules_broken(cues, **limits) == []
    assert shown(cues) == letters("".join(segment.text for segment in segments))


def test_all_words_at_one_moment(hard_rules_broken):
    words = tuple(Word(5000, 5000, f"word{i}") for i in range(400))
    cues = make_cues([Segment(5000, 5000, " ".join(word.text for word in words), words)], "en")
    assert hard_rules_broken(cues) == []
    assert len(cues) > 20


def test_a_crowd_moves_as_little_as_it_can(hard_rules_broken):
    turns = [Segment(10_000 + 400 * i, 10_300 + 400 * i, f"Number {i}!", (), f"speaker{i}") for i in range(9)]
    cues = make_cues(turns, "en", reading_rules("en", lines=1))
    assert hard_rules_broken(cues, lines=1) == []
    assert len(cues) == 9
    # 9 cues of 834 ms and 8 gaps of 84 ms have their middle where the turns have theirs.
    assert abs((cues[0].start_ms + cues[-1].start_ms) / 2 - 11_600) <= 130
    assert cues[-1].end_ms - cues[0].start_ms <= 9 * 834 + 8 * 84 + 260


def test_a_crowd_at_the_beginning_cannot_go_before_it(hard_rules_broken):
    cues = make_cues([Segment(0, 100, f"Number {i}!", (), f"speaker{i}") for i in range(9)], "en")
    assert hard_rules_broken(cues) == []
    assert cues[0].start_ms == 0


@pytest.mark.parametrize("letter", ["a", "字", "ก", "e\u0301", "\u200d👩\u200d👩", "ก็", "ـ", "\u3164x"])
def test_one_word_of_ten_thousand_letters(hard_rules_broken, letter):
    word = letter * (10_000 // len(letter))
    cues = make_cues([Segment(0, 60_000, word, (Word(0, 60_000, word),))], "en")
    assert hard_rules_broken(cues) == []
    assert shown(cues) == letters(word)


def test_parts_that_show_nothing_make_no_line(hard_rules_broken):
    cues = make_cues(
        [
            Segment(0, 900, "\u200b \u200e\u200f \u00ad"),
            Segment(1000, 2000, "seen \u200b \u0301 again"),
            Segment(3000, 3000, " \n\t"),
            Segment(4000, 5000, "\u3164 \u2800"),
        ],
        "en",
    )
    assert [cue.lines for cue in cues] == [("seen again",)]
    assert hard_rules_broken(cues) == []


@pytest.mark.parametrize("mark", ["\u202e", "\u200d", "\u0301", "\u200f\u202e"])
def test_marks_before_a_letter_make_no_line_of_their_own(hard_rules_broken, mark):
    cues = make_cues([Segment(0, 7001, mark + "我")], None)
    assert [cue.lines for cue in cues] == [(mark + "我",)]
    assert hard_rules_broken(cues) == []


def test_marks_without_end_are_bounded():
    (cue,) = make_cues([Segment(0, 2000, "a" + "\u0301" * 5000)], "en")
    assert len(cue.text) <= 40


def test_a_word_of_a_minute_is_shown_for_the_longest_time(hard_rules_broken):
    cues = make_cues([Segment(1000, 61_000, "Ooooh", (Word(1000, 61_000, "Ooooh"),))], "en")
    assert [(cue.start_ms, cue.end_ms) for cue in cues] == [(1000, 8000)]


@pytest.mark.parametrize(("kind", "most"), [("one segment", 100_000), ("turns of a word", 40_000), ("chinese", 40_000)])
def test_a_hundred_thousand_words_take_linear_time(hard_rules_broken, kind, most):
    def made(count):
        if kind == "turns of a word":
            return [Segment(i * 350, i * 350 + 300, "Well?", (), f"speaker{i % 7}") for i in range(count)]
        words = tuple(
            Word(i * 350, i * 350 + 300, "去公园，"[i % 4] if kind == "chinese" else f"word{i % 977}")
            for i in range(count)
        )
        return [Segment(0, count * 350, ("" if kind == "chinese" else " ").join(word.text for word in words), words)]

    def seconds(count):
        began = time.process_time()
        cues = make_cues(made(count), "zh" if kind == "chinese" else "en")
        took = time.process_time() - began
        assert hard_rules_broken(cues, 16 if kind == "chinese" else 42) == []
        return took

    part = seconds(most // 10)
    whole = seconds(most)
    assert whole < 20
    assert whole < 25 * part + 1


NASTY = st.text(
    alphabet="ab. ,!?\u3002我們々ーグ（《あเก็ه\u0627\u0644שלום12%\u0301\u200d\u200f\u202e\u3164👩🏽"
    "\u200b-–—\n\x00<{\\N}>",
    max_size=160,
)


@st.composite
def nasty_segments(draw):
    segments = []
    for _ in range(draw(st.integers(0, 7))):
        start = draw(st.integers(0, 3000) | st.integers(0, 3_000_000))
        end = start + draw(st.sampled_from([0, 1, 100, 900]) | st.integers(0, 40_000))
        text = draw(NASTY)
        words = ()
        if draw(st.booleans()):
            times = sorted(draw(st.lists(st.integers(start, end), min_size=2, max_size=10)))
            words = tuple(Word(a, b, name) for a, b, name in zip(times, times[1:], text.split(), strict=False))
        segments.append(Segment(start, end, text, words, draw(st.sampled_from([None, "a", "b", "c"]))))
    return segments


@st.composite
def any_rules(draw):
    numbers = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "line_length": st.integers(4, 60),
                "lines": st.integers(1, 4),
                "min_ms": st.integers(200, 3000),
                "max_ms": st.integers(3000, 9000),
                "gap_ms": st.integers(0, 1000),
                "fps": st.sampled_from([10, 24, 59.94]),
                "characters_per_second": st.integers(1, 50),
            },
        )
    )
    return reading_rules(draw(st.sampled_from([None, "en", "zh-TW", "ja", "th", "ar", "de"])), **numbers)


@settings(max_examples=300, deadline=None)
@given(nasty_segments(), any_rules(), st.sampled_from([None, "en", "zh", "ja", "ko", "th", "ar", "he", "de"]))
def test_nasty_input(hard_rules_broken, segments, rules, language):
    cues = make_cues(segments, language, rules)
    limits = (rules.line_length, rules.lines, rules.min_ms, rules.max_ms, rules.gap_ms)
    assert hard_rules_broken(cues, *limits) == []
    said = "".join(letters(segment.text) or letters(" ".join(w.text for w in segment.words)) for segment in segments)
    # A line that began with a hyphen of its own may have lost none, nor won one.
    assert sorted(shown(cues).replace("-", "")) == sorted(said.replace("-", ""))
    report = quality(cues, language, rules, segments)
    assert not any(rule["count"] for rule in report["rules"].values() if rule["hard"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 9000), st.integers(0, 9000)), max_size=30))
def test_placing_alone(spans):
    from lingoreel.media.cues.placing import Spoken, place

    rules = reading_rules("en")
    spoken = [
        Spoken(start, start + length, max(rules.min_ms, min(needed, rules.max_ms)))
        for start, length, needed in sorted(spans)
    ]
    times = place(spoken, rules)
    assert len(times) == len(spoken)
    assert all(rules.min_ms <= end - start <= rules.max_ms and start >= 0 for start, end in times)
    assert all(after[0] - before[1] >= rules.gap_ms for before, after in pairwise(times))
    for item, following, (start, _) in zip(spoken, [*spoken, None][1:], times, strict=True):
        alone = following is None or following.start_ms - item.start_ms > 20_000
        if alone and item is spoken[0]:
            assert abs(start - item.start_ms) <= rules.in_time_ms
