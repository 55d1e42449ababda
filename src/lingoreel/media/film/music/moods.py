"""The styles of the moods: speed, key, harmony and who plays."""

from __future__ import annotations

from collections.abc import Mapping

from lingoreel.media.film.music.lively_moods import BRIGHT, ENERGETIC, WARM
from lingoreel.media.film.music.quiet_moods import CALM, DREAMY, SERIOUS
from lingoreel.media.film.music.score import Style

STYLES: Mapping[str, Style] = {
    "calm": CALM,
    "bright": BRIGHT,
    "warm": WARM,
    "serious": SERIOUS,
    "dreamy": DREAMY,
    "energetic": ENERGETIC,
}
