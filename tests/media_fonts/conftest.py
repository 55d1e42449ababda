"""Pictures with subtitles in them, and the same letters drawn from their outlines without libass."""

from __future__ import annotations

import itertools
import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from lingoreel.media.burn.script import Picture, Script, compose
from lingoreel.media.burn.style import parse_style
from lingoreel.media.cues import Cue
from lingoreel.media.fonts import FontIndex
from pulled import pulled

FRAMES, RATE = 2, 5
_SOURCES: dict[tuple[str, int, int], np.ndarray] = {}


@pytest.fixture(scope="session")
def carried() -> FontIndex:
    """The faces of a machine without fonts."""
    return FontIndex()


@pytest.fixture(scope="session")
def cjk_folder() -> Path:
    return pulled("fonts-cjk") / "fonts-cjk"


@pytest.fixture(scope="session")
def cjk(cjk_folder: Path) -> FontIndex:
    return FontIndex([cjk_folder])


@dataclass
class Burnt:
    """Frames without and with subtitles, each (frames, height, width, 3) of uint8."""

    before: np.ndarray
    after: np.ndarray
    script: Script | None
    log: str

    @property
    def changed(self) -> np.ndarray:
        """Which pixels of the first frame the subtitles changed."""
        return (self.before[0] != self.after[0]).any(axis=-1)

    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom (exclusive) of what changed."""
        return extent(self.changed)

    def letters(self) -> np.ndarray:
        """How white each pixel of the first frame is, 0 to 1."""
        return self.after[0].mean(axis=-1) / 255


def extent(mask: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    assert rows.size, "nothing there"
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _frames(program: str, source: str, width: int, height: int, filters: str, folder: Path) -> tuple[np.ndarray, str]:
    empty = folder / "no_fonts.conf"  # the machine's own fonts must not help
    empty.write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>')
    options = f"-v verbose -f lavfi -i {source} -vf {filters} -frames:v {FRAMES} -f rawvideo -pix_fmt rgb24 -"
    done = subprocess.run(
        [program, *options.split()],
        capture_output=True,
        check=False,
        env=os.environ | {"FONTCONFIG_FILE": str(empty)},
        cwd=folder,
        timeout=60,
    )
    log = done.stderr.decode(errors="replace")
    assert done.returncode == 0, log
    return np.frombuffer(done.stdout, np.uint8).reshape(-1, height, width, 3), log


@pytest.fixture
def draw(tmp_path: Path) -> Callable[..., Burnt]:
    """draw(ass, width, height, …) -> the frames before and after libass has drawn a script."""
    program = imageio_ffmpeg.get_ffmpeg_exe()

    def run(ass: bytes, width: int, height: int, background: str = "black", options: str = "") -> Burnt:
        (tmp_path / "script.ass").write_bytes(ass)
        source = background if "=" in background else f"color=c={background}"
        source += f":s={width}x{height}:r={RATE}"
        if (source, width, height) not in _SOURCES:
            _SOURCES[source, width, height] = _frames(program, source, width, height, "null", tmp_path)[0]
        before = _SOURCES[source, width, height]
        # Drawn in RGB: no rounding of colours between the two.
        after, log = _frames(program, source, width, height, f"format=gbrp,ass=script.ass{options}", tmp_path)
        return Burnt(before, after, None, log)

    return run


@pytest.fixture
def burn(draw: Callable[..., Burnt], carried: FontIndex) -> Callable[..., Burnt]:
    """burn(lines, …, **subtitle_style) -> the frames with a cue of these lines, drawn by fonts of the script alone."""

    def run(
        *lines: str,
        size: tuple[int, int] = (640, 180),
        fonts: FontIndex | None = None,
        language: str | None = None,
        second: Sequence[str] | None = None,
        background: str = "black",
        cue: Cue | None = None,
        **style: object,
    ) -> Burnt:
        script = compose(
            [cue or Cue(0, 10_000, lines)],
            [Cue(0, 10_000, tuple(second))] if second else None,
            parse_style(style)[0],
            Picture(*size),
            fonts or carried,
            language,
        )
        burnt = draw(script.ass, *size, background)
        assert "failed to find" not in burnt.log, burnt.log
        burnt.script = script
        return burnt

    return run


def outlines(font: TTFont, text: str, size: float) -> np.ndarray:
    """A line of text drawn from a face's outlines, letter beside letter: coverage 0 to 1, without any shaping.

    An edge list of each glyph is filled by the non-zero rule, eight scan lines a pixel.
    """
    fine = 8
    em, glyphs, names = font["head"].unitsPerEm, font.getGlyphSet(), font.getBestCmap()
    scale = size / em
    edges: list[tuple[float, float, float, float]] = []
    at = 0.0
    for character in text:
        name = names[ord(character)]
        pen = DecomposingRecordingPen(glyphs)
        glyphs[name].draw(pen)
        edges += [(at + x0 * scale, -y0 * scale, at + x1 * scale, -y1 * scale) for x0, y0, x1, y1 in _flat(pen.value)]
        at += font["hmtx"][name][0] * scale
    top, bottom = int(-size * 1.2), int(size * 0.5)
    width = int(at) + 2
    picture = np.zeros((bottom - top, width))
    for row in range((bottom - top) * fine):
        y = top + (row + 0.5) / fine
        crossings = sorted(
            (x0 + (y - y0) * (x1 - x0) / (y1 - y0), 1 if y1 > y0 else -1)
            for x0, y0, x1, y1 in edges
            if min(y0, y1) <= y < max(y0, y1)
        )
        winding = 0
        for (x, turn), (after, _) in itertools.pairwise(crossings):
            winding += turn
            if winding:
                _cover(picture[row // fine], x, after, 1 / fine)
    return np.clip(picture, 0, 1)


def _cover(row: np.ndarray, begin: float, end: float, amount: float) -> None:
    columns = np.arange(len(row))
    row += amount * np.clip(np.minimum(columns + 1, end) - np.maximum(columns, begin), 0, 1)


def _flat(commands: Sequence[tuple[str, tuple[tuple[float, float], ...]]]) -> list[tuple[float, float, float, float]]:
    """Straight edges for the curves of an outline."""
    edges: list[tuple[float, float, float, float]] = []
    start = here = (0.0, 0.0)

    def go(point: tuple[float, float]) -> None:
        nonlocal here
        edges.append((*here, *point))
        here = point

    for name, points in commands:
        if name == "moveTo":
            start = here = points[0]
        elif name == "lineTo":
            go(points[0])
        elif name == "qCurveTo":
            *controls, last = points
            for index, control in enumerate(controls):
                following = controls[index + 1] if index + 1 < len(controls) else None
                end = last if following is None else ((control[0] + following[0]) / 2, (control[1] + following[1]) / 2)
                begin = here
                for step in range(1, 9):
                    t = step / 8
                    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
                    go(tuple(a * begin[k] + b * control[k] + c * end[k] for k in (0, 1)))
        elif name == "curveTo":
            begin, (one, two, end) = here, points
            for step in range(1, 9):
                t = step / 8
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                four = (begin, one, two, end)
                go(tuple(sum(w * p[k] for w, p in zip(weights, four, strict=True)) for k in (0, 1)))
        else:
            go(start)
    return [edge for edge in edges if edge[1] != edge[3]]


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """How alike two drawings of letters are at their best alignment, 0 to 1 (cosine of the ink)."""
    best = 0.0
    a = _trimmed(one)
    for dy in range(-2, 3):
        for dx in range(-2, 3):
            b = _trimmed(other)
            canvas = np.zeros((max(a.shape[0], b.shape[0]) + 4, max(a.shape[1], b.shape[1]) + 4))
            first, second = canvas.copy(), canvas.copy()
            first[2 : 2 + a.shape[0], 2 : 2 + a.shape[1]] = a
            second[2 + dy : 2 + dy + b.shape[0], 2 + dx : 2 + dx + b.shape[1]] = b
            best = max(best, float((first * second).sum() / np.sqrt((first**2).sum() * (second**2).sum())))
    return best


def _trimmed(picture: np.ndarray) -> np.ndarray:
    left, top, right, bottom = extent(picture > 0.15)
    return picture[top:bottom, left:right]


@pytest.fixture
def alike() -> Callable[..., float]:
    """alike(burnt, face font, text, size) -> how much what libass drew looks like the letters' outlines."""

    def compare(burnt: Burnt, font: TTFont, text: str, size: float) -> float:
        return likeness(burnt.letters(), outlines(font, text, size))

    return compare


@pytest.fixture
def same_ink() -> Callable[[np.ndarray, np.ndarray], float]:
    return likeness
