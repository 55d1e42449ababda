"""`python -m lingoreel.cli.attached PARENT_PID serve …`: a command that is asked to end (SIGTERM) when its parent does.

Unlike the children of `processes`, it is a whole service with a database to shut down, so it is not killed.
"""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Tie this process to its parent, then be `lingoreel` with the remaining arguments."""
    from lingoreel.cli import app
    from lingoreel.processes.lifeline import PR_SET_PDEATHSIG, libc

    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != int(sys.argv[1]):
        sys.exit(1)
    app(args=sys.argv[2:], prog_name="lingoreel")


if __name__ == "__main__":
    main()
