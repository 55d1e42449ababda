import hashlib
import os
import re

import pytest

from lingoreel.errors import SourceError
from lingoreel.sources import FileSink, fetch

BODY = os.urandom(200_000)
HALF = len(BODY) // 2


@pytest.fixture
def get(sink, settings, limits):
    async def run(url, **changes):
        named = {"settings": settings, "limits": limits, "backoff_s": 0.01, **changes}
        return await fetch(url, named.pop("sink", sink), **named)

    return run


def cut(**headers) -> bytes:
    """The start of a body that breaks off half way."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(BODY)}\r\n{lines}\r\n".encode() + BODY[:HALF]


def ranged(call, size: int, **headers) -> bytes:
    """A correct 206 with at most `size` bytes of the rest, announced whole."""
    start = int(re.fullmatch(r"bytes=(\d+)-", call.headers["range"])[1])
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (
        f"HTTP/1.1 206 Partial\r\nContent-Length: {len(BODY) - start}\r\n"
        f"Content-Range: bytes {start}-{len(BODY) - 1}/{len(BODY)}\r\n{lines}\r\n"
    ).encode() + BODY[start : start + size]


def check(fetched, data):
    assert bytes(data) == BODY
    assert fetched.size_bytes == len(BODY)
    assert fetched.sha256 == hashlib.sha256(BODY).hexdigest()


@pytest.mark.parametrize(
    ("headers", "condition"),
    [
        ({"ETag": '"v1"'}, '"v1"'),
        ({"Last_Modified": "Tue, 01 Jul 2025 10:00:00 GMT"}, "Tue, 01 Jul 2025 10:00:00 GMT"),
        ({"ETag": 'W/"v1"', "Last_Modified": "Tue, 01 Jul 2025 10:00:00 GMT"}, "Tue, 01 Jul 2025 10:00:00 GMT"),
    ],
)
async def test_a_broken_transfer_goes_on_where_it_stopped(serve, sink, get, headers, condition):
    async def handler(call, writer):
        writer.write(ranged(call, len(BODY), **headers) if "range" in call.headers else cut(**headers))

    async with serve(handler) as server:
        check(await get(server.url()), sink.data)
    assert sink.resets == 0
    assert len(server.calls) == 2
    assert server.calls[1].headers["range"].startswith("bytes=")
    assert server.calls[1].headers["if-range"] == condition


async def test_progress_made_keeps_a_transfer_alive_over_many_breaks(serve, sink, get):
    async def handler(call, writer):
        if "range" in call.headers:
            writer.write(ranged(call, 10_000))  # a 206 may leave the ETag out
        else:
            writer.write(cut(ETag='"v1"')[: -HALF + 10_000])

    async with serve(handler) as server:
        check(await get(server.url()), sink.data)
    assert len(server.calls) > 10
    assert sink.resets == 0


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"v1"'}, {"ETag": '"v1"', "Accept_Ranges": "none"}, {"ETag": "v1"}])
async def test_without_a_validator_it_starts_again(serve, respond, sink, get, headers):
    async def handler(call, writer):
        assert "range" not in call.headers
        writer.write(respond(200, BODY, **headers) if len(server.calls) == 2 else cut(**headers))

    async with serve(handler) as server:
        check(await get(server.url()), sink.data)
    assert sink.resets == 1


async def test_a_server_that_ignores_the_range_starts_again(serve, respond, sink, get):
    async def handler(call, writer):
        writer.write(respond(200, BODY, ETag='"v1"') if "range" in call.headers else cut(ETag='"v1"'))

    async with serve(handler) as server:
        check(await get(server.url()), sink.data)
    assert sink.resets == 1


async def test_a_file_that_changed_meanwhile_is_taken_anew(serve, respond, sink, get):
    other = os.urandom(50_000)

    async def handler(call, writer):
        writer.write(cut(ETag='"v1"') if len(server.calls) == 1 else respond(200, other, ETag='"v2"'))

    async with serve(handler) as server:
        fetched = await get(server.url())
    assert bytes(sink.data) == other
    assert fetched.sha256 == hashlib.sha256(other).hexdigest()


@pytest.mark.parametrize(
    "lie",
    [
        {"Content_Range": f"bytes 0-{len(BODY) - 1}/{len(BODY)}"},
        {"Content_Range": f"bytes {HALF + 1}-{len(BODY) - 1}/{len(BODY)}"},
        {"Content_Range": "bytes */5"},
        {"Content_Range": "nonsense"},
        {"Content_Range": ""},
        {"Content_Range": f"bytes {HALF}-{len(BODY)}/{len(BODY) + 1}"},
        {"Content_Range": f"bytes {HALF}-{len(BODY) - 1}/{len(BODY)}", "ETag": '"v2"'},
        {"Content_Range": f"bytes {HALF}-{len(BODY) - 1}/{len(BODY)}", "Content_Encoding": "gzip"},
    ],
)
async def test_a_range_that_was_not_asked_for_is_never_glued_on(serve, respond, sink, get, lie):
    async def handler(call, writer):
        if "range" in call.headers:
            writer.write(respond(206, b"x" * (len(BODY) - HALF), **lie))
        else:
            writer.write(respond(200, BODY) if len(server.calls) == 3 else cut(ETag='"v1"'))

    async with serve(handler) as server:
        check(await get(server.url()), sink.data)
    assert [("range" in call.headers) for call in server.calls] == [False, True, False]


async def test_a_refused_range_starts_again(serve, respond, sink, get):
    async def handler(call, writer):
        if "range" in call.headers:
            writer.write(respond(416, Content_Range="bytes */10"))
        else:
            writer.write(respond(200, BODY) if len(server.calls) == 3 else cut(ETag='"v1"'))

    async with serve(handler) as server:
        check(await get(server.url()), sink.data)


async def test_it_does_not_start_again_for_ever(serve, sink, get):
    async def handler(call, writer):
        writer.write(cut()[: -HALF + 10_000 * len(server.calls)])

    async with serve(handler) as server:
        with pytest.raises(SourceError, match="cannot resume") as caught:
            await get(server.url())
    assert caught.value.code == "source_unreachable"
    assert sink.resets == 3
    assert len(server.calls) == 5


async def test_it_gives_up_when_it_always_breaks_at_the_same_place(serve, sink, get):
    async def handler(call, writer):
        writer.write(cut())

    async with serve(handler) as server:
        with pytest.raises(SourceError, match=f"broke off after {HALF} bytes"):
            await get(server.url())
    assert len(server.calls) == 4


async def test_breaks_without_progress_are_given_up(serve, sink, get):
    async def handler(call, writer):
        writer.write(ranged(call, 0) if "range" in call.headers else cut(ETag='"v1"'))

    async with serve(handler) as server:
        with pytest.raises(SourceError, match="broke off after") as caught:
            await get(server.url())
    assert caught.value.code == "source_unreachable"
    assert len(server.calls) <= 5


async def test_access_lost_half_way_is_forbidden(serve, respond, get):
    async def handler(call, writer):
        writer.write(respond(403) if "range" in call.headers else cut(ETag='"v1"'))

    async with serve(handler) as server:
        with pytest.raises(SourceError) as caught:
            await get(server.url())
    assert caught.value.code == "source_forbidden"


async def test_a_resumed_transfer_starts_at_the_first_address_again(serve, respond, sink, get):
    async def handler(call, writer):
        if call.target == "/link":
            writer.write(respond(302, Location=f"/signed/{len(server.calls)}"))
        else:
            writer.write(ranged(call, len(BODY), ETag='"v1"') if "range" in call.headers else cut(ETag='"v1"'))

    async with serve(handler) as server:
        check(await get(server.url("/link")), sink.data)
    assert [call.target for call in server.calls] == ["/link", "/signed/1", "/link", "/signed/3"]


async def test_a_compressed_transfer_that_broke_starts_again(serve, respond, sink, get):
    import gzip

    packed = gzip.compress(BODY)

    async def handler(call, writer):
        assert "range" not in call.headers
        whole = respond(200, packed, Content_Encoding="gzip", ETag='"v1"')
        writer.write(whole if len(server.calls) == 2 else whole[: len(whole) // 2])

    async with serve(handler) as server:
        check(await get(server.url()), sink.data)
    assert sink.resets == 1


async def test_a_compressed_body_without_length_must_be_complete(serve, sink, get):
    import gzip

    packed = gzip.compress(BODY)

    async def handler(call, writer):
        body = packed if len(server.calls) == 2 else packed[:1000]
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + body)

    async with serve(handler) as server:
        check(await get(server.url()), sink.data)


async def test_a_file_sink_starts_again_from_empty(serve, respond, get, tmp_path):
    async def handler(call, writer):
        writer.write(respond(200, BODY[:70_000]) if len(server.calls) == 2 else cut())

    path = tmp_path / "source"
    async with serve(handler) as server, FileSink(path) as sink:
        await get(server.url(), sink=sink)
    assert path.read_bytes() == BODY[:70_000]
