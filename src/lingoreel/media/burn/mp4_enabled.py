"""Which subtitle tracks of an MP4 file are enabled, which is what "default" is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_SUBTITLES = (b"sbtl", b"subt")
_ENABLED = 1  # ISO/IEC 14496-12, 8.3.2: the lowest bit of a track header's flags


def disable_subtitles(path: Path) -> None:
    """Mark every subtitle track as not enabled: libavformat enables the first one where none is default."""
    with path.open("r+b") as file:
        size = path.stat().st_size
        for movie in boxes(file, 0, size, b"moov"):
            for track in boxes(file, *movie, b"trak"):
                kinds = [
                    _read(file, begin + 8, 4)
                    for media in boxes(file, *track, b"mdia")
                    for begin, _ in boxes(file, *media, b"hdlr")
                ]
                if not any(kind in _SUBTITLES for kind in kinds):
                    continue
                for begin, _ in boxes(file, *track, b"tkhd"):
                    flags = _read(file, begin + 3, 1)[0]
                    file.seek(begin + 3)
                    file.write(bytes([flags & ~_ENABLED]))


def _read(file: BinaryIO, at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)


def boxes(file: BinaryIO, begin: int, end: int, wanted: bytes) -> Iterator[tuple[int, int]]:
    """The boxes of a kind between two places in the file: where the content begins and ends."""
    while begin + 8 <= end:
        head = _read(file, begin, 16)
        size, body = int.from_bytes(head[:4], "big"), begin + 8
        if size == 1:
            size, body = int.from_bytes(head[8:16], "big"), begin + 16
        following = begin + size if size else end
        if following < body:
            return
        if head[4:8] == wanted:
            yield body, following
        begin = following
