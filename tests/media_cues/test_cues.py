from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.media.cues import Cue, make_cues, quality, reading_rules
from lingoreel.media.cues.rules import MAX_MS, MIN_MS
from lingoreel.media.segments import Segment, Word
from lingoreel.media.timed_text import clean, width

GAP_MS = reading_rules().gap_ms


def spoken(text, start_ms=0, speaker=None, letter_ms=55, pause_ms=90):
    """A segment whose words take time by their letters, about 170 words a minute in English."""
    words = []
    at = start_ms
    for part in text.split():
        words.append(Word(at, at + letter_ms * len(part), part.strip(",.")))
        at = words[-1].end_ms + pause_ms
    return Segment(start_ms, words[-1].end_ms, text, tuple(words), speaker)


def letters(text):
    return "".join(clean(text).split())


def shown_letters(cues):
    return "".join(letters(line) for cue in cues for line in spoken_lines(cue))


def spoken_lines(cue):
    """The lines without the hyphens of a dialogue, which nobody said."""
    dialogue = len(cue.lines) > 1 and all(line.startswith("- ") for line in cue.lines)
    return [line[2:] if dialogue else line for line in cue.lines]


def in_order(cues):
    assert all(a.end_ms + GAP_MS <= b.start_ms for a, b in pairwise(cues))
    assert all(cue.start_ms < cue.end_ms and cue.start_ms >= 0 for cue in cues)


SENTENCES = (
    "It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want "
    "of a wife. However little known the feelings or views of such a man may be on his first entering a "
    "neighbourhood, this truth is so well fixed in the minds of the surrounding families, that he is considered "
    "the rightful property of some one or other of their daughters."
)


def test_ordinary_speech_keeps_every_rule():
    cues = make_cues([spoken(SENTENCES)], "en")
    assert shown_letters(cues) == letters(SENTENCES)
    report = quality(cues, "en")
    assert report["broken"] == 0, report
    assert [rule["count"] for rule in report["rules"].values()] == [0] * 9
    assert any(cue.text.endswith("wife.") for cue in cues), "a cue ends with the sentence"
    assert cues[0].start_ms == 0


def test_one_line_when_it_fits_and_two_even_ones_when_not():
    short, long = make_cues(
        [spoken("Nobody was at home."), spoken("He walked to the river because the bridge was closed.", 8000)], "en"
    )
    assert short.lines == ("Nobody was at home.",)
    upper, lower = long.lines
    assert f"{upper} {lower}" == "He walked to the river because the bridge was closed."
    assert abs(len(upper) - len(lower)) <= 12
    assert not upper.endswith((" the", " to"))


def test_a_new_speaker_begins_a_new_cue():
    cues = make_cues([spoken("Are you coming?", 0, "speaker0"), spoken("Not today.", 950, "speaker1")], "en")
    assert [(cue.text, cue.speaker) for cue in cues] == [("Are you coming?", "speaker0"), ("Not today.", "speaker1")]
    in_order(cues)


def test_nothing_is_shown_across_a_long_silence():
    cues = make_cues([spoken("Wait"), spoken("for it", 6000)], "en")
    assert len(cues) == 2
    assert cues[0].end_ms < 2000
    assert cues[1].start_ms == 6000


def test_a_short_word_is_shown_long_enough_where_silence_allows():
    (cue,) = make_cues([Segment(1000, 1200, "No.", (Word(1000, 1200, "No"),))], "en")
    assert (cue.start_ms, cue.end_ms - cue.start_ms) == (1000, MIN_MS)


@pytest.mark.parametrize(("language", "limit"), [("zh-CN", 16), ("ja", 23), ("zh", 16)])
def test_scripts_without_blanks(language, limit):
    text = "我们今天去了北京的一个很大的公园，看到了很多人在那里跳舞和唱歌。然后我们回家吃晚饭，看了一部AI电影。" * 3
    step = 200
    words = tuple(Word(i * step, i * step + step - 20, c) for i, c in enumerate(text))
    cues = make_cues([Segment(0, len(text) * step, text, words)], language)
    assert shown_letters(cues) == text
    for cue in cues:
        assert len(cue.lines) <= 2
        for line in cue.lines:
            assert width(line) <= limit
            assert " " not in line
            assert line[0] not in "，。"
    in_order(cues)


def test_korean_breaks_at_blanks():
    text = "오늘은 날씨가 아주 좋아서 친구들과 함께 공원에 가서 점심을 먹고 산책을 했습니다."
    cues = make_cues([spoken(text, letter_ms=120)], "ko")
    parts = [part for cue in cues for line in cue.lines for part in line.split()]
    assert parts == text.split()
    assert quality(cues, "ko")["rules"]["line_length"]["count"] == 0


