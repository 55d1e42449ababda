"""`python -m lingoreel.processes.with_parent PARENT_PID PROGRAM ARGUMENT…`: becomes PROGRAM, tied to its parent.

The wish set by die_with_parent outlives exec, so any program can be tied this way.
"""

from __future__ import annotations

import os
import sys

from lingoreel.processes.lifeline import die_with_parent

if __name__ == "__main__":
    die_with_parent(int(sys.argv[1]))
    try:
        os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606
    except OSError as error:
        sys.exit(f"cannot start {sys.argv[2]}: {error.strerror}")
