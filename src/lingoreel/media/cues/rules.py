"""What a cue must keep: lengths, lines and times per language, as presets and as numbers of one's own.

The preset `netflix` has the limits of Netflix's timed text style guides (general requirements, and line length and
adult reading speed per language); `social` has short lines for upright pictures, seen on a telephone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingoreel.errors import InvalidRequest

PRESETS = ("netflix", "social")
DEFAULT_FPS = 24.0
GAP_FRAMES = 2
IN_TIME_FRAMES = 3
# Gaps of up to 11 frames flicker; they are closed to GAP_FRAMES.
BRIDGE_FRAMES = 12
MIN_MS = 834  # 5/6 s
MAX_MS = 7000

_LINE_LENGTH = {"zh": 16, "yue": 16, "ko": 16, "ja": 23, "th": 35}
_SOCIAL_LINE_LENGTH = {"zh": 9, "yue": 9, "ko": 10, "ja": 11, "th": 18}
_CHARACTERS_PER_SECOND = {"en": 20, "ar": 20, "hi": 22, "zh": 9, "yue": 9, "ko": 12, "ja": 4}

# name: (lowest, highest, unit, whole numbers only)
_BOUNDS: dict[str, tuple[float, float, str, bool]] = {
    "line_length": (4, 100, "characters", True),
    "characters_per_second": (1, 100, "characters per second", False),
    "lines": (1, 4, "lines", True),
    "min_ms": (200, 5000, "ms", True),
    "max_ms": (1000, 60_000, "ms", True),
    "gap_ms": (0, 1000, "ms", True),
    "fps": (10, 240, "frames per second", False),
}


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What a cue must keep in one language. Lengths in characters, times in milliseconds.

    Hard are order, no overlap, `line_length`, `lines`, `min_ms`, `max_ms` and `gap_ms`; `characters_per_second` and
    coming in time with the speech depend on how people speak: they are striven for and reported.
    """

    line_length: int = 42
    characters_per_second: float = 17
    lines: int = 2
    min_ms: int = MIN_MS
    max_ms: int = MAX_MS
    gap_ms: int = math.ceil(GAP_FRAMES * 1000 / DEFAULT_FPS)
    fps: float = DEFAULT_FPS

    @property
    def in_time_ms(self) -> int:
        """How far from its first word a cue may begin: three frames."""
        return int(IN_TIME_FRAMES * 1000 / self.fps)

    @property
    def bridge_ms(self) -> int:
        """A gap shorter than this is closed to `gap_ms`."""
        return max(self.gap_ms, int(BRIDGE_FRAMES * 1000 / self.fps))

    def needed_ms(self, characters: int) -> int:
        """How long so many characters take to read, never below `min_ms` nor above `max_ms`."""
        read_ms = math.ceil(characters * 1000 / self.characters_per_second)
        return min(max(read_ms, self.min_ms), self.max_ms)


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """A preset and numbers that replace some of its own, before the language is known."""

    preset: str = "netflix"
    numbers: tuple[tuple[str, float], ...] = ()

    def rules(self, language: str | None, *, fps: float | None = None) -> ReadingRules:
        """The rules for a language; `fps` of the picture, unless the choice names one.

        Raises InvalidRequest where the numbers contradict the language's own, as min_ms above max_ms.
        """
        return _build(language, self, fps)


def reading_rules(
    language: str | None = None, preset: str = "netflix", *, fps: float | None = None, **numbers: Any
) -> ReadingRules:
    """The rules for a language code such as `en`, `zh-CN` or `pt_BR`; the common ones for an unknown one.

    `numbers` replace the preset's: `line_length`, `characters_per_second`, `lines`, `min_ms`, `max_ms`, `gap_ms`.
    Raises InvalidRequest, its `field` such as `subtitle_rules.line_length`.
    """
    return _build(language, parse_rules({"preset": preset, **numbers}), fps)


def parse_rules(value: object, field: str = "subtitle_rules") -> RuleChoice:
    """The customer's choice: a preset's name, or a mapping (JSON text too) of `preset` and numbers; None: the default.

    Raises InvalidRequest naming the rule, its value and the allowed range.
    """
    if value is None or value == "":
        return RuleChoice()
    if isinstance(value, str):
        if not value.lstrip().startswith("{"):
            return RuleChoice(_preset(value, field))
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, Mapping):
        raise InvalidRequest(
            f"{field} must be a preset ({', '.join(PRESETS)}) or an object of rules.",
            field=field,
            remedy=f"The rules are preset, {', '.join(_BOUNDS)}.",
        )
    preset = "netflix"
    numbers: list[tuple[str, float]] = []
    for name, given in value.items():
        where = f"{field}.{name}"
        if name == "preset":
            preset = _preset(given, where) if given is not None else preset
        elif name not in _BOUNDS:
            raise InvalidRequest(
                f"{field} has no rule {str(name)[:40]!r}.",
                field=field,
                remedy=f"The rules are preset, {', '.join(_BOUNDS)}.",
            )
        elif given is not None:
            numbers.append((name, _number(name, given, where)))
    return RuleChoice(preset, tuple(numbers))


def _preset(value: object, field: str) -> str:
    if isinstance(value, str) and value.strip().lower() in PRESETS:
        return value.strip().lower()
    raise InvalidRequest(f"{field} must be one of {', '.join(PRESETS)}, not {str(value)[:40]!r}.", field=field)


def _number(name: str, value: object, field: str) -> float:
    lowest, highest, unit, whole = _BOUNDS[name]
    number: float | None = None
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            number = None
    # The comparison is false for NaN too.
    if number is None or not lowest <= number <= highest or (whole and number != int(number)):
        kind = "a whole number" if whole else "a number"
        raise InvalidRequest(
            f"{field} must be {kind} from {lowest:g} to {highest:g} ({unit}), not {str(value)[:40]!r}.", field=field
        )
    return int(number) if whole else number


def _build(language: str | None, choice: RuleChoice, fps: float | None) -> ReadingRules:
    base = (language or "").replace("_", "-").split("-")[0].lower()
    given = dict(choice.numbers)
    rate = given.pop("fps", None) or _believable(fps)
    lengths, usual = (_SOCIAL_LINE_LENGTH, 20) if choice.preset == "social" else (_LINE_LENGTH, 42)
    numbers: dict[str, Any] = {
        "line_length": lengths.get(base, usual),
        "characters_per_second": _CHARACTERS_PER_SECOND.get(base, 17),
        "gap_ms": math.ceil(GAP_FRAMES * 1000 / rate),
        "fps": rate,
    }
    rules = ReadingRules(**(numbers | given))
    if rules.min_ms > rules.max_ms:
        named = "max_ms" if "max_ms" in given else "min_ms"
        raise InvalidRequest(
            f"subtitle_rules.{named}: the shortest time of a cue, {rules.min_ms} ms, is above the longest, "
            f"{rules.max_ms} ms.",
            field=f"subtitle_rules.{named}",
        )
    return rules


def _believable(fps: float | None) -> float:
    """A picture's rate as a probe tells it: what is unknown or beyond reason counts as the usual 24."""
    lowest, highest, *_ = _BOUNDS["fps"]
    return float(fps) if fps is not None and lowest <= fps <= highest else DEFAULT_FPS
