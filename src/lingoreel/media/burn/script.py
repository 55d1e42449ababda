"""The script that libass draws: cues, style and every letter's shape in one file that needs nothing else."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lingoreel.errors import InvalidRequest
from lingoreel.media.burn.script_colours import Transfer, ass_colour
from lingoreel.media.burn.script_events import decimal, dialogue
from lingoreel.media.burn.script_layout import Layout, Place
from lingoreel.media.burn.script_seen import DrawnTrack, seen_in
from lingoreel.media.burn.script_tracks import Track, prepare_track
from lingoreel.media.burn.style import SubtitleStyle, parse_style
from lingoreel.media.cues import Cue
from lingoreel.media.fonts import FontIndex

_TRANSFERS = ("sdr", "pq", "hlg")
_FORMAT = (
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, "
    "StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, "
    "Encoding"
)
# libass's own border style: one box behind the whole cue, as large as the shadow says.
_OUTLINE, _BOX = 1, 4
# Lets libass find each line's direction by itself and lay out a line across its tags.
_ENCODING_AUTO = -1
_FONT_LINE = 80
_SIXTY_FOUR = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_ASS_SIXTY_FOUR = bytes.maketrans(_SIXTY_FOUR, bytes(range(33, 97)))


@dataclass(frozen=True, slots=True)
class Picture:
    """A video's picture as it is displayed, rotation applied: pixels, and how its values stand for light."""

    width: int
    height: int
    transfer: Transfer = "sdr"


@dataclass(frozen=True, slots=True)
class Script:
    """A self-contained ASS script. `events` is the number of its dialogue lines, `faces` what its letters come from.

    `seen` says for each span of time asked about what the script draws there: see `script_seen`.
    """

    ass: bytes
    warnings: tuple[str, ...]
    faces: tuple[str, ...]
    events: int
    seen: tuple[str, ...] = ()


def compose(
    primary: Sequence[Cue],
    secondary: Sequence[Cue] | None,
    style: SubtitleStyle,
    picture: Picture,
    fonts: FontIndex,
    language: str | None = None,
    secondary_language: str | None = None,
    spans: Sequence[tuple[int, int]] = (),
) -> Script:
    """Make the script of one track or two for a picture.

    `spans` are the times of a video's pieces, first and last millisecond, about which `Script.seen` tells.

    The text of cues stands in it as letters, whatever it looks like. Times are rounded to libass's hundredths of a
    second in a way that makes no two cues overlap that did not. Raises TaskError `font_missing` naming letters that
    no face of `fonts` can draw, before anything is drawn.
    """
    warnings: list[str] = []
    given = [(primary, language, "Primary")]
    if secondary:
        given.append((secondary, secondary_language, "Secondary"))
    upper = ("Secondary" if style.secondary_on_top else "Primary") if secondary else ""
    tracks = []
    for cues, spoken, name in given:
        where: Place = "upper" if name == upper else "lower"
        tracks.append(prepare_track(cues, spoken, name, where, style, fonts, warnings))
    line_height = max(track.fonts.line_height for track in tracks)
    layout = Layout(picture.width, picture.height, style, line_height, len(tracks))
    rows = [[layout.rows(breakers) for breakers in track.breakers] for track in tracks]
    layout.reserve({track.where: [len(own) for own in each] for track, each in zip(tracks, rows, strict=True)})
    events = [
        event
        for track, each in zip(tracks, rows, strict=True)
        for event in dialogue(track, each, layout, style, warnings)
    ]
    warnings = [*dict.fromkeys([*warnings, *layout.warnings])]
    if picture.transfer != "sdr":
        warnings.append(
            f"The picture is HDR ({picture.transfer.upper()}): white subtitles are drawn at 203 cd/m², "
            "the level of graphics (ITU-R BT.2408)."
        )
    head = _head(picture)
    styles = [_style_line(track, layout, style, picture.transfer) for track in tracks]
    text = "\n".join(
        [
            *head,
            *styles,
            "",
            "[Fonts]",
            *(line for track in tracks for one in track.fonts.copies for line in _font_lines(one.name, one.data)),
            "",
            "[Events]",
            "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
            *(event.line for event in events),
            "",
        ]
    )
    faces = tuple(sorted({face for track in tracks for face in track.fonts.faces}))
    plain = not (style.font_bold or style.font_italic)
    drawn = [DrawnTrack(track.style_name, line, track.fonts, plain) for track, line in zip(tracks, styles, strict=True)]
    seen = tuple(seen_in(spans, events, drawn, head))
    return Script(text.encode(), tuple(warnings), faces, len(events), seen)


