"""Folders with CTranslate2 translation models: NLLB, OPUS-MT (Marian) and Argos, and which pairs each serves.

Several lie side by side under `models_dir/translation`; `settings.translation_model` names another folder, one model's
or one with several. Told apart by their files:

- NLLB: `model.bin`, `sentencepiece.bpe.model` and a vocabulary with `eng_Latn`;
- OPUS: `model.bin`, `source.spm`, `target.spm`; the pair is the end of the folder's name (`opus-en-es`);
- Argos: `metadata.json` beside `model/` and `sentencepiece.model`, or all that in an `.argosmodel` file (a zip).
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from lingoreel.engines import languages
from lingoreel.engines.translation.flores import FLORES
from lingoreel.engines.translation.protocol import Pair
from lingoreel.errors import InvalidRequest
from lingoreel.settings import Settings

_PAIR_AT_END = re.compile(r"(?:^|[-_])([a-z]{2,3})[-_]([a-z]{2,3})(?:[-_](?:ctranslate2|ct2|int8|float16|1_\d+))*$")
_EDGE = 64 * 1024
_VOCABULARIES = ("shared_vocabulary.json", "shared_vocabulary.txt", "target_vocabulary.json", "target_vocabulary.txt")


class Unusable(Exception):
    """A folder that is no model we can use; its message says why."""


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """One model: `path` is its folder or `.argosmodel` file. `speaks`: our codes, all of which go into all others, for
    a model of many; a model of one pair has `pair`."""

    path: Path
    kind: Literal["nllb", "opus", "argos"]
    speaks: frozenset[str] = frozenset()
    pair: Pair | None = None

    @property
    def name(self) -> str:
        """What to call it."""
        return self.path.name.removesuffix(".argosmodel")

    def serves(self, source: str, target: str) -> bool:
        """Whether it translates this pair."""
        if self.pair is not None:
            return (source, target) == self.pair
        return source != target and source in self.speaks and target in self.speaks

    def pairs(self) -> frozenset[Pair]:
        """All that it translates."""
        if self.pair is not None:
            return frozenset({self.pair})
        return frozenset((a, b) for a in self.speaks for b in self.speaks if a != b)

    def fingerprint(self) -> str:
        """12 hex digits that change with the model: its small files, and size and both ends of its weights."""
        digest = hashlib.sha256(self.kind.encode())
        weights = self.path if self.path.is_file() else next(self.path.glob("**/model.bin"))
        for path in sorted(weights.parent.glob("*.json")) if self.path.is_dir() else []:
            if path.stat().st_size < _EDGE:
                digest.update(path.name.encode() + path.read_bytes())
        with weights.open("rb") as file:
            size = file.seek(0, 2)
            digest.update(str(size).encode())
            for at in (0, max(0, size - _EDGE)):
                file.seek(at)
                digest.update(file.read(_EDGE))
        return digest.hexdigest()[:12]


def find(settings: Settings) -> tuple[list[ModelFolder], list[str]]:
    """The usable models, those of one pair first, and for each folder that is none why not."""
    wanted = settings.translation_model
    root = settings.models_dir / "translation" if wanted is None else wanted.expanduser().absolute()
    if wanted is not None and not root.exists():
        return [], [f"there is no {root.name!r}"]
    usable, faults = [], []
    for path in [root] if _is_one(root) else _below(root):
        try:
            usable.append(describe(path))
        except (Unusable, OSError) as fault:
            faults.append(f"{path.name}: {fault}")
    if wanted is not None and not usable and not faults:
        faults.append(f"{root.name!r} holds no model")
    return sorted(usable, key=lambda model: (model.pair is None, model.name)), faults


def _is_one(path: Path) -> bool:
    return path.is_file() or any((path / name).is_file() for name in ("model.bin", "metadata.json"))


def _below(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    return [path for path in sorted(root.iterdir()) if path.is_dir() or path.suffix == ".argosmodel"]


def describe(path: Path) -> ModelFolder:
    """What the model there is. Raises Unusable and OSError."""
    if path.is_file() or (path / "metadata.json").is_file():
        return _argos(path)
    if not (path / "model.bin").is_file():
        raise Unusable("it has no model.bin")
    if (path / "source.spm").is_file() and (path / "target.spm").is_file():
        return ModelFolder(path, "opus", pair=_pair_of_name(path.name))
    if (path / "sentencepiece.bpe.model").is_file():
        return ModelFolder(path, "nllb", speaks=_nllb_languages(path))
    raise Unusable("beside model.bin it needs sentencepiece.bpe.model (NLLB) or source.spm and target.spm (OPUS)")


def vocabulary(folder: Path) -> frozenset[str]:
    """Tokens that the model can write. Raises Unusable."""
    path = next((folder / name for name in _VOCABULARIES if (folder / name).is_file()), None)
    if path is None:
        raise Unusable("it has no vocabulary file")
    return _tokens(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _tokens(path: Path, changed_ns: int) -> frozenset[str]:
    del changed_ns
    try:
        text = path.read_text("utf-8")
        return frozenset(map(str, json.loads(text)) if path.suffix == ".json" else text.splitlines())
    except (ValueError, TypeError) as error:
        raise Unusable(f"{path.name} cannot be read") from error


def _nllb_languages(folder: Path) -> frozenset[str]:
    tokens = vocabulary(folder)
    found = frozenset(code for code, theirs in FLORES.items() if theirs in tokens)
    if len(found) < 2:
        raise Unusable("its vocabulary has no languages of NLLB")
    return found


def _pair_of_name(name: str) -> Pair:
    match = _PAIR_AT_END.search(name.lower())
    if match is None:
        raise Unusable("its name does not tell the pair; name the folder like opus-en-es")
    return _pair(match[1], match[2])


def _pair(source: Any, target: Any) -> Pair:
    try:
        return languages.normalise(str(source)), languages.normalise(str(target))
    except InvalidRequest as error:
        raise Unusable(f"{source}-{target} is no pair of languages") from error


def _argos(path: Path) -> ModelFolder:
    if path.is_dir():
        text = (path / "metadata.json").read_text("utf-8", "replace")
        names = {"/".join(file.relative_to(path).parts) for file in path.glob("**/*")}
    else:
        try:
            with zipfile.ZipFile(path) as archive:
                inner = {name.partition("/")[2]: name for name in archive.namelist()}
                names = set(inner)
                if "metadata.json" not in inner:
                    raise Unusable("it has no metadata.json")
                with archive.open(inner["metadata.json"]) as file:
                    text = file.read(_EDGE).decode("utf-8", "replace")
        except zipfile.BadZipFile as error:
            raise Unusable("it is no zip file") from error
    if "model/model.bin" not in names:
        raise Unusable("it has no model/model.bin")
    if "sentencepiece.model" not in names:
        raise Unusable("it has no sentencepiece.model (packages with bpe.model are not supported)")
    try:
        told = json.loads(text)
        return ModelFolder(path, "argos", pair=_pair(told["from_code"], told["to_code"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Unusable("its metadata.json does not tell from_code and to_code") from error
