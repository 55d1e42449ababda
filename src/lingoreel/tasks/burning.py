"""Subtitles into a video: burned into its pictures, encoded side by side, or as tracks beside them."""

from __future__ import annotations

import asyncio
from typing import Any

from lingoreel.engines.languages import name as language_name
from lingoreel.media.burn.shown import shown_ms
from lingoreel.media.fonts import font_folders, fonts_digest
from lingoreel.settings import GIB
from lingoreel.tasks.delivery import result_key
from lingoreel.tasks.intake import Media, wall_s
from lingoreel.tasks.parts import CellPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.subtitle_tracks import Tracks
from lingoreel.tasks.workflows import CPU_LANE

# By name: decoders, encoders and font readers are loaded in cells alone.
PLAN = "lingoreel.media.burn.plan:plan"
COMPOSE = "lingoreel.media.burn.script:compose_file"
ENCODE = "lingoreel.media.burn.encode:encode_piece"
JOIN = "lingoreel.media.burn.join:join"
MUX = "lingoreel.media.burn.soft:mux_soft"
RECIPE = 2
"""Raised when the same source and subtitles would give another video."""

ENDINGS = {"mp4": "mp4", "matroska": "mkv"}
"""Of file names, by container."""
PLAN_S_PER_MEDIA_SECOND = 0.2
COPY_S_PER_MEDIA_SECOND = 1.0
COMPOSE_WALL_S = 300.0
PROGRAM_BYTES = 3 * GIB
BYTES_PER_PIXEL = 400
"""Address space of an encoding cell: the program with its libraries, and what pictures in flight take."""
VIDEO_BYTES = 64 * GIB
_VIDEO = "video"


async def burn(
    run: Run, media: Media, tracks: Tracks, style: dict[str, Any], *, alone: bool = False, low: float, high: float
) -> dict[str, Any]:
    """The source's video with the tracks burned in: `key`, `container`, `frames`, `faces`, `warnings` and the like.

    It has everything else of the source too and is the task's result; `alone`: the pictures only, an MP4 file kept as a
    stage, for a video that gets its sound later. `style` is a subtitle style as plain data; `low` and `high` bound the
    progress.

    Raises InvalidFile, ResultNotStored, and TaskError `font_missing`.
    """

    def progress(share: float) -> float:
        return low + (high - low) * share

    encoder, fonts = await run.step("ground", lambda: _ground(run))
    asked = {"slots": encoder["slots"]} | ({"alone": True} if alone else {})
    planned = await run.cell(
        "plan",
        CellPart(
            cell=PLAN,
            request=asked,
            objects={"path": media.key},
            made_of={"source": media.sha256, **asked, "version": RECIPE},
            wall_s=wall_s(run, media.duration_s, PLAN_S_PER_MEDIA_SECOND),
            programs=True,
        ),
        low=low,
        high=progress(0.04),
    )
    video = planned["video"]
    script = await _script(run, tracks, style, planned, fonts, low=progress(0.04), high=progress(0.06))
    pieces = _pieces(run, media, planned, encoder, script)
    encoded = await run.results("burn", CPU_LANE, pieces, low=progress(0.06), high=progress(0.87))
    keys = [done["key"] for done in encoded]
    made_of = {"source": media.sha256, "pieces": keys, "version": RECIPE}
    [made] = await run.results(
        "join",
        CPU_LANE,
        [
            CellPart(
                cell=JOIN,
                request={
                    "video": video,
                    "container": planned["container"],
                    "pieces": [{**piece, **done} for piece, done in zip(planned["pieces"], encoded, strict=True)],
                    "alone": alone,
                },
                objects={"path": media.key, "piece_paths": keys},
                made_of=made_of | ({"alone": True} if alone else {"task": str(run.facts.task_id)}),
                wall_s=wall_s(run, media.duration_s, COPY_S_PER_MEDIA_SECOND),
                output=_VIDEO,
                file_bytes=VIDEO_BYTES,
                output_key=None if alone else result_key(run, _VIDEO),
            )
        ],
        low=progress(0.87),
        high=high,
    )
    warnings = [*planned["warnings"], *script["warnings"], *made["warnings"]]
    return {**made, "faces": script["faces"], "warnings": warnings}


async def mux_soft(run: Run, media: Media, tracks: Tracks | None, *, low: float, high: float) -> dict[str, Any]:
    """The source's video with the tracks beside a picture that stays as it is: `key`, `container`, `warnings` …

    None: no tracks, when subtitles are switched off. Raises InvalidFile, ResultNotStored.
    """
    asked = soft_tracks(tracks)
    part = CellPart(
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
        output=_VIDEO,
        file_bytes=VIDEO_BYTES,
        output_key=result_key(run, _VIDEO),
    )
    [made] = await run.results("mux", CPU_LANE, [part], low=low, high=high)
    return dict(made)


def soft_tracks(tracks: Tracks | None) -> dict[str, Any]:
    """What a cell that muxes tracks of cues is asked for: `tracks`, `languages`, `titles`."""
    languages = {} if tracks is None else tracks.languages
    return {
        "tracks": list(languages),
        "languages": list(languages.values()),
        "titles": [code and language_name(code) for code in languages.values()],
    }


async def _script(
    run: Run, tracks: Tracks, style: dict[str, Any], planned: dict[str, Any], fonts: str, *, low: float, high: float
) -> dict[str, Any]:
    video = planned["video"]
    looks = {
        "style": style,
        "picture": {"width": video["width"], "height": video["height"], "transfer": video["transfer"]},
        "language": tracks.languages.get("primary"),
        "secondary_language": tracks.languages.get("secondary"),
        "spans": [shown_ms(video, piece) for piece in planned["pieces"]],
    }
    script: dict[str, Any] = await run.cell(
        "script",
        CellPart(
            cell=COMPOSE,
            request={**looks, "font_paths": [str(folder) for folder in font_folders(run.kit.settings)]},
            objects={"cues_path": tracks.key},
            made_of={**looks, "cues": tracks.sha256, "fonts": fonts, "version": RECIPE},
            wall_s=COMPOSE_WALL_S,
            output="script.ass",
        ),
        low=low,
        high=high,
    )
    return script


def _pieces(
    run: Run, media: Media, planned: dict[str, Any], encoder: dict[str, Any], script: dict[str, Any]
) -> list[CellPart]:
    """A piece is made of what is seen in it of the script, so that another script with the same there finds it made."""
    video = planned["video"]
    return [
        CellPart(
            cell=ENCODE,
            request={"piece": piece, "video": video, "settings": encoder, "threads": planned["threads"]},
            objects={"path": media.key, "script_path": script["key"]},
            made_of={
                "source": media.sha256,
                "seen": seen,
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
        for piece, seen in zip(planned["pieces"], script["seen"], strict=True)
    ]


def _effort(video: dict[str, Any]) -> float:
    """How many times as long its pictures take as those of 1080p by x264."""
    size = max(1.0, video["width"] * video["height"] / (1920 * 1080))
    return float(size * (4 if video["encoder"] == "libx265" else 1))


async def _ground(run: Run) -> tuple[dict[str, Any], str]:
    """What this worker makes videos with: the encoder's settings and the slots; a hash of the fonts it has."""
    settings = run.kit.settings
    encoder = {"preset": settings.video_preset, "crf": settings.video_crf, "slots": settings.cpu_slots}
    return encoder, await asyncio.to_thread(fonts_digest, font_folders(settings))
