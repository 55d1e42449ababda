"""Cues and segments as files: `srt`, `vtt`, `ass`, and the transcript as `txt` and `json`.

What was said may look like markup (`<b>`, `{\\an8}`, `\\N`). It always comes out as the letters it is:
by entities where the format has them (WebVTT), by libass's escapes in ASS, and in SubRip, which has no
escape, by an invisible word joiner (U+2060) after the letter that would begin a tag.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Literal, overload

import pysubs2

from lingoreel.media.cues import Cue
from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import clean

CueFormat = Literal["srt", "vtt", "ass"]
TranscriptFormat = Literal["txt", "json"]

PARAGRAPH_PAUSE_MS = 2000
PARAGRAPH_CHARACTERS = 700

_JOINER = "\u2060"
_BREAK = r"\N"


@overload
def write(items: Sequence[Cue], fmt: CueFormat, *, title: str | None = None) -> str: ...
@overload
def write(items: Sequence[Segment], fmt: TranscriptFormat, *, title: str | None = None) -> str: ...
def write(items: Sequence[Any], fmt: str, *, title: str | None = None) -> str:
    """The text of a file: cues as `srt`, `vtt` or `ass`, segments as `txt` or `json`.

    Times are exact to the millisecond, in `ass` to the hundredth of a second, where cues that did not
    overlap still do not. `title` is the script's title in `ass`, the others have no place for it.
    Raises ValueError for an unknown format.
    """
    if fmt == "txt":
        return _transcript(items)
    if fmt == "json":
        return json.dumps([segment_dict(segment) for segment in items], ensure_ascii=False, indent=1) + "\n"
    if fmt == "srt":
        return _subtitles(items, _subrip_text).to_string("srt", keep_ssa_tags=True)
    if fmt == "vtt":
        return _subtitles(items, _webvtt_text).to_string("vtt", keep_ssa_tags=True)
    if fmt == "ass":
        return _ass(items, title)
    raise ValueError(f"no subtitle format {fmt!r}: srt, vtt, ass, txt or json")


def segment_dict(segment: Segment, *, words: bool = True) -> dict[str, Any]:
    """A segment as the API shows it: `{start, end, text, speaker?, words?}`, times in milliseconds."""
    shown: dict[str, Any] = {"start": segment.start_ms, "end": segment.end_ms, "text": segment.text}
    if segment.speaker is not None:
        shown["speaker"] = segment.speaker
    if words and segment.words:
        shown["words"] = [
            {"start": word.start_ms, "end": word.end_ms, "text": word.text}
            | ({} if word.confidence is None else {"confidence": round(word.confidence, 3)})
            for word in segment.words
        ]
    return shown


def _transcript(segments: Sequence[Segment]) -> str:
    """Paragraphs, begun anew by another speaker, a pause, or a sentence's end when one grows long."""
    paragraphs: list[str] = []
    before: Segment | None = None
    for segment in segments:
        text = clean(segment.text)
        if not text:
            continue
        if (
            before is None
            or segment.speaker != before.speaker
            or segment.start_ms - before.end_ms >= PARAGRAPH_PAUSE_MS
            or (len(paragraphs[-1]) >= PARAGRAPH_CHARACTERS and paragraphs[-1][-1] in ".!?。！？…")
        ):
            paragraphs.append(f"{segment.speaker}: {text}" if segment.speaker else text)
        else:
            glue = "" if _spaceless(paragraphs[-1][-1]) and _spaceless(text[0]) else " "
            paragraphs[-1] += glue + text
        before = segment
    return "".join(f"{paragraph}\n\n" for paragraph in paragraphs).removesuffix("\n")


def _spaceless(character: str) -> bool:
    return bool(re.match("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u9fff\uf900-\uffef]", character))


def _subtitles(cues: Sequence[Cue], shown: Any) -> pysubs2.SSAFile:
    subtitles = pysubs2.SSAFile()
    for cue in cues:
        text = _BREAK.join(shown(line) for line in cue.lines)
        subtitles.append(pysubs2.SSAEvent(start=cue.start_ms, end=cue.end_ms, text=text, name=_name(cue.speaker)))
    return subtitles


def _name(speaker: str | None) -> str:
    return re.sub(r"[,\s]+", " ", speaker or "").strip()


def _whitespace_escapes(text: str) -> str:
    """A backslash before n, N or h would become a blank or a new line in every format pysubs2 writes."""
    return re.sub(r"\\(?=[nNh])", lambda _: "\\" + _JOINER, text)


def _subrip_text(line: str) -> str:
    line = _whitespace_escapes(line)
    line = re.sub(r"<(?=\s*[/!?A-Za-z])", "<" + _JOINER, line)
    line = re.sub(r"\{(?=\s*[\\A-Za-z])", "{" + _JOINER, line)
    return line.replace("-->", "--" + _JOINER + ">")


def _webvtt_text(line: str) -> str:
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _whitespace_escapes(line)


def _ass_text(line: str) -> str:
    line = re.sub(r"\\(?=[nNh{}])", lambda _: "\\" + _JOINER, line)
    return line.replace("{", r"\{").replace("}", r"\}")


def _ass(cues: Sequence[Cue], title: str | None) -> str:
    subtitles = _subtitles(cues, _ass_text)
    subtitles.info["Title"] = clean(title or "") or "Subtitles"
    # Sizes are told for a 1080 line picture; players scale them to their own.
    subtitles.info |= {"PlayResX": "1920", "PlayResY": "1080", "WrapStyle": "0", "ScaledBorderAndShadow": "yes"}
    style = subtitles.styles["Default"]
    style.fontname, style.fontsize = "Arial", 60.0
    style.outline, style.shadow = 3.0, 0.0
    style.marginl = style.marginr = 60
    style.marginv = 50
    return subtitles.to_string("ass", header_notice="Lingoreel")
