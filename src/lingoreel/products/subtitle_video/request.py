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
from lingoreel.tasks.product import Accepted, Asking, Earlier
from lingoreel.tasks.subtitle_tracks import TRACKS

ITEM = "subtitles.synthesize"


class SubtitleVideoParameters(AgainParameters):
    """What a client may send."""

    filename: str | None = Field(None, max_length=255)
    primary_subtitle_file_url: str | None = None
    primary_subtitles: list[Any] | str | None = None
    primary_language: str | None = None
    secondary_subtitle_file_url: str | None = None
    secondary_subtitles: list[Any] | str | None = None
    secondary_language: str | None = None
    enable_subtitle: Flag = True
    mode: Literal["burn", "soft"] = "burn"
    subtitle_style: dict[str, Any] = Field(default_factory=dict)


_KEPT = {"filename", "enable_subtitle", "mode", "subtitle_style"}


def accept(fields: dict[str, Any], upload: Upload | None, asking: Asking) -> Accepted:
    """Understand a create call. Raises InvalidRequest."""
    parameters, warnings = understand(SubtitleVideoParameters, fields)
    style, style_warnings = parse_style(parameters.subtitle_style)
    inputs, track_warnings = _inputs(parameters, asking) if parameters.enable_subtitle else ({}, ())
    source, source_warnings = given_source(parameters, upload, asking)
    chosen = parameters.model_copy(update={"subtitle_style": style.as_dict()})
    return Accepted(
        parameters=chosen.model_dump(mode="json", include=_KEPT, exclude_none=True),
        source=source,
        items=(ITEM,),
        warnings=(*warnings, *source_warnings, *style_warnings, *track_warnings),
        inputs=inputs,
    )


def items(_parameters: dict[str, Any]) -> tuple[str, ...]:
    """The price items that stored parameters need."""
    return (ITEM,)


def _inputs(parameters: SubtitleVideoParameters, asking: Asking) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Where each track's cues come from: `{"cues"}`, `{"url"}` or `{"task_id", "side", "together"}`, and warnings."""
    inputs: dict[str, Any] = {}
    warnings: tuple[str, ...] = ()
    earlier: dict[str, Earlier] = {}
    for track in TRACKS:
        url_field, cues_field = f"{track}_subtitle_file_url", f"{track}_subtitles"
        url, cues = getattr(parameters, url_field), getattr(parameters, cues_field)
        if url is not None and cues is not None:
            raise InvalidRequest(f"{url_field} and {cues_field} came; only one can be used", field=cues_field)
        if url is not None:
            clean = sources.clean_url(url, asking.limits, field=url_field)
            warnings += clean.warnings
            inputs[track] = {"url": clean.url, "field": url_field}
        elif isinstance(cues, str):
            earlier[track] = _maker(cues, cues_field, asking)
        elif cues is not None:
            made = from_array(cues, field=cues_field)
            inputs[track] = {"cues": [cue.to_dict() for cue in made], "field": cues_field}
    inputs |= _of_tasks(earlier)
    if "primary" not in inputs:
        raise InvalidRequest(
            "the subtitles are missing",
            field="primary_subtitle_file_url",
            remedy="send primary_subtitle_file_url, or primary_subtitles as an array or the task_id of a recognition",
        )
    for track, given in inputs.items():
        language = getattr(parameters, f"{track}_language")
        given["language"] = None if language is None else languages.normalise(language, field=f"{track}_language")
    return inputs, warnings


def _maker(task_id: str, field: str, asking: Asking) -> Earlier:
    found = asking.earlier(task_id, field)
    if not found.product.makes_cues:
        raise InvalidRequest(f"{field}: task {task_id} made no subtitles", field=field)
    return found


def _of_tasks(earlier: dict[str, Earlier]) -> dict[str, Any]:
    """Both tracks of one recognition are its translation and what was said, cut together."""
    together = len(earlier) == len(TRACKS) and len({found.task_id for found in earlier.values()}) == 1
    if together and earlier["secondary"].data["target_language"] == "origin":
        raise InvalidRequest(
            f"secondary_subtitles: task {earlier['secondary'].task_id} has one language only",
            field="secondary_subtitles",
            remedy="leave it out, or name a recognition that was translated",
        )
    return {
        track: {
            "task_id": str(found.task_id),
            "together": together,
            "side": "source" if together and track == "secondary" else None,
            "field": f"{track}_subtitles",
        }
        for track, found in earlier.items()
    }
