"""Keeps long-lived children alive: starts them, starts them again when they die, drains them at the end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

log = logging.getLogger(__name__)

BACKOFF_MIN_S = 0.2
BACKOFF_MAX_S = 5.0
SETTLED_S = 30.0


@dataclass(frozen=True)
class Service:
    """A command to keep running. `environment` None: the supervisor's own."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None


class Supervisor:
    """Runs services until it is told to stop.

    A service that ends is started again after 0.2 s, then twice as long each time up to 5 s, anew
    from 0.2 s once it has lived 30 s. Children are killed by the kernel when the thread that runs
    this supervisor ends, so run it in the main thread. `health` hooks are awaited every `health_s`
    seconds; what they raise is logged.
    """

    def __init__(
        self,
        services: Sequence[Service],
        *,
        drain_s: float = 30.0,
        health: Sequence[Callable[[], Awaitable[None]]] = (),
        health_s: float = 1.0,
    ) -> None:
        self._services = tuple(services)
        self._drain_s = drain_s
        self._health = tuple(health)
        self._health_s = health_s
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._starts: dict[str, int] = {service.name: 0 for service in services}
        self._stopping = asyncio.Event()
        self._hurry = asyncio.Event()

    def pid(self, name: str) -> int | None:
        """Process id of a service, None while it is down."""
        process = self._processes.get(name)
        return None if process is None else process.pid

    def starts(self, name: str) -> int:
        """How often a service has been started."""
        return self._starts[name]

    def stop(self) -> None:
        """Begin to drain: SIGTERM to every child, SIGKILL after `drain_s`. A second call kills at once."""
        if self._stopping.is_set():
            self._hurry.set()
        self._stopping.set()

    async def run(self, *, handle_signals: bool = False) -> None:
        """Run until `stop`; returns when every child is gone. `handle_signals`: SIGTERM and SIGINT call `stop`."""
        loop = asyncio.get_running_loop()
        signals = (signal.SIGTERM, signal.SIGINT) if handle_signals else ()
        for number in signals:
            loop.add_signal_handler(number, self.stop)
        try:
            async with asyncio.TaskGroup() as group:
                for service in self._services:
                    group.create_task(self._keep(service))
                for hook in self._health:
                    group.create_task(self._watch(hook))
        finally:
            for number in signals:
                loop.remove_signal_handler(number)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    async def _watch(self, hook: Callable[[], Awaitable[None]]) -> None:
        while not self._stopping.is_set():
            try:
                await hook()
            except Exception:
                log.exception("a health hook failed")
            await self._pause(self._health_s)

    async def _keep(self, service: Service) -> None:
        backoff = BACKOFF_MIN_S
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                process = await self._start(service)
            except OSError as error:
                log.error("%s cannot be started: %s", service.name, error)
            else:
                await self._live(service, process)
            if time.monotonic() - began >= SETTLED_S:
                backoff = BACKOFF_MIN_S
            await self._pause(backoff)
            backoff = min(backoff * 2, BACKOFF_MAX_S)

    async def _start(self, service: Service) -> asyncio.subprocess.Process:
        prelude = [sys.executable, "-P", "-m", "lingoreel.processes.with_parent", str(os.getpid())]
        process = await asyncio.create_subprocess_exec(
            *prelude,
            *service.command,
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which drains
            env=None if service.environment is None else dict(service.environment),
        )
        self._starts[service.name] += 1
        log.info("%s started, pid %d", service.name, process.pid)
        return process

    async def _live(self, service: Service, process: asyncio.subprocess.Process) -> None:
        self._processes[service.name] = process
        ending = asyncio.create_task(process.wait())
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait([ending, stopping], return_when=asyncio.FIRST_COMPLETED)
            if self._stopping.is_set() and not ending.done():
                await self._drain(process, ending)
            elif not self._stopping.is_set():
                log.warning("%s ended with status %d", service.name, ending.result())
        finally:
            # its group may outlive it, and a cancelled supervisor leaves nobody behind
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await asyncio.shield(ending)
            stopping.cancel()
            del self._processes[service.name]

    async def _drain(self, process: asyncio.subprocess.Process, ending: asyncio.Task[int]) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        hurry = asyncio.create_task(self._hurry.wait())
        await asyncio.wait([ending, hurry], timeout=self._drain_s, return_when=asyncio.FIRST_COMPLETED)
        hurry.cancel()
