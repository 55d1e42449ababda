"""What MP4 calls a codec where it has names for several kinds of one: they differ in where its parameter sets stand."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

_TAGS = {"h264": frozenset({"avc1", "avc3"}), "hevc": frozenset({"hvc1", "hev1"})}
_HEVC_PARAMETER_SETS = frozenset({32, 33, 34})  # ITU-T H.265, 7.4.2.2
_HVCC_MIN = 23  # bytes of a HEVCDecoderConfigurationRecord (ISO/IEC 14496-15) without parameter sets


def mp4_tag(codec: str, context: Any, first_packet: Callable[[], bytes]) -> str | None:
    """As the source's file calls it; HEVC of another container than MP4 is told by its bytes. None: libavformat's.

    "hvc1" plays everywhere, but says that no parameter sets stand in the packets.
    """
    if codec not in _TAGS:
        return None
    with contextlib.suppress(UnicodeDecodeError):  # a file may tell any four bytes
        if (told := str(context.codec_tag)) in _TAGS[codec]:
            return told
    header = context.extradata or b""
    if codec != "hevc" or len(header) < _HVCC_MIN or header[0] != 1:  # else its packets are of another form too
        return None
    return None if _HEVC_PARAMETER_SETS & set(_hevc_units(first_packet(), (header[21] & 3) + 1)) else "hvc1"


def _hevc_units(packet: bytes, size: int) -> Iterator[int]:
    """The kinds of a packet's units; before each stands its length in `size` bytes."""
    at = 0
    while at + size < len(packet):
        body = at + size
        yield packet[body] >> 1 & 0x3F
        at = body + int.from_bytes(packet[at:body], "big")
