"""The licence of a model's folder, as its own card or licence file tells it."""

from __future__ import annotations

import re
from pathlib import Path

UNKNOWN = "unknown"
READ_CHARACTERS = 20_000
SHOWN_CHARACTERS = 80

_FRONT_MATTER = re.compile(r"\A\ufeff?\s*---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"^(license|license_name|license_link)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_LISTED = re.compile(r"^license[ \t]*:[ \t]*\n[ \t]*-[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_SPDX = {"apache-2.0": "Apache-2.0", "mit": "MIT", "bsd-3-clause": "BSD-3-Clause", "cc-by-4.0": "CC-BY-4.0",
         "cc-by-nc-4.0": "CC-BY-NC-4.0", "cc0-1.0": "CC0-1.0"}  # fmt: skip
_TEXTS = (
    (re.compile(r"Apache License\s+Version 2\.0", re.IGNORECASE), "Apache-2.0"),
    (re.compile(r"\bMIT License\b", re.IGNORECASE), "MIT"),
)


def licence(folder: Path) -> str:
    """The licence's SPDX identifier or its own name, with where to read it if told; `unknown` where nothing is told.

    Read from the front matter of README.md (the hub's model card), else from the first licence file.
    """
    return _of_card(folder / "README.md") or _of_file(folder) or UNKNOWN


def _of_card(path: Path) -> str | None:
    front = _FRONT_MATTER.match(_text(path))
    if front is None:
        return None
    told = {key: _plain(value) for key, value in _ENTRY.findall(front.group(1))}
    listed = _LISTED.search(front.group(1))
    name = told.get("license") or (_plain(listed.group(1)) if listed else "")
    if name.lower() in ("other", "unknown", ""):
        name = told.get("license_name", "")
        if not name:
            return None
    link = told.get("license_link", "")
    shown = _SPDX.get(name.lower(), name)[:SHOWN_CHARACTERS]
    return f"{shown} ({link})" if link.startswith("https://") and shown not in _SPDX.values() else shown


def _of_file(folder: Path) -> str | None:
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        text = _text(path).strip() if path.stem.lower() in ("license", "licence") else ""
        if text:
            known = next((name for pattern, name in _TEXTS if pattern.search(text)), None)
            return known or _plain(text.splitlines()[0])[:SHOWN_CHARACTERS]
    return None


def _plain(value: str) -> str:
    """A YAML scalar without quotes; control characters have no place in what customers are shown."""
    return "".join(c for c in value.partition(" #")[0].strip().strip("\"'") if c.isprintable())


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(READ_CHARACTERS)
    except OSError:
        return ""
