"""A host: makes one engine, keeps it warm, and serves one request after another."""

from __future__ import annotations

import os
import sys

from lingoreel.processes import wire
from lingoreel.processes.child_end import Answer, begin, load
from lingoreel.processes.confinement import forbid_new_privileges, limit_resources
from lingoreel.processes.lifeline import die_with_parent

OOM_SCORE = 500


def main() -> None:
    connection = begin(OOM_SCORE)
    answer = Answer(connection)
    forbid_new_privileges()
    die_with_parent(int(sys.argv[2]))
    setup = wire.receive(connection)
    if setup is None:
        return
    limit_resources(memory_bytes=setup["memory_bytes"], cpu_s=None, file_bytes=None)
    made: list[object] = []

    def make() -> dict[str, object]:
        made.append(load(setup["engine"])(setup["config"]))
        return {}

    answer.outcome_of(make)
    while made and (request := wire.receive(connection)) is not None:
        handle = made[0].handle  # type: ignore[attr-defined]
        asked = request["request"]
        answer.outcome_of(lambda handle=handle, asked=asked: handle(asked, answer.report))  # type: ignore[misc]


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)  # native libraries of engines are known to hang at exit
