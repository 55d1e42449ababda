"""Frames between parent and child: a 4-byte big-endian length, then that many bytes of UTF-8 JSON."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

FRAME_BYTES_MAX = 64 * 1024 * 1024
_HEAD = struct.Struct(">I")

Frame = dict[str, Any]


class WireError(Exception):
    """A frame that is too large, cut off, or no JSON object."""


def encode(frame: Frame) -> bytes:
    """Raises WireError when the frame is larger than FRAME_BYTES_MAX or cannot be JSON."""
    try:
        body = json.dumps(frame, separators=(",", ":")).encode()
    except (TypeError, ValueError) as error:
        raise WireError(f"a frame cannot be written as JSON: {error}") from error
    if len(body) > FRAME_BYTES_MAX:
        raise WireError(f"a frame of {len(body)} bytes is over {FRAME_BYTES_MAX}")
    return _HEAD.pack(len(body)) + body


def _length(head: bytes) -> int:
    length: int = _HEAD.unpack(head)[0]
    if length > FRAME_BYTES_MAX:
        raise WireError(f"a frame of {length} bytes is over {FRAME_BYTES_MAX}")
    return length


def _decode(body: bytes) -> Frame:
    try:
        frame = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WireError(f"a frame is no JSON: {error}") from error
    if not isinstance(frame, dict):
        raise WireError("a frame is no JSON object")
    return frame


async def read_frame(reader: asyncio.StreamReader) -> Frame | None:
    """The next frame, None at the end of the stream. Raises WireError."""
    try:
        head = await reader.readexactly(_HEAD.size)
        return _decode(await reader.readexactly(_length(head)))
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise WireError("a frame was cut off") from error
        return None
    except ConnectionError:
        return None


def _receive_exactly(connection: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = connection.recv(min(count - len(parts), 1 << 20))
        if not part:
            return bytes(parts)
        parts += part
    return bytes(parts)


def receive(connection: socket.socket) -> Frame | None:
    """Blocking twin of read_frame, for the child."""
    head = _receive_exactly(connection, _HEAD.size)
    if len(head) < _HEAD.size:
        return None
    length = _length(head)
    body = _receive_exactly(connection, length)
    if len(body) < length:
        return None
    return _decode(body)
