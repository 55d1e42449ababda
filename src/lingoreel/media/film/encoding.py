"""How pictures of a film are encoded: H.264, YUV 4:2:0 by ITU-R BT.709, limited range."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from av.video.reformatter import ColorRange, Colorspace

KEY_FRAMES_S = 4
_BT709 = "1"
_JOINED = "stitchable=1:open-gop=0:force-cfr=1:no-deterministic=0"


def add_video_stream(
    out: Any, fps: int, width: int, height: int, *, preset: str, crf: str, threads: int = 0, key_frames_only: bool
) -> Any:
    """A stream of x264's in an output, its frames' times in ticks of 1 / `fps`; width and height are even.

    `threads`: how many x264 may use (0: as it likes). `key_frames_only`: each frame can be decoded by itself; else
    what was encoded in pieces can be joined.
    """
    stream = out.add_stream("libx264", rate=fps)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.time_base = Fraction(1, fps)
    stream.gop_size = 1 if key_frames_only else KEY_FRAMES_S * fps
    stream.thread_count = threads
    stream.options = {
        "preset": preset,
        "crf": crf,
        **({} if key_frames_only else {"x264-params": _JOINED}),
        "color_primaries": _BT709,
        "color_trc": _BT709,
        "colorspace": _BT709,
        "color_range": "tv",
    }
    return stream


def to_yuv(frame: Any, interpolation: int | None = None) -> Any:
    """An sRGB frame as the encoder takes it. `interpolation`: flags of libswscale, where other than its usual ones."""
    return frame.reformat(
        format="yuv420p",
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
        interpolation=interpolation,
    )
