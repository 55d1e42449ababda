"""A diffusers pipeline as it is saved: a folder with `model_index.json` and one folder for each component.

`settings.film_model` names a folder, or a pulled one under `models_dir/film`; unset, the first usable pulled one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lingoreel.engines.film.families import CLASSES, Family, family_of
from lingoreel.engines.film.protocol import ClipRules
from lingoreel.settings import Settings

INDEX = "model_index.json"
PREFERENCE = ("wan-1.3b", "ltx-2b")
_EDGE = 64 * 1024
_WEIGHTLESS = ("scheduler", "tokenizer", "feature_extractor", "image_processor")
_NEEDED = ("scheduler", "text_encoder", "tokenizer", "transformer", "vae")


class Unusable(Exception):
    """A folder that is no pipeline we can use; its message says why."""


@dataclass(frozen=True, slots=True)
class PipelineFolder:
    """One saved pipeline: its class in diffusers and the configs that say what it can make."""

    path: Path
    pipeline: str
    family: Family
    vae: dict[str, Any]
    transformer: dict[str, Any]
    components: tuple[str, ...]

    @property
    def rules(self) -> ClipRules:
        """What it makes in one go."""
        return self.family.rules(self.vae, self.transformer)

    @property
    def distilled(self) -> bool:
        """Whether it was made to need few steps and no guidance; only its name tells."""
        return "distilled" in self.path.name.lower()

    def weights(self) -> list[Path]:
        """The files of its parameters."""
        return [file for name in self.components for file in sorted((self.path / name).glob("*.safetensors"))]

    def fingerprint(self) -> str:
        """12 hex digits that change with the model: its small files, and size and both ends of its weights."""
        digest = hashlib.sha256()
        small = [self.path / INDEX, *sorted(self.path.glob("*/*.json"))]
        for path in small:
            if path.stat().st_size < _EDGE:
                digest.update(path.name.encode() + path.read_bytes())
        for path in self.weights():
            with path.open("rb") as file:
                size = file.seek(0, 2)
                digest.update(f"{path.name} {size}".encode())
                for at in (0, max(0, size - _EDGE)):
                    file.seek(at)
                    digest.update(file.read(_EDGE))
        return digest.hexdigest()[:12]


def root(settings: Settings) -> Path:
    """Where `lingoreel models pull` puts film models."""
    return settings.models_dir / "film"


def find(settings: Settings) -> tuple[PipelineFolder | None, list[str]]:
    """The pipeline to use, and for each folder that is none why not."""
    faults: list[str] = []
    for path in _candidates(settings):
        try:
            return describe(path), faults
        except (Unusable, OSError) as fault:
            faults.append(f"{path.name}: {fault}")
    return None, faults


def _candidates(settings: Settings) -> Iterator[Path]:
    below = root(settings)
    if settings.film_model:
        given = Path(settings.film_model).expanduser()
        yield given.absolute() if given.is_absolute() or len(given.parts) > 1 else below / given
        return
    names = sorted(path.name for path in below.iterdir() if path.is_dir()) if below.is_dir() else []
    yield from (below / name for name in sorted(names, key=lambda name: name not in PREFERENCE))


def describe(path: Path) -> PipelineFolder:
    """What the pipeline there is. Raises Unusable and OSError; opens its small files only."""
    if not path.is_dir():
        raise Unusable("there is no such folder")
    if not (path / INDEX).is_file():
        raise Unusable(f"it has no {INDEX}: it is no pipeline as diffusers saves them")
    index = _json(path / INDEX)
    pipeline = str(index.get("_class_name"))
    family = family_of(pipeline)
    if family is None:
        raise Unusable(f"its pipeline is {pipeline[:60]}, and what can be used are {', '.join(CLASSES)}")
    named = {name: told for name, told in index.items() if isinstance(told, list) and any(told)}
    if missing := [name for name in _NEEDED if name not in named]:
        raise Unusable(f"{INDEX} names no {', '.join(missing)}")
    for name in named:
        if "/" in name or name.startswith("."):
            raise Unusable(f"{INDEX} names a component {name[:60]!r}")
        _check(path / name, weights=name not in _WEIGHTLESS)
    return PipelineFolder(
        path,
        pipeline,
        family,
        _json(path / "vae" / "config.json"),
        _json(path / "transformer" / "config.json"),
        tuple(name for name in named if name not in _WEIGHTLESS),
    )


def _check(folder: Path, *, weights: bool) -> None:
    """Raises Unusable for a component that is not whole. Pickled weights are not read: they may run code."""
    if not folder.is_dir() or not any(folder.glob("*.json")):
        raise Unusable(f"the component {folder.name} is missing")
    if not weights:
        return
    if not (folder / "config.json").is_file():
        raise Unusable(f"{folder.name} has no config.json")
    shards = {
        str(shard)
        for index in folder.glob("*.safetensors.index.json")
        for shard in (_json(index).get("weight_map") or {}).values()
    }
    lacking = sorted(shard for shard in shards if not (folder / Path(shard).name).is_file())
    if lacking or not any(folder.glob("*.safetensors")):
        raise Unusable(f"{folder.name} lacks {lacking[0] if lacking else 'weights as .safetensors'}")


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise Unusable(f"{path.parent.name}/{path.name} cannot be read") from error
    if not isinstance(found, dict):
        raise Unusable(f"{path.parent.name}/{path.name} is no JSON object")
    return found
