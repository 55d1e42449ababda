"""A film dubbed into Spanish by the embedded engines; what is judged is the sound that comes back.

The yardsticks: the true start of what was said is known by how the film was made (see `dubs`); what is heard in the
dub, and when, is found by level alone (`hearing.runs`), with the original's sound dropped.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dubs import Talk, make_talk, real_speech
from hearing import Sound, alike, fetch, loudness, runs, sound_of, tracks

from service import Customer, RunningService

PREVIEW = "/api/tasks/media/video-translation/preview"
SYNTHESIS = "/api/tasks/media/video-translation/synthesis"
SPEECH = "/api/tasks/audio/speech"
PLACED_MS = 10
pytestmark = pytest.mark.timeout(600)
SPANISH = (
    "Buenos días a todos y muchas gracias por haber venido hasta aquí.",
    "Hoy quiero contarles la historia de una casa pequeña junto al río.",
    "Mi abuelo la compró en mil novecientos cuarenta y dos por muy poco dinero.",
    "Nadie creía que aquellas paredes aguantarían otro invierno de lluvia.",
    "Pero él trabajaba cada tarde, cuando volvía cansado de la fábrica.",
    "Primero arregló el tejado, después las ventanas y al final la puerta.",
    "Los vecinos se reían, y sin embargo le llevaban pan caliente y vino.",
    "Una noche de noviembre el agua llegó hasta el segundo escalón.",
    "Toda la familia subió al granero con las mantas y las gallinas.",
    "Por la mañana el río había bajado y la casa seguía en su sitio.",
    "Desde entonces decimos que las cosas bien hechas no tienen prisa.",
    "Y por eso sigo viviendo en ella, con las mismas ventanas de madera.",
)
SHARES = (0.8, 0.5, 0.6, 0.7)
"""How long the window of a line is, of the time the line needs."""
PAUSES_MS = (100, 1500, 90, 400, 2000, 150)


@pytest.fixture(scope="module")
def customer(studio: RunningService) -> Customer:
    return studio.customer(points=1000, parallel=4)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """Real speech, a little more than a minute of it."""
    path = tmp_path_factory.mktemp("talk") / "a talk.mp4"
    return make_talk(path, (real_speech() * 2)[:12], pauses_s=(0.8, 3.0, 1.1, 4.0, 0.7))


@pytest.fixture(scope="module")
def previewed(customer: Customer, talk: Talk) -> dict[str, Any]:
    fields = {"language": "es", "source_language": "en", "speaker_identification": 0}
    return done(customer, customer.upload(talk.content(), "a talk.mp4", PREVIEW, **fields))


@pytest.fixture(scope="module")
def dubbed(customer: Customer, previewed: dict[str, Any]) -> dict[str, Any]:
    return done(customer, customer.create(SYNTHESIS, task_id=previewed["task_id"], background="drop"))


@pytest.fixture(scope="module")
def film(dubbed: dict[str, Any]) -> bytes:
    return fetch(dubbed["file"])


@pytest.fixture(scope="module")
def sound(film: bytes) -> Sound:
    return sound_of(film)


@pytest.fixture(scope="module")
def natural(customer: Customer) -> tuple[list[dict[str, int]], Sound]:
    """When each Spanish sentence is heard in a file in which they are spoken one after the other, and that file."""
    spoken = done(
        customer, customer.create(SPEECH, text="\n\n".join(SPANISH), voice="espeak:es", language="es", format="wav")
    )
    assert len(spoken["segments"]) == len(SPANISH)
    return spoken["segments"], sound_of(fetch(spoken["file"]))


@pytest.fixture(scope="module")
def tight(natural: tuple[list[dict[str, int]], Sound], talk: Talk) -> list[dict[str, Any]]:
    """Lines whose windows are shorter than their Spanish; the last one's ends with the film."""
    lines, at = [], 500
    for number, (text, segment) in enumerate(zip(SPANISH, natural[0], strict=True)):
        window = round((segment["end"] - segment["start"]) * SHARES[number % len(SHARES)])
        lines.append({"start": at, "end": at + window, "text": text, "voice": "espeak:es"})
        at += window + PAUSES_MS[number % len(PAUSES_MS)]
    last, end = lines[-1], round(talk.seconds * 1000)
    return [*lines[:-1], {**last, "start": end - (last["end"] - last["start"]), "end": end}]


