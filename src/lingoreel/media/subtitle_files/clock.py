"""Times as people and programs write them. Every pattern is bounded, and is given a line's first letters only."""

from __future__ import annotations

import re
from dataclasses import dataclass

TIME_LINE_CHARACTERS = 300

_TIME = (
    r"(?P<minus{0}>[-−])?\s{{0,3}}(?:(?P<h{0}>\d{{1,5}})\s{{0,2}}:\s{{0,2}})?(?P<m{0}>\d{{1,5}})\s{{0,2}}:\s{{0,2}}"
    r"(?P<s{0}>\d{{1,5}})(?:\s{{0,2}}(?P<sep{0}>[.,:;])\s{{0,2}}(?P<f{0}>\d{{0,9}}))?"
)
_ONE = re.compile(_TIME.format(""))
_ARROW = r"\s{0,8}(?P<arrow>-{1,4}\s{0,2}>|[–—→]>?|={1,2}>)\s{0,8}"
_LINE = re.compile(r"\s{0,20}" + _TIME.format("1") + _ARROW + _TIME.format("2") + r"(?P<rest>(?:\s.*)?)\Z")
_LOOSELY_JOINED = re.compile(
    r"[\s(\[]{0,4}(\d{1,4}:\d{1,2}:\d{1,2}[.,:]?\d{0,3})[\s\-–—>=.~]{1,12}(\d{1,4}:\d{1,2}:\d{1,2}[.,:]?\d{0,3})(\s.*)?\Z"
)
_NOT_OF_TIMES = re.compile(r"[^\d\s:.,;>=~–—→-]")
_STRAY_LETTERS = 4


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A line such as `00:00:01,000 --> 00:00:02,500 align:left`; None for a time that cannot be read."""

    start_ms: int | None
    end_ms: int | None
    rest: str
    separators: str
    hours: bool
    arrow: str


def parse_time(text: str) -> int | None:
    """`1:02:03.4`, `02:03,45` or `-00:00:01,000` in milliseconds; None for anything else."""
    found = _ONE.fullmatch(text[:TIME_LINE_CHARACTERS].strip())
    return None if found is None else _ms(found, "")


def parse_time_line(line: str) -> TimeLine | None:
    """The line's times if it is one with an arrow between two times, or is meant to be one; else None."""
    if ":" not in line and "：" not in line:
        return None
    head = line[:TIME_LINE_CHARACTERS].translate(_WIDE)
    found = _LINE.match(head)
    if found is not None:
        return TimeLine(
            _ms(found, "1"),
            _ms(found, "2"),
            found["rest"].strip(),
            (found["sep1"] or "") + (found["sep2"] or ""),
            found["h1"] is not None and found["h2"] is not None,
            found["arrow"],
        )
    loose = _LOOSELY_JOINED.match(head)
    if loose is not None:
        return TimeLine(parse_time(loose[1]), parse_time(loose[2]), (loose[3] or "").strip(), "", True, "")
    if "-->" in head and meant_as_times(head):
        left, _, right = head.partition("-->")
        return TimeLine(parse_time(left), parse_time(right), "", "", True, "-->")
    return None


def meant_as_times(line: str) -> bool:
    """Whether a line is digits and colons but for a few letters: times that something has broken."""
    head = line[:TIME_LINE_CHARACTERS]
    return (
        head.lstrip()[:1] in frozenset("0123456789-−>")
        and sum(map(str.isdigit, head)) >= 5
        and head.count(":") >= 2
        and len(_NOT_OF_TIMES.findall(head)) <= _STRAY_LETTERS
        and len(line) < TIME_LINE_CHARACTERS
    )


_WIDE = {ord("："): ":", ord("，"): ",", ord("．"): ".", ord("\u00a0"): " ", ord("\ufeff"): None, 0: None, 0x200E: None}
_WIDE |= {ord("０") + digit: str(digit) for digit in range(10)}


def _ms(found: re.Match[str], which: str) -> int:
    fraction = (found["f" + which] or "")[:3].ljust(3, "0")
    seconds = int(found["h" + which] or 0) * 3600 + int(found["m" + which]) * 60 + int(found["s" + which])
    value = seconds * 1000 + int(fraction)
    return -value if found["minus" + which] else value
