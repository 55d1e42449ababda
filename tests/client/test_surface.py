"""The names that programs may use: a change here is a change for them."""

from __future__ import annotations

import inspect
import subprocess
import sys

from lingoreel import client


def test_exported_names() -> None:
    assert sorted(client.__all__) == [
        "AccessDenied",
        "BadRequest",
        "Client",
        "ClientError",
        "Conflict",
        "NotEnoughPoints",
        "NotFound",
        "RefusedRequest",
        "ServiceFault",
        "ServiceUnreachable",
        "Task",
        "TaskFailed",
        "TooManyRequests",
        "Unauthorized",
        "UnexpectedAnswer",
        "UploadTooLarge",
        "WaitTimeout",
    ]
    methods = {name for name, _ in inspect.getmembers(client.Client, inspect.isfunction) if not name.startswith("_")}
    calls = {"dub", "film", "speak", "subtitle", "transcribe", "translate", "voices"}
    assert methods == calls | {"cancel", "close", "download", "limits", "points", "task", "wait"}


def test_every_failure_is_in_the_drawn_tree() -> None:
    def below(kind: type[Exception]) -> set[str]:
        return {kind.__name__}.union(*(below(child) for child in kind.__subclasses__()))

    assert below(client.ClientError) <= set(client.__all__)
    assert all(f"── {name}" in str(client.__doc__) for name in below(client.ClientError) - {"ClientError"})


def test_it_needs_nothing_else_of_lingoreel() -> None:
    code = "import sys, lingoreel.client; print([n for n in sys.modules if n.startswith('lingoreel.')])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert all(name.startswith("lingoreel.client") for name in eval(loaded))
