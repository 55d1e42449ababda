"""How the camera moves through a shot: slow, eased, and more for what is near than for what is far."""

from __future__ import annotations

from lingoreel.media.film.easing import lerp, sine_in_out, wave
from lingoreel.media.film.geometry import Transform

CAMERAS: tuple[str, ...] = ("push_in", "pull_out", "pan_left", "pan_right", "rise", "sway", "float")
_NEAR = 0.06
"""How much larger the nearest becomes by a push, and how far a pan takes it, in widths."""


def move(kind: str, t: float, duration: float, depth: float, width: float = 1.0, height: float = 1.0) -> Transform:
    """Where what lies at `depth` (0: the far background, 1: the nearest) is put, `t` seconds into a shot.

    For a picture of `width` × `height` whose corner is the origin. No movement takes anything further than 0.06 of
    the picture from where it was drawn: a margin of that much is never seen beyond.
    """
    share = sine_in_out(t / duration) if duration > 0 else 0.0
    size = min(width, height)
    reach = _NEAR * depth
    x = y = angle = 0.0
    scale = 1.0
    match kind:
        case "push_in":
            scale = 1 + reach * share
        case "pull_out":
            scale = 1 + reach * (1 - share)
        case "pan_left" | "pan_right":
            x = lerp(-0.5, 0.5, share) * reach * width * (1 if kind == "pan_right" else -1)
        case "rise":
            y = lerp(0.5, -0.5, share) * reach * height
        case "sway":
            x = 0.35 * reach * width * wave(t, 7.0)
            angle = 1.2 * depth * wave(t, 7.0, 0.25)
        case "float":
            x, y = 0.25 * reach * size * wave(t, 6.5), 0.3 * reach * size * wave(t, 4.7, 0.2)
            scale = 1 + 0.25 * reach * (1 + wave(t, 8.0))
        case _:
            raise ValueError(f"no camera {kind!r}")
    return Transform.at(0, 0, scale, angle).about(width / 2, height / 2).then(Transform(e=x, f=y))
