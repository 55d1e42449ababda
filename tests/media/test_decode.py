"""Decoding: every sample at its time, whatever the container does."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from lingoreel.errors import InvalidFile, OverLimit, ResultNotStored
from lingoreel.media.decode import decode_audio
from lingoreel.media.stream_clock import StreamClock
from lingoreel.media.timeline import Form, Pcm, Timeline


@pytest.fixture
def decode(tmp_path):
    """decode(path, …) -> (answer, int16 samples)."""

    def run(path, stream=None, max_ms=None, report=lambda _: None):
        output = tmp_path / "audio.pcm"
        answer = decode_audio(
            {"path": str(path), "stream": stream, "output_path": str(output), "max_ms": max_ms}, report
        )
        data = output.read_bytes()
        assert answer["samples"] * 2 == len(data)
        assert answer["sha256"] == hashlib.sha256(data).hexdigest()
        return answer, np.frombuffer(data, "<i2")

    return run


def loud(samples: np.ndarray, begin: float, end: float) -> float:
    part = samples[round(begin * 16_000) : round(end * 16_000)].astype(float)
    return float(np.sqrt((part**2).mean()))


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("seconds", [0.1, 2.5])
def test_sample_counts_are_exact(make_media, decode, rate, seconds):
    answer, samples = decode(make_media("wav", "pcm_s16le", seconds, rate=rate))
    frames = round(seconds * rate)
    assert answer["samples"] == round(frames * 16_000 / rate)
    assert answer["duration_ms"] == -(-answer["samples"] // 16)
    assert answer["skipped_packets"] == 0
    assert loud(samples, 0, seconds) == pytest.approx(12_000 / 2**0.5, rel=0.03)


@pytest.mark.parametrize(
    ("form", "codec"),
    [
        ("mp3", "libmp3lame"),
        ("adts", "aac"),
        ("flac", "flac"),
        ("ogg", "libopus"),
        ("matroska", "aac"),
        ("webm", "libopus"),
        ("mpegts", "aac"),
        ("flv", "aac"),
        ("ac3", "ac3"),
    ],
)
def test_every_codec_keeps_the_tone_and_its_place(make_media, decode, form, codec):
    rate = 48_000
    clicks = np.zeros(rate * 3, np.int16)
    for at in (0.5, 1.0, 2.0):
        first = round(at * rate)
        clicks[first : first + 480] = (np.sin(np.arange(480) / 480 * np.pi * 20) * 20_000).astype(np.int16)
    _, samples = decode(make_media(form, codec, samples=clicks, rate=rate))
    assert len(samples) / 16_000 == pytest.approx(3, abs=0.06)
    # where nothing declares the encoder's delay (ADTS, FLV, AC-3) it is heard as a late start
    tolerance = 0.06 if form in ("adts", "flv", "ac3", "mpegts") else 0.006
    envelope = np.abs(samples.astype(float))
    for at in (0.5, 1.0, 2.0):
        window = envelope[round((at - 0.2) * 16_000) : round((at + 0.2) * 16_000)]
        first = np.argmax(window > 6_000) / 16_000 - 0.2
        assert first == pytest.approx(0, abs=tolerance)


def test_stereo_becomes_mono(make_media, decode):
    answer, samples = decode(make_media("flac", "flac", 1, layout="stereo"))
    assert answer["samples"] == 16_000
    assert loud(samples, 0, 1) > 5_000


def test_a_late_start_is_silence(make_media, decode):
    path = make_media("matroska", "flac", 5, video="mpeg4", video_seconds=5, spans=[(2, 5)])
    answer, samples = decode(path)
    assert answer["duration_ms"] == pytest.approx(5_000, abs=5)
    assert answer["silence_ms"] == pytest.approx(2_000, abs=5)
    assert loud(samples, 0, 1.99) == 0
    assert loud(samples, 2.01, 5) > 8_000


def test_time_before_the_presentation_is_none(make_media, decode):
    answer, _ = decode(make_media("matroska", "flac", 5, spans=[(2, 5)]))
    assert answer["duration_ms"] == pytest.approx(3_000, abs=5)


def test_holes_are_filled_so_that_time_does_not_drift(make_media, decode):
    spans = [(0, 1), (1.5, 2), (4, 5), (9.95, 10)]
    answer, samples = decode(make_media("matroska", "pcm_s16le", 10, spans=spans))
    assert answer["duration_ms"] == pytest.approx(10_000, abs=5)
    assert loud(samples, 4.02, 4.98) > 8_000
    assert loud(samples, 2.02, 3.98) == 0
    assert loud(samples, 9.96, 10) > 8_000
    assert answer["silence_ms"] == pytest.approx(500 + 2_000 + 4_950, abs=10)


def _packets_at(path: Path, times: list[float], seconds: float = 0.5) -> None:
    """A Matroska file of 16 kHz PCM packets at given times, in given order."""
    with av.open(str(path), "w", format="matroska") as container:
        stream = container.add_stream("pcm_s16le", rate=16_000, layout="mono")
        stream.time_base = Fraction(1, 1000)
        container.start_encoding()
        for number, time in enumerate(times):
            data = np.full(round(seconds * 16_000), number + 1, "<i2")
            packet = av.Packet(data.tobytes())
            packet.stream, packet.time_base = stream, Fraction(1, 1000)
            packet.pts = packet.dts = round(time * 1000)
            packet.duration = round(seconds * 1000)
            container.mux(packet)


def test_overlaps_are_cut(tmp_path, decode):
    path = tmp_path / "overlap"
    _packets_at(path, [0, 0.25, 1.0, 1.1])
    answer, samples = decode(path)
    assert answer["duration_ms"] == 1_600
    expected = [(0, 0.5, 1), (0.5, 0.75, 2), (0.75, 1, 0), (1, 1.5, 3), (1.5, 1.6, 4)]
    for begin, end, value in expected:
        assert set(samples[round(begin * 16_000) : round(end * 16_000)]) == {value}, (begin, end)


def test_small_steps_are_rounding_and_never_add_up(tmp_path, decode):
    path = tmp_path / "jitter"
    _packets_at(path, [number * 0.5 + (0.03 if number % 2 else 0) for number in range(40)])
    answer, samples = decode(path)
    assert answer["duration_ms"] == 20_000
    assert answer["silence_ms"] == 0
    # and a clock that really runs slower than its samples is followed to within 0.1 s
    _packets_at(path, [number * 0.51 for number in range(100)])
    answer, samples = decode(path)
    assert answer["duration_ms"] == pytest.approx(99 * 510 + 500, abs=100)
    assert samples[round((90 * 0.51 + 0.25) * 16_000)] == 91


def test_a_clock_that_jumps_is_no_hole_of_hours(tmp_path, decode):
    path = tmp_path / "jump"
    _packets_at(path, [0, 0.5, 40_000, 40_000.5, 40_001])
    answer, _ = decode(path)
    assert answer["duration_ms"] == 2_500
    assert answer["silence_ms"] == 0


def test_a_hole_within_reason_is_kept(tmp_path, decode):
    path = tmp_path / "hole"
    _packets_at(path, [0, 600])
    answer, _ = decode(path)
    assert answer["duration_ms"] == 600_500


def test_the_clock():
    clock = StreamClock(Fraction(1, 1000), jumping=True)
    assert clock.place(100, 10) == 100
    assert clock.place(None, 10) == 110
    assert clock.place(5_000, 10) == 5_000
    assert clock.place(20_000, 10) == 5_010  # over 10 s ahead: the clock was set
    assert clock.place(20_010, 10) == 5_020
    assert clock.place(0, 10) == 5_030  # over 0.5 s back: it started anew
    assert clock.place(5, 1) == 5_035
    assert clock.end == 5_040
    assert clock.leaps(300, 200)
    assert not clock.leaps(15, 200)


def test_one_frame_with_a_wild_time_moves_nothing(tmp_path):
    with (tmp_path / "out").open("wb", buffering=0) as file:
        pcm = Pcm(file, Form(16_000))
        timeline = Timeline(pcm, Fraction(0), jumping=False)
        for number, time in enumerate([0, 1, 2, 900, 4, 5]):
            frame = av.AudioFrame.from_ndarray(np.full((1, 1_600), number + 1, np.int16), "s16", "mono")
            frame.sample_rate, frame.time_base, frame.pts = 16_000, Fraction(1, 10), time
            timeline.add(frame)
        timeline.close()
        pcm.flush()
    samples = np.frombuffer((tmp_path / "out").read_bytes(), "<i2")
    assert list(samples[::1_600]) == [1, 2, 3, 4, 5, 6]
    assert timeline.silence == 0


def test_a_change_of_format_in_mid_stream(make_media, tmp_path, decode):
    parts = [
        make_media("mpegts", "aac", 2, rate=48_000, layout="stereo").read_bytes(),
        make_media("mpegts", "aac", 2, rate=44_100, layout="mono").read_bytes(),
    ]
    path = tmp_path / "joined"
    path.write_bytes(b"".join(parts))
    answer, samples = decode(path)
    assert answer["duration_ms"] == pytest.approx(4_000, abs=150)
    assert loud(samples, 0.2, 1.8) > 5_000
    assert loud(samples, 2.2, 3.8) > 5_000


def test_corrupt_packets_are_skipped_and_time_holds(make_media, tmp_path, decode):
    data = bytearray(
        make_media("matroska", "libopus", 10, rate=48_000, options={"cluster_time_limit": "500"}).read_bytes()
    )
    rng = np.random.default_rng(5)
    for at in rng.integers(len(data) // 4, len(data) // 2, 400):
        data[at] ^= 0xFF
    path = tmp_path / "damaged"
    path.write_bytes(data)
    answer, samples = decode(path)
    assert answer["duration_ms"] == pytest.approx(10_000, abs=60)
    assert loud(samples, 8, 9.9) > 5_000


def test_damaged_flac_is_counted(make_media, tmp_path, decode):
    data = bytearray(make_media("matroska", "flac", 10, options={"cluster_time_limit": "500"}).read_bytes())
    half = len(data) // 2
    data[half : half + 3_000] = bytes(3_000)
    path = tmp_path / "damaged"
    path.write_bytes(data)
    answer, samples = decode(path)
    assert answer["duration_ms"] == pytest.approx(10_000, abs=200)
    assert loud(samples, 9, 9.9) > 5_000


def test_all_corrupt_is_an_invalid_file_and_leaves_nothing(make_media, tmp_path, decode):
    with av.open(str(tmp_path / "noise"), "w", format="matroska") as container:
        stream = container.add_stream("flac", rate=16_000, layout="mono")
        container.start_encoding()
        for number in range(50):
            packet = av.Packet(np.random.default_rng(number).bytes(400))
            packet.stream, packet.time_base, packet.pts = stream, Fraction(1, 1000), number * 100
            container.mux(packet)
    with pytest.raises(InvalidFile, match="damaged"):
        decode(tmp_path / "noise")
    assert not (tmp_path / "audio.pcm").exists()


def test_half_a_file_is_half_the_audio(make_media, tmp_path, decode):
    data = make_media("flac", "flac", 20).read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(data[: len(data) // 2])
    answer, _ = decode(path)
    assert answer["duration_ms"] == pytest.approx(10_000, abs=1_000)


def test_over_the_limit(make_media, tmp_path, decode):
    path = make_media("wav", "pcm_s16le", 5, rate=16_000)
    with pytest.raises(OverLimit, match="limit of 4 s"):
        decode(path, max_ms=4_000)
    assert not (tmp_path / "audio.pcm").exists()
    assert decode(path, max_ms=5_000)[0]["duration_ms"] == 5_000


def test_padding_does_not_break_a_limit(make_media, decode):
    assert decode(make_media("adts", "aac", 5), max_ms=5_000)[0]["duration_ms"] > 5_000


def test_the_stream_asked_for(make_media, decode):
    path = make_media("matroska", "flac", 2, video="mpeg4")
    assert decode(path, stream=1)[0]["duration_ms"] == 2_000
    for wrong in (0, 7, -1):
        with pytest.raises(InvalidFile, match=f"Stream {wrong} "):
            decode(path, stream=wrong)


def test_no_audio(make_media, decode):
    with pytest.raises(InvalidFile, match="no audio"):
        decode(make_media("mp4", None, 1, video="mpeg4"))


def test_cover_art_does_not_disturb(make_media, decode):
    assert decode(make_media("mp3", "libmp3lame", 2, cover=True))[0]["duration_ms"] == pytest.approx(2_000, abs=2)


def test_a_full_disk_is_not_the_files_fault(make_media, tmp_path):
    output = tmp_path / "full"
    output.symlink_to("/dev/full")
    with pytest.raises(ResultNotStored):
        decode_audio(
            {
                "path": str(make_media("wav", "pcm_s16le", 120)),
                "stream": None,
                "output_path": str(output),
                "max_ms": None,
            },
            lambda _: None,
        )


def test_progress_ends_at_one_and_never_goes_back(make_media, decode):
    seen = []
    decode(make_media("flac", "flac", 60), report=lambda progress: seen.append(progress["fraction"]))
    assert seen[-1] == 1
    assert seen == sorted(seen)


@pytest.mark.long
def test_three_hours_take_no_more_memory_than_three_minutes(make_media, tmp_path):
    import subprocess
    import sys

    code = (
        "import resource, sys\n"
        "from lingoreel.media.decode import decode_audio\n"
        "decode_audio({'path': sys.argv[1], 'stream': None, 'output_path': sys.argv[2], 'max_ms': None}, lambda _: 0)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    peaks = []
    for seconds in (180, 3 * 3600):
        path = make_media("mp3", "libmp3lame", seconds, rate=16_000)
        done = subprocess.run(
            [sys.executable, "-c", code, str(path), str(tmp_path / "out")], check=True, capture_output=True, text=True
        )
        peaks.append(int(done.stdout))
    assert peaks[1] - peaks[0] <= 10, peaks
