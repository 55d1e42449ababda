"""Sound files of exact length, with tags, the same however many cores made them."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from lingoreel.errors import InvalidRequest, ResultNotStored
from lingoreel.media.sound.check import read_samples
from lingoreel.media.sound.encode import Encoder
from lingoreel.media.sound.formats import FORMATS, sound_format

LENGTHS = (576, 1999, 576 * 9 + 5, 22_051, 22_050 * 3 + 17)
LOSSLESS = ("wav", "flac")


def _speech(voices: dict[str, list[np.ndarray]], samples: int) -> np.ndarray:
    whole = np.concatenate([sentence for voice in voices.values() for sentence in voice])
    return np.resize(whole, samples).astype(np.int16)


def _encode(path: Path, name: str, rate: int, samples: np.ndarray, block: int = 5000, **more: object) -> dict[str, int]:
    with Encoder(path, name, rate, **more) as encoder:  # type: ignore[arg-type]
        for at in range(0, len(samples), block):
            encoder.write(samples[at : at + block])
        return encoder.close()


def _decoded(path: Path, rate: int | None = None) -> np.ndarray:
    return np.concatenate([block for _, block in read_samples(str(path), rate)])


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("length", LENGTHS)
def test_length_is_exact(tmp_path: Path, voices: dict[str, list[np.ndarray]], name: str, length: int) -> None:
    rate = sound_format(name).rate(22_050)
    path = tmp_path / f"a.{name}"
    told = _encode(path, name, rate, _speech(voices, length))
    assert told == {"samples": length, "duration_ms": -(-length * 1000 // rate), "size_bytes": path.stat().st_size}
    with av.open(str(path)) as container:
        heard = sum(frame.samples for frame in container.decode(audio=0))
        heard_rate = container.streams.audio[0].rate
        container_s = (container.duration or 0) / av.time_base
    if name == "m4a":  # its edit list tells the length; FFmpeg's decoder leaves the last frame whole
        assert 0 <= heard - length < 1024
        assert container_s == pytest.approx(length / rate, abs=1.5 / rate)
    else:
        assert heard == round(length * heard_rate / rate)


@pytest.mark.parametrize("name", FORMATS)
def test_sound_is_where_it_was(tmp_path: Path, voices: dict[str, list[np.ndarray]], name: str) -> None:
    """Also over the borders of segments that were encoded side by side: 50 s are three of them."""
    rate = 16_000
    speech = _speech(voices, rate * 50 + 123)
    path = tmp_path / f"a.{name}"
    _encode(path, name, rate, speech)
    heard = _decoded(path, rate)[: len(speech)] * 32768
    error = heard - speech
    if name in LOSSLESS:
        assert np.array_equal(np.rint(heard), speech)
        return
    second = [
        10 * np.log10(np.mean(speech[at : at + rate] ** 2.0) / max(1e-9, np.mean(error[at : at + rate] ** 2)))
        for at in range(0, rate * 50, rate)
    ]
    assert np.median(second) > 8
    if sound_format(name).independent_frames:  # at the borders it is as good as elsewhere
        borders = [second[at] for at in (19, 20, 39, 40)]
        assert min(borders) > np.percentile(second, 5) - 4


@pytest.mark.parametrize("name", ["mp3", "m4a"])
def test_cores_and_blocks_change_nothing(tmp_path: Path, voices: dict[str, list[np.ndarray]], name: str) -> None:
    speech = _speech(voices, 16_000 * 45)
    one, many = tmp_path / "one", tmp_path / "many"
    _encode(one, name, 16_000, speech, block=len(speech), threads=1)
    _encode(many, name, 16_000, speech, block=1237, threads=3)
    assert one.read_bytes() == many.read_bytes()


@pytest.mark.parametrize("name", ["mp3", "m4a"])
def test_segments_meet_as_if_one_encoder_had_made_them(tmp_path: Path, name: str) -> None:
    rate = 22_050
    wave = np.rint(9000 * np.sin(2 * np.pi * 440 * np.arange(rate * 45) / rate)).astype(np.int16)
    path = tmp_path / "a"
    _encode(path, name, rate, wave)
    error = _decoded(path)[: len(wave)] * 32768 - wave
    worst = max(np.abs(error[at - 4000 : at + 4000]).max() for at in (rate * 20, rate * 40))
    assert worst < 9000 / 300


@pytest.mark.parametrize("name", FORMATS)
def test_loudness_survives(tmp_path: Path, name: str) -> None:
    rate = 48_000
    wave = np.rint(9000 * np.sin(2 * np.pi * 440 * np.arange(rate * 2) / rate)).astype(np.int16)
    path = tmp_path / "a"
    _encode(path, name, rate, wave)
    heard = _decoded(path)[rate // 2 : rate * 3 // 2]
    assert 20 * np.log10(np.sqrt(np.mean(heard**2)) / (9000 / 32768 / np.sqrt(2))) == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize("name", FORMATS)
def test_tags(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a"
    tags = {"title": "Erstes\nKapitel\x00 „Über“", "language": "de-AT", "comment": "espeak-ng 1.52 日本"}
    _encode(path, name, 48_000, np.zeros(4800, np.int16), tags=tags)
    with av.open(str(path)) as container:
        found = dict(container.metadata) | dict(container.streams.audio[0].metadata)
    assert found["title"] == "Erstes Kapitel „Über“"
    assert found["comment"] == "espeak-ng 1.52 日本"
    assert found["language"] == "deu"


@pytest.mark.parametrize("name", FORMATS)
def test_same_input_same_file(tmp_path: Path, voices: dict[str, list[np.ndarray]], name: str) -> None:
    speech = _speech(voices, 48_000)
    for copy in ("a", "b"):
        _encode(tmp_path / copy, name, 48_000, speech, tags={"title": "x", "language": "en"})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_left_after_a_failure(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a"
    with pytest.raises(RuntimeError), Encoder(path, name, 48_000) as encoder:
        encoder.write(np.zeros(48_000 * 30, np.int16))
        raise RuntimeError
    assert not path.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to write to")
@pytest.mark.parametrize("name", ["mp3", "wav"])
def test_a_full_disk_is_told(name: str) -> None:
    with pytest.raises(ResultNotStored):
        encoder = Encoder(Path("/dev/full"), name, 48_000)
        for _ in range(200):
            encoder.write(np.random.default_rng(1).integers(-9000, 9000, 48_000).astype(np.int16))
        encoder.close()


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(InvalidRequest, match=r"'aiff'.*mp3, wav, flac, ogg, m4a") as failure:
        sound_format("aiff")
    assert failure.value.field == "format"


def test_rates_that_a_format_lacks_become_the_next_higher() -> None:
    assert [sound_format("ogg").rate(rate) for rate in (8000, 22_050, 24_000, 44_100, 96_000)] == [
        8000,
        24_000,
        24_000,
        48_000,
        48_000,
    ]
    assert sound_format("wav").rate(11_111) == 11_111


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 32_000, 44_100, 48_000])
@pytest.mark.parametrize("length", [1, 1151, 1152, 1153, 9_999])
def test_an_mp3_is_as_long_as_it_says_at_every_rate(tmp_path: Path, rate: int, length: int) -> None:
    path = tmp_path / "a.mp3"
    wave = np.rint(9000 * np.sin(np.arange(length + rate) / 9)).astype(np.int16)
    told = _encode(path, "mp3", rate, wave)
    heard = _decoded(path)
    assert told["samples"] == len(heard) == len(wave)
    middle = slice(2000, len(wave) - 2000)
    assert np.corrcoef(heard[middle], wave[middle])[0, 1] > 0.99  # nothing late by a sample
    with av.open(str(path)) as container:
        assert container.duration == pytest.approx(len(wave) / rate * 1e6, abs=2e6 * 1152 / rate)
        assert {packet.size for packet in container.demux(audio=0) if packet.size} <= {*range(100, 900)}


def test_what_tags_say_is_no_order_to_a_player(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    tags = {"title": "a=b;c#d\\e\n[CHAPTER]", "artist": "Ä" * 900, "language": "de", "comment": "日本 -f wav"}
    _encode(path, "mp3", 22_050, np.zeros(9999, np.int16), tags=tags)
    with av.open(str(path)) as container:
        found = dict(container.metadata)
    assert (found["title"], found["language"], found["comment"]) == ("a=b;c#d\\e [CHAPTER]", "deu", "日本 -f wav")
    assert found["artist"] == "Ä" * 500
