"""The picture that stands for a film: one of its frames, chosen where a headline can be read, as a JPEG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.video.reformatter import ColorRange, Colorspace

from lingoreel.media.disk_full import told_when_full
from lingoreel.media.film.storyboard import FPS, Shot

Report = Callable[[dict[str, Any]], None]

_AFTER_MS = 500
"""So long after its last word has begun to be said a headline stands."""
_LEAVES_MS = 300
"""So long before its shot ends words may begin to go."""
_QUALITY = "3"


def poster_frame(shots: Sequence[Shot]) -> int:
    """The number of a frame in which the film's first headline stands whole; without any, the middle of the first."""
    for shot in shots:
        if shot.scene.headline is None:
            continue
        begin, end = shot.scene.headline
        said = [word.start_ms for word in shot.words if word.begin < end and begin < word.end]
        stands_ms = max(said, default=shot.start_ms) + _AFTER_MS
        at_ms = min(stands_ms, max(shot.end_ms - _LEAVES_MS, (shot.start_ms + shot.end_ms) // 2))
        return min(shot.last - 1, max(shot.first, round(at_ms * FPS / 1000)))
    return (shots[0].first + shots[0].last) // 2


def make_poster(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Write frame `frame` of the piece at `path` as a JPEG to `output_path`.

    Returns `width` and `height`. Raises RuntimeError where the piece has no such frame, ResultNotStored.
    """
    del report
    wanted = int(request["frame"])
    with av.open(str(request["path"]), format="mp4") as piece:
        stream: Any = piece.streams.video[0]
        stream.thread_count = 1
        for frame in piece.decode(stream):
            if frame.pts is not None and round(frame.pts * stream.time_base * FPS) == wanted:
                return _write(frame, Path(str(request["output_path"])))
    raise RuntimeError(f"the piece has no frame {wanted}")


def _write(frame: Any, output: Path) -> dict[str, Any]:
    # JPEG has the colours of BT.601 in full range, whatever the film has.
    picture = frame.reformat(
        format="yuvj420p",
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU601,
        src_color_range=ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
    )
    encoder: Any = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, "yuvj420p"
    encoder.time_base = Fraction(1, FPS)
    encoder.options = {"q:v": _QUALITY, "qmin": _QUALITY, "qmax": _QUALITY}
    picture.pts = 0
    packets = [*encoder.encode(picture), *encoder.encode(None)]
    with told_when_full():
        output.write_bytes(b"".join(bytes(packet) for packet in packets))
    return {"width": frame.width, "height": frame.height}
