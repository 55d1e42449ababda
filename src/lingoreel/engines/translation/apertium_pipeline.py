"""One Apertium direction kept alive: a chain of programs that answers texts one after another.

Every program of the chain runs with `-z`: it flushes at a NUL. A text is followed by a blank that carries its number,
which the programs pass on untouched, so that an answer that went astray is noticed and never taken for another's.
"""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import time
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial

from lingoreel.processes.lifeline import die_with_parent

ANSWER_S = 20.0  # a text takes milliseconds, the first one of a chain a fifth of a second
IN_FLIGHT = 64
_BLOCK = 1 << 16

_SPECIAL = re.compile(r"([\[\]{}^$/\\@<>])")
# in an answer: an escaped character, a tag or delimiter that a stage let through
_RAW = re.compile(r"\\(.)|<[\w.:+-]*>|[\^$]", re.DOTALL)
_SENTENCE_END = (".", "!", "?")
_TILDE = "∼"  # stands in for ~, which tells the last program where letters contract
_STOP = ".[]"  # closes a sentence for the taggers, and is taken off again


class PipelineFault(Exception):
    """The chain died, hung or lost its place; nothing more can be asked of it."""


class Pipeline:
    """The chain of one mode. Not for several threads. Raises PipelineFault when it cannot be started.

    Its processes belong to the caller's process group and die with the thread that made it.
    """

    def __init__(
        self,
        commands: Sequence[Sequence[str]],
        environment: dict[str, str],
        *,
        answer_s: float = ANSWER_S,
        in_flight: int = IN_FLIGHT,
    ) -> None:
        self._answer_s = answer_s
        self._in_flight = in_flight
        self._number = 0
        self._processes: list[subprocess.Popen[bytes]] = []
        self._input, self._output = -1, -1
        try:
            self._start(commands, {**os.environ, **environment})
        except OSError as error:
            self.close()
            raise PipelineFault(f"a program of the chain cannot be started: {error}") from error

    def _start(self, commands: Sequence[Sequence[str]], environment: dict[str, str]) -> None:
        following, self._input = os.pipe()
        try:
            for command in commands:
                output, output_in = os.pipe()
                try:
                    process = subprocess.Popen(
                        list(command),
                        stdin=following,
                        stdout=output_in,
                        env=environment,
                        preexec_fn=partial(die_with_parent, os.getpid()),  # noqa: PLW1509 - a host has one thread
                    )
                except BaseException:
                    os.close(output)
                    raise
                finally:
                    os.close(output_in)
                    os.close(following)
                    following = -1
                self._processes.append(process)
                following = output
        except BaseException:
            if following >= 0:
                os.close(following)
            raise
        self._output = following
        os.set_blocking(self._input, False)
        os.set_blocking(self._output, False)

    @property
    def pids(self) -> list[int]:
        """The processes of the chain, first to last."""
        return [process.pid for process in self._processes]

    def translate(self, texts: Sequence[str], *, in_flight: int | None = None) -> Iterator[str]:
        """The answers, in order, as they come. Raises PipelineFault at the first that does not come in time.

        Texts must be free of control characters. Up to `in_flight` of them are under way at once.
        """
        waiting: deque[tuple[int, bool]] = deque()  # number, whether a stop was added
        sending, received = bytearray(), bytearray()
        following = iter(texts)
        room = in_flight or self._in_flight
        answered, ended = 0, False
        poll = select.poll()
        poll.register(self._output, select.POLLIN)
        deadline = time.monotonic() + self._answer_s
        while answered < len(texts):
            while not ended and len(waiting) < room and len(sending) < _BLOCK:
                text = next(following, None)
                if text is None:
                    ended = True
                    break
                self._number += 1
                encoded, stopped = _encode(text, self._number)
                sending += encoded
                waiting.append((self._number, stopped))
            self._move(poll, sending, received, deadline)
            while (end := received.find(b"\0")) >= 0 and waiting:
                raw = bytes(received[:end])
                del received[: end + 1]
                answered += 1
                deadline = time.monotonic() + self._answer_s
                yield _decode(raw, *waiting.popleft())
        if received:
            raise PipelineFault("the chain said more than it was asked")

    def _move(self, poll: select.poll, sending: bytearray, received: bytearray, deadline: float) -> None:
        """Wait until something can be written or read, and do it."""
        if sending:
            poll.register(self._input, select.POLLOUT)
        left = deadline - time.monotonic()
        ready = dict(poll.poll(max(0, left * 1000))) if left > 0 else {}
        if sending:
            poll.unregister(self._input)
        if not ready:
            raise PipelineFault(f"the chain was silent for {self._answer_s:g} s")
        try:
            if self._input in ready:
                del sending[: os.write(self._input, sending[:_BLOCK])]
            if self._output in ready:
                data = os.read(self._output, _BLOCK)
                if not data:
                    raise PipelineFault("a program of the chain ended")
                received += data
        except BlockingIOError:
            pass
        except OSError as error:
            raise PipelineFault(f"a program of the chain ended: {error.strerror}") from error

    def close(self) -> None:
        """Kill and reap the chain; may be called twice."""
        for descriptor in {self._input, self._output} - {-1}:
            os.close(descriptor)
        self._input = self._output = -1
        for process in self._processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
        for process in self._processes:
            process.wait()
        self._processes = []


def _encode(text: str, number: int) -> tuple[bytes, bool]:
    stopped = not text.rstrip("\"'»”’)").endswith(_SENTENCE_END)
    escaped = _SPECIAL.sub(r"\\\1", text.replace("~", _TILDE)) + (_STOP if stopped else "")
    return f"{escaped}[][\n{number}]\0".encode("utf-8", "replace"), stopped


def _decode(raw: bytes, number: int, stopped: bool) -> str:
    text = raw.decode("utf-8", "replace")
    mark = f"[][\n{number}]"
    if not text.endswith(mark):
        raise PipelineFault("the chain lost its place")
    text = text.removesuffix(mark)
    if stopped:
        # some rule may have moved the blank away from its stop
        text = text.removesuffix(_STOP) if text.endswith(_STOP) else text.replace("[]", "").rstrip().removesuffix(".")
    return _RAW.sub(lambda match: match[1] or "", text).replace(_TILDE, "~")
