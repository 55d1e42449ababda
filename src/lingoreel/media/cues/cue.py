"""A cue: one subtitle with its times, as it is shown, written to a file and burned in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self

SpanStyle = Literal["italic", "bold", "underline"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line set apart: characters [begin, end) of `lines[line]`."""

    line: int
    begin: int
    end: int
    style: SpanStyle


@dataclass(frozen=True, slots=True)
class Cue:
    """A subtitle: shown from `start_ms` to `end_ms`, its lines from top to bottom.

    `lines` are plain text: what looks like markup is letters. `spans` set parts of them apart. `alignment` is a place
    as on a number pad (1-9: 2 bottom centre, 8 top centre); None leaves it to the style.
    """

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    speaker: str | None = None
    spans: tuple[Span, ...] = ()
    alignment: int | None = None

    @property
    def text(self) -> str:
        """The lines under each other."""
        return "\n".join(self.lines)

    def to_dict(self) -> dict[str, Any]:
        return {
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "lines": list(self.lines),
            "speaker": self.speaker,
            "spans": [[span.line, span.begin, span.end, span.style] for span in self.spans],
            "alignment": self.alignment,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            start_ms=int(data["start_ms"]),
            end_ms=int(data["end_ms"]),
            lines=tuple(str(line) for line in data["lines"]),
            speaker=data.get("speaker"),
            spans=tuple(Span(int(line), int(a), int(b), style) for line, a, b, style in data.get("spans") or ()),
            alignment=data.get("alignment"),
        )
