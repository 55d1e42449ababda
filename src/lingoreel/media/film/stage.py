"""Any frame of a film, by its number: scenery, words, and the way from one shot to the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.film import easing, transitions
from lingoreel.media.film.canvas import Canvas, Layer
from lingoreel.media.film.captions import times_of
from lingoreel.media.film.clips import Clip
from lingoreel.media.film.geometry import Outline, Transform
from lingoreel.media.film.lettering import APPEAR_MS, Lettering, Shown
from lingoreel.media.film.looks import Look, choose_looks
from lingoreel.media.film.scenery import Scenery
from lingoreel.media.film.shots import TRANSITION_FRAMES
from lingoreel.media.film.storyboard import FPS, Film, Shot
from lingoreel.media.film.typesetting import Typesetter
from lingoreel.media.film.zones import Box, zones

FADE_OUT_FRAMES = 14
LONGEST_BARE_MS = 1200
_BACKDROPS = 14
_BACKDROP_SCALE = 0.25
_SETS_KEPT = 3


@dataclass(frozen=True)
class _Set:
    """A shot put up. Its words are set when they are first asked for: the shot before only shows its scenery."""

    scenery: Scenery
    set_words: Callable[[], Lettering]

    @cached_property
    def lettering(self) -> Lettering:
        return self.set_words()


class Stage:
    """Draws the frames of a film in any order. One at a time: the next frame is written over the last.

    `asset_paths` are the prepared assets in their order. Raises TaskError `font_missing`, EngineFailed.
    """

    def __init__(self, film: Film, font_paths: Sequence[str | Path], asset_paths: Sequence[str | Path] = ()) -> None:
        self._film = film
        self._looks = choose_looks(film)
        self._firsts = [shot.first for shot in film.shots]
        self._canvas = Canvas(film.width, film.height)
        text = "\n".join(shot.scene.narration for shot in film.shots)
        self._type = Typesetter(font_paths, text, film.language)
        self._assets = list(asset_paths)
        self._sets: OrderedDict[int, _Set] = OrderedDict()
        self._whole = Outline().rectangle(0, 0, film.width, film.height).path()

    @property
    def typesetter(self) -> Typesetter:
        """What sets the film's words."""
        return self._type

    def frame(self, number: int) -> NDArray[np.uint8]:
        """Frame `number`: height × width × 4 (blue, green, red, alpha)."""
        layer = self._canvas.begin()
        self._scenery(layer, number)
        self._set(self._place(number)).lettering.draw(layer, self._ms(number))
        left = self._film.frames - number
        if left <= FADE_OUT_FRAMES:
            share = easing.smooth(1 - (left - 1) / FADE_OUT_FRAMES)
            layer.fill(self._whole, self._looks[-1].palette.sky[0], alpha=share)
        return self._canvas.draw()

    def scenery(self, number: int) -> NDArray[np.uint8]:
        """The same frame without its words."""
        self._scenery(self._canvas.begin(), number)
        return self._canvas.draw()

    def shown(self, number: int) -> list[Shown]:
        """The words that stand in a frame."""
        return self._set(self._place(number)).lettering.shown(self._ms(number))

    def _scenery(self, layer: Layer, number: int) -> None:
        place = self._place(number)
        since = number - self._firsts[place]
        if place == 0 or since >= TRANSITION_FRAMES:
            self._draw_set(layer, place, number)
            return
        transitions.draw(
            self._looks[place].transition,
            layer,
            (since + 1) / (TRANSITION_FRAMES + 1),
            self._film.width,
            self._film.height,
            before=lambda under: self._draw_set(under, place - 1, number),
            after=lambda over: self._draw_set(over, place, number),
            colours=self._looks[place].edges,
        )

    def _draw_set(self, layer: Layer, place: int, number: int) -> None:
        self._set(place).scenery.draw(layer, (number - self._firsts[place]) / FPS)

    def _place(self, number: int) -> int:
        return bisect_right(self._firsts, number) - 1

    def _ms(self, number: int) -> float:
        return number * 1000 / FPS

    def _set(self, place: int) -> _Set:
        if place not in self._sets:
            self._sets[place] = self._build(place)
            while len(self._sets) > _SETS_KEPT:
                self._sets.popitem(last=False)[1].scenery.close()
        return self._sets[place]

    def _build(self, place: int) -> _Set:
        film, shot, look = self._film, self._film.shots[place], self._looks[place]
        size = film.width, film.height
        where = zones(_layout(look, shot), *size, captions=film.captions, headline=shot.scene.headline is not None)
        clip = None if shot.scene.asset is None else Clip(self._assets[shot.scene.asset])
        scenery = Scenery(shot, look, where, size, film.seed, clip, _words_s(shot))

        def set_words() -> Lettering:
            return Lettering(
                shot,
                where,
                self._type,
                look.palette,
                look.headline_style,
                size,
                film.language,
                _Backdrop(scenery, size, (shot.last - shot.first) / FPS).pixels,
                captions=film.captions,
                closes=place == len(film.shots) - 1,
            )

        return _Set(scenery, set_words)


def _layout(look: Look, shot: Shot) -> str:
    """The look's layout, with a drawing where words alone would come too late to fill the picture."""
    if look.layout != "centre_type" or shot.scene.headline is None or not shot.scene.motifs:
        return look.layout
    first, _ = times_of(shot.words, *shot.scene.headline)
    return "hero_back" if first - shot.start_ms > LONGEST_BARE_MS else look.layout


def _words_s(shot: Shot) -> float | None:
    """When the headline begins to appear, in seconds after the shot began."""
    if shot.scene.headline is None:
        return None
    return (times_of(shot.words, *shot.scene.headline)[0] - APPEAR_MS - shot.start_ms) / 1000


class _Backdrop:
    """What a shot shows in a box from a time on, seen at some times and from further away."""

    def __init__(self, scenery: Scenery, size: tuple[int, int], seconds: float) -> None:
        width, height = (max(2, round(side * _BACKDROP_SCALE)) for side in size)
        canvas = Canvas(width, height)
        self._scale = width / size[0], height / size[1]
        frames: list[Any] = []
        self._times = [seconds * (number + 0.5) / _BACKDROPS for number in range(_BACKDROPS)]
        for time in self._times:
            layer = canvas.begin().layer(at=Transform(a=self._scale[0], d=self._scale[1]))
            scenery.draw(layer, time)
            frames.append(canvas.draw()[..., :3].copy())
        canvas.close()
        self._frames: NDArray[np.uint8] = np.stack(frames)

    def pixels(self, box: Box, since_s: float) -> NDArray[np.uint8]:
        across, down = self._scale
        rows = slice(max(0, int(box.y * down)), max(1, round(box.bottom * down)))
        columns = slice(max(0, int(box.x * across)), max(1, round(box.right * across)))
        first = min(bisect_left(self._times, since_s), _BACKDROPS - 1)
        return self._frames[first:, rows, columns].reshape(-1, 3)
