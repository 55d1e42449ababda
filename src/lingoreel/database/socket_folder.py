"""A private folder for the server's socket, on a path short enough for one."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from pathlib import Path

from lingoreel.errors import NotReady

PORT = 5432
# sun_path is 108 bytes with its final NUL; the longest socket path is then 107.
_FOLDER_BYTES = 107 - len(f"/.s.PGSQL.{PORT}")
# libpq splits hosts at commas and the server's configuration has quoting rules: plain paths need neither.
_PLAIN = re.compile(r"/[A-Za-z0-9_./+@-]*", re.ASCII)


def _usable(path: Path) -> bool:
    return len(os.fsencode(path)) <= _FOLDER_BYTES and _PLAIN.fullmatch(str(path)) is not None


def _problem(path: Path, owner: int) -> str | None:
    """Why this existing folder cannot be trusted; None when it is the owner's alone."""
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return "is not a folder"
    if found.st_uid != owner:
        return f"belongs to uid {found.st_uid}"
    if found.st_mode & 0o077:
        return f"is open to others (mode {stat.S_IMODE(found.st_mode):04o})"
    return None


def _claim(path: Path, owner: os.stat_result) -> str | None:
    try:
        path.mkdir(mode=0o700)
        if os.geteuid() == 0 and owner.st_uid != 0:
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
    except FileExistsError:
        pass
    except OSError as error:
        return error.strerror or "cannot be made"
    return _problem(path, owner.st_uid)


def _bases(owner: int) -> list[Path]:
    bases = []
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        folder = Path(runtime)
        if folder.is_absolute() and folder.is_dir() and _problem(folder, owner) is None:
            bases.append(folder)
    for name in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108 - only a folder of 0700 in it is used
        folder = Path(name)
        if not folder.is_dir() or folder in bases:
            continue
        found = folder.stat()
        others_may_rename = found.st_mode & 0o022 and not found.st_mode & stat.S_ISVTX
        if not others_may_rename:
            bases.append(folder)
    return bases


def claim_socket_folder(data_dir: Path, last: Path | None = None) -> Path:
    """The folder for the socket, mode 0700, made when absent: in the data folder where its path is short
    and plain, else in the runtime or temp folder under a name made of the data folder's.

    `last` is where the socket was before; it is taken again when it can be, so that clients find it.
    Raises NotReady when every place is taken by somebody else.
    """
    owner = data_dir.stat()
    inside = data_dir.resolve() / "postgres.socket"
    name = f"lingoreel-{owner.st_uid}-{hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:16]}"
    candidates = [last] if last and last.name in {inside.name, name} else []
    candidates += [inside, *(base / name for base in _bases(owner.st_uid))]
    problems = []
    for folder in candidates:
        if not _usable(folder):
            continue
        problem = _claim(folder, owner)
        if problem is None:
            return folder
        problems.append(f"{folder} {problem}")
    raise NotReady(
        f"no private folder for the database's socket: {'; '.join(problems) or 'no short path'}",
        remedy="remove the folder named above, or set TMPDIR to a short path of your own",
    )
