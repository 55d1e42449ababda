"""A Whisper model as CTranslate2 keeps it: a folder; what it must hold, what it hears, what in it wants mending."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, BinaryIO

from lingoreel.engines.languages import NAMES
from lingoreel.errors import EngineUnavailable
from lingoreel.settings import Settings

# Best first: what `auto` takes among the pulled ones.
PREFERENCE = ("large-v3-turbo", "large-v3", "medium", "small", "base", "tiny")

_LANGUAGE_TOKEN = re.compile(r"<\|([a-z]{2,3})\|>")
_WHISPER_CODES = {"jv": "jw"}  # where Whisper's code is not ours
_EDGE = 64 * 1024


def models_root(settings: Settings) -> Path:
    """Where `lingoreel models pull whisper-…` puts models."""
    return settings.models_dir / "whisper"


def find_folder(settings: Settings) -> Path | None:
    """The folder of the configured model, else of the best one that was pulled; None when there is neither.

    A configured folder need not exist: `missing_files` says what it lacks.
    """
    wanted = settings.whisper_model
    root = models_root(settings)
    if wanted:
        given = Path(wanted).expanduser()
        if given.is_dir() or given.is_absolute() or len(given.parts) > 1:
            return given.absolute()
        return root / wanted.removeprefix("whisper-")
    pulled = sorted(p.name for p in root.iterdir() if not missing_files(p)) if root.is_dir() else []
    for name in (*PREFERENCE, *pulled):
        if name in pulled:
            return root / name
    return None


def missing_files(folder: Path) -> list[str]:
    """Names of needed files the folder lacks. Without tokenizer.json the library would ask the hub for one."""
    missing = [name for name in ("config.json", "model.bin", "tokenizer.json") if not (folder / name).is_file()]
    if not any((folder / name).is_file() for name in ("vocabulary.json", "vocabulary.txt")):
        missing.append("vocabulary.json")
    return missing


@lru_cache(maxsize=8)
def _vocabulary(folder: Path, changed_ns: int) -> list[str]:
    del changed_ns
    if (folder / "vocabulary.json").is_file():
        return [str(token) for token in json.loads((folder / "vocabulary.json").read_text("utf-8"))]
    return (folder / "vocabulary.txt").read_text("utf-8").splitlines()


def vocabulary(folder: Path) -> list[str]:
    """The model's tokens by id. Raises EngineUnavailable when the file is no vocabulary."""
    path = next((p for p in (folder / "vocabulary.json", folder / "vocabulary.txt") if p.is_file()), None)
    try:
        return _vocabulary(folder, path.stat().st_mtime_ns if path else 0)
    except (OSError, ValueError, TypeError) as error:
        raise _broken(folder, "vocabulary.json cannot be read") from error


def is_multilingual(folder: Path) -> bool:
    """Whether the model knows languages and tasks; CTranslate2 tells by the empty token, which only those have."""
    return "" in vocabulary(folder)


def language_tokens(folder: Path) -> dict[str, int]:
    """Whisper's language code → token id, for all the model has tokens for."""
    found: dict[str, int] = {}
    for number, token in enumerate(vocabulary(folder)):
        match = _LANGUAGE_TOKEN.fullmatch(token)
        if match and _ours(match[1]) in NAMES:
            found[match[1]] = number
    return found


def languages(folder: Path) -> frozenset[str]:
    """Our codes of the languages the model hears: `en` alone for an English-only one."""
    return frozenset(_ours(code) for code in language_tokens(folder)) if is_multilingual(folder) else frozenset({"en"})


def _ours(code: str) -> str:
    return next((ours for ours, theirs in _WHISPER_CODES.items() if theirs == code), code)


def to_whisper(code: str) -> str:
    """Our language code as Whisper spells it."""
    return _WHISPER_CODES.get(code, code)


def from_whisper(code: str) -> str:
    """Whisper's language code as we spell it."""
    return _ours(code)


