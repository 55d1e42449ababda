"""The picture of a dub's sync: well-formed, true to the report, bounded, and safe whatever a line says."""

import time
from xml.etree import ElementTree

import numpy as np
import pytest

from lingoreel.media.dub.fit import FitSettings, Need, Spoken, fit
from lingoreel.media.dub.line import DubLine
from lingoreel.media.dub.peaks import PEAKS_PER_S, peaks_of
from lingoreel.media.dub.picture import sync_picture
from lingoreel.media.dub.report import Voiced, sync_report

SVG = "{http://www.w3.org/2000/svg}"
LEFT, ROW_PX = 72, 1_200


def drawn(lines, duration_ms, source=(), dub=(), naturals=None, title="A film"):
    """The picture of lines, each spoken in `naturals` ms, and its report."""
    naturals = naturals or [line.end_ms - line.start_ms for line in lines]
    needs = [
        Need(one.start_ms, one.end_ms, n, at, False) for at, (one, n) in enumerate(zip(lines, naturals, strict=True))
    ]
    placed = fit([Spoken(need, 1.0, need.natural_ms) for need in needs], duration_ms)
    voiced = [Voiced("espeak", "espeak:es")] * len(lines)
    report = sync_report(lines, placed, voiced, duration_ms=duration_ms, settings=FitSettings())
    return sync_picture(source, dub, lines, report, duration_ms, title=title), report


def texts(svg):
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def bars(svg, style):
    """Where the bars of a wave are, in seconds of a first row of 30 s, and half their heights."""
    path = next(e for e in ElementTree.fromstring(svg).iter(f"{SVG}path") if e.get("class") == f"w {style}")
    found = [part.split() for part in path.get("d").split("M")[2:]]
    return [(float(x) * 30 / ROW_PX, int(rest.split("v")[1]) / 2) for x, rest in found]


def test_boxes_and_drift_are_those_of_the_report():
    lines = [DubLine(1_000, 3_000, "uno"), DubLine(3_500, 6_000, "dos"), DubLine(20_000, 24_000, "tres")]
    svg, report = drawn(lines, 30_000, naturals=[6_000, 2_500, 4_000])
    boxes = [e for e in ElementTree.fromstring(svg).iter(f"{SVG}rect") if e.get("height") == "36"]
    assert len(boxes) == 3
    for box, row in zip(boxes, report["lines"], strict=True):
        assert box.get("class") == row["kind"]
        assert float(box.get("x")) * 30_000 / ROW_PX == pytest.approx(row["start"], abs=3)
        assert float(box.get("width")) * 30_000 / ROW_PX == pytest.approx(row["end"] - row["start"], abs=6)
    late = report["lines"][1]["start_drift_ms"]
    assert late > 0
    assert [text for text in texts(svg) if text.endswith(" ms")] == [f"+{late} ms"]
    assert {"1 · 1.35×", "2", "3"} <= set(texts(svg))
    assert "3 lines" in texts(svg)[1]
    titles = [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}title")]
    assert len(titles) == 3 and titles[2] == "3: 0:20.000 to 0:24.000, as it is, speed 1, +0 ms\ntres"


def test_waves_are_where_the_sound_is():
    source = [0] * 100 + [255] * 50 + [0] * 350 + [30] * 50 + [0] * 950
    svg, _ = drawn([DubLine(2_000, 3_000, "uno")], 30_000, source, [(2_000, [200] * 50), (20_000.0, [100] * 50)])
    heard = bars(svg, "a")
    loud = [at for at, half in heard if half == 20]
    quiet = [at for at, half in heard if 0 < half < 20]
    assert min(loud) == pytest.approx(2, abs=0.06) and max(loud) == pytest.approx(3, abs=0.06)
    assert min(quiet) == pytest.approx(10, abs=0.06) and max(quiet) == pytest.approx(11, abs=0.06)
    spoken = [at for at, _ in bars(svg, "b")]
    assert min(spoken) == pytest.approx(2, abs=0.06) and max(spoken) == pytest.approx(21, abs=0.06)
    assert not [at for at in spoken if 3.1 < at < 19.9]


@pytest.mark.parametrize(
    ("seconds", "rows", "length"), [(5, 1, "0:04"), (30, 1, "0:25"), (31, 2, "0:30"), (1_500, 25, "24:55")]
)
def test_rows(seconds, rows, length):
    svg, _ = drawn([DubLine(1_000, 2_000, "uno")], seconds * 1_000)
    assert texts(svg).count("dub") == rows
    assert length in texts(svg)
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


def test_a_line_over_a_border_is_in_both_rows():
    svg, _ = drawn([DubLine(29_000, 31_500, "a line of both")], 60_000)
    boxes = [e for e in ElementTree.fromstring(svg).iter(f"{SVG}rect") if e.get("height") == "36"]
    assert [(float(b.get("x")), float(b.get("width"))) for b in boxes] == [(1_160, 40), (0, 60)]


HOSTILE = [
    "</text><script>alert(1)</script>",
    "<!-- & -- ]]> &amp; \"quoted\" 'x'",
    "nul \x00 escape \x1b lone \ud800 last \ufffe\uffff bidi \u202e",
    "圣马丁角的灯塔建于一八四七年" * 30,
    "أهلا وسهلا بكم في هذا الفيلم",
    "e" + "\u0301" * 500,
    "",
]


def test_whatever_a_line_says_is_only_text():
    lines = [DubLine(at * 4_000, at * 4_000 + 3_500, text) for at, text in enumerate(HOSTILE)]
    svg, _ = drawn(lines, 30_000, title=HOSTILE[0] + HOSTILE[2])
    root = ElementTree.fromstring(svg.encode("utf-8"))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        "svg",
        "style",
        "rect",
        "text",
        "path",
        "g",
        "title",
    }
    assert not any(name.startswith("on") or "href" in name for element in root.iter() for name in element.attrib)
    assert max(len(text) for text in texts(svg)) <= 200


def test_three_hours_are_bounded_and_quick():
    lines = [DubLine(at * 1_080, at * 1_080 + 1_000, f"Línea número {at} de muchas") for at in range(10_000)]
    wave = [128, 255, 3, 77] * (3 * 3_600 * PEAKS_PER_S // 4)
    began = time.perf_counter()
    svg, _ = drawn(lines, 3 * 3_600_000, wave, [(0.0, wave)], [1_000 + at % 7 * 90 for at in range(10_000)])
    assert time.perf_counter() - began < 15
    assert len(svg) < 8_000_000
    assert texts(svg).count("dub") == 180
    longer, _ = drawn(lines, 20 * 3_600_000)
    assert texts(longer).count("dub") <= 180


def test_nothing_at_all():
    svg, _ = drawn([], 0)
    assert "0 lines" in texts(svg)[1]


@pytest.mark.parametrize(("rate", "channels"), [(16_000, 1), (44_100, 2), (22_050, 1)])
def test_peaks_are_those_of_each_20_ms(rate, channels):
    samples = np.zeros((channels, rate * 61 + rate // 2 + 7), np.float32)
    samples[-1, rate * 61 // 2 : rate * 61 // 2 + 5] = -0.5
    samples[:, -1] = 1.0
    peaks = peaks_of(samples, rate)
    assert len(peaks) == -(-samples.shape[1] * PEAKS_PER_S // rate)
    assert {at: peak for at, peak in enumerate(peaks) if peak} == {1_525: 128, len(peaks) - 1: 255}
