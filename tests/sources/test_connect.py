import asyncio
import ipaddress
import threading
import time

import httpcore
import pytest

from lingoreel.errors import SourceError
from lingoreel.settings import Settings
from lingoreel.sources.connect import CheckedBackend, resolve_host


def settings_for(*networks: str, ports=(80, 443)) -> Settings:
    return Settings(source_allow_networks=tuple(map(ipaddress.ip_network, networks)), source_ports=ports)


def answers(*addresses: str):
    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    return resolve


class Sockets:
    """Stands in for the layer that opens sockets; addresses in `dead` refuse."""

    def __init__(self, dead=()) -> None:
        self.tried: list[tuple[str, int]] = []
        self.dead = dead

    async def connect_tcp(self, host, port, timeout, local_address, socket_options):
        self.tried.append((host, port))
        if host in self.dead:
            raise httpcore.ConnectError("refused")
        return httpcore.AsyncMockStream([])


def backend(settings, resolve, sockets) -> CheckedBackend:
    made = CheckedBackend(settings, resolve)
    made._sockets = sockets
    return made


async def test_it_connects_to_the_checked_address_and_never_to_the_name():
    sockets = Sockets()
    await backend(settings_for(), answers("1.1.1.1"), sockets).connect_tcp("example.com", 443)
    assert sockets.tried == [("1.1.1.1", 443)]


async def test_the_next_address_is_tried_when_one_refuses():
    sockets = Sockets(dead=("2606:4700::1", "1.1.1.1"))
    await backend(settings_for(), answers("2606:4700::1", "1.1.1.1", "8.8.8.8"), sockets).connect_tcp("a", 80)
    assert [host for host, _ in sockets.tried] == ["2606:4700::1", "1.1.1.1", "8.8.8.8"]


async def test_when_all_refuse_the_last_failure_is_raised_after_four():
    addresses = [f"1.1.1.{n}" for n in range(1, 9)]
    sockets = Sockets(dead=addresses)
    with pytest.raises(httpcore.ConnectError):
        await backend(settings_for(), answers(*addresses), sockets).connect_tcp("a", 80)
    assert len(sockets.tried) == 4


@pytest.mark.parametrize(
    "addresses",
    [("127.0.0.1",), ("1.1.1.1", "10.0.0.1"), ("10.0.0.1", "1.1.1.1"), ("::ffff:10.0.0.1",), ("fe80::1%eth0",)],
)
async def test_one_forbidden_address_blocks_the_name(addresses):
    sockets = Sockets()
    with pytest.raises(SourceError) as caught:
        await backend(settings_for(), answers(*addresses), sockets).connect_tcp("rebind.example", 80)
    assert caught.value.code == "source_blocked"
    assert caught.value.state == -3
    assert sockets.tried == []
    for address in addresses:
        assert address not in caught.value.message


async def test_public_addresses_have_their_ports_and_allowed_networks_have_all():
    sockets = Sockets()
    limited = backend(settings_for("10.1.0.0/16", ports=(80, 443, 8443)), answers("1.1.1.1"), sockets)
    await limited.connect_tcp("a", 8443)
    with pytest.raises(SourceError, match="port 8080") as caught:
        await limited.connect_tcp("a", 8080)
    assert caught.value.code == "source_blocked"
    inside = backend(settings_for("10.1.0.0/16"), answers("10.1.2.3"), sockets)
    await inside.connect_tcp("a", 9999)
    assert sockets.tried == [("1.1.1.1", 8443), ("10.1.2.3", 9999)]


async def test_a_name_that_does_not_resolve_is_a_connection_failure():
    async def fails(host, port):
        raise OSError("no such name")

    with pytest.raises(httpcore.ConnectError):
        await backend(settings_for(), fails, Sockets()).connect_tcp("a", 80)
    with pytest.raises(httpcore.ConnectError):
        await backend(settings_for(), answers(), Sockets()).connect_tcp("a", 80)


async def test_a_resolver_that_hangs_is_given_up():
    async def hangs(host, port):
        await asyncio.sleep(60)

    with pytest.raises(httpcore.ConnectTimeout):
        await backend(settings_for(), hangs, Sockets()).connect_tcp("a", 80, timeout=0.05)


async def test_the_system_resolver_answers_without_duplicates():
    assert await resolve_host("127.0.0.2", 80) == ["127.0.0.2"]
    assert await resolve_host("::1", 80) == ["::1"]
    # Old spellings of loopback are resolved by the system, and what they mean is what is checked.
    assert await resolve_host("2130706433", 80) == ["127.0.0.1"]
    assert await resolve_host("0x7f.1", 80) == ["127.0.0.1"]


async def test_an_unknown_name_raises_oserror():
    with pytest.raises(OSError):
        await resolve_host("name.invalid", 80)
    with pytest.raises((OSError, UnicodeError)):
        await resolve_host("a" * 70 + ".invalid", 80)


async def test_many_slow_lookups_leave_the_loop_and_the_shared_threads_free(monkeypatch):
    release = threading.Event()

    def slow(*args, **named):
        release.wait(10)
        return [(2, 1, 6, "", ("1.1.1.1", 80))]

    monkeypatch.setattr("lingoreel.sources.connect.socket.getaddrinfo", slow)
    lookups = [asyncio.create_task(resolve_host("slow.example", 80)) for _ in range(50)]
    await asyncio.sleep(0)
    started = time.monotonic()
    await asyncio.to_thread(lambda: None)
    assert time.monotonic() - started < 1
    lookups[0].cancel()
    release.set()
    results = await asyncio.gather(*lookups, return_exceptions=True)
    assert isinstance(results[0], asyncio.CancelledError)
    assert results[1:] == [["1.1.1.1"]] * 49
