"""What `lingoreel models pull` can fetch, what of it is here, and how it gets here whole or not at all."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lingoreel.engines.pulling import debian, hub, wheel
from lingoreel.engines.recognition import whisper_folder
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.settings import Settings

Report = Callable[[dict[str, Any]], None]

WHISPER_FILES = ("config.json", "model.bin", "tokenizer.json", "preprocessor_config.json", "vocabulary.*")
PULLING = ".pulling"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to pull. `size_bytes` is about what it takes on disk; `folder` lies under `settings.models_dir`."""

    name: str
    kind: Literal["whisper", "wheel", "debian"]
    description: str
    licence: str
    size_bytes: int
    folder: str
    source: str


def _whisper(size: str, source: str, size_bytes: int, note: str) -> Item:
    return Item(
        name=f"whisper-{size}",
        kind="whisper",
        description=f"speech recognition in about 100 languages, {note}",
        licence="MIT",
        size_bytes=size_bytes,
        folder=f"whisper/{size}",
        source=source,
    )


ITEMS: dict[str, Item] = {
    item.name: item
    for item in (
        _whisper("tiny", "Systran/faster-whisper-tiny", 78_000_000, "fastest"),
        _whisper("base", "Systran/faster-whisper-base", 148_000_000, "fast"),
        _whisper("small", "Systran/faster-whisper-small", 486_000_000, "a good start on a CPU"),
        _whisper("medium", "Systran/faster-whisper-medium", 1_530_000_000, "slow on a CPU"),
        _whisper("large-v3", "Systran/faster-whisper-large-v3", 3_090_000_000, "best, for a GPU"),
        _whisper(
            "large-v3-turbo", "mobiuslabsgmbh/faster-whisper-large-v3-turbo", 1_620_000_000, "nearly best, much faster"
        ),
        Item(
            name="resemblyzer",
            kind="wheel",
            description="voice embeddings that tell speakers apart",
            licence="Apache-2.0",
            size_bytes=17_100_000,
            folder="resemblyzer",
            source="Resemblyzer-0.1.4-py3-none-any.whl",
        ),
        Item(
            name="flite",
            kind="debian",
            description="English voices kal, awb, kal16, rms and slt",
            licence="BSD-like (CMU)",
            size_bytes=28_000_000,
            folder="flite",
            source="flite",
        ),
    )
}
RESEMBLYZER_SHA256 = "8f12eb2f1a9982d32e8db7856de754709b59c93a77bcf0ff536584b619a9dd1f"
RESEMBLYZER_MEMBER = "resemblyzer/pretrained.pt"
FLITE_PROGRAM = "usr/bin/flite"


@dataclass(frozen=True, slots=True)
class Status:
    """Whether an item is here: `path` is where it lies or would lie, `size_bytes` what it takes or about would."""

    item: Item
    installed: bool
    size_bytes: int
    path: Path

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.item.name,
            "description": self.item.description,
            "licence": self.item.licence,
            "installed": self.installed,
            "size_bytes": self.size_bytes,
            "path": str(self.path),
        }


@dataclass(frozen=True, slots=True)
class Program:
    """A program to run: its path, and what its environment needs besides."""

    path: Path
    environment: dict[str, str]


def statuses(settings: Settings) -> list[Status]:
    """All items, here or not."""
    return [status(name, settings) for name in ITEMS]


def status(name: str, settings: Settings) -> Status:
    """One item. Raises InvalidRequest for a name that is not in the catalogue."""
    item = _item(name)
    path = settings.models_dir / item.folder
    installed = _complete(item, path)
    return Status(item, installed, hub.folder_size(path) if installed else item.size_bytes, path)


def pull(name: str, settings: Settings, report: Report, *, again: bool = False) -> Status:
    """Fetch an item; what is here already is left alone unless `again`.

    It is made in a folder of its own and takes its place by one rename: a broken download leaves nothing, and a
    process that uses the old one keeps it. Two pulls of one item wait for each other. Reports `{"fraction"}` and,
    where known, `{"bytes", "total_bytes"}`. Raises InvalidRequest for an unknown name, and EngineUnavailable
    (`download_failed`) with the reason and what to copy where by hand.
    """
    item = _item(name)
    target = settings.models_dir / item.folder
    with _alone(settings.models_dir / PULLING, name) as place:
        if again or not _complete(item, target):
            made = place / "new"
            made.mkdir()
            _fetch(item, made, target, report)
            if not _complete(item, made):
                raise EngineUnavailable(
                    f"the download of {name} is not complete", code="download_failed", remedy="pull it again"
                )
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                target.replace(place / "old")
            made.replace(target)
    report({"fraction": 1.0})
    return status(name, settings)


def find_program(name: str, settings: Settings) -> Program | None:
    """`flite` as it was pulled, else as it is on the PATH; None when it is neither."""
    folder = settings.models_dir / _item(name).folder
    if (folder / FLITE_PROGRAM).is_file():
        return Program(folder / FLITE_PROGRAM, {"LD_LIBRARY_PATH": debian.library_path(folder)})
    found = shutil.which(name)
    return Program(Path(found), {}) if found else None


def _item(name: str) -> Item:
    if name not in ITEMS:
        raise InvalidRequest(
            f"there is nothing called {name[:60]!r} to pull", field="name", remedy=f"one of: {', '.join(ITEMS)}"
        )
    return ITEMS[name]


def _complete(item: Item, folder: Path) -> bool:
    if item.kind == "whisper":
        return not whisper_folder.missing_files(folder)
    if item.kind == "wheel":
        return (folder / Path(RESEMBLYZER_MEMBER).name).is_file()
    return (folder / FLITE_PROGRAM).is_file()


def _fetch(item: Item, folder: Path, target: Path, report: Report) -> None:
    if item.kind == "whisper":
        files = "config.json, model.bin, tokenizer.json, preprocessor_config.json and the vocabulary"
        by_hand = f"on a machine with network fetch {files} of https://huggingface.co/{item.source} and copy them to"
        hub.fetch(item.source, WHISPER_FILES, folder, report, by_hand=f"{by_hand} {target}")
    elif item.kind == "wheel":
        wheel.fetch(
            "resemblyzer",
            item.source,
            RESEMBLYZER_SHA256,
            RESEMBLYZER_MEMBER,
            folder,
            report,
            by_hand="on a machine with network run: pip download --no-deps resemblyzer==0.1.4; unzip the wheel "
            f"and copy {RESEMBLYZER_MEMBER} to {target}",
        )
    else:
        # flite is linked with the sound library though it only writes files here
        extras = {"libasound.so.2": ("libasound2t64", "libasound2")}
        debian.fetch(("flite", "libflite1"), extras, FLITE_PROGRAM, folder, report)


@contextmanager
def _alone(root: Path, name: str) -> Iterator[Path]:
    """An empty folder to work in, while no other process pulls the same; what a killed one left there is gone."""
    place = root / name
    root.mkdir(parents=True, exist_ok=True)
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)
