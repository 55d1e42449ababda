import numpy as np
import pytest

from lingoreel.engines.diarization.protocol import FEMALE, MALE, Diarization
from lingoreel.engines.diarization.spectral import Engine, capabilities, host_config
from lingoreel.settings import Settings

VOICES = ("kal16", "awb", "rms", "slt")


def hear(recording, **more):
    return Engine({}).handle(recording.request(**more), lambda progress: None)


@pytest.mark.parametrize("voice", VOICES)
def test_one_voice_is_one_speaker(alternate, voice):
    answer = hear(alternate(voice, turns=5))
    assert len(answer["speakers"]) == 1
    speaker = answer["speakers"][0]
    assert speaker["gender"] == (FEMALE if voice == "slt" else MALE)
    spoken = sum(turn["end_ms"] - turn["start_ms"] for turn in answer["turns"])
    assert abs(spoken - speaker["speech_ms"]) < 3000, "pauses between one speaker's sentences may be bridged"


@pytest.mark.parametrize("pair", [("kal16", "awb"), ("kal16", "rms"), ("awb", "rms"), ("awb", "slt"), ("rms", "slt")])
def test_two_voices_are_told_apart(alternate, pair):
    recording = alternate(*pair)
    answer = hear(recording)
    count, purity, covered = recording.grade(answer)
    assert count == 2
    assert purity >= 0.97
    assert covered >= 0.97


def test_four_voices_are_told_apart(alternate):
    recording = alternate(*VOICES, turns=20)
    count, purity, _ = recording.grade(hear(recording))
    assert count == 4
    assert purity >= 0.97


def test_loudness_and_noise_make_no_speakers(voices, record):
    loud = [("slt", part * gain) for part, gain in zip(voices["slt"], (1, 0.2, 2, 0.4, 1), strict=True)]
    assert len(hear(record(loud))["speakers"]) == 1
    recording = record([part for pair in zip(loud, [("rms", v) for v in voices["rms"]], strict=True) for part in pair])
    assert recording.grade(hear(recording))[:1] == (2,)
    noisy = record([("rms", v) for v in voices["rms"]] + [("awb", v) for v in voices["awb"]], noise=0.003)
    count, purity, _ = noisy.grade(hear(noisy))
    assert (count, purity >= 0.97) == (2, True)


def test_the_same_words_again_are_no_new_speaker(voices, record):
    assert len(hear(record([("slt", part) for part in voices["slt"]] * 6))["speakers"]) == 1


def test_speakers_may_be_bounded(alternate):
    recording = alternate("kal16", "awb", "slt", turns=9)
    assert len(hear(recording)["speakers"]) == 3
    assert len(hear(recording, max_speakers=2)["speakers"]) == 2
    assert len(hear(recording, max_speakers=1)["speakers"]) == 1


def test_a_change_inside_one_span_is_found(voices, tmp_path, record):
    names = ("rms", "rms", "slt", "slt")
    recording = record([(name, voices[name][i]) for i, name in enumerate(names)], pause_s=0.0)
    change_ms = recording.spans[1][1] // 16
    start, end = recording.spans[0][0], recording.spans[-1][1]
    answer = Engine({}).handle({"pcm_path": str(recording.path), "spans": [[start, end]]}, lambda progress: None)
    first, second = answer["turns"]
    assert abs(first["end_ms"] - change_ms) <= 500
    assert first["end_ms"] == second["start_ms"]


def test_pieces_give_what_the_whole_gives(alternate, tmp_path):
    recording = alternate("awb", "slt", turns=8)
    whole = hear(recording)
    paths = []
    for index, part in enumerate((recording.spans[4:], recording.spans[:4])):
        paths.append(str(tmp_path / f"piece {index}"))
        request = recording.request(spans=part, phase="embed", output_path=paths[-1])
        assert Engine({}).handle(request, lambda progress: None)["cells"] > 0
    assert Engine({}).handle({"phase": "cluster", "paths": paths}, lambda progress: None) == whole


def test_turns_are_ordered_and_inside_the_speech(alternate):
    recording = alternate("kal16", "slt", turns=6)
    answer = Diarization.from_dict(hear(recording))
    for before, after in zip(answer.turns, answer.turns[1:], strict=False):
        assert before.end_ms <= after.start_ms
    assert answer.turns[0].start_ms >= recording.spans[0][0] // 16
    assert answer.turns[-1].end_ms <= recording.spans[-1][1] // 16
    assert answer.turns[0].speaker == 0
    assert Diarization.from_dict(answer.to_dict()) == answer


@pytest.mark.parametrize(
    "spans", [[], [[0, 10]], [[0, 1600]], [[0, 0]], [[8000, 8100], [9000, 9001]], [[0, 10_000_000]]]
)
def test_next_to_nothing_is_no_error(tmp_path, spans):
    path = tmp_path / "silence.raw"
    np.zeros(16_000, "<i2").tofile(path)
    answer = Engine({}).handle({"pcm_path": str(path), "spans": spans}, lambda progress: None)
    assert len(answer["speakers"]) <= 1
    assert all(np.isfinite(speaker["pitch_hz"] or 0) for speaker in answer["speakers"])


def test_real_readers_are_one_speaker_each_and_two_together(real_speech, record):
    jfk, austen = real_speech["jfk"], real_speech["austen"]
    assert len(hear(record([("jfk", jfk)]))["speakers"]) == 1
    assert len(hear(record([("austen", part) for part in austen]))["speakers"]) == 1
    both = record([("austen", austen[0]), ("jfk", jfk), ("austen", austen[2])])
    assert both.grade(hear(both))[:2] == (2, 1.0)


def test_progress_rises_to_one(alternate):
    told = []
    Engine({}).handle(alternate("rms", turns=5).request(), told.append)
    assert [entry["fraction"] for entry in told] == sorted(entry["fraction"] for entry in told)
    assert told[-1] == {"fraction": 1.0}


def test_capabilities_cost_nothing_and_are_always_there(tmp_path):
    settings = Settings(data_dir=tmp_path)
    record = capabilities(settings)
    assert (record.name, record.tier, record.capability) == ("spectral", "embedded", "diarization")
    assert host_config(settings)["threads"] == 1
