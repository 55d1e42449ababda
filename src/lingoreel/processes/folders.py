"""Private folders for children, which outlive neither the child nor, for long, a killed parent."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class ChildFolders:
    """One folder per child inside one folder per parent.

    The parent holds a flock on its folder, which the kernel frees whatever kills it; whoever
    starts next removes the folders it can lock.
    """

    def __init__(self, scratch: Path) -> None:
        base = scratch / "children"
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(base):
            for entry in base.iterdir():
                self._remove_if_abandoned(entry)
            self.path = Path(tempfile.mkdtemp(dir=base))
            self._lock: int | None = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(self._lock, fcntl.LOCK_EX)

    @staticmethod
    def _remove_if_abandoned(entry: Path) -> None:
        try:
            handle = os.open(entry, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(entry, ignore_errors=True)
        except OSError:
            pass  # its parent lives
        finally:
            os.close(handle)

    def make(self) -> Path:
        """A new empty folder, readable by this user alone."""
        return Path(tempfile.mkdtemp(dir=self.path))

    def close(self) -> None:
        """Remove everything."""
        if self._lock is not None:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = None
