"""The dub put into the video, and as a sound file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lingoreel.engines.languages import name as language_name
from lingoreel.media.studio import HOST as STUDIO
from lingoreel.products.translation_synthesis.hearing import FullSound
from lingoreel.products.translation_synthesis.request import SynthesisParameters
from lingoreel.products.translation_synthesis.result import AUDIO, VIDEO
from lingoreel.products.translation_synthesis.sound import Mixed
from lingoreel.tasks.burning import COPY_S_PER_MEDIA_SECOND, VIDEO_BYTES, soft_tracks
from lingoreel.tasks.delivery import result_key
from lingoreel.tasks.intake import Media, wall_s
from lingoreel.tasks.parts import CellPart, HostPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.subtitle_tracks import Tracks
from lingoreel.tasks.workflows import CPU_LANE

MUX = "lingoreel.media.dub.track:mux_dub"
CONTAINER = "lingoreel.media.dub.track:container_of"
RECIPE = 1
HELD = frozenset({"h264", "hevc", "av1", "vp9", "mpeg4", "aac", "mp3", "ac3", "eac3", "opus", "flac"})
"""Pictures and sound that MP4 or Matroska holds for certain."""


@dataclass(frozen=True)
class Files:
    """What the cells answered for the video and for the sound file, with their keys."""

    video: dict[str, Any]
    audio: dict[str, Any]


async def require_container(run: Run, parameters: SynthesisParameters, media: Media) -> None:
    """Raise InvalidFile where no file could hold this picture and sound, before anything is made."""
    if all(stream["codec"] in HELD for stream in media.probe["streams"] if stream["type"] in ("video", "audio")):
        return
    asked = {
        "audio_mode": parameters.audio_mode,
        "audio_index": media.probe["audio_index"],
        "burned": parameters.subtitle_mode == "burn",
    }
    part = CellPart(
        cell=CONTAINER,
        request=asked,
        objects={"path": media.key},
        made_of={**asked, "source": media.sha256, "version": RECIPE},
        wall_s=wall_s(run, 0),
    )
    await run.cell("container", part, low=2, high=3)


async def make_files(
    run: Run,
    parameters: SynthesisParameters,
    media: Media,
    sound: FullSound,
    mixed: Mixed,
    tracks: Tracks,
    picture: dict[str, Any] | None,
    *,
    low: float,
    high: float,
) -> Files:
    """Mux. `picture` is a burned video in place of the source's. Raises InvalidFile, ResultNotStored."""
    values = await run.values(list(mixed.spans))
    keys = [value["key"] for value in values]
    language = parameters.code
    dub = {
        "spans": [{"packets": value["packets"]} for value in values],
        "extradata": values[0]["extradata"],
        "rate": sound.rate,
        "channels": sound.channels,
        "samples": mixed.samples,
        "language": language,
        "title": language_name(language),
    }
    soft = soft_tracks(tracks if parameters.subtitle_mode == "soft" else None)
    asked = {
        **dub,
        "audio_mode": parameters.audio_mode,
        "audio_index": media.probe["audio_index"],
        "source_language": parameters.source_language,
        "source_title": None if parameters.source_language is None else language_name(parameters.source_language),
        **soft,
    }
    made_of = {"source": media.sha256, "spans": keys, "task": str(run.facts.task_id), "version": RECIPE}
    video = CellPart(
        cell=MUX,
        request=asked,
        objects={"path": media.key, "span_paths": keys}
        | ({"cues_path": tracks.key} if parameters.subtitle_mode == "soft" else {})
        | ({"picture_path": picture["key"]} if picture is not None else {}),
        made_of={**made_of, **asked, "cues": tracks.sha256, "picture": picture and picture["key"]},
        wall_s=wall_s(run, media.duration_s, COPY_S_PER_MEDIA_SECOND),
        output=VIDEO,
        output_key=result_key(run, VIDEO),
        file_bytes=VIDEO_BYTES,
        weight=5.0,
    )
    audio = HostPart(
        host=STUDIO,
        parallel=run.kit.settings.cpu_slots,
        request={"work": "write", **dub},
        objects={"span_paths": keys},
        made_of={**made_of, **dub},
        wall_s=wall_s(run, media.duration_s, COPY_S_PER_MEDIA_SECOND),
        output=AUDIO,
        output_key=result_key(run, AUDIO),
    )
    made = await run.results("mux", CPU_LANE, [video, audio], low=low, high=high)
    return Files(*map(dict, made))
