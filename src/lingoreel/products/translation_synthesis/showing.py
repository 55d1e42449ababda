"""Subtitles that match the dub: cut from what is spoken, at the times at which it is."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import Any

from lingoreel.media.cues import Cue, MadeCues, make_cues, reading_rules, within
from lingoreel.media.segments import Segment, Word, clip_words
from lingoreel.products.translation_synthesis.request import SynthesisParameters
from lingoreel.products.translation_synthesis.speaking import SpokenLines
from lingoreel.tasks.delivery import CUES_NAME, result_key, store
from lingoreel.tasks.intake import Media
from lingoreel.tasks.run import Run
from lingoreel.tasks.subtitle_tracks import Track, Tracks, keep_tracks


async def keep_cues(run: Run, parameters: SynthesisParameters, media: Media, dub: SpokenLines) -> Tracks:
    """The dub's cues as a stored track, and left for a later task. Raises ResultNotStored."""

    async def keep() -> dict[str, Any]:
        code = parameters.code
        cues = await asyncio.to_thread(_cues, code, media, dub)
        made = MadeCues({"translation": code}, {"translation": cues})
        await store(run, result_key(run, CUES_NAME), json.dumps(made.to_dict(), ensure_ascii=False).encode())
        return asdict(await keep_tracks(run, {"primary": Track(cues, code)}))

    return Tracks(**await run.step("subtitles", keep))


def _cues(language: str, media: Media, dub: SpokenLines) -> list[Cue]:
    rules = reading_rules(language, fps=media.fps)
    return within(make_cues(_segments(dub), language, rules), media.duration_ms, rules)


def _segments(dub: SpokenLines) -> list[Segment]:
    """The lines as segments, their words at the times at which the voice says them."""
    found = []
    for line, spoken, placed in zip(dub.lines, dub.spoken, dub.placed, strict=True):
        words = [
            Word(placed.start_ms + round(begin / placed.stretch), placed.start_ms + round(end / placed.stretch), text)
            for text, begin, end in spoken.words
        ]
        kept = clip_words(words, placed.start_ms, placed.end_ms)
        found.append(Segment(placed.start_ms, placed.end_ms, line.text, tuple(kept), line.speaker))
    return found
