"""What a source's pictures are like, from the first that can be decoded: size, turn, colours, depth, fields."""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import Any

from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame

from lingoreel.media import container as media
from lingoreel.media.burn.source import Source
from lingoreel.media.display_matrix import side_data, turning

_TRIED_PACKETS = 600
# ITU-T H.273: transfer characteristics
_PQ, _HLG, _UNSPECIFIED = 16, 18, 2
_DOLBY_TAGS = frozenset({"dvh1", "dvhe", "dva1", "dvav", "dav1"})
_PARTS_PER_CHROMATICITY = 50_000
_PARTS_PER_NIT = 10_000


def first_picture(source: Source) -> VideoFrame:
    """The first picture of the stream. Raises InvalidFile when none of the first seconds can be decoded."""
    context = source.video.codec_context
    context.thread_count = 1  # many cores would mean much address space
    for count, packet in enumerate(source.pictures()):
        try:
            frames = packet.decode()
        except media.MEDIA_ERRORS:
            frames = []
        if frames:
            return _first(frames)
        if count >= _TRIED_PACKETS:
            break
    try:
        frames = context.decode(None)
    except media.MEDIA_ERRORS:
        frames = []
    if frames:
        return _first(frames)
    raise media.invalid("The file's moving pictures are damaged: none of them can be decoded.")


def _first(frames: list[Any]) -> VideoFrame:
    frame = frames[0]
    if frame.width < 2 or frame.height < 2:
        raise media.invalid(f"The picture has {frame.width} × {frame.height} pixels: too few to hold subtitles.")
    assert isinstance(frame, VideoFrame)
    return frame


def _mastering_display(frame: VideoFrame) -> str | None:
    """SMPTE ST 2086 in the notation of x264 and x265, from FFmpeg's AVMasteringDisplayMetadata."""
    data = side_data(frame, Type.MASTERING_DISPLAY_METADATA)
    if data is None or len(data) < 88:
        return None
    numbers = struct.unpack("=22i", data[:88])
    if not (numbers[20] and numbers[21]) or 0 in numbers[1:20:2]:
        return None
    values = [Fraction(above, below) for above, below in zip(numbers[:20:2], numbers[1:20:2], strict=True)]
    parts = [round(value * _PARTS_PER_CHROMATICITY) for value in values[:8]]
    red, green, blue, white = (f"({parts[n]},{parts[n + 1]})" for n in (0, 2, 4, 6))
    darkest, brightest = (round(value * _PARTS_PER_NIT) for value in values[8:])
    return f"G{green}B{blue}R{red}WP{white}L({brightest},{darkest})"


def _light_level(frame: VideoFrame) -> str | None:
    """CTA-861.3 maximum and average content light level, in nits."""
    data = side_data(frame, Type.CONTENT_LIGHT_LEVEL)
    if data is None or len(data) < 8:
        return None
    most, average = struct.unpack("=2I", data[:8])
    return f"{most},{average}" if most or average else None


def _dolby(source: Source, frame: VideoFrame) -> bool:
    tag = str(source.video.codec_context.codec_tag)
    return tag in _DOLBY_TAGS or any(
        side_data(frame, kind) is not None for kind in (Type.DOVI_METADATA, Type.DOVI_RPU_BUFFER)
    )


