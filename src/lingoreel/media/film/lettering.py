"""The words of a shot: its headline, word by word as they are said, and its caption with the word being said marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.film import easing
from lingoreel.media.film.canvas import Colour, Layer
from lingoreel.media.film.captions import Page, caption_pages, halves, times_of
from lingoreel.media.film.entrances import APPEAR_S, entrance
from lingoreel.media.film.geometry import Outline, Path, Transform
from lingoreel.media.film.halo import Halo, make_halo
from lingoreel.media.film.legibility import Inks, caption_inks, headline_inks
from lingoreel.media.film.palettes import Palette
from lingoreel.media.film.storyboard import Shot
from lingoreel.media.film.typesetting import Align, PlacedWord, TextBlock, Typesetter
from lingoreel.media.film.zones import Box, Zones, caption_size, safe_area

APPEAR_MS = 80
"""A headline's word starts to appear so long before it is heard: seen, it is there when it is said."""
LEAVE_S = 0.2
"""How long all words take to go at a shot's end, before the next picture comes."""
_STAYS_MS = 220
"""A headline is gone so long after the shot's last word, the film's last one excepted."""
_READ_MS = 1400
"""It stands so long at least, where its shot does."""
_LINES_HEADLINE, _LINES_CAPTION = 3, 2
_SMALLEST_CAPTION = 0.62
"""No caption letter is smaller, of `caption_size`: what does not fit is shown on several pages."""
_FAINTEST = 0.05
_FEATHERS = 5
"""In so many steps the scrim of a headline fades out to its edge."""
Backdrop = Callable[[Box, float], NDArray[np.uint8]]
"""The pixels (n × 3, blue, green, red) that a shot has in a box from so many seconds on, without its words."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A word as it stands in one frame. `box` is where it comes to rest, in pixels; `begin` and `end` are characters of
    the narration, `kind` headline or caption, `spoken`: it is being said."""

    kind: str
    begin: int
    end: int
    box: Box
    path: Path
    at: Transform
    colour: Colour
    alpha: float
    spoken: bool
    halo: Halo | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    """Words set at their place. `appear` are the words' times in ms."""

    kind: str
    text: TextBlock
    x: float
    y: float
    begin: int
    start_ms: int
    end_ms: int
    appear: tuple[int, ...]
    until: tuple[int, ...]
    inks: Inks
    pad: float
    panels: tuple[Path, ...]
    halos: tuple[Halo | None, ...]

    def box(self, word: PlacedWord) -> Box:
        return Box(self.x + word.x, self.y + word.y, word.width, word.height)


