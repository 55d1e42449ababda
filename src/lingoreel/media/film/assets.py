"""A picture or clip that was brought along, made ready to fill the frame of a film. Runs in a cell: it is hostile.

What comes out is ours: upright, without transparency, at the film's rate and shape, every frame a key frame.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain
from math import ceil
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import Colorspace, Interpolation
from numpy.typing import NDArray

from lingoreel.errors import InvalidFile
from lingoreel.media import container as media
from lingoreel.media.disk_full import told_when_full
from lingoreel.media.display_matrix import turning
from lingoreel.media.film.asset_file import open_asset, too_large
from lingoreel.media.film.encoding import add_video_stream, to_yuv
from lingoreel.media.film.storyboard import FPS

Report = Callable[[dict[str, Any]], None]
Picture = NDArray[np.uint8]

LONGEST_S = 10
ROOM = 1.14
"""How much wider and higher than the film an asset is kept at most: the camera moves in it."""
FRAMES_READ_MOST = LONGEST_S * 240 + 240
_LARGEST_CUT = 0.45
"""An asset that would lose a larger share of itself to fill the frame is shown whole, on itself out of focus."""
_LARGEST_ZOOM = 3.0
_BLUR_SIDE = 12
_DIMMED = 0.62
_PAPER = 255
_UNTOLD = 2
"""What FFmpeg calls a frame's colours that nobody told it of."""
_HDR_TRANSFERS = (16, 18)
"""PQ and HLG among the transfer characteristics of ITU-T H.273."""
_HD = 720
"""From this height on, video that does not tell its colours has those of ITU-R BT.709."""
_MOST_STRETCHED = 4.0
_LAST_S = 1.0
_ROUNDING_S = 1e-6
_PRESET, _CRF = "veryfast", "15"
_EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND
"""Colours converted nearly as they are defined: what is quicker is several levels off."""
_AREA = Interpolation.AREA | Interpolation.ACCURATE_RND
_BAND_PIXELS = 1 << 18
"""So many are mixed at a time."""
_TURNED: dict[str, Callable[[Picture], Picture]] = {
    "hflip": lambda picture: picture[:, ::-1],
    "vflip": lambda picture: picture[::-1],
    "transpose=cclock": np.rot90,
    "transpose=clock": lambda picture: np.rot90(picture, -1),
    "transpose=cclock_flip": lambda picture: picture.swapaxes(0, 1),
    "transpose=clock_flip": lambda picture: np.rot90(picture, -1)[::-1],
}
"""What FFmpeg's filters do with a picture."""
_REPORT_S = 0.3


