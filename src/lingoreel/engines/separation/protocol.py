"""What every separator takes, answers and says about itself.

A separator is one module with `capabilities(settings)`, `host_config(settings)` and `HOST`, as recognisers are
(`engines/recognition/protocol.py`). `handle(request, report)` takes `SeparationRequest.to_dict()` with `output_path`
besides, writes there what is left of the sound without its voices (the same format, exactly as many samples, each at
its time), and answers `{"samples": n}`. Parts of a recording that were separated by themselves agree where they meet.

Sound is signed 16-bit little-endian, mono or stereo (interleaved), without a header; positions in it are samples.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

Lane = Literal["cpu", "gpu"]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a separator on a live worker can do. Plain data: a worker publishes it.

    `version` changes whenever the same sound may come out differently (library, model, recipe, device), so it belongs
    in every stage key. `parallel` is how many children of it one worker may run side by side.
    """

    name: str
    version: str
    host: str
    lane: Lane = "cpu"
    parallel: int = 1
    tier: Literal["neural"] = "neural"
    model: str | None = None
    capability: Literal["separation"] = "separation"

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(**data)


@dataclass(frozen=True, slots=True)
class SeparationRequest:
    """Samples [start_sample, end_sample) of the sound at `path` without their voices, as `version` makes them."""

    path: str
    rate: int
    channels: int
    start_sample: int
    end_sample: int
    version: str

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            path=str(data["path"]),
            rate=int(data["rate"]),
            channels=int(data["channels"]),
            start_sample=int(data["start_sample"]),
            end_sample=int(data["end_sample"]),
            version=str(data["version"]),
        )

    def fingerprint(self) -> dict[str, Any]:
        """All that decides the answer but the sound itself, for a stage key; where the sound lies is left out."""
        return {key: value for key, value in self.to_dict().items() if key != "path"}
