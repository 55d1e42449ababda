"""File names that came from outside, made safe to show and to store."""

from __future__ import annotations

import re
import unicodedata

MAX_BYTES = 255
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def clean_name(text: str, fallback: str = "source") -> str:
    """The last component of `text` without control and direction characters, at most 255 bytes of UTF-8.

    The ending survives the cut. A name with nothing left becomes `fallback`.
    """
    last = re.split(r"[/\\]", text)[-1]
    name = unicodedata.normalize("NFC", _UNSAFE.sub("", last)).strip()
    if not name.strip(". "):
        return fallback
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > 20:
        stem, dot, ending = name, "", ""
    room = MAX_BYTES - len((dot + ending).encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip() + dot + ending
