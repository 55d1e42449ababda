"""The states of a task, their words and their order."""

from __future__ import annotations

from enum import IntEnum


class State(IntEnum):
    """A task's state, as clients of the HTTP API know it. Moves only along 0→2→3→4→5→1, or below 0."""

    QUEUED = 0
    COMPLETE = 1
    PREPARING = 2
    WAITING = 3
    PROCESSING = 4
    PUBLISHING = 5
    FAILED = -1
    RESULT_NOT_STORED = -2
    SOURCE_FAILED = -3
    SUBMISSION_FAILED = -4
    OVER_LIMIT = -5
    INVALID_FILE = -7
    TIMED_OUT = -8
    NO_SPEECH = -11


RUNNING = (State.PREPARING, State.WAITING, State.PROCESSING, State.PUBLISHING)
OPEN = (State.QUEUED, *RUNNING)

DETAIL = {
    State.QUEUED: "Queued",
    State.COMPLETE: "Complete",
    State.PREPARING: "Preparing",
    State.WAITING: "Waiting for a free lane",
    State.PROCESSING: "Processing",
    State.PUBLISHING: "Publishing",
    State.FAILED: "Failed",
    State.RESULT_NOT_STORED: "Result could not be stored",
    State.SOURCE_FAILED: "Source could not be downloaded",
    State.SUBMISSION_FAILED: "Submission failed",
    State.OVER_LIMIT: "Over a size or duration limit",
    State.INVALID_FILE: "Invalid file",
    State.TIMED_OUT: "Processing timed out",
    State.NO_SPEECH: "No speech found",
}
