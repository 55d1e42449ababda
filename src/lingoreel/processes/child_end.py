"""The child's end of the connection: what the mains of cell and host share.

A child is started as `python -m <main> <socket fd> <parent pid>`. Its stdout and stderr go to the
parent's log tail; the protocol has a socket of its own, so that an engine may print as it likes.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import Any

from lingoreel.errors import LingoreelError
from lingoreel.processes import wire
from lingoreel.processes.confinement import forbid_core_dumps
from lingoreel.processes.lifeline import die_with_parent, volunteer_for_oom

TRACEBACK_CHARACTERS = 8000


def begin(oom_score: int) -> socket.socket:
    """First call of a child's main: tie it to its parent and open its end of the connection."""
    descriptor, parent_pid = int(sys.argv[1]), int(sys.argv[2])
    die_with_parent(parent_pid)
    volunteer_for_oom(oom_score)
    forbid_core_dumps()
    faulthandler.enable()
    os.set_inheritable(descriptor, False)  # a grandchild must not hold the connection open
    return socket.socket(fileno=descriptor)


class Answer:
    """Sends frames; safe to call from the threads of an engine."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def send(self, frame: wire.Frame) -> None:
        """Blocks while the parent is slow to read. A vanished parent ends this process."""
        data = wire.encode(frame)
        with self._lock:
            try:
                self._connection.sendall(data)
            except OSError:
                os._exit(1)

    def report(self, progress: dict[str, Any]) -> None:
        """What `report` is inside a function or engine."""
        self.send({"progress": progress})

    def outcome_of(self, work: Callable[[], dict[str, Any]]) -> None:
        """Run `work` and send its result, or its error as data."""
        try:
            self.send({"result": work()})
        except LingoreelError as error:
            self.send({"error": error.as_dict()})
        except MemoryError:
            self.send({"failed": "memory", "trace": ""})
        except Exception as error:  # everything else crosses as text, for the log only
            with contextlib.suppress(Exception):
                error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            trace = "".join(traceback.format_exception(error))[-TRACEBACK_CHARACTERS:]
            self.send({"failed": type(error).__name__, "trace": trace})


def load(target: str) -> Any:
    """The object named "package.module:name". Raises ImportError or AttributeError."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)
