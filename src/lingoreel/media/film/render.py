"""Frames of a film to a piece of H.264: pieces are drawn side by side and joined without encoding again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from lingoreel.errors import EngineFailed
from lingoreel.media.disk_full import told_when_full
from lingoreel.media.film.encoding import add_video_stream, to_yuv
from lingoreel.media.film.font_pack import unpack_fonts
from lingoreel.media.film.stage import Stage
from lingoreel.media.film.storyboard import FPS, Film
from lingoreel.media.film.trial_setting import type_digest

Report = Callable[[dict[str, Any]], None]

_REPORT_FRAMES = 12


def render_piece(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Draw and encode frames [first, last) of a film into the MP4 file `output_path`; its first frame is a key frame.

    `film` is a `Film` as plain data, `asset_paths` the prepared assets in their order (default none). Its fonts are
    those packed in `fonts_path`, or those in the files and folders `font_paths`; `type` is what its narrations look
    like in them, each as `type_digest` says, where that is known. `preset` and `crf` are x264's, `threads` how many it
    may use. Answers `frames`.

    Raises TaskError `font_missing`, EngineFailed where the letters look otherwise here or an asset cannot be read,
    ResultNotStored when the disk is full.
    """
    with told_when_full(), tempfile.TemporaryDirectory(prefix="fonts-") as folder:
        packed = request.get("fonts_path")
        fonts = unpack_fonts(packed, Path(folder)) if packed else request.get("font_paths") or ()
        return _render(request, fonts, report)


def _render(request: dict[str, Any], fonts: Sequence[str | Path], report: Report) -> dict[str, Any]:
    film = Film.from_dict(request["film"])
    first, last = int(request["first"]), int(request["last"])
    stage = Stage(film, fonts, request.get("asset_paths") or ())
    _require_type(stage, film, first, last, request.get("type"))
    with av.open(request["output_path"], "w", format="mp4") as out:
        stream = add_video_stream(
            out,
            FPS,
            film.width,
            film.height,
            preset=str(request["preset"]),
            crf=str(request["crf"]),
            threads=int(request.get("threads") or 1),
            key_frames_only=False,
        )
        for number in range(first, last):
            frame = video_frame(stage.frame(number))
            frame.pts = number - first
            frame.time_base = Fraction(1, FPS)
            out.mux(stream.encode(frame))
            if (number - first) % _REPORT_FRAMES == 0:
                report({"fraction": (number - first) / (last - first)})
        out.mux(stream.encode(None))
    return {"frames": last - first}


def _require_type(stage: Stage, film: Film, first: int, last: int, recorded: Sequence[str] | None) -> None:
    """Raises EngineFailed where the words of these frames look other than when the film was set."""
    if recorded is None:
        return
    for shot, told in zip(film.shots, recorded, strict=True):
        seen = shot.first < last and first < shot.last
        if seen and type_digest(stage.typesetter, shot.scene.narration) != told:
            raise EngineFailed("the letters of the film look otherwise on this worker", remedy="try again")


def video_frame(pixels: Any) -> Any:
    """Pixels of the canvas as a frame for the encoder."""
    return to_yuv(av.VideoFrame.from_numpy_buffer(pixels, format="bgra"))
