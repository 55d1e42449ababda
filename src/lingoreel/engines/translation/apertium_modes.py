"""Which Apertium pairs are here, and what each is made of: its mode file, as a chain of programs.

A mode file is one shell pipeline. It is never handed to a shell: it is read, its paths are set to where the pair
really lies, so that a pulled folder may move, and its programs are started one by one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

from lingoreel.engines import languages
from lingoreel.engines.pulling import debian
from lingoreel.engines.pulling.items import APERTIUM_RUNTIME, ITEMS
from lingoreel.engines.translation.protocol import Pair
from lingoreel.errors import InvalidRequest
from lingoreel.settings import Settings

SHARE = "usr/share/apertium"
SYSTEM = Path("/") / SHARE

_MODE_NAME = re.compile(r"([a-z]{2,3})-([a-z]{2,3})(?:_([A-Z]{2}))?")
# Serbo-Croatian is one language to Apertium, with a mode for each norm of the target.
_NORMS = {"HR": "hr", "BS": "bs", "SR": "sr"}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with modes and data, and where its programs are: `runtime` is an unpacked folder, None the PATH."""

    share: Path
    runtime: Path | None

    def program(self, name: str) -> str | None:
        """Full path of a program of Apertium."""
        path = str(self.runtime / "usr" / "bin") if self.runtime else None
        return shutil.which(name, path=path)

    def environment(self) -> dict[str, str]:
        """What the programs need in their environment, besides what is there."""
        needed = {"LC_ALL": "C.UTF-8"}
        if self.runtime:
            inherited = os.environ.get("LD_LIBRARY_PATH")
            needed["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, [debian.library_path(self.runtime), inherited]))
        return needed


@dataclass(frozen=True, slots=True)
class Mode:
    """One direction: the programs of its chain with their arguments, all kept alive by `-z`."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    environment: dict[str, str]


def places(settings: Settings) -> list[Place]:
    """Pulled pairs first, then those installed with the system's packages."""
    root = settings.models_dir / "apertium"
    runtime = settings.models_dir / ITEMS[APERTIUM_RUNTIME].folder
    with_programs = runtime if (runtime / "usr" / "bin" / "lt-proc").is_file() else None
    folders = sorted(root.iterdir()) if root.is_dir() else []
    pulled = [Place(folder / SHARE, with_programs) for folder in folders if (folder / SHARE / "modes").is_dir()]
    return [*pulled, Place(SYSTEM, None)]


def find(places: list[Place]) -> dict[Pair, tuple[Place, str]]:
    """Mode of each pair whose programs and files are all here; the first place that has one wins."""
    found: dict[Pair, tuple[Place, str]] = {}
    for place in places:
        for path in sorted((place.share / "modes").glob("*.mode")):
            wanted = [pair for pair in _pairs(path.stem) if pair not in found]
            if wanted and read(place, path.stem) is not None:
                found |= dict.fromkeys(wanted, (place, path.stem))
    return found


def _pairs(name: str) -> list[Pair]:
    """Pairs that the mode of this name serves; none for variants such as `eng-cat_valencia`."""
    match = _MODE_NAME.fullmatch(name)
    if match is None:
        return []
    try:
        source, target = languages.normalise(match[1]), languages.normalise(match[2])
    except InvalidRequest:
        return []
    if match[3]:
        return [(source, _NORMS[match[3]])] if target == "hbs" and match[3] in _NORMS else []
    sources = [source, *(_NORMS.values() if source == "hbs" else ())]
    return [(one, target) for one in sources]


def read(place: Place, name: str) -> Mode | None:
    """The mode's chain; None when it is no plain pipeline or a program or file of it is missing."""
    try:
        text = (place.share / "modes" / f"{name}.mode").read_text("utf-8").strip()
        parts = [shlex.split(part) for part in text.split("|")]
    except (OSError, ValueError):
        return None
    commands = [_command(place, words) for words in parts]
    if not commands or any(command is None for command in commands):
        return None
    return Mode(name, tuple(command for command in commands if command), place.environment())


def _command(place: Place, words: list[str]) -> tuple[str, ...] | None:
    program = place.program(words[0]) if words else None
    if program is None:
        return None
    # $1 asks the generator how to treat unknown words (-n: as they are, -g: marked); $2 is for debugging
    arguments = ["-n" if word == "$1" else word for word in words[1:] if word != "$2"]
    for index, word in enumerate(arguments):
        if word.startswith(f"{SYSTEM}/"):
            path = place.share / Path(word).relative_to(SYSTEM)
            if not path.is_file():
                return None
            arguments[index] = str(path)
        elif "$" in word or word in (">", "<", ";", "&"):
            return None
    return (program, "-z", *arguments)


def fingerprint(found: dict[Pair, tuple[Place, str]]) -> str:
    """Changes with the data of any pair or a program: names, sizes and dates of files, as the packages set them."""
    digest = hashlib.sha256()
    seen: set[str] = set()
    for place, name in sorted(set(found.values()), key=lambda entry: (entry[1], str(entry[0].share))):
        mode = read(place, name)
        for word in [word for command in mode.commands for word in command] if mode else []:
            if word not in seen and word.startswith("/"):
                seen.add(word)
                stat = os.stat(word)  # noqa: PTH116 - thousands of them
                digest.update(f"{Path(word).name} {stat.st_size} {int(stat.st_mtime)}\n".encode())
    return digest.hexdigest()[:12]
