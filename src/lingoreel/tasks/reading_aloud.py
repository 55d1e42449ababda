"""Texts read aloud: who says each utterance of a script, and when each word of the shown text is heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lingoreel.engines.modules import Record, from_dict
from lingoreel.engines.speech import protocol
from lingoreel.engines.speech.protocol import Capabilities, Voice
from lingoreel.engines.speech_voices import choose_voice
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.media.speech_text import Utterance
from lingoreel.tasks.run import Run
from lingoreel.tasks.speaking import Said, ToSpeak, voice_gone


@dataclass(frozen=True)
class Cast:
    """The main voice, and what each utterance is spoken by, in order."""

    main: Voice
    engine: Capabilities
    wanted: tuple[ToSpeak, ...]

    def require_heard(self, said: Sequence[Said]) -> None:
        """Raises EngineUnavailable where nothing of all that was said can be heard."""
        if not any(each.end_sample > each.start_sample for each in said):
            raise EngineUnavailable(
                f"{self.main.id} can say nothing of this text: its letters are of another language",
                code="no_voice",
                field="text",
                remedy="send the language that the text is in",
            )


async def cast(
    run: Run, utterances: Sequence[Utterance], voice: str | None, language: str | None, *, progress: float
) -> Cast:
    """Who speaks each utterance; remembered as the step `cast`.

    A stretch in another language has that language's standard voice; where nobody speaks it, the main voice tries.
    Raises EngineUnavailable for a voice that was there when the task was created.
    """
    told = await run.step("cast", lambda: _cast(run, utterances, voice, language), progress=progress)
    engines = {name: Capabilities.from_dict(record) for name, record in told["engines"].items()}
    voices = [Voice.from_dict(each) for each in told["voices"]]
    main = Voice.from_dict(told["main"])
    wanted = [
        _to_speak(utterance, voices[number], engines)
        for utterance, number in zip(utterances, told["spoken_by"], strict=True)
    ]
    return Cast(main, engines[main.engine], tuple(wanted))


def unread(utterances: Iterable[Utterance], main: Voice, records: Sequence[Record]) -> list[str]:
    """A warning for each language in the text that nobody here speaks.

    Raises InvalidRequest for a voice named in the text that is not here, and EngineUnavailable where all of the text is
    in such languages.
    """
    told: dict[str, str] = {}
    utterances = list(utterances)
    for voice_id, language in dict.fromkeys((part.voice, part.language) for part in utterances):
        if (voice_id, language) in ((None, main.language), (main.id, main.language)):
            continue
        try:
            choose_voice(records, voice_id, language, field="text")
        except EngineUnavailable as error:
            if all(part.language == language for part in utterances):
                raise
            told[language] = f"no_voice: {error.message}; {main.id} reads it as well as it can"
    return list(told.values())


def shown_words(utterance: Utterance, said: Said, length_ms: int) -> tuple[tuple[int, int, int, int], ...]:
    """The words that the engine told of: (begin, end) in the shown text, (start_ms, end_ms) in the utterance.

    What was rewritten (`$5`) is one word in the shown text. `length_ms`: how long the utterance is heard.
    """
    words: list[tuple[int, int, int, int]] = []
    for word in said.words:
        place, stop = utterance.shown(word.begin, word.end)
        if place == stop:
            continue
        begins, ends = (min(length_ms, said.ms(sample)) for sample in (word.start_sample, word.end_sample))
        if words and words[-1][0] < stop and place < words[-1][1]:
            first = words[-1]
            words[-1] = (min(first[0], place), max(first[1], stop), first[2], ends)
        else:
            words.append((place, stop, begins, ends))
    return tuple(words)


async def _cast(run: Run, utterances: Sequence[Utterance], voice: str | None, language: str | None) -> dict[str, Any]:
    """`voices[spoken_by[n]]` speaks utterance n; the engines are by name."""
    offered = [from_dict(record) for record in await run.offered("speech")]
    try:
        main_engine, main = choose_voice(offered, voice, language)
    except InvalidRequest as error:
        raise voice_gone(error) from error
    known: dict[tuple[str | None, str], tuple[Capabilities, Voice]] = {}
    for utterance in utterances:
        wanted = (utterance.voice, utterance.language)
        if wanted in known:
            continue
        if wanted == (None, main.language):
            known[wanted] = main_engine, main
            continue
        try:
            known[wanted] = choose_voice(offered, utterance.voice, utterance.language)
        except (EngineUnavailable, InvalidRequest):  # told when the task was created
            known[wanted] = main_engine, main
    number = {wanted: at for at, wanted in enumerate(known)}
    return {
        "main": main.to_dict(),
        "engines": {engine.name: engine.to_dict() for engine, _ in [(main_engine, main), *known.values()]},
        "voices": [voice.to_dict() for _, voice in known.values()],
        "spoken_by": [number[utterance.voice, utterance.language] for utterance in utterances],
    }


def _to_speak(utterance: Utterance, voice: Voice, engines: dict[str, Capabilities]) -> ToSpeak:
    asked = protocol.Utterance(
        text=utterance.spoken,
        voice=voice.id,
        language=voice.language,
        rate=utterance.rate,
        pitch=utterance.pitch,
        volume=utterance.volume,
        phonemes=utterance.phonemes,
    )
    return ToSpeak(asked, engines[voice.engine])
