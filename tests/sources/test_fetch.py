import asyncio
import gzip
import hashlib
import os
import statistics
import time
import zlib

import pytest

from lingoreel.errors import InvalidFile, InvalidRequest, OverLimit, SourceError
from lingoreel.settings import Limits
from lingoreel.sources import FileSink, fetch

BODY = os.urandom(300_000)


@pytest.fixture
def get(sink, settings, limits):
    async def run(url, **changes):
        named = {"settings": settings, "limits": limits, "backoff_s": 0.01, **changes}
        return await fetch(url, named.pop("sink", sink), **named)

    return run


async def test_a_file_arrives_whole_with_its_facts(serve, respond, sink, get):
    async def handler(call, writer):
        writer.write(
            respond(200, BODY, Content_Type="Video/MP4; x=1", Content_Disposition='attachment; filename="my clip.mp4"')
        )

    async with serve(handler) as server:
        fetched = await get(server.url("/a%20b.mp4?sig=x%2Fy"))
    assert bytes(sink.data) == BODY
    assert fetched.size_bytes == len(BODY)
    assert fetched.sha256 == hashlib.sha256(BODY).hexdigest()
    assert (fetched.content_type, fetched.final_name, fetched.warnings) == ("video/mp4", "my clip.mp4", ())
    (call,) = server.calls
    assert call.target == "/a%20b.mp4?sig=x%2Fy"
    assert call.headers["host"] == f"127.0.0.2:{server.port}"
    assert call.headers["accept-encoding"] == "identity"
    assert not {"cookie", "authorization", "referer", "range"} & set(call.headers)


@pytest.mark.parametrize(
    ("header", "path", "name"),
    [
        (None, "/dir/b%C3%BCcher.mp4", "bücher.mp4"),
        (None, "/", "source"),
        ("attachment; filename*=UTF-8''b%C3%BC.mp4", "/x", "bü.mp4"),
        ('attachment; filename="../../etc/passwd"', "/x", "passwd"),
        ("attachment", "/clip.mov", "clip.mov"),
        ("attachment; filename*=no-charset''%FF", "/clip.mov", None),
        ("x" * 5000, "/clip.mov", "clip.mov"),
    ],
)
async def test_the_name_comes_from_the_server_or_the_path(serve, respond, get, header, path, name):
    async def handler(call, writer):
        writer.write(respond(200, b"x", Content_Disposition=header or ""))

    async with serve(handler) as server:
        fetched = await get(server.url(path))
    assert fetched.final_name == name if name else fetched.final_name


async def test_a_chunked_body_without_length(serve, sink, get):
    async def handler(call, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(BODY), 50_000):
            piece = BODY[start : start + 50_000]
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        writer.write(b"0\r\n\r\n")

    async with serve(handler) as server:
        assert (await get(server.url())).size_bytes == len(BODY)
    assert bytes(sink.data) == BODY


async def test_environment_proxies_are_not_used(serve, respond, get, monkeypatch):
    async def handler(call, writer):
        writer.write(respond(200, b"direct"))

    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with serve(handler) as server:
        assert (await get(server.url())).size_bytes == 6


@pytest.mark.parametrize(
    ("status", "code", "calls"),
    [
        (401, "source_forbidden", 1),
        (403, "source_forbidden", 1),
        (404, "source_not_found", 1),
        (410, "source_not_found", 1),
        (400, "source_unreachable", 1),
        (300, "source_unreachable", 1),
        (304, "source_unreachable", 1),
        (206, "source_unreachable", 4),
        (302, "source_unreachable", 1),  # without Location
        (429, "source_unreachable", 4),
        (500, "source_unreachable", 4),
        (503, "source_unreachable", 4),
    ],
)
async def test_each_status_has_its_code(serve, respond, get, status, code, calls):
    async def handler(call, writer):
        writer.write(respond(status, b"" if status == 304 else b"no"))

    async with serve(handler) as server:
        with pytest.raises(SourceError) as caught:
            await get(server.url(), field="original_srt_url")
    error = caught.value
    assert (error.code, error.state, error.field) == (code, -3, "original_srt_url")
    assert len(server.calls) == calls
    assert error.retryable == (calls > 1)
    assert "127.0.0" not in error.message


