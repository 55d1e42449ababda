"""What `lingoreel models pull` can fetch, what of it is here, and how it gets here whole or not at all."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lingoreel.engines.pulling import debian, hub, wheel
from lingoreel.engines.pulling.items import FLITE_PROGRAM, ITEMS, RESEMBLYZER_MEMBER, Item
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.settings import Settings

Report = Callable[[dict[str, Any]], None]

RESEMBLYZER_SHA256 = "8f12eb2f1a9982d32e8db7856de754709b59c93a77bcf0ff536584b619a9dd1f"
PULLING = ".pulling"


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
    installed = _here(item, settings)
    return Status(item, installed, hub.folder_size(path) if installed else item.size_bytes, path)


def pull(name: str, settings: Settings, report: Report, *, again: bool = False) -> Status:
    """Fetch an item and what it needs; what is here already is left alone unless `again`.

    Each is made in a folder of its own and takes its place by one rename: a broken download leaves nothing, and a
    process that uses the old one keeps it. Two pulls of one item wait for each other. Reports `{"fraction"}` and,
    where known, `{"bytes", "total_bytes"}`. Raises InvalidRequest for an unknown name, and EngineUnavailable
    (`download_failed`) with the reason and what to copy where by hand.
    """
    item = _item(name)
    parts = _parts(item)
    root = settings.models_dir / PULLING
    with _alone(root, "apt") if any(part.kind == "debian" for part in parts) else nullcontext(root) as state:
        for number, part in enumerate(parts):
            # what is shared is fetched again only when it is asked for by its own name
            renewed = again and (part is item or item.kind == "bundle")
            _pull_one(part, settings, state, _share(report, number, len(parts)), renewed)
    report({"fraction": 1.0})
    return status(name, settings)


def _parts(item: Item) -> list[Item]:
    """What to fetch for the item, each once, needs first."""
    found: dict[str, Item] = {}
    for needed in item.needs:
        found |= {part.name: part for part in _parts(ITEMS[needed])}
    return [*found.values(), *([] if item.kind == "bundle" else [item])]


def _share(report: Report, number: int, count: int) -> Report:
    """The progress of one of several parts, as progress of the whole."""
    if count == 1:
        return report
    return lambda progress: report({"fraction": min(0.999, (number + float(progress["fraction"])) / count)})


def _pull_one(item: Item, settings: Settings, state: Path, report: Report, again: bool) -> None:
    target = settings.models_dir / item.folder
    with _alone(settings.models_dir / PULLING, item.name) as place:
        if not again and _whole(item, target):
            return
        made = place / "new"
        made.mkdir()
        _fetch(item, made, target, state, report)
        if not _whole(item, made):
            raise EngineUnavailable(
                f"the download of {item.name} is not complete", code="download_failed", remedy="pull it again"
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            target.replace(place / "old")
        made.replace(target)


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


def _here(item: Item, settings: Settings) -> bool:
    parts = _parts(item)
    return all(_whole(part, settings.models_dir / part.folder) for part in parts)


def _whole(item: Item, folder: Path) -> bool:
    return all(any(folder.glob(pattern)) for pattern in item.proof)


def _fetch(item: Item, folder: Path, target: Path, state: Path, report: Report) -> None:
    if item.kind == "hub":
        hub.fetch(item.source, item.files, folder, report, by_hand=_hub_by_hand(item, target))
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
        debian.fetch(item.packages, folder, report, state=state, programs=item.programs)


def _hub_by_hand(item: Item, target: Path) -> str:
    by_hand = (
        f"on a machine with network fetch {', '.join(item.files)} of https://huggingface.co/{item.source} "
        f"and copy them to {target}"
    )
    if item.name == "nllb-600m":
        by_hand += (
            "; or convert the original there, with transformers and torch installed: ct2-transformers-converter "
            "--model facebook/nllb-200-distilled-600M --quantization int8 --copy_files sentencepiece.bpe.model "
            "--output_dir nllb-600m"
        )
    return by_hand


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
