"""Cues as ASS and SSA scripts, by pysubs2."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pysubs2
from pysubs2.formats.substation import MAX_REPRESENTABLE_TIME

from lingoreel.media.cues.cue import Cue
from lingoreel.media.subtitle_files.letters import BOLD, ITALIC, JOINER, UNDERLINE, keep_letters, runs_of
from lingoreel.media.timed_text import clean

_TAGS = ((ITALIC, "i"), (BOLD, "b"), (UNDERLINE, "u"))
_LEGACY = {1: 1, 2: 2, 3: 3, 4: 9, 5: 10, 6: 11, 7: 5, 8: 6, 9: 7}
_FAMILY = "Arial"
_FAMILIES = {
    "zh": "Noto Sans CJK SC",
    "yue": "Noto Sans CJK HK",
    "ja": "Noto Sans CJK JP",
    "ko": "Noto Sans CJK KR",
    "ar": "Noto Sans Arabic",
    "fa": "Noto Sans Arabic",
    "ur": "Noto Sans Arabic",
    "he": "Noto Sans Hebrew",
    "hi": "Noto Sans Devanagari",
    "th": "Noto Sans Thai",
}
_TRADITIONAL = {
    "tw": "Noto Sans CJK TC",
    "hant": "Noto Sans CJK TC",
    "hk": "Noto Sans CJK HK",
    "mo": "Noto Sans CJK HK",
}


def font_family(language: str | None) -> str:
    """The family that a script names for a language: one that has its letters where Arial may not."""
    base, *parts = (language or "").lower().replace("_", "-").split("-")
    if base == "zh":
        return next((_TRADITIONAL[part] for part in parts if part in _TRADITIONAL), _FAMILIES[base])
    return _FAMILIES.get(base, _FAMILY)


def write_substation(cues: Sequence[Cue], fmt: str, title: str | None, language: str | None) -> str:
    """The script. Sizes are told for a picture of 1080 lines; players scale them to their own."""
    script = pysubs2.SSAFile()
    for cue in cues:
        text = _text(cue, fmt)
        if text:
            start, end = (min(time, MAX_REPRESENTABLE_TIME) for time in (cue.start_ms, cue.end_ms))
            script.append(pysubs2.SSAEvent(start=start, end=end, text=text, name=_name(cue.speaker)))
    script.info["Title"] = clean(title or "") or "Subtitles"
    script.info |= {"PlayResX": "1920", "PlayResY": "1080", "WrapStyle": "0", "ScaledBorderAndShadow": "yes"}
    style = script.styles["Default"]
    style.fontname, style.fontsize = font_family(language), 60.0
    style.outline, style.shadow = 3.0, 0.0
    style.marginl = style.marginr = 60
    style.marginv = 50
    return script.to_string(fmt, header_notice="Lingoreel")


def _name(speaker: str | None) -> str:
    return re.sub(r"[,\s]+", " ", keep_letters(speaker or "")).strip()


def _text(cue: Cue, fmt: str) -> str:
    lines = []
    for runs in runs_of(cue):
        line, before = "", 0
        for text, style in runs:
            line += _switch(before, style) + literal(text)
            before = style
        if "".join(text for text, _ in runs).strip():
            lines.append(line + _switch(before, 0))
    place = ""
    if cue.alignment is not None and lines:
        place = f"{{\\an{cue.alignment}}}" if fmt == "ass" else f"{{\\a{_LEGACY[cue.alignment]}}}"
    return place + r"\N".join(lines)


def _switch(before: int, now: int) -> str:
    changed = "".join(f"\\{tag}{int(bool(now & bit))}" for bit, tag in _TAGS if (before ^ now) & bit)
    return f"{{{changed}}}" if changed else ""


def literal(text: str) -> str:
    """The letters as libass draws them, none of them a tag: `\\{` and `\\}` are its escapes."""
    text = re.sub(r"\\(?=[nNh{}]|\Z)", lambda _: "\\" + JOINER, text)
    return text.replace("{", r"\{").replace("}", r"\}")
