"""The parent's end of one child process: start, talk, kill."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from lingoreel import metrics
from lingoreel.processes import wire

log = logging.getLogger(__name__)

START_S = 120  # a cold disk under load may take this long to import a few libraries
TAIL_BYTES = 16_384
_REAP_S = 10  # a killed process that takes longer hangs in the kernel (a dead network disk)


class ChildEnded(Exception):
    """The child ended, or spoke nonsense, before it had answered. `tail`: its last words, for the log."""

    def __init__(self, why: str, tail: str) -> None:
        super().__init__(why)
        self.why = why
        self.tail = tail


class Child:
    """A child in a session of its own, with its private folder. All methods belong to one event loop."""

    def __init__(self, process: subprocess.Popen[bytes], connection: socket.socket, output: int, folder: Path) -> None:
        self.pid = process.pid
        self.folder = folder
        self._process = process
        self._connection = connection
        self._output = output
        self._tail = bytearray()
        self._frames: asyncio.Queue[wire.Frame | None] = asyncio.Queue(maxsize=16)
        self._why = ""
        self._writer: asyncio.StreamWriter | None = None
        self._pump: asyncio.Task[None] | None = None
        self._end: asyncio.Task[None] | None = None
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when the child's connection is closed: it is dead or dying."""

    @classmethod
    async def start(cls, module: str, arguments: list[str], environment: dict[str, str], folder: Path) -> Child:
        """Start `python -m module`. Raises OSError when the system has no process left to give."""
        ours, theirs = socket.socketpair()
        output, output_in = os.pipe()
        try:
            process = subprocess.Popen(  # noqa: ASYNC220  (returns as soon as the child exists)
                [sys.executable, "-P", "-m", module, str(theirs.fileno()), str(os.getpid()), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output_in,
                stderr=output_in,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
                env=environment,
                cwd=folder,
            )
        except BaseException:
            ours.close()
            os.close(output)
            shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            theirs.close()
            os.close(output_in)
        metrics.children_started.labels(module.rpartition(".")[2].removesuffix("_main")).inc()
        child = cls(process, ours, output, folder)
        await child._open()
        return child

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        os.set_blocking(self._output, False)
        loop.add_reader(self._output, self._read_output)
        try:
            reader, self._writer = await asyncio.open_unix_connection(sock=self._connection)
        except BaseException:
            await self.kill()
            raise
        self._pump = loop.create_task(self._read_frames(reader))

    def _read_output(self) -> None:
        try:
            data = os.read(self._output, 65_536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._output)
            return
        self._tail += data
        del self._tail[:-TAIL_BYTES]

    async def _read_frames(self, reader: asyncio.StreamReader) -> None:
        try:
            while (frame := await wire.read_frame(reader)) is not None:
                await self._frames.put(frame)
        except wire.WireError as error:
            self._why = str(error)
        finally:
            if not self.ended.done():
                self.ended.set_result(None)
        await self._frames.put(None)

    @property
    def tail(self) -> str:
        """The last words on stdout and stderr."""
        return self._tail.decode(errors="replace")

    @property
    def usable(self) -> bool:
        """Whether it may still answer."""
        return self._end is None and not self.ended.done()

    async def send(self, frame: wire.Frame) -> None:
        """Raises ChildEnded when nobody reads, WireError when the frame cannot be sent at all."""
        assert self._writer is not None
        data = wire.encode(frame)
        try:
            self._writer.write(data)
            await self._writer.drain()
        except ConnectionError as error:
            raise await self._ended() from error

    async def receive(self) -> wire.Frame:
        """The next frame. Raises ChildEnded."""
        frame = await self._frames.get()
        if frame is None:
            raise await self._ended()
        return frame

    async def _ended(self) -> ChildEnded:
        status = await self.kill(natural_s=0.5)
        if self._why:
            why = self._why
        elif status is None:
            why = "it did not die"
        elif status < 0:
            why = f"signal {signal.Signals(-status).name}"
        else:
            why = f"exit code {status}"
        return ChildEnded(why, self.tail)

    async def kill(self, natural_s: float = 0.0) -> int | None:
        """Kill the whole group, reap it, close everything; its exit status, None if it would not die.

        `natural_s`: seconds a child whose connection is closed may take to end by itself, so that
        its own exit status is seen. Calling it again waits for the first call.
        """
        if self._end is None:
            self._end = asyncio.create_task(self._kill(natural_s))
        await asyncio.shield(self._end)
        return self._process.returncode

    async def _dies_within(self, limit_s: float) -> bool:
        # WNOWAIT leaves the body in place, so that its process group number cannot be given to others
        options = os.WEXITED | os.WNOWAIT | os.WNOHANG
        deadline = time.monotonic() + limit_s
        pause = 0.0005
        while os.waitid(os.P_PID, self.pid, options) is None:  # noqa: ASYNC222  (WNOHANG)
            if time.monotonic() >= deadline:
                return False
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, 0.02)
        return True

    async def _kill(self, natural_s: float) -> None:
        await self._dies_within(natural_s)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        if await self._dies_within(_REAP_S):
            self._process.wait()
        else:
            log.error("child %d does not die", self.pid)
        loop = asyncio.get_running_loop()
        self._read_output()
        loop.remove_reader(self._output)
        os.close(self._output)
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.wait([self._pump])
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()
        else:
            self._connection.close()
        if not self.ended.done():
            self.ended.set_result(None)
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)
