"""Cells: one-shot, confined children in which hostile bytes meet a decoder."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lingoreel.errors import InvalidFile, LingoreelError, ProcessingTimeout, TaskError, from_dict
from lingoreel.processes import wire
from lingoreel.processes.child import START_S, Child, ChildEnded
from lingoreel.processes.environment import child_environment
from lingoreel.processes.folders import ChildFolders
from lingoreel.processes.own_loop import OwnLoop
from lingoreel.processes.progress import Progress, to_caller

if TYPE_CHECKING:
    from lingoreel.settings import Settings

log = logging.getLogger(__name__)

IMPORTED_AHEAD = ("numpy", "av", "lingoreel.media.probe", "lingoreel.media.decode")
FILE_BYTES = 8 * 1024**3
_SPARE_DELAY_S = 1.0
_MIB = 1024**2


def _files(request: dict[str, Any]) -> dict[str, list[str]]:
    """What a request lets its cell open: `…path` to read, the folder of an `output_path` to write to."""
    readable, writable = [], []
    for name, value in request.items():
        if name.startswith("output") and name.endswith("path"):
            writable.append(str(Path(value).absolute().parent))
        elif name.endswith("path"):
            readable.append(str(Path(value).absolute()))
        elif name.endswith("paths"):
            readable.extend(str(Path(path).absolute()) for path in value)
    return {"readable": readable, "writable": writable}


class _NeverStarted(InvalidFile):
    """The cell was gone before it had looked at the request."""


class Cells:
    """Runs functions on files nobody vouches for, each in a fresh confined child.

    One spare child is kept started, with the decoder imported, so that a call costs some
    milliseconds beyond its work. May be used from any event loop. `imported_ahead` are the modules
    that spare has loaded.
    """

    def __init__(self, settings: Settings, *, imported_ahead: Sequence[str] = IMPORTED_AHEAD) -> None:
        self._imported_ahead = tuple(imported_ahead)
        self._scratch = settings.scratch_dir
        self._memory_bytes = settings.cell_memory_bytes
        self._own = OwnLoop("cells")
        self._folders: ChildFolders | None = None
        self._spare: asyncio.Task[Child] | None = None
        self._running: set[asyncio.Task[Any]] = set()
        self._ending: set[asyncio.Task[Any]] = set()
        self._measures: dict[str, bool] = {}

    async def run(
        self,
        target: str,
        request: dict[str, Any],
        *,
        wall_s: float,
        memory_bytes: int | None = None,
        on_progress: Progress | None = None,
        allow_programs: bool = False,
        file_bytes: int = FILE_BYTES,
    ) -> dict[str, Any]:
        """Call `target` ("package.module:function") as `function(request, report) -> dict` in a cell.

        `wall_s` counts from the moment the cell has the request; `memory_bytes` bounds its address space
        (None: `cell_memory_bytes` of the settings), `file_bytes` each file it writes. `on_progress` is
        called in the caller's loop with each dict given to `report`. Without `allow_programs` the
        function cannot start programs; with it, what it starts stays in its process group.

        The cell can open only what Python needs and the files its request names: the value of each key
        that ends in `path` (each of the list in `paths`) to read, the folder of an `output…path` to write.

        Raises what the function raises of the LingoreelError tree; ProcessingTimeout past `wall_s`;
        InvalidFile when the cell crashed or wanted more memory; TaskError `internal` on any other exception.
        Cancelling kills the cell and all it started before CancelledError is passed on.
        """
        asked = {
            "target": target,
            "request": request,
            "memory_bytes": self._memory_bytes if memory_bytes is None else memory_bytes,
            "file_bytes": file_bytes,
            **_files(request),
            # processor time may exceed wall time on several cores, and is only a second fence
            "cpu_s": math.ceil(wall_s * 4) + 5,
            "allow_programs": allow_programs,
        }
        report = to_caller(on_progress)
        return await self._own.run(lambda: self._tracked(self._run(asked, wall_s, report)))

    async def warm(self) -> None:
        """Have the spare ready before the first call. Raises TaskError when no cell can be started."""
        await self._own.run(self._warm)

    async def confinement(self) -> dict[str, bool]:
        """What a cell really gives up on this machine, found out by starting one.

        Keys: own_network, no_new_privileges, no_capabilities, own_files, filtered_calls.
        """
        await self.run("lingoreel.processes.cell_main:nothing", {}, wall_s=START_S)
        return dict(self._measures)

    async def close(self) -> None:
        """Kill every cell and forget them; running calls end with RuntimeError."""
        if self._folders is not None:
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
        spare, self._spare = self._spare, None
        if spare is not None:
            spare.cancel()
            child = (await asyncio.gather(spare, return_exceptions=True))[0]
            if isinstance(child, Child):
                await child.kill()
        await asyncio.gather(*self._ending)
        if self._folders is not None:
            await asyncio.to_thread(self._folders.close)
            self._folders = None

    async def _start(self) -> Child:
        if self._folders is None:
            self._folders = ChildFolders(self._scratch)
        folder = self._folders.make()
        environment = child_environment(folder, engine=False, threads=1)
        child = await Child.start("lingoreel.processes.cell_main", list(self._imported_ahead), environment, folder)
        try:
            async with asyncio.timeout(START_S):
                await child.receive()
        except BaseException:
            await child.kill()
            raise
        return child

    def _replace_spare(self) -> None:
        if self._spare is None:
            self._spare = asyncio.create_task(self._start())
            self._spare.add_done_callback(self._watch_spare)

    def _watch_spare(self, started: asyncio.Task[Child]) -> None:
        if not started.cancelled() and started.exception() is None:
            child = started.result()
            child.ended.add_done_callback(lambda _: self._spare_ended(started))

    def _spare_ended(self, started: asyncio.Task[Child]) -> None:
        if self._spare is started:  # not taken: nobody else will reap it
            self._spare = None
            self._kill_behind(started.result())
            self._replace_spare()

    def _kill_behind(self, child: Child) -> None:
        killing = asyncio.create_task(child.kill())
        self._ending.add(killing)
        killing.add_done_callback(self._ending.discard)

    async def _warm(self) -> None:
        self._replace_spare()
        assert self._spare is not None
        await asyncio.wait([self._spare])

    async def _take(self) -> Child:
        """The spare if there is one that lives, else a new cell."""
        spare, self._spare = self._spare, None
        if spare is not None:
            try:
                child = await spare
            except asyncio.CancelledError:
                spare.cancel()
                if not spare.cancelled() and spare.done() and spare.exception() is None:
                    await spare.result().kill()
                raise
            except Exception as error:
                log.warning("a spare cell did not start: %s", error)
            else:
                if child.usable:
                    return child
                await child.kill()
        try:
            return await self._start()
        except (ChildEnded, OSError, TimeoutError) as error:
            tail = error.tail if isinstance(error, ChildEnded) else ""
            log.exception("no cell can be started: %s", tail)
            raise TaskError(
                "The file could not be looked at: no process could be started.", code="internal", retryable=True
            ) from error

    async def _run(self, asked: dict[str, Any], wall_s: float, report: Progress) -> dict[str, Any]:
        try:
            frame = await self._exchange(asked, wall_s, report)
        except _NeverStarted:  # the spare died while it was idle: not the file's fault
            frame = await self._exchange(asked, wall_s, report)
        if isinstance(frame.get("result"), dict):
            result: dict[str, Any] = frame["result"]
            return result
        raise self._error(asked, frame)

    async def _exchange(self, asked: dict[str, Any], wall_s: float, report: Progress) -> wire.Frame:
        child = await self._take()
        started = answered = False
        # a short call is over before the next spare competes with it for the processor
        replacing = asyncio.get_running_loop().call_later(_SPARE_DELAY_S, self._replace_spare)
        try:
            async with asyncio.timeout(wall_s):
                await child.send(asked)
                while True:
                    frame = await child.receive()
                    if "started" in frame:
                        self._measures, started = frame["started"], True
                    elif "progress" in frame:
                        report(frame["progress"])
                    else:
                        answered = True
                        return frame
        except TimeoutError as error:
            raise ProcessingTimeout(
                f"Reading the file took longer than {wall_s:g} s.", details={"limit_s": wall_s}
            ) from error
        except ChildEnded as error:
            log.warning("a cell running %s ended: %s\n%s", asked["target"], error.why, error.tail)
            kind = InvalidFile if started else _NeverStarted
            raise kind(
                "The file could not be read: its contents stopped the decoder.",
                remedy="Convert the file with another program and send it again.",
                details={"reason": error.why},
            ) from error
        finally:
            replacing.cancel()
            self._replace_spare()
            if answered:
                self._kill_behind(child)  # its work is done and written: nobody waits for its funeral
            else:
                await child.kill()

    @staticmethod
    def _error(asked: dict[str, Any], frame: wire.Frame) -> LingoreelError:
        if isinstance(frame.get("error"), dict):
            return from_dict(frame["error"])
        if frame.get("failed") == "memory":
            return InvalidFile(
                f"Reading the file takes more memory than {asked['memory_bytes'] // _MIB} MiB.",
                remedy="Convert the file with another program and send it again.",
                details={"limit_bytes": asked["memory_bytes"]},
            )
        log.error("%s failed in a cell: %s", asked["target"], frame.get("trace"))
        return TaskError("The file could not be processed.", code="internal")
