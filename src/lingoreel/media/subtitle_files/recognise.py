"""Which subtitle format a text is, by what stands in it, and what it is when it is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lingoreel.media import sniff
from lingoreel.media.subtitle_files.clock import parse_time_line
from lingoreel.media.subtitle_files.lyrics import is_lyrics
from lingoreel.media.subtitle_files.subrip import is_sbv

_HEAD_CHARACTERS = 4000
_HTML = re.compile(r"<(?:!doctype\s{1,4}html|html)[\s>]", re.IGNORECASE)
_PRINTABLE_SHARE = 0.97
_FRAMES = re.compile(r"\s{0,4}\{\d{1,9}\}\{\d{0,9}\}")
_TENTHS = re.compile(r"\s{0,4}\[-?\d{1,9}\]\[-?\d{0,9}\]")
_SCRIPT = re.compile(r"\s{0,8}\[(?:script info|v4\+? styles|events)\s{0,8}\]", re.IGNORECASE)
_LINES_LOOKED_AT = 2000

_UNPACK = "Unpack it, and give the subtitle file inside."
_REMEDIES = {
    "a ZIP archive or an office document": _UNPACK,
    "a gzip archive": _UNPACK,
    "a RAR archive": _UNPACK,
    "a 7-Zip archive": _UNPACK,
    "a bzip2 archive": _UNPACK,
    "an xz archive": _UNPACK,
    "a playlist": "Give the link of the subtitle file that the playlist names.",
    "a web page": "Open the link in a browser and copy the address of the file itself.",
}
_PHRASES = {
    None: "it is no text: its bytes are those of some binary format",
    "a web page": "it is an HTML page: the link leads to a web page, not to a subtitle file",
}
CONVERT = "Give subtitles as srt, vtt, ass, ssa, ttml, sbv, lrc or json."


def format_of(text: str, lines: Sequence[str]) -> str | None:
    """`vtt`, `ass` (for SSA too), `ttml`, `json`, `srt`, `sbv`, `lrc`, `microdvd` or `mpl2`; None for anything else."""
    head = text[:_HEAD_CHARACTERS].lstrip("\ufeff \t\r\n\x00")
    if head.startswith("WEBVTT"):
        return "vtt"
    if head[:1] in ("{", "[") and (head[1:].lstrip()[:1] in ('"', "{", "[", "]", "}")):
        return "json"
    if _HTML.search(head) is None and re.search(r"<(?:[A-Za-z]{1,10}:)?tt[\s>]", head):
        return "ttml"
    if any(_SCRIPT.match(line[:60].lstrip("\ufeff")) for line in lines[:200]):
        return "ass"
    return _by_lines(lines)


def _by_lines(lines: Sequence[str]) -> str | None:
    filled = timed = lyric = framed = tenths = script = 0
    for line in lines:
        if not line.strip():
            continue
        if parse_time_line(line) is not None:
            return "sbv" if timed else "srt"
        filled += 1
        timed += is_sbv(line)
        lyric += is_lyrics(line[:300])
        framed += _FRAMES.match(line[:40]) is not None
        tenths += _TENTHS.match(line[:40]) is not None
        script += line.startswith("Dialogue:")
        if filled >= _LINES_LOOKED_AT:
            break
    found = {"sbv": timed, "lrc": lyric, "microdvd": framed, "mpl2": tenths, "ass": script}
    most = max(found, key=lambda name: found[name])
    return most if found[most] else None


def looks_like(data: bytes, text: str) -> tuple[str, str]:
    """What a file is that holds no subtitles, as a phrase, and what to do about it."""
    what = sniff.foreign(data[: sniff.HEAD_BYTES])
    if what is None and (container := sniff.container(data[: sniff.HEAD_BYTES])) is not None:
        return f"it is a media file ({container})", CONVERT
    head = text[:_HEAD_CHARACTERS]
    if what in ("a text", "an XML document", None) and _HTML.search(head):
        what = "a web page"
    if what == "empty" or (text and not text.strip("\ufeff \t\r\n\x00")):
        return "it is empty", CONVERT
    if what is None and head and sum(map(str.isprintable, head)) + head.count("\n") >= _PRINTABLE_SHARE * len(head):
        what = "a text"
    if what in ("a text", "a subtitle file"):
        if head.lstrip("\ufeff \t\r\n").lower().startswith("<sami>"):
            return "it is a SAMI file", CONVERT
        return "it is a text without times", "Subtitles need a time for each line: " + CONVERT[0].lower() + CONVERT[1:]
    phrase = _PHRASES.get(what, f"it is {what}")
    return phrase, _REMEDIES.get(what or "", CONVERT)


def binary(data: bytes) -> bool:
    """Whether the first bytes are those of a format that is no text at all."""
    head = data[: sniff.HEAD_BYTES]
    if sniff.container(head) is not None:
        return True
    what = sniff.foreign(head)
    if what is None or what.startswith(("a text", "a subtitle", "an XML", "a web page", "a playlist", "a streaming")):
        return False
    # two letters such as "BM" or "MZ" may well begin a text
    return (
        any(byte < 9 for byte in head[:512])
        or not head[:512].isascii()
        or what.startswith(("a PDF", "a text document"))
    )
