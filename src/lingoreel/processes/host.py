"""Hosts: children that keep an engine warm and serve one request after another."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lingoreel.errors import EngineFailed, ProcessingTimeout, from_dict
from lingoreel.processes import wire
from lingoreel.processes.child import Child, ChildEnded
from lingoreel.processes.environment import child_environment
from lingoreel.processes.folders import ChildFolders
from lingoreel.processes.own_loop import OwnLoop
from lingoreel.processes.progress import Progress, to_caller

if TYPE_CHECKING:
    from lingoreel.settings import Settings

log = logging.getLogger(__name__)

IDLE_S = 300.0
LOAD_S = 900.0
CHILD_FAILED = "child_failed"
"""Among an error's details: the engine did not say it itself, so that another child may succeed."""


@dataclass
class _Engine:
    """The children of one engine with one configuration."""

    key: str
    name: str
    config: dict[str, Any]
    idle: list[tuple[Child, asyncio.TimerHandle]] = field(default_factory=list)
    busy: int = 0
    waiting: deque[tuple[int, asyncio.Future[None]]] = field(default_factory=deque)


class Hosts:
    """Calls engines that live in warm children. May be used from any event loop.

    `idle_s`: seconds an unused child is kept. `load_s`: seconds an engine may take to load.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        idle_s: float = IDLE_S,
        load_s: float = LOAD_S,
        memory_bytes: int | None = None,
    ) -> None:
        self._scratch = settings.scratch_dir
        self._idle_s = idle_s
        self._load_s = load_s
        self._memory_bytes = memory_bytes
        self._own = OwnLoop("hosts")
        self._folders: ChildFolders | None = None
        self._engines: dict[str, _Engine] = {}
        self._running: set[asyncio.Task[Any]] = set()
        self._ending: set[asyncio.Task[Any]] = set()

    async def call(
        self,
        engine: str,
        config: dict[str, Any],
        request: dict[str, Any],
        *,
        wall_s: float,
        parallel: int = 1,
        on_progress: Progress | None = None,
    ) -> dict[str, Any]:
        """`Class(config).handle(request, report)` in a warm child; `engine` is "package.module:Class".

        Up to `parallel` children live for one engine and config; further calls wait, first in first
        out. `wall_s` counts only the handling: not the waiting, not the loading. `config["threads"]` bounds
        the threads of numeric libraries. `on_progress` is called in the caller's loop.

        Raises what the engine raises of the LingoreelError tree (also while loading); ProcessingTimeout;
        EngineFailed (retryable) when the child died or raised anything else: the next call starts a
        new one. Cancelling kills the child and all it started before CancelledError is passed on.
        """
        report = to_caller(on_progress)

        async def work() -> dict[str, Any]:
            return await self._call(self._engine(engine, config), request, wall_s, max(1, parallel), report)

        return await self._own.run(lambda: self._tracked(work()))

    async def warm(self, engine: str, config: dict[str, Any]) -> None:
        """Load the engine now, unless a child with it is there. Raises as `call` does."""
        await self._own.run(lambda: self._tracked(self._warm(engine, config)))

    async def close(self) -> None:
        """Kill all children; running calls end with RuntimeError."""
        if self._folders is not None or self._running:
            await self._own.run(self._close)
        await self._own.close()

    async def _tracked(self, work: Any) -> Any:
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        try:
            return await work
        finally:
            self._running.discard(task)

    async def _close(self) -> None:
        for task in (running := list(self._running)):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        idle = [entry for engine in self._engines.values() for entry in engine.idle]
        self._engines.clear()
        for _, timer in idle:
            timer.cancel()
        await asyncio.gather(*(child.kill() for child, _ in idle), *self._ending)
        if self._folders is not None:
            await asyncio.to_thread(self._folders.close)
            self._folders = None

    def _engine(self, name: str, config: dict[str, Any]) -> _Engine:
        key = json.dumps([name, config], sort_keys=True)
        return self._engines.setdefault(key, _Engine(key, name, config))

    def _forget_unused(self, engine: _Engine) -> None:
        if not (engine.idle or engine.busy or engine.waiting):
            self._engines.pop(engine.key, None)

    async def _take_turn(self, engine: _Engine, parallel: int) -> None:
        if engine.busy < parallel and not engine.waiting:
            engine.busy += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        engine.waiting.append((parallel, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._end_turn(engine)  # it was given in the moment it was given up
            raise

    def _end_turn(self, engine: _Engine) -> None:
        engine.busy -= 1
        while engine.waiting and (engine.waiting[0][1].done() or engine.busy < engine.waiting[0][0]):
            _, turn = engine.waiting.popleft()
            if not turn.done():
                engine.busy += 1
                turn.set_result(None)
        self._forget_unused(engine)

    async def _take_child(self, engine: _Engine) -> Child:
        while engine.idle:
            child, timer = engine.idle.pop()  # the one used last: its memory is warmest
            timer.cancel()
            if child.usable:
                return child
            await child.kill()
        return await self._start(engine)

    async def _start(self, engine: _Engine) -> Child:
        if self._folders is None:
            self._folders = ChildFolders(self._scratch)
        threads = engine.config.get("threads")
        folder = self._folders.make()
        environment = child_environment(folder, engine=True, threads=threads if isinstance(threads, int) else None)
        child = await Child.start("lingoreel.processes.host_main", [], environment, folder)
        setup = {"engine": engine.name, "config": engine.config, "memory_bytes": self._memory_bytes}
        try:
            async with asyncio.timeout(self._load_s):
                await child.send(setup)
                frame = await child.receive()
            self._answer(engine, frame, child)
        except TimeoutError as error:
            await child.kill()
            raise EngineFailed(f"The engine did not load within {self._load_s:g} s.") from error
        except BaseException:
            await child.kill()
            raise
        return child

    def _put_back(self, engine: _Engine, child: Child) -> None:
        timer = asyncio.get_running_loop().call_later(self._idle_s, self._retire, engine, child)
        engine.idle.append((child, timer))
        child.ended.add_done_callback(lambda _: self._retire(engine, child))

    def _retire(self, engine: _Engine, child: Child) -> None:
        """End an idle child whose time is over, or reap one that died."""
        for entry in engine.idle:
            if entry[0] is child:
                entry[1].cancel()
                engine.idle.remove(entry)
                self._forget_unused(engine)
                killing = asyncio.create_task(child.kill())
                self._ending.add(killing)
                killing.add_done_callback(self._ending.discard)
                return

    async def _warm(self, name: str, config: dict[str, Any]) -> None:
        engine = self._engine(name, config)
        if engine.busy or engine.idle:
            return
        await self._take_turn(engine, 1)
        try:
            self._put_back(engine, await self._guarded_take(engine))
        finally:
            self._end_turn(engine)

    async def _guarded_take(self, engine: _Engine) -> Child:
        try:
            return await self._take_child(engine)
        except (ChildEnded, OSError) as error:
            raise self._died(engine, error) from error

    async def _call(
        self,
        engine: _Engine,
        request: dict[str, Any],
        wall_s: float,
        parallel: int,
        report: Progress,
    ) -> dict[str, Any]:
        await self._take_turn(engine, parallel)
        try:
            child = await self._guarded_take(engine)
            answered = False
            try:
                async with asyncio.timeout(wall_s):
                    frame = await self._exchange(child, request, report)
                answered = True
                return self._answer(engine, frame, child)
            except TimeoutError as error:
                raise ProcessingTimeout(
                    f"The engine took longer than {wall_s:g} s.", details={"limit_s": wall_s}
                ) from error
            except ChildEnded as error:
                raise self._died(engine, error) from error
            finally:
                if answered and child.usable:
                    self._put_back(engine, child)
                else:
                    await child.kill()
        finally:
            self._end_turn(engine)

    @staticmethod
    async def _exchange(child: Child, request: dict[str, Any], report: Progress) -> wire.Frame:
        await child.send({"request": request})
        while "progress" in (frame := await child.receive()):
            report(frame["progress"])
        return frame

    @staticmethod
    def _died(engine: _Engine, error: ChildEnded | OSError) -> EngineFailed:
        if isinstance(error, ChildEnded):
            log.error("the host of %s ended: %s\n%s", engine.name, error.why, error.tail)
            return EngineFailed(
                "The engine's process ended before it had answered.", details={"reason": error.why, CHILD_FAILED: True}
            )
        log.error("the host of %s cannot be started: %s", engine.name, error)
        return EngineFailed("The engine's process could not be started.", details={CHILD_FAILED: True})

    @staticmethod
    def _answer(engine: _Engine, frame: wire.Frame, child: Child) -> dict[str, Any]:
        if isinstance(frame.get("result"), dict):
            result: dict[str, Any] = frame["result"]
            return result
        if isinstance(frame.get("error"), dict):
            raise from_dict(frame["error"])
        log.error("%s failed: %s\n%s", engine.name, frame.get("trace"), child.tail)
        if frame.get("failed") == "memory":
            raise EngineFailed("The engine ran out of memory.", details={"reason": "memory", CHILD_FAILED: True})
        raise EngineFailed(
            "The engine failed.", details={"reason": str(frame.get("failed", "nonsense")), CHILD_FAILED: True}
        )
