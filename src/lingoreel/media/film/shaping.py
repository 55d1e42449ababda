"""Letters into outlines, by HarfBuzz: joined, ligated and kerned as their script wants it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import uharfbuzz as hb

from lingoreel.media.film.geometry import Outline, Path, Transform
from lingoreel.media.fonts import Face
from lingoreel.media.fonts.carried import carried_bytes
from lingoreel.media.fonts.scripts import COMMON, is_invisible, script_of

_JOINERS = frozenset("\u034f\u200c\u200d")
_BLANK = 0x20
_HEAVIER = 150
"""From this difference on, a face that lacks the weight asked for is thickened."""
_THICKER = 0.006
"""By so many ems for each 100 of weight: half of what a bold face has, so that dense letters stay open."""


@dataclass(frozen=True, slots=True)
class ShapedRun:
    """Characters of one direction as they are drawn, in ems: the pen begins at (0, 0) and moves by `advance`.

    `path` has y downwards; the baseline is at 0. `level` is the run's embedding level (UAX #9).
    """

    path: Path
    advance: float
    level: int


@dataclass(frozen=True, slots=True)
class _Run:
    begin: int
    end: int
    face: Face
    script: str
    level: int


class Shaper:
    """Shapes the words of one text. What was shaped and every glyph's outline are kept."""

    def __init__(self, faces: Mapping[str, Face], language: str, weight: int) -> None:
        self._faces = faces
        self._language = language
        self._weight = weight
        self._fonts: dict[Face, _Font] = {}
        self._shaped: dict[tuple[str, int, int, tuple[int, ...]], tuple[ShapedRun, ...]] = {}
        self._default = next(iter(faces.values()), None)

    def shape(self, word: str, begin: int, end: int, levels: Sequence[int]) -> tuple[ShapedRun, ...]:
        """Characters [begin, end) of a word, whose other letters they join with, in reading order.

        `levels` has one for each character of the word. Characters that have no face are left out; with none that
        has one there are no runs.
        """
        key = (word, begin, end, tuple(levels[begin:end]))
        known = self._shaped.get(key)
        if known is None:
            runs = _runs(word, begin, end, levels, self._faces)
            known = self._shaped[key] = tuple(self._run(word, run) for run in runs)
        return known

    def drawn(self, text: str) -> str:
        """What of a text is seen when it is drawn."""
        return "".join(text[at] for at, _, _ in _drawn(text, 0, len(text), self._faces) if not is_invisible(text[at]))

    def blank(self, before: str) -> float:
        """The width in ems of a blank after a character."""
        face = self._faces.get(before, self._default)
        return 0.25 if face is None else self._font(face).blank

    def _run(self, word: str, run: _Run) -> ShapedRun:
        path, advance = self._font(run.face).shape(word, run.begin, run.end, run.level % 2, run.script, self._language)
        return ShapedRun(path, advance, run.level)

    def _font(self, face: Face) -> _Font:
        if face not in self._fonts:
            self._fonts[face] = _Font(face, self._weight)
        return self._fonts[face]


def _runs(word: str, begin: int, end: int, levels: Sequence[int], faces: Mapping[str, Face]) -> Iterator[_Run]:
    """Stretches of one face, one script and one level, without what cannot be drawn."""
    open_run: _Run | None = None
    for at, face, script in _drawn(word, begin, end, faces):
        if open_run is not None:
            joins = script in COMMON or open_run.script in COMMON or script == open_run.script
            if joins and (at, face, levels[at]) == (open_run.end, open_run.face, open_run.level):
                own = script if open_run.script in COMMON else open_run.script
                open_run = _Run(open_run.begin, at + 1, face, own, open_run.level)
                continue
            yield open_run
        open_run = _Run(at, at + 1, face, script, levels[at])
    if open_run is not None:
        yield open_run


def _drawn(word: str, begin: int, end: int, faces: Mapping[str, Face]) -> Iterator[tuple[int, Face, str]]:
    """Each character that is drawn, with its face: a mark's is that of the letter it stands on, if that has it."""
    face: Face | None = None
    script = "Zyyy"
    for at in range(begin, end):
        character = word[at]
        invisible = is_invisible(character)
        if invisible and not (face is not None and (character in _JOINERS or _is_selector(character))):
            if face is not None and unicodedata.category(character) == "Zs":  # one that may not be broken at
                yield at, face, script
            continue
        if not invisible:
            own = faces.get(character)
            on_letter = unicodedata.category(character)[0] == "M" and face is not None and face.has(character)
            face = face if on_letter else own
            script = script_of(character)
        if face is not None:
            yield at, face, "Zinh" if invisible else script


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


class _Font:
    """A face as HarfBuzz has it."""

    def __init__(self, face: Face, weight: int) -> None:
        blob = hb.Blob(carried_bytes(face.carried or "")) if face.path is None else hb.Blob.from_file_path(face.path)
        self._font = hb.Font(hb.Face(blob, max(0, face.number)))
        self._em = self._font.face.upem
        if face.variable:
            self._font.set_variations({"wght": float(face.weight)})
        elif weight - face.weight > _HEAVIER:
            thicker = (weight - face.weight) / 100 * _THICKER
            self._font.synthetic_bold = (thicker, thicker, False)
        self._outlines: dict[int, Path] = {}
        self.blank = self._advance(_BLANK)

    def _advance(self, character: int) -> float:
        glyph = self._font.get_nominal_glyph(character)
        return self._font.get_glyph_h_advance(glyph) / self._em if glyph else 0.25

    def shape(
        self, word: str, begin: int, end: int, right_to_left: int, script: str, language: str
    ) -> tuple[Path, float]:
        codes = [_BLANK if unicodedata.category(character) == "Zs" else ord(character) for character in word]
        buffer = hb.Buffer()
        buffer.add_codepoints(codes, begin, end - begin)
        buffer.direction = "rtl" if right_to_left else "ltr"
        if script not in COMMON:
            buffer.script = script
        buffer.language = language
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer)
        glyphs: list[Path] = []
        pen = 0.0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            outline = self._outline(info.codepoint)
            if not outline.is_empty:
                x, y = (pen + position.x_offset) / self._em, -position.y_offset / self._em
                glyphs.append(outline.moved(Transform(e=x, f=y)))
            pen += position.x_advance
        return Path.joined(glyphs), pen / self._em

    def _outline(self, glyph: int) -> Path:
        if glyph not in self._outlines:
            outline = Outline()
            self._font.draw_glyph(glyph, _pen(), outline)
            self._outlines[glyph] = outline.path().moved(Transform.stretch(1 / self._em, -1 / self._em))
        return self._outlines[glyph]


@cache
def _pen() -> Any:
    """Draws a glyph into an `Outline`, in the font's own units, y upwards."""
    pen = hb.DrawFuncs()
    pen.set_move_to_func(lambda x, y, outline: outline.move(x, y))
    pen.set_line_to_func(lambda x, y, outline: outline.line(x, y))
    pen.set_quadratic_to_func(lambda x1, y1, x, y, outline: outline.quadratic(x1, y1, x, y))
    pen.set_cubic_to_func(lambda x1, y1, x2, y2, x, y, outline: outline.cubic(x1, y1, x2, y2, x, y))
    pen.set_close_path_func(lambda outline: outline.close())
    return pen