def _head(picture: Picture) -> list[str]:
    return [
        "[Script Info]",
        "ScriptType: v4.00+",
        f"PlayResX: {picture.width}",
        f"PlayResY: {picture.height}",
        f"LayoutResX: {picture.width}",
        f"LayoutResY: {picture.height}",
        "WrapStyle: 2",
        "ScaledBorderAndShadow: yes",
        "Collisions: Normal",
        "YCbCr Matrix: None",
        "",
        "[V4+ Styles]",
        f"Format: {_FORMAT}",
    ]


def _style_line(track: Track, layout: Layout, style: SubtitleStyle, transfer: Transfer) -> str:
    text = ass_colour(style.font_color, transfer)
    fields = (
        track.style_name,
        track.fonts.family,
        decimal(layout.size * track.fonts.line_height),
        text,
        text,
        ass_colour(style.stroke_color, transfer),
        ass_colour(style.backcolor, transfer),
        *(-int(flag) for flag in (style.font_bold, style.font_italic, style.font_underline)),
        *(0, 100, 100, 0, 0),
        _BOX if style.enable_bg else _OUTLINE,
        decimal(style.stroke_width if style.enable_stroke else 0),
        layout.padding,
        2,
        *(layout.margin, layout.margin, 0),
        _ENCODING_AUTO,
    )
    return "Style: " + ",".join(map(str, fields))


def _font_lines(name: str, data: bytes) -> Iterator[str]:
    """A font file in a script's own encoding: six bits a character from "!" on, 80 characters a line."""
    yield f"fontname: {name}"
    text = base64.b64encode(data).rstrip(b"=").translate(_ASS_SIXTY_FOUR).decode("ascii")
    for at in range(0, len(text), _FONT_LINE):
        yield text[at : at + _FONT_LINE]


def compose_file(request: dict[str, Any], report: Any) -> dict[str, Any]:  # noqa: ARG001
    """`compose` in a cell, since fonts are other people's bytes.

    `cues_path` is a JSON file {"primary": [cue…], "secondary": [cue…] or null}, `output_path` the script to write,
    `font_paths` the folders and files of fonts, `style` as in the API, `picture` {"width", "height", "transfer"};
    `language`, `secondary_language` and `spans` [[first ms, last ms]…] may be absent. Answers {"warnings", "faces",
    "events", "size_bytes", "seen": what is drawn in each span, as a digest}.
    """
    cues = json.loads(Path(request["cues_path"]).read_bytes())
    style, _ = parse_style(request.get("style"))
    asked = request["picture"]
    transfer: Literal["sdr", "pq", "hlg"] = asked.get("transfer") or "sdr"
    if transfer not in _TRANSFERS or int(asked["width"]) < 1 or int(asked["height"]) < 1:
        raise InvalidRequest(f"picture must have a width, a height and a transfer of {', '.join(_TRANSFERS)}.")
    script = compose(
        [Cue.from_dict(cue) for cue in cues["primary"]],
        [Cue.from_dict(cue) for cue in cues.get("secondary") or ()] or None,
        style,
        Picture(int(asked["width"]), int(asked["height"]), transfer),
        FontIndex(request.get("font_paths") or ()),
        request.get("language"),
        request.get("secondary_language"),
        [(int(first), int(last)) for first, last in request.get("spans") or ()],
    )
    Path(request["output_path"]).write_bytes(script.ass)
    return {
        "warnings": list(script.warnings),
        "faces": list(script.faces),
        "events": script.events,
        "size_bytes": len(script.ass),
        "seen": list(script.seen),
    }