class Lettering:
    """All that is written in a shot. Built once; `shown` tells and `draw` draws what stands there at a time.

    `captions`: what is said is written below, too; `closes`: the film ends with this shot. `backdrop` gives the pixels
    behind a box, for the contrast.
    """

    def __init__(
        self,
        shot: Shot,
        zones: Zones,
        type_: Typesetter,
        palette: Palette,
        style: str,
        size: tuple[int, int],
        language: str,
        backdrop: Backdrop,
        *,
        captions: bool,
        closes: bool,
    ) -> None:
        self._closes = closes
        self._shot, self._style, self._type = shot, style, type_
        self._palette, self._backdrop = palette, backdrop
        self._small, self._safe = caption_size(*size), safe_area(*size)
        self._headline = self._set_headline(zones) if shot.scene.headline is not None else None
        self._pages = self._set_captions(zones, language) if captions else []
        self._page_starts = [block.start_ms for block in self._pages]

    def shown(self, ms: float) -> list[Shown]:
        """The words in the frame at `ms` of the film, those not yet there left out."""
        found = []
        for block, _ in self._present(ms):
            for number, word in enumerate(block.text.words):
                one = self._word(block, number, word, ms)
                if one is not None:
                    found.append(one)
        return found

    def draw(self, layer: Layer, ms: float) -> None:
        for block, presence in self._present(ms):
            if block.inks.scrim_alpha >= _FAINTEST:
                share = 1 - (1 - block.inks.scrim_alpha * presence) ** (1 / len(block.panels))
                for panel in block.panels:
                    layer.fill(panel, block.inks.scrim, alpha=share)
        words = self.shown(ms)
        for word in words:
            if word.halo is not None:
                word.halo.draw(layer, word.at, word.alpha)
        for word in words:
            layer.fill(word.path, word.colour, alpha=word.alpha, at=word.at)

    def _present(self, ms: float) -> list[tuple[_Block, float]]:
        """The blocks there are, and how far each has come or not yet gone."""
        found = []
        if (block := self._headline) is not None and block.start_ms <= ms < block.end_ms:
            coming = easing.progress(ms, block.start_ms, APPEAR_S * 1000)
            going = easing.progress(block.end_ms - ms, 0, LEAVE_S * 1000)
            found.append((block, min(coming, going)))
        place = bisect_right(self._page_starts, ms) - 1
        if place >= 0 and ms < (page := self._pages[place]).end_ms:
            found.append((page, 1.0))
        return found

    def _word(self, block: _Block, number: int, word: PlacedWord, ms: float) -> Shown | None:
        spoken = block.appear[number] <= ms < block.until[number]
        at, alpha = Transform(), 1.0
        if block.kind == "headline":
            since = (ms - block.appear[number] + APPEAR_MS) / 1000
            if since <= 0:
                return None
            at, alpha = entrance(self._style, since, word, block.text.size, number)
            at = self._kept_inside(block, word, at)
            alpha *= easing.progress(block.end_ms - ms, 0, LEAVE_S * 1000)
        return Shown(
            kind=block.kind,
            begin=block.begin + word.begin,
            end=block.begin + word.end,
            box=block.box(word),
            path=word.path,
            at=at.then(Transform(e=block.x, f=block.y)),
            colour=block.inks.accent if spoken else block.inks.ink,
            alpha=alpha,
            spoken=spoken,
            halo=block.halos[number],
        )

    def _kept_inside(self, block: _Block, word: PlacedWord, at: Transform) -> Transform:
        """The motion, but never out of the safe area."""
        safe = self._safe.inside(0.9 * block.pad, 0)
        left, top = block.x + at.a * word.x + at.e, block.y + at.d * word.y + at.f
        right, bottom = left + at.a * word.width, top + at.d * word.height
        x = max(0.0, safe.x - left) - max(0.0, right - safe.right)
        y = max(0.0, safe.y - top) - max(0.0, bottom - safe.bottom)
        return at.then(Transform(e=x, f=y))

    def _set_headline(self, zones: Zones) -> _Block:
        scene = self._shot.scene
        assert scene.headline is not None
        begin, end = scene.headline
        zone = zones.headline
        pad = 0.02 * (zone.width + zone.height)
        room = zone.inside(pad, min(pad, 0.08 * zone.height))
        # The beginning of the line stands where the drawing is not.
        align: Align = "start" if zones.align == "left" else "center"
        text = self._type.fit(
            scene.narration[begin:end],
            room.width,
            room.height,
            largest=min(room.height * 0.7, room.width * 0.22, self._small * 3.4),
            smallest=self._small * 1.2,
            max_lines=_LINES_HEADLINE,
            align=align,
        )
        spare = room.width - text.width
        x = room.x + (spare / 2 if align == "center" else spare if text.direction == "rtl" else 0.0)
        y = room.y + (room.height - text.height) / 2
        times = [times_of(self._shot.words, begin + word.begin, begin + word.end) for word in text.words]
        first = min((start for start, _ in times), default=self._shot.start_ms)
        end_ms = self._shot.end_ms
        if not self._closes:
            end_ms = min(end_ms, max(self._shot.words[-1].end_ms + _STAYS_MS, first + _READ_MS))
        return self._block("headline", text, x, y, begin, first - APPEAR_MS, end_ms, times, pad)

    def _set_captions(self, zones: Zones, language: str) -> list[_Block]:
        size, zone = self._small, zones.caption
        room = zone.width - 1.4 * size
        pages = caption_pages(
            self._shot.scene.narration, self._shot.words, language, most_characters=self._most(room, size)
        )
        return [block for page in pages for block in self._set_page(page, zone, room, size, language)]

    def _most(self, room: float, size: float) -> int:
        """About how many narrow letters go on a page."""
        return max(8, int(_LINES_CAPTION * 0.92 * room / (0.52 * size)))

    def _set_page(self, page: Page, zone: Box, room: float, size: float, language: str) -> list[_Block]:
        narration, said = self._shot.scene.narration, self._shot.words
        words = narration[page.begin : page.end]
        least = _SMALLEST_CAPTION * size
        text = self._type.block(words, size, room, align="center")
        if text.lines > _LINES_CAPTION:
            text = self._type.fit(words, room, zone.height, largest=size, smallest=least, max_lines=_LINES_CAPTION)
        if 0 < text.size < least:
            parts = halves(narration, said, language, page)
            if len(parts) > 1:
                return [block for part in parts for block in self._set_page(part, zone, room, size, language)]
        x = zone.x + (zone.width - text.width) / 2
        y = zone.bottom - text.height - 0.35 * size
        times = [times_of(said, page.begin + word.begin, page.begin + word.end) for word in text.words]
        return [self._block("caption", text, x, y, page.begin, page.start_ms, page.end_ms, times, 0.42 * size)]

    def _block(
        self,
        kind: str,
        text: TextBlock,
        x: float,
        y: float,
        begin: int,
        start_ms: int,
        end_ms: int,
        times: Sequence[tuple[int, int]],
        pad: float,
    ) -> _Block:
        around = Box(x - pad, y - pad * 0.7, text.width + 2 * pad, text.height + 1.4 * pad)
        pixels = self._backdrop(around, (start_ms - self._shot.start_ms) / 1000)
        is_headline = kind == "headline"
        inks = headline_inks(self._palette, pixels) if is_headline else caption_inks(self._palette, pixels)
        return _Block(
            kind=kind,
            text=text,
            x=x,
            y=y,
            begin=begin,
            start_ms=start_ms,
            end_ms=end_ms,
            appear=tuple(start for start, _ in times),
            until=tuple(end for _, end in times),
            inks=inks,
            pad=pad,
            panels=_feathered(around, pad) if is_headline else (_panel(around, 0.6 * pad),),
            halos=tuple(make_halo(word.path, text.size, inks.scrim, inks.halo_alpha) for word in text.words),
        )


def _panel(box: Box, radius: float) -> Path:
    return Outline().rectangle(box.x, box.y, box.width, box.height, radius).path()


def _feathered(box: Box, pad: float) -> tuple[Path, ...]:
    """Panels one in another, the smallest as large as the letters need."""
    steps = (pad * step / _FEATHERS for step in range(_FEATHERS))
    return tuple(_panel(box.inside(step, 0.7 * step), 1.6 * pad - step) for step in steps)
