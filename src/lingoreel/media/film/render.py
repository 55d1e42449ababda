"""Frames of a film to a piece of H.264, in a cell: pieces are drawn side by side and joined without encoding again."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import av
from av.video.reformatter import ColorRange, Colorspace

from lingoreel.media.disk_full import told_when_full
from lingoreel.media.film.stage import Stage
from lingoreel.media.film.storyboard import FPS, Film

Report = Callable[[dict[str, Any]], None]

KEY_FRAMES_S = 4
_BT709 = "1"
_X264 = "stitchable=1:open-gop=0:force-cfr=1:no-deterministic=0"
_REPORT_FRAMES = 12


def render_piece(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Draw and encode frames [first, last) of a film into the MP4 file `output_path`; its first frame is a key frame.

    `film` is a `Film` as plain data, `asset_paths` the prepared assets in their order (default none), `font_paths`
    folders of fonts; `preset` and `crf` are x264's, `threads` how many it may use. Answers `frames`.

    Raises TaskError `font_missing`, InvalidFile for an asset that is none, ResultNotStored when the disk is full.
    """
    film = Film.from_dict(request["film"])
    first, last = int(request["first"]), int(request["last"])
    stage = Stage(film, request.get("font_paths") or (), request.get("asset_paths") or ())
    with told_when_full(), av.open(request["output_path"], "w", format="mp4") as out:
        stream: Any = out.add_stream("libx264", rate=FPS)
        stream.width, stream.height = film.width, film.height
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, FPS)
        stream.gop_size = KEY_FRAMES_S * FPS
        stream.thread_count = int(request.get("threads") or 1)
        stream.options = {
            "preset": str(request["preset"]),
            "crf": str(request["crf"]),
            "x264-params": _X264,
            "color_primaries": _BT709,
            "color_trc": _BT709,
            "colorspace": _BT709,
            "color_range": "tv",
        }
        for number in range(first, last):
            frame = video_frame(stage.frame(number))
            frame.pts = number - first
            frame.time_base = Fraction(1, FPS)
            out.mux(stream.encode(frame))
            if (number - first) % _REPORT_FRAMES == 0:
                report({"fraction": (number - first) / (last - first)})
        out.mux(stream.encode(None))
    return {"frames": last - first}


def video_frame(pixels: Any) -> Any:
    """Pixels of the canvas as a frame for the encoder: YUV 4:2:0 by ITU-R BT.709, limited range."""
    drawn = av.VideoFrame.from_numpy_buffer(pixels, format="bgra")
    return drawn.reformat(
        format="yuv420p",
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
    )
