"""What a writer of storyboards takes and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self

from lingoreel.media.film.storyboard import Storyboard


@dataclass(frozen=True, slots=True)
class WritingRequest:
    """A text to make a storyboard of; `draft` is the rules' own (`make_storyboard`), which is the answer where the
    writer fails. `prompts`: a picture of each scene is to be described too, for an engine that generates pictures."""

    text: str
    draft: Storyboard
    prompts: bool = False

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "draft": self.draft.to_dict(), "prompts": self.prompts}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(str(data["text"]), Storyboard.from_dict(data["draft"]), bool(data.get("prompts")))


@dataclass(frozen=True, slots=True)
class Written:
    """A storyboard of the text, every narration and headline a piece of it, and who wrote it.

    `prompts`: what is seen in each scene, in English; empty where they were not asked for or the rules wrote.
    `warnings` are `{"code", "message"}` pairs for the customer.
    """

    storyboard: Storyboard
    by: Literal["llm", "rules"]
    prompts: tuple[str, ...] = ()
    warnings: tuple[dict[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data; the rules' own is `incomplete`, so that a later task asks the writer again."""
        return ({"incomplete": True} if self.by == "rules" else {}) | {
            "storyboard": self.storyboard.to_dict(),
            "by": self.by,
            "prompts": list(self.prompts),
            "warnings": [dict(warning) for warning in self.warnings],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            Storyboard.from_dict(data["storyboard"]),
            data["by"],
            tuple(data.get("prompts") or ()),
            tuple(dict(warning) for warning in data.get("warnings") or ()),
        )
