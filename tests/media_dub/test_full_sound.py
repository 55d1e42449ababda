"""A source's sound in full quality: every sample at its time, nothing lost of it but what cannot be kept."""

from __future__ import annotations

import hashlib
import json
import wave
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from lingoreel.errors import InvalidFile, OverLimit, ResultNotStored
from lingoreel.media.decode import decode_audio
from lingoreel.media.dub.full_sound import decode_full
from lingoreel.processes import Cells
from lingoreel.settings import Settings

Decode = Callable[..., tuple[dict[str, Any], np.ndarray]]


@pytest.fixture
def decode(tmp_path: Path) -> Decode:
    """decode(path, …) -> what was told, and the samples (n × channels)."""

    def run(path: Path, **request: Any) -> tuple[dict[str, Any], np.ndarray]:
        output = tmp_path / "sound.pcm"
        told = decode_full({"path": str(path), "output_path": str(output), **request}, lambda _: None)
        told = dict(json.loads(json.dumps(told)))
        assert told["sha256"] == hashlib.sha256(output.read_bytes()).hexdigest()
        samples = np.fromfile(output, "<i2").reshape(-1, told["channels"])
        assert len(samples) == told["samples"]
        return told, samples

    return run


def write_wave(path: Path, samples: np.ndarray, rate: int) -> Path:
    """samples: n × channels, int16."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def noise(seconds: float, rate: int, channels: int) -> np.ndarray:
    rng = np.random.default_rng(7)
    return (rng.normal(size=(round(seconds * rate), channels)) * 3000).astype(np.int16)


def write_sound(
    path: Path, form: str, codec: str, samples: np.ndarray, rate: int, layout: str, *, at: tuple[float, ...] = (0.0,)
) -> Path:
    """A file of `samples` (channels × n, float) that begin anew at each of the times `at`, with pictures from 0 on."""
    with av.open(str(path), "w", format=form) as out:
        video: Any = out.add_stream("mpeg4", rate=25)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        sound: Any = out.add_stream(codec, rate=rate, layout=layout)
        resampler = av.AudioResampler(format=sound.codec_context.format, layout=layout, rate=rate)
        for number in range(round((at[-1] + samples.shape[1] / rate) * 25)):
            frame = av.VideoFrame(64, 48, "yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        packed = np.ascontiguousarray(samples.T.reshape(1, -1), np.float32)
        width = len(samples)
        for begin in at:
            for first in range(0, samples.shape[1], 1024):
                part = np.ascontiguousarray(packed[:, first * width : (first + 1024) * width])
                piece = av.AudioFrame.from_ndarray(part, "flt", layout)
                piece.sample_rate, piece.time_base = rate, Fraction(1, rate)
                piece.pts = round(begin * rate) + first
                for ready in resampler.resample(piece):
                    out.mux(sound.encode(ready))
        out.mux(sound.encode(None))
    return path


@pytest.mark.parametrize(
    ("rate", "channels", "kept"),
    [(44_100, 1, 44_100), (44_100, 2, 44_100), (48_000, 1, 48_000), (48_000, 2, 48_000)],
)
def test_what_is_usual_is_kept_bit_for_bit(decode: Decode, tmp_path: Path, rate: int, channels: int, kept: int):
    given = noise(1.0, rate, channels)
    told, samples = decode(write_wave(tmp_path / "a", given, rate))
    assert (told["rate"], told["channels"], told["lowered_db"], told["warnings"]) == (kept, channels, 0, [])
    assert np.array_equal(samples, given)


@pytest.mark.parametrize("rate", [8_000, 22_050, 32_000, 96_000])
def test_other_rates_become_48_khz(decode: Decode, tmp_path: Path, rate: int):
    time = np.arange(rate) / rate
    given = (np.stack([np.sin(2 * np.pi * 440 * time), np.sin(2 * np.pi * 550 * time)], 1) * 9000).astype(np.int16)
    told, samples = decode(write_wave(tmp_path / "a", given, rate))
    assert (told["rate"], told["samples"], told["duration_ms"]) == (48_000, 48_000, 1000)
    for channel, pitch in enumerate((440, 550)):
        assert np.argmax(np.abs(np.fft.rfft(samples[:, channel]))) == pitch


def test_it_is_cut_or_filled_up_to_the_presentation(decode: Decode, tmp_path: Path):
    given = noise(1.0, 44_100, 2)
    path = write_wave(tmp_path / "a", given, 44_100)
    told, short = decode(path, presented_ms=500)
    assert (told["samples"], told["duration_ms"]) == (22_050, 500)
    assert np.array_equal(short, given[:22_050])
    told, long = decode(path, presented_ms=1333)
    assert told["samples"] == round(1.333 * 44_100)
    assert np.array_equal(long[:44_100], given)
    assert not long[44_100:].any()


@pytest.mark.parametrize("form", ["mp4", "matroska", "mpegts"])
def test_every_sample_has_the_time_it_has_for_recognition(decode: Decode, tmp_path: Path, form: str):
    """Clicks, 0.7 s late and after a hole, stand where `decode_audio` has them."""
    rate = 48_000
    clicks = np.zeros((2, rate), np.float32)
    clicks[:, rate // 2 : rate // 2 + 24] = 0.9
    path = write_sound(tmp_path / "a", form, "aac", clicks, rate, "stereo", at=(0.7, 3.0))

    told, full = decode(path)

    output = tmp_path / "speech.pcm"
    decode_audio({"path": str(path), "stream": None, "output_path": str(output), "max_ms": None}, lambda _: None)
    speech = np.fromfile(output, "<i2")
    places = [1.2, 3.5]
    for samples, own in ((full[:, 0], rate), (speech, 16_000)):
        for place in places:
            around = samples[round((place - 0.2) * own) : round((place + 0.2) * own)]
            found = np.argmax(np.abs(around.astype(int))) / own + place - 0.2
            assert abs(found - place) < 0.003, (place, found)
    assert told["silence_ms"] >= 1900
    assert abs(told["samples"] / rate - len(speech) / 16_000) < 0.001


@pytest.mark.parametrize("presented_ms", [None, 2000])
@pytest.mark.parametrize("form", ["mp4", "mpegts"])
def test_what_recognition_hears_is_made_on_the_way(decode: Decode, tmp_path: Path, form: str, presented_ms: int | None):
    """The same bytes as each makes alone, of a late start, a hole, and more than is presented."""
    time = np.arange(48_000) / 48_000
    sound = np.stack([np.sin(2 * np.pi * 300 * time), np.sin(2 * np.pi * 500 * time)]).astype(np.float32) * 0.3
    path = write_sound(tmp_path / "a", form, "aac", sound, 48_000, "stereo", at=(0.7, 3.0))
    alone, output, beside = tmp_path / "alone.pcm", tmp_path / "out.pcm", tmp_path / "beside.pcm"
    asked = {"path": str(path), "stream": None, "max_ms": None}
    told = decode_audio({**asked, "output_path": str(alone)}, lambda _: None)
    _, full = decode(path, presented_ms=presented_ms)
    both = decode_full(
        {**asked, "output_path": str(output), "output_speech_path": str(beside), "presented_ms": presented_ms},
        lambda _: None,
    )
    assert both["speech"] == {"samples": told["samples"], "sha256": told["sha256"]}
    assert beside.read_bytes() == alone.read_bytes()
    assert output.read_bytes() == full.tobytes()


def test_dialogue_of_the_centre_is_in_both_and_the_lowering_is_told(decode: Decode, tmp_path: Path):
    rate, time = 48_000, np.arange(48_000) / 48_000
    layout = np.zeros((6, rate), np.float32)  # FL FR FC LFE BL BR
    layout[2] = 0.5 * np.sin(2 * np.pi * 400 * time)
    layout[3] = 0.5 * np.sin(2 * np.pi * 50 * time)
    layout[4] = 0.5 * np.sin(2 * np.pi * 700 * time)
    told, samples = decode(write_sound(tmp_path / "a", "matroska", "flac", layout, rate, "5.1"))
    assert (told["channels"], told["source_channels"], told["layout"]) == (2, 6, "5.1")
    assert told["warnings"] == ["The sound has 6 channels (5.1); they were mixed down to stereo."]
    left, right = (np.abs(np.fft.rfft(samples[:, n])) / (rate / 2 * 0.5 * 32768) for n in (0, 1))
    shrunk = 10 ** (-told["lowered_db"] / 20)
    assert 0.3 < shrunk < 0.6
    assert left[400] == pytest.approx(shrunk * 0.7071, rel=0.02)
    assert right[400] == pytest.approx(left[400], rel=0.001)
    assert left[700] == pytest.approx(shrunk * 0.7071, rel=0.02)
    assert max(right[700], left[50], right[50]) < 0.01


@pytest.mark.parametrize("channels", [3, 8, 16])
def test_channels_without_a_layout(decode: Decode, tmp_path: Path, channels: int):
    told, samples = decode(write_wave(tmp_path / "a", noise(0.5, 48_000, channels), 48_000))
    assert (told["channels"], told["source_channels"], told["samples"]) == (2, channels, 24_000)
    assert samples.std(0).min() > 50, "a channel is silent"


def test_a_kind_that_changes_on_the_way(decode: Decode, tmp_path: Path):
    """Two MP3 files, end to end: the first is stereo at 44.1 kHz, the second mono at 22.05 kHz."""
    parts = []
    for rate, layout in ((44_100, "stereo"), (22_050, "mono")):
        path = tmp_path / layout
        with av.open(str(path), "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as out:
            sound: Any = out.add_stream("libmp3lame", rate=rate, layout=layout)
            time = np.arange(rate * 2) / rate
            wave_ = np.sin(2 * np.pi * 440 * time).astype(np.float32) * 0.4
            planes = np.stack([wave_] * (2 if layout == "stereo" else 1))
            for at in range(0, len(wave_), 1152):
                frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(planes[:, at : at + 1152]), "fltp", layout)
                frame.sample_rate = rate
                out.mux(sound.encode(frame))
            out.mux(sound.encode(None))
        parts.append(path.read_bytes())
    (tmp_path / "both").write_bytes(b"".join(parts))
    told, samples = decode(tmp_path / "both")
    assert (told["rate"], told["channels"]) == (44_100, 2)
    assert 3.9 < told["samples"] / 44_100 < 4.3
    for second in (1.0, 3.0):
        heard = samples[round(second * 44_100) : round((second + 0.5) * 44_100)].astype(float)
        for channel in heard.T:
            assert np.argmax(np.abs(np.fft.rfft(channel))) == 220  # of half a second


def test_damage_is_left_out_and_told(decode: Decode, tmp_path: Path):
    rate = 48_000
    sound = np.stack([np.sin(np.arange(rate * 4) / 20)] * 2).astype(np.float32) * 0.3
    path = write_sound(tmp_path / "a", "matroska", "flac", sound, rate, "stereo")
    whole, before = decode(path)
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 2, len(data) // 2 + len(data) // 10, 37):
        data[at] ^= 0xFF
    path.write_bytes(data)
    told, after = decode(path, presented_ms=4000)
    assert told["skipped_packets"] > 0
    assert any("damaged" in warning for warning in told["warnings"])
    assert len(after) == 4 * rate
    assert np.array_equal(after[:rate], before[:rate])
    assert np.array_equal(after[3 * rate : 4 * rate], before[3 * rate : 4 * rate]), "what follows kept its time"
    assert whole["warnings"] == []


@pytest.mark.parametrize(
    ("content", "request_", "error"),
    [
        (b"", {}, InvalidFile),
        (b"not a film at all" * 40, {}, InvalidFile),
        (None, {"stream": 0}, InvalidFile),  # the pictures
        (None, {"stream": 9}, InvalidFile),
        (None, {"max_ms": 500}, OverLimit),
    ],
)
def test_what_cannot_be_leaves_nothing(tmp_path: Path, content: bytes | None, request_: dict, error: type):
    path = tmp_path / "a"
    if content is None:
        write_sound(path, "mp4", "aac", np.full((1, 48_000), 0.1, np.float32), 48_000, "mono")
    else:
        path.write_bytes(content)
    outputs = {"output_path": str(tmp_path / "out"), "output_speech_path": str(tmp_path / "speech")}
    with pytest.raises(error):
        decode_full({"path": str(path), **outputs, **request_}, lambda _: None)
    assert not any(Path(output).exists() for output in outputs.values())


def test_a_presentation_is_never_over_the_limit_that_it_was_let_in_by(decode: Decode, tmp_path: Path):
    path = write_wave(tmp_path / "a", noise(1.0, 48_000, 1), 48_000)
    told, _ = decode(path, presented_ms=600, max_ms=600)
    assert told["duration_ms"] == 600


async def test_in_a_cell_and_with_a_full_disk(tmp_path: Path):
    path = write_wave(tmp_path / "a", noise(2.0, 48_000, 2), 48_000)
    cells = Cells(Settings(data_dir=tmp_path / "data"))
    name = "lingoreel.media.dub.full_sound:decode_full"
    try:
        request = {"path": str(path), "output_path": str(tmp_path / "out"), "stream": None, "max_ms": None}
        told = await cells.run(name, request, wall_s=60)
        assert told["samples"] == 96_000
        with pytest.raises(ResultNotStored):
            await cells.run(name, request, wall_s=60, file_bytes=100_000)
    finally:
        await cells.close()
