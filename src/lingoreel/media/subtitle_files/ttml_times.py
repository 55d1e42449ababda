"""Times of TTML, exact as they are written: `00:00:01.5`, `00:00:01:12`, `36f`, `4500000t`, `1.5s`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from lingoreel.media.subtitle_files.clock import parse_time
from lingoreel.media.subtitle_files.notes import Notes
from lingoreel.media.subtitle_files.xml_tree import Element

if TYPE_CHECKING:
    from ttconv.imsc.attributes import TemporalAttributeParsingContext  # type: ignore[import-untyped]

_TIME = re.compile(r"\d{1,12}(?:\.\d{1,9})?(?:h|m|s|ms|f|t)\Z|\d{2,5}:[0-5]\d:[0-5]\d(?:\.\d{1,9}|:\d{2,4})?\Z")
_CLOCK = re.compile(r"(\d{2,5}):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?\Z")
_RATE = re.compile(r"\s{0,4}([1-9]\d{0,9})\s{0,4}\Z")
_MULTIPLIER = re.compile(r"\s{0,4}([1-9]\d{0,5})[\s:]{1,4}([1-9]\d{0,5})\s{0,4}\Z")
_FRAMES_A_SECOND = 30
_SHOWN = 40


class TimeReader:
    """Reads the times of one document by its parameters (TTML2 §7.2: frameRate, tickRate, timeBase, dropMode)."""

    def __init__(self, root: Element, notes: Notes) -> None:
        self._notes = notes
        self._context = _context(root, notes)
        self._known: dict[str, Fraction | None] = {}

    def span(self, element: Element, reference: Fraction, end: Fraction | None) -> tuple[Fraction, Fraction | None]:
        """From when to when an element lasts whose times count from `reference`, in seconds; None: without end."""
        begin = self._read(element, "begin")
        duration = self._read(element, "dur")
        until = self._read(element, "end")
        start = reference + (begin or 0)
        ends = [moment for moment in (end,) if moment is not None]
        if until is not None:
            ends.append(reference + until)
        if duration is not None:
            ends.append(start + duration)
        return start, min(ends) if ends else None

    def _read(self, element: Element, name: str) -> Fraction | None:
        written = element.attributes.get(name)
        if written is None:
            return None
        if written not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[written] = self._parsed(written.strip(), element.line)
        time = self._known[written]
        if time is None:
            self._notes.add("a time cannot be read and was ignored", element.line, written)
        return time

    def _parsed(self, written: str, line: int) -> Fraction | None:
        if (clock := _CLOCK.match(written)) is not None:
            hours, minutes, seconds, fraction = clock.groups()
            whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
            digits = (fraction or "0")[:9]
            return Fraction(whole * 10 ** len(digits) + int(digits), 10 ** len(digits))
        if _TIME.match(written):
            from ttconv.imsc.attributes import parse_time_expression

            parts = written.split(":")
            if len(parts) == 4 and int(parts[3]) >= self._context.frame_rate:
                rate = f"{float(self._context.frame_rate):g}"
                self._notes.add(f"a time counts more frames than a second has ({rate})", line, written)
                written = ":".join(parts[:3]) + f":{max(0, -(-self._context.frame_rate // 1) - 1):02}"
            try:
                return Fraction(parse_time_expression(self._context, written, False))
            except (ValueError, ArithmeticError):
                return None
        time_ms = parse_time(written)
        if time_ms is None and re.fullmatch(r"-?\d{1,9}(?:[.,]\d{1,9})?", written):
            time_ms = round(Fraction(written.replace(",", ".")) * 1000)
        if time_ms is None:
            return None
        self._notes.add("a time is not written as TTML asks for", line, written)
        return Fraction(time_ms, 1000)


def _context(root: Element, notes: Notes) -> TemporalAttributeParsingContext:
    from ttconv.imsc.attributes import DropMode, TemporalAttributeParsingContext, TimeBase

    given = root.attributes
    rate = Fraction(_FRAMES_A_SECOND)
    if "frameRate" in given:
        if (found := _RATE.match(given["frameRate"])) is not None:
            rate = Fraction(found[1])
        else:
            notes.add("the frame rate cannot be read: 30 was taken", root.line, given["frameRate"][:_SHOWN])
    if (multiplier := _MULTIPLIER.match(given.get("frameRateMultiplier", ""))) is not None:
        rate *= Fraction(int(multiplier[1]), int(multiplier[2]))
    tick = _RATE.match(given.get("tickRate", ""))
    if "tickRate" in given and tick is None:
        notes.add("the tick rate cannot be read", root.line, given["tickRate"][:_SHOWN])
    if given.get("timeBase") == "clock":
        notes.add("the times are those of a clock and were taken as those of the media", root.line)
    # without a tick rate a tick is a frame where there is a frame rate, else a second (TTML1 §6.2.10)
    ticks = int(tick[1]) if tick is not None else int(rate) if "frameRate" in given else 1
    return TemporalAttributeParsingContext(
        frame_rate=rate,
        tick_rate=ticks,
        time_base=TimeBase.smpte if given.get("timeBase") == "smpte" else TimeBase.media,
        drop_mode=DropMode.dropNTSC if given.get("dropMode") == "dropNTSC" else DropMode.nonDrop,
    )
