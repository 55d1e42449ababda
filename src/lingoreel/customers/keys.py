"""The text of an API key: `lr_`, 43 random base-62 digits (256 bits), 6 of checksum.

The fixed shape lets leaked keys be scanned for, and the checksum refuses a mistyped one without the database.
Only a keyed hash of it is ever stored.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
import zlib

from lingoreel.settings import Settings
from lingoreel.storage import derive, load_secret

PREFIX = "lr_"
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM = 43
_CHECKSUM = 6
_SHAPE = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_RANDOM + _CHECKSUM}}}", re.ASCII)


def key_secret(settings: Settings) -> bytes:
    """What keys are hashed with: the same for every process of a service."""
    return derive(load_secret(settings), "api keys")


def make_key() -> str:
    """A fresh key from the system's randomness; 52 characters."""
    body = PREFIX + "".join(secrets.choice(_DIGITS) for _ in range(_RANDOM))
    return body + _checksum(body)


def is_well_formed(key: str) -> bool:
    """Whether the text has a key's shape and checksum; says nothing about whether it was issued."""
    return _SHAPE.fullmatch(key) is not None and _checksum(key[:-_CHECKSUM]) == key[-_CHECKSUM:]


def hash_key(secret: bytes, key: str) -> bytes:
    """What is stored of a key: HMAC-SHA256, 32 bytes. A slow hash adds nothing to 256 random bits."""
    return hmac.digest(secret, key.encode(), hashlib.sha256)


def _checksum(body: str) -> str:
    value = zlib.crc32(body.encode())
    digits = ""
    for _ in range(_CHECKSUM):
        value, digit = divmod(value, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits
