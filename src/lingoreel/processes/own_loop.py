"""An event loop in a thread of its own, on which all children of a pool are started and read.

Two reasons. The kernel ties a child's PDEATHSIG to the *thread* that started it, so that thread
must last as long as the pool. And callers may live in different loops (the service's, the
workflow engine's), while pipes, locks and queues belong to one.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class OwnLoop:
    """Runs coroutines for callers in any loop; starts with the first one."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._closed:
                raise RuntimeError(f"{self._name} is closed")
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name=self._name, daemon=True)
                self._thread.start()
            return self._loop

    async def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Await `work()` on the own loop.

        When the caller is cancelled the work is cancelled too, and its clean-up is awaited before
        CancelledError goes on: what it started is gone by then.
        """
        loop = self._started()
        outcome: concurrent.futures.Future[T] = concurrent.futures.Future()
        task: asyncio.Task[T] | None = None

        def start() -> None:
            nonlocal task
            task = loop.create_task(work())
            task.add_done_callback(finish)

        def finish(done: asyncio.Task[T]) -> None:
            if done.cancelled():
                outcome.set_exception(RuntimeError(f"{self._name} is closed"))
            elif (error := done.exception()) is not None:
                outcome.set_exception(error)
            else:
                outcome.set_result(done.result())

        loop.call_soon_threadsafe(start)
        waiting = asyncio.wrap_future(outcome)
        try:
            return await asyncio.shield(waiting)
        except asyncio.CancelledError:
            if not outcome.done():
                loop.call_soon_threadsafe(lambda: task and task.cancel())
                await asyncio.wait([waiting])
            if not waiting.cancelled():
                waiting.exception()  # seen: no complaint about an exception nobody asked for
            raise

    async def close(self) -> None:
        """Stop the loop and its thread; what runs on it must have ended."""
        with self._lock:
            self._closed = True
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        loop.call_soon_threadsafe(loop.stop)
        await asyncio.to_thread(thread.join)
        loop.close()
