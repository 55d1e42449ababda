"""The parameters of a dub, their limits, and the price item it means."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from lingoreel.engines import languages
from lingoreel.engines.casting import choose_line_voice
from lingoreel.errors import InvalidRequest
from lingoreel.media.burn.style import parse_style
from lingoreel.media.dub.line import lines_from_array
from lingoreel.sources import Upload
from lingoreel.tasks.given import SOURCE_FIELDS, AgainParameters, given_source
from lingoreel.tasks.parameters import Number, understand
from lingoreel.tasks.product import Accepted, Asking, Earlier

ITEM = "video_translation.synthesize"
_VOICES_CHECKED = 200


class SynthesisParameters(AgainParameters):
    """What a client may send. `earlier` is the synthesis that this one does again with other lines."""

    language: str | None = None
    source_language: str | None = None
    subtitles: list[Any] | str | None = None
    voice: str | None = None
    speaker_voices: dict[str, str] = Field(default_factory=dict)
    background: Literal["keep", "drop"] = "keep"
    original_volume: Number = Field(0.0, ge=0, le=100)
    subtitle_mode: Literal["none", "soft", "burn"] = "none"
    subtitle_style: dict[str, Any] = Field(default_factory=dict)
    audio_mode: Literal["replace", "add_track"] = "replace"
    max_speed: Number = Field(1.35, ge=1, le=2)
    max_drift_ms: Number = Field(250, ge=0, le=10_000)
    earlier: str | None = None

    @property
    def code(self) -> str:
        """The language that is spoken, as engines call it."""
        assert self.language is not None
        return languages.normalise(self.language)

    @property
    def sound(self) -> dict[str, Any]:
        """What of all lines' sound is decided here: another value, and every line is another one."""
        return {"language": self.code, "background": self.background, "original_volume": self.original_volume}


def accept(fields: dict[str, Any], upload: Upload | None, asking: Asking) -> Accepted:
    """Understand a create call. Raises InvalidRequest, and EngineUnavailable for a language that no voice speaks."""
    known = {name: value for name, value in fields.items() if name != "earlier"}
    if isinstance(known.get("language"), str):
        known["language"] = known["language"].partition("_")[0]
    parameters, warnings = understand(SynthesisParameters, known)
    before = asking.earlier(parameters.task_id, "task_id") if parameters.task_id else None
    inputs = _lines(parameters, before)
    language = parameters.language or (before and before.data.get("target_language"))
    if not language:
        raise InvalidRequest("language is missing", field="language", remedy="name the language of the subtitles")
    languages.normalise(language, field="language")
    if asking.offer.workers:
        _require_voices(parameters, language, inputs, asking)
    style, style_warnings = parse_style(parameters.subtitle_style)
    source, source_warnings = given_source(parameters, upload, asking)
    again = before if before is not None and before.product.name == "translation_synthesis" else None
    spoken = parameters.source_language or (before and before.data.get("source_language"))
    chosen = parameters.model_copy(
        update={
            "language": language,
            "source_language": spoken and languages.normalise(spoken, field="source_language"),
            "subtitle_style": style.as_dict() if parameters.subtitle_mode == "burn" else {},
            "earlier": None if again is None else str(again.task_id),
        }
    )
    return Accepted(
        parameters=chosen.model_dump(mode="json", exclude={*SOURCE_FIELDS, "subtitles"}, exclude_defaults=True),
        source=source,
        items=(ITEM,),
        warnings=(*warnings, *source_warnings, *style_warnings),
        inputs=inputs,
    )


def items(_parameters: dict[str, Any]) -> tuple[str, ...]:
    """The price items that stored parameters need."""
    return (ITEM,)


def _lines(parameters: SynthesisParameters, before: Earlier | None) -> dict[str, Any]:
    """Where the lines are: `{"lines"}`, or `{"task_id"}` of the task that made them."""
    if parameters.subtitles is not None:
        lines = lines_from_array(parameters.subtitles, field="subtitles")
        return {"lines": [line.to_dict() for line in lines]}
    if before is None or not before.product.makes_lines:
        raise InvalidRequest(
            "subtitles is missing",
            field="subtitles",
            remedy="send the lines to speak, or the task_id of a preview that made them",
        )
    return {"task_id": str(before.task_id)}


def _require_voices(parameters: SynthesisParameters, language: str, inputs: dict[str, Any], asking: Asking) -> None:
    records = asking.offer.records("speech")
    choose_line_voice(records, parameters.voice, language, "voice")
    for speaker, voice in parameters.speaker_voices.items():
        choose_line_voice(records, voice, language, f"speaker_voices.{speaker}")
    seen: set[str] = set()
    for number, line in enumerate(inputs.get("lines", ())):
        voice = line.get("voice")
        if voice and voice not in seen and len(seen) < _VOICES_CHECKED:
            seen.add(voice)
            choose_line_voice(records, voice, language, f"subtitles[{number}].voice")
