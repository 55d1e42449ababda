"""Generated pictures as a clip that can be read from any of its frames."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from lingoreel.media.disk_full import told_when_full

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

CRF = "12"  # it will be scaled and encoded once more
_BT709 = "1"


def write_clip(path: str, frames: Iterable[npt.NDArray[np.uint8]], fps: int, width: int, height: int) -> None:
    """Write `frames` (height × width × 3, sRGB) as a silent MP4: H.264 of key frames alone, yuv420p, BT.709.

    Width and height are even. Raises ResultNotStored when the disk is full.
    """
    import av

    with told_when_full(), av.open(path, "w", format="mp4") as out:
        stream: Any = out.add_stream("libx264", rate=fps)
        stream.width, stream.height = width, height
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, fps)
        stream.gop_size = 1
        stream.options = {
            "preset": "veryfast",
            "crf": CRF,
            "color_primaries": _BT709,
            "color_trc": _BT709,
            "colorspace": _BT709,
            "color_range": "tv",
        }
        for number, pixels in enumerate(frames):
            frame = _in_yuv(pixels)
            frame.pts = number
            frame.time_base = Fraction(1, fps)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _in_yuv(pixels: Any) -> Any:
    import av
    from av.video.reformatter import ColorRange, Colorspace

    return av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
        format="yuv420p",
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
    )
