"""Outlines that are built once and kept: what drawings are put together from."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from lingoreel.media.film.geometry import Outline, Path, Point, Transform

_kept = lru_cache(4096)
_TOKEN = re.compile(r"[MLHVCSQZ]|-?\d*\.?\d+")


@_kept
def disc(x: float, y: float, rx: float, ry: float | None = None) -> Path:
    return Outline().ellipse(x, y, rx, ry).path()


@_kept
def box(x: float, y: float, width: float, height: float, radius: float = 0.0) -> Path:
    """`x`, `y`: its left upper corner."""
    return Outline().rectangle(x, y, width, height, radius).path()


@_kept
def polygon(*points: Point) -> Path:
    return Outline().polygon(points).path()


@_kept
def polyline(*points: Point) -> Path:
    return Outline().polygon(points, closed=False).path()


@_kept
def blob(*points: Point) -> Path:
    """A soft closed shape through the points."""
    return Outline().smooth(list(points), closed=True).path()


@_kept
def curve(*points: Point) -> Path:
    """A soft open line through the points."""
    return Outline().smooth(list(points)).path()


@_kept
def arc(x: float, y: float, radius: float, begin: float, sweep: float) -> Path:
    """Degrees, clockwise from the right."""
    return Outline().arc(x, y, radius, begin, sweep).path()


@_kept
def ring(x: float, y: float, outer: float, inner: float) -> Path:
    """Two circles; to be filled even-odd."""
    return Outline().ellipse(x, y, outer).ellipse(x, y, inner).path()


@_kept
def star(x: float, y: float, outer: float, inner: float, points: int = 5) -> Path:
    """One point straight up."""
    corners = [
        (x + radius * math.sin(math.pi * n / points), y - radius * math.cos(math.pi * n / points))
        for n in range(2 * points)
        for radius in (inner if n % 2 else outer,)
    ]
    return Outline().polygon(corners).path()


@_kept
def cog(teeth: int, inner: float, outer: float) -> Path:
    """A gear wheel; its teeth are narrower at their ends."""
    pitch = 2 * math.pi / teeth
    points = [
        (radius * math.sin(n * pitch + share * pitch), radius * math.cos(n * pitch + share * pitch))
        for n in range(teeth)
        for share, radius in ((-0.3, inner), (-0.17, outer), (0.17, outer), (0.3, inner))
    ]
    return Outline().polygon(points).path()


@_kept
def traced(data: str) -> Path:
    """SVG path data with absolute M, L, H, V, C, S, Q and Z."""
    outline = Outline()
    tokens = _TOKEN.findall(data)
    here: Point = (0.0, 0.0)
    control: Point | None = None
    begun = here
    command, place = "", 0

    def numbers(count: int) -> list[float]:
        nonlocal place
        place += count
        return [float(token) for token in tokens[place - count : place]]

    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        after: Point | None = None
        match command:
            case "M":
                x, y = numbers(2)
                here = begun = (x, y)
                outline.move(x, y)
                command = "L"
            case "L" | "H" | "V":
                x, y = (
                    numbers(2)
                    if command == "L"
                    else (*numbers(1), here[1])
                    if command == "H"
                    else (here[0], *numbers(1))
                )
                here = (x, y)
                outline.line(x, y)
            case "C" | "S":
                if command == "C":
                    x1, y1 = numbers(2)
                else:
                    x1, y1 = here if control is None else (2 * here[0] - control[0], 2 * here[1] - control[1])
                x2, y2, x, y = numbers(4)
                here, after = (x, y), (x2, y2)
                outline.cubic(x1, y1, x2, y2, x, y)
            case "Q":
                x1, y1, x, y = numbers(4)
                here = (x, y)
                outline.quadratic(x1, y1, x, y)
            case _:
                here = begun
                outline.close()
        control = after
    return outline.path()


@_kept
def both_sides(path: Path) -> Path:
    """An outline and its mirror image at x = 0."""
    return Path.joined((path, path.moved(Transform.stretch(-1, 1))))


@_kept
def together(*paths: Path) -> Path:
    return Path.joined(paths)


@_kept
def placed(path: Path, x: float, y: float, scale: float = 1.0, angle: float = 0.0) -> Path:
    return path.moved(Transform.at(x, y, scale, angle))


@_kept
def bounds(path: Path) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    return path.bounds


def rolling(left: float, right: float, level: float, bottom: float, height: float, length: float, phase: float) -> Path:
    """Water from a wavy surface down to `bottom`; `phase` in waves, new in each frame."""
    quarters = max(2, math.ceil((right - left) / length * 4))
    step = (right - left) / quarters
    points = [
        (left + n * step, level + height * math.sin(2 * math.pi * ((left + n * step) / length - phase)))
        for n in range(quarters + 1)
    ]
    return Outline().smooth(points).line(right, bottom).line(left, bottom).close().path()
