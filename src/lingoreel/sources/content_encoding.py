"""Bodies that a server compressed although asked not to, decompressed in bounded pieces."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

from lingoreel.errors import InvalidFile, SourceError

PIECE_BYTES = 256 * 1024
# Media hardly shrinks and subtitles shrink some twenty times; deflate reaches a thousand.
MAX_RATIO = 100
RATIO_FREE_BYTES = 16 * 1024 * 1024


class Decoder(Protocol):
    """Turns the bytes of the transfer into those of the content."""

    def decode(self, data: bytes) -> Iterator[bytes]:
        """The content of the next `data`, in pieces of at most 256 KiB (uncompressed: as it came)."""

    def is_complete(self) -> bool:
        """Whether the content may end here."""


class Identity:
    """Content that was not compressed."""

    def decode(self, data: bytes) -> Iterator[bytes]:
        """`data` itself."""
        yield data

    def is_complete(self) -> bool:
        """Always: the transfer knows its own length."""
        return True


class Inflate:
    """gzip and deflate (RFC 1950 to 1952). Raises InvalidFile for damage and for decompression bombs."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._taken = 0
        self._given = 0

    def decode(self, data: bytes) -> Iterator[bytes]:
        """The content of the next `data`; work and memory are bounded by the ratio limit."""
        self._taken += len(data)
        rest = data
        full = True
        # A full piece may leave output inside zlib though all input was taken.
        while rest or full:
            if self._inflate.eof:
                if not rest:
                    return
                self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)  # a further gzip member
            try:
                piece = self._inflate.decompress(rest, PIECE_BYTES)
            except zlib.error:
                raise InvalidFile("the server sent damaged compressed data") from None
            rest = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
            full = len(piece) == PIECE_BYTES
            self._given += len(piece)
            if self._given > RATIO_FREE_BYTES and self._given > MAX_RATIO * self._taken:
                raise InvalidFile("the source is a decompression bomb")
            if piece:
                yield piece

    def is_complete(self) -> bool:
        """Whether the end of the compressed stream was seen."""
        return self._inflate.eof


def decoder_for(content_encoding: str) -> Decoder:
    """The decoder for a Content-Encoding header. Raises SourceError for one we do not read."""
    name = content_encoding.strip().lower()
    if name in ("", "identity"):
        return Identity()
    if name in ("gzip", "x-gzip", "deflate"):
        return Inflate()
    raise SourceError(
        f"the server compresses the source by {name[:40]!r} although asked not to",
        remedy="serve the file as it is",
    )
