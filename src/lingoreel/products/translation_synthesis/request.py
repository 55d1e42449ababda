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
from lingoreel.tasks.parameters import Glossary, Number, Terms, understand
from lingoreel.tasks.product import Accepted, Asking, Earlier

ITEM = "video_translation.synthesize"
PREVIEW, SYNTHESIS = "translation_preview", "translation_synthesis"
MOST_SPEAKERS = MOST_VOICES = 100
INHERITED = (
    "background",
    "original_volume",
    "subtitle_mode",
    "subtitle_style",
    "audio_mode",
    "max_speed",
    "max_drift_ms",
    "voice",
    "glossary",
    "do_not_translate",
)
"""What a dub that is made again has from the earlier one, unless it is sent."""


class SynthesisParameters(AgainParameters):
    """What a client may send. `earlier` is the synthesis that this one does again with other lines.

    `glossary` and `do_not_translate` hold where a line is worded anew.
    """

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
    glossary: Glossary = Field(default_factory=dict)
    do_not_translate: Terms = ()
    earlier: str | None = None

    @property
    def code(self) -> str:
        """The language that is spoken, as engines call it."""
        assert self.language is not None
        return languages.normalise(self.language)


def accept(fields: dict[str, Any], upload: Upload | None, asking: Asking) -> Accepted:
    """Understand a create call. Raises InvalidRequest, and EngineUnavailable for a language that no voice speaks."""
    known = {name: value for name, value in fields.items() if name != "earlier"}
    if isinstance(known.get("language"), str):
        known["language"] = known["language"].partition("_")[0]
    parameters, warnings = understand(SynthesisParameters, known)
    before = asking.earlier(parameters.task_id, "task_id") if parameters.task_id else None
    again = before if before is not None and before.product.name == SYNTHESIS else None
    voice = parameters.voice
    parameters = _inheriting(parameters, before)
    language = parameters.language
    if not language:
        raise InvalidRequest("language is missing", field="language", remedy="name the language of the subtitles")
    code = languages.normalise(language, field="language")
    inputs = _lines(parameters, before, code)
    _check_speakers(parameters, inputs, before)
    if asking.offer.workers:
        _require_voices(parameters, language, inputs, asking)
    style, style_warnings = parse_style(parameters.subtitle_style)
    # A video that is sent again serves where the earlier task's own is not kept any more.
    sent = upload is not None or parameters.url is not None or parameters.upload_id is not None
    from_where = parameters.model_copy(update={"task_id": None}) if sent else parameters
    source, source_warnings = given_source(from_where, upload, asking)
    spoken = parameters.source_language
    chosen = parameters.model_copy(
        update={
            "source_language": spoken and languages.normalise(spoken, field="source_language"),
            "subtitle_style": style.as_dict() if parameters.subtitle_mode == "burn" else {},
            "earlier": None if again is None else str(again.task_id),
        }
    )
    return Accepted(
        parameters=chosen.model_dump(mode="json", exclude={*SOURCE_FIELDS, "subtitles"}, exclude_defaults=True),
        source=source,
        items=(ITEM,),
        warnings=(*warnings, *source_warnings, *style_warnings, *_unused(voice, parameters, inputs, before)),
        inputs=inputs,
    )


def items(_parameters: dict[str, Any]) -> tuple[str, ...]:
    """The price items that stored parameters need."""
    return (ITEM,)


def _inheriting(parameters: SynthesisParameters, before: Earlier | None) -> SynthesisParameters:
    """The parameters, with what was not sent as the earlier task had it."""
    if before is None:
        return parameters
    had = {name: before.parameters[name] for name in INHERITED if name in before.parameters}
    made = before.data.get("target_language")
    had |= {"language": made, "source_language": before.data.get("source_language")}
    if parameters.language and languages.normalise(parameters.language, field="language") != made:
        had.pop("voice", None)
    return parameters.model_copy(
        update={name: value for name, value in had.items() if name not in parameters.model_fields_set}
    )


def _lines(parameters: SynthesisParameters, before: Earlier | None, code: str) -> dict[str, Any]:
    """Where the lines are: `{"lines"}`, or `{"task_id"}` of the task that made them; `preview` worded them."""
    makes = before is not None and before.product.makes_lines
    preview = {"preview": str(before.task_id)} if makes and before and before.product.name == PREVIEW else {}
    if parameters.subtitles is not None:
        lines = lines_from_array(parameters.subtitles, field="subtitles")
        return {"lines": [line.to_dict() for line in lines], **preview}
    if before is None or not makes:
        raise InvalidRequest(
            "subtitles is missing",
            field="subtitles",
            remedy="send the lines to speak, or the task_id of a preview that made them",
        )
    if (made := before.data.get("target_language")) != code:
        raise InvalidRequest(
            f"language is {code}, and the lines of task {before.task_id} are {made}",
            field="language",
            remedy="make a preview in that language, or send subtitles",
        )
    return {"task_id": str(before.task_id), **preview}


def _unused(
    voice: str | None, parameters: SynthesisParameters, inputs: dict[str, Any], before: Earlier | None
) -> list[str]:
    """The warning that nobody speaks with the voice that was sent, every line having another or its speaker's."""
    lines = inputs.get("lines")
    if lines is None:
        data = before.data if before else {}
        lines = data.get("subtitles") or data.get("result", {}).get("subtitles") or ()
    voices = {line["voice"] for line in lines}
    speakers = {line["speaker"] for line in lines if line["voice"] and line["speaker"]} | set(parameters.speaker_voices)
    taken = any(not line["voice"] and line["speaker"] not in speakers for line in lines)
    if not voice or not lines or taken or voices == {voice}:
        return []
    return [
        f"voice_not_used: every line has a voice already, so none is spoken by {voice[:60]}; to change that, send "
        "subtitles without their voice, or with another"
    ]


def _check_speakers(parameters: SynthesisParameters, inputs: dict[str, Any], before: Earlier | None) -> None:
    """Raises InvalidRequest for too many speakers or voices, and for a voice of a speaker who says nothing."""
    lines = inputs.get("lines")
    if lines is None:
        known = {entry.get("speaker") for entry in (before and before.data.get("speakers")) or ()}
    else:
        known = {line["speaker"] for line in lines}
        for name, most in (("speaker", MOST_SPEAKERS), ("voice", MOST_VOICES)):
            if (count := len({line[name] for line in lines})) > most:
                raise InvalidRequest(
                    f"subtitles has {count} different {name}s; at most {most} are taken", field="subtitles"
                )
    for speaker in parameters.speaker_voices:
        if speaker not in known:
            raise InvalidRequest(
                f"speaker_voices names {speaker[:60]!r}, who says nothing here",
                field="speaker_voices",
                remedy=f"the speakers are {', '.join(sorted(filter(None, known))[:20])}" if any(known) else None,
            )


def _require_voices(parameters: SynthesisParameters, language: str, inputs: dict[str, Any], asking: Asking) -> None:
    records = asking.offer.records("speech")
    choose_line_voice(records, parameters.voice, language, "voice")
    for speaker, voice in parameters.speaker_voices.items():
        choose_line_voice(records, voice, language, f"speaker_voices.{speaker}")
    first: dict[str, int] = {}
    for number, line in enumerate(inputs.get("lines", ())):
        if line["voice"]:
            first.setdefault(line["voice"], number)
    for voice, number in first.items():
        choose_line_voice(records, voice, language, f"subtitles[{number}].voice")