def describe(source: Source, frame: VideoFrame, encoders: frozenset[str]) -> tuple[dict[str, Any], list[str]]:
    """What encoding needs to know about the pictures, as plain data, and what is to be told about them.

    Keys: `width, height` (as displayed: upright, in square pixels; what a script is laid out for), `stored_width,
    stored_height` (of the output, in pixels of the aspect `sar`), `rotation` (degrees anticlockwise that were
    applied), `transfer` ("sdr", "pq", "hlg"), `bit_depth`, `interlaced`, `encoder`, `pixel_format`,
    `source_width, source_height, turn, rgb, colours, mastering_display, light_level`.
    """
    warnings: list[str] = []
    context = source.video.codec_context
    turn, swapped, degrees = turning(frame)
    width, height = (frame.height, frame.width) if swapped else (frame.width, frame.height)
    aspect = Fraction(source.video.sample_aspect_ratio or 1)
    if not Fraction(1, 20) <= aspect <= 20:
        aspect = Fraction(1)
    if swapped:
        aspect = 1 / aspect
    if width % 2 or height % 2:
        sides = " and ".join(["width"] * (width % 2) + ["height"] * (height % 2))
        warnings.append(
            f"The picture has an odd {sides} ({width} × {height}): video in 4:2:0 needs even ones, so the last "
            "column or row of pixels is left out."
        )
    width, height = width - width % 2, height - height % 2

    names = [component for component in frame.format.components if not component.is_alpha]
    depth = max((component.bits for component in names), default=8)
    interlaced = bool(frame.interlaced_frame)
    pq_or_hlg = {_PQ: "pq", _HLG: "hlg"}.get(frame.color_trc) or {_PQ: "pq", _HLG: "hlg"}.get(context.color_trc)
    if _dolby(source, frame):
        if pq_or_hlg is None and _UNSPECIFIED in (frame.color_trc, frame.color_primaries) and depth > 8:
            raise media.invalid(
                "The video is Dolby Vision without a compatible base (profile 5): its colours cannot be read."
            )
        warnings.append("Dolby Vision's dynamic metadata is left out; the compatible picture beneath it is kept.")
    if side_data(frame, Type.DYNAMIC_HDR_PLUS) is not None:
        warnings.append("HDR10+ dynamic metadata is left out; the static HDR picture is kept.")
    encoder, pixel_format = "libx264", "yuv420p"
    if depth > 8:
        encoder = "libx265" if "libx265" in encoders and not interlaced else "libx264"
        pixel_format = "yuv420p10le"
    if depth > 10:
        warnings.append(f"The picture has {depth} bits per colour; 10 are kept.")
    rgb = frame.format.is_rgb or frame.format.name == "pal8"
    if rgb or (not _is_420(frame) and frame.format.name not in ("gray", "gray10le")):
        warnings.append(f"The picture's colours ({frame.format.name}) become 4:2:0, which every player shows.")
    if any(component.is_alpha for component in frame.format.components) or frame.format.name == "pal8":
        warnings.append("The picture's transparency is left out.")
    full = frame.color_range == 2 or frame.format.name.startswith("yuvj")
    return {
        "width": max(1, round(width * aspect)) if aspect > 1 else width,
        "height": max(1, round(height / aspect)) if aspect < 1 else height,
        "stored_width": width,
        "stored_height": height,
        "sar": [aspect.numerator, aspect.denominator],
        "rotation": degrees,
        "transfer": pq_or_hlg or "sdr",
        "bit_depth": min(depth, 10) if depth > 8 else 8,
        "interlaced": interlaced,
        "encoder": encoder,
        "pixel_format": pixel_format,
        "source_width": frame.width,
        "source_height": frame.height,
        "turn": turn,
        "rgb": rgb,
        "colours": {
            "range": 1 if rgb else 2 if full else int(frame.color_range == 1),
            "primaries": _known(frame.color_primaries, context.color_primaries),
            "transfer": _known(frame.color_trc, context.color_trc),
            "matrix": 0 if rgb else _known(frame.colorspace, context.colorspace),
        },
        "mastering_display": _mastering_display(frame),
        "light_level": _light_level(frame),
    }, warnings


def _known(*values: int) -> int:
    """The first code point of H.273 that says something; 0 for none."""
    return next((int(value) for value in values if value not in (0, _UNSPECIFIED, 3)), 0)


def _is_420(frame: VideoFrame) -> bool:
    form = frame.format
    return form.chroma_width(4) == 2 and form.chroma_height(4) == 2
