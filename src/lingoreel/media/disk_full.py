"""A full disk, told as what it is."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

from lingoreel.errors import ResultNotStored

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextlib.contextmanager
def told_when_full() -> Iterator[None]:
    """Raises ResultNotStored in place of an error that means that nothing more can be written."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise ResultNotStored("The result could not be written: no space is left.") from error
