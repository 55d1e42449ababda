"""The recipe of subtitles into video: take in, read the subtitles, burn them in or put them beside, publish."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lingoreel.artifacts import Artifact
from lingoreel.errors import InvalidFile
from lingoreel.products.subtitle_video.request import ITEM, SubtitleVideoParameters
from lingoreel.products.subtitle_video.result import VIDEO
from lingoreel.products.subtitle_video.tracks import take_tracks
from lingoreel.tasks.burning import ENDINGS, burn, mux_soft
from lingoreel.tasks.delivery import file_stem, outcome_of, publish_texts
from lingoreel.tasks.intake import take_in
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Run
from lingoreel.tasks.states import State
from lingoreel.tasks.subtitle_tracks import subtitle_files


async def subtitle(run: Run) -> Outcome:
    """Subtitles into video.

    Raises SourceError, OverLimit, InvalidFile, NotEnoughPoints, ResultNotStored, and TaskError `font_missing`.
    """
    parameters = SubtitleVideoParameters.model_validate(run.facts.parameters)
    media = await take_in(run, need_audio=False)
    if media.probe["video_index"] is None:
        raise InvalidFile("the source has no moving picture, only sound", remedy="send a video")
    measured = {ITEM: media.duration_ms}
    await run.hold(measured)
    tracks = await take_tracks(run, media.duration_ms) if parameters.enable_subtitle else None
    if tracks is not None and parameters.mode == "burn":
        made = await burn(run, media, tracks, parameters.subtitle_style, low=4, high=97)
    else:
        made = await mux_soft(run, media, tracks, low=10, high=97)

    async def publish() -> dict[str, Any]:
        size = (await run.kit.storage.head(made["key"])).size_bytes
        stem = file_stem(run, parameters.filename)
        video = Artifact(VIDEO, made["key"], f"{stem}.{ENDINGS[made['container']]}", size)
        files = {} if tracks is None else await subtitle_files(run, tracks)
        artifacts = (video, *await publish_texts(run, files, stem))
        data = {
            "duration": -(-media.duration_ms // 1000),
            "subtitles": None if tracks is None else {"cues": tracks.counts, "languages": tracks.languages},
            "video": {key: made[key] for key in ("container", "frames", "faces") if key in made},
        }
        return asdict(Outcome(data, artifacts, measured, tuple(dict.fromkeys(made["warnings"]))))

    return outcome_of(await run.step("publish", publish, state=State.PUBLISHING, progress=97))
