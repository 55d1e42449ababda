"""The one secret of an installation, and the keys that are made from it."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from lingoreel.errors import NotReady
from lingoreel.settings import Settings

_FILE = "secret"
_MINIMUM_CHARACTERS = 32


def load_secret(settings: Settings) -> bytes:
    """The secret of the settings, else of the file `secret` in the data folder, which is made (0600) by the first
    process that needs it. Several processes get the same. Raises NotReady when the file cannot be used."""
    if settings.secret:
        return settings.secret.encode()
    try:
        text = _load_or_create(settings.data_dir)
    except (OSError, UnicodeDecodeError) as error:
        raise NotReady(
            f"the secret in {settings.data_dir} cannot be read or made: {error}", remedy="set LINGOREEL_SECRET"
        ) from error
    if len(text) < _MINIMUM_CHARACTERS:
        raise NotReady(
            f"{settings.data_dir / _FILE} is shorter than {_MINIMUM_CHARACTERS} characters",
            remedy="restore it (every key and link depends on it), or remove it to make a new one",
        )
    return text.encode()


def derive(secret: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose ("links", "api keys"): nothing made with one works as another."""
    return hmac.new(secret, b"lingoreel/" + purpose.encode(), hashlib.sha256).digest()


def _load_or_create(data_dir: Path) -> str:
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data_dir / _FILE
    folder = os.open(data_dir, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        # The folder itself is the lock: two first processes must not make two secrets.
        fcntl.flock(folder, fcntl.LOCK_EX)
        if not path.exists():
            _create(path, secrets.token_urlsafe(48))
    finally:
        os.close(folder)
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(fd, "r") as file:
        if os.fstat(fd).st_mode & 0o077:
            os.fchmod(fd, 0o600)
        return file.read().strip()


def _create(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(fd, "w") as file:
        if os.geteuid() == 0:
            owner = path.parent.stat()
            os.fchown(fd, owner.st_uid, owner.st_gid)
        file.write(text + "\n")
        file.flush()
        os.fsync(fd)
    fresh.replace(path)
