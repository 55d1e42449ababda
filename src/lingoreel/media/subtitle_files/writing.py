"""Cues and segments as files: `srt`, `vtt`, `ass`, `ssa`, `ttml`, `sbv`, `lrc`, `json` and plain `txt`.

What was said may look like markup (`<b>`, `{\\an8}`, `\\N`). It always comes out as the letters it is: by
entities where the format has them (WebVTT, TTML), by libass's escapes in ASS, and where there is no escape by an
invisible word joiner (U+2060) after the letter that would begin a tag. What is set apart and where a cue stands
is written where the format has a way that players share.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from lingoreel.media.cues.cue import Cue
from lingoreel.media.segments import Segment
from lingoreel.media.subtitle_files.clock import parse_time_line
from lingoreel.media.subtitle_files.letters import BOLD, ITALIC, JOINER, UNDERLINE, runs_of, whole_letters
from lingoreel.media.subtitle_files.subrip import is_sbv
from lingoreel.media.subtitle_files.transcripts import segment_dict, transcript

FORMATS = ("srt", "vtt", "ass", "ssa", "ttml", "sbv", "lrc", "json", "txt")
"""Formats that `write` makes; all but `txt` can be read back."""

_TAGS = ((ITALIC, "i"), (BOLD, "b"), (UNDERLINE, "u"))
_VTT_LINE = {4: "line:50%", 7: "line:0"}
_VTT_ALIGN = {0: "align:left", 2: "align:right"}


def write(
    items: Sequence[Cue] | Sequence[Segment], fmt: str, *, title: str | None = None, language: str | None = None
) -> str:
    """The text of a subtitle file.

    Times are exact to the millisecond, in `ass`, `ssa` and `lrc` to the hundredth of a second, where cues that
    did not overlap still do not. `txt` is the transcript in paragraphs, and `json` the API's array, of segments;
    of cues they hold what is shown. `title` and `language` (a code such as `zh-CN`) are told where the format has
    a place for them; in `ass` and `ssa` the language also picks a family of fonts that has its letters.
    Raises ValueError for an unknown format.
    """
    if fmt == "txt":
        return transcript([item for item in items if isinstance(item, Segment)]) or _shown_text(items)
    if fmt == "json":
        entries = [segment_dict(item) if isinstance(item, Segment) else _cue_dict(item) for item in items]
        return whole_letters(json.dumps(entries, ensure_ascii=False, indent=1)) + "\n"
    cues = [_as_cue(item) for item in items]
    if fmt in ("ass", "ssa"):
        from lingoreel.media.subtitle_files.substation_writing import write_substation

        return write_substation(cues, fmt, title, language)
    if fmt == "ttml":
        from lingoreel.media.subtitle_files.ttml_writing import write_ttml

        return write_ttml(cues, title, language)
    writer = _WRITERS.get(fmt)
    if writer is None:
        raise ValueError(f"no subtitle format {fmt!r}: {', '.join(FORMATS)}")
    return writer(cues)


def _as_cue(item: Cue | Segment) -> Cue:
    if isinstance(item, Cue):
        return item
    return Cue(item.start_ms, item.end_ms, tuple(item.text.split("\n")), item.speaker)


def _cue_dict(cue: Cue) -> dict[str, Any]:
    shown: dict[str, Any] = {"start": cue.start_ms, "end": cue.end_ms, "text": cue.text}
    if cue.speaker is not None:
        shown["speaker"] = cue.speaker
    if cue.alignment is not None:
        shown["alignment"] = cue.alignment
    if cue.spans:
        shown["spans"] = [[span.line, span.begin, span.end, span.style] for span in cue.spans]
    return shown


def _shown_text(items: Sequence[Any]) -> str:
    """One line a cue, in their order."""
    texts = (" ".join(" ".join(item.lines).split()) for item in items if isinstance(item, Cue))
    return "".join(f"{text}\n" for text in texts if text)


def rows(cue: Cue, literal: Callable[[str], str], tagged: Callable[[str, int], str] | None = None) -> list[str]:
    """The cue's lines that have letters, each literal in its format, and with its styles where `tagged` gives them."""
    done = []
    for runs in runs_of(cue):
        if tagged is None:
            row = literal("".join(text for text, _ in runs))
        else:
            row = "".join(tagged(literal(text), style) if style else literal(text) for text, style in runs)
        if row.strip():
            done.append(row)
    return done


