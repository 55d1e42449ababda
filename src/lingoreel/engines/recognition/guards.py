"""Guards against invented text. What they take out is listed with its reason, never silently dropped.

Whisper, handed music or a pause, falls into loops or writes the credits of its training data. Silence never
reaches it (only spans of speech do); the rest is caught here by what gives it away.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from lingoreel.engines.recognition.protocol import Suppressed
from lingoreel.engines.recognition.segmentation import SpokenWord

# Whisper's own thresholds (Radford et al. 2022, section 4.5).
COMPRESSION_MOST = 2.4
LOG_PROBABILITY_LEAST = -1.0
NO_SPEECH_MOST = 0.6

LOOP_TIMES = 4  # said so often on end, and
LOOP_WORDS = 8  # so many words in all: nobody speaks so
LOOP_LONGEST = 12  # words in one turn of a loop
TIMELESS_WORDS = 3
TIMELESS_PROBABILITY = 0.3


def compression_ratio(text: str) -> float:
    """How much zlib shrinks the text: above 2.4 it mostly repeats itself."""
    data = text.encode()
    return len(data) / len(zlib.compress(data)) if data else 0.0


def failed(text: str, log_probability: float, no_speech_probability: float) -> bool:
    """Whether a decoding deserves another try: too repetitive, or too improbable and yet not taken for silence."""
    if is_no_speech(log_probability, no_speech_probability):
        return False
    return compression_ratio(text) > COMPRESSION_MOST or log_probability < LOG_PROBABILITY_LEAST


def is_no_speech(log_probability: float, no_speech_probability: float) -> bool:
    """The model itself takes the window for silence and does not believe its own text."""
    return no_speech_probability > NO_SPEECH_MOST and log_probability < LOG_PROBABILITY_LEAST


def flags(text: str, log_probability: float, no_speech_probability: float) -> tuple[str, ...]:
    """What deserves a second look in text that is kept."""
    found = []
    if compression_ratio(text) > COMPRESSION_MOST:
        found.append("compression")
    if log_probability < LOG_PROBABILITY_LEAST:
        found.append("low_probability")
    if no_speech_probability > NO_SPEECH_MOST:
        found.append("low_speech_probability")
    return tuple(found)


def without_loops(words: Sequence[SpokenWord]) -> tuple[list[SpokenWord], list[Suppressed]]:
    """The words with each loop reduced to its first turn, and what was taken out."""
    keys = [word.raw.strip().strip(".,!?…。，、！？").casefold() for word in words]
    kept: list[SpokenWord] = []
    out: list[Suppressed] = []
    at = 0
    while at < len(words):
        size, times = _loop(keys, at)
        if times:
            kept += words[at : at + size]
            out.append(suppress(words[at + size : at + size * times], "repetition"))
            at += size * times
        else:
            kept.append(words[at])
            at += 1
    return kept, out


def _loop(keys: Sequence[str], at: int) -> tuple[int, int]:
    """(words in a turn, turns) of the loop that starts here; (0, 0) when none does."""
    for size in range(1, LOOP_LONGEST + 1):
        turn = keys[at : at + size]
        times = 1
        while len(turn) == size and keys[at + times * size : at + (times + 1) * size] == turn:
            times += 1
        if times >= LOOP_TIMES and times * size >= LOOP_WORDS:
            return size, times
    return 0, 0


def without_timeless_tail(words: Sequence[SpokenWord]) -> tuple[list[SpokenWord], list[Suppressed]]:
    """The words without a tail of improbable ones that take no time: text no sound was found for."""
    end = len(words)
    while end and words[end - 1].end_ms <= words[end - 1].start_ms:
        end -= 1
    tail = words[end:]
    known = [word.confidence for word in tail if word.confidence is not None]
    if len(tail) < TIMELESS_WORDS or (known and sum(known) / len(known) >= TIMELESS_PROBABILITY):
        return list(words), []
    return list(words[:end]), [suppress(tail, "no_time")]


def suppress(words: Sequence[SpokenWord], reason: str) -> Suppressed:
    """The words as one entry of the list of what was taken out."""
    text = "".join(word.raw for word in words).strip()
    return Suppressed(words[0].start_ms, words[-1].end_ms, text, reason)
