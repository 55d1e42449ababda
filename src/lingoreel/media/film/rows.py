"""Text measured and put in rows, in ems: between shaping, which knows words, and typesetting, which knows boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from unicodedata import category

from lingoreel.media.film import bidi
from lingoreel.media.film.breaking import TORN, Piece
from lingoreel.media.film.shaping import ShapedRun, Shaper

_CLOSING = frozenset(("Po", "Pe", "Pf"))


@dataclass(frozen=True, slots=True)
class Measured:
    """A text's pieces, shaped; those that show nothing are left out.

    `base` and `levels`: the paragraph's embedding level and that of each character (UAX #9). `blanks`: the width of
    what stands before each piece, `blank_levels` its level.
    """

    text: str
    base: int
    levels: Sequence[int]
    pieces: tuple[Piece, ...]
    runs: tuple[tuple[ShapedRun, ...], ...]
    widths: tuple[float, ...]
    blanks: tuple[float, ...]
    blank_levels: tuple[int, ...]

    @property
    def costs(self) -> list[float]:
        return [piece.cost for piece in self.pieces]

    def line_widths(self, firsts: Sequence[int]) -> list[float]:
        """The widths of lines that begin with these pieces."""
        return [
            sum(self.widths[begin:end]) + sum(self.blanks[begin + 1 : end])
            for begin, end in pairwise((*firsts, len(self.pieces)))
        ]


def measure(shaper: Shaper, text: str, base: int, levels: Sequence[int], found: Sequence[Piece]) -> Measured:
    """Shape the pieces of a text."""
    kept: list[Piece] = []
    shaped: list[tuple[ShapedRun, ...]] = []
    blanks: list[float] = []
    blank_levels: list[int] = []
    for begin, end, group in _words(found):
        word, own = text[begin:end], levels[begin:end]
        for piece in group:
            runs = shaper.shape(word, piece.begin - begin, piece.end - begin, own)
            if not runs:
                continue
            before = text[kept[-1].end - 1] if kept else ""
            if not kept:
                kept.append(replace(piece, spaced=False, continues=False))
            elif piece.spaced and _lost_its_letters(shaper, text, kept[-1].end, piece):
                kept.append(replace(piece, cost=TORN, spaced=False, continues=True))
            else:
                kept.append(piece)
            shaped.append(runs)
            blanks.append(shaper.blank(before) if kept[-1].spaced else 0.0)
            blank_levels.append(levels[piece.begin - 1] if piece.begin else base)
    widths = tuple(sum(run.advance for run in runs) for runs in shaped)
    return Measured(text, base, levels, tuple(kept), tuple(shaped), widths, tuple(blanks), tuple(blank_levels))


def _lost_its_letters(shaper: Shaper, text: str, end: int, piece: Piece) -> bool:
    """Whether all of a piece that is drawn are marks behind a picture that is not: they close up at `end`."""
    shown = shaper.drawn(text[piece.begin : piece.end])
    if any(category(character) not in _CLOSING for character in shown):
        return False
    hidden = text[end : piece.begin + text[piece.begin : piece.end].index(shown[0])]
    return any(category(character) in {"So", "Sk", "Cn", "Co"} for character in hidden)


def _words(found: Sequence[Piece]) -> Iterator[tuple[int, int, list[Piece]]]:
    """Pieces that follow each other without a blank: letters of one may join those of the next."""
    group: list[Piece] = []
    for piece in found:
        if group and group[-1].end != piece.begin:
            yield group[0].begin, group[-1].end, group
            group = []
        group.append(piece)
    if group:
        yield group[0].begin, group[-1].end, group


@dataclass(frozen=True, slots=True)
class RowWord:
    """A word on its line: its runs with where their pens begin, in ems from the line's beginning."""

    begin: int
    end: int
    runs: tuple[tuple[ShapedRun, float], ...]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line: how far its pen moves, how far its letters and boxes reach."""

    words: tuple[RowWord, ...]
    advance: float
    left: float
    right: float
    above: float
    below: float


def in_one_row(measured: Measured, first: int, last: int) -> Row:
    """The pieces [first, last) as one line, in ems, in the order in which they are seen."""
    owners: list[int] = []  # which piece; -1 for a blank
    runs: list[ShapedRun | None] = []
    advances: list[float] = []
    levels: list[int] = []
    for number in range(first, last):
        if number > first and measured.blanks[number]:
            owners.append(-1)
            runs.append(None)
            advances.append(measured.blanks[number])
            levels.append(measured.blank_levels[number])
        for run in measured.runs[number]:
            owners.append(number)
            runs.append(run)
            advances.append(run.advance)
            levels.append(run.level)
    pens = [0.0] * len(runs)
    pen = 0.0
    for at in bidi.visual_order(levels):
        pens[at] = pen
        pen += advances[at]
    placed: dict[int, list[tuple[ShapedRun, float]]] = {}
    for owner, shaped, x in zip(owners, runs, pens, strict=True):
        if shaped is not None:
            placed.setdefault(owner, []).append((shaped, x))
    words: list[RowWord] = []
    for number, own in placed.items():
        piece = measured.pieces[number]
        if piece.continues and words:
            before = words.pop()
            words.append(_row_word(before.begin, piece.end, [*before.runs, *own]))
        else:
            words.append(_row_word(piece.begin, piece.end, own))
    bounds = [run.path.bounds for word in words for run, _ in word.runs]
    return Row(
        tuple(words),
        pen,
        min(word.left for word in words),
        max(word.right for word in words),
        -min(top for _, top, _, _ in bounds),
        max(bottom for _, _, _, bottom in bounds),
    )


def _row_word(begin: int, end: int, runs: Sequence[tuple[ShapedRun, float]]) -> RowWord:
    bounds = [(run.path.bounds, run.advance, x) for run, x in runs]
    return RowWord(
        begin,
        end,
        tuple(runs),
        min(x + min(0.0, left) for (left, _, _, _), _, x in bounds),
        max(x + max(advance, right) for (_, _, right, _), advance, x in bounds),
    )
