"""What every film engine takes, answers and says about itself.

A film engine is one module with

- `capabilities(settings) -> Capabilities | Unavailable`: cheap, imports no model library;

and, where it generates its pictures, also

- `host_config(settings) -> dict`: the plain data its host class is made from;
- `HOST`: the host class as `package.module:Class`, with `__init__(config)` and `handle(request, report)`, where
  `request` is `FilmRequest.to_dict()` with `output_path` beside, and the answer is `Clip.to_dict()`.

What is written to `output_path` is a silent MP4: H.264, yuv420p, BT.709, every frame a key frame, at a constant rate.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from lingoreel.errors import InvalidRequest

Tier = Literal["embedded", "neural"]
Lane = Literal["cpu", "gpu", "net"]

SIDE_MOST = 4096
FRAMES_MOST = 1000
STEPS_MOST = 1000
SEED_MOST = 2**32 - 1


@dataclass(frozen=True, slots=True)
class ClipRules:
    """What a generating model makes in one go.

    Frames are `frame_step`·k + 1, at most `frames_most`, meant for `fps` pictures per second; width and height are
    multiples of `side_multiple` in pixels, and `pixels_most` is the largest picture that it was trained on.
    """

    fps: int
    frame_step: int
    frames_most: int
    side_multiple: int
    pixels_most: int

    def frames(self, duration_s: float) -> int:
        """The fewest frames that last `duration_s`; those of the longest clip where it lasts longer than that."""
        wanted = max(2, math.ceil(duration_s * self.fps - 1e-9))
        return min(self.round_frames(wanted), self.frames_most)

    def round_frames(self, frames: int) -> int:
        """The least number of frames that the model can make and that is not less."""
        return math.ceil(max(1, frames - 1) / self.frame_step) * self.frame_step + 1

    def size(self, width: int, height: int) -> tuple[int, int]:
        """The picture that the model makes for a film of this size, of its shape as nearly as may be."""
        scale = min(1.0, math.sqrt(self.pixels_most / (width * height)))
        wide, high = (_around(side * scale, self.side_multiple) for side in (width, height))
        pairs = [(w, h) for w in wide for h in high if w * h <= self.pixels_most]
        if not pairs:
            return min(wide), min(high)
        wanted = math.log(width / height)
        return min(pairs, key=lambda pair: (round(abs(math.log(pair[0] / pair[1]) - wanted), 3), -pair[0] * pair[1]))

    def to_dict(self) -> dict[str, int]:
        return asdict(self)


def _around(exact: float, multiple: int) -> set[int]:
    """The multiples on both sides, none of them 0."""
    return {multiple * max(1, part) for part in (math.floor(exact / multiple), math.ceil(exact / multiple))}


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a film engine on a live worker can do. Plain data: a worker publishes it, the API reads it.

    `version` changes whenever the same storyboard may give other pictures, so it belongs in every stage key. `host` is
    empty for an engine that draws in cells. `licence` is the model's own, `unknown` where it does not tell. `clip`:
    what it makes in one go (None: any size and length); `steps` how many steps of denoising each takes. `prompts` are
    the languages whose descriptions it understands.
    """

    name: str
    version: str
    tier: Tier
    host: str = ""
    lane: Lane = "cpu"
    parallel: int = 1
    licence: str = ""
    clip: ClipRules | None = None
    steps: int = 0
    prompts: tuple[str, ...] = ()
    capability: str = "film"
    model: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "capability": self.capability,
            "name": self.name,
            "version": self.version,
            "tier": self.tier,
            "host": self.host,
            "lane": self.lane,
            "parallel": self.parallel,
            "licence": self.licence,
            "clip": self.clip.to_dict() if self.clip else None,
            "steps": self.steps,
            "prompts": list(self.prompts),
            "model": self.model,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        clip = data.get("clip")
        return cls(**{**data, "clip": ClipRules(**clip) if clip else None, "prompts": tuple(data.get("prompts") or ())})


@dataclass(frozen=True, slots=True)
class FilmRequest:
    """One clip to generate: what is to be seen, what is not, and its seed (0 to 2³²-1).

    `frames`, `width` and `height` are best taken from the engine's `ClipRules`: others are rounded to what it can
    make. `fps` is the rate at which the frames are to be seen.
    """

    prompt: str
    negative_prompt: str
    frames: int
    fps: int
    width: int
    height: int
    steps: int
    seed: int

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Raises InvalidRequest for an empty prompt and for a number out of its range."""
        prompt = str(data["prompt"]).strip()
        if not prompt:
            raise InvalidRequest("the prompt is empty", field="prompt")
        return cls(
            prompt=prompt,
            negative_prompt=str(data.get("negative_prompt") or "").strip(),
            frames=_within("frames", data["frames"], 1, FRAMES_MOST),
            fps=_within("fps", data["fps"], 1, 120),
            width=_within("width", data["width"], 16, SIDE_MOST),
            height=_within("height", data["height"], 16, SIDE_MOST),
            steps=_within("steps", data["steps"], 1, STEPS_MOST),
            seed=_within("seed", data["seed"], 0, SEED_MOST),
        )


def _within(field_name: str, value: Any, low: int, high: int) -> int:
    number = int(value)
    if not low <= number <= high:
        raise InvalidRequest(f"{field_name} {number} is not between {low} and {high}", field=field_name)
    return number


@dataclass(frozen=True, slots=True)
class Clip:
    """What was generated: `frames` pictures of `width` × `height` pixels, `fps` a second, and what made them."""

    frames: int
    fps: int
    width: int
    height: int
    seed: int
    steps: int
    model: str
    pipeline: str
    licence: str
    warnings: tuple[dict[str, str], ...] = ()

    @property
    def duration_ms(self) -> int:
        """How long it lasts."""
        return round(self.frames * 1000 / self.fps)

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "warnings": [dict(warning) for warning in self.warnings]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """What else is in `data`, such as the key of its object, is passed over."""
        told = {name: data[name] for name in cls.__slots__ if name in data}
        return cls(**{**told, "warnings": tuple(dict(warning) for warning in data.get("warnings") or ())})
