"""https: the name, not the address we connect to, is what the certificate must prove."""

import asyncio
import ipaddress
import shutil
import ssl
import subprocess

import pytest

from lingoreel.errors import SourceError
from lingoreel.settings import Settings
from lingoreel.sources import fetch
from lingoreel.sources.download import DOWNGRADE_WARNING

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="makes its certificates with openssl")


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    """A CA, and a certificate of media.example signed by it."""
    folder = tmp_path_factory.mktemp("tls")

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, cwd=folder, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test CA")
    openssl("req", *key, "-keyout", "site.key", "-out", "site.csr", "-subj", "/CN=media.example")
    (folder / "site.ext").write_text("subjectAltName=DNS:media.example\n")
    signing = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "site.ext")
    openssl("x509", "-req", "-in", "site.csr", "-out", "site.pem", *signing)
    return folder


@pytest.fixture
def server_tls(certificates):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "site.pem", certificates / "site.key")
    context.names = []
    context.sni_callback = lambda connection, name, _: context.names.append(name)
    return context


@pytest.fixture
def trusting(certificates, monkeypatch):
    context = ssl.create_default_context(cafile=str(certificates / "ca.pem"))
    monkeypatch.setattr("lingoreel.sources.download._tls", lambda: context)


@pytest.fixture
def get(sink, limits, tmp_path):
    async def resolve(host, port):
        return ["127.0.0.2"]

    settings = Settings(data_dir=tmp_path, source_allow_networks=(ipaddress.ip_network("127.0.0.2/32"),))

    async def run(url):
        return await fetch(url, sink, settings=settings, limits=limits, backoff_s=0.01, resolve=resolve)

    return run


async def test_the_name_is_sent_and_proved_though_the_address_is_pinned(
    serve, respond, get, server_tls, trusting, sink
):
    async def handler(call, writer):
        writer.write(respond(200, b"private"))

    async with serve(handler, ssl=server_tls) as server:
        await get(f"https://media.example:{server.port}/a.mp4")
    assert bytes(sink.data) == b"private"
    assert server_tls.names == ["media.example"]
    assert server.calls[0].headers["host"] == f"media.example:{server.port}"


async def test_a_certificate_of_another_name_is_refused(serve, respond, get, server_tls, trusting):
    async def handler(call, writer):
        writer.write(respond(200, b"private"))

    async with serve(handler, ssl=server_tls) as server:
        with pytest.raises(SourceError, match="certificate") as caught:
            await get(f"https://other.example:{server.port}/a.mp4")
    assert (caught.value.code, caught.value.retryable) == ("source_unreachable", False)
    assert server.calls == []


async def test_an_unknown_authority_is_refused(serve, respond, get, server_tls):
    async def handler(call, writer):
        writer.write(respond(200, b"private"))

    async with serve(handler, ssl=server_tls) as server:
        with pytest.raises(SourceError, match="certificate"):
            await get(f"https://media.example:{server.port}/a.mp4")
    assert server.calls == []


async def test_plain_http_behind_an_https_url_is_unreachable(get, trusting):
    async def plain(reader, writer):
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.2", 0) as server:
        with pytest.raises(SourceError) as caught:
            await get(f"https://media.example:{server.sockets[0].getsockname()[1]}/a.mp4")
    assert caught.value.code == "source_unreachable"


async def test_a_handshake_that_is_cancelled_closes_its_socket(get, trusting):
    begun, closed = asyncio.Event(), asyncio.Event()

    async def silent(reader, writer):
        await reader.read(1)
        begun.set()
        while await reader.read(1000):
            pass
        closed.set()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.2", 0) as server:
        task = asyncio.create_task(get(f"https://media.example:{server.sockets[0].getsockname()[1]}/a.mp4"))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(closed.wait(), 2)


async def test_a_downgrade_is_told_and_an_upgrade_is_not(serve, respond, get, server_tls, trusting, sink):
    async def plain(call, writer):
        writer.write(respond(200, b"over http"))

    async with serve(plain) as inner:

        async def down(call, writer):
            writer.write(respond(302, Location=f"http://media.example:{inner.port}/x"))

        async with serve(down, ssl=server_tls) as server:
            fetched = await get(f"https://media.example:{server.port}/a.mp4")
    assert bytes(sink.data) == b"over http"
    assert fetched.warnings == (DOWNGRADE_WARNING,)

    async def secure(call, writer):
        writer.write(respond(200, b"over https"))

    async with serve(secure, ssl=server_tls) as inner:

        async def up(call, writer):
            writer.write(respond(302, Location=f"https://media.example:{inner.port}/x"))

        async with serve(up) as server:
            await sink.reset()
            fetched = await get(f"http://media.example:{server.port}/a.mp4")
    assert bytes(sink.data) == b"over https"
    assert fetched.warnings == ()


async def test_a_broken_tls_transfer_is_resumed(serve, get, server_tls, trusting, sink):
    async def handler(call, writer):
        if "range" in call.headers:
            writer.write(b"HTTP/1.1 206 Partial\r\nContent-Length: 5\r\nContent-Range: bytes 5-9/10\r\n\r\nworld")
        else:
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: "1"\r\n\r\nhello')

    async with serve(handler, ssl=server_tls) as server:
        await get(f"https://media.example:{server.port}/a.mp4")
    assert bytes(sink.data) == b"helloworld"
