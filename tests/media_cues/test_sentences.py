"""Units of translation: whole sentences, one speaker each, nothing lost."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.media.segments import Segment, Word
from lingoreel.media.sentences import MOST_CHARACTERS, MOST_MS, sentences
from lingoreel.media.timed_text import clean


def pieces(segment, sizes):
    """The segment cut after so many words, as a recogniser does that stops listening anywhere."""
    texts, words, cut = segment.text.split(), list(segment.words), []
    for size in sizes:
        part, texts, words_of, words = texts[:size], texts[size:], words[:size], words[size:]
        if part:
            cut.append(
                Segment(words_of[0].start_ms, words_of[-1].end_ms, " ".join(part), tuple(words_of), segment.speaker)
            )
    return cut


def test_segments_become_sentences(spoken):
    whole = spoken("We left at seven, because Dr. Pembroke wanted to see the tower. It was cold. Nobody spoke.", 0, "a")
    units = sentences(pieces(whole, [4, 5, 3, 2, 10]), "en")
    assert [unit.text for unit in units] == [
        "We left at seven, because Dr. Pembroke wanted to see the tower.",
        "It was cold.",
        "Nobody spoke.",
    ]
    assert [word for unit in units for word in unit.words] == list(whole.words)
    for unit in units:
        assert (unit.start_ms, unit.end_ms) == (unit.words[0].start_ms, unit.words[-1].end_ms)
        assert unit.speaker == "a"


def test_another_speaker_begins_another_unit(corpus):
    segments = corpus("en")
    units = sentences(segments, "en")
    assert " ".join(unit.text for unit in units) == " ".join(segment.text for segment in segments)
    assert [unit.text for unit in units if unit.speaker == "speaker1"][:2] == [
        "Did you really go up there alone?",
        "At night?",
    ]
    assert [word for unit in units for word in unit.words] == [word for s in segments for word in s.words]


def test_scripts_without_blanks_are_joined_without_one(corpus):
    (first, *_) = corpus("zh")
    letters = list(first.words)
    cut = first.text.index("冬天")
    halves = [
        Segment(letters[0].start_ms, letters[25].end_ms, first.text[:cut], ()),
        Segment(letters[26].start_ms, letters[-1].end_ms, first.text[cut:], ()),
    ]
    units = sentences(halves, "zh")
    assert "".join(unit.text for unit in units) == first.text
    assert [unit.text[-1] for unit in units] == ["。"] * first.text.count("。")


def test_text_without_punctuation_is_cut_at_pauses_and_bounded(spoken):
    phrases = ["so we went down to the harbour", "and the boat was gone", "nobody had told us that it leaves at seven"]
    segments, at = [], 0
    for phrase in phrases * 20:
        segments.append(spoken(phrase, at))
        at = segments[-1].end_ms + 900
    units = sentences(segments, "en")
    assert " ".join(unit.text for unit in units) == " ".join(phrases * 20)
    ends = {segment.text.split()[-1] for segment in segments}
    assert all(unit.text.split()[-1] in ends for unit in units)
    assert all(len(unit.text) <= 200 for unit in units)


def test_without_a_pause_or_a_full_stop_a_unit_still_ends():
    words = tuple(Word(i * 300, i * 300 + 300, f"word{i}") for i in range(5000))
    units = sentences([Segment(0, 1_500_000, " ".join(w.text for w in words), words)], "en")
    assert all(len(unit.text) <= MOST_CHARACTERS and unit.end_ms - unit.start_ms <= MOST_MS for unit in units)
    assert [word for unit in units for word in unit.words] == list(words)


def test_flags_and_words_not_in_the_text_stay(spoken):
    one = Segment(0, 900, "He said", (Word(0, 400, "he"), Word(400, 900, "said")), "a", ("repetition",))
    two = Segment(1000, 2000, "twenty.", (Word(1000, 1500, "20"), Word(1500, 2000, "uh")), "a", ("compression",))
    (unit,) = sentences([one, two], "en")
    assert unit.text == "He said twenty."
    assert unit.flags == ("repetition", "compression")
    assert [word.text for word in unit.words] == ["he", "said", "20", "uh"]


def test_interruptions_do_not_join_or_split_what_others_say(spoken):
    long = spoken("I only wanted to tell you that the boat leaves at seven, and nobody will wait.", 0, "a")
    first, second = pieces(long, [6, 20])
    units = sentences([first, second, spoken("Shut up!", first.end_ms - 900, "b")], "en")
    assert sorted((unit.speaker, unit.text) for unit in units) == [("a", long.text), ("b", "Shut up!")]


TEXT = st.text(alphabet="ab .,!?。我们あ\u0301\u200b\n", max_size=80)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 90_000), st.integers(0, 20_000), TEXT, st.sampled_from([None, "a", "b"])), max_size=6
    )
)
def test_no_letter_and_no_word_is_lost(parts):
    segments = []
    for start, length, text, speaker in parts:
        names = text.split()
        step = length // max(1, len(names))
        words = tuple(Word(start + i * step, start + (i + 1) * step, name) for i, name in enumerate(names))
        segments.append(Segment(start, start + length, text, words, speaker))
    units = sentences(segments, "en")
    said = [c for segment in segments for c in clean(segment.text) if c != " "]
    assert sorted(c for unit in units for c in unit.text if c != " ") == sorted(said)
    assert sum(len(unit.words) for unit in units) == sum(len(s.words) for s in segments if clean(s.text))
    assert all(a.start_ms <= b.start_ms for a, b in pairwise(units))
    for unit in units:
        assert unit.text
        assert all(unit.start_ms <= word.start_ms and word.end_ms <= unit.end_ms for word in unit.words)
