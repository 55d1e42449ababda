"""What a child gives up before it touches bytes from outside. Called in the child itself.

Each measure is taken where the kernel lets an ordinary process take it; what could not be had is
told, never silently missing (`lingoreel doctor` shows it).
"""

from __future__ import annotations

import ctypes
import os
import resource

from lingoreel.processes.lifeline import libc

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
CAP_DAC_OVERRIDE = 1
LAST_CAPABILITY = 63
_CAPABILITY_VERSION_3 = 0x20080522


def forbid_core_dumps() -> None:
    """No memory image of a crashed child on disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _new_user_and_network() -> bool:
    user, group = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    try:
        for name, text in (
            ("setgroups", "deny"),  # the kernel's condition for an unprivileged gid_map
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            with open(f"/proc/self/{name}", "w") as file:  # noqa: PTH123  (pathlib costs start-up time)
                file.write(text)
    except OSError:
        return False
    return True


def leave_network() -> bool:
    """Move into an empty network namespace; True when done.

    Outside root that takes a user namespace as well, where this user is mapped to itself so that
    its files stay its own. Some systems grant the namespace and refuse the mapping, which cannot
    be undone: a throw-away process tries it first. Call it while there is one thread.
    """
    if libc.unshare(CLONE_NEWNET) == 0:
        return True
    trial = os.fork()
    if trial == 0:
        os._exit(0 if _new_user_and_network() else 1)
    _, status = os.waitpid(trial, 0)
    return status == 0 and _new_user_and_network()


def forbid_new_privileges() -> bool:
    """No set-uid program can raise this process any more; True when done."""
    return bool(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)


def _set_capabilities(effective: int, permitted: int) -> bool:
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    halves = [part for shift in (0, 32) for part in ((effective >> shift), (permitted >> shift), 0)]
    return bool(libc.capset(header, (ctypes.c_uint32 * 6)(*(half & 0xFFFFFFFF for half in halves))) == 0)


def drop_capabilities() -> bool:
    """Give up every capability; True when done.

    One exception: root on a folder of another user (a container with a mounted folder) keeps the
    right to pass file permissions, without which it could not reach its own working folder.
    """
    for capability in range(LAST_CAPABILITY + 1):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    kept = 1 << CAP_DAC_OVERRIDE
    here = os.getcwd()  # noqa: PTH109
    if not _set_capabilities(0, kept):
        return _set_capabilities(0, 0)
    try:
        os.stat(os.path.join(here, "."))  # noqa: PTH116, PTH118
    except OSError:
        return _set_capabilities(kept, kept)
    return _set_capabilities(0, 0)


def limit_resources(*, memory_bytes: int | None, cpu_s: int | None, file_bytes: int | None) -> None:
    """Set hard limits: address space, processor seconds, size of a written file. None: unlimited."""
    for kind, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_FSIZE, file_bytes),
    ):
        if value is None:
            continue
        _, hard = resource.getrlimit(kind)
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))
