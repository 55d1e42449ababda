"""The parameters of subtitles into video, their limits, and the price item they mean."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from lingoreel import sources
from lingoreel.engines import languages
from lingoreel.errors import InvalidRequest
from lingoreel.media.burn.style import parse_style
from lingoreel.media.subtitle_files import from_array
from lingoreel.sources import Upload
from lingoreel.tasks.given import AgainParameters, given_source
from lingoreel.tasks.parameters import Flag, understand
from lingoreel.tasks.product import Accepted, Asking

ITEM = "subtitles.synthesize"
TRACKS = ("primary", "secondary")
MAKES_CUES = ("recognition",)
"""Products whose tasks leave cues behind."""


class SubtitleVideoParameters(AgainParameters):
    """What a client may send."""

    filename: str | None = None
    primary_subtitle_file_url: str | None = None
    primary_subtitles: list[Any] | str | None = None
    primary_language: str | None = None
    secondary_subtitle_file_url: str | None = None
    secondary_subtitles: list[Any] | str | None = None
    secondary_language: str | None = None
    enable_subtitle: Flag = True
    mode: Literal["burn", "soft"] = "burn"
    subtitle_style: dict[str, Any] = Field(default_factory=dict)


_KEPT = {"filename", "enable_subtitle", "mode", "subtitle_style", "primary_language", "secondary_language"}


def accept(fields: dict[str, Any], upload: Upload | None, asking: Asking) -> Accepted:
    """Understand a create call. Raises InvalidRequest."""
    parameters, warnings = understand(SubtitleVideoParameters, fields)
    source, source_warnings = given_source(parameters, upload, asking)
    _, style_warnings = parse_style(parameters.subtitle_style)
    inputs: dict[str, Any] = {}
    track_warnings: list[str] = []
    for track in TRACKS:
        given, told = _track(parameters, track, asking)
        track_warnings += told
        if given is not None:
            inputs[track] = given
    if parameters.enable_subtitle and "primary" not in inputs:
        raise InvalidRequest(
            "the subtitles are missing",
            field="primary_subtitle_file_url",
            remedy="send primary_subtitle_file_url, or primary_subtitles as an array or the task_id of a recognition",
        )
    return Accepted(
        parameters=parameters.model_dump(mode="json", include=_KEPT, exclude_none=True),
        source=source,
        items=(ITEM,),
        warnings=(*warnings, *source_warnings, *style_warnings, *track_warnings),
        inputs=inputs,
    )


def items(_parameters: dict[str, Any]) -> tuple[str, ...]:
    """The price items that stored parameters need."""
    return (ITEM,)


def _track(
    parameters: SubtitleVideoParameters, track: str, asking: Asking
) -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    """Where one track's cues come from: `{"url"}`, `{"cues"}` or `{"task_id"}`; None without it."""
    url_field, cues_field = f"{track}_subtitle_file_url", f"{track}_subtitles"
    url, cues = getattr(parameters, url_field), getattr(parameters, cues_field)
    language = getattr(parameters, f"{track}_language")
    code = None if language is None else languages.normalise(language, field=f"{track}_language")
    if url is not None and cues is not None:
        raise InvalidRequest(f"{url_field} and {cues_field} came; only one can be used", field=cues_field)
    if url is not None:
        clean = sources.clean_url(url, asking.limits, field=url_field)
        return {"url": clean.url, "field": url_field, "language": code}, clean.warnings
    if isinstance(cues, str):
        earlier = asking.earlier(cues, cues_field)
        if earlier.product not in MAKES_CUES:
            raise InvalidRequest(f"{cues_field}: task {cues} made no subtitles", field=cues_field)
        # Both tracks of one recognition: its translation and what was said, cut together.
        together = parameters.primary_subtitles == parameters.secondary_subtitles
        side = "source" if together and track == "secondary" else "translation"
        build_on = {"task_id": str(earlier.task_id), "together": together, "side": side}
        return {**build_on, "field": cues_field, "language": code}, ()
    if cues is not None:
        made = from_array(cues, field=cues_field)
        return {"cues": [cue.to_dict() for cue in made], "field": cues_field, "language": code}, ()
    return None, ()
