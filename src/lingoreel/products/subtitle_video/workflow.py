"""The recipe of subtitles into video: take in, read the subtitles, lay them out, encode side by side, join."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import Any

from lingoreel.artifacts import Artifact
from lingoreel.engines.languages import name as language_name
from lingoreel.errors import InvalidFile
from lingoreel.media.cues import Cue
from lingoreel.media.fonts import font_folders, fonts_digest
from lingoreel.media.subtitle_files import write
from lingoreel.products.subtitle_video.request import ITEM, TRACKS, SubtitleVideoParameters
from lingoreel.products.subtitle_video.result import VIDEO
from lingoreel.products.subtitle_video.tracks import Tracks, take_tracks
from lingoreel.settings import GIB
from lingoreel.tasks.delivery import file_stem, outcome_of, publish_texts, result_key
from lingoreel.tasks.intake import Media, take_in, wall_s
from lingoreel.tasks.parts import CellPart
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Run
from lingoreel.tasks.states import State
from lingoreel.tasks.workflows import CPU_LANE

# By name: decoders, encoders and font readers are loaded in cells alone.
PLAN = "lingoreel.media.burn.plan:plan"
COMPOSE = "lingoreel.media.burn.script:compose_file"
ENCODE = "lingoreel.media.burn.encode:encode_piece"
JOIN = "lingoreel.media.burn.join:join"
MUX = "lingoreel.media.burn.soft:mux_soft"
RECIPE = 1
"""Raised when the same source and subtitles would give another video."""

PLAN_S_PER_MEDIA_SECOND = 0.2
COPY_S_PER_MEDIA_SECOND = 1.0
COMPOSE_WALL_S = 300.0
PROGRAM_BYTES = 3 * GIB
BYTES_PER_PIXEL = 400
"""Address space of an encoding cell: the program with its libraries, and what pictures in flight take."""
VIDEO_BYTES = 64 * GIB
ENDINGS = {"mp4": "mp4", "matroska": "mkv"}


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
        made, warnings = await _burn(run, parameters, media, tracks)
    else:
        made, warnings = await _mux(run, media, tracks)

    async def publish() -> dict[str, Any]:
        size = (await run.kit.storage.head(made["key"])).size_bytes
        stem = file_stem(run, parameters.filename)
        video = Artifact(VIDEO, made["key"], f"{stem}.{ENDINGS[made['container']]}", size)
        files = {} if tracks is None else await _files(run, tracks)
        artifacts = (video, *await publish_texts(run, files, stem))
        data = {
            "duration": -(-media.duration_ms // 1000),
            "subtitles": None if tracks is None else {"cues": tracks.counts, "languages": tracks.languages},
            "video": {key: made[key] for key in ("container", "frames", "faces") if key in made},
        }
        return asdict(Outcome(data, artifacts, measured, tuple(dict.fromkeys(warnings))))

    return outcome_of(await run.step("publish", publish, state=State.PUBLISHING, progress=97))


async def _burn(
    run: Run, parameters: SubtitleVideoParameters, media: Media, tracks: Tracks
) -> tuple[dict[str, Any], list[str]]:
    encoder, fonts = await run.step("ground", lambda: _ground(run))
    slots = encoder["slots"]
    planned = await run.cell(
        "plan",
        CellPart(
            cell=PLAN,
            request={"slots": slots},
            objects={"path": media.key},
            made_of={"source": media.sha256, "slots": slots, "version": RECIPE},
            wall_s=wall_s(run, media.duration_s, PLAN_S_PER_MEDIA_SECOND),
            programs=True,
        ),
        low=4,
        high=8,
    )
    video, pieces = planned["video"], planned["pieces"]
    looks = {
        "style": parameters.subtitle_style,
        "picture": {"width": video["width"], "height": video["height"], "transfer": video["transfer"]},
        "language": tracks.languages.get("primary"),
        "secondary_language": tracks.languages.get("secondary"),
    }
    script = await run.cell(
        "script",
        CellPart(
            cell=COMPOSE,
            request={**looks, "font_paths": [str(folder) for folder in font_folders(run.kit.settings)]},
            objects={"cues_path": tracks.key},
            made_of={**looks, "cues": tracks.sha256, "fonts": fonts, "version": RECIPE},
            wall_s=COMPOSE_WALL_S,
            output="script.ass",
        ),
        low=8,
        high=10,
    )
    encoded = await run.results(
        "burn",
        CPU_LANE,
        [
            CellPart(
                cell=ENCODE,
                request={"piece": piece, "video": video, "settings": encoder, "threads": planned["threads"]},
                objects={"path": media.key, "script_path": script["key"]},
                made_of={
                    "source": media.sha256,
                    "script": script["key"],  # made of all that the script is made of
                    "piece": piece,
                    "encoder": encoder,
                    "program": planned["program"],
                    "version": RECIPE,
                },
                wall_s=wall_s(run, piece["frames"] / video["fps"] * _effort(video)),
                output="piece.mp4",
                programs=True,
                memory_bytes=PROGRAM_BYTES + BYTES_PER_PIXEL * video["width"] * video["height"],
                weight=float(piece["frames"] + 1),
            )
            for piece in pieces
        ],
        low=10,
        high=85,
    )
    made = await _whole(
        run,
        "join",
        CellPart(
            cell=JOIN,
            request={
                "video": video,
                "container": planned["container"],
                "pieces": [{**piece, **done} for piece, done in zip(pieces, encoded, strict=True)],
            },
            objects={"path": media.key, "piece_paths": [done["key"] for done in encoded]},
            made_of={
                "source": media.sha256,
                "pieces": [done["key"] for done in encoded],
                "task": str(run.facts.task_id),
                "version": RECIPE,
            },
            wall_s=wall_s(run, media.duration_s, COPY_S_PER_MEDIA_SECOND),
            output=VIDEO,
            file_bytes=VIDEO_BYTES,
            output_key=result_key(run, VIDEO),
        ),
        low=85,
    )
    return {**made, "faces": script["faces"]}, [*planned["warnings"], *script["warnings"], *made["warnings"]]


def _effort(video: dict[str, Any]) -> float:
    """How many times as long its pictures take as those of 1080p by x264."""
    size = max(1.0, video["width"] * video["height"] / (1920 * 1080))
    return float(size * (4 if video["encoder"] == "libx265" else 1))


async def _mux(run: Run, media: Media, tracks: Tracks | None) -> tuple[dict[str, Any], list[str]]:
    """Tracks beside a picture that stays as it is; none when subtitles are switched off."""
    languages = {} if tracks is None else tracks.languages
    asked = {
        "tracks": list(languages),
        "languages": list(languages.values()),
        "titles": [code and language_name(code) for code in languages.values()],
    }
    made = await _whole(
        run,
        "mux",
        CellPart(
            cell=MUX,
            request=asked,
            objects={"path": media.key} | ({} if tracks is None else {"cues_path": tracks.key}),
            made_of={
                **asked,
                "source": media.sha256,
                "cues": None if tracks is None else tracks.sha256,
                "task": str(run.facts.task_id),
                "version": RECIPE,
            },
            wall_s=wall_s(run, media.duration_s, COPY_S_PER_MEDIA_SECOND),
            output=VIDEO,
            file_bytes=VIDEO_BYTES,
            output_key=result_key(run, VIDEO),
        ),
        low=10,
    )
    return made, list(made["warnings"])


async def _ground(run: Run) -> tuple[dict[str, Any], str]:
    """What this worker makes videos with: the encoder's settings and the slots; a hash of the fonts it has."""
    settings = run.kit.settings
    encoder = {"preset": settings.video_preset, "crf": settings.video_crf, "slots": settings.cpu_slots}
    return encoder, await asyncio.to_thread(fonts_digest, font_folders(settings))


async def _whole(run: Run, name: str, part: CellPart, *, low: float) -> dict[str, Any]:
    """The finished video, made by one part."""
    [made] = await run.results(name, CPU_LANE, [part], low=low, high=97)
    return dict(made)


async def _files(run: Run, tracks: Tracks) -> dict[str, str]:
    """The subtitles as they are shown, a file for each track. Only inside a step."""
    held = json.loads(await run.kit.storage.get(tracks.key))
    return {
        "srt" if name == TRACKS[0] else f"{name}_srt": write(
            [Cue.from_dict(cue) for cue in held[name]], "srt", language=language
        )
        for name, language in tracks.languages.items()
    }
