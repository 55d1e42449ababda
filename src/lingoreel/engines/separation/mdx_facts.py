"""What must be known of an MDX-Net model besides its shape: from a JSON file beside it, or because it is well known.

The file is named as the model is (`voices.onnx`, `voices.json`) and has the keys of Ultimate Vocal Remover's list of
models, so that an entry of that can be copied: `mdx_n_fft_scale_set` (samples of a frame) and `primary_stem` ("Vocals"
or "Instrumental": what the model gives) are needed; `compensate` (by what its voice is multiplied before it is taken
away), `hop_length` (1024), and `mdx_dim_f_set` (bins) and `mdx_dim_t_set` (frames, as a power of two) for a model
whose shape leaves those open.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

HOP = 1024
_STEMS = {"vocals": True, "instrumental": False}
_FRAME_MOST = 1 << 16
_FRAMES_MOST_POWER = 14


@dataclass(frozen=True, slots=True)
class MdxFacts:
    """`frame`: samples of a frame; `hop`: samples between two. `voice`: the model gives the voice (else the rest),
    to be multiplied by `compensate`. `bins`, `frames`: None where the model's own shape tells."""

    frame: int
    voice: bool
    compensate: float = 1.0
    hop: int = HOP
    bins: int | None = None
    frames: int | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(**data)


_KNOWN = {
    "Kim_Vocal_2": MdxFacts(7680, True, 1.009),
    "UVR-MDX-NET-Inst_Main": MdxFacts(5120, False),
    "UVR-MDX-NET-Inst_HQ_3": MdxFacts(6144, False),
    "UVR-MDX-NET-Inst_HQ_4": MdxFacts(5120, False),
}


def facts_path(model: Path) -> Path:
    """Where the facts of a model are looked for."""
    return model.with_suffix(".json")


def facts_of(model: Path) -> MdxFacts:
    """The facts of a model. Raises ValueError, for people, where they are missing or make no sense; OSError."""
    path = facts_path(model)
    if not path.is_file():
        if model.stem in _KNOWN:
            return _KNOWN[model.stem]
        raise ValueError(f"{path.name} is missing beside {model.name}")
    told = json.loads(path.read_text("utf-8"))
    if not isinstance(told, dict):
        raise ValueError(f"{path.name} is no JSON object")
    stem = str(told.get("primary_stem", "")).lower()
    if stem not in _STEMS:
        raise ValueError(f"primary_stem of {path.name} is neither Vocals nor Instrumental")
    frames = _whole(told, path, "mdx_dim_t_set", 1, _FRAMES_MOST_POWER)
    frame = _whole(told, path, "mdx_n_fft_scale_set", 64, _FRAME_MOST)
    if frame is None or frame % 2:
        raise ValueError(f"mdx_n_fft_scale_set of {path.name} must be given, and even")
    hop = _whole(told, path, "hop_length", 16, frame // 2) or HOP
    if hop > frame // 2:
        raise ValueError(f"hop_length of {path.name} is more than half of mdx_n_fft_scale_set")
    return MdxFacts(
        frame,
        _STEMS[stem],
        _factor(told, path) if _STEMS[stem] else 1.0,
        hop,
        _whole(told, path, "mdx_dim_f_set", 1, frame // 2 + 1),
        None if frames is None else 1 << frames,
    )


def _whole(told: dict[str, Any], path: Path, name: str, least: int, most: int) -> int | None:
    value = told.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"{name} of {path.name} is not a whole number from {least} to {most}")
    return value


def _factor(told: dict[str, Any], path: Path) -> float:
    value = told.get("compensate", 1.0)
    if not isinstance(value, int | float) or not math.isfinite(value) or not 0.5 <= value <= 2:
        raise ValueError(f"compensate of {path.name} is not a number from 0.5 to 2")
    return float(value)
