import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.engines.diarization import Diarization, Speaker, Turn, assign_speakers
from lingoreel.media.segments import Segment, Word


def said(text, start_ms=0, step_ms=500):
    words = tuple(
        Word(start_ms + i * step_ms, start_ms + i * step_ms + 400, part.strip('.,?!"'))
        for i, part in enumerate(text.split())
    )
    return Segment(words[0].start_ms, words[-1].end_ms, text, words)


def test_a_segment_is_cut_where_the_speaker_changes():
    turns = (Turn(0, 1450, 0), Turn(1500, 4000, 1))
    parts, speakers = assign_speakers(
        [said('Are you there? "Yes, of course."')], Diarization(turns, (Speaker(2), Speaker(1)))
    )
    assert [(part.text, part.speaker) for part in parts] == [
        ("Are you there?", "speaker0"),
        ('"Yes, of course."', "speaker1"),
    ]
    assert [(part.start_ms, part.end_ms) for part in parts] == [(0, 1400), (1500, 2900)]
    assert [len(part.words) for part in parts] == [3, 3]
    assert speakers == {"speaker0": {"gender": 2}, "speaker1": {"gender": 1}}


def test_a_lone_word_does_not_make_a_segment():
    segment = said("one two three four five")
    turns = (Turn(0, 1000, 0), Turn(1000, 1450, 1), Turn(1500, 4000, 0))
    parts, speakers = assign_speakers([segment], Diarization(turns, (Speaker(), Speaker())))
    assert [(part.text, part.speaker) for part in parts] == [("one two three four five", "speaker0")]
    assert list(speakers) == ["speaker0"]


def test_speakers_are_named_as_they_first_speak():
    turns = (Turn(0, 1000, 3), Turn(1000, 2000, 1), Turn(2000, 9000, 3))
    segments = [said("a b"), said("c d", 1000), said("e f", 2000)]
    parts, speakers = assign_speakers(segments, Diarization(turns, tuple(Speaker(g) for g in (0, 1, 0, 2))))
    assert [part.speaker for part in parts] == ["speaker0", "speaker1", "speaker0"]
    assert speakers == {"speaker0": {"gender": 2}, "speaker1": {"gender": 1}}


def test_words_between_turns_go_to_the_nearest():
    turns = (Turn(0, 1000, 0), Turn(9000, 9500, 1))
    early, late = said("x y", 1200), said("x y", 8000)
    parts, _ = assign_speakers([early, late], Diarization(turns, (Speaker(), Speaker())))
    assert [part.speaker for part in parts] == ["speaker0", "speaker1"]


def test_segments_without_words_are_taken_whole():
    segment = Segment(0, 10_000, "texto traducido")
    parts, _ = assign_speakers([segment], Diarization((Turn(0, 3000, 0), Turn(3000, 10_000, 1)), (Speaker(),) * 2))
    assert [(part.text, part.speaker) for part in parts] == [("texto traducido", "speaker0")]


def test_scripts_without_blanks_are_cut_between_words():
    text = "你好。我很好，谢谢"
    words = tuple(Word(i * 300, i * 300 + 250, c) for i, c in enumerate("你好我很好谢谢"))
    turns = (Turn(0, 590, 0), Turn(600, 3000, 1))
    parts, _ = assign_speakers([Segment(0, 2100, text, words)], Diarization(turns, (Speaker(),) * 2))
    assert [part.text for part in parts] == ["你好。", "我很好，谢谢"]


def test_words_that_are_not_in_the_text_still_cut_it():
    words = tuple(Word(i * 500, i * 500 + 400, w) for i, w in enumerate(["twenty", "one", "more", "less"]))
    turns = (Turn(0, 950, 0), Turn(1000, 3000, 1))
    parts, _ = assign_speakers([Segment(0, 1900, "21 more or less", words)], Diarization(turns, (Speaker(),) * 2))
    assert [part.text for part in parts] == ["twenty one", "more less"]


def test_no_turns_change_nothing():
    segment = said("hello there")
    assert assign_speakers([segment], Diarization()) == ([segment], {})


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 3000), st.integers(0, 3)), min_size=1, max_size=12),
    st.lists(st.integers(0, 20_000), min_size=2, max_size=30),
)
def test_no_word_is_lost_or_moved(raw, times):
    turns = tuple(Turn(start, start + length, who) for start, length, who in sorted(raw))
    times = sorted(times)
    words = tuple(Word(a, b, f"w{i}") for i, (a, b) in enumerate(itertools.pairwise(times)))
    segment = Segment(times[0], times[-1], " ".join(word.text for word in words), words)
    parts, speakers = assign_speakers([segment], Diarization(turns, (Speaker(),) * 4))
    assert tuple(word for part in parts for word in part.words) == words
    assert " ".join(part.text for part in parts) == segment.text
    assert all(part.speaker in speakers for part in parts)
    assert all(len(part.words) >= 2 for part in parts) or len(parts) == 1
    assert all(a.speaker != b.speaker for a, b in itertools.pairwise(parts))
    assert (parts[0].start_ms, parts[-1].end_ms) == (segment.start_ms, segment.end_ms)
