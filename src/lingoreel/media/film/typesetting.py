"""Words on the picture: a text in lines that fit, every word with its place and its outline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Literal

from lingoreel.media.film import bidi
from lingoreel.media.film.breaking import THIN, Piece, break_lines, fewest_lines, narrowest, pieces, torn
from lingoreel.media.film.faces import choose_drawn_faces, undrawn
from lingoreel.media.film.geometry import Path, Transform
from lingoreel.media.film.rows import Measured, in_one_row, measure
from lingoreel.media.film.shaping import Shaper
from lingoreel.media.fonts.scripts import RIGHT_TO_LEFT_LANGUAGES

Align = Literal["start", "left", "center", "right"]
Direction = Literal["ltr", "rtl"]

# Above and below the baseline, in ems: what lines keep free, at least and at most, whatever letters they have.
_ASCENT, _DESCENT = (0.75, 1.3), (0.22, 0.7)
_LEADING = 0.1
"""Between the lowest of one line and the highest of the next, in ems."""
_SLACKS = (1.0, 1.08, 1.2)
"""How much wider than need be lines may get, and so smaller the type, for better places to break."""
_WORST_BREAK = 0.04
"""A break is worth so much of the size for each unit of its cost above that of a plain one."""
_PLAIN_BREAK = 3.0
_ROUNDING = 1 + 1e-9
_OFFSETS: dict[Align, float] = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """Characters [begin, end) of the text; their box, as tall as the line, and their outline, in the block's pixels.

    A word too wide for a line is several, one on each line.
    """

    begin: int
    end: int
    line: int
    x: float
    y: float
    width: float
    height: float
    path: Path


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A text set in lines of `size` pixels per em: its origin is the top left corner, y points down.

    `words` are in reading order. A text without anything to draw has no words and no size.
    """

    width: float
    height: float
    size: float
    lines: int
    words: tuple[PlacedWord, ...]
    direction: Direction


