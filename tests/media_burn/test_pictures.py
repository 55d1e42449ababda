"""What the pictures look like: the drawing where it belongs and nowhere else, upright, in their own colours."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from lingoreel.media.program import find_ffmpeg

# the drawing of the script: a white box, x 10 to 60, y 10 to 40, from 0.4 to 0.8 s
INSIDE = np.s_[13:37, 13:57]
KEPT = ("transfer", "bit_depth", "pixel_format", "colours", "mastering_display", "light_level")
AROUND = np.s_[46:, :]


def _quality_kept(ours: np.ndarray, source: np.ndarray) -> bool:
    return float(np.abs(ours.astype(int) - source.astype(int)).mean()) < 4


async def test_the_drawing_is_there_in_its_time_and_nothing_else_changes(
    make_video: Callable[..., Path], burn: Callable[..., Any], look: Any
) -> None:
    source = make_video("mp4", count=30)

    before, after = look.pictures(source), look.pictures((await burn(source, parts=2)).path)

    for number, (then, now) in enumerate(zip(before, after, strict=True)):
        drawn = 10 <= number < 20
        assert (now[INSIDE].min() > 225) == drawn, number
        assert _quality_kept(now[AROUND], then[AROUND])
        assert drawn or _quality_kept(now, then)


async def test_script_times_count_from_the_beginning_of_the_presentation(
    make_video: Callable[..., Path], burn: Callable[..., Any], look: Any
) -> None:
    """A recording that starts at 1.4 s of its own clock, as MPEG transport streams do."""
    source = make_video("mpegts", count=30, options={"g": "10", "bf": "0"})

    drawn = [picture[INSIDE].min() > 225 for picture in look.pictures((await burn(source)).path)]

    assert [number for number, there in enumerate(drawn) if there] == list(range(10, 20))


@pytest.mark.parametrize("degrees", [90, 180, 270])
async def test_a_turned_video_gets_upright_subtitles(
    degrees: int, make_video: Callable[..., Path], burn: Callable[..., Any], look: Any
) -> None:
    source = make_video("mp4", count=20, rotate=degrees)

    burnt = await burn(source)

    with av.open(str(source)) as container:
        turn = next(container.decode(video=0)).rotation % 360
    assert burnt.plan["video"]["rotation"] == turn
    upright = np.rot90(look.pictures(source)[15], turn // 90)
    now = look.pictures(burnt.path)[15]
    assert now.shape == upright.shape
    assert (burnt.plan["video"]["width"], burnt.plan["video"]["height"]) == (now.shape[1], now.shape[0])
    assert now[INSIDE].min() > 225
    assert _quality_kept(now[44:], upright[44:])
    with av.open(str(burnt.path)) as container:
        assert next(container.decode(video=0)).rotation == 0


@pytest.mark.parametrize("size", [(161, 121), (160, 121)])
async def test_odd_sizes_lose_one_line(
    size: tuple[int, int], make_video: Callable[..., Path], burn: Callable[..., Any], look: Any
) -> None:
    source = make_video("matroska", count=16, size=size, codec="ffv1", pixels="yuv444p", options={})

    burnt = await burn(source)

    now = look.pictures(burnt.path)
    assert now[0].shape == (120, 160, 3)
    assert any("odd" in warning for warning in burnt.plan["warnings"])
    assert now[12][INSIDE].min() > 225
    assert _quality_kept(now[0], look.pictures(source)[0][:120, :160])


async def test_pixels_that_are_not_square_are_kept_and_told(
    make_video: Callable[..., Path], burn: Callable[..., Any], look: Any
) -> None:
    def touch(out: Any, stream: Any) -> None:
        stream.codec_context.sample_aspect_ratio = Fraction(2)

    source = make_video("mp4", count=16, touch=touch)

    burnt = await burn(source)

    assert (burnt.plan["video"]["width"], burnt.plan["video"]["height"]) == (320, 120)
    with av.open(str(burnt.path)) as container:
        assert container.streams.video[0].sample_aspect_ratio == 2
    picture = look.pictures(burnt.path)[12]
    # laid out for 320 × 120: half as wide in stored pixels
    assert picture[13:37, 8:28].min() > 225
    assert picture[13:37, 34:].max() < 225


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67"])
async def test_ten_bits_and_hdr_are_kept(transfer: str, here: Any, burn: Callable[..., Any], tmp_path: Path) -> None:
    source = tmp_path / "hdr.mp4"
    mastering = "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)"
    parameters = f"log-level=error:keyint=10:master-display={mastering}:max-cll=1000,400"
    subprocess.run(
        [
            *(find_ffmpeg().path, "-v", "error", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=25:duration=0.8"),
            *(
                "-vf",
                f"scale=out_color_matrix=bt2020nc,format=yuv420p10le,setparams=color_trc={transfer}:color_primaries=bt2020",
                "-c:v",
                "libx265",
                "-preset",
                "ultrafast",
            ),
            *("-x265-params", parameters, "-color_primaries", "bt2020", "-color_trc", transfer),
            *("-colorspace", "bt2020nc", "-color_range", "tv", str(source)),
        ],
        check=True,
    )

    burnt = await burn(source, parts=2)

    video = burnt.plan["video"]
    assert video["transfer"] == {"smpte2084": "pq", "arib-std-b67": "hlg"}[transfer]
    assert (video["mastering_display"], video["light_level"]) == (mastering, "1000,400")
    again = (await here("plan:plan", path=str(burnt.path), slots=1))["video"]
    assert {name: again[name] for name in KEPT} == {name: video[name] for name in KEPT}
    told = []
    for path in (source, burnt.path):
        with av.open(str(path)) as container:
            tag = container.streams.video[0].codec_context.codec_tag
            frame = next(container.decode(video=0))
            colours = (frame.color_primaries, frame.color_trc, frame.colorspace, frame.color_range)
            told.append((frame.format.name, colours))
    assert told[0] == told[1]
    assert tag == "hvc1"
    assert told[0][0] == "yuv420p10le"
    assert told[0][1] == (9, {"smpte2084": 16, "arib-std-b67": 18}[transfer], 9, 1)


async def test_full_range_stays_full_range(
    make_video: Callable[..., Path], burn: Callable[..., Any], look: Any
) -> None:
    source = make_video("mov", count=16, codec="mjpeg", pixels="yuvj420p", options={})

    burnt = await burn(source)

    with av.open(str(burnt.path)) as container:
        frame = next(container.decode(video=0))
        assert frame.color_range == 2 or frame.format.name == "yuvj420p"
    assert _quality_kept(look.pictures(burnt.path)[0], look.pictures(source)[0])


async def test_interlaced_pictures_stay_interlaced(make_video: Callable[..., Path], burn: Callable[..., Any]) -> None:
    options = {"g": "10", "preset": "ultrafast", "flags": "+ilme+ildct"}
    source = make_video("mpegts", count=20, options=options | {"x264-params": "tff=1"})

    burnt = await burn(source)

    assert burnt.plan["video"]["interlaced"]
    with av.open(str(burnt.path)) as container:
        assert next(container.decode(video=0)).interlaced_frame


async def test_rgb_becomes_what_players_show(
    make_video: Callable[..., Path], burn: Callable[..., Any], look: Any
) -> None:
    source = make_video("mov", count=16, codec="png", pixels="rgb24", options={})

    burnt = await burn(source)

    assert any("4:2:0" in warning for warning in burnt.plan["warnings"])
    assert _quality_kept(look.pictures(burnt.path)[0], look.pictures(source)[0])
