"""The parameters of a text to speak, their limits, and the price item it means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from lingoreel.engines import languages
from lingoreel.engines.modules import Record
from lingoreel.engines.speech.protocol import Capabilities
from lingoreel.engines.speech_voices import choose_voice
from lingoreel.errors import InvalidRequest, NotReady
from lingoreel.media.speech_text import Limits as TextLimits
from lingoreel.media.speech_text import Script, parse
from lingoreel.settings import Limits
from lingoreel.sources import Upload
from lingoreel.tasks.parameters import Flag, Number, Parameters, understand
from lingoreel.tasks.product import Accepted, Asking
from lingoreel.tasks.reading_aloud import unread

ITEM = "text_to_speech"


class SpeechParameters(Parameters):
    """What a client may send."""

    text: str
    voice: str | None = None
    language: str | None = None
    rate: Number = Field(1.0, ge=0.5, le=2)
    pitch: Number = Field(0.0, ge=-12, le=12)
    volume: Number = Field(100.0, ge=0, le=100)
    format: Literal["mp3", "wav", "flac", "ogg", "m4a"] = "mp3"
    subtitles: Flag = False
    ssml: Flag | None = None
    dictionary: dict[str, Any] = Field(default_factory=dict)
    loudness: Number = Field(-16.0, ge=-30, le=-9)
    characters: int = 0


_INPUTS = {"text", "dictionary"}


def accept(fields: dict[str, Any], upload: Upload | None, asking: Asking) -> Accepted:
    """Understand a create call. Raises InvalidRequest, and EngineUnavailable for a language that no voice speaks."""
    if upload is not None:
        raise InvalidRequest("a text is spoken, not a file", field="file", remedy="send the text as text")
    if not isinstance(fields.get("text"), str) or not fields["text"]:
        raise InvalidRequest("text is missing", field="text")
    known = {name: value for name, value in fields.items() if name != "characters"}
    parameters, warnings = understand(SpeechParameters, known)
    if not asking.offer.workers:
        raise NotReady("no worker is there to speak yet", remedy="try again in some seconds")
    records = asking.offer.records("speech")
    _, voice = choose_voice(records, parameters.voice, parameters.language)
    asked = parameters.model_copy(update={"voice": voice.id, "language": voice.language})
    script = read(asked, asking.limits, records)
    noted = [f"{note['code']}: {note['message']}" for note in script.warnings]
    told = [*noted, *unread(script.utterances, voice, records)]
    stored = asked.model_copy(update={"characters": script.characters})
    return Accepted(
        parameters=stored.model_dump(mode="json", exclude=_INPUTS, exclude_none=True),
        source=None,
        items=(ITEM,),
        warnings=(*warnings, *told),
        inputs={"text": parameters.text, "dictionary": parameters.dictionary},
        measured={ITEM: script.characters},
    )


def items(_parameters: dict[str, Any]) -> tuple[str, ...]:
    """The price items that stored parameters need."""
    return (ITEM,)


def measured(parameters: dict[str, Any]) -> dict[str, int]:
    """What is paid for: the characters, known from the beginning."""
    return {ITEM: int(parameters["characters"])}


def read(parameters: SpeechParameters, limits: Limits, records: Iterable[Record]) -> Script:
    """The text as it is to be spoken; `records` tell which language a voice named in it speaks.

    Raises InvalidRequest naming what is wrong with it.
    """
    assert parameters.language is not None
    spoken = {
        voice.id.casefold(): voice.language
        for record in records
        if isinstance(record, Capabilities)
        for voice in record.voices
    }
    return parse(
        parameters.text,
        parameters.language,
        ssml=parameters.ssml,
        tags=False,
        dictionary=parameters.dictionary,
        rate=parameters.rate,
        pitch=parameters.pitch,
        volume=parameters.volume,
        limits=TextLimits.of(limits.speech_characters),
        code=lambda code: languages.normalise(code, field="text"),
        voice_language=lambda voice_id: spoken.get(voice_id.casefold()),
    )
