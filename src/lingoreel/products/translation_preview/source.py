"""What is said in the source: recognised, or brought as subtitles; and its translation where that was brought too."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Any

from lingoreel.errors import NoSpeech
from lingoreel.media.dub.line import DubLine
from lingoreel.products.translation_preview import brought
from lingoreel.products.translation_preview.dialogue import Said, dub_lines
from lingoreel.products.translation_preview.request import (
    ORIGINAL,
    TRANSLATION,
    PreviewParameters,
    require_other_language,
)
from lingoreel.tasks.intake import Audio, Media, decode_audio
from lingoreel.tasks.recognising import (
    Listened,
    Listener,
    Listening,
    Spans,
    choose_listener,
    engines_told,
    find_speech,
    in_ms,
    listen,
)
from lingoreel.tasks.run import Run
from lingoreel.tasks.translating import Translated, Wanted, require_translator


@dataclass(frozen=True)
class Source:
    """A source that was taken in and listened to. `listener` is None where nobody had to recognise anything."""

    parameters: PreviewParameters
    media: Media
    audio: Audio
    spans: Spans
    listener: Listener | None
    listened: Listened
    spoken: str

    @property
    def wanted(self) -> Wanted | None:
        """What is to be translated into what; None where the translation was brought."""
        asked = self.parameters
        if asked.translate_srt_url is not None:
            return None
        return Wanted(self.spoken, asked.target, asked.glossary, asked.do_not_translate)

    @property
    def engines(self) -> dict[str, Any] | None:
        """What a customer learns of who listened."""
        listener = self.listener if self.parameters.original_srt_url is None else None
        return engines_told(None if listener is None else listener.engine, self.listened.diarizer)

    async def said(self, run: Run) -> Said:
        """The sentences of the source and who says them. Only inside a step: they may be many."""
        if self.parameters.original_srt_url is None:
            return await asyncio.to_thread(Said.of_heard, await self.listened.heard(run), self.spoken)
        lines, turns = await brought.lines(run, ORIGINAL), await self.listened.turns(run)
        named = bool(self.parameters.speaker_identification)
        return await asyncio.to_thread(partial(Said.of_lines, lines, turns, self.spoken, named=named))

    async def lines(self, run: Run, said: Said, translation: Translated | None) -> list[DubLine]:
        """The lines that say it in the other language. Only inside a step."""
        target = await brought.lines(run, TRANSLATION) if translation is None else translation
        language = self.parameters.target
        return await asyncio.to_thread(partial(dub_lines, said, target, source_language=self.spoken, language=language))

    async def doubts(self, run: Run) -> list[str]:
        """Warnings about what was heard. Only inside a step."""
        if self.listener is None:
            return []
        recognised = self.parameters.original_srt_url is None
        confidence = (await self.listened.heard(run)).recognition.mean_confidence if recognised else None
        return self.listener.doubts(confidence)


async def take_source(run: Run, parameters: PreviewParameters, media: Media, *, high: float) -> Source:
    """Find out what is said in the source, up to `high` percent.

    Raises SourceError, OverLimit, InvalidFile, NoSpeech, EngineUnavailable, EngineFailed.
    """
    has_original = await brought.take(run, parameters.original_srt_url, ORIGINAL, media.duration_ms)
    has_translation = await brought.take(run, parameters.translate_srt_url, TRANSLATION, media.duration_ms)
    audio = await decode_audio(run, media, progress=4)
    try:
        spans = await find_speech(run, audio)
    except NoSpeech:
        # Nothing has to be heard where the words are brought, as those of a song.
        if not has_original or parameters.source_language is None:
            raise
        spans = []
        told = "no_speech_found: nobody was heard in this video; the subtitles that were sent were trusted"
        await run.step("no_speech", lambda: run.warn(told))
    # A file that names its speakers knows better.
    apart = bool(parameters.speaker_identification) and bool(spans)
    if spans and has_original and await brought.compare(run, ORIGINAL, in_ms(spans), media.duration_ms):
        apart = False
    if spans and has_translation:
        await brought.compare(run, TRANSLATION, in_ms(spans), media.duration_ms)
    asked = Listening(parameters.source_language, apart, parameters.vocabulary)
    listener, spoken = None, parameters.source_language
    if spoken is None or not has_original:
        listener = await choose_listener(run, asked, audio, spans)
        spoken = listener.language
    require_other_language(parameters, spoken)
    if not has_translation:
        await require_translator(run, Wanted(spoken, parameters.target))
    by = None if has_original else listener
    listened = await listen(run, asked, by, audio, spans, low=15, high=high)
    return Source(parameters, media, audio, spans, listener, listened, spoken)