def fingerprint(folder: Path) -> str:
    """12 hex digits that change with the model: its small files, and the size and both ends of its weights."""
    digest = hashlib.sha256()
    for name in ("config.json", "tokenizer.json", "preprocessor_config.json"):
        path = folder / name
        digest.update(name.encode() + (path.read_bytes() if path.is_file() else b""))
    with (folder / "model.bin").open("rb") as weights:
        size = weights.seek(0, 2)
        digest.update(str(size).encode())
        for at in (0, max(0, size - _EDGE)):
            weights.seek(at)
            digest.update(weights.read(_EDGE))
    return digest.hexdigest()[:12]


@contextmanager
def loadable(folder: Path) -> Iterator[Path]:
    """The folder itself, or a copy made of links with a mended config.json, there while it is being loaded.

    Newer converters leave `lang_ids` empty, and language detection then dies; or leave out `alignment_heads`,
    and there are no word times. The ids are in the vocabulary; the heads default to all in the later half
    of the decoder, as the converter itself does. Raises EngineUnavailable naming the file that is missing or broken.
    """
    if missing := missing_files(folder):
        raise EngineUnavailable(
            f"the whisper model in {folder.name!r} lacks {', '.join(missing)}",
            remedy="copy the missing files beside model.bin, or: lingoreel models pull whisper-small",
        )
    config = _read_config(folder)
    changes: dict[str, Any] = {}
    if is_multilingual(folder) and not config.get("lang_ids"):
        changes["lang_ids"] = sorted(language_tokens(folder).values())
    if not config.get("alignment_heads"):
        changes["alignment_heads"] = _default_heads(folder)
    if not changes:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="lingoreel-whisper-") as place:
        mended = Path(place)
        for path in folder.iterdir():
            if path.name != "config.json":
                (mended / path.name).symlink_to(path.resolve())
        (mended / "config.json").write_text(json.dumps({**config, **changes}), "utf-8")
        yield mended


def _read_config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except ValueError as error:
        raise _broken(folder, "config.json is not JSON") from error
    if not isinstance(config, dict):
        raise _broken(folder, "config.json is not a JSON object")
    return config


def _broken(folder: Path, what: str) -> EngineUnavailable:
    return EngineUnavailable(
        f"the whisper model in {folder.name!r} is broken: {what}",
        remedy="remove the folder and pull the model again: lingoreel models pull whisper-small",
    )


def _default_heads(folder: Path) -> list[list[int]]:
    layers, heads = _decoder_shape(folder)
    return [[layer, head] for layer, head in product(range(layers // 2, layers), range(heads))]


def _decoder_shape(folder: Path) -> tuple[int, int]:
    """(layers, heads) of the decoder, read from the table of model.bin; its weights are skipped over."""
    layers, heads = 0, 0
    try:
        with (folder / "model.bin").open("rb") as file:
            _number(file, "I")  # format
            _text(file)  # specification
            _number(file, "I")  # revision
            for _ in range(_number(file, "I")):
                name = _text(file)
                rank = _number(file, "B")
                file.seek(4 * rank, 1)
                _number(file, "B")  # type
                size = _number(file, "I")
                if match := re.match(r"decoder/layer_(\d+)/", name):
                    layers = max(layers, int(match[1]) + 1)
                if name == "decoder/num_heads":
                    heads = int.from_bytes(file.read(size), "little")
                else:
                    file.seek(size, 1)
    except (struct.error, UnicodeDecodeError) as error:
        raise _broken(folder, "model.bin ends early or is no CTranslate2 model") from error
    if not layers or not heads:
        raise _broken(folder, "model.bin holds no Whisper decoder")
    return layers, heads


def _number(file: BinaryIO, form: str) -> int:
    (value,) = struct.unpack("<" + form, file.read(struct.calcsize("<" + form)))
    return int(value)


def _text(file: BinaryIO) -> str:
    return file.read(_number(file, "H"))[:-1].decode("utf-8")