def _subrip(cues: Sequence[Cue]) -> str:
    blocks = []
    number = 0
    for cue in cues:
        lines = [_no_times(row) for row in rows(cue, _subrip_literal, _html)]
        if not lines:
            continue
        number += 1
        if cue.alignment is not None:
            lines[0] = f"{{\\an{cue.alignment}}}{lines[0]}"
        times = f"{_stamp(cue.start_ms, ',')} --> {_stamp(cue.end_ms, ',')}"
        blocks.append("\n".join((str(number), times, *lines, "\n")))
    return "".join(blocks)


def _no_times(row: str) -> str:
    """The line, kept from being read as one of times."""
    return row if parse_time_line(row) is None else JOINER + row


def _subrip_literal(line: str) -> str:
    if not _SUBRIP_MARKS.search(line):
        return line
    line = re.sub(r"\\(?=[nNh])", lambda _: "\\" + JOINER, line)
    line = re.sub(r"<(?=\s*[/!?A-Za-z])", "<" + JOINER, line)
    line = re.sub(r"\{(?=\s*[\\A-Za-z])", "{" + JOINER, line)
    line = re.sub(r"&(?=#?[A-Za-z0-9]{1,31};)", "&" + JOINER, line)
    return line.replace("-->", "--" + JOINER + ">")


_SUBRIP_MARKS = re.compile(r"[\\<{&]|-->")


def _html(text: str, style: int) -> str:
    for bit, tag in _TAGS:
        if style & bit:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _webvtt(cues: Sequence[Cue]) -> str:
    blocks = ["WEBVTT\n\n"]
    for cue in sorted(cues, key=lambda cue: cue.start_ms):
        lines = [_no_times(row) for row in rows(cue, _webvtt_literal, _html)]
        if not lines:
            continue
        times = f"{_stamp(cue.start_ms, '.')} --> {_stamp(cue.end_ms, '.')}{_settings(cue.alignment)}"
        blocks.append("\n".join((times, *lines, "\n")))
    return "".join(blocks)


def _webvtt_literal(line: str) -> str:
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"\\(?=[nNh])", lambda _: "\\" + JOINER, line)  # what ASS makes of it, were it converted


def _settings(alignment: int | None) -> str:
    if alignment is None:
        return ""
    row, column = divmod(alignment - 1, 3)
    found = (_VTT_LINE.get(1 + 3 * row), _VTT_ALIGN.get(column))
    return "".join(f" {setting}" for setting in found if setting)


def _sbv(cues: Sequence[Cue]) -> str:
    blocks = []
    for cue in cues:
        lines = rows(cue, _sbv_literal)
        if lines:
            times = f"{_stamp(cue.start_ms, '.', 1)},{_stamp(cue.end_ms, '.', 1)}"
            blocks.append("\n".join((times, *lines, "\n")))
    return "".join(blocks)


def _sbv_literal(line: str) -> str:
    line = JOINER + line if is_sbv(line) else line
    return line.replace("[br]", "[" + JOINER + "br]")


def _lyrics(cues: Sequence[Cue]) -> str:
    """A line a time; an empty one where nothing is shown, since a line lasts until the next."""
    told = []
    ordered = sorted(cues, key=lambda cue: cue.start_ms)
    for at, cue in enumerate(ordered):
        lines = rows(cue, _lyrics_literal)
        begin = _lyrics_stamp(cue.start_ms)
        told += [f"{begin}{line}\n" for line in lines]
        following = ordered[at + 1].start_ms if at + 1 < len(ordered) else None
        ends_itself = following is None or _lyrics_stamp(following) != _lyrics_stamp(cue.end_ms)
        if lines and ends_itself and (following is None or cue.end_ms < following):
            told.append(f"{_lyrics_stamp(cue.end_ms)}\n")
    return "".join(told)


def _lyrics_literal(line: str) -> str:
    line = re.sub(r"^(?=\s*\[\d)", JOINER, line)
    return re.sub(r"<(?=\d)", "<" + JOINER, line)


def _lyrics_stamp(time_ms: int) -> str:
    hundredths = (max(0, time_ms) + 5) // 10
    minutes, rest = divmod(hundredths, 6000)
    return f"[{minutes:02}:{rest // 100:02}.{rest % 100:02}]"


def _stamp(time_ms: int, point: str, hour_digits: int = 2) -> str:
    hours, rest = divmod(max(0, time_ms), 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:0{hour_digits}}:{minutes:02}:{rest // 1000:02}{point}{rest % 1000:03}"


_WRITERS: dict[str, Callable[[Sequence[Cue]], str]] = {"srt": _subrip, "vtt": _webvtt, "sbv": _sbv, "lrc": _lyrics}
