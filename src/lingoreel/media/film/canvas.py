"""What films are drawn on: vector shapes into pixels, by ThorVG's software rasteriser.

A frame is drawn from nothing each time, as a function of its time alone: any frame can be drawn by itself, and pieces
of a film side by side. The functions of the library are bound here, once: its own Python layer binds them at each call.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.film.geometry import Path, Transform

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255, as sRGB has them."""
Stop = tuple[float, Colour, float]
"""Where (0 to 1), which colour, how opaque (0 to 1)."""
Cap = Literal["butt", "round", "square"]
Join = Literal["miter", "round", "bevel"]
Blend = Literal["normal", "multiply", "screen", "overlay", "add", "softlight"]

_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_BLENDS = {"normal": 0, "multiply": 1, "screen": 2, "overlay": 3, "softlight": 9, "add": 16}
_ARGB, _ARGB_STRAIGHT = 1, 3
_DEFAULT = 1


class _Stop(ctypes.Structure):
    _fields_ = (("offset", ctypes.c_float), *((name, ctypes.c_uint8) for name in "rgba"))


class _Matrix(ctypes.Structure):
    _fields_ = tuple((f"e{row}{column}", ctypes.c_float) for row in (1, 2, 3) for column in (1, 2, 3))


@dataclass(frozen=True, slots=True)
class Linear:
    """A gradient from (x0, y0) to (x1, y1), in the coordinates of the shape that it fills."""

    x0: float
    y0: float
    x1: float
    y1: float
    stops: Sequence[Stop]


@dataclass(frozen=True, slots=True)
class Radial:
    """A gradient from the middle (x, y) outwards."""

    x: float
    y: float
    radius: float
    stops: Sequence[Stop]


Paint = Colour | Linear | Radial


@cache
def _library() -> Any:
    from thorvg_python.engine import Engine

    engine = Engine(threads=0)
    lib: Any = engine.thorvg_lib
    lib.kept_alive = engine
    pointer, number, real, byte = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_float, ctypes.c_uint8
    whole, precise = ctypes.c_int, ctypes.c_double
    arguments: dict[str, tuple[Any, ...]] = {
        "swcanvas_create": (byte,),
        "swcanvas_set_target": (pointer, pointer, number, number, number, byte),
        "canvas_destroy": (pointer,),
        "canvas_add": (pointer, pointer),
        "canvas_remove": (pointer, pointer),
        "canvas_draw": (pointer, ctypes.c_bool),
        "canvas_sync": (pointer,),
        "shape_new": (),
        "shape_append_path": (pointer, pointer, number, pointer, number),
        "shape_set_fill_color": (pointer, byte, byte, byte, byte),
        "shape_set_fill_rule": (pointer, whole),
        "shape_set_gradient": (pointer, pointer),
        "shape_set_stroke_width": (pointer, real),
        "shape_set_stroke_color": (pointer, byte, byte, byte, byte),
        "shape_set_stroke_gradient": (pointer, pointer),
        "shape_set_stroke_cap": (pointer, whole),
        "shape_set_stroke_join": (pointer, whole),
        "shape_set_stroke_dash": (pointer, pointer, number, real),
        "shape_set_trimpath": (pointer, real, real, ctypes.c_bool),
        "linear_gradient_new": (),
        "linear_gradient_set": (pointer, real, real, real, real),
        "radial_gradient_new": (),
        "radial_gradient_set": (pointer, real, real, real, real, real, real),
        "gradient_set_color_stops": (pointer, pointer, number),
        "scene_new": (),
        "scene_add": (pointer, pointer),
        "scene_add_effect_gaussian_blur": (pointer, precise, whole, whole, whole),
        "picture_new": (),
        "picture_load_raw": (pointer, pointer, number, number, byte, ctypes.c_bool),
        "paint_set_transform": (pointer, ctypes.POINTER(_Matrix)),
        "paint_set_opacity": (pointer, byte),
        "paint_set_blend_method": (pointer, whole),
        "paint_set_clip": (pointer, pointer),
    }
    for name, types in arguments.items():
        function = getattr(lib, f"tvg_{name}")
        function.argtypes = types
        function.restype = pointer if name.endswith(("_new", "_create")) else whole
    return lib


def _matrix(at: Transform) -> _Matrix:
    return _Matrix(at.a, at.c, at.e, at.b, at.d, at.f, 0.0, 0.0, 1.0)


def _byte(share: float) -> int:
    return max(0, min(255, round(share * 255)))


def _check(code: int, what: str) -> None:
    if code:
        raise RuntimeError(f"ThorVG cannot {what}: code {code}")


