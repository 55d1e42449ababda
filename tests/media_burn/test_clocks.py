"""Files whose time is not simple: edit lists, joined recordings, places found again deep in a file."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from lingoreel.media.encoded_pieces import decoding_times
from lingoreel.media.program import find_ffmpeg

Make = Callable[..., Path]
B_FRAMES = {"g": "24", "bf": "3", "preset": "veryfast"}
OPEN_GOP = {"x264-params": "open-gop=1:keyint=48:min-keyint=12:bframes=3:b-adapt=0:scenecut=0", "preset": "veryfast"}
TICKS = Fraction(1, 90_000)


def _ffmpeg(*arguments: str) -> None:
    subprocess.run([find_ffmpeg().path, "-v", "error", "-nostdin", "-y", *arguments], check=True)


async def test_what_an_edit_list_hides_stays_hidden(make_video: Make, burn: Any, look: Any, tmp_path: Path) -> None:
    whole, source = make_video("mp4", count=100, options=B_FRAMES, audio="aac"), tmp_path / "edited.mp4"
    _ffmpeg("-ss", "0.7", "-i", str(whole), "-c", "copy", str(source))
    with av.open(str(source)) as container:
        assert any(packet.is_discard for packet in container.demux(video=0)), "there is something hidden"

    burnt = await burn(source, parts=3)

    assert len(burnt.pieces) > 1
    assert look.times(burnt.path) == look.times(source)
    assert [data for _, data in look.packets(burnt.path, "audio")] == [
        data for _, data in look.packets(source, "audio")
    ]


@pytest.mark.parametrize("later_s", [0, 3600])
async def test_joined_recordings_run_on_with_sound_and_pictures_together(
    later_s: int, make_video: Make, burn: Any, look: Any, tmp_path: Path
) -> None:
    """Transport streams put end to end: the clock of the second goes back, or far ahead."""
    first, second = make_video("mpegts", count=50, options=B_FRAMES, audio="mp2", base=TICKS), tmp_path / "second"
    _ffmpeg("-i", str(first), "-c", "copy", "-output_ts_offset", str(later_s), "-f", "mpegts", str(second))
    source = tmp_path / "joined"
    source.write_bytes(first.read_bytes() + second.read_bytes())

    burnt = await burn(source, parts=4)

    times = look.times(burnt.path)
    assert len(times) == 100
    assert times[:50] == look.times(first)
    assert [time - times[50] for time in times[50:]] == look.times(first)
    assert 0 < times[50] - times[49] < Fraction(15, 100)
    sound = look.packets(burnt.path, "audio")
    with av.open(str(burnt.path)) as container:
        streams = [container.streams.video[0], container.streams.audio[0]]
        ends = [(stream.start_time + stream.duration) * stream.time_base for stream in streams]
    assert abs(ends[0] - ends[1]) < Fraction(15, 100)
    assert len(sound) == 2 * len(look.packets(first, "audio"))


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("mp4", {"options": OPEN_GOP}),
        ("matroska", {"options": B_FRAMES, "base": Fraction(1, 1000)}),
        ("mpegts", {"options": OPEN_GOP, "base": TICKS}),
        ("avi", {"codec": "mpeg4", "options": {"g": "24", "bf": "2"}, "base": Fraction(1, 25)}),
        ("asf", {"codec": "msmpeg4", "options": {"g": "24"}, "base": Fraction(1, 1000)}),
    ],
)
async def test_places_deep_in_a_file_are_found_again(
    form: str, options: dict[str, Any], make_video: Make, burn: Any, look: Any
) -> None:
    source = make_video(form, count=700, size=(64, 48), **options)

    burnt = await burn(source, parts=4)

    assert [piece["frames"] for piece in burnt.pieces][2:] != []
    assert max(piece["number"] for piece in burnt.pieces) > 400
    assert look.times(burnt.path) == look.times(source)


async def test_a_stream_that_starts_in_the_middle_loses_only_what_cannot_be_decoded(
    make_video: Make, burn: Any, look: Any
) -> None:
    source = make_video("mpegts", count=60, options=B_FRAMES, base=TICKS)
    data = source.read_bytes()
    source.write_bytes(data[len(data) // 3 // 188 * 188 :])

    burnt = await burn(source)

    assert look.times(burnt.path) == look.times(source)
    assert burnt.joined["lost"] > 0
    assert any("damaged" in warning for warning in burnt.joined["warnings"])


def test_decoding_times_rise_and_never_pass_the_shown() -> None:
    shown = np.array([0, 7, 9, 30, 31, 50, 77], np.int64)
    order = np.array([0, 4, 2, 1, 3, 6, 5], np.int64)

    decoded = decoding_times(shown, order)

    assert (np.diff(decoded) > 0).all()
    assert (decoded <= shown[order]).all()
    assert (decoding_times(shown, np.arange(7)) == shown).all()
