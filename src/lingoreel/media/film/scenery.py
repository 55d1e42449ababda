"""What a shot shows beside its words: the background, what drifts in it, and the drawing or picture it is about."""

from __future__ import annotations

import numpy as np

from lingoreel.media.film import camera, easing, motifs
from lingoreel.media.film.backgrounds import make_background
from lingoreel.media.film.canvas import Layer, Radial
from lingoreel.media.film.clips import Clip
from lingoreel.media.film.geometry import Outline, Path, Transform
from lingoreel.media.film.looks import Look
from lingoreel.media.film.particles import Particles
from lingoreel.media.film.storyboard import FPS, Shot
from lingoreel.media.film.zones import Box, Zones

ENTER_S = 1.0
"""How long a drawing takes to come in."""
_HERO_BEGINS_S = 0.1
_COMPANION_BEGINS_S = 0.55
_COMPANION = 0.4
_BEHIND_ALPHA, _ALONE_ALPHA = 0.3, 0.92
"""How opaque a drawing is behind words, and until they come."""
_DIMS_S = 0.5
_ZOOM = 0.1
_PURPOSE = 7
_HALO = Outline().ellipse(0, 0, 1).path()


class Scenery:
    """A shot's picture without its words. Built once; `draw` is a function of the time alone.

    `words_s`: when its headline comes, in seconds after the shot began; a drawing behind it gives way to it.
    """

    def __init__(
        self,
        shot: Shot,
        look: Look,
        zones: Zones,
        size: tuple[int, int],
        seed: int,
        clip: Clip | None,
        words_s: float | None,
    ) -> None:
        self._look, self._zones, self._clip = look, zones, clip
        self._width, self._height = size
        self._words_s = words_s
        self._seconds = (shot.last - shot.first) / FPS
        rng = np.random.default_rng([seed, shot.scene.number, _PURPOSE])
        self._background = make_background(look.background, *size, look.palette, rng) if clip is None else None
        drifting = clip is None and look.particles is not None
        self._particles = Particles(str(look.particles), *size, look.palette, rng) if drifting else None
        self._motifs = shot.scene.motifs
        self._colours = motifs.of(look.palette)
        self._variant = int(rng.integers(0, 1 << 16))
        self._towards = tuple(rng.uniform(-1, 1, 2))
        self._whole: Path = Outline().rectangle(0, 0, *size).path()

    def draw(self, layer: Layer, t: float) -> None:
        """Draw what is seen `t` seconds after the shot began."""
        if self._clip is not None:
            self._picture(layer, self._clip, t)
            return
        assert self._background is not None
        self._background.draw(layer.layer(at=self._move(t, 0.25)), t)
        if self._particles is not None:
            self._particles.draw(layer.layer(at=self._move(t, 0.55)), t)
        if self._zones.hero is not None and self._motifs:
            self._hero(layer, self._zones.hero, t)

    def close(self) -> None:
        """Let go of the clip; nothing can be drawn any more."""
        if self._clip is not None:
            self._clip.close()

    def _move(self, t: float, depth: float) -> Transform:
        return camera.move(self._look.camera, t, self._seconds, depth, self._width, self._height)

    def _picture(self, layer: Layer, clip: Clip, t: float) -> None:
        """Covers the frame, slowly nearer or further, and to one side."""
        pixels = clip.at(t, self._seconds)
        height, width = pixels.shape[:2]
        share = easing.clamp(t / max(self._seconds, 0.1), 0.0, 1.1)
        near = share if self._towards[0] > 0 else 1 - share
        scale = max(self._width / width, self._height / height) * (1.02 + _ZOOM * max(0.0, near))
        spare_x, spare_y = scale * width - self._width, scale * height - self._height
        x = -spare_x * (0.5 + 0.4 * (share - 0.5) * self._towards[0])
        y = -spare_y * (0.5 + 0.4 * (share - 0.5) * self._towards[1])
        layer.picture(pixels, at=Transform(a=scale, d=scale, e=x, f=y))

    def _hero(self, layer: Layer, box: Box, t: float) -> None:
        behind = self._zones.behind
        x, y = box.centre
        half = 0.5 * min(box.width, box.height) * (1.04 if behind else 0.9)
        moved = self._move(t, 1.0)
        glow = Radial(0, 0, 1, [(0.0, self._look.palette.light, 0.34), (1.0, self._look.palette.light, 0.0)])
        grown = easing.smooth(t / ENTER_S)
        place = Transform.at(x, y, half * 1.35 * (0.8 + 0.2 * grown)).then(moved)
        layer.fill(_HALO, glow, at=place, alpha=grown * (0.6 if behind else 1.0))
        at = Transform.at(x, y, half).then(moved)
        group = layer.layer(at=at, alpha=self._behind_alpha(t)) if behind else layer.layer(at=at)
        enter = easing.progress(t, _HERO_BEGINS_S, ENTER_S)
        motifs.draw(self._motifs[0], group, t, self._colours, variant=self._variant, enter=enter)
        if behind or len(self._motifs) < 2 or half < 0.16 * min(self._width, self._height):
            return
        side = 1 if self._towards[0] > 0 else -1
        near = Transform.at(x + side * 0.72 * half, y + 0.66 * half, _COMPANION * half).then(moved)
        enter = easing.progress(t, _COMPANION_BEGINS_S, ENTER_S)
        motifs.draw(self._motifs[1], layer.layer(at=near), t, self._colours, variant=self._variant + 1, enter=enter)

    def _behind_alpha(self, t: float) -> float:
        if self._words_s is None:
            return _BEHIND_ALPHA
        return easing.lerp(_BEHIND_ALPHA, _ALONE_ALPHA, easing.smooth((self._words_s - t) / _DIMS_S))