def test_a_word_of_ten_thousand_letters_is_split_and_kept():
    word = "".join(chr(97 + i % 26) for i in range(10_000))
    cues = make_cues([Segment(0, 60_000, f"see {word} there", ())], "en")
    assert shown_letters(cues) == f"see{word}there"
    assert quality(cues, "en")["rules"]["line_length"]["count"] == 0
    assert quality(cues, "en")["rules"]["lines"]["count"] == 0
    in_order(cues)


def test_a_letter_is_not_torn_from_its_marks():
    letter = "e\u0301\u0323"
    cues = make_cues([Segment(0, 20_000, letter * 200, ())], "en")
    assert shown_letters(cues) == letter * 200
    for cue in cues:
        for line in cue.lines:
            assert line[0] == "e"
            assert width(line) <= 42


def test_words_in_other_spelling_still_give_the_times():
    words = (Word(0, 400, "hello"), Word(5000, 5400, "world"), Word(5500, 5900, "again"))
    cues = make_cues([Segment(0, 6000, '"Hello… World, again!"', words)], "en")
    assert [cue.text for cue in cues] == ['"Hello…', 'World, again!"']
    assert cues[1].start_ms == 5000


def test_a_text_without_words_is_spread_over_its_time():
    cues = make_cues([Segment(10_000, 30_000, SENTENCES, ())], "en")
    assert shown_letters(cues) == letters(SENTENCES)
    assert cues[0].start_ms == 10_000
    assert 28_000 <= cues[-1].end_ms <= 30_000 + MIN_MS
    middle = cues[len(cues) // 2]
    assert 15_000 < middle.start_ms < 25_000


def test_quality_names_the_cues_that_break_a_rule():
    cues = [
        Cue(0, 1000, ("fine",)),
        Cue(1050, 2050, ("too soon after",)),
        Cue(3000, 3100, ("brief",)),
        Cue(4000, 12_000, ("long",)),
        Cue(13_000, 15_000, ("x" * 43,)),
        Cue(16_000, 18_000, ("a", "b", "c")),
    ]
    report = quality(cues, "en")
    assert {name: rule["cues"] for name, rule in report["rules"].items()} == {
        "order": [],
        "overlap": [],
        "empty_line": [],
        "gap": [1],
        "min_duration": [2],
        "max_duration": [3],
        "line_length": [4],
        "lines": [5],
        "reading_speed": [2, 4],
    }
    assert (report["cues"], report["broken"]) == (6, 5)
    assert report["rules"]["max_duration"]["limit"] == MAX_MS


def test_rules_of_languages():
    assert (reading_rules("en-US").line_length, reading_rules("en-US").characters_per_second) == (42, 20)
    assert (reading_rules("zh_CN").line_length, reading_rules("ja").characters_per_second) == (16, 4)
    assert reading_rules(None) == reading_rules("xx")


TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=120) | st.text(
    alphabet="ab ,.。我们々ー(（《あเ\u0301\u200d\n", max_size=200
)


@st.composite
def any_segments(draw):
    segments = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, 20_000))
        end = start + draw(st.integers(0, 20_000))
        text = draw(TEXTS)
        words = ()
        if draw(st.booleans()):
            times = sorted(draw(st.lists(st.integers(start, end), min_size=2, max_size=12)))
            names = text.split() + draw(st.lists(TEXTS, max_size=3))
            words = tuple(Word(a, b, name) for (a, b), name in zip(pairwise(times), names, strict=False))
        speaker = draw(st.sampled_from([None, "speaker0", "speaker1"]))
        segments.append(Segment(start, end, text, words, speaker))
    return segments


@settings(max_examples=300, deadline=None)
@given(any_segments(), st.sampled_from([None, "en", "zh", "ja", "ko", "hi"]))
def test_no_letter_is_lost_and_no_form_rule_broken(segments, language):
    cues = make_cues(segments, language)
    ordered = sorted(segments, key=lambda segment: segment.start_ms)
    said = "".join(
        letters(segment.text) or letters(" ".join(word.text for word in segment.words)) for segment in ordered
    )
    # A line that begins with a dash of its own gets no hyphen in a dialogue.
    said = said.replace("-", "")
    shown = shown_letters(cues).replace("-", "")
    assert Counter(shown) == Counter(said)
    if all(a.end_ms <= b.start_ms for a, b in pairwise(ordered)):
        assert shown == said, "in order where nobody talks at once"
    in_order(cues)
    rules = quality(cues, language)["rules"]
    assert [name for name, rule in rules.items() if rule["hard"] and rule["count"]] == []
    assert all(line and line == line.strip() for cue in cues for line in cue.lines)
