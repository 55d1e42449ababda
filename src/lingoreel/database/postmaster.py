"""The PostgreSQL server's process as seen from outside: its locks, its pid, its end.

Needs the standard library only, because it is also run by its path, without the package:

    python postmaster.py become UID GID REACH PROGRAM [ARGUMENT …]   drop root, then become PROGRAM
    python postmaster.py keep DATA_DIR                               stop the server when its last user is gone

Who holds which lock (`flock`, so that the kernel frees each with its last holder, even after kill -9):

    postgres.users.lock    shared: every process that uses the server
    postgres.start.lock    exclusive: who starts or stops it
    postgres.server.lock   exclusive: inherited by the server and each of its backends
    postgres.keeper.lock   exclusive: the keeper
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PGDATA = "postgres"
USERS_LOCK = "postgres.users.lock"
START_LOCK = "postgres.start.lock"
SERVER_LOCK = "postgres.server.lock"
KEEPER_LOCK = "postgres.keeper.lock"

# A command line that ends is often followed by another: the server outlives a killed user by this.
KEEPER_GRACE_S = 3.0

_PR_SET_KEEPCAPS = 8
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


def open_lock(path: Path) -> int:
    """A descriptor of the lock file, made when absent and owned by who owns its folder."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    owner = path.parent.stat()
    if os.geteuid() == 0 and os.fstat(fd).st_uid != owner.st_uid:
        os.fchown(fd, owner.st_uid, owner.st_gid)
    return fd


def try_lock(fd: int, kind: int = fcntl.LOCK_EX) -> bool:
    """Take the lock if that is possible at once."""
    try:
        fcntl.flock(fd, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_lock(fd: int, kind: int = fcntl.LOCK_EX, *, timeout_s: float) -> bool:
    """Take the lock within `timeout_s` seconds."""
    deadline = time.monotonic() + timeout_s
    while not try_lock(fd, kind):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


@dataclass(frozen=True)
class PidFile:
    """What `postmaster.pid` says: the process, its socket folder and its status."""

    pid: int
    socket_folder: Path | None


def read_pid_file(pgdata: Path) -> PidFile | None:
    """The pid file's content; None when there is none or it is not one."""
    try:
        lines = (pgdata / "postmaster.pid").read_bytes().split(b"\n")
        pid = int(lines[0])
    except (OSError, ValueError):
        return None
    folder = lines[4].strip() if len(lines) > 4 else b""
    return PidFile(pid, Path(os.fsdecode(folder)) if folder.startswith(b"/") else None)


def serves(pid: int, pgdata: Path) -> bool:
    """Whether `pid` is a PostgreSQL process of this folder, and no other program that got its number."""
    try:
        program = Path(f"/proc/{pid}/exe").readlink().name.removesuffix(" (deleted)")
        return program == "postgres" and os.path.samefile(f"/proc/{pid}/cwd", pgdata)  # noqa: PTH121
    except OSError:
        return False


def live_postmaster(pgdata: Path) -> int | None:
    """The pid of the running server of this folder."""
    found = read_pid_file(pgdata)
    return found.pid if found and found.pid > 0 and serves(found.pid, pgdata) else None


def signal_all(pgdata: Path, number: signal.Signals) -> None:
    """Send a signal to every process of this server, orphaned backends too."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and serves(int(entry.name), pgdata):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(int(entry.name), number)


def stop(data_dir: Path, *, timeout_s: float = 30.0) -> bool:
    """End the server: a fast shutdown, and force after `timeout_s`. The caller holds the start lock.

    True once no process of it is left.
    """
    pgdata = data_dir / PGDATA
    fd = open_lock(data_dir / SERVER_LOCK)
    try:
        if try_lock(fd):
            return True
        if pid := live_postmaster(pgdata):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            if wait_lock(fd, timeout_s=timeout_s):
                return True
        for number, patience_s in ((signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            signal_all(pgdata, number)
            if wait_lock(fd, timeout_s=patience_s):
                return True
        return False
    finally:
        os.close(fd)


def _prctl(option: int, *arguments: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    if libc.prctl(option, *padded) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _keep_only_dac_override() -> None:
    # The data folder is root's and closed; the server, no longer root, must still reach its own folder in it.
    libc = ctypes.CDLL(None, use_errno=True)
    bit = 1 << _CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if libc.capset(header, sets) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE)


def become(uid: int, gid: int, *, reach: bool, argv: list[str]) -> None:
    """Turn this root process into `argv` run by another account; with `reach` it keeps CAP_DAC_OVERRIDE, where
    that is allowed, and nothing else of root's."""
    _prctl(_PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if reach:
        with contextlib.suppress(OSError):  # then the server's own message says what it cannot reach
            _keep_only_dac_override()
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    os.execv(argv[0], argv)  # noqa: S606


def keep(data_dir: Path) -> None:
    """Wait until the server has no user left, give a new one a moment to come, then stop it.

    A user that ends well stops the server itself; this is for the one that was killed.
    """
    keeper = open_lock(data_dir / KEEPER_LOCK)
    if not try_lock(keeper):
        return
    users = open_lock(data_dir / USERS_LOCK)
    start = open_lock(data_dir / START_LOCK)
    server = open_lock(data_dir / SERVER_LOCK)
    while True:
        fcntl.flock(users, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_UN)
        time.sleep(KEEPER_GRACE_S)
        fcntl.flock(start, fcntl.LOCK_EX)
        if try_lock(users):
            stop(data_dir)
            break
        if try_lock(server):
            break
        fcntl.flock(start, fcntl.LOCK_UN)
    # Before the start lock: whoever starts the server next brings a keeper, and that one must find this free.
    os.close(keeper)


def _detach() -> None:
    """Leave the caller: no parent to reap us, no terminal, none of its descriptors."""
    if os.fork():
        os._exit(0)
    os.setsid()
    os.chdir("/")


def main(arguments: list[str]) -> None:
    """Run one of the two commands named above."""
    command, *rest = arguments
    if command == "become":
        try:
            become(int(rest[0]), int(rest[1]), reach=rest[2] == "reach", argv=rest[3:])
        except OSError as error:
            sys.exit(f"cannot run {rest[3]} as uid {rest[0]}: {error.strerror}")
    elif command == "keep":
        _detach()
        with contextlib.suppress(OSError):  # the data folder was removed under us
            keep(Path(rest[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