@pytest.fixture(scope="module")
def squeezed(customer: Customer, previewed: dict[str, Any], tight: list[dict[str, Any]]) -> dict[str, Any]:
    fields = {"task_id": previewed["task_id"], "language": "es", "subtitles": tight, "background": "drop"}
    return done(customer, customer.create(SYNTHESIS, **fields))


def done(customer: Customer, task_id: str) -> dict[str, Any]:
    data = customer.wait(task_id, 500)
    assert data["state"] == 1, data["error"]
    return data


def reported(data: dict[str, Any]) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = data["result"]["sync"]["lines"]
    return lines


def heard(sound: Sound, lines: Sequence[dict[str, Any]]) -> list[tuple[float, float]]:
    """When each line is heard (ms): from the sound that begins where the report says to the last before the next."""
    found = [(start * 1000, end * 1000) for start, end in runs(sound)]
    starts = [min((start for start, _ in found), key=lambda at: abs(at - line["start"])) for line in lines]
    ends = []
    for start, following in zip(starts, [*starts[1:], float("inf")], strict=True):
        ends.append(max(end for begin, end in found if start <= begin < following))
    return list(zip(starts, ends, strict=True))


def nearest(values: Sequence[float], to: float) -> float:
    return min(values, key=lambda value: abs(value - to))


def test_a_preview_is_lines_ready_to_be_edited(previewed: dict[str, Any]):
    lines = previewed["result"]["subtitles"]
    assert set(lines[0]) >= {"start", "end", "text", "source_text", "speaker", "voice", "modified"}
    assert all(line["text"].strip() and line["modified"] == 0 and line["voice"] for line in lines)
    times = [moment for line in lines for moment in (line["start"], line["end"])]
    assert times == sorted(times)
    assert (previewed["source_language"], previewed["target_language"]) == ("en", "es")
    assert [(line["item"], line["points"]) for line in previewed["points"]["lines"]] == [
        ("video_translation.translate", 4)
    ]


def test_lines_begin_when_somebody_begins_to_speak(talk: Talk, previewed: dict[str, Any]):
    starts = [line["start"] for line in previewed["result"]["subtitles"]]
    off = sorted(abs(nearest(starts, said.start_ms) - said.start_ms) for said in talk.said)
    missed = [error for error in off if error > 250]
    assert len(missed) <= 1, f"the first word of {len(missed)} of {len(off)} was not recognised: {missed}"
    found = off[: len(off) - len(missed)]
    assert np.percentile(found, 95) <= 100, found


def test_every_line_is_heard_where_the_report_says(sound: Sound, dubbed: dict[str, Any], previewed: dict[str, Any]):
    lines = reported(dubbed)
    assert len(lines) == len(previewed["result"]["subtitles"])
    for line, (start, end) in zip(lines, heard(sound, lines), strict=True):
        assert abs(start - line["start"]) <= PLACED_MS, line
        assert abs(end - line["end"]) <= 40, line
        assert np.abs(sound.between(line["start"] - 25, line["start"] - 5)).max() < 0.003, "something sounds before"


def test_the_dub_begins_when_the_original_does(talk: Talk, sound: Sound):
    starts = [start * 1000 for start, _ in runs(sound)]
    off = [abs(nearest(starts, said.start_ms) - said.start_ms) for said in talk.said]
    found = [error for error in off if error <= 250]
    assert len(found) >= len(off) - 1, off
    assert np.percentile(found, 95) <= 100, off


def test_it_is_as_loud_as_the_original(talk: Talk, film: bytes, tmp_path: Path):
    before, after = loudness(talk.content(), tmp_path), loudness(film, tmp_path)
    assert abs(after.lufs - before.lufs) <= 1
    assert after.true_peak_dbtp <= -1


def test_the_picture_is_the_source_s_own(talk: Talk, film: bytes):
    before, after = (
        [track for track in tracks(content) if track.kind == "video"] for content in (talk.content(), film)
    )
    assert [track.packets for track in before] == [track.packets for track in after]