class Typesetter:
    """Sets pieces of one text, in one choice of faces for all of it.

    `font_paths`: folders and files; `language` decides the shapes of Chinese characters and the direction of mixed
    text; `weight` as in CSS. Raises TaskError `font_missing` naming the letters that nothing here can draw, and what
    to install; pictographs that nothing can draw are left out.
    """

    def __init__(self, font_paths: Sequence[str | FilePath], text: str, language: str, *, weight: int = 700) -> None:
        self._language = language
        self._faces = choose_drawn_faces(font_paths, text, language, weight)
        self._shaper = Shaper(self._faces, language, weight)
        self._measured: dict[str, Measured] = {}
        self._ascent, self._descent = self._extents(text)
        self.undrawn = undrawn(text, self._faces)
        """The pictographs that are left out, each once."""

    @property
    def font_files(self) -> tuple[FilePath, ...]:
        """The font files in use, without those that come with the installation."""
        return tuple(dict.fromkeys(face.path for face in self._faces.values() if face.path is not None))

    def block(
        self, text: str, size: float, max_width: float, *, max_lines: int | None = None, align: Align = "center"
    ) -> TextBlock:
        """The text at a size, in as few lines as it needs and these about equally wide.

        Smaller where it needs more than `max_lines`, or has a word wider than `max_width` and may not break it for
        want of lines. `align` is meant as it is seen; "start" is the left, or the right in a right-to-left text.
        """
        measured = self._measure(text)
        if max_lines is None:
            measured = self._cut(measured, max_width / size)
        if not measured.pieces:
            return _EMPTY
        limit = max(max_width / size, *measured.widths)
        count = fewest_lines(measured.widths, measured.blanks, limit)
        if max_lines is not None and count > max_lines:
            return self.fit(text, max_width, math.inf, largest=size, smallest=0, max_lines=max_lines, align=align)
        firsts = break_lines(measured.widths, measured.blanks, measured.costs, count, limit * _ROUNDING)
        return self._placed(measured, firsts or [0], size, align, max_width, math.inf)

    def fit(
        self,
        text: str,
        max_width: float,
        max_height: float,
        *,
        largest: float,
        smallest: float,
        max_lines: int,
        align: Align = "center",
    ) -> TextBlock:
        """The text as large as it fits into a box, in at most `max_lines` lines, broken at good places.

        Words are broken only where the type would be smaller than `smallest` otherwise; it is smaller than that
        only where even this does not help.
        """
        measured = self._measure(text)
        if not measured.pieces:
            return _EMPTY
        firsts, size = self._largest(measured, max_width, max_height, largest, max_lines)
        if size < smallest:
            torn = self._cut(measured, max_width / smallest)
            other, torn_size = self._largest(torn, max_width, max_height, largest, max_lines)
            if torn_size > size:
                measured, firsts, size = torn, other, torn_size
        return self._placed(measured, firsts, size, align, max_width, max_height)

    def _largest(
        self, measured: Measured, max_width: float, max_height: float, largest: float, max_lines: int
    ) -> tuple[list[int], float]:
        """Where the lines begin, and the size; the best compromise of size and places to break."""
        best: tuple[float, list[int], float] = (-math.inf, [0], 0.0)
        for count in range(1, min(max_lines, len(measured.pieces)) + 1):
            least = narrowest(measured.widths, measured.blanks, count)
            tall = max_height / self._height(count)
            for slack in _SLACKS:
                room = max(least * slack, max_width / min(largest, tall))
                firsts = break_lines(measured.widths, measured.blanks, measured.costs, count, room * _ROUNDING)
                if firsts is None:
                    continue
                wide = max(THIN, *measured.line_widths(firsts))
                size = min(largest, tall, max_width / wide)
                broken = sum(measured.pieces[at].cost - _PLAIN_BREAK for at in firsts[1:])
                score = math.log(size) - _WORST_BREAK * broken
                if score > best[0] + 1e-6:
                    best = (score, firsts, size)
        return best[1], best[2]

    def _height(self, lines: int) -> float:
        return lines * (self._ascent + self._descent) + (lines - 1) * _LEADING

    def _extents(self, text: str) -> tuple[float, float]:
        """How far the film's letters reach above and below the baseline, in ems."""
        bounds = [run.path.bounds for runs in self._measure(text).runs for run in runs]
        above = max((-top for _, top, _, _ in bounds), default=0.0)
        below = max((bottom for _, _, _, bottom in bounds), default=0.0)
        return min(max(above, _ASCENT[0]), _ASCENT[1]), min(max(below, _DESCENT[0]), _DESCENT[1])

    def _measure(self, text: str) -> Measured:
        known = self._measured.get(text)
        if known is None:
            found = bidi.levels(text, base := self._base(text))
            known = self._measured[text] = measure(self._shaper, text, base, found, pieces(text, self._language))
        return known

    def _base(self, text: str) -> int:
        """The level of a paragraph: the language's direction, or that of the letters where it has none of those."""
        first = bidi.first_strong(text)
        own = "R" if self._language.replace("_", "-").split("-")[0].lower() in RIGHT_TO_LEFT_LANGUAGES else "L"
        if first is None or first == own or any(bidi.first_strong(character) == own for character in text):
            return int(own == "R")
        return int(first == "R")

    def _cut(self, measured: Measured, limit: float) -> Measured:
        """The same with pieces wider than `limit` ems broken between letters."""
        if max(measured.widths, default=0.0) <= limit:
            return measured
        parts: list[Piece] = []
        for piece, wide in zip(measured.pieces, measured.widths, strict=True):
            parts += torn(measured.text, piece, math.ceil(wide / limit)) if wide > limit else [piece]
        return measure(self._shaper, measured.text, measured.base, measured.levels, parts)

    def _placed(
        self, measured: Measured, firsts: Sequence[int], size: float, align: Align, max_width: float, max_height: float
    ) -> TextBlock:
        """Pieces in lines, in pixels; smaller than `size` where letters that reach far out would not fit."""
        rows = [in_one_row(measured, begin, end) for begin, end in pairwise((*firsts, len(measured.pieces)))]
        widest = max(row.advance for row in rows)
        if align == "start":
            align = "right" if measured.base else "left"
        lefts = [(widest - row.advance) * _OFFSETS[align] for row in rows]
        left = min(left + row.left for left, row in zip(lefts, rows, strict=True))
        right = max(left + row.right for left, row in zip(lefts, rows, strict=True))
        ascents = [max(self._ascent, row.above) for row in rows]
        descents = [max(self._descent, row.below) for row in rows]
        height = sum(ascents) + sum(descents) + (len(rows) - 1) * _LEADING
        size *= min(1.0, max_width / (size * max(THIN, right - left)), max_height / (size * height))
        words: list[PlacedWord] = []
        top = 0.0
        for number, (row, start, ascent, descent) in enumerate(zip(rows, lefts, ascents, descents, strict=True)):
            x, tall = start - left, ascent + descent
            at = Transform(size, 0.0, 0.0, size, x * size, (top + ascent) * size)
            words += [
                PlacedWord(
                    word.begin,
                    word.end,
                    number,
                    (x + word.left) * size,
                    top * size,
                    (word.right - word.left) * size,
                    tall * size,
                    Path.joined(run.path.moved(Transform(e=run_x)) for run, run_x in word.runs).moved(at),
                )
                for word in row.words
            ]
            top += tall + _LEADING
        direction: Direction = "rtl" if measured.base else "ltr"
        return TextBlock((right - left) * size, height * size, size, len(rows), tuple(words), direction)


_EMPTY = TextBlock(0.0, 0.0, 0.0, 0, (), "ltr")
