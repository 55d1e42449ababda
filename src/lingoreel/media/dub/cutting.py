"""A sentence that was spoken as one, cut back into its lines: between two words, where it is quietest.

Each line's part begins with its first sound, so that a line placed at its time is heard at its time: a pause between
two lines belongs to neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lingoreel.errors import EngineFailed
from lingoreel.media.timed_text import width

Report = Callable[[dict[str, Any]], None]
Samples = NDArray[np.int16]
Place = tuple[int, int]
Word = tuple[int, int, int, int]
"""Characters [begin, end) of the text, and the samples [start, end) that say them."""

SAMPLE_BYTES = 2
_FRAME_S = 0.005
# What an engine tells of a word's time is known this well.
_AROUND_S = 0.06
# Where it tells nothing, a border is guessed by letters, and looked for this far around.
_GUESSED_S = 0.3
# As quiet as this against the sentence's loudest frame is a pause, from this length on.
_PAUSE_DB = -40.0
_PAUSE_S = 0.03
# What is left of a pause at the parts that it parts: sounds fade out longer than they set in.
_BEFORE_S, _AFTER_S = 0.005, 0.015
_FLOOR = 1.0  # of 16-bit samples' mean square
_DB_PER_S = 20.0


def cut_clips(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Cut many sentences.

    `{"clip_paths", "clips": [{clip, sample_rate, start_sample, end_sample, text, places, words}]}` →
    `{"ranges": [[[start, end], …], …]}`: for each clip (`clip`: the number of its path) what `cut_at_words` gives;
    samples are those of the file.
    Raises EngineFailed where a file is shorter than was told.
    """
    del report
    paths = request["clip_paths"]
    return {"ranges": [_cut_clip(str(paths[clip["clip"]]), clip) for clip in request["clips"]]}


def _cut_clip(path: str, clip: dict[str, Any]) -> list[list[int]]:
    start, end = int(clip["start_sample"]), int(clip["end_sample"])
    samples = np.fromfile(path, "<i2", count=end - start, offset=start * SAMPLE_BYTES)
    if len(samples) != end - start:
        raise EngineFailed("An engine gave less speech than it told of.")
    words = [(begin, stop, from_ - start, to - start) for begin, stop, from_, to in clip["words"]]
    places = [(begin, stop) for begin, stop in clip["places"]]
    parts = cut_at_words(samples, int(clip["sample_rate"]), str(clip["text"]), places, words)
    return [[start + first, start + last] for first, last in parts]


def cut_at_words(
    samples: Samples, rate: int, text: str, places: Sequence[Place], words: Sequence[Word] = ()
) -> list[Place]:
    """The samples [start, end) of each line, in order, none over another; between two lies nothing but a pause.

    `places`: [begin, end) of each line in `text`, in order. `words`: when each word of the text is heard in `samples`;
    without them borders are guessed by the share of the letters. A line outside of the text, or with no word in it,
    has an empty range.
    """
    energy = _energy(samples, rate)
    found: list[Place] = []
    start = 0
    for _, following in pairwise(places):
        where = _between(len(samples), rate, text, following[0], words)
        stop, after = _quiet(energy, rate, where, len(samples))
        found.append((start, max(start, stop)))
        start = max(start, after)
    return [*found, (start, len(samples))] if places else []


@dataclass(frozen=True)
class _Where:
    """A border lies in the samples [low, high], most likely at `likely`."""

    low: int
    likely: int
    high: int


def _between(length: int, rate: int, text: str, at: int, words: Sequence[Word]) -> _Where:
    """Where the border before the text's character `at` is to be looked for."""
    if not words:
        letters = width(text)
        guess = length * width(text[:at]) // max(1, letters)
        around = round(min(_GUESSED_S * rate, guess / 2, (length - guess) / 2))
        return _Where(guess - around, guess, guess + around)
    before = [word for word in words if word[0] < at]
    after = [word for word in words if word[0] >= at]
    if not before or not after:
        edge = length if before else 0
        return _Where(edge, edge, edge)
    ended = max(before, key=lambda word: word[2])
    begun = min(after, key=lambda word: word[2])
    around = round(_AROUND_S * rate)
    middles = sorted(((ended[2] + ended[3]) // 2, (begun[2] + begun[3]) // 2))
    low = max(min(ended[3], begun[2]) - around, middles[0])
    high = min(max(ended[3], begun[2]) + around, middles[1])
    return _Where(low, begun[2], max(low, high))


def _energy(samples: Samples, rate: int) -> NDArray[np.float64]:
    """The mean square of each frame, the last one filled up with silence."""
    size = max(1, round(_FRAME_S * rate))
    x = np.zeros(-(-len(samples) // size) * size, np.float64)
    x[: len(samples)] = samples
    return (x.reshape(-1, size) ** 2).mean(axis=1)  # type: ignore[no-any-return]


def _quiet(energy: NDArray[np.float64], rate: int, where: _Where, length: int) -> Place:
    """Where the line before ends and the next begins: around the longest pause, else both at the quietest frame."""
    size = max(1, round(_FRAME_S * rate))
    first, last = max(0, where.low // size), min(len(energy), where.high // size + 1)
    if where.low >= where.high or first >= last:
        at = min(max(0, where.likely), length)
        return at, at
    silent = energy <= max(_FLOOR, float(energy.max()) * 10 ** (_PAUSE_DB / 10))
    begin, end = _longest_run(silent, first, last)
    if (end - begin) * size >= _PAUSE_S * rate:
        stop = begin * size + round(_AFTER_S * rate)
        return min(stop, length), min(max(stop, end * size - round(_BEFORE_S * rate)), length)
    # Of frames that are as quiet, the one nearest to where the word was said to begin.
    away_s = np.abs(np.arange(first, last) * size + size // 2 - where.likely) / rate
    loud_db = 10 * np.log10(energy[first:last] + 1.0)
    quietest = first + int((loud_db + _DB_PER_S * away_s).argmin())
    at = min(quietest * size + size // 2, length)
    return at, at


def _longest_run(silent: NDArray[np.bool_], first: int, last: int) -> Place:
    """The longest run of silent frames that touches frames [first, last), whole."""
    best = (first, first)
    at = first
    while at < last:
        if not silent[at]:
            at += 1
            continue
        begin, end = at, at
        while begin > 0 and silent[begin - 1]:
            begin -= 1
        while end < len(silent) and silent[end]:
            end += 1
        if end - begin > best[1] - best[0]:
            best = begin, end
        at = end + 1
    return best
