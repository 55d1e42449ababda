"""A subtitle file read: whatever its format and encoding, as far as sense allows, and with what was wrong told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lingoreel.errors import InvalidFile
from lingoreel.media.cues.cue import Cue
from lingoreel.media.subtitle_files.encoding import decode
from lingoreel.media.subtitle_files.gathering import Gathering
from lingoreel.media.subtitle_files.limits import SIZE_BYTES
from lingoreel.media.subtitle_files.recognise import CONVERT, binary, format_of, looks_like

Report = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class ReadSubtitles:
    """What a file holds. `format` is `srt`, `vtt`, `ass`, `ssa`, `ttml`, `sbv`, `lrc`, `json`, `microdvd` or `mpl2`.

    Cues come in the file's order and with the file's times; `tidy` puts both right. `encoding` is Python's
    name of it. `warnings` are sentences, those about a place beginning with its line.
    """

    cues: list[Cue]
    format: str
    encoding: str
    warnings: tuple[str, ...] = ()


def read(data: bytes, *, name: str | None = None) -> ReadSubtitles:
    """The cues of a subtitle file of at most 20 MB and 200,000 cues.

    The format is found in the file itself; `name` only names it in messages. Takes seconds at most, whatever
    the bytes are. Raises InvalidFile, saying what the file looks like, when it holds no cue.
    """
    shown = f" {_short(name)}" if name else ""
    if len(data) > SIZE_BYTES:
        raise InvalidFile(
            f"The subtitle file{shown} has {len(data):,} bytes; at most {SIZE_BYTES:,} are read.",
            remedy="Give the subtitles alone, without fonts or pictures inside.",
            details={"limit_bytes": SIZE_BYTES},
        )
    if binary(data):
        raise _refusal(shown, data, "")
    decoded = decode(data)
    lines = split_lines(decoded.text)
    fmt = format_of(decoded.text, lines)
    if fmt is None or (fmt != "ttml" and looks_like_page(data, decoded.text)):
        raise _refusal(shown, data, decoded.text)
    try:
        found, fmt = _READERS[fmt](decoded.text, lines)
    except InvalidFile as error:
        raise InvalidFile(
            f"The subtitle file{shown} cannot be read: {_lowered(error.message)}",
            remedy=error.remedy or CONVERT,
            details=error.details,
        ) from error
    warnings = (*decoded.warnings, *found.notes.warnings())
    if not found.cues:
        raise InvalidFile(
            f"The subtitle file{shown} holds no subtitle: it is in the {fmt} format, and no cue of it can be read.",
            remedy="Check that the file is whole." + "".join(f" {_raised(told)}." for told in warnings[:3]),
            details={"format": fmt, "warnings": list(warnings)},
        )
    return ReadSubtitles(found.cues, fmt, decoded.encoding, warnings)


def read_file(request: dict[str, Any], report: Report) -> dict[str, Any]:  # noqa: ARG001 - a cell's signature
    """`read` as a cell's function.

    `request`: `path` of the file, `name` as the customer knows it. Answers `cues` (their dicts), `format`,
    `encoding` and `warnings`. Raises InvalidFile.
    """
    with Path(request["path"]).open("rb") as file:
        data = file.read(SIZE_BYTES + 1)
    found = read(data, name=request.get("name"))
    return {
        "cues": [cue.to_dict() for cue in found.cues],
        "format": found.format,
        "encoding": found.encoding,
        "warnings": list(found.warnings),
    }


def split_lines(text: str) -> list[str]:
    """The lines of a text whose ends are CRLF, LF, CR or a mix of them."""
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def looks_like_page(data: bytes, text: str) -> bool:
    """Whether it is a web page, even one that shows subtitles."""
    return looks_like(data[:65_536], text[:4000])[0].startswith("it is an HTML page")


def _refusal(shown: str, data: bytes, text: str) -> InvalidFile:
    what, remedy = looks_like(data, text)
    return InvalidFile(f"The subtitle file{shown} cannot be used: {what}.", remedy=remedy)


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]


def _raised(message: str) -> str:
    return message[:1].upper() + message[1:]


def _short(name: str) -> str:
    name = " ".join("".join(c for c in name if c.isprintable()).split())
    return f"“{name if len(name) <= 100 else name[:99] + '…'}”"


def _subrip(_: str, lines: list[str]) -> tuple[Gathering, str]:
    from lingoreel.media.subtitle_files.subrip import read_subrip

    return read_subrip(lines), "srt"


def _sbv(_: str, lines: list[str]) -> tuple[Gathering, str]:
    from lingoreel.media.subtitle_files.subrip import read_sbv

    return read_sbv(lines), "sbv"


def _webvtt(_: str, lines: list[str]) -> tuple[Gathering, str]:
    from lingoreel.media.subtitle_files.webvtt import read_webvtt

    return read_webvtt(lines), "vtt"


def _lyrics(_: str, lines: list[str]) -> tuple[Gathering, str]:
    from lingoreel.media.subtitle_files.lyrics import read_lyrics

    return read_lyrics(lines), "lrc"


def _substation(_: str, lines: list[str]) -> tuple[Gathering, str]:
    from lingoreel.media.subtitle_files.substation import read_substation

    return read_substation(lines)


def _ttml(text: str, _: list[str]) -> tuple[Gathering, str]:
    from lingoreel.media.subtitle_files.timed_xml import read_ttml

    return read_ttml(text), "ttml"


def _json(text: str, _: list[str]) -> tuple[Gathering, str]:
    from lingoreel.media.subtitle_files.data_shapes import read_json

    return read_json(text), "json"


def _older(fmt: str) -> Callable[[str, list[str]], tuple[Gathering, str]]:
    def reader(_: str, lines: list[str]) -> tuple[Gathering, str]:
        from lingoreel.media.subtitle_files.older_formats import read_older

        return read_older(lines, fmt), fmt

    return reader


_READERS: dict[str, Callable[[str, list[str]], tuple[Gathering, str]]] = {
    "srt": _subrip,
    "vtt": _webvtt,
    "sbv": _sbv,
    "lrc": _lyrics,
    "ass": _substation,
    "ttml": _ttml,
    "json": _json,
    "microdvd": _older("microdvd"),
    "mpl2": _older("mpl2"),
}
