"""A picture of how a dub keeps step: rows of up to a minute, the source above, the dub below, lines between them.

In each row, from top to bottom: the time; the source's sound; when each line is spoken in the source (grey, and as a
shade down to the bottom); from there to where the dub begins it (red where it is late or early, with the ms); the line
in the colour of what was done for it, with its number and speed; and the dub's own speech.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from lingoreel.media.dub.fit import KINDS
from lingoreel.media.dub.line import DubLine
from lingoreel.media.dub.peaks import PEAKS_PER_S
from lingoreel.media.timed_text import width

Peaks = Sequence[int]
"""0–255, `PEAKS_PER_S` a second."""
Row = tuple[int, int]
"""From and to, in ms."""

_MOST_ROWS = 180
_SHORT_ROWS = 40  # up to so many rows of half a minute: their lines can be read
_COLUMNS = 600
_COLUMN_PX = 2
_LEFT, _RIGHT, _TOP, _FOOT = 72, 24, 112, 20
_WIDTH = _LEFT + _COLUMNS * _COLUMN_PX + _RIGHT
_HEIGHT = 188  # of a row
# Inside a row: middles of the waves, and tops of the rest.
_SOURCE_AT, _DUB_AT, _WAVE = 40, 148, 20
_WINDOW_AT, _WINDOW = 63, 6
_BOX_AT, _BOX = 86, 36
_BOTTOM = _DUB_AT + _WAVE + 2
_LETTER_PX, _SMALL_PX = 6.5, 6.0
_MOST_TITLES = 4_000
_TITLE_LETTERS = 100
_LEAST_LETTERS, _MOST_LETTERS = 3, 200
_WIDE = 0x2E80  # from here on letters are about twice as wide: Han, kana, Hangul
# Quiet speech is still to be seen.
_LOUDNESS_POWER = 0.7
_STEPS_MS = (1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000)
_TICKS = 12

# Colours that are told apart by the colour-blind (Okabe and Ito 2008).
_COLOURS = {
    "natural": "#009e73",
    "rate": "#56b4e9",
    "borrowed": "#0072b2",
    "stretched": "#e69f00",
    "overrun": "#d55e00",
}
_MEANS = {
    "natural": "as it is",
    "rate": "another speaking rate",
    "borrowed": "silence borrowed",
    "stretched": "time-stretched",
    "overrun": "too long",
}
_STYLE = (
    "text{font:11px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif;fill:#1e293b}"
    ".h{font-size:19px;font-weight:600}.s{font-size:13px;fill:#475569}.l{fill:#64748b}.d{font-size:10px;fill:#c81e1e;"
    "font-weight:600}.n{font-size:10px;fill:#475569}.t{stroke:#e2e8f0}.w{stroke-width:1.3;fill:none}.a{stroke:#94a3b8}"
    ".b{stroke:#6366f1}.p{fill:#f1f5f9}.o{fill:#94a3b8}.k{stroke:#cbd5e1}.r{stroke:#dc2626;stroke-width:1.6;fill:none}"
    ".e{stroke:#334155;stroke-dasharray:4 3}"
    + "".join(f".{kind}{{fill:{colour};stroke:{colour}}}" for kind, colour in _COLOURS.items())
)


def sync_picture(
    source_peaks: Peaks,
    dub_peaks: Sequence[tuple[float, Peaks]],
    lines: Sequence[DubLine],
    report: dict[str, Any],
    duration_ms: int,
    *,
    title: str = "Dub and source",
) -> str:
    """The picture as SVG text, without scripts or anything outside of it.

    `dub_peaks`: the peaks of the dub's own speech in parts, each with the ms at which it begins. `report`: the whole
    `sync_report` on `lines`. It has at most 180 rows, so that a video of more than three hours has longer ones.
    """
    rows = report["lines"]
    total = max(1, duration_ms, *(row["end"] for row in rows))
    length = _row_ms(total)
    starts = range(0, total, length)
    source = _columns([(0.0, source_peaks)], length, len(starts))
    dub = _columns(dub_peaks, length, len(starts))
    height = _TOP + len(starts) * _HEIGHT + _FOOT
    inside = _by_row(rows, length, len(starts))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}" '
        f'role="img" aria-label={quoteattr(_clean(title))}><style>{_STYLE}</style><rect width="100%" height="100%" '
        'fill="#fff"/>',
        *_head(report["summary"], title),
    ]
    for number, start in enumerate(starts):
        row = start, start + length
        here = slice(number * _COLUMNS, (number + 1) * _COLUMNS)
        shown = [(rows[index], lines[index]) for index in inside[number]]
        end_px = _x(total, row)
        parts.append(f'<g transform="translate({_LEFT} {_TOP + number * _HEIGHT})">')
        parts += _windows(row, shown)
        parts += _axis(row, total, duration_ms)
        parts.append(_wave(source[here], "a", _SOURCE_AT, end_px))
        parts += _lines(row, shown, len(rows) <= _MOST_TITLES)
        parts.append(_wave(dub[here], "b", _DUB_AT, end_px))
        parts.append("</g>")
    return "".join((*parts, "</svg>\n"))


def _row_ms(total_ms: int) -> int:
    """How long a row is: no shorter than a column per peak, the whole of a short video, then half and whole minutes."""
    shortest = _COLUMNS * 1000 // PEAKS_PER_S
    if total_ms < 30_000:
        return max(shortest, -(-total_ms // 1000) * 1000)
    if total_ms <= 30_000 * _SHORT_ROWS:
        return 30_000
    return 60_000 * max(1, -(-total_ms // (60_000 * _MOST_ROWS)))


def _columns(parts: Iterable[tuple[float, Peaks]], row_ms: int, rows: int) -> list[int]:
    """The largest peak in each column of all rows, its loudest being 255."""
    found = np.zeros(rows * _COLUMNS)
    for start_ms, peaks in parts:
        at_ms = start_ms + np.arange(len(peaks)) * (1000 / PEAKS_PER_S)
        columns = (at_ms * (_COLUMNS / row_ms)).astype(int)
        inside = (columns >= 0) & (columns < len(found))
        np.maximum.at(found, columns[inside], np.asarray(peaks, float)[inside])
    loudest = float(found.max(initial=0)) or 1.0
    return np.rint(255 * (found / loudest) ** _LOUDNESS_POWER).astype(int).tolist()  # type: ignore[no-any-return]


def _by_row(rows: Sequence[dict[str, Any]], length: int, count: int) -> list[list[int]]:
    """Which lines are seen in each row of the picture."""
    found: list[list[int]] = [[] for _ in range(count)]
    for row in rows:
        first = min(row["start"], row["source_start"]) // length
        last = max(row["start"], row["source_start"], row["end"] - 1, row["source_end"] - 1) // length
        for number in range(max(0, first), min(count - 1, last) + 1):
            found[number].append(row["index"])
    return found


def _head(summary: dict[str, Any], title: str) -> Iterator[str]:
    drift, speed = summary["start_drift_ms"], summary["speed_factor"]
    said = [
        "1 line" if summary["lines"] == 1 else f"{summary['lines']} lines",
        f"begin {drift['median']:g} ms from their time (median), {drift['p95']:g} (95 %), {drift['max']:g} (most)",
        f"speed {speed['median']:.2f} (median), {speed['max']:.2f} (most)",
        f"overlap {summary['overlap_ms']} ms",
        f"dead air {summary['dead_air_share']:.1%}",
    ]
    yield f'<text class="h" x="{_LEFT}" y="34">{_text(title, 100)}</text>'
    yield f'<text class="s" x="{_LEFT}" y="56">{escape(" · ".join(said))}</text>'
    at = float(_LEFT)
    for kind in KINDS:
        label = f"{_MEANS[kind]}: {summary['kinds'][kind]['lines']}"
        yield f'<rect class="{kind}" x="{at:g}" y="72" width="18" height="12" rx="3" fill-opacity=".3"/>'
        yield f'<text x="{at + 24:g}" y="82">{escape(label)}</text>'
        at += 44 + len(label) * _LETTER_PX
    yield f'<path class="r" d="M{at:g} 78h18"/><text x="{at + 24:g}" y="82">begins late or early</text>'


def _axis(row: Row, total_ms: int, duration_ms: int) -> Iterator[str]:
    start, end = row
    step = next((each for each in _STEPS_MS if (end - start) / each <= _TICKS), _STEPS_MS[-1])
    shown = range(-(-start // step) * step, min(end, total_ms) + 1, step)
    yield '<path class="t" d="' + "".join(f"M{_x(at, row):g} 16V{_BOTTOM}" for at in shown) + '"/>'
    for at in shown:
        if at < end:
            yield f'<text class="l" x="{_x(at, row) + 3:g}" y="12">{_clock(at)}</text>'
    for label, at in (("source", _SOURCE_AT + 4), ("lines", _BOX_AT + 22), ("dub", _DUB_AT + 4)):
        yield f'<text class="l" x="-10" y="{at}" text-anchor="end">{label}</text>'
    if start < duration_ms <= end:
        at_px = _x(duration_ms, row)
        yield f'<path class="e" d="M{at_px:g} 4V{_BOTTOM}"/>'


def _wave(columns: Peaks, style: str, middle: int, end_px: float) -> str:
    bars = []
    for number, peak in enumerate(columns):
        half = round(peak * _WAVE / 255)
        if half:
            bars.append(f"M{number * _COLUMN_PX + 1} {middle - half}v{2 * half}")
    return f'<path class="w {style}" d="M0 {middle}H{end_px:g}{"".join(bars)}"/>'


def _windows(row: Row, shown: Sequence[tuple[dict[str, Any], DubLine]]) -> Iterator[str]:
    """When the source speaks each line, and the shade of that down to the bottom."""
    spans = [
        (_x(one["source_start"], row), _x(one["source_end"], row))
        for one, _ in shown
        if one["source_start"] < row[1] and one["source_end"] > row[0]
    ]
    for style, height in (("p", _BOTTOM - _WINDOW_AT), ("o", _WINDOW)):
        # A hair apart, so that lines without a pause are told from one.
        path = "".join(f"M{start:g} {_WINDOW_AT}H{max(start, end - 1):g}v{height}H{start:g}z" for start, end in spans)
        yield f'<path class="{style}" d="{path}"/>'


def _lines(row: Row, shown: Sequence[tuple[dict[str, Any], DubLine]], titled: bool) -> Iterator[str]:
    begun = [one for one, _ in shown if row[0] <= one["start"] < row[1]]
    in_time = [_x(one["start"], row) for one in begun if not one["start_drift_ms"]]
    yield '<path class="k" d="' + "".join(f"M{at:g} {_WINDOW_AT + _WINDOW}V{_BOX_AT}" for at in in_time) + '"/>'
    free_px = 0.0
    for one in begun:
        if one["start_drift_ms"]:
            drawn, free_px = _drift(one, row, free_px)
            yield drawn
    for one, line in shown:
        if one["start"] < row[1] and one["end"] > row[0]:
            yield _box(one, line, row, titled)


def _drift(one: dict[str, Any], row: Row, free_px: float) -> tuple[str, float]:
    """From the source's start to the dub's, told in ms where the label before leaves the place; where this one ends."""
    from_px, to_px = _x(one["source_start"], row), _x(one["start"], row)
    drawn = f'<path class="r" d="M{from_px:g} {_WINDOW_AT}V{_WINDOW_AT + _WINDOW}L{to_px:g} {_BOX_AT}v{_BOX}"/>'
    label = f"{one['start_drift_ms']:+d} ms"
    wide = len(label) * _LETTER_PX
    at_px = min(max(from_px, to_px) + 4, _COLUMNS * _COLUMN_PX + _RIGHT - wide)
    if at_px < free_px:
        return drawn, free_px
    return f'{drawn}<text class="d" x="{at_px:g}" y="{_BOX_AT - 4}">{label}</text>', at_px + wide


def _box(one: dict[str, Any], line: DubLine, row: Row, titled: bool) -> str:
    left, right = _x(one["start"], row), _x(one["end"], row)
    wide = max(1.0, right - left)
    number, kind = str(one["index"] + 1), one["kind"]
    speed = "" if one["speed_factor"] == 1 else f" · {one['speed_factor']:.2f}×"
    parts = [
        f'<rect class="{kind}" x="{left:g}" y="{_BOX_AT}" width="{wide:g}" height="{_BOX}" rx="3" fill-opacity=".3"/>'
    ]
    if said := _fitting(line.text, (wide - 10) / _LETTER_PX):
        parts.append(f'<text x="{left + 5:g}" y="{_BOX_AT + 15}">{said}</text>')
    told = next((text for text in (number + speed, number) if len(text) * _SMALL_PX <= wide - 6), "")
    if told:
        parts.append(f'<text class="n" x="{left + 5:g}" y="{_BOX_AT + 29}">{told}</text>')
    if titled:
        times = f"{_clock(one['start'], exact=True)} to {_clock(one['end'], exact=True)}"
        about = f"{number}: {times}, {_MEANS[kind]}, speed {one['speed_factor']:g}, {one['start_drift_ms']:+d} ms"
        parts.insert(0, f"<title>{about}\n{_text(line.text, _TITLE_LETTERS)}</title>")
    return f"<g>{''.join(parts)}</g>"


def _x(at_ms: float, row: Row) -> float:
    """Where in its row a moment is, in px, at the row's border when it is outside."""
    inside = min(max(at_ms, row[0]), row[1]) - row[0]
    return round(inside * _COLUMNS * _COLUMN_PX / (row[1] - row[0]), 1)


def _clock(at_ms: int, *, exact: bool = False) -> str:
    seconds, ms = divmod(at_ms, 1000)
    hours, rest = divmod(seconds, 3600)
    clock = f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
    return f"{clock}.{ms:03d}" if exact else clock


def _fitting(text: str, room: float) -> str:
    """As much of the text as has the width of `room` letters, escaped; nothing where that is less than three."""
    taken = 0.0
    for at, character in enumerate(text):
        taken += (1.9 if ord(character) >= _WIDE else 1.0) * width(character)
        if taken > room or at == _MOST_LETTERS:
            return f"{_text(text[: at - 1], at)}…" if at > _LEAST_LETTERS else ""
    return _text(text, len(text))


def _text(text: str, most: int) -> str:
    cleaned = _clean(text)
    return escape(cleaned if len(cleaned) <= most else f"{cleaned[: most - 1]}…")


def _clean(text: str) -> str:
    """Without what XML cannot carry."""
    return "".join(character if _is_text(ord(character)) else " " for character in text)


def _is_text(code: int) -> bool:
    return 0x20 <= code < 0x7F or 0xA0 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF
