"""Generated pictures as a clip that can be read from any of its frames."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from lingoreel.media.disk_full import told_when_full

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

CRF = "12"  # it will be scaled and encoded once more


def write_clip(path: str, frames: Iterable[npt.NDArray[np.uint8]], fps: int, width: int, height: int) -> None:
    """Write `frames` (height × width × 3, sRGB) as a silent MP4: H.264 of key frames alone, yuv420p, BT.709.

    Width and height are even. Raises ResultNotStored when the disk is full.
    """
    import av

    from lingoreel.media.film.encoding import add_video_stream, to_yuv

    with told_when_full(), av.open(path, "w", format="mp4") as out:
        stream = add_video_stream(out, fps, width, height, preset="veryfast", crf=CRF, key_frames_only=True)
        for number, pixels in enumerate(frames):
            frame = to_yuv(av.VideoFrame.from_ndarray(pixels, format="rgb24"))
            frame.pts = number
            frame.time_base = Fraction(1, fps)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
