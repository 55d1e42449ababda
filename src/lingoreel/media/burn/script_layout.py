"""Where subtitles stand in the picture and how large they are, so that no line leaves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lingoreel.media.burn.script_text import open_marks
from lingoreel.media.burn.script_wrap import Breaker
from lingoreel.media.burn.style import SubtitleStyle

Place = Literal["upper", "lower"]
"""Where a track stands; a single one stands lower."""

# The share of the picture kept free at each edge (EBU R 95: graphics-safe area).
SAFE = 0.05
# Kerning, synthetic bold and shaping change a line's width by less than this.
_TOLERANCE = 0.98
_PADDING = 0.25
_GAP = 0.15
# The shares of the size asked for that a cue may shrink to; then it is shown in parts one after the other.
_SHARES = (0.92, 0.85, 0.78, 0.72, 0.66, 0.6)
_USUAL_LINES = 3
_USUAL_SHARE = 0.98


@dataclass(frozen=True, slots=True)
class Fitted:
    """A cue's text as it stands in the picture: pages shown one after the other, each of lines, at one size."""

    pages: tuple[tuple[str, ...], ...]
    size: float


class Layout:
    """The places of one or two tracks in a picture. Lengths are pixels, `line_height` is in ems.

    Two tracks meet at a fixed line, wherever a cue has one line or two: nothing jumps. Each has a slot; a cue that
    does not fit into it is drawn smaller, and one that would become too small is shown in parts.
    """

    def __init__(self, width: int, height: int, style: SubtitleStyle, line_height: float, tracks: int) -> None:
        self._height = height
        self._line = line_height
        self.warnings: list[str] = []
        size = style.font_size
        most = min(0.9 * height / (line_height * tracks + (tracks - 1) * _GAP + 0.1), 0.8 * width)
        if size > most:
            self.warnings.append(
                f"subtitle_style.font_size {size:g} does not fit a picture of {width}×{height}; {int(most)} is used."
            )
            size = max(1, int(most))
        self.size = size
        stroke = style.stroke_width if style.enable_stroke else 0
        self.padding = max(2, round(size * _PADDING)) if style.enable_bg else 0
        self.edge = min(self.padding + stroke, 0.1 * min(width, height))
        self.padding = max(0, round(min(self.padding, self.edge)))
        self.margin = round(width * SAFE)
        self._room_across = max(1.0, (width - 2 * self.margin - 2 * self.edge) * _TOLERANCE)
        self._tracks = tracks
        self.single = tracks == 1
        self._gap = round(size * _GAP) if tracks == 2 else 0
        self._bottom = style.vertical_position
        self._lines = {"upper": 1, "lower": 1}

    @property
    def limit(self) -> float:
        """The widest line at the size asked for, in ems."""
        return self._room_across / self.size

    def _needed(self, lines: int) -> float:
        return lines * self._line * self.size + self._tracks * 2 * self.edge + self._gap

    def reserve(self, counts: Mapping[Place, Sequence[int]]) -> None:
        """Divide the height among the tracks, knowing how many lines each cue of theirs has at `limit`."""
        usual: dict[Place, int] = {track: _usual(lines) for track, lines in counts.items()}
        safe = SAFE * self._height
        lift = self._height - safe - self._bottom
        least = self._needed(sum(min(lines, 2) for lines in usual.values()))
        if least > lift:
            bottom = max(0.0, min(self._bottom, self._height - safe - least))
            self.warnings.append(
                f"subtitle_style.vertical_position {self._bottom:g} leaves no room for the subtitles in a picture "
                f"{self._height} pixels high; {int(bottom)} is used."
            )
            self._bottom = bottom
        lift = max(self._height - safe - self._bottom, self._needed(self._tracks))
        room = max(self._tracks, int((lift - self._needed(0)) / (self._line * self.size)))
        if len(usual) == 1:
            self._lines["lower"] = room
            return
        self._lines["lower"] = min(usual["lower"], max(1, room - min(usual["upper"], room // 2)))
        self._lines["upper"] = max(1, room - self._lines["lower"])

    def fit(self, lines: Sequence[Breaker], track: Place, rows: Sequence[str]) -> Fitted:
        """Shrink or divide a cue where its `rows` at the size asked for are more than its slot holds."""
        slot = self._lines[track] * 1.001
        if len(rows) <= slot:
            return Fitted((tuple(rows),), self.size)
        size = self.size
        shares = _SHARES if len(rows) * _SHARES[-1] ** 2 <= 1.5 * slot else _SHARES[-1:]
        for share in shares:
            size = self.size * share
            rows = self.rows(lines, size)
            if len(rows) * share <= slot:
                return Fitted((tuple(rows),), size)
        return Fitted(tuple(_pages(rows, max(1, int(slot / shares[-1])))), size)

    def rows(self, lines: Sequence[Breaker], size: float | None = None) -> list[str]:
        """The lines, broken where they are wider than the picture at a size (by default the one asked for)."""
        limit = self._room_across / (size or self.size)
        return [row for line in lines for row in line.rows(limit)]

    def place(self, track: Place, zone: Literal["bottom", "middle", "top"]) -> tuple[bool, int]:
        """Whether a track hangs from above (True) or stands on the ground, and libass's MarginV for it."""
        slot = self._lines[track] * self._line * self.size + 2 * self.edge
        if zone == "top":
            start = SAFE * self._height
            if self._tracks == 2 and track == "lower":
                upper = min(self._lines["upper"], _USUAL_LINES)
                start += upper * self._line * self.size + 2 * self.edge + self._gap
            return True, round(start + self.edge)
        if self._tracks == 2 and track == "lower":
            return True, round(self._height - self._bottom - slot + self.edge)
        below = 0.0
        if self._tracks == 2:
            below = self._lines["lower"] * self._line * self.size + 2 * self.edge + self._gap
        return False, round(self._bottom + below + self.edge)


def _pages(rows: Sequence[str], most: int) -> Iterator[tuple[str, ...]]:
    """The rows in as few parts of about equal length as hold `most` rows each."""
    each = -(-len(rows) // -(-len(rows) // most))
    carried = ""
    for at in range(0, len(rows), each):
        page = (carried + rows[at], *rows[at + 1 : at + each])
        carried = open_marks("".join(page))
        yield page


def _usual(counts: Sequence[int]) -> int:
    """How many lines nearly all cues of a track have; one endless cue must not push the other track away."""
    if not counts:
        return 1
    ordered = sorted(counts)
    if ordered[-1] <= _USUAL_LINES:
        return ordered[-1]
    return max(_USUAL_LINES, ordered[int((len(ordered) - 1) * _USUAL_SHARE)])