async def test_a_forbidden_download_says_what_the_link_needs(serve, respond, get):
    async def handler(call, writer):
        writer.write(respond(403))

    async with serve(handler) as server:
        with pytest.raises(SourceError) as caught:
            await get(server.url())
    assert "download permission" in caught.value.remedy


async def test_a_server_that_recovers_is_asked_again(serve, respond, sink, get):
    async def handler(call, writer):
        writer.write(respond(200, b"whole") if len(server.calls) == 3 else respond(503, Retry_After="0"))

    async with serve(handler) as server:
        assert (await get(server.url())).size_bytes == 5
    assert bytes(sink.data) == b"whole"


async def test_retry_after_is_waited_for(serve, respond, get):
    async def handler(call, writer):
        writer.write(respond(200, b"x") if len(server.calls) == 2 else respond(429, Retry_After="1"))

    started = time.monotonic()
    async with serve(handler) as server:
        await get(server.url())
    assert time.monotonic() - started >= 1


async def test_nobody_listens(get, serve, respond):
    async with serve(None) as server:
        pass
    with pytest.raises(SourceError) as caught:
        await get(server.url())
    assert caught.value.code == "source_unreachable"
    assert caught.value.retryable


async def test_an_empty_body_is_an_invalid_file(serve, respond, get):
    async def handler(call, writer):
        writer.write(respond(200))

    async with serve(handler) as server:
        with pytest.raises(InvalidFile, match="0 bytes"):
            await get(server.url())


