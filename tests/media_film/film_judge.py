"""What is seen in a film's frames: which words stand there and since when, how well they are read, what moves.

Where to look is told by `Stage.shown`; whether it is so, by the pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from lingoreel.media.film.canvas import Canvas
from lingoreel.media.film.contrast import readable
from lingoreel.media.film.lettering import Shown
from lingoreel.media.film.stage import FADE_OUT_FRAMES
from lingoreel.media.film.storyboard import FPS, Shot
from media_film.film_making import Made

Pixels = NDArray[np.uint8]
Colours = NDArray[np.float64]
_BGR = np.array([0.0722, 0.7152, 0.2126])
_CORE, _EDGE = 0.85, 0.02
_FRAME_MS = 1000 / FPS
_NEAR_MS = 150
"""How exactly words on screen go with the voice."""
_SETTLES, _LEAVES = 10, 6
"""Frames in which a headline's word comes, and in which it goes."""
_TELLS = 30.0
"""So far apart (of 441) are colours that can be told from each other in a decoded frame."""
_CELLS = 24
_OTHER = 12


@dataclass
class Written:
    """A word of a shot as it stands there: in which frames, and its letters (`cover`, 0 to 1) from `corner` on."""

    shot: Shot
    kind: str
    begin: int
    end: int
    corner: tuple[int, int]
    cover: NDArray[np.float64]
    frames: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.shot.scene.narration[self.begin : self.end]

    @property
    def said(self) -> tuple[int, int] | None:
        """When it is heard, in ms; None: it is not. Of a spoken word that is longer, its letters' share."""
        heard = [word for word in self.shot.words if word.begin < self.end and self.begin < word.end]
        if not heard:
            return None
        first, last = heard[0], heard[-1]
        before = max(0, self.begin - first.begin) / (first.end - first.begin)
        after = max(0, last.end - self.end) / (last.end - last.begin)
        return (
            round(first.start_ms + before * (first.end_ms - first.start_ms)),
            round(last.end_ms - after * (last.end_ms - last.start_ms)),
        )

    def colour(self, frame: Pixels) -> Colours:
        """The mean colour of the pixels that are its letters."""
        weights = np.where(self.cover >= 0.5, self.cover, 0.0)
        inside = self.cut(frame).astype(np.float64)
        mean: Colours = (inside * weights[..., None]).sum(axis=(0, 1)) / weights.sum()
        return mean

    def cut(self, frame: Pixels) -> Pixels:
        """The colours in the rectangle around its letters."""
        x, y = self.corner
        height, width = self.cover.shape
        return frame[y : y + height, x : x + width, :3]


