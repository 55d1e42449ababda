"""Every picture of the source is in the result, at its time; sound is the same, byte for byte, at its time."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

OPEN_GOP = {"x264-params": "open-gop=1:keyint=12:min-keyint=12:bframes=3:b-adapt=0:scenecut=0", "preset": "veryfast"}
B_FRAMES = {"g": "12", "bf": "3", "preset": "veryfast"}
MS = Fraction(1, 1000)

SOURCES: dict[str, dict[str, Any]] = {
    "constant mp4": {"form": "mp4", "audio": "aac"},
    "variable mp4": {"form": "mp4", "variable": True, "count": 60, "base": Fraction(1, 90_000)},
    "variable with b-frames": {
        "form": "mp4",
        "variable": True,
        "count": 60,
        "base": Fraction(1, 90_000),
        "options": B_FRAMES,
        "audio": "aac",
    },
    "matroska": {"form": "matroska", "variable": True, "count": 60, "base": MS, "options": B_FRAMES, "audio": "ac3"},
    "webm vp9": {
        "form": "webm",
        "codec": "libvpx-vp9",
        "options": {"g": "12", "deadline": "realtime", "cpu-used": "8"},
    },
    "webm vp8, opus": {"form": "webm", "codec": "libvpx", "options": {"g": "12"}, "audio": "libopus"},
    "mpegts": {"form": "mpegts", "base": Fraction(1, 90_000), "options": B_FRAMES, "audio": "mp2"},
    "open gop": {"form": "mp4", "options": OPEN_GOP, "count": 72},
    "open gop mpegts": {"form": "mpegts", "base": Fraction(1, 90_000), "options": OPEN_GOP, "count": 72},
    "avi mpeg4 with b-frames": {
        "form": "avi",
        "codec": "mpeg4",
        "base": Fraction(1, 25),
        "options": {"g": "12", "bf": "2"},
    },
    "29.97": {"form": "mp4", "base": Fraction(1001, 30_000)},
    "mpeg2 program stream": {
        "form": "vob",
        "codec": "mpeg2video",
        "base": Fraction(1, 25),
        "options": {"g": "12", "bf": "2"},
    },
    "mjpeg mov": {"form": "mov", "codec": "mjpeg", "pixels": "yuvj420p", "options": {}},
    "quicktime animation": {"form": "mov", "codec": "qtrle", "pixels": "rgb24", "options": {"g": "10"}},
    "prores": {"form": "mov", "codec": "prores_ks", "pixels": "yuv422p10le", "options": {}},
    "late pictures": {"form": "mp4", "start": 0.5, "audio": "aac"},
    "late sound": {"form": "mp4", "audio": "aac", "audio_start": 0.3},
    "both late": {"form": "mp4", "start": 2.0, "audio": "aac", "audio_start": 2.0},
    "flv": {"form": "flv", "base": MS, "variable": True},
}


@pytest.mark.parametrize("name", SOURCES)
async def test_times_and_sound_are_the_sources(
    name: str, make_video: Callable[..., Path], burn: Callable[..., Any], look: Any
) -> None:
    source = make_video(**SOURCES[name])

    burnt = await burn(source, parts=3)

    assert look.times(burnt.path) == look.times(source)
    assert burnt.joined["frames"] == len(look.times(source))
    assert len(burnt.pieces) >= 2, "cut into pieces at all"
    with av.open(str(source)) as container:
        sounds = len(container.streams.audio)
    if sounds:
        then, now = look.packets(source, "audio"), look.packets(burnt.path, "audio")
        assert [data for _, data in now] == [data for _, data in then]
        with av.open(str(source)) as before, av.open(str(burnt.path)) as after:
            offset = [_offset(container) for container in (before, after)]
        assert abs(offset[0] - offset[1]) <= Fraction(1, 1000)
        assert all(
            abs((a - then[0][0]) - (b - now[0][0])) <= Fraction(1, 2000)
            for (a, _), (b, _) in zip(then, now, strict=True)
        )


def _offset(container: Any) -> Fraction:
    """How much later the sound starts than the pictures."""
    video, audio = container.streams.video[0], container.streams.audio[0]
    return audio.start_time * audio.time_base - video.start_time * video.time_base


async def test_one_piece_and_many_show_the_same(
    make_video: Callable[..., Path], burn: Callable[..., Any], look: Any
) -> None:
    base = Fraction(1, 90_000)
    source = make_video("mp4", variable=True, count=80, base=base, options=B_FRAMES)

    whole, cut = await burn(source, parts=1), await burn(source, parts=5)

    assert (len(whole.pieces), len(cut.pieces)) == (1, 5)
    assert look.times(whole.path) == look.times(cut.path) == look.times(source)