def test_the_sound_is_as_long_as_the_original_s(talk: Talk, sound: Sound):
    assert abs(sound.samples.shape[1] - talk.voice.shape[1]) <= 1024


def test_what_is_delivered(dubbed: dict[str, Any], previewed: dict[str, Any], sound: Sound):
    files = dubbed["files"]
    assert set(files) >= {"video", "audio", "srt", "sync", "sync_picture"}
    assert dubbed["file"] == dubbed["result"]["video"] == files["video"]
    assert json.loads(fetch(files["sync"]))["summary"] == dubbed["result"]["sync"]["summary"]
    assert fetch(files["sync_picture"]).lstrip().startswith(b"<svg") or b"<svg" in fetch(files["sync_picture"])[:200]
    assert fetch(files["srt"]).count(b" --> ") >= len(previewed["result"]["subtitles"])
    alone = sound_of(fetch(dubbed["result"]["audio"]))
    assert (alone.samples[:, : sound.samples.shape[1]] == sound.samples[:, : alone.samples.shape[1]]).all()
    assert dubbed["points"]["charged"] == 12


def test_the_report_agrees_with_what_is_heard(dubbed: dict[str, Any], sound: Sound, previewed: dict[str, Any]):
    lines, summary = reported(dubbed), dubbed["result"]["sync"]["summary"]
    wanted = [line["start"] for line in previewed["result"]["subtitles"]]
    drifts = [start - at for (start, _), at in zip(heard(sound, lines), wanted, strict=True)]
    assert all(abs(line["start_drift_ms"] - drift) <= PLACED_MS for line, drift in zip(lines, drifts, strict=True))
    assert summary["overlap_ms"] == 0
    assert dubbed["result"]["sync"]["needs_review"] == []


def test_lines_too_long_for_their_windows_are_whole_and_never_overlap(
    squeezed: dict[str, Any], natural: tuple[list[dict[str, int]], Sound], talk: Talk
):
    lines, sound = reported(squeezed), sound_of(fetch(squeezed["file"]))
    assert len(lines) == len(SPANISH)
    measured = heard(sound, lines)
    for line, (start, end) in zip(lines, measured, strict=True):
        assert abs(start - line["start"]) <= PLACED_MS, line
        assert abs(end - line["end"]) <= 40, line
    assert all(end + 10 <= start for (_, end), (start, _) in pairwise(measured))
    assert measured[-1][1] <= talk.seconds * 1000
    segments, spoken = natural
    clips = [spoken.clip(one["start"], one["end"]) for one in segments]
    for number, (line, (start, end)) in enumerate(zip(lines, measured, strict=True)):
        whole = segments[number]["end"] - segments[number]["start"]
        assert (end - start) * line["speed_factor"] / whole == pytest.approx(1, abs=0.08), line
        assert 0.8 <= line["speed_factor"] <= 1.5
        assert 0.85 <= line["stretch"] <= 1.35
        likeness = [alike(sound.clip(start, end), clip) for clip in clips]
        assert likeness[number] == max(likeness), (number, likeness)
        # Its end is there: the last third sounds like the last third, which it would not 250 ms short of it.
        third, of_clip = start + (end - start) * 2 / 3, segments[number]["start"] + whole * 2 / 3
        assert alike(sound.clip(third, end), spoken.clip(of_clip, segments[number]["end"])) > 0.5, number


def test_lines_too_long_for_their_windows_are_as_loud_as_the_original(
    squeezed: dict[str, Any], talk: Talk, tmp_path: Path
):
    before, after = loudness(talk.content(), tmp_path), loudness(fetch(squeezed["file"]), tmp_path)
    assert abs(after.lufs - before.lufs) <= 0.5
    assert after.true_peak_dbtp <= -1
    assert not [warning for warning in squeezed["warnings"] if warning.startswith("loudness")]


