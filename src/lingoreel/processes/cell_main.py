"""A cell: starts, gives up what it does not need, waits for one request, serves it, ends."""

from __future__ import annotations

import os
import sys

from lingoreel.processes import wire
from lingoreel.processes.child_end import Answer, begin, load
from lingoreel.processes.confinement import (
    drop_capabilities,
    forbid_new_privileges,
    leave_network,
    limit_resources,
)
from lingoreel.processes.lifeline import die_with_parent
from lingoreel.processes.own_files import keep_to_files
from lingoreel.processes.system_calls import filter_system_calls

OOM_SCORE = 700


def nothing(request: dict[str, object], report: object) -> dict[str, object]:  # noqa: ARG001
    """Does nothing, in a cell: to learn how far a cell is confined."""
    return {}


def main() -> None:
    connection = begin(OOM_SCORE)
    answer = Answer(connection)
    measures = {
        "own_network": leave_network(),
        "no_new_privileges": forbid_new_privileges(),
        "no_capabilities": drop_capabilities(),
    }
    die_with_parent(int(sys.argv[2]))  # a new user namespace makes the kernel forget it
    for module in sys.argv[3:]:  # imported ahead, so that a request does not wait for it
        __import__(module)
    answer.send({"ready": measures})

    request = wire.receive(connection)
    if request is None:
        return
    limit_resources(memory_bytes=request["memory_bytes"], cpu_s=request["cpu_s"], file_bytes=request["file_bytes"])
    measures["own_files"] = keep_to_files(request["readable"], [*request["writable"], os.getcwd()])  # noqa: PTH109
    measures["filtered_calls"] = filter_system_calls(allow_programs=request["allow_programs"])
    answer.send({"started": measures})

    answer.outcome_of(lambda: load(request["target"])(request["request"], answer.report))


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)  # nothing of hostile making runs at interpreter exit