class Layer:
    """A group of shapes that are drawn in the order in which they are added.

    `alpha` is 0 to 1; `at` puts a shape with its own coordinates into the layer's. What is added after the frame was
    drawn is not seen.
    """

    def __init__(self, lib: Any, scene: int) -> None:
        self._lib, self._scene = lib, scene

    def fill(
        self, path: Path, paint: Paint, *, alpha: float = 1.0, at: Transform | None = None, even_odd: bool = False
    ) -> None:
        """Fill an outline."""
        if path.is_empty or alpha <= 0:
            return
        shape = self._shape(path)
        if even_odd:
            self._lib.tvg_shape_set_fill_rule(shape, 1)
        if isinstance(paint, tuple):
            self._lib.tvg_shape_set_fill_color(shape, *paint, _byte(alpha))
        else:
            self._lib.tvg_shape_set_gradient(shape, self._gradient(paint))
            self._lib.tvg_paint_set_opacity(shape, _byte(alpha))
        self._put(shape, at)

    def stroke(
        self,
        path: Path,
        paint: Paint,
        width: float,
        *,
        alpha: float = 1.0,
        at: Transform | None = None,
        cap: Cap = "round",
        join: Join = "round",
        trim: tuple[float, float] | None = None,
        dash: Sequence[float] = (),
    ) -> None:
        """Draw along an outline; `trim` is the share of its length that is seen, such as (0, 0.4).

        The library rounds `width` to 32nds of a unit of the path's own coordinates.
        """
        begin, end = (0.0, 1.0) if trim is None else (max(0.0, trim[0]), min(1.0, trim[1]))
        if path.is_empty or alpha <= 0 or width <= 0 or end <= begin:
            return
        shape = self._shape(path)
        self._lib.tvg_shape_set_stroke_width(shape, width)
        if isinstance(paint, tuple):
            self._lib.tvg_shape_set_stroke_color(shape, *paint, _byte(alpha))
        else:
            self._lib.tvg_shape_set_stroke_gradient(shape, self._gradient(paint))
            self._lib.tvg_paint_set_opacity(shape, _byte(alpha))
        self._lib.tvg_shape_set_stroke_cap(shape, _CAPS[cap])
        self._lib.tvg_shape_set_stroke_join(shape, _JOINS[join])
        if dash:
            lengths = (ctypes.c_float * len(dash))(*dash)
            self._lib.tvg_shape_set_stroke_dash(shape, lengths, len(dash), 0.0)
        if (begin, end) != (0.0, 1.0):
            self._lib.tvg_shape_set_trimpath(shape, begin, end, True)
        self._put(shape, at)

    def picture(self, pixels: NDArray[np.uint8], *, at: Transform | None = None, alpha: float = 1.0) -> None:
        """Draw an image: height × width × 4, blue, green, red, alpha (not premultiplied), its corner at the origin."""
        if alpha <= 0:
            return
        data = np.ascontiguousarray(pixels)
        height, width = data.shape[:2]
        picture = self._lib.tvg_picture_new()
        loaded = self._lib.tvg_picture_load_raw(picture, data.ctypes.data, width, height, _ARGB_STRAIGHT, True)
        _check(loaded, "load pixels")
        if alpha < 1:
            self._lib.tvg_paint_set_opacity(picture, _byte(alpha))
        self._put(picture, at)

    def layer(
        self,
        *,
        at: Transform | None = None,
        alpha: float = 1.0,
        blur: float = 0.0,
        clip: Path | None = None,
        blend: Blend = "normal",
    ) -> Layer:
        """A group in this one, moved, faded, blurred (`blur`: sigma in pixels) or cut off as a whole.

        `clip` is in the new layer's own coordinates.
        """
        scene = self._lib.tvg_scene_new()
        if alpha < 1:
            self._lib.tvg_paint_set_opacity(scene, _byte(alpha))
        if blur > 0:
            self._lib.tvg_scene_add_effect_gaussian_blur(scene, blur, 0, 0, 60)
        if clip is not None:
            edge = self._shape(clip)
            if at is not None:  # the library cuts in the outer coordinates
                self._lib.tvg_paint_set_transform(edge, ctypes.byref(_matrix(at)))
            self._lib.tvg_paint_set_clip(scene, edge)
        if blend != "normal":
            self._lib.tvg_paint_set_blend_method(scene, _BLENDS[blend])
        self._put(scene, at)
        return Layer(self._lib, scene)

    def _shape(self, path: Path) -> int:
        shape: int = self._lib.tvg_shape_new()
        self._lib.tvg_shape_append_path(
            shape, path.commands.ctypes.data, len(path.commands), path.points.ctypes.data, len(path.points)
        )
        return shape

    def _gradient(self, paint: Linear | Radial) -> int:
        if isinstance(paint, Linear):
            gradient: int = self._lib.tvg_linear_gradient_new()
            self._lib.tvg_linear_gradient_set(gradient, paint.x0, paint.y0, paint.x1, paint.y1)
        else:
            gradient = self._lib.tvg_radial_gradient_new()
            self._lib.tvg_radial_gradient_set(gradient, paint.x, paint.y, paint.radius, paint.x, paint.y, 0.0)
        stops = (_Stop * len(paint.stops))(
            *(_Stop(offset, *colour, _byte(alpha)) for offset, colour, alpha in paint.stops)
        )
        self._lib.tvg_gradient_set_color_stops(gradient, stops, len(stops))
        return gradient

    def _put(self, paint: int, at: Transform | None) -> None:
        if at is not None:
            self._lib.tvg_paint_set_transform(paint, ctypes.byref(_matrix(at)))
        self._lib.tvg_scene_add(self._scene, paint)


class Canvas:
    """Frames of `width` × `height` pixels. One at a time: `begin`, add to the layer, `draw`."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._lib = _library()
        self._pixels: NDArray[np.uint8] = np.zeros((height, width, 4), np.uint8)
        self._canvas = self._lib.tvg_swcanvas_create(_DEFAULT)
        target = self._lib.tvg_swcanvas_set_target(self._canvas, self._pixels.ctypes.data, width, width, height, _ARGB)
        _check(target, "set the target")

    def begin(self) -> Layer:
        """A new frame: everything of the last one is gone."""
        self._lib.tvg_canvas_remove(self._canvas, None)
        scene = self._lib.tvg_scene_new()
        self._lib.tvg_canvas_add(self._canvas, scene)
        return Layer(self._lib, scene)

    def draw(self) -> NDArray[np.uint8]:
        """The frame: height × width × 4 (blue, green, red, alpha). The next `draw` writes into the same memory."""
        _check(self._lib.tvg_canvas_draw(self._canvas, True), "draw")
        self._lib.tvg_canvas_sync(self._canvas)
        return self._pixels

    def close(self) -> None:
        """Free what the library holds."""
        self._lib.tvg_canvas_destroy(self._canvas)
