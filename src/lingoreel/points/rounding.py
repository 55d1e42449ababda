"""What a task costs: the eight items, their units, and the one rounding rule.

Pure integer arithmetic. A started unit counts whole. Amounts are milli-points (1 point = 1000).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lingoreel.errors import InvalidRequest

MILLI = 1000


@dataclass(frozen=True)
class Unit:
    """What is billed whole: `size` of what is measured (`measure`) make one."""

    name: str
    measure: str
    size: int


MINUTE = Unit("minute", "milliseconds", 60_000)
CHARACTERS_100 = Unit("100 characters", "characters", 100)
RUN = Unit("run", "runs", 1)

ITEMS: dict[str, Unit] = {
    "speech_to_text": MINUTE,
    "video_translation.translate": MINUTE,
    "video_translation.synthesize": MINUTE,
    "subtitles.recognize": MINUTE,
    "subtitles.translate": MINUTE,
    "subtitles.synthesize": MINUTE,
    "text_to_speech": CHARACTERS_100,
    "video_generation.basic": RUN,
}


def unit_of(item: str) -> Unit:
    """The unit of a price item. Raises InvalidRequest for a name that is none."""
    try:
        return ITEMS[item]
    except KeyError:
        raise InvalidRequest(f"'{item}' is no price item", field="item", remedy=f"one of {', '.join(ITEMS)}") from None


def billed_units(item: str, measured: int) -> int:
    """How many units are billed for `measured` milliseconds, characters or runs: each started one counts whole.

    Raises ValueError for a negative measure.
    """
    if measured < 0:
        raise ValueError(f"{item} cannot measure {measured}")
    return -(-measured // unit_of(item).size)


def charge(item: str, measured: int, price: int) -> int:
    """Milli-points for `measured` at `price` milli-points per unit. Raises ValueError for a negative one."""
    if price < 0:
        raise ValueError(f"{item} cannot cost {price}")
    return billed_units(item, measured) * price


def count_characters(text: str) -> int:
    """Billed characters of a text: Unicode code points after NFC normalisation (UAX #15), ends trimmed."""
    return len(unicodedata.normalize("NFC", text).strip())


def to_points(milli_points: int) -> int | float:
    """Points as they are shown: whole ones as int, others with at most 3 decimals."""
    whole, rest = divmod(milli_points, MILLI)
    return milli_points / MILLI if rest else whole


def to_milli_points(points: int | float | str | Decimal, field: str = "points") -> int:
    """Milli-points of a number of points. Raises InvalidRequest for more than 3 decimals or no number."""
    try:
        milli = Decimal(str(points)) * MILLI
    except InvalidOperation:
        milli = Decimal("NaN")
    if not milli.is_finite() or milli != milli.to_integral_value():
        raise InvalidRequest(f"{field} '{points}' must be a number with at most 3 decimals", field=field)
    return int(milli)