def test_what_does_not_fit_is_told_and_made_good(squeezed: dict[str, Any], tight: list[dict[str, Any]]):
    lines = reported(squeezed)
    kinds = {line["kind"] for line in lines}
    assert {"borrowed", "overrun"} <= kinds
    assert kinds & {"stretched", "rate"}
    assert all(
        line["start_drift_ms"] == line["start"] - wanted["start"] for line, wanted in zip(lines, tight, strict=True)
    )
    # A pause of two seconds takes up whatever had gathered.
    assert any(line["start_drift_ms"] > 0 for line in lines)
    assert abs(lines[5]["start_drift_ms"]) <= PLACED_MS
    told = squeezed["result"]["sync"]["needs_review"]
    assert told
    assert any(warning.startswith("needs_review") for warning in squeezed["warnings"])


def test_one_changed_line_costs_itself(customer: Customer, dubbed: dict[str, Any], film: bytes):
    lines = [dict(line) for line in dubbed["result"]["subtitles"]]
    lines[-1] = {**lines[-1], "text": "Esto es otra cosa.", "modified": 1}
    again = done(customer, customer.create(SYNTHESIS, task_id=dubbed["task_id"], subtitles=lines, background="drop"))
    [receipt] = again["points"]["lines"]
    assert (receipt["item"], receipt["billed_units"], again["points"]["charged"]) == (
        "video_translation.synthesize",
        1,
        6,
    )
    before, after = (
        next(track.packets for track in tracks(content) if track.kind == "audio")
        for content in (film, fetch(again["file"]))
    )
    assert len(before) == len(after)
    differing = [number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    changed_s = reported(again)[-1]["start"] / 1000
    assert differing
    # Nothing but the half minute of the line, and the frames that overlap it, is encoded anew.
    assert min(before[number][0] for number in differing) > changed_s - 31
    assert len(differing) < len(before) / 2
    spans = list(zip(dubbed["result"]["sync"]["spans"], again["result"]["sync"]["spans"], strict=True))
    anew = [one for one, other in spans if one != other]
    assert 1 <= len(anew) < len(spans)
    assert all(one["start"] <= reported(again)[-1]["end"] and changed_s * 1000 <= one["end"] for one in anew)


def test_behind_a_changed_line_every_sample_is_heard_as_before(
    customer: Customer, dubbed: dict[str, Any], sound: Sound
):
    lines = [dict(line) for line in dubbed["result"]["subtitles"]]
    lines[0] = {**lines[0], "text": "Otra cosa.", "modified": 1}
    again = done(customer, customer.create(SYNTHESIS, task_id=dubbed["task_id"], subtitles=lines, background="drop"))
    heard = sound_of(fetch(again["file"]))
    spans = list(zip(dubbed["result"]["sync"]["spans"], again["result"]["sync"]["spans"], strict=True))
    anew_ms = max(one["end"] for one, other in spans if one != other)
    behind = heard.rate * (anew_ms + 50) // 1000  # a packet's sound overlaps with the one before
    assert np.array_equal(heard.samples[:, behind:], sound.samples[:, behind:])
    assert np.any(sound.samples[:, behind:])
    assert not np.array_equal(heard.samples[:, :behind], sound.samples[:, :behind])


def test_where_no_line_is_left_the_loudness_is_settled_anew(
    customer: Customer, talk: Talk, tight: list[dict[str, Any]], tmp_path: Path
):
    one = [{"start": 1000, "end": 2000, "text": "Hola.", "voice": "espeak:es"}]
    fields = {"language": "es", "background": "drop"}
    first = done(
        customer, customer.upload(talk.content(), "a talk.mp4", SYNTHESIS, subtitles=json.dumps(one), **fields)
    )
    again = done(customer, customer.create(SYNTHESIS, task_id=first["task_id"], subtitles=tight, **fields))
    assert abs(loudness(fetch(again["file"]), tmp_path).lufs - loudness(talk.content(), tmp_path).lufs) <= 1
    assert again["points"]["charged"] == 6


def test_nothing_changed_costs_nothing_new(customer: Customer, dubbed: dict[str, Any], film: bytes):
    again = done(customer, customer.create(SYNTHESIS, task_id=dubbed["task_id"], background="drop"))
    assert again["points"]["charged"] <= 6
    assert [track.packets for track in tracks(fetch(again["file"]))] == [track.packets for track in tracks(film)]
