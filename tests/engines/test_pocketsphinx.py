"""The embedded recogniser: real speech within its goals, sane times, the same answer every time."""

from __future__ import annotations

import re

import jiwer
import numpy as np
import pytest

from lingoreel.engines import vad
from lingoreel.engines.recognition import Recognition, RecognitionRequest
from lingoreel.engines.recognition.pocketsphinx import LOW_CONFIDENCE, Engine
from lingoreel.engines.recognition.pronounce import pronounce
from lingoreel.errors import EngineUnavailable

RATE = 16_000
SPOKEN = {
    "jfk.flac": "and so my fellow americans ask not what your country can do for you "
    "ask what you can do for your country",
    "austen-0870.wav": "and mister john dashwood had then leisure to consider how much there might be prudently "
    "in his power to do for them",
    "austen-0880.wav": "he was not an ill disposed young man",
    "austen-0890.wav": "unless to be rather cold hearted and rather selfish is to be ill disposed",
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine({})


@pytest.fixture(scope="module")
def gate() -> vad.Engine:
    return vad.Engine({})


def request(gate: vad.Engine, path: str, **more) -> RecognitionRequest:
    found = gate.handle({"pcm_path": path}, lambda _: None)
    spans = tuple((start, end) for start, end in found["spans"])
    return RecognitionRequest(path, 0, found["total_samples"], spans, **more)


def recognise(engine: Engine, wanted: RecognitionRequest) -> Recognition:
    return Recognition.from_dict(engine.handle(wanted.to_dict(), lambda _: None))


def text(answer: Recognition) -> str:
    return " ".join(segment.text for segment in answer.segments).lower()


@pytest.fixture(scope="module")
def heard(engine, gate, real_speech, tmp_path_factory) -> dict[str, Recognition]:
    answers = {}
    for name, samples in real_speech.items():
        path = tmp_path_factory.mktemp("real") / "audio.pcm"
        path.write_bytes(samples.tobytes())
        answers[name] = recognise(engine, request(gate, str(path)))
    return answers


def test_real_speech_is_within_its_goals(heard):
    assert jiwer.wer(SPOKEN["jfk.flac"], text(heard["jfk.flac"])) <= 0.30
    austen = [name for name in SPOKEN if name.startswith("austen")]
    assert jiwer.wer([SPOKEN[name] for name in austen], [text(heard[name]) for name in austen]) <= 0.40


def test_words_are_monotone_inside_their_segments_and_near_speech(heard, real_speech):
    for name, answer in heard.items():
        at = 0
        for segment in answer.segments:
            assert segment.words
            assert at <= segment.start_ms < segment.end_ms <= len(real_speech[name]) / 16 + 1
            at = segment.start_ms
            for word in segment.words:
                assert at <= word.start_ms < word.end_ms <= segment.end_ms
                assert word.confidence is not None and 0 <= word.confidence <= 1
                at = word.end_ms
            assert segment.text == " ".join(word.text for word in segment.words)
            assert segment.end_ms - segment.start_ms <= 10_000


def test_known_word_is_where_it_is_spoken(heard):
    words = [word for segment in heard["jfk.flac"].segments for word in segment.words]
    country = next(word for word in words if word.text == "country")
    assert abs(country.start_ms - 5860) <= 120  # read off the waveform
    assert abs(country.end_ms - 6420) <= 120


def test_real_speech_is_confident(heard):
    assert all(answer.mean_confidence >= LOW_CONFIDENCE for answer in heard.values())


def test_an_answer_depends_on_its_request_alone(engine, speech, write_pcm):
    part = speech[: 5 * RATE]
    wanted = RecognitionRequest(write_pcm(part), 0, len(part), ((0, len(part)),)).to_dict()
    first = engine.handle(wanted, lambda _: None)
    noise = np.random.default_rng(1).normal(scale=3000, size=RATE).astype(np.int16)
    engine.handle(RecognitionRequest(write_pcm(noise), 0, len(noise), ((0, len(noise)),)).to_dict(), lambda _: None)
    assert engine.handle(wanted, lambda _: None) == first


def test_times_are_of_the_presentation_and_only_the_piece_is_heard(engine, speech, write_pcm):
    part = speech[: 5 * RATE]
    alone = recognise(engine, RecognitionRequest(write_pcm(part), 0, len(part), ((0, len(part)),)))
    start = 7 * RATE
    path = write_pcm(np.zeros(start, np.int16), part, part)
    answer = recognise(engine, RecognitionRequest(path, start, start + len(part), ((start, start + len(part)),)))
    assert text(answer) == text(alone) != ""
    for here, there in zip(answer.segments, alone.segments, strict=True):
        assert (here.start_ms, here.end_ms) == (there.start_ms + 7000, there.end_ms + 7000)


def test_progress_ends_at_one_and_silence_is_nothing(engine, write_pcm):
    seen: list[float] = []
    path = write_pcm(np.zeros(30 * RATE, np.int16))
    spans = ((0, 2 * RATE), (10 * RATE, 12 * RATE), (20 * RATE, 20 * RATE + 40))
    wanted = RecognitionRequest(path, 0, 30 * RATE, spans)
    answer = Recognition.from_dict(engine.handle(wanted.to_dict(), lambda p: seen.append(p["fraction"])))
    assert seen == sorted(seen) and len(seen) == 3 and seen[-1] == 1.0
    assert all(segment.words for segment in answer.segments)
    assert recognise(engine, RecognitionRequest(path, 0, 30 * RATE, ())).segments == ()


def test_given_words_are_favoured(engine, gate, heard, real_speech, write_pcm):
    path = write_pcm(real_speech["austen-0870.wav"])
    assert "dashwood" not in text(heard["austen-0870.wav"])
    answer = recognise(engine, request(gate, path, vocabulary=("Dashwood", "達")))
    assert any("Dashwood" in segment.text for segment in answer.segments)
    assert [warning["code"] for warning in answer.warnings] == ["vocabulary_ignored"]
    assert "達" in answer.warnings[0]["message"]
    assert recognise(engine, request(gate, path)) == heard["austen-0870.wav"]  # and forgotten after


def test_another_language_is_refused(engine, write_pcm):
    with pytest.raises(EngineUnavailable):
        engine.handle(RecognitionRequest(write_pcm(np.zeros(9, np.int16)), 0, 9, (), "es").to_dict(), lambda _: None)


def test_unknown_words_get_phones():
    known = {"lingo": "L IH NG G OW", "reel": "R IY L", "bridge": "B R IH JH"}
    listed = "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH"
    phones = set(re.split(" ", listed))
    assert pronounce("Bridge", known.get) == "B R IH JH"
    assert pronounce("lingoreel", known.get) == "L IH NG G OW R IY L"
    assert pronounce("lake", {}.get) == "L EY K"
    assert pronounce("Kovarik", {}.get) == "K AA V AA R IH K"
    for word in ("xyzzy", "Schmidt", "o'brien", "queue", "aeiou", "tzpch", "Nguyen"):
        assert set((pronounce(word, {}.get) or "?").split()) <= phones, word
    assert pronounce("東京", {}.get) is None
    assert pronounce("", {}.get) is None