@pytest.mark.parametrize("lines", [b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", b""])
async def test_what_is_no_http_is_unreachable(serve, get, lines):
    async def handler(call, writer):
        writer.write(lines)

    async with serve(handler) as server:
        with pytest.raises(SourceError) as caught:
            await get(server.url())
    assert caught.value.code == "source_unreachable"


# Size


async def test_an_announced_size_over_the_limit_is_refused_before_a_byte(serve, sink, get):
    async def handler(call, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n" + b"x" * 100)

    async with serve(handler) as server:
        with pytest.raises(OverLimit, match="1000001 bytes; at most 1000000") as caught:
            await get(server.url())
    assert (caught.value.code, caught.value.state) == ("source_too_large", -5)
    assert not sink.data


async def test_a_size_that_was_not_announced_is_counted(serve, sink, get):
    async def handler(call, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(100):
            writer.write(b"x" * 50_000)
            await writer.drain()

    async with serve(handler) as server:
        with pytest.raises(OverLimit) as caught:
            await get(server.url())
    assert caught.value.code == "source_too_large"
    assert len(sink.data) <= 1_000_000


async def test_exactly_the_limit_is_taken_and_a_lower_one_can_be_given(serve, respond, get):
    async def handler(call, writer):
        writer.write(respond(200, b"x" * 1000))

    async with serve(handler) as server:
        assert (await get(server.url(), limits=Limits(media_size_bytes=1000))).size_bytes == 1000
        with pytest.raises(OverLimit):
            await get(server.url(), max_bytes=999)


# Time


async def test_the_deadline_ends_a_drip_that_never_idles(serve, get):
    async def handler(call, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    started = time.monotonic()
    async with serve(handler) as server:
        with pytest.raises(SourceError) as caught:
            await get(server.url(), limits=Limits(download_s=1))
        assert 0.9 < time.monotonic() - started < 2
        await _closed(server)
    assert caught.value.code == "source_timeout"
    assert "1 s" in caught.value.message


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"])
async def test_a_server_that_falls_silent_is_a_timeout(serve, get, head):
    async def handler(call, writer):
        writer.write(head)
        await writer.drain()
        await asyncio.sleep(5)

    async with serve(handler) as server:
        with pytest.raises(SourceError) as caught:
            await get(server.url())
    assert caught.value.code == "source_timeout"
    assert len(server.calls) == 4


async def test_many_drips_leave_the_event_loop_free(serve, settings, limits):
    async def handler(call, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n")
        for _ in range(20):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    class Counting:
        received = 0

        async def write(self, data):
            self.received += len(data)

        async def reset(self):
            raise AssertionError

    delays = []

    async def watch():
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            delays.append(time.monotonic() - before - 0.01)

    async with serve(handler) as server:
        watcher = asyncio.create_task(watch())
        sinks = [Counting() for _ in range(60)]
        started = time.monotonic()
        await asyncio.gather(*(fetch(server.url(), each, settings=settings, limits=limits) for each in sinks))
        watcher.cancel()
    assert time.monotonic() - started < 10  # one after the other they would take a minute
    assert [each.received for each in sinks] == [20] * 60
    assert statistics.median(delays) < 0.1


async def _closed(server):
    for _ in range(100):
        if not server.open_connections:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("a connection stayed open")


async def test_cancelling_closes_the_socket_at_once(serve, get):
    begun = asyncio.Event()

    async def handler(call, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")
        begun.set()
        while True:  # a write fails once the other side is gone
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with serve(handler) as server:
        task = asyncio.create_task(get(server.url()))
        await begun.wait()
        started = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - started < 0.5
        await _closed(server)


# Redirects


async def test_redirects_are_followed_and_the_last_one_names_the_file(serve, respond, sink, get):
    steps = {"/a": "/b?x=1", "/b?x=1": "c/d", "/c/d": "../final%20name.mp4#part"}

    async def handler(call, writer):
        if call.target in steps:
            writer.write(respond(302, b"ignored" * 1000, Location=steps[call.target]))
        else:
            writer.write(respond(200, call.target.encode()))

    async with serve(handler) as server:
        fetched = await get(server.url("/a"))
    assert bytes(sink.data) == b"/final%20name.mp4"
    assert fetched.final_name == "final name.mp4"


async def test_redirects_have_a_limit(serve, respond, get, settings):
    async def handler(call, writer):
        count = int(call.target.strip("/"))
        writer.write(respond(200, b"x") if count == 0 else respond(307, Location=f"/{count - 1}"))

    async with serve(handler) as server:
        await get(server.url(f"/{settings.source_redirects}"))
        with pytest.raises(SourceError, match="more than 5 times") as caught:
            await get(server.url(f"/{settings.source_redirects + 1}"))
    assert caught.value.code == "source_unreachable"


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/secret",
        "http://localhost:{port}/secret",
        "http://2130706433:{port}/secret",
        "http://[::1]:{port}/secret",
        "http://[::ffff:127.0.0.1]:{port}/secret",
        "http://169.254.169.254/latest/meta-data/",
        "//127.0.0.1:{port}/secret",
        "file:///etc/passwd",
        "ftp://127.0.0.2/",
        "http://user:pw@127.0.0.2:{port}/",
        "gopher://127.0.0.1:{port}/_x",
        "http://[::1",
    ],
)
async def test_a_redirect_to_a_forbidden_place_is_blocked(serve, respond, sink, get, location):
    async def secret(call, writer):
        writer.write(respond(200, b"secret"))

    async with serve(secret, host="127.0.0.1") as inner:

        async def handler(call, writer):
            writer.write(respond(302, Location=location.format(port=inner.port)))

        async with serve(handler) as server:
            with pytest.raises(SourceError) as caught:
                await get(server.url())
    assert caught.value.code == "source_blocked"
    assert inner.calls == []
    assert not sink.data
    for told in (caught.value.message, caught.value.remedy):
        assert "127." not in told
        assert "169." not in told
        assert "localhost" not in told


async def test_a_redirect_that_is_too_long_is_refused(serve, respond, get):
    async def handler(call, writer):
        writer.write(respond(302, Location="/" + "x" * 9000))

    async with serve(handler) as server:
        with pytest.raises(SourceError, match="too long"):
            await get(server.url())


async def test_a_loopback_url_is_blocked_before_anything_is_sent(serve, respond, get):
    async def handler(call, writer):
        writer.write(respond(200, b"secret"))

    async with serve(handler, host="127.0.0.1") as server:
        for host in ("127.0.0.1", "localhost", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "0.0.0.0"):
            with pytest.raises(SourceError) as caught:
                await get(f"http://{host}:{server.port}/")
            assert caught.value.code == "source_blocked"
            assert not caught.value.retryable
    assert server.calls == []


async def test_a_name_that_changes_its_mind_reaches_only_what_was_checked(serve, respond, get):
    asked = []

    async def rebinding(host, port):
        asked.append(host)
        return ["127.0.0.2"] if len(asked) == 1 else ["127.0.0.1"]

    async def handler(call, writer):
        writer.write(respond(302, Location=f"http://rebind.example:{server.port}/again"))

    async with serve(handler) as server:
        with pytest.raises(SourceError) as caught:
            await get(f"http://rebind.example:{server.port}/", resolve=rebinding)
    assert caught.value.code == "source_blocked"
    assert asked == ["rebind.example", "rebind.example"]  # once for each hop
    assert [call.headers["host"] for call in server.calls] == [f"rebind.example:{server.port}"]


async def test_an_unclean_url_is_refused(get):
    with pytest.raises(InvalidRequest):
        await get("file:///etc/passwd")


# Compression


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate"])
async def test_a_body_compressed_unasked_is_decompressed(serve, respond, sink, get, encoding):
    packed = zlib.compress(BODY) if encoding == "deflate" else gzip.compress(BODY)

    async def handler(call, writer):
        writer.write(respond(200, packed, Content_Encoding=encoding))

    async with serve(handler) as server:
        fetched = await get(server.url())
    assert bytes(sink.data) == BODY
    assert fetched.size_bytes == len(BODY)


async def test_gzip_members_follow_each_other(serve, respond, sink, get):
    async def handler(call, writer):
        writer.write(respond(200, gzip.compress(b"one ") + gzip.compress(b"two"), Content_Encoding="gzip"))

    async with serve(handler) as server:
        await get(server.url())
    assert bytes(sink.data) == b"one two"


async def test_decompressed_bytes_count_against_the_limit(serve, respond, sink, get):
    async def handler(call, writer):
        writer.write(respond(200, gzip.compress(bytes(2_000_000)), Content_Encoding="gzip"))

    async with serve(handler) as server:
        with pytest.raises(OverLimit) as caught:
            await get(server.url())
    assert caught.value.code == "source_too_large"
    assert len(sink.data) <= 1_000_000


async def test_a_decompression_bomb_is_refused_long_before_the_limit(serve, respond, sink, get):
    async def handler(call, writer):
        writer.write(respond(200, gzip.compress(bytes(100_000_000)), Content_Encoding="gzip"))

    async with serve(handler) as server:
        with pytest.raises(InvalidFile, match="bomb"):
            await get(server.url(), limits=Limits())
    assert len(sink.data) < 20_000_000


async def test_damaged_or_unknown_compression(serve, respond, get):
    async def handler(call, writer):
        writer.write(respond(200, b"not gzip at all", Content_Encoding=call.target.strip("/")))

    async with serve(handler) as server:
        with pytest.raises(InvalidFile, match="damaged"):
            await get(server.url("/gzip"))
        with pytest.raises(SourceError, match="br") as caught:
            await get(server.url("/br"))
    assert caught.value.code == "source_unreachable"


# Progress and sinks


async def test_progress_ends_with_the_whole(serve, respond, get):
    seen = []

    async def handler(call, writer):
        writer.write(respond(200, BODY))

    async with serve(handler) as server:
        await get(server.url(), on_progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(BODY), len(BODY))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert len(seen) < 10


async def test_a_file_sink_keeps_a_good_download_and_removes_a_failed_one(serve, respond, get, tmp_path):
    async def handler(call, writer):
        writer.write(respond(200, BODY) if call.target == "/good" else respond(200, BODY[:1000], Content_Length="5000"))

    path = tmp_path / "a b" / "source.part"
    path.parent.mkdir()
    async with serve(handler) as server:
        async with FileSink(path) as file_sink:
            await get(server.url("/good"), sink=file_sink)
        assert path.read_bytes() == BODY
        with pytest.raises(SourceError):
            async with FileSink(path) as file_sink:
                await get(server.url("/bad"), sink=file_sink)
    assert list(path.parent.iterdir()) == []


async def test_a_failing_sink_ends_the_download(serve, respond, get):
    class Full:
        async def write(self, data):
            raise OSError(28, "No space left on device")

        async def reset(self):
            raise AssertionError

    async def handler(call, writer):
        writer.write(respond(200, BODY))

    async with serve(handler) as server:
        with pytest.raises(OSError, match="No space"):
            await get(server.url(), sink=Full())
    assert len(server.calls) == 1
