"""The filter chain and the encoder's arguments for one piece. Numbers and fixed words only: no text of a user's."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lingoreel.errors import EngineUnavailable
from lingoreel.media.burn.shown import presented

_BT709, _SD_HEIGHT = 1, 576
_BT601 = 6
_X265_CRF_STEP = 3
"""What x265 may be coarser than x264 at the same look; its own default is 5 above x264's."""


def filter_chain(video: dict[str, Any], piece: dict[str, Any], script: str) -> str:
    """From the decoded picture to the one with subtitles, its time counted from the piece's first picture.

    The pictures come with times counted from `lowest`, moved by the number of packets; the script's
    times count from the beginning of the presentation.
    """
    base = Fraction(*video["time_base"])
    count, start, lowest = piece["packets"], piece["start"], piece["lowest"]
    moved = lowest - count
    clock = presented(video, piece)
    sar = Fraction(*video["sar"])
    chain = [
        f"settb={base.numerator}/{base.denominator}",  # the pipe's container may count finer
        f"trim=start_pts={start - moved}:end_pts={piece['end'] - moved}",
        # two pictures at one time cannot be encoded
        "select=isnan(prev_selected_pts)+gt(pts\\,prev_selected_pts)",
        *_even_and_plain(video),
        f"setsar={sar.numerator}/{sar.denominator}",
        f"setpts=PTS+{moved + clock}",
        f"ass=filename={script}" + (f":original_size={video['width']}x{video['height']}" if sar != 1 else ""),
        f"setpts=PTS-{start + clock}",
    ]
    return ",".join(chain)


def _even_and_plain(video: dict[str, Any]) -> list[str]:
    """Upright, of even size, in the output's pixel format, with the colours' meaning told."""
    colours = _colours(video)
    size = f"{video['source_width']}:{video['source_height']}"  # a size that changes midway is brought back
    matrix = f":out_color_matrix={'bt709' if colours['matrix'] == _BT709 else 'smpte170m'}" if video["rgb"] else ""
    output_range = ":out_range=tv" if video["rgb"] else ""
    told = [
        f"{name}={colours[key]}"
        for name, key in (
            ("range", "range"),
            ("color_primaries", "primaries"),
            ("color_trc", "transfer"),
            ("colorspace", "matrix"),
        )
        if colours[key]
    ]
    telling = [f"setparams={':'.join(told)}"] if told else []
    before, after = ([], telling) if video["rgb"] else (telling, [])
    return [
        *before,
        f"scale={size}:flags=bicubic+accurate_rnd+full_chroma_int{matrix}{output_range}",
        f"format={video['pixel_format']}",
        *after,
        *([video["turn"]] if video["turn"] else []),
        f"crop={video['stored_width']}:{video['stored_height']}:0:0",
    ]


def _colours(video: dict[str, Any]) -> dict[str, int]:
    """The colours as told in the source; pictures that were RGB get the matrix usual for their size."""
    colours: dict[str, int] = dict(video["colours"])
    if video["rgb"]:
        colours["matrix"] = _BT709 if video["stored_height"] > _SD_HEIGHT else _BT601
    return colours


PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo")


def encoder_arguments(video: dict[str, Any], settings: dict[str, Any], threads: int) -> list[str]:
    """The encoder with everything that must be alike in all pieces.

    Raises EngineUnavailable for a preset that x264 does not have: it is the operator's setting.
    """
    if settings["preset"] not in PRESETS:
        raise EngineUnavailable(
            f"video_preset is {settings['preset']}; x264 knows {', '.join(PRESETS)}.", code="preset_unknown"
        )
    rate = Fraction(video["fps"]).limit_denominator(100_000)
    # the encoder would take the container's clock for the picture rate
    parameters = [f"fps={rate.numerator}/{rate.denominator}", "open-gop=0"]
    colours = _colours(video)
    told = [
        argument
        for option, key in (
            ("-color_range", "range"),
            ("-color_primaries", "primaries"),
            ("-color_trc", "transfer"),
            ("-colorspace", "matrix"),
        )
        if colours[key]
        for argument in (option, str(colours[key]))
    ]
    quality = int(settings["crf"])
    common = ["-preset", str(settings["preset"]), "-threads", str(threads), *told]
    if video["encoder"] == "libx265":
        parameters += ["log-level=error", "repeat-headers=0", f"pools={threads}", f"frame-threads={min(threads, 4)}"]
        if video["mastering_display"]:
            parameters += [f"master-display={video['mastering_display']}", "hdr10=1"]
        if video["light_level"]:
            parameters.append(f"max-cll={video['light_level']}")
        crf = ["-crf", str(quality + _X265_CRF_STEP)]
        return ["-c:v", "libx265", *common, *crf, "-x265-params", ":".join(parameters), "-tag:v", "hvc1"]
    if video["mastering_display"]:
        parameters.append(f"mastering-display={video['mastering_display']}")
    if video["light_level"]:
        parameters.append(f"cll={video['light_level']}")
    fields = ["-flags", "+ilme+ildct"] if video["interlaced"] else []
    return ["-c:v", "libx264", *common, "-crf", str(quality), *fields, "-x264-params", ":".join(parameters)]
