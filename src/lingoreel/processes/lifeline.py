"""A child that dies with its parent, however the parent dies (Linux `PR_SET_PDEATHSIG`)."""

from __future__ import annotations

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1

libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent_pid: int | None = None) -> None:
    """Ask the kernel to SIGKILL this process when the thread that started it ends.

    Call it first thing in a child's main. `parent_pid` is the process that ought to be the parent:
    if it died before this call the signal will never come, so the child ends here. The kernel
    forgets the wish when credentials change (a set-uid program, a new user namespace): call again.
    """
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if parent_pid is not None and os.getppid() != parent_pid:
        os._exit(1)


def volunteer_for_oom(score: int) -> None:
    """Let the kernel kill this process before its parent when memory runs out; 0 to 1000."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123  (pathlib costs start-up time)
            file.write(str(score))
    except OSError:
        pass  # no /proc: the kernel then picks by size, which is the child anyway
