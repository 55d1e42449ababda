"""Piper's voices on disk: each a model `NAME.onnx` with what it needs to know in `NAME.onnx.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from lingoreel.engines import languages
from lingoreel.engines.speech.espeak_voices import identifier_of
from lingoreel.engines.speech.protocol import Gender, Voice
from lingoreel.errors import InvalidRequest

NAME = "piper"
SPEAKERS_MOST = 64  # of one model, offered as voices
CONFIG_BYTES = 4_000_000
LICENCE = "see its MODEL_CARD"

# Who lent the voice, by the name of the recordings.
_WOMEN = frozenset(
    (
        *("alba", "amy", "cori", "eva_k", "gosia", "hfc_female", "huayan", "irina", "jenny_dioco", "kathleen"),
        *("kerstin", "kristin", "lessac", "lisa", "ljspeech", "nathalie", "paola", "ramona", "siwis", "svetlana"),
    )
)
_MEN = frozenset(
    (
        *("alan", "bryce", "carlfm", "danny", "darkman", "davefx", "denis", "dmitri", "faber", "hfc_male", "joe"),
        *("john", "karlsson", "norman", "northern_english_male", "pau", "riccardo", "ruslan", "ryan", "thorsten"),
    )
)


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A voice, its model, and how to ask it. `reader`: espeak's identifier; None for a model that reads letters."""

    voice: Voice
    model: Path
    reader: str | None
    ids: dict[str, tuple[int, ...]]
    speaker: int | None
    noise: float
    length: float
    noise_w: float


@dataclass(frozen=True, slots=True)
class Unusable:
    """A model that cannot be used, and why."""

    model: Path
    reason: str


def find(root: Path) -> tuple[list[PiperVoice], list[Unusable]]:
    """All voices under the folder, in order of names."""
    found: list[PiperVoice] = []
    useless: list[Unusable] = []
    for config in sorted(root.rglob("*.onnx.json")) if root.is_dir() else []:
        model = config.with_suffix("")
        if not model.is_file():
            useless.append(Unusable(model, f"{model.name} is not beside its .json"))
            continue
        try:
            found += _read(config, config.stat().st_mtime_ns)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidRequest) as error:
            useless.append(Unusable(model, f"{config.name} cannot be used: {type(error).__name__} {error}"[:200]))
    return _with_standards(found), useless


@lru_cache(maxsize=256)
def _read(config: Path, changed_ns: int) -> tuple[PiperVoice, ...]:
    del changed_ns
    with config.open("rb") as file:
        told = json.loads(file.read(CONFIG_BYTES))
    model = config.with_suffix("")
    kind = told.get("phoneme_type") or "espeak"
    if kind not in ("espeak", "text"):
        raise ValueError(f"phonemes of the kind {kind!r} are not supported")
    code = str((told.get("language") or {}).get("code") or told["espeak"]["voice"])
    language = languages.normalise(code)
    reader = identifier_of(str(told["espeak"]["voice"])) if kind == "espeak" else None
    if kind == "espeak" and reader is None:
        raise ValueError(f"espeak has no voice for {told['espeak']['voice']!r}")
    ids = {str(symbol): tuple(int(i) for i in _listed(numbers)) for symbol, numbers in told["phoneme_id_map"].items()}
    if not {"_", "^", "$"} <= ids.keys():
        raise ValueError("its phoneme_id_map lacks _, ^ or $")
    inference = told.get("inference") or {}
    speakers: dict[str, int | None] = {"": None}
    if int(told.get("num_speakers") or 1) > 1:
        named = told.get("speaker_id_map") or {str(n): n for n in range(int(told["num_speakers"]))}
        speakers = {str(name): int(number) for name, number in list(named.items())[:SPEAKERS_MOST]}
    stem = model.name.removesuffix(".onnx")
    rate = int(told["audio"]["sample_rate"])
    if not 4_000 <= rate <= 192_000:
        raise ValueError(f"a sample rate of {rate}")
    return tuple(
        PiperVoice(
            Voice(
                id=f"{NAME}:{stem}" + (f".{name}" if name else ""),
                name=f"{languages.name(language)}, {stem}" + (f", speaker {name}" if name else ""),
                language=language,
                gender=_gender(stem),
                engine=NAME,
                sample_rate=rate,
                region=code.replace("_", "-").partition("-")[2] or None,
                licence=LICENCE,
            ),
            model,
            reader,
            ids,
            number,
            float(inference.get("noise_scale", 0.667)),
            float(inference.get("length_scale", 1.0)),
            float(inference.get("noise_w", 0.8)),
        )
        for name, number in speakers.items()
    )


def _listed(numbers: Any) -> list[Any]:
    return numbers if isinstance(numbers, list) else [numbers]


def _gender(stem: str) -> Gender:
    recordings = stem.split("-")[1].lower() if stem.count("-") else ""
    return "female" if recordings in _WOMEN else "male" if recordings in _MEN else "neutral"


def _with_standards(found: list[PiperVoice]) -> list[PiperVoice]:
    """The finest model of each language is its standard: `-high` before `-medium` before the rest."""
    quality = {"high": 0, "medium": 1, "low": 2, "x_low": 3}

    def order(one: PiperVoice) -> tuple[int, str]:
        return quality.get(one.voice.id.rpartition("-")[2].partition(".")[0], 2), one.voice.id

    best: dict[str, str] = {}
    for one in sorted(found, key=order):
        best.setdefault(one.voice.language, one.voice.id)
    return [replace(one, voice=replace(one.voice, standard=best[one.voice.language] == one.voice.id)) for one in found]
