"""Pictures and clips of unknown make, opened: which kind is told by the first bytes, never by a name."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import av.logging

from lingoreel.errors import InvalidFile
from lingoreel.media import container as media
from lingoreel.media import sniff

if TYPE_CHECKING:
    from av.container import InputContainer

# (offset, bytes, FFmpeg's demuxer) of pictures; each reads one file and nothing that it names.
_PICTURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "png_pipe"),
    (0, b"\xff\xd8\xff", "jpeg_pipe"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (8, b"WEBP", "webp_pipe"),
    (0, b"BM", "bmp_pipe"),
    (0, b"II*\x00", "tiff_pipe"),
    (0, b"MM\x00*", "tiff_pipe"),
)
_HEIF_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")
_READ = "PNG, JPEG, GIF, WebP, BMP, TIFF, AVIF or HEIF"
_ANIMATED = b"acTL"
"""The chunk that stands before the first pixels of an animated PNG."""

_TILES = 3
"""A picture in HEIF with more streams than this is a mosaic of them."""


@contextlib.contextmanager
def open_asset(path: str | Path) -> Iterator[tuple[InputContainer, Any]]:
    """The opened file and its stream of pictures. Raises InvalidFile saying what the file looks like."""
    head = _head(path)
    kind = _picture_kind(head)
    if kind is None:
        if (found := sniff.foreign(head)) not in (None, "empty"):
            raise media.invalid(f"It is {found}: pictures are read as {_READ}, and clips as any usual video.")
        with media.open_media(path) as (container, _):
            yield container, _pictures(container)
        return
    if kind in ("png_pipe", "apng"):  # too large a one is refused by the decoder before it says how large
        width, height = (int.from_bytes(head[at : at + 4]) for at in (16, 20))
        if width * height > media.PIXELS_MAX:
            raise too_large(width, height)
    av.logging.set_level(av.logging.PANIC)
    options = {"format_whitelist": kind, "protocol_whitelist": ""}
    with Path(path).open("rb") as file:
        try:
            picture: Any = av.open(file, format=kind, options=options, metadata_errors="replace")
        except media.MEDIA_ERRORS as error:
            raise media.invalid("The picture is damaged or cut off: it cannot be read.") from error
        with picture:
            yield picture, _pictures(picture, heif=kind == "mov")


def _head(path: str | Path) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise media.invalid(f"The file cannot be opened: {error.strerror}.") from error
    try:
        return os.pread(handle, sniff.HEAD_BYTES, 0)
    finally:
        os.close(handle)


def _picture_kind(head: bytes) -> str | None:
    """FFmpeg's name of a picture's format; None for what is opened as a video."""
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "mov"
    found = next((kind for offset, mark, kind in _PICTURES if head[offset : offset + len(mark)] == mark), None)
    return "apng" if found == "png_pipe" and _ANIMATED in head[:4096] else found


def _pictures(container: InputContainer, *, heif: bool = False) -> Any:
    """The stream to look at: moving pictures before cover art. Raises InvalidFile where there is none."""
    usable = [stream for stream in container.streams.video if stream.codec_context is not None]
    if not usable:
        raise media.invalid("The file has no picture that can be read, only sound or nothing at all.")
    if heif and len(usable) > _TILES:
        raise media.invalid("The picture is made of tiles (HEIC), which cannot be put together here.")
    stream: Any = min(usable, key=lambda each: (media.is_picture(each), each.index))
    context: Any = stream.codec_context
    if context.width * context.height > media.PIXELS_MAX:
        raise too_large(context.width, context.height)
    context.thread_count = 1  # many cores would mean much address space
    for other in container.streams:
        if other.index != stream.index:
            other.discard = av.stream.Discard.all
    return stream


def too_large(width: int, height: int) -> InvalidFile:
    """The error for a picture with more pixels than are read."""
    return media.invalid(f"It has {width} × {height} pixels; at most {media.PIXELS_MAX:,} are read.")
