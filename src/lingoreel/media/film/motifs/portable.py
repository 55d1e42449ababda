"""Small things that run on their own: watch, battery."""

from __future__ import annotations

import math

from lingoreel.media.film.colours import mix
from lingoreel.media.film.geometry import Transform
from lingoreel.media.film.motifs.colours import deep
from lingoreel.media.film.motifs.drawing import BOLD, FINE, LINE, Drawing
from lingoreel.media.film.motifs.outlines import arc, box, curve, polyline, traced

_BOLT = "M.1 -.3 L-.2 .06 H-.02 L-.1 .32 L.2 -.06 H.02 Z"


def watch(d: Drawing) -> None:
    """A clever one, with a ring that fills and the beat of a heart."""
    own = d.turned(-8 + d.wave(3.1, 3), 0, 0)
    straps = own.grown(1, 4, 0, 0)
    strap = deep(d.main, 0.06)
    straps.solid(traced("M-.34 -.4 L-.25 -.92 Q-.24 -.98 -.18 -.98 H.18 Q.24 -.98 .25 -.92 L.34 -.4 Z"), strap, 0.66)
    straps.solid(traced("M-.34 .4 L-.25 .92 Q-.24 .98 -.18 .98 H.18 Q.24 .98 .25 .92 L.34 .4 Z"), strap, 0.66)
    for y in (0.68, 0.8):
        straps.line(polyline((-0.03, y), (0.03, y)), deep(strap, 0.16), LINE)
    body = own.grown(0, 4)
    body.solid(box(0.52, -0.16, 0.12, 0.24, 0.05), d.accent, 0.6)
    body.solid(box(-0.56, -0.58, 1.12, 1.16, 0.3), mix(d.light, d.shade, 0.22), 0.66)
    body.fill(box(-0.47, -0.49, 0.94, 0.98, 0.23), d.shade)
    screen = own.grown(2, 4)
    full = d.part(3, 4) * (0.62 + 0.3 * (0.5 + 0.5 * d.wave(4.3)))
    screen.line(arc(0, 0, 0.35, -90, 359.9), mix(d.shade, d.accent, 0.3), BOLD)
    screen.line(arc(0, 0, 0.35, -90, 359.9), d.accent, BOLD, trim=(0, full))
    beat = polyline((-0.22, 0.0), (-0.1, 0.0), (-0.05, -0.07), (0.01, 0.14), (0.07, -0.17), (0.12, 0.0), (0.22, 0.0))
    head = d.cycle(1.5)
    screen.line(beat, mix(d.shade, d.light, 0.35), FINE)
    screen.line(beat, d.light, LINE, trim=(max(0.0, head - 0.5), head))
    own.grown(3, 4).line(curve((-0.4, -0.3), (-0.38, -0.38), (-0.3, -0.42)), d.light, FINE, alpha=0.7)


def battery(d: Drawing) -> None:
    """It fills, bar by bar."""
    d.shadow(0.5)
    own = d.turned(d.wave(2.9, 2.5), 0, 0.86)
    own.grown(1, 4, 0, -0.6).solid(box(-0.2, -0.92, 0.4, 0.24, 0.07), mix(d.light, d.shade, 0.4), 0.6)
    shell = own.grown(0, 4, 0, 0.4)
    shell.solid(box(-0.5, -0.74, 1.0, 1.6, 0.18), mix(d.light, d.shade, 0.16), 0.68)
    shell.fill(box(-0.4, -0.64, 0.8, 1.4, 0.1), d.shade)
    full = d.cycle(3.6) * 5.6
    for number in range(4):
        share = min(1.0, max(0.0, full - number)) * d.part(2, 4)
        y = 0.45 - number * 0.34
        shell.fill(box(-0.33, y, 0.66, 0.26, 0.06), d.accent, 0.16)
        shell.solid(box(-0.33, y, 0.66, 0.26, 0.06), d.accent, 0.62, at=_risen(y + 0.26, share))
    bolt = own.grown(3, 4).at(0, 0.06, 1.25 + 0.1 * math.sin(d.t * 4))
    bolt.fill(traced(_BOLT), d.shade, 0.35, at=Transform.at(0.03, 0.04))
    bolt.fill(traced(_BOLT), d.light)


def _risen(foot: float, share: float) -> Transform:
    return Transform.stretch(1, max(0.001, share)).about(0, foot)


DRAWINGS = {"watch": watch, "battery": battery}
