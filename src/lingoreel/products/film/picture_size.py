"""How large a film is: its shape and resolution, from the many ways in which people say them."""

from __future__ import annotations

import re

from lingoreel.errors import InvalidRequest
from lingoreel.media.film.storyboard import SIZES

RESOLUTION, SHAPE = "720p", "16:9"
SHAPES = tuple(SIZES[RESOLUTION])
_LINES = re.compile(r"(\d{3,4})\s*p?", re.IGNORECASE)
_PIXELS = re.compile(r"(\d{2,5})\s*[x×*]\s*(\d{2,5})", re.IGNORECASE)
_RATIO = re.compile(r"(\d{1,2})\s*[:/x×]\s*(\d{1,2})")
_NEAR = 0.02
"""How far a size may be from a shape: 848 × 480 is 16:9 to people."""


def picture_size(aspect_ratio: str | None, resolution: str | None) -> tuple[str, str, int, int]:
    """The shape, the resolution, and the width and height in pixels that a request means.

    `resolution` is a number of lines (`720p`, `720`) or a size in pixels (`1080x1920`), which tells the shape too.
    Raises InvalidRequest for what there is not, and for a size that contradicts the shape.
    """
    shape = None if aspect_ratio is None else _shape(aspect_ratio)
    if resolution is None:
        name, told = RESOLUTION, None
    elif found := _PIXELS.fullmatch(resolution.strip()):
        name, told = _of_pixels(resolution, int(found[1]), int(found[2]))
    else:
        name, told = _of_lines(resolution), None
    if shape is not None and told is not None and shape != told:
        raise InvalidRequest(
            f"resolution {resolution!r} is {told}, and aspect_ratio says {shape}",
            field="resolution",
            remedy=f"leave one of them out, or send resolution {name}",
        )
    shape = shape or told or SHAPE
    return (shape, name, *SIZES[name][shape])


def _shape(text: str) -> str:
    found = _RATIO.fullmatch(text.strip())
    shape = f"{found[1]}:{found[2]}" if found else ""
    if shape not in SHAPES:
        raise InvalidRequest(
            f"aspect_ratio must be one of {', '.join(SHAPES)}; got {text[:40]!r}", field="aspect_ratio"
        )
    return shape


def _of_lines(text: str) -> str:
    found = _LINES.fullmatch(text.strip())
    name = f"{found[1]}p" if found else ""
    if name not in SIZES:
        raise _unknown(text)
    return name


def _of_pixels(text: str, width: int, height: int) -> tuple[str, str]:
    name = f"{min(width, height)}p"
    for shape, (wide, high) in SIZES.get(name, {}).items():
        if abs(width * high / (height * wide) - 1) <= _NEAR:
            return name, shape
    raise _unknown(text)


def _unknown(text: str) -> InvalidRequest:
    sizes = ", ".join(f"{width}x{height}" for sizes in SIZES.values() for width, height in sizes.values())
    return InvalidRequest(
        f"resolution must be one of {', '.join(SIZES)}, or a size in pixels; got {text[:40]!r}",
        field="resolution",
        remedy=f"sizes in pixels are {sizes}",
    )
