"""How subtitles look in the picture: `subtitle_style` of the API, checked key by key."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

from lingoreel.errors import InvalidRequest
from lingoreel.media.fonts.ids import FONT_IDS

FIELD = "subtitle_style"
ALIGNMENTS = {0: "left", 2: "centre", 3: "right"}
FONT_SIZE = (1, 1000)
STROKE_WIDTH = (0, 100)
VERTICAL_POSITION = (0, 10_000)
_MOST_CHARACTERS = 10_000
_SHOWN_CHARACTERS = 60

_HEX = re.compile(r"#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_FUNCTION = re.compile(r"rgba?\((.*)\)", re.IGNORECASE)
_TRUE = frozenset(("1", "true", "yes", "on"))
_FALSE = frozenset(("0", "false", "no", "off", ""))


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green and blue 0 to 255; alpha 0 (nothing shows) to 1 (opaque)."""

    red: int
    green: int
    blue: int
    alpha: float = 1.0

    def __str__(self) -> str:
        return f"{self.red},{self.green},{self.blue},{self.alpha:g}"


@dataclass(frozen=True, slots=True)
class SubtitleStyle:
    """`subtitle_style` with every key in place. Lengths are pixels of the picture as it is displayed.

    `font` None is the standard one, named by nobody. `font_size` is the size of one em. `vertical_position` is the
    distance from the picture's bottom to the lower edge of the subtitles, background included. With two tracks the
    secondary one stands below, or above with `secondary_on_top`.
    """

    alignment: int = 2
    backcolor: Colour = Colour(0, 0, 0, 0.8)
    enable_bg: bool = True
    enable_stroke: bool = False
    font: int | None = None
    font_bold: bool = False
    font_italic: bool = False
    font_underline: bool = False
    font_color: Colour = Colour(255, 255, 255)
    font_size: float = 20
    stroke_color: Colour = Colour(255, 255, 255)
    stroke_width: float = 0
    vertical_position: float = 40
    secondary_on_top: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The style in the form `parse_style` takes."""
        return {key: str(Colour(**value)) if isinstance(value, dict) else value for key, value in asdict(self).items()}


def parse_style(given: Any) -> tuple[SubtitleStyle, list[str]]:
    """Check `subtitle_style` of a request; what is absent or null has its default.

    Takes a JSON object, or its text as a form carries it. Colours may be "r,g,b,a", a list of the same, "#rrggbb",
    "#rrggbbaa" or "rgba(r,g,b,a)"; flags may be true, 1, "1" or "true". Returns the style and warnings on keys that
    are not known or have no effect. Raises InvalidRequest naming the key, the value and what it may be.
    """
    if isinstance(given, str):
        given = _json(given)
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise InvalidRequest(f"{FIELD} must be an object, not {_shown(given)}.", field=FIELD)
    known = {field.name for field in fields(SubtitleStyle)}
    warnings = [
        f"{FIELD}.{_shown(key, bare=True)} is not a known key and has no effect."
        for key in list(given)[:20]
        if key not in known
    ]
    values = {key: _PARSERS[key](key, value) for key, value in given.items() if key in known and value is not None}
    style = SubtitleStyle(**values)
    if style.enable_stroke and style.stroke_width == 0:
        warnings.append(f"{FIELD}.enable_stroke has no effect: stroke_width is 0.")
    if style.font_color.alpha == 0:
        warnings.append(f"{FIELD}.font_color has alpha 0: the letters cannot be seen.")
    return style, warnings


def _json(text: str) -> Any:
    if not text.strip():
        return {}
    try:
        return json.loads(text[:_MOST_CHARACTERS])
    except (ValueError, RecursionError):
        raise InvalidRequest(f"{FIELD} must be a JSON object, not {_shown(text)}.", field=FIELD) from None


def _shown(value: Any, *, bare: bool = False) -> str:
    text = str(value) if bare else repr(value)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def _refuse(key: str, value: Any, wanted: str) -> InvalidRequest:
    return InvalidRequest(f"{FIELD}.{key} must be {wanted}, not {_shown(value)}.", field=f"{FIELD}.{key}")


def _flag(key: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    if isinstance(value, str) and (text := value.strip().lower()) in _TRUE | _FALSE:
        return text in _TRUE
    raise _refuse(key, value, "true or false")


def _float(value: Any) -> float | None:
    """The number that a value is or spells; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > 40:
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _length(least: float, most: float) -> Callable[[str, Any], float]:
    def parse(key: str, value: Any) -> float:
        number = _float(value)
        if number is None or not least <= number <= most:
            raise _refuse(key, value, f"a number of pixels from {least:g} to {most:g}")
        return number

    return parse


def _one_of(choices: dict[int, str]) -> Callable[[str, Any], int]:
    def parse(key: str, value: Any) -> int:
        number = _float(value)
        if number is None or number not in choices:
            raise _refuse(key, value, "one of " + ", ".join(f"{choice} ({name})" for choice, name in choices.items()))
        return int(number)

    return parse


def _colour(key: str, value: Any) -> Colour:
    wanted = 'a colour "r,g,b,a" with r, g and b from 0 to 255 and a from 0 to 1'
    parts = _parts(value)
    if parts is None or len(parts) not in (3, 4):
        raise _refuse(key, value, wanted)
    numbers = [_float(part) for part in parts]
    if any(number is None for number in numbers):
        raise _refuse(key, value, wanted)
    *rgb, alpha = [*[number for number in numbers if number is not None], *([1.0] if len(parts) == 3 else [])]
    if not all(0 <= number <= 255 for number in rgb) or not 0 <= alpha <= 1:
        raise _refuse(key, value, wanted)
    red, green, blue = (round(number) for number in rgb)
    return Colour(red, green, blue, alpha)


def _parts(value: Any) -> list[Any] | None:
    """The three or four numbers of a colour, however it is written."""
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, dict) and {"r", "g", "b"} <= value.keys() <= {"r", "g", "b", "a"}:
        return [value["r"], value["g"], value["b"], value.get("a", 1)]
    if not isinstance(value, str) or len(value) > 100:
        return None
    text = value.strip()
    if (match := _HEX.fullmatch(text)) is not None:
        digits = match[1] if len(match[1]) > 4 else "".join(digit * 2 for digit in match[1])
        numbers: list[Any] = [int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]
        return numbers[:3] + [number / 255 for number in numbers[3:]]
    if (match := _FUNCTION.fullmatch(text)) is not None:
        text = match[1]
    return [part.strip() for part in text.split(",")]


_PARSERS: dict[str, Callable[[str, Any], Any]] = {
    "alignment": _one_of(ALIGNMENTS),
    "backcolor": _colour,
    "enable_bg": _flag,
    "enable_stroke": _flag,
    "font": _one_of({number: font.name for number, font in FONT_IDS.items()}),
    "font_bold": _flag,
    "font_italic": _flag,
    "font_underline": _flag,
    "font_color": _colour,
    "font_size": _length(*FONT_SIZE),
    "stroke_color": _colour,
    "stroke_width": _length(*STROKE_WIDTH),
    "vertical_position": _length(*VERTICAL_POSITION),
    "secondary_on_top": _flag,
}
