"""The ffmpeg program: which one this machine has, and whether it can burn subtitles in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lingoreel.errors import EngineUnavailable

NEEDED_FILTERS = frozenset(
    {"ass", "crop", "format", "hflip", "scale", "select", "setparams", "setpts", "setsar", "settb", "transpose", "trim"}
    | {"vflip"}
)
NEEDED_ENCODERS = frozenset({"libx264"})
_OLDEST = (5, 1)  # the first that knows -fps_mode
_ANSWER_S = 30.0


@dataclass(frozen=True)
class Program:
    """One ffmpeg program and what it can do. `version` as it names itself."""

    path: str
    version: str
    filters: frozenset[str]
    encoders: frozenset[str]

    @property
    def lacks(self) -> tuple[str, ...]:
        """What burning in needs and this program has not; empty when it is able."""
        number = re.match(r"n?(\d+)\.(\d+)", self.version)  # a build from git has no number, and is new
        old = number is not None and (int(number[1]), int(number[2])) < _OLDEST
        return (
            *sorted(f"filter {name}" for name in NEEDED_FILTERS - self.filters),
            *sorted(f"encoder {name}" for name in NEEDED_ENCODERS - self.encoders),
            *((f"version {_OLDEST[0]}.{_OLDEST[1]} (it is {self.version})",) if old else ()),
        )


def _answers(path: str, questions: tuple[str, ...]) -> list[str]:
    """What the program says to each; asked at once, since most of it is starting up. Empty where it says nothing."""
    asked: list[subprocess.Popen[bytes]] = []
    try:
        for question in questions:
            asked.append(
                subprocess.Popen(
                    [path, "-hide_banner", "-nostdin", question],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
                )
            )
        return [process.communicate(timeout=_ANSWER_S)[0].decode(errors="replace") for process in asked]
    except (OSError, subprocess.TimeoutExpired):
        return ["" for _ in questions]
    finally:
        for process in asked:
            if process.poll() is None:
                process.kill()
            with process:  # reaped, its pipe closed
                pass


def _names(listing: str) -> frozenset[str]:
    """The second column of ffmpeg's lists: flags, name, description."""
    return frozenset(match[1] for match in re.finditer(r"^ [A-Z.|]{2,8} +(\w+) ", listing, re.MULTILINE))


@lru_cache(maxsize=8)
def look_at(path: str) -> Program | None:
    """The program at `path` with its abilities; None when it cannot be run or is no ffmpeg. Read once."""
    named, filters, encoders = _answers(path, ("-version", "-filters", "-encoders"))
    version = re.match(r"ffmpeg version (\S+)", named)
    return Program(path, version[1], _names(filters), _names(encoders)) if version is not None else None


def _candidates() -> Iterator[str]:
    if (installed := shutil.which("ffmpeg")) is not None:
        yield installed
    try:
        import imageio_ffmpeg

        yield imageio_ffmpeg.get_ffmpeg_exe()
    except (ImportError, RuntimeError):
        return


@lru_cache(maxsize=1)
def find_ffmpeg() -> Program:
    """The first able program: that on the PATH, else the one in the imageio-ffmpeg wheel. Cached.

    Raises EngineUnavailable (`program_missing`) that says what each program found lacks.
    """
    lacking = []
    for path in _candidates():
        program = look_at(path)
        if program is not None and not program.lacks:
            return program
        if program is not None:
            lacking.append(f"ffmpeg {program.version} lacks {', '.join(program.lacks)}")
    raise EngineUnavailable(
        f"Subtitles cannot be burnt in here: {'; '.join(lacking) or 'there is no ffmpeg program'}.",
        code="program_missing",
        remedy="Install ffmpeg 5.1 or newer with libass and libx264, or the Python package imageio-ffmpeg.",
    )
