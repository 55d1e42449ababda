"""How the words of a headline come in, one by one."""

from __future__ import annotations

from lingoreel.media.film import easing
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.typesetting import PlacedWord

APPEAR_S = 0.34
_LARGE = 1.7
"""A word that is stamped comes from so near."""


def entrance(style: str, since: float, word: PlacedWord, size: float, number: int) -> tuple[Transform, float]:
    """The motion and opacity of word `number` of a headline, `since` seconds after it began to come.

    `style` is a look's headline style, `size` one em in pixels.
    """
    share = easing.progress(since, 0, APPEAR_S)
    seen = easing.progress(since, 0, APPEAR_S * 0.5)
    x, y = word.x + word.width / 2, word.y + word.height / 2
    if style == "pop":
        return Transform.at(0, 0, 0.5 + 0.5 * easing.back_out(share)).about(x, y), seen
    if style == "stamp":
        return Transform.at(0, 0, easing.lerp(_LARGE, 1.0, easing.expo_out(share))).about(x, y), seen
    if style == "slide":
        return Transform(e=-(1 - easing.expo_out(share)) * 1.2 * size), seen
    if style == "typewriter":
        return Transform(), easing.progress(since, 0, 0.08)
    rise = (1 - easing.expo_out(share)) * 0.55 * size
    if style == "wave":
        rise += 0.035 * size * easing.wave(since, 2.4, number * 0.18)
    return Transform(f=rise), seen
