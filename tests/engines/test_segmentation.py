"""Words into segments, and guards against text nobody spoke."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lingoreel.engines.recognition import Recognition, RecognitionRequest, Suppressed, guards, merge
from lingoreel.engines.recognition.segmentation import SpokenWord, into_segments
from lingoreel.media.segments import Segment, Word, clip_words


def said(text: str, start_ms: int = 0, each_ms: int = 300, gap_ms: int = 50) -> list[SpokenWord]:
    words, at = [], start_ms
    for word in text.split():
        words.append(SpokenWord(at, at + each_ms, " " + word, 0.9))
        at += each_ms + gap_ms
    return words


def test_pauses_and_sentences_end_segments():
    words = said("he came in. she left") + said("and then nothing", start_ms=5000)
    assert [segment.text for segment in into_segments(words)] == ["he came in.", "she left", "and then nothing"]


def test_a_title_is_no_end_of_a_sentence():
    assert [s.text for s in into_segments(said("then Mr. Smith came."))] == ["then Mr. Smith came."]


def test_chinese_keeps_its_spelling():
    words = [SpokenWord(i * 200, i * 200 + 200, c) for i, c in enumerate("今天很好。我们走")]
    assert [segment.text for segment in into_segments(words)] == ["今天很好。", "我们走"]


def test_long_runs_are_cut_at_a_clause_or_the_longest_gap():
    words = said("one two three four five six seven eight nine ten, " * 4)
    segments = into_segments(words, longest_ms=5000)
    assert all(segment.end_ms - segment.start_ms <= 5000 for segment in segments)
    assert all(segment.text.endswith("ten,") for segment in segments)


times = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 4000)), min_size=1, max_size=60)


@given(times, st.integers(1000, 20_000))
def test_nothing_is_lost_and_order_holds(shape, longest_ms):
    words, at = [], 0
    for gap, length in shape:
        words.append(SpokenWord(at + gap, at + gap + length, f" w{len(words)}"))
        at += gap + length
    segments = into_segments(words, longest_ms=longest_ms)
    assert " ".join(s.text for s in segments) == " ".join(w.raw.strip() for w in words)
    assert_well_formed(segments)
    assert all(s.end_ms - s.start_ms <= longest_ms or len(s.words) == 1 for s in segments)


def assert_well_formed(segments):
    at = 0
    for segment in segments:
        assert at <= segment.start_ms <= segment.end_ms
        at = segment.start_ms
        for word in segment.words:
            assert at <= word.start_ms <= word.end_ms <= segment.end_ms
            at = word.end_ms


@given(st.lists(st.tuples(st.integers(-500, 9000), st.integers(-500, 9000)), max_size=30))
def test_clipped_words_are_monotone_and_inside(pairs):
    words = [Word(a, b, "w") for a, b in pairs]
    clipped = clip_words(words, 1000, 5000)
    assert len(clipped) == len(words)
    at = 1000
    for word in clipped:
        assert at <= word.start_ms <= word.end_ms <= 5000
        at = word.end_ms


def test_a_loop_is_cut_to_one_turn_and_listed():
    words = said("he said thank you thank you thank you thank you thank you goodbye")
    kept, out = guards.without_loops(words)
    assert "".join(w.raw for w in kept).strip() == "he said thank you goodbye"
    assert [(s.text, s.reason) for s in out] == [("thank you thank you thank you thank you", "repetition")]
    assert out[0].start_ms == words[4].start_ms
    assert out[0].end_ms == words[11].end_ms


def test_people_do_repeat_themselves():
    words = said("no no no no it was very very very late and we know that we know that")
    assert guards.without_loops(words) == (words, [])


def test_a_tail_without_time_is_listed():
    words = said("so that was it") + [SpokenWord(1400, 1400, f" {w}", 0.1) for w in ["thanks", "for", "watching"]]
    kept, out = guards.without_timeless_tail(words)
    assert len(kept) == 4
    assert out == [Suppressed(1400, 1400, "thanks for watching", "no_time")]
    sure = [SpokenWord(w.start_ms, w.end_ms, w.raw, 0.9) for w in words]
    assert guards.without_timeless_tail(sure) == (sure, [])


def test_whispers_own_thresholds():
    assert guards.is_no_speech(-1.2, 0.8)
    assert not guards.is_no_speech(-0.3, 0.8)
    assert guards.failed("la " * 60, -0.2, 0.0)
    assert guards.failed("plain words", -1.5, 0.1)
    assert not guards.failed("plain words", -0.4, 0.1)
    assert not guards.failed("plain words", -1.5, 0.9)  # silence: another try would only invent more
    assert guards.flags("la " * 60, -1.5, 0.9) == ("compression", "low_probability", "low_speech_probability")


def test_records_survive_the_pipe():
    request = RecognitionRequest("/x", 5, 90, ((5, 9), (20, 90)), "en", ("Dashwood",))
    assert RecognitionRequest.from_dict(request.to_dict()) == request
    assert "pcm_path" not in request.fingerprint()
    segment = Segment(0, 900, "hi you", (Word(0, 400, "hi", 0.5), Word(400, 900, "you")), "speaker0", ("compression",))
    answer = Recognition((segment,), "en", 0.9, (Suppressed(1, 2, "x", "no_speech"),), ({"code": "a", "message": "b"},))
    assert Recognition.from_dict(answer.to_dict()) == answer
    assert answer.to_dict()["mean_confidence"] == 0.5


def test_pieces_merge_in_time_order():
    def part(at: int, language: str) -> Recognition:
        words = (Word(at, at + 5, "w", 0.5),)
        return Recognition((Segment(at, at + 5, "w", words),), language, 0.8, (), ({"code": "c", "message": "m"},))

    whole = merge([part(100, "en"), part(0, "en"), part(50, "fr")])
    assert [segment.start_ms for segment in whole.segments] == [0, 50, 100]
    assert (whole.language, whole.language_probability, len(whole.warnings)) == ("en", 0.8, 1)
    assert merge([]) == Recognition((), None)
