"""Subtitles corrected and burnt again: only the pieces of the picture that show what changed are made anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from films import Seen, changed, look_at, make_film

from service import SUBTITLE, Customer, RunningService, start_service

PIECES = 4
FPS = 12
# Key pictures stand on whole seconds: the pieces begin at 0, 11, 21 and 31 s.
CUES = [
    {"start": 2000, "end": 3000, "text": "One word and another"},
    {"start": 10_500, "end": 11_500, "text": "on both sides of a border"},
    {"start": 15_000, "end": 16_000, "text": "not what was meant"},
    {"start": 33_000, "end": 34_000, "text": "and the end"},
]
STYLE = {"font_size": 16, "enable_bg": 0}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """A worker that cuts a video into four pieces, however many cores this machine has."""
    with start_service(tmp_path_factory.mktemp("pieces"), LINGOREEL_CPU_SLOTS=str(PIECES)) as running:
        yield running


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    return make_film(path, seconds=42, width=192, height=108, fps=FPS).read_bytes()


@pytest.fixture
def customer(service: RunningService) -> Customer:
    return service.customer(points=100)


def burn(customer: Customer, film: bytes, cues: list[dict[str, Any]], **style: Any) -> tuple[Seen, int]:
    """What the video shows, and how many of its pieces were made before."""
    before = reused(customer)
    task_id = customer.upload(
        film,
        "film.mp4",
        SUBTITLE,
        primary_subtitles=json.dumps(cues),
        subtitle_style=json.dumps({**STYLE, **style}),
    )
    data = customer.wait(task_id)
    assert data["state"] == 1, data["error"]
    content = customer.http.get(data["file"])
    assert content.status_code == 200
    return look_at(content.content), int(reused(customer) - before)


def reused(customer: Customer) -> float:
    lines = customer.http.get("/metrics").text.splitlines()
    return sum(
        float(line.rsplit(" ", 1)[1])
        for line in lines
        if line.startswith("lingoreel_stages_reused_total") and 'stage="burn"' in line
    )


def shows(seen: Seen, source: Seen, cues: list[dict[str, Any]]) -> None:
    """Every picture differs from the source's exactly while a cue is shown."""
    assert seen.times == source.times
    assert seen.sound == source.sound
    for time, before, after in zip(source.times, source.pictures, seen.pictures, strict=True):
        shown = any(cue["start"] <= time * 1000 < cue["end"] for cue in cues)
        assert (changed(before, after, least=60) is not None) == shown, time


def differing(one: Seen, other: Seen) -> tuple[float, float]:
    """The times of the first and the last picture that differ at all."""
    times = [
        time for time, a, b in zip(one.times, one.pictures, other.pictures, strict=True) if not np.array_equal(a, b)
    ]
    return times[0], times[-1]


def test_a_corrected_cue_makes_only_its_piece_anew(customer: Customer, film: bytes):
    source = look_at(film)
    first, before = burn(customer, film, CUES)
    assert before == 0
    shows(first, source, CUES)

    corrected = [*CUES[:2], {**CUES[2], "text": "what was meant, in Dunkelgrün"}, CUES[3]]
    second, again = burn(customer, film, corrected)
    assert again == PIECES - 1
    shows(second, source, corrected)
    begin, end = differing(first, second)
    assert 11 <= begin <= 15
    assert 15 < end < 21

    moved = [CUES[0], {**CUES[1], "text": "over a border"}, *corrected[2:]]
    third, again = burn(customer, film, moved)
    assert again == PIECES - 2
    shows(third, source, moved)


def test_pieces_without_a_cue_serve_any_subtitles(customer: Customer, film: bytes):
    source = look_at(film)
    _, before = burn(customer, film, CUES[:1])
    assert before == 0

    other = [{"start": 500, "end": 4000, "text": "Все другое"}]
    seen, again = burn(customer, film, other, font_size=20, font_color="255,255,0,1")
    assert again == PIECES - 1
    shows(seen, source, other)
