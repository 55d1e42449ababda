"""The cues one piece of work leaves for another: of what was said, and of its translation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from lingoreel.media.cues.cue import Cue

Side = Literal["translation", "source"]
SIDES: tuple[Side, Side] = ("translation", "source")


@dataclass(frozen=True, slots=True)
class MadeCues:
    """`alone`: each side's cues as they are shown by themselves; `together`: cut together, for both at once.

    Without a translation what was said stands under `source` alone, and `together` is empty.
    """

    languages: Mapping[Side, str]
    alone: Mapping[Side, Sequence[Cue]]
    together: Mapping[Side, Sequence[Cue]] = field(default_factory=dict)

    @property
    def main(self) -> Side:
        """The side to show when only one is: the translation where there is one."""
        return "translation" if "translation" in self.alone else "source"

    def to_dict(self) -> dict[str, Any]:
        return {
            "languages": dict(self.languages),
            "alone": {side: [cue.to_dict() for cue in cues] for side, cues in self.alone.items()},
            "together": {side: [cue.to_dict() for cue in cues] for side, cues in self.together.items()},
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        def sides(found: dict[str, list[dict[str, Any]]]) -> dict[Side, list[Cue]]:
            return {side: [Cue.from_dict(cue) for cue in found[side]] for side in SIDES if side in found}

        languages = {side: str(data["languages"][side]) for side in SIDES if side in data["languages"]}
        return cls(languages, sides(data["alone"]), sides(data["together"]))
