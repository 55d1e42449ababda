"""Programs out of Debian packages, unpacked into a folder: no root, nothing installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lingoreel.errors import EngineUnavailable

Report = Callable[[dict[str, Any]], None]
TIMEOUT_S = 600


def fetch(
    packages: Sequence[str], extras: Mapping[str, Sequence[str]], program: str, folder: Path, report: Report
) -> None:
    """Unpack `packages` into `folder` so that `folder/program` runs with `library_path(folder)`.

    `extras` names, for a shared library the machine may lack, the packages that may have it, by release. Where the
    package lists are missing, as in a bare container, they are fetched into a private folder. Raises
    EngineUnavailable with the reason and what to install by hand.
    """
    by_hand = f"install it with the system's packages: apt-get install {packages[0]}"
    for tool in ("apt-get", "dpkg-deb"):
        if shutil.which(tool) is None:
            raise EngineUnavailable(
                f"{packages[0]} is unpacked from Debian packages, and {tool} is not on this machine",
                code="download_failed",
                remedy=f"install {packages[0]} with the system's packages",
            )
    try:
        options = _download(packages, folder, [])
        report({"fraction": 0.8})
        _unpack(folder)
        for library in _missing_libraries(folder, folder / program):
            if library not in extras:
                raise EngineUnavailable(f"{packages[0]} needs {library}, which this machine lacks", remedy=by_hand)
            _first_that_exists(extras[library], folder, options)
            _unpack(folder)
        report({"fraction": 1.0})
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineUnavailable(
            f"{packages[0]} could not be fetched: {str(error)[:200]}", code="download_failed", remedy=by_hand
        ) from error
    finally:
        shutil.rmtree(folder / ".apt", ignore_errors=True)
        for package in folder.glob("*.deb"):
            package.unlink()


def library_path(folder: Path) -> str:
    """What LD_LIBRARY_PATH needs for programs unpacked in the folder."""
    return os.pathsep.join(str(path) for path in sorted((folder / "usr" / "lib").glob("*-linux-*")) if path.is_dir())


def _download(packages: Sequence[str], folder: Path, options: list[str]) -> list[str]:
    """Download the packages; returns the options that made apt know them."""
    failure = _apt(folder, [*options, "download", *packages])
    if failure is None:
        return options
    state = folder / ".apt"
    for place in ("lists/partial", "cache/archives/partial"):
        (state / place).mkdir(parents=True, exist_ok=True)
    private = [
        *("-o", f"Dir::State::Lists={state / 'lists'}"),
        *("-o", f"Dir::Cache={state / 'cache'}"),
    ]
    _apt(folder, [*private, "update"])
    failure = _apt(folder, [*private, "download", *packages])
    if failure is not None:
        raise OSError(failure)
    return private


def _apt(folder: Path, arguments: Sequence[str]) -> str | None:
    """Run apt-get in the folder; None when it succeeded, else its last line of complaint."""
    done = subprocess.run(
        ["apt-get", "-q", *arguments],  # noqa: S607 - found on the PATH by `which`
        cwd=folder,
        env={**os.environ, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    if done.returncode == 0:
        return None
    complaints = [line for line in done.stderr.splitlines() if line.startswith("E:")]
    return (complaints[-1] if complaints else f"apt-get ended with {done.returncode}")[:200]


def _unpack(folder: Path) -> None:
    for package in sorted(folder.glob("*.deb")):
        subprocess.run(
            ["dpkg-deb", "-x", str(package), str(folder)],  # noqa: S607 - found on the PATH by `which`
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=True,
        )
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


def _first_that_exists(packages: Sequence[str], folder: Path, options: list[str]) -> None:
    failure: str | None = "no package named"
    for package in packages:
        failure = _apt(folder, [*options, "download", package])
        if failure is None:
            return
    raise OSError(failure)
