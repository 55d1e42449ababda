"""Cues as samples of a subtitle track: 3GPP timed text, which shows one sample at a time, and SubRip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from lingoreel.media.cues import Cue
from lingoreel.media.subtitle_files.letters import BOLD, ITALIC, UNDERLINE, Run, runs_of
from lingoreel.media.subtitle_files.writing import write

_STANDING_MAX = 8  # more at one time nobody can read
_TEXT_MAX_BYTES = 60_000  # a MOV text sample's length is 16 bits
_STYLES_MAX = 65_535  # and so is the number of its style records

MOV_TEXT_HEADER = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Sans,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
# TS 26.245, 5.16: a style record's font 1, its face's bits, size 16, white
_FACES = ((BOLD, 1), (ITALIC, 2), (UNDERLINE, 4))
_FONT, _SIZE_AND_COLOUR = b"\0\1", b"\x10\xff\xff\xff\xff"


@dataclass(frozen=True, slots=True)
class Sample:
    """What a track holds from `start_ms` to `end_ms`."""

    start_ms: int
    end_ms: int
    data: bytes


@dataclass(frozen=True, slots=True)
class _Shown:
    start_ms: int
    end_ms: int
    runs: tuple[Run, ...]


def in_order(cues: Iterable[Cue]) -> list[Cue]:
    """The cues that show anything after the presentation's beginning, by start."""
    shown = (cue for cue in cues if cue.end_ms > max(0, cue.start_ms) and any(map(str.strip, cue.lines)))
    return sorted(shown, key=lambda cue: (cue.start_ms, cue.end_ms))


def subrip_samples(cues: Iterable[Cue]) -> Iterator[Sample]:
    """The cues, which are in order, as Matroska holds SubRip: what a file has under each line of times."""
    for cue in cues:
        _, _, text = write([cue], "srt").partition("\n")[2].partition("\n")
        if text := text.rstrip("\n"):
            yield Sample(max(0, cue.start_ms), cue.end_ms, text.encode())


def mov_samples(cues: Iterable[Cue]) -> Iterator[Sample]:
    """The cues, which are in order, as MP4 holds timed text; those that overlap together for the time they share."""
    for shown in _one_after_another([_shown(cue) for cue in cues]):
        yield Sample(shown.start_ms, shown.end_ms, mov_text(shown.runs))


def mov_text(runs: Iterable[Run]) -> bytes:
    """3GPP timed text (TS 26.245, 5.17): a length, UTF-8, and a record for each run that has a style."""
    data, records, letters = bytearray(), bytearray(), 0
    for text, style in runs:
        kept = text.encode()[: _TEXT_MAX_BYTES - len(data)].decode("utf-8", "ignore")
        face = sum(bit for own, bit in _FACES if style & own)
        data += kept.encode()
        if kept and face and len(records) // 12 < _STYLES_MAX:
            end = letters + len(kept)
            records += letters.to_bytes(2, "big") + end.to_bytes(2, "big") + _FONT + bytes([face]) + _SIZE_AND_COLOUR
        letters += len(kept)
        if kept != text:
            break
    sample = len(data).to_bytes(2, "big") + data
    if records:
        count = len(records) // 12
        sample += (10 + len(records)).to_bytes(4, "big") + b"styl" + count.to_bytes(2, "big") + records
    return bytes(sample)


def _shown(cue: Cue) -> _Shown:
    rows = [row for row in runs_of(cue) if any(text.strip() for text, _ in row)]
    return _Shown(max(0, cue.start_ms), cue.end_ms, _under_each_other(rows))


def _under_each_other(rows: Iterable[Iterable[Run]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for row in rows:
        if runs:
            runs.append(("\n", 0))
        runs += [run for run in row if run[0]]
    return tuple(runs)


def _one_after_another(cues: list[_Shown]) -> Iterator[_Shown]:
    """The same without overlap: what stands together is put under each other, the first to come on top."""
    bounds = sorted({time for cue in cues for time in (cue.start_ms, cue.end_ms)})
    standing: list[_Shown] = []
    before: _Shown | None = None
    following = iter(cues)
    coming = next(following, None)
    for begin, end in pairwise(bounds):
        standing = [cue for cue in standing if cue.end_ms > begin]
        while coming is not None and coming.start_ms <= begin:
            if coming.runs:
                standing.append(coming)
            coming = next(following, None)
        del standing[:-_STANDING_MAX]
        if not standing:
            continue
        runs = _under_each_other(cue.runs for cue in standing)
        if before is not None and before.end_ms == begin and before.runs == runs:
            before = _Shown(before.start_ms, end, runs)
            continue
        if before is not None:
            yield before
        before = _Shown(begin, end, runs)
    if before is not None:
        yield before
