"""How a picture is to be turned and mirrored before it is shown: its display matrix (ISO/IEC 14496-12, 6.2.2).

Players and FFmpeg derive it from a video's header and from a photograph's EXIF orientation.
"""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import Any

import av
import av.filter
from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame

_NUMBERS_OF_KINDS = frozenset(range(48))
"""FFmpeg has about 35 kinds."""


def turning(frame: VideoFrame) -> tuple[str, bool, int]:
    """Filters that bring a picture upright as players do; whether they swap its sides; degrees anticlockwise.

    The rule is that of ffmpeg's own autorotation. Filters are "hflip", "vflip", both, or one `transpose`.
    """
    data = side_data(frame, Type.DISPLAYMATRIX)
    if data is None or len(data) < 36:
        return "", False, 0
    matrix = struct.unpack("=9i", data[:36])
    degrees = frame.rotation % 360
    if abs(degrees - 90) <= 1:
        return f"transpose={'clock_flip' if matrix[3] < 0 else 'cclock'}", True, 90
    if abs(degrees - 180) <= 1:
        return ",".join(["hflip"] * (matrix[0] < 0) + ["vflip"] * (matrix[4] < 0)), False, 180
    if abs(degrees - 270) <= 1:
        return f"transpose={'cclock_flip' if matrix[3] > 0 else 'clock'}", True, 270
    return ("vflip" if matrix[4] < 0 else ""), False, 0


def side_data(frame: VideoFrame, kind: Any) -> bytes | None:
    """A frame's side data of a kind, if it has some."""
    try:
        entry: Any = frame.side_data.get(kind)
    except ValueError:  # some of it is of a kind newer than PyAV, which then tells nothing
        entry = _without_new_kinds(frame).side_data.get(kind)
    return bytes(entry) if entry is not None else None


def _without_new_kinds(frame: VideoFrame) -> Any:
    """The same frame without the side data that PyAV has no name for, such as a photograph's EXIF."""
    graph = av.filter.Graph()
    last = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 1))
    for number in sorted(_NUMBERS_OF_KINDS - {kind.value for kind in Type}):
        following = graph.add("sidedata", f"mode=delete:type={number}")
        last.link_to(following)
        last = following
    last.link_to(graph.add("buffersink"))
    graph.configure()
    graph.push(frame)
    return graph.pull()
