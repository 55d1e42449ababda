"""Styles and regions of a TTML document: which of nine places a text stands in, and what its style references mean."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lingoreel.media.subtitle_files.xml_tree import Element

_PAIR = re.compile(r"\s*(-?[\d.]{1,9})(%|px|c)\s+(-?[\d.]{1,9})(%|px|c)\s*\Z")
_CHAIN = 20
_REFERENCES = 20


class Layout:
    """The head of a document: its styles by id, and its regions by theirs."""

    def __init__(self, root: Element) -> None:
        self._styles: dict[str, Element] = {}
        self._resolved: dict[str, dict[str, str]] = {}
        self._regions: dict[str, Mapping[str, str]] = {}
        self._places: dict[tuple[str, str], int | None] = {}
        self._units = _units(root)
        for head in root.elements("head"):
            for styling in head.elements("styling"):
                for style in styling.elements("style"):
                    self._styles.setdefault(style.attributes.get("id", ""), style)
        for head in root.elements("head"):
            for layout in head.elements("layout"):
                for region in layout.elements("region"):
                    own = self.resolved(region.attributes)
                    for style in region.elements("style"):
                        own = {**self.resolved(style.attributes), **own}
                    self._regions.setdefault(region.attributes.get("id", ""), own)

    def resolved(self, attributes: Mapping[str, str]) -> Mapping[str, str]:
        """The attributes with those of the styles that they refer to; an element's own win, later styles do."""
        references = attributes.get("style")
        if references is None:
            return attributes
        merged: dict[str, str] = {}
        for reference in references.split(None, _REFERENCES)[:_REFERENCES]:
            merged |= self._chained(reference, 0)
        return {**merged, **attributes}

    def _chained(self, reference: str, depth: int) -> dict[str, str]:
        if reference in self._resolved:
            return self._resolved[reference]
        style = self._styles.get(reference)
        if style is None or depth > _CHAIN:
            return {}
        self._resolved[reference] = {}  # a chain that bites its tail ends here
        merged: dict[str, str] = {}
        for further in style.attributes.get("style", "").split(None, _REFERENCES)[:_REFERENCES]:
            merged |= self._chained(further, depth + 1)
        merged |= {key: value for key, value in style.attributes.items() if key not in ("id", "style")}
        self._resolved[reference] = merged
        return merged

    def place(self, style: Mapping[str, str]) -> int | None:
        """The place as on a number pad; None for bottom centre, and where the document names none."""
        region, align = style.get("region", ""), style.get("textAlign", "")
        key = (region, align)
        if key not in self._places:
            if len(self._places) > 10_000:
                self._places.clear()
            self._places[key] = self._place(self._regions.get(region), align)
        return self._places[key]

    def _place(self, region: Mapping[str, str] | None, align: str) -> int | None:
        if region is None:
            column = {"left": 0, "start": 0, "right": 2, "end": 2}.get(align, 1)
            return None if column == 1 else 1 + column
        left, top = _pair(region.get("origin", ""), self._units) or (0.0, 0.0)
        width, height = _pair(region.get("extent", ""), self._units) or (1.0 - left, 1.0 - top)
        y = top + height * {"center": 0.5, "after": 1.0}.get(region.get("displayAlign", ""), 0.0)
        align = align or region.get("textAlign", "")
        x = left + width * {"left": 0.0, "start": 0.0, "right": 1.0, "end": 1.0}.get(align, 0.5)
        row = 7 if y < 1 / 3 else 4 if y <= 2 / 3 else 1
        place = row + (0 if x < 1 / 3 else 1 if x <= 2 / 3 else 2)
        return None if place == 2 else place


def _units(root: Element) -> dict[str, tuple[float, float]]:
    """What the whole picture's width and height are in each unit."""
    units = {"%": (100.0, 100.0), "px": (1920.0, 1080.0), "c": (32.0, 15.0)}
    size = _PAIR.match(root.attributes.get("extent", "")[:60])
    if size is not None and size[2] == "px" and (pixels := _numbers(size)) is not None and min(pixels) > 0:
        units["px"] = pixels
    cells = re.fullmatch(r"\s*([1-9]\d{0,3})\s+([1-9]\d{0,3})\s*", root.attributes.get("cellResolution", "")[:40])
    if cells is not None:
        units["c"] = (float(cells[1]), float(cells[2]))
    return units


def _pair(written: str, units: Mapping[str, tuple[float, float]]) -> tuple[float, float] | None:
    found = _PAIR.match(written[:60])
    numbers = None if found is None else _numbers(found)
    if found is None or numbers is None:
        return None
    return numbers[0] / units[found[2]][0], numbers[1] / units[found[4]][1]


def _numbers(found: re.Match[str]) -> tuple[float, float] | None:
    try:
        return float(found[1]), float(found[3])
    except ValueError:
        return None