class Judge:
    """Looks at one film. Frames without words are drawn again, each once."""

    def __init__(self, made: Made) -> None:
        self.made, self.film = made, made.film
        self.stage = made.stage()
        self._canvas = Canvas(self.film.width, self.film.height)
        self._bare: dict[int, Pixels] = {}

    def bare(self, number: int) -> Pixels:
        """The frame without words, as it was before it was encoded."""
        if number not in self._bare:
            self._bare[number] = self.stage.scenery(number).copy()
        return self._bare[number]

    def cover(self, words: Iterable[Shown]) -> NDArray[np.float64]:
        """How much of each pixel is letters of these words, 0 to 1."""
        layer = self._canvas.begin()
        for word in words:
            layer.fill(word.path, (255, 255, 255), at=word.at)
        return self._canvas.draw()[..., 3] / 255

    def written(self, shot: Shot) -> list[Written]:
        """The words that are written in a shot, at rest, in the order in which they come."""
        found: dict[tuple[str, int, int], tuple[Shown, list[int]]] = {}
        for number in range(shot.first, shot.last):
            for word in self.stage.shown(number):
                key = (word.kind, word.begin, word.end)
                known, frames = found.setdefault(key, (word, []))
                frames.append(number)
                if word.alpha >= known.alpha and number - frames[0] <= FPS // 2:
                    found[key] = word, frames
        return [self._written(shot, word, frames) for word, frames in found.values()]

    def _written(self, shot: Shot, word: Shown, frames: list[int]) -> Written:
        cover = self.cover([word])
        rows, columns = np.flatnonzero(cover.any(axis=1)), np.flatnonzero(cover.any(axis=0))
        if not rows.size:
            return Written(shot, word.kind, word.begin, word.end, (0, 0), np.zeros((0, 0)), frames)
        box = cover[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        return Written(shot, word.kind, word.begin, word.end, (int(columns[0]), int(rows[0])), box, frames)

    def at_rest(self, word: Written) -> Colours:
        """The colour of a word's letters as it mostly stands there, in decoded frames."""
        settled = word.frames if word.kind == "caption" else word.frames[_SETTLES:-_LEAVES] or word.frames[_SETTLES:]
        colours = [word.colour(self.made.decoded[number]) for number in settled[:: max(1, len(settled) // 8)]]
        found: Colours = np.median(colours, axis=0)
        return found

    def presence(self, word: Written, number: int, at_rest: Colours) -> float | None:
        """How far a word is there in a decoded frame: 0 not at all, 1 as it stands at rest.

        None where what is behind it has the colour of the word.
        """
        behind = word.colour(self.bare(number))
        if _distance(at_rest, behind) < _TELLS:
            return None
        return _distance(word.colour(self.made.decoded[number]), behind) / _distance(at_rest, behind)

    def highlighted(self, word: Written) -> tuple[float, float] | None:
        """From when to when a caption's word has another colour than while others are said, in ms.

        None where it cannot be told: it is said in less than two frames, or all the time that it is there.
        """
        if word.said is None:
            return None
        start_ms, end_ms = word.said
        while_said = [number for number in word.frames if start_ms + _FRAME_MS <= ms(number) <= end_ms - _FRAME_MS]
        else_ = [number for number in word.frames if not start_ms - _NEAR_MS <= ms(number) <= end_ms + _NEAR_MS]
        if not while_said or not else_:
            return None
        colours = {number: word.colour(self.made.decoded[number]) for number in word.frames}
        on = np.median([colours[number] for number in while_said], axis=0)
        off = np.median([colours[number] for number in else_], axis=0)
        if _distance(on, off) < _TELLS / 2:
            return float("inf"), float("inf")
        lit = [number for number in word.frames if _distance(colours[number], on) < _distance(colours[number], off)]
        return ms(lit[0]), ms(lit[-1] + 1)

    def appeared(self, word: Written) -> float:
        """From when on a headline's word stands there, in ms; infinite where it goes again."""
        rest = self.at_rest(word)
        until = min(word.frames[-1] - _LEAVES, self.film.frames - FADE_OUT_FRAMES)
        start_ms = word.said[0] if word.said else ms(word.frames[0])
        looked_at = (n for n in range(word.shot.first, until) if n % 6 == 0 or abs(ms(n) - start_ms) < 2 * _NEAR_MS)
        seen = {number: self.presence(word, number, rest) for number in looked_at}
        there = [number for number, share in seen.items() if share is not None and share > 0.5]
        if not there or any(share is not None and share <= 0.5 for at, share in seen.items() if at > there[0]):
            return float("inf")
        return ms(there[0])

    def contrasts(self, number: int, frame: Pixels) -> list[tuple[float, str]]:
        """The contrast of each word that stands in a frame with what is around its letters, the worst 1 % left out."""
        standing = [word for word in self.stage.shown(number) if word.alpha >= 0.99]
        around = binary_dilation(self.cover(self.stage.shown(number)) > _EDGE)
        found = []
        for word in standing:
            cover = self.cover([word])
            core = cover >= min(_CORE, float(cover.max(initial=0.0)))
            if not (cover > _EDGE).any():
                continue
            near = binary_dilation(cover > _EDGE, iterations=2) & ~around
            letters = np.median(frame[core][:, :3], axis=0)
            colour = (int(letters[2]), int(letters[1]), int(letters[0]))
            text = self.film.shots[self.place(number)].scene.narration[word.begin : word.end]
            found.append((readable(colour, frame[near]), f"{word.kind} {text!r} in frame {number}"))
        return found

    def place(self, number: int) -> int:
        """Which shot a frame is of."""
        return next(at for at, shot in enumerate(self.film.shots) if shot.first <= number < shot.last)


def ms(number: int) -> float:
    """When a frame is shown."""
    return number * 1000 / FPS


def luminance(frames: Pixels) -> NDArray[np.float64]:
    """Luma (0 to 255) of each pixel."""
    light: NDArray[np.float64] = frames[..., :3] @ _BGR
    return light


def difference(one: Pixels, other: Pixels) -> float:
    """The mean absolute difference of two frames' colours, 0 to 255."""
    return float(np.abs(one[..., :3].astype(np.int16) - other[..., :3]).mean())


def _distance(one: Colours, other: Colours) -> float:
    return float(np.linalg.norm(one - other))


def unlikeness(one: Pixels, other: Pixels) -> float:
    """The share of a picture's parts (24 × 24 of them) that have another mean colour in another picture.

    Two shots of one look with other words and another drawing have about 0.3, two of different looks 0.5 and more.
    """
    return float((np.abs(_parts(one) - _parts(other)).max(axis=-1) > _OTHER).mean())


def _parts(frame: Pixels) -> Colours:
    height, width = frame.shape[:2]
    rows, columns = (np.linspace(0, side, _CELLS + 1).astype(int) for side in (height, width))
    sums = np.add.reduceat(np.add.reduceat(frame[..., :3].astype(float), rows[:-1], 0), columns[:-1], 1)
    areas = np.diff(rows)[:, None] * np.diff(columns)[None, :]
    means: Colours = sums / areas[..., None]
    return means
