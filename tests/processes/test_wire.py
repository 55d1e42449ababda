"""Frames: bounded, and refused when they are no JSON object."""

from __future__ import annotations

import asyncio
import socket

import pytest

from lingoreel.processes import wire


def reader(data: bytes) -> asyncio.StreamReader:
    stream = asyncio.StreamReader()
    stream.feed_data(data)
    stream.feed_eof()
    return stream


async def test_frames_follow_one_another():
    stream = reader(wire.encode({"a": 1}) + wire.encode({"b": "ü"}))
    assert await wire.read_frame(stream) == {"a": 1}
    assert await wire.read_frame(stream) == {"b": "ü"}
    assert await wire.read_frame(stream) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x05ab",
        b"\x00\x00",
        b"\x00\x00\x00\x03abc",
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x02\xff\xff",
        b"\x00\x03\x0d\x40" + b"[" * 200_000,
    ],
)
async def test_nonsense_is_refused(data):
    with pytest.raises(wire.WireError):
        await wire.read_frame(reader(data))


def test_what_is_no_json_or_too_large_is_not_sent(monkeypatch):
    with pytest.raises(wire.WireError):
        wire.encode({"a": object()})
    monkeypatch.setattr(wire, "FRAME_BYTES_MAX", 100)
    with pytest.raises(wire.WireError, match="over 100"):
        wire.encode({"a": "x" * 100})


def test_the_blocking_side_reads_the_same():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(wire.encode({"a": [1, 2]}))
        assert wire.receive(theirs) == {"a": [1, 2]}
        ours.sendall(b"\x00\x00\x00\x09{}")
        ours.close()
        assert wire.receive(theirs) is None
