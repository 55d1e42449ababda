"""Subtitles that a customer brought: what of them is spoken, and whether they belong to this video."""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Iterable, Sequence

from lingoreel.errors import InvalidFile, LingoreelError
from lingoreel.media.cues import Cue
from lingoreel.media.cues.coverage import merged
from lingoreel.media.dub.line import MOST_CHARACTERS, MOST_LINES, DubLine, one_by_one, tidy_lines
from lingoreel.products.translation_preview.dialogue import has_names
from lingoreel.tasks.delivery import result_key, store
from lingoreel.tasks.intake import fetch_text
from lingoreel.tasks.run import Run
from lingoreel.tasks.states import State
from lingoreel.tasks.subtitle_tracks import read_cues

READING_MS_A_LETTER = 60
SHORTEST_MS = 300
NEAR_MS = 300
"""Speech this near to a line counts as under it."""
LEAST_SHARE = 0.3
"""A line with less speech than this under it stands where nobody speaks."""
MOST_OUT_OF_PLACE = 0.5
BY_CHANCE = 0.15
"""Lines and speech whose times correlate less (phi) stand together by chance."""
FEWEST_LINES = 20
MOST_SPEECH = 0.85
"""Where hardly anybody is ever silent, any subtitles stand in speech."""

# What subtitles for the deaf say of sounds, music, and the hyphens of a dialogue.
_SOUNDS = re.compile(r"\[[^\[\]]{0,200}\]|^\s*\([^()]{0,200}\)\s*$|[♪♫♬♩]+[^♪♫♬♩]*[♪♫♬♩]+|[♪♫♬♩]")
_HYPHEN = re.compile(r"^\s*[-‐‑–—]{1,2}(?:\s+(?=\S)|(?=[^\W\d]|[¿¡\"“«(]))")


async def take(run: Run, url: str | None, field: str, duration_ms: int) -> bool:
    """Fetch and read a subtitle file, and keep its lines for `lines`; False without one.

    Raises SourceError, OverLimit and InvalidFile, naming `field`.
    """
    if url is None:
        return False
    key = result_key(run, f"inputs/{field}")
    fetched = await fetch_text(run, url, key, name=field, field=field)

    async def read() -> None:
        try:
            cues, notes = await read_cues(run, key, fetched["name"])
            kept, warnings = await asyncio.to_thread(spoken_lines, cues, duration_ms)
        except LingoreelError as error:
            error.field = field
            raise
        content = json.dumps([line.to_dict() for line in kept], ensure_ascii=False)
        await store(run, _lines_key(run, field), content.encode())
        await run.warn(*(f"{field}: {warning}" for warning in (*notes, *warnings)))

    await run.step(f"read_{field}", read, state=State.PREPARING, progress=3)
    return True


async def lines(run: Run, field: str) -> list[DubLine]:
    """The lines of a file that was taken, in order of time and apart. Only inside a step: they may be many."""
    content = await run.kit.storage.get(_lines_key(run, field))
    return [DubLine.from_dict(line) for line in json.loads(content)]


async def compare(run: Run, field: str, spans_ms: Sequence[tuple[int, int]], duration_ms: int) -> bool:
    """Whether the file that was taken names its speakers.

    Tells when most of it stands where nobody speaks. Raises InvalidFile where all of it does: it is another video's.
    """

    async def look() -> bool:
        brought = await lines(run, field)
        out, count = in_speech(brought, spans_ms).count(False), len(brought)
        told = f"{out} of {count} lines stand where nobody speaks in this video"
        if out == count:
            raise InvalidFile(
                f"{field}: {told}",
                code="subtitles_do_not_match",
                field=field,
                remedy="check that the subtitles belong to this video",
            )
        if out <= count * MOST_OUT_OF_PLACE and by_chance(brought, spans_ms, duration_ms):
            told = "its lines stand where somebody speaks no more often than elsewhere"
            out = count
        if out > count * MOST_OUT_OF_PLACE:
            await run.warn(f"subtitles_do_not_match: {field}: {told}; they may be shifted, or another video's")
        return has_names(brought)

    named: bool = await run.step(f"compare_{field}", look)
    return named


