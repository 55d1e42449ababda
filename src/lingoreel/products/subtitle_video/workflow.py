"""The recipe of subtitles into video: take in, read the subtitles, lay them out, encode side by side, join."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from lingoreel.artifacts import Artifact
from lingoreel.engines.languages import name as language_name
from lingoreel.errors import InvalidFile
from lingoreel.media.cues import Cue
from lingoreel.media.fonts import font_folders
from lingoreel.media.subtitle_files import write
from lingoreel.products.subtitle_video.request import ITEM, TRACKS, SubtitleVideoParameters
from lingoreel.products.subtitle_video.result import VIDEO
from lingoreel.products.subtitle_video.tracks import Tracks, take_tracks
from lingoreel.settings import GIB
from lingoreel.tasks.delivery import not_stored, outcome_of, publish_texts, result_key, source_stem, store
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
        name = PurePath(parameters.filename or source_stem(run)).stem[:100] or "video"
        video = Artifact(VIDEO, made["key"], f"{name}.{ENDINGS[made['container']]}", size)
        files = {} if tracks is None else await _files(run, tracks, "srt")
        artifacts = (video, *await publish_texts(run, files))
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
    settings = run.kit.settings
    slots = settings.cpu_slots
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
    fonts = [str(folder) for folder in font_folders(settings)]
    script = await run.cell(
        "script",
        CellPart(
            cell=COMPOSE,
            request={**looks, "font_paths": fonts},
            objects={"cues_path": tracks.key},
            made_of={**looks, "cues": tracks.sha256, "fonts": fonts, "version": RECIPE},
            wall_s=COMPOSE_WALL_S,
            output="script.ass",
        ),
        low=8,
        high=10,
    )
    encoder = {"preset": settings.video_preset, "crf": settings.video_crf}
    keys = await run.batch(
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
    encoded = await run.step("encoded", lambda: run.values(keys))
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
            made_of={"source": media.sha256, "pieces": keys, "task": str(run.facts.task_id), "version": RECIPE},
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
    return size * (4 if video["encoder"] == "libx265" else 1)


async def _mux(run: Run, media: Media, tracks: Tracks | None) -> tuple[dict[str, Any], list[str]]:
    """Tracks beside a picture that stays as it is; none when subtitles are switched off."""
    names = [] if tracks is None else list(tracks.languages)
    languages = [] if tracks is None else list(tracks.languages.values())

    async def texts() -> None:
        assert tracks is not None
        for name, content in (await _files(run, tracks, "vtt")).items():  # says every letter, which SubRip cannot
            await store(run, result_key(run, f"tracks/{name}"), content.encode())

    if tracks is not None:
        await run.step("texts", texts)
    made = await _whole(
        run,
        "mux",
        CellPart(
            cell=MUX,
            request={"languages": languages, "titles": [code and language_name(code) for code in languages]},
            objects={
                "path": media.key,
                "subtitle_paths": [result_key(run, f"tracks/{_file(name, 'vtt')}") for name in names],
            },
            made_of={"source": media.sha256, "task": str(run.facts.task_id), "version": RECIPE},
            wall_s=wall_s(run, media.duration_s, COPY_S_PER_MEDIA_SECOND),
            output=VIDEO,
            file_bytes=VIDEO_BYTES,
            output_key=result_key(run, VIDEO),
        ),
        low=10,
    )
    return made, list(made["warnings"])


async def _whole(run: Run, name: str, part: CellPart, *, low: float) -> dict[str, Any]:
    """The finished video, made by one part."""
    keys = await run.batch(name, CPU_LANE, [part], low=low, high=97)
    [made] = await run.step(f"{name}ed", lambda: run.values(keys))
    if not await run.step("stored", lambda: run.kit.storage.exists(made["key"])):
        raise not_stored()
    return dict(made)


def _file(track: str, ending: str) -> str:
    return ending if track == TRACKS[0] else f"{track}_{ending}"


async def _files(run: Run, tracks: Tracks, ending: str) -> dict[str, str]:
    """The subtitles as they are shown, a file for each track. Only inside a step."""
    held = json.loads(await run.kit.storage.get(tracks.key))
    return {
        _file(name, ending): write([Cue.from_dict(cue) for cue in held[name]], ending, language=language)
        for name, language in tracks.languages.items()
    }
