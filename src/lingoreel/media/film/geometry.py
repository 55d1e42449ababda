"""Shapes and where they lie: outlines that are built once, and affine transforms."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
_CLOSE, _MOVE, _LINE, _CUBIC = 0, 1, 2, 3
_ROUND = 0.5522847498
"""How far along its tangent a quarter circle's control points lie, in radii."""


@dataclass(frozen=True, slots=True)
class Transform:
    """Maps (x, y) to (a·x + c·y + e, b·x + d·y + f); y points down, angles are in degrees, clockwise."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @classmethod
    def at(cls, x: float, y: float, scale: float = 1.0, angle: float = 0.0) -> Transform:
        """Scaled, then turned, then moved: how something of unit size is put on the picture."""
        turn = math.radians(angle)
        cos, sin = math.cos(turn) * scale, math.sin(turn) * scale
        return cls(cos, sin, -sin, cos, x, y)

    @classmethod
    def stretch(cls, x: float, y: float) -> Transform:
        return cls(a=x, d=y)

    def then(self, outer: Transform) -> Transform:
        """This one first, `outer` on what comes out."""
        return Transform(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            outer.a * self.e + outer.c * self.f + outer.e,
            outer.b * self.e + outer.d * self.f + outer.f,
        )

    def about(self, x: float, y: float) -> Transform:
        """The same with (x, y) as the point that stays."""
        return Transform(e=-x, f=-y).then(self).then(Transform(e=x, f=y))

    def apply(self, x: float, y: float) -> Point:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """An outline: `commands` (uint8) and `points` (float32, n × 2). Built once, drawn as often as wanted."""

    commands: NDArray[np.uint8]
    points: NDArray[np.float32]

    @property
    def is_empty(self) -> bool:
        return not len(self.commands)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of all points, control points too; zeros where there is none."""
        if not len(self.points):
            return 0.0, 0.0, 0.0, 0.0
        low, high = self.points.min(axis=0), self.points.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def moved(self, at: Transform) -> Path:
        """The same outline elsewhere, for good; to move it in each frame, draw it `at` a transform."""
        matrix = np.array([[at.a, at.b], [at.c, at.d]], np.float32)
        return Path(self.commands, self.points @ matrix + np.array([at.e, at.f], np.float32))

    @classmethod
    def joined(cls, paths: Iterable[Path]) -> Path:
        """All of them as one outline."""
        parts = [path for path in paths if not path.is_empty]
        if not parts:
            return cls(np.zeros(0, np.uint8), np.zeros((0, 2), np.float32))
        return cls(np.concatenate([p.commands for p in parts]), np.concatenate([p.points for p in parts]))


@dataclass(slots=True)
class Outline:
    """Builds a `Path`; every verb returns the outline itself, so that they can be chained."""

    _commands: list[int] = field(default_factory=list)
    _points: list[Point] = field(default_factory=list)

    def path(self) -> Path:
        points = np.array(self._points, np.float32).reshape(-1, 2)
        return Path(np.array(self._commands, np.uint8), points)

    def move(self, x: float, y: float) -> Outline:
        self._commands.append(_MOVE)
        self._points.append((x, y))
        return self

    def line(self, x: float, y: float) -> Outline:
        self._commands.append(_LINE)
        self._points.append((x, y))
        return self

    def cubic(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> Outline:
        self._commands.append(_CUBIC)
        self._points += [(x1, y1), (x2, y2), (x, y)]
        return self

    def quadratic(self, x1: float, y1: float, x: float, y: float) -> Outline:
        x0, y0 = self._points[-1]
        third = 2 / 3
        return self.cubic(
            x0 + third * (x1 - x0), y0 + third * (y1 - y0), x + third * (x1 - x), y + third * (y1 - y), x, y
        )

    def close(self) -> Outline:
        self._commands.append(_CLOSE)
        return self

    def polygon(self, points: Iterable[Point], *, closed: bool = True) -> Outline:
        for number, (x, y) in enumerate(points):
            (self.line if number else self.move)(x, y)
        return self.close() if closed else self

    def rectangle(self, x: float, y: float, width: float, height: float, radius: float = 0.0) -> Outline:
        """Corners rounded by `radius`, at most half of the shorter side."""
        r = min(radius, width / 2, height / 2)
        if r <= 0:
            return self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
        k = r * (1 - _ROUND)
        right, bottom = x + width, y + height
        self.move(x + r, y).line(right - r, y).cubic(right - k, y, right, y + k, right, y + r)
        self.line(right, bottom - r).cubic(right, bottom - k, right - k, bottom, right - r, bottom)
        self.line(x + r, bottom).cubic(x + k, bottom, x, bottom - k, x, bottom - r)
        return self.line(x, y + r).cubic(x, y + k, x + k, y, x + r, y).close()

    def ellipse(self, cx: float, cy: float, rx: float, ry: float | None = None) -> Outline:
        ry = rx if ry is None else ry
        kx, ky = rx * _ROUND, ry * _ROUND
        self.move(cx + rx, cy).cubic(cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry)
        self.cubic(cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy)
        self.cubic(cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry)
        return self.cubic(cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy).close()

    def arc(self, cx: float, cy: float, radius: float, begin: float, sweep: float, *, joined: bool = False) -> Outline:
        """Part of a circle from `begin` over `sweep` degrees (clockwise from the right); `joined`: go on from here."""
        steps = max(1, math.ceil(abs(sweep) / 90))
        step = math.radians(sweep / steps)
        reach = 4 / 3 * math.tan(step / 4) * radius
        angle = math.radians(begin)
        x, y = cx + radius * math.cos(angle), cy + radius * math.sin(angle)
        (self.line if joined else self.move)(x, y)
        for _ in range(steps):
            x1, y1 = x - reach * math.sin(angle), y + reach * math.cos(angle)
            angle += step
            x, y = cx + radius * math.cos(angle), cy + radius * math.sin(angle)
            self.cubic(x1, y1, x + reach * math.sin(angle), y - reach * math.cos(angle), x, y)
        return self

    def smooth(self, points: list[Point], *, closed: bool = False) -> Outline:
        """A soft curve through the points (Catmull-Rom)."""
        count = len(points)
        self.move(*points[0])
        for number in range(count if closed else count - 1):
            before = points[number - 1] if closed or number else points[0]
            here, there = points[number], points[(number + 1) % count]
            after = points[(number + 2) % count] if closed or number + 2 < count else there
            self.cubic(
                here[0] + (there[0] - before[0]) / 6,
                here[1] + (there[1] - before[1]) / 6,
                there[0] - (after[0] - here[0]) / 6,
                there[1] - (after[1] - here[1]) / 6,
                *there,
            )
        return self.close() if closed else self