def prepare_asset(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Make the picture or clip at `path` into a silent MP4 at `output_path` for a film of `width` × `height` pixels.

    It has the film's shape, at most `ROOM` times its size and no more than the asset's own, `FPS` frames a second and
    at most `LONGEST_S` seconds; a picture is one frame. `name` is what errors call it, and their field.

    Returns `frames`, `width`, `height`, `still` and `warnings`. Raises InvalidFile, ResultNotStored; no output is left
    then.
    """
    output, name = Path(str(request["output_path"])), str(request["name"])
    try:
        with told_when_full():
            return _prepare(str(request["path"]), output, int(request["width"]), int(request["height"]), report)
    except InvalidFile as error:
        output.unlink(missing_ok=True)
        message = error.message[:1].lower() + error.message[1:]
        raise InvalidFile(f"{name}: {message}", field=name, remedy=REMEDY, details=error.details) from error
    except BaseException:
        output.unlink(missing_ok=True)
        raise


REMEDY = "Send a picture (JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF) or a video of which the first seconds are shown."

HDR = "the picture is HDR (PQ or HLG) and is shown without its range: it looks paler than it is"


def _prepare(path: str, output: Path, width: int, height: int, report: Report) -> dict[str, Any]:
    with open_asset(path) as (container, stream):
        ratio = _pixel_shape(stream)
        ticks = _at_rate(_timed(container, stream))
        shown = next(ticks, None)
        if shown is None:
            raise media.invalid("It is damaged: no picture in it can be decoded.")
        told = [HDR] if shown.color_trc in _HDR_TRANSFERS else []
        size = _size(*_seen_size(shown, ratio), width, height)
        filled = fill_frame(_upright(shown, ratio, size), *size)
        count = 0
        reported = time.monotonic()
        with av.open(str(output), "w", format="mp4", options={"movflags": "faststart", "fflags": "+bitexact"}) as out:
            encoder = add_video_stream(out, FPS, *size, preset=_PRESET, crf=_CRF, threads=1, key_frames_only=True)
            for frame in chain([shown], ticks):
                if frame is not shown:
                    shown, filled = frame, fill_frame(_upright(frame, ratio, size), *size)
                made = to_yuv(av.VideoFrame.from_ndarray(filled, format="bgr24"), _EXACT)
                made.pts, made.time_base = count, Fraction(1, FPS)
                out.mux(encoder.encode(made))
                count += 1
                if time.monotonic() - reported >= _REPORT_S:
                    reported = time.monotonic()
                    report({"fraction": count / (LONGEST_S * FPS)})
            out.mux(encoder.encode(None))
    report({"fraction": 1.0})
    return {"frames": count, "width": size[0], "height": size[1], "still": count == 1, "warnings": told}


def fill_frame(picture: Picture, width: int, height: int) -> Picture:
    """The picture (height × width × 3) in a frame of this size: cut where little is lost, else whole on a blur of it.

    Left and right as much is cut; below a little more than above, since faces are in the upper part.
    """
    high, wide = picture.shape[:2]
    zoom = max(width / wide, height / high)
    lost = 1 - width * height / (wide * high * zoom * zoom)
    if lost <= _LARGEST_CUT and zoom <= _LARGEST_ZOOM:
        return _cover(picture, width, height)
    back = _cover(_scaled(_cover(picture, width, height), _BLUR_SIDE, _BLUR_SIDE), width, height)
    back = (back * _DIMMED).astype(np.uint8)
    scale = min(width / wide, height / high, _LARGEST_ZOOM)
    inner = _scaled(picture, max(1, round(wide * scale)), max(1, round(high * scale)))
    top, left = (height - inner.shape[0]) // 2, (width - inner.shape[1]) // 2
    back[top : top + inner.shape[0], left : left + inner.shape[1]] = inner
    return back


def _cover(picture: Picture, width: int, height: int) -> Picture:
    """The middle of the picture, scaled to fill the frame."""
    high, wide = picture.shape[:2]
    zoom = max(width / wide, height / high)
    part_wide, part_high = min(wide, max(1, round(width / zoom))), min(high, max(1, round(height / zoom)))
    left, top = (wide - part_wide) // 2, int((high - part_high) * 0.42)
    return _scaled(picture[top : top + part_high, left : left + part_wide], width, height)


def _scaled(picture: Picture, width: int, height: int) -> Picture:
    if picture.shape[:2] == (height, width):
        return picture
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="bgr24")
    smaller = width * height < picture.shape[0] * picture.shape[1]
    made = frame.reformat(width, height, interpolation=_AREA if smaller else _EXACT)
    scaled: Any = made.to_ndarray(format="bgr24")
    return np.asarray(scaled, np.uint8)


def _size(wide: int, high: int, width: int, height: int) -> tuple[int, int]:
    """The film's shape, as large as the asset has pixels for, up to `ROOM` times the film; even numbers."""
    scale = min(ROOM, max(1.0, 1 / max(width / wide, height / high)))
    return round(width * scale / 2) * 2, round(height * scale / 2) * 2


def _timed(container: Any, stream: Any) -> Iterator[tuple[float, Any]]:
    """The frames and the seconds from the first at which each is seen; the last one again when it has been seen."""
    begin: float | None = None
    at_s, frame = 0.0, None
    for number, frame in enumerate(_frames(container, stream)):
        if begin is None:
            begin = frame.time or 0.0
        at_s = max(at_s, frame.time - begin if frame.time is not None else at_s + 1 / FPS)
        yield min(at_s, LONGEST_S), frame
        if at_s >= LONGEST_S or number >= FRAMES_READ_MOST:
            return
    if frame is not None and at_s > 0 and frame.duration and frame.time_base:
        yield min(at_s + min(_LAST_S, float(frame.duration * frame.time_base)), LONGEST_S), frame


def _frames(container: Any, stream: Any) -> Iterator[Any]:
    """Decoded frames, past damaged packets; none larger than what is read."""
    damaged = 0
    try:
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except media.MEDIA_ERRORS:
                damaged += 1
                if damaged > FRAMES_READ_MOST:
                    return
                continue
            for frame in frames:
                if frame.width * frame.height > media.PIXELS_MAX:
                    raise too_large(frame.width, frame.height)
                yield frame
    except media.MEDIA_ERRORS:
        return


def _at_rate(frames: Iterator[tuple[float, Any]]) -> Iterator[Any]:
    """The frame that is seen at each tick of the film's rate; at least one of what has any."""
    shown = None
    tick = 0
    for at_s, frame in frames:
        while shown is not None and tick / FPS < at_s - _ROUNDING_S:
            yield shown
            tick += 1
        shown = frame
    if shown is not None and tick == 0:
        yield shown


def _seen_size(frame: Any, ratio: float) -> tuple[int, int]:
    """Width and height as a viewer sees them; `ratio`: see `_pixel_shape`."""
    _, swapped, _ = turning(frame)
    wide, high = max(1, round(frame.width * ratio)), frame.height
    return (high, wide) if swapped else (wide, high)


def _upright(frame: Any, ratio: float, size: tuple[int, int]) -> Picture:
    """The picture (blue, green, red) as a viewer sees it, not much larger than is needed to fill a frame of `size`."""
    filters, swapped, _ = turning(frame)
    wide, high = _seen_size(frame, ratio)
    scale = min(1.0, max(size[0] / wide, size[1] / high))
    wide, high = ceil(wide * scale), ceil(high * scale)
    picture = _opaque(frame, *((high, wide) if swapped else (wide, high)))
    for name in filter(None, filters.split(",")):
        picture = _TURNED[name](picture)
    return np.ascontiguousarray(picture)


def _opaque(frame: Any, width: int, height: int) -> Picture:
    """The picture as it is stored, in this size; what is transparent is white."""
    untagged = frame.colorspace == _UNTOLD and not frame.format.is_rgb
    space = Colorspace.ITU709 if untagged and frame.height >= _HD else None
    if any(component.is_alpha for component in frame.format.components) or frame.format.has_palette:
        pixels = frame.reformat(format="bgra", src_colorspace=space, interpolation=_EXACT)
        return _scaled(_on_paper(pixels, max(1, min(frame.width // width, frame.height // height))), width, height)
    smaller = width * height < frame.width * frame.height
    opaque: Picture = frame.reformat(
        width, height, "bgr24", src_colorspace=space, interpolation=_AREA if smaller else _EXACT
    ).to_ndarray()
    return opaque


def _on_paper(pixels: Any, times: int) -> Picture:
    """A frame in BGRA on white, so many times smaller. Colours are mixed first: what is transparent has any colour."""
    plane = pixels.planes[0]
    stored = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    width, height = pixels.width // times, pixels.height // times
    rows = max(1, _BAND_PIXELS // (times * pixels.width))
    made = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, rows):
        many = min(rows, height - top)
        band = stored[top * times : (top + many) * times, : width * times * 4].reshape(many * times, width * times, 4)
        mixed = np.uint16(_PAPER) - _share(np.uint16(_PAPER) - band[..., :3], band[..., 3:].astype(np.uint16))
        lines = mixed.reshape(many, times, -1).sum(axis=1, dtype=np.uint32)
        total = lines.reshape(many, width, times, 3).sum(axis=2, dtype=np.uint32)
        made[top : top + many] = (total + times * times // 2) // (times * times)
    return made


def _share(values: NDArray[np.uint16], alpha: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """`values` × `alpha` / 255, rounded."""
    product = values * alpha + np.uint16(128)
    return (product + (product >> np.uint16(8))) >> np.uint16(8)


def _pixel_shape(stream: Any) -> float:
    """How much wider than high the pixels are."""
    shape = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio
    ratio = float(shape) if shape else 1.0
    return ratio if 1 / _MOST_STRETCHED <= ratio <= _MOST_STRETCHED else 1.0
