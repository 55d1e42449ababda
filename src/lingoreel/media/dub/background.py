"""A recording's sound without its speech: what is heard beneath a dub."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from lingoreel.media.disk_full import told_when_full
from lingoreel.media.dub.centre import without_voice
from lingoreel.media.dub.ducking import turned_down
from lingoreel.media.dub.full_pcm import FullPcm, Samples, quantise
from lingoreel.media.dub.presence import grown, islands, speech_presence
from lingoreel.media.dub.span_grid import Span
from lingoreel.media.dub.spectrum import HOP, analyse, synthesise
from lingoreel.media.dub.stereo_loudness import steps_of
from lingoreel.media.dub.surroundings import CELL_FRAMES, Surroundings, surroundings
from lingoreel.media.dub.survey import CENTRE, MODEL

_PIECE = 24 * HOP

Report = Callable[[dict[str, Any]], None]
Read = Callable[[int, int], Samples]


def make_background(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Make what is heard of the sound `{path, rate, channels, start_sample, end_sample, speech, survey, keep,
    original_volume}` beneath a dub.

    Writes samples `start_sample` to `end_sample` to `output_path` (s16, as many channels): the sound without what is
    spoken in `speech` (spans in samples of the whole sound; `span_grid.speech_near` this part, or all), as `survey`
    (see `survey.survey`) says; where its method is "model", `separated_path` is heard there, what a separator has left
    of the sound from sample `separated_start` on. `keep` false: silence instead. `original_volume` (0–100): how much of
    what was taken away stays. Returns `samples` and `steps` (K-weighted powers of 100 ms each).
    """
    sound = FullPcm.of(request)
    start, end = int(request["start_sample"]), int(request["end_sample"])
    speech = grown(request["speech"], sound.rate)
    made = sound.read(start, end)
    taken = np.float32(1 - min(100.0, max(0.0, float(request.get("original_volume", 0)))) / 100)
    if not request.get("keep", True):
        made *= 1 - taken
    elif taken:
        _take_out(request, sound, made, start, speech, taken)
    with told_when_full():
        quantise(made).tofile(Path(str(request["output_path"])))
    report({"fraction": 1.0})
    return {"samples": end - start, "steps": steps_of(made, sound.rate)}


def _take_out(
    request: dict[str, Any], sound: FullPcm, made: Samples, start: int, speech: list[Span], taken: np.float32
) -> None:
    """Take the speech out of `made`, which begins at sample `start`."""
    found = islands(speech, start, start + made.shape[1], sound.rate, 2 * HOP)
    if not found:
        return
    by_model = request["survey"]["method"] == MODEL
    quiet = _separated(request) if by_model else _measured(sound, speech, found, request["survey"])
    for begin, stop in _pieces(found):
        own = made[:, begin - start : stop - start]
        own += (quiet(begin, stop) - own) * (speech_presence(speech, begin, stop, sound.rate) * taken)


def _separated(request: dict[str, Any]) -> Read:
    """What a separator has left of the sound."""
    left, first = FullPcm.of({**request, "path": request["separated_path"]}), int(request["separated_start"])
    return lambda begin, stop: left.read(begin - first, stop - first)


def _measured(sound: FullPcm, speech: list[Span], found: list[Span], survey: dict[str, Any]) -> Read:
    """What is left of the sound when all in `found` is done to it that the survey says."""
    cell = CELL_FRAMES * HOP
    first_cell = (found[0][0] - HOP) // cell
    around = surroundings(sound, speech, first_cell, (found[-1][1] + 2 * HOP) // cell + 1)
    return lambda begin, stop: _without_speech(sound, begin, stop, around, first_cell, survey)


def _pieces(spans: list[Span]) -> Iterator[Span]:
    """The spans in pieces short enough for the processor's caches."""
    for begin, stop in spans:
        for at in range(begin, stop, _PIECE):
            yield at, min(stop, at + _PIECE)


def _without_speech(
    sound: FullPcm, begin: int, stop: int, around: Surroundings, first_cell: int, survey: dict[str, Any]
) -> Samples:
    """Samples `begin` to `stop` as if there were speech all the way, with the voice out."""
    # frame n is the one whose middle is at hop n: it begins a hop earlier; one more at both ends, for what is smoothed
    first, last = begin // HOP - 1, -(-stop // HOP) + 1
    spectra = analyse(sound.read((first - 1) * HOP, (last + 1) * HOP))
    cells = np.arange(first, last + 1) // CELL_FRAMES
    own = around.of_cells(cells[0] - first_cell, cells[-1] + 1 - first_cell)
    cells -= cells[0]
    if survey["method"] == CENTRE:
        spectra = without_voice(spectra, cells, own, float(survey["voice_angle"]), sound.rate)
    else:
        spectra = turned_down(spectra, cells, own, sound.rate)
    return synthesise(spectra)[:, begin - first * HOP : stop - first * HOP]
