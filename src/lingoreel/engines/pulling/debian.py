"""Programs, data and fonts out of Debian packages, unpacked into a folder: no root, nothing installed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lingoreel.errors import EngineUnavailable

Report = Callable[[dict[str, Any]], None]
TIMEOUT_S = 600
TOOLS = ("apt-get", "apt-cache", "dpkg-deb")
BASE = ("apt", "dpkg")

_DEPENDS = re.compile(r"\s+\|?(?:Pre)?Depends: ([a-z0-9][a-z0-9.+-]+)\s*$")


def fetch(
    packages: Sequence[str],
    folder: Path,
    report: Report,
    *,
    state: Path,
    programs: Sequence[str] = (),
) -> None:
    """Unpack `packages` into `folder`; an entry `a|b` names alternatives, the first that the release has is taken.

    With `programs` (paths in the folder that must run with `library_path(folder)`) also every library package that
    they need is unpacked, but those that apt itself stands on, which every such system has: so the folder works in
    the barest container of the same release. Where the package lists are missing or old, they are fetched into a
    private folder. Raises EngineUnavailable with the reason and what to install by hand.
    """
    named = [entry.split("|")[0] for entry in packages]
    by_hand = f"install by hand: apt-get install {' '.join(named)}"
    for tool in TOOLS:
        if shutil.which(tool) is None:
            raise EngineUnavailable(
                f"{named[0]} is unpacked from Debian packages, and {tool} is not on this machine",
                code="download_failed",
                remedy=f"install {' '.join(named)} with the system's packages",
            )
    try:
        _download(packages, bool(programs), folder, state)
        report({"fraction": 0.8})
        _unpack(folder)
        for program in programs:
            if lacking := _missing_libraries(folder, folder / program):
                raise OSError(f"{program} needs {', '.join(lacking)}")
        report({"fraction": 1.0})
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineUnavailable(
            f"{named[0]} could not be fetched: {str(error)[:200]}", code="download_failed", remedy=by_hand
        ) from error
    finally:
        for package in folder.glob("*.deb"):
            package.unlink()


def library_path(folder: Path) -> str:
    """What LD_LIBRARY_PATH needs for programs unpacked in the folder."""
    return os.pathsep.join(str(path) for path in sorted((folder / "usr" / "lib").glob("*-linux-*")) if path.is_dir())


def _download(packages: Sequence[str], with_libraries: bool, folder: Path, state: Path) -> None:
    """Download the packages by the machine's own lists, else by fresh private ones. Raises OSError."""
    private = [
        *("-o", f"Dir::State::Lists={state / 'lists'}"),
        *("-o", f"Dir::Cache={state / 'cache'}"),
        *("-o", "Dir::Cache::pkgcache=pkgcache.bin"),  # containers switch it off, and each call then takes a second
        *("-o", "Dir::Cache::srcpkgcache=srcpkgcache.bin"),
    ]
    if not (state / "lists").is_dir():
        with contextlib.suppress(OSError):
            _download_by(packages, with_libraries, folder, [])
            return
        for place in ("lists/partial", "cache/archives/partial"):
            (state / place).mkdir(parents=True, exist_ok=True)
        _apt_get(folder, [*private, "update"])  # one dead source of several must not spoil it: the download will tell
    _download_by(packages, with_libraries, folder, private)


def _download_by(packages: Sequence[str], with_libraries: bool, folder: Path, options: list[str]) -> None:
    chosen = [_first_known(entry.split("|"), options) for entry in packages]
    if with_libraries:
        chosen += _libraries(chosen, options)
    failure = _apt_get(folder, [*options, "download", *chosen])
    if failure is not None:
        raise OSError(failure)


def _first_known(alternatives: Sequence[str], options: list[str]) -> str:
    for name in alternatives:
        if len(alternatives) == 1 or _apt_cache([*options, "show", name]).strip():
            return name
    raise OSError(f"Unable to locate package {alternatives[0]}")


def _libraries(packages: Sequence[str], options: list[str]) -> list[str]:
    """Library packages below the packages, without those below apt itself (the C library among them)."""
    told = _apt_cache([*options, "depends", "--recurse", "--important", *BASE, *packages])
    needs: dict[str, list[str]] = {}
    package = ""
    for line in told.splitlines():
        if line and not line[0].isspace():
            package = line.strip()
        elif match := _DEPENDS.match(line):
            needs.setdefault(package, []).append(match[1])
    given = _below(BASE, needs, lambda _: True)
    return sorted(_below(packages, needs, lambda name: name.startswith("lib")) - given)


def _below(packages: Sequence[str], needs: dict[str, list[str]], follow: Callable[[str], bool]) -> set[str]:
    """Names of all packages that the packages depend on, as far as `follow` lets through."""
    found: set[str] = set()
    asked = set(packages)
    while asked:
        asked = {other for package in asked for other in needs.get(package, ()) if follow(other)} - found
        found |= asked
    return found


def _run(command: Sequence[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )


def _apt_cache(arguments: Sequence[str]) -> str:
    return _run(["apt-cache", "-q", *arguments]).stdout


def _apt_get(folder: Path, arguments: Sequence[str]) -> str | None:
    """Run apt-get in the folder; None when it succeeded, else its last line of complaint."""
    done = _run(["apt-get", "-q", *arguments], folder)
    if done.returncode == 0:
        return None
    complaints = [line for line in done.stderr.splitlines() if line.startswith("E:")]
    return (complaints[-1] if complaints else f"apt-get ended with {done.returncode}")[:200]


def _unpack(folder: Path) -> None:
    for package in sorted(folder.glob("*.deb")):
        done = _run(["dpkg-deb", "-x", str(package), str(folder)])
        if done.returncode != 0:
            raise OSError(f"{package.name} cannot be unpacked: {done.stderr.strip()[:150]}")
        package.unlink()


def _missing_libraries(folder: Path, program: Path) -> list[str]:
    """Shared libraries of the program that neither the machine nor the folder has."""
    done = subprocess.run(
        ["ldd", str(program)],  # noqa: S607 - part of libc's package
        env={**os.environ, "LC_ALL": "C", "LD_LIBRARY_PATH": library_path(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return re.findall(r"^\s*(\S+) => not found", done.stdout, re.MULTILINE)