def spoken_lines(cues: Sequence[Cue], duration_ms: int) -> tuple[list[DubLine], list[str]]:
    """What of the cues is spoken, tidy and one by one, and what was changed. Raises InvalidFile."""
    lines: list[DubLine] = []
    sounds = before = 0
    for cue in cues:
        text = _spoken(cue.lines)
        if not text and any(line.strip() for line in cue.lines):
            sounds += 1
            continue
        start_ms, end_ms = _forward(cue, len(text))
        if end_ms <= 0:
            before += 1
        else:
            lines.append(DubLine(start_ms, end_ms, text, speaker=cue.speaker))
    if len(lines) > MOST_LINES:
        raise InvalidFile(f"the subtitles have {len(lines):,} lines; at most {MOST_LINES:,} are dubbed")
    longest = max((len(line.text) for line in lines), default=0)
    if longest > MOST_CHARACTERS:
        raise InvalidFile(f"a line of the subtitles has {longest:,} characters; at most {MOST_CHARACTERS:,} are dubbed")
    if not lines:
        raise InvalidFile("nothing in the subtitles is spoken", remedy="check that it is the right file")
    tidied, warnings = tidy_lines(lines, duration_ms)
    if sounds:
        warnings.append(f"sounds_left_out: {sounds} subtitles that only tell of sounds or music are not spoken")
    if before:
        warnings.append(f"lines_before_start: {before} subtitles end before the video begins and were left out")
    return one_by_one(tidied), warnings


def in_speech(lines: Sequence[DubLine], spans_ms: Sequence[tuple[int, int]]) -> list[bool]:
    """For each line (in order of time) whether somebody speaks while it lasts."""
    spans = merged((start - NEAR_MS, end + NEAR_MS) for start, end in spans_ms)
    found = []
    first = 0
    for line in lines:
        while first < len(spans) and spans[first][1] <= line.start_ms:
            first += 1
        shared, at = 0, first
        while at < len(spans) and spans[at][0] < line.end_ms:
            shared += min(line.end_ms, spans[at][1]) - max(line.start_ms, spans[at][0])
            at += 1
        found.append(shared > LEAST_SHARE * (line.end_ms - line.start_ms))
    return found


def by_chance(lines: Sequence[DubLine], spans_ms: Sequence[tuple[int, int]], duration_ms: int) -> bool:
    """Whether the lines' times have nothing to do with those of speech, as far as can be told."""
    spoken = merged(spans_ms)
    shown = merged((line.start_ms, line.end_ms) for line in lines)
    speech_ms, shown_ms = _length_ms(spoken), _length_ms(shown)
    silent_ms, bare_ms = duration_ms - speech_ms, duration_ms - shown_ms
    if len(lines) < FEWEST_LINES or speech_ms > MOST_SPEECH * duration_ms or min(speech_ms, shown_ms, bare_ms) <= 0:
        return False
    both_ms = speech_ms + shown_ms - _length_ms(merged([*spoken, *shown]))
    phi = (both_ms * duration_ms - speech_ms * shown_ms) / math.sqrt(speech_ms * silent_ms * shown_ms * bare_ms)
    return phi < BY_CHANCE


def _length_ms(spans: Iterable[tuple[int, int]]) -> int:
    return sum(end - start for start, end in spans)


def _spoken(lines: Sequence[str]) -> str:
    text = " ".join(_HYPHEN.sub("", _SOUNDS.sub(" ", line)) for line in lines)
    return " ".join(_SOUNDS.sub(" ", text).split())


def _forward(cue: Cue, letters: int) -> tuple[int, int]:
    """Its times the right way round; without a length, as long as reading takes."""
    start_ms, end_ms = sorted((cue.start_ms, cue.end_ms))
    if end_ms == start_ms:
        end_ms += max(SHORTEST_MS, letters * READING_MS_A_LETTER)
    return max(0, start_ms), end_ms


def _lines_key(run: Run, field: str) -> str:
    return result_key(run, f"inputs/{field}.json")
