"""The dialogue lines of a script: when each cue is shown, where, and its letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lingoreel.media.burn.script_layout import Fitted, Layout
from lingoreel.media.burn.script_text import directed, escaped, is_right_to_left
from lingoreel.media.burn.script_tracks import Track
from lingoreel.media.burn.style import SubtitleStyle
from lingoreel.media.cues import Cue


@dataclass(frozen=True, slots=True)
class Event:
    """A dialogue line: from `start` to before `end`, in hundredths of a second; `text` is as libass reads it."""

    layer: int
    start: int
    end: int
    style: str
    margin: int
    text: str

    @property
    def line(self) -> str:
        """As it stands in a script."""
        return (
            f"Dialogue: {self.layer},{_clock(self.start)},{_clock(self.end)},{self.style},,0,0,{self.margin},,"
            f"{self.text}"
        )


def dialogue(
    track: Track, rows: Sequence[Sequence[str]], layout: Layout, style: SubtitleStyle, warnings: list[str]
) -> Iterator[Event]:
    """An event for each part of each cue. Adds to `warnings` what could not be shown as asked."""
    layer = int(track.where == "upper")
    smaller = divided = unseen = 0
    for at, (cue, breakers) in enumerate(zip(track.cues, track.breakers, strict=True)):
        fitted = layout.fit(breakers, track.where, rows[at])
        right_to_left = is_right_to_left(rows[at], track.language)
        smaller += fitted.size < layout.size
        times = list(_times(cue, len(fitted.pages), _next_start(track.cues, at)))
        divided += len(fitted.pages) > 1
        unseen += len(times) < len(fitted.pages)
        alignment, margin = _place(cue, track, layout, style)
        for (start, end), page in zip(times, fitted.pages, strict=False):
            text = _page(page, fitted, track, layout, style, right_to_left)
            yield Event(layer, start, end, track.style_name, margin, f"{{\\an{alignment}}}{text}")
    name = track.style_name.lower()
    if smaller:
        warnings.append(f"{smaller} of the {name} subtitles are drawn smaller: they do not fit the picture otherwise.")
    if divided:
        warnings.append(
            f"{divided} of the {name} subtitles are shown in parts, one after the other: they are too long."
        )
    if unseen:
        warnings.append(f"{unseen} of the {name} subtitles are too short in time to be seen whole.")


def _page(
    page: Sequence[str], fitted: Fitted, track: Track, layout: Layout, style: SubtitleStyle, right_to_left: bool
) -> str:
    size = f"{{\\fs{decimal(fitted.size * track.fonts.line_height)}}}" if fitted.size != layout.size else ""
    rows = (
        escaped(
            directed(row, right_to_left),
            bold=style.font_bold,
            italic=style.font_italic,
            underline=style.font_underline,
        )
        for row in page
    )
    return size + "\\N".join(rows)


def _place(cue: Cue, track: Track, layout: Layout, style: SubtitleStyle) -> tuple[int, int]:
    """libass's alignment (a number pad) and vertical margin for a cue."""
    pad = cue.alignment if cue.alignment in range(1, 10) else None
    column = (pad - 1) % 3 + 1 if pad else {0: 1, 2: 2, 3: 3}[style.alignment]
    row = (pad - 1) // 3 if pad else 0
    if row == 1 and track.where == "lower" and layout.single:
        return 3 + column, 0
    hangs, margin = layout.place(track.where, "top" if row == 2 else "bottom")
    return (6 if hangs else 0) + column, margin


def _next_start(cues: Sequence[Cue], at: int) -> int | None:
    """When the cue after this one begins, where the two do not overlap anyway."""
    if at + 1 < len(cues) and cues[at + 1].start_ms >= cues[at].end_ms:
        return cues[at + 1].start_ms
    return None


def _times(cue: Cue, parts: int, next_start_ms: int | None) -> Iterator[tuple[int, int]]:
    """The times of a cue's parts in hundredths of a second.

    Both ends are rounded alike, so order is kept and what did not overlap does not.
    """
    start, end = _hundredths(cue.start_ms), _hundredths(cue.end_ms)
    if end == start and (next_start_ms is None or _hundredths(next_start_ms) > end):
        end += 1
    parts = min(parts, end - start)
    for number in range(parts):
        yield start + (end - start) * number // parts, start + (end - start) * (number + 1) // parts


def _hundredths(ms: int) -> int:
    return (ms + 5) // 10


def _clock(hundredths: int) -> str:
    seconds, rest = divmod(hundredths, 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:02d}"


def decimal(value: float) -> str:
    """A number as scripts have it, to a thousandth."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
