"""Two speakers in one cue, and people who talk at once."""

from lingoreel.media.cues import make_cues, quality, reading_rules
from lingoreel.media.segments import Segment


def test_quick_speakers_share_a_cue(spoken, hard_rules_broken):
    segments = [spoken("Did you lock the door?", 1000, "speaker0"), spoken("No.", 2300, "speaker1")]
    segments.append(spoken("Why?", 2700, "speaker0"))
    segments.append(spoken("Because you have the only key, remember?", 3050, "speaker1"))
    cues = make_cues(segments, "en")
    assert [cue.lines for cue in cues] == [
        ("- Did you lock the door?", "- No."),
        ("- Why?", "- Because you have the only key, remember?"),
    ]
    assert [cue.speaker for cue in cues] == [None, None]
    assert hard_rules_broken(cues) == []
    assert quality(cues, "en", segments=segments)["rules"]["in_time"]["count"] == 0


def test_no_more_than_two_speakers_share(spoken, hard_rules_broken):
    segments = [spoken("Yes.", 250 * i, f"speaker{i}") for i in range(6)]
    cues = make_cues(segments, "en")
    assert all(len(cue.lines) <= 2 for cue in cues)
    assert sum(len(cue.lines) for cue in cues) == 6
    assert hard_rules_broken(cues) == []


def test_where_there_is_time_each_has_a_cue(spoken):
    cues = make_cues([spoken("Are you coming?", 0, "a"), spoken("Not today.", 1400, "b")], "en")
    assert [(cue.text, cue.speaker) for cue in cues] == [("Are you coming?", "a"), ("Not today.", "b")]


def test_one_line_has_no_room_for_two(spoken, hard_rules_broken):
    segments = [spoken("Are you coming?", 0, "a"), spoken("No.", 700, "b")]
    cues = make_cues(segments, "en", reading_rules("en", lines=1))
    assert [cue.lines for cue in cues] == [("Are you coming?",), ("No.",)]
    assert hard_rules_broken(cues, lines=1) == []


def test_a_line_with_a_dash_of_its_own_gets_no_second(spoken):
    cues = make_cues([spoken("- Yes.", 0, "a"), spoken("No.", 300, "b")], "en")
    assert [cue.lines for cue in cues] == [("- Yes.", "- No.")]


def test_an_interruption_does_not_tear_the_sentence(spoken, hard_rules_broken):
    long = spoken("I only wanted to tell you that the boat leaves at seven, and that nobody will wait for us.", 0, "a")
    segments = [long, spoken("Shut the window!", 2500, "b")]
    cues = make_cues(segments, "en")
    assert hard_rules_broken(cues) == []
    mine = " ".join(line.removeprefix("- ") for cue in cues for line in cue.lines if "window" not in line)
    assert mine == long.text
    (interruption,) = (cue for cue in cues if "window" in cue.text)
    assert abs(interruption.start_ms - 2500) < 1500


def test_who_talks_at_once_shares_a_cue_when_time_is_short(spoken):
    segments = [spoken("All right then, see you.", 0, "a"), spoken("But wait!", 700, "b")]
    cues = make_cues(segments, "en")
    assert [cue.lines for cue in cues] == [("- All right then, see you.", "- But wait!")]


def test_many_who_talk_at_once_lose_nothing(hard_rules_broken):
    segments = [Segment(i * 10, 60_000 + i, f"this is number {i} and nobody else", (), f"s{i}") for i in range(200)]
    cues = make_cues(segments, "en")
    assert hard_rules_broken(cues) == []
    shown = [word for cue in cues for line in cue.lines for word in line.removeprefix("- ").split()]
    assert sorted(shown) == sorted(word for segment in segments for word in segment.text.split())


def test_segments_of_one_speaker_stand_apart_by_a_blank_or_none(spoken):
    (cue,) = make_cues([spoken("We came", 0), spoken("back early.", 700)], "en")
    assert cue.text == "We came back early."
    (cue,) = make_cues([Segment(0, 800, "我们回家"), Segment(850, 1600, "吃晚饭了")], "zh")
    assert cue.text.replace("\n", "") == "我们回家吃晚饭了"
