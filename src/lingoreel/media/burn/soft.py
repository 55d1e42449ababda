"""Subtitle tracks put beside pictures and sound that stay as they are. Runs in a cell."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any

import av
from av.packet import Packet

from lingoreel.errors import InvalidRequest
from lingoreel.media.burn.clock import JoinedClock
from lingoreel.media.burn.copied import add_copies, chapters_of, container_for, plain_metadata
from lingoreel.media.burn.mp4_enabled import disable_subtitles
from lingoreel.media.burn.soft_cues import MOV_TEXT_HEADER, in_order, mov_samples, subrip_samples
from lingoreel.media.burn.source import Source, open_source
from lingoreel.media.cues import Cue
from lingoreel.media.disk_full import told_when_full
from lingoreel.media.track_language import three_letters

Report = Callable[[dict[str, Any]], None]

_REPORT_S = 0.5
_MILLISECOND = Fraction(1, 1000)


def mux_soft(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Add tracks of cues to the video at `path`.

    `cues_path` is a JSON file {"primary": [cue…], "secondary": [cue…] or null} as for `script.compose_file`; `tracks`
    names those of it that become tracks, in their order. `languages` and `titles` (language tags and names, or None)
    are one for each; the first track becomes the default one. Without `tracks` no `cues_path` is needed, and the
    source's own subtitles stay as they are, default or not. Every stream of the source is copied packet by packet,
    its own subtitles too; times count from the beginning of the presentation. Writes `output_path`.

    The text of cues stands in a track as letters, whatever it looks like: MP4's timed text has no markup, and in
    SubRip, which Matroska holds, a word joiner is put where letters would begin a tag. Spans become style records
    in MP4, `<i>`, `<b>` and `<u>` in SubRip. A cue's alignment becomes `{\\an8}` in SubRip; in MP4 it is left out,
    for players place timed text by the track, and overlapping cues are shown as one.

    Returns `container` ("mp4" or "matroska"), `tracks`, `cues` (of each track), `streams`, `size_bytes` and `warnings`.

    Raises InvalidRequest for a track that the cues have not, InvalidFile when the source cannot be read,
    ResultNotStored when the disk is full.
    """
    names = [str(name) for name in request.get("tracks") or ()]
    languages = list(request.get("languages") or [None] * len(names))
    titles = list(request.get("titles") or [None] * len(names))
    cues = _read_cues(request, names)
    output = Path(str(request["output_path"]))
    with open_source(str(request["path"])) as source:
        name, warnings = container_for(source, pictures_too=True)
        with told_when_full():
            copied, mended = _write(source, request, name, cues, languages, titles, output, report)
            if name == "mp4" and not names and not any(map(_is_default, source.container.streams.subtitles)):
                disable_subtitles(output)
    if mended:
        warnings.append(f"{mended} packets had times that ran backwards; they were mended.")
    report({"fraction": 1.0})
    return {
        "container": name,
        "tracks": len(names),
        "cues": [len(track) for track in cues],
        "streams": copied,
        "size_bytes": output.stat().st_size,
        "warnings": warnings,
    }


def _read_cues(request: dict[str, Any], names: list[str]) -> list[list[Cue]]:
    if not names:
        return []
    found = json.loads(Path(str(request["cues_path"])).read_bytes())
    missing = next((name for name in names if found.get(name) is None), None)
    if missing is not None:
        raise InvalidRequest(f"tracks: there are no cues called {missing!r}.", field="tracks")
    return [in_order(map(Cue.from_dict, found[name])) for name in names]


def _write(
    source: Source,
    request: dict[str, Any],
    name: str,
    cues: list[list[Cue]],
    languages: list[str | None],
    titles: list[str | None],
    output: Path,
    report: Report,
) -> tuple[int, int]:
    container = source.container
    options = {"movflags": "faststart"} if name == "mp4" else {}
    with av.open(str(output), "w", format=name, options=options) as out:
        copies = add_copies(source, str(request["path"]), out, name, pictures_too=True)
        tracks = [_add_track(out, name, language, title) for language, title in zip(languages, titles, strict=True)]
        if tracks:
            _make_default(container, copies.streams, tracks)
        out.metadata.update(plain_metadata(container.metadata))
        if chapters := chapters_of(source, -source.origin):
            out.set_chapters(chapters)
        clock = JoinedClock(container.streams, source.video.index, jumping=source.jumping)
        begin = {
            stream.index: round(source.origin / stream.time_base) for stream in container.streams if stream.time_base
        }
        ours = merge(
            *(_packets(track, stream, name) for track, stream in zip(cues, tracks, strict=True)),
            key=lambda packet: packet.pts or 0,
        )
        waiting = next(ours, None)
        reported, total = time.monotonic(), container.size or 1
        for packet in source.packets():
            shift = clock.shift(packet)
            for taken in copies.take(packet, shift - begin.get(packet.stream_index, 0)):
                at = Fraction(taken.dts) * taken.time_base
                while waiting is not None and (waiting.pts or 0) * _MILLISECOND <= at:
                    out.mux_one(waiting)
                    waiting = next(ours, None)
                out.mux_one(taken)
            if time.monotonic() - reported >= _REPORT_S:
                reported = time.monotonic()
                report({"fraction": min(1.0, max(0, packet.pos or 0) / total)})
        for taken in copies.rest():
            out.mux_one(taken)
        while waiting is not None:
            out.mux_one(waiting)
            waiting = next(ours, None)
    return len(copies.streams) + copies.attached, copies.mended


def _add_track(out: Any, name: str, language: str | None, title: str | None) -> Any:
    stream = out.add_stream("mov_text" if name == "mp4" else "subrip")
    stream.codec_context.subtitle_header = MOV_TEXT_HEADER
    stream.time_base = _MILLISECOND
    stream.metadata["language"] = three_letters(language)
    if title:
        stream.metadata["title"] = title
        if name == "mp4":
            stream.metadata["handler_name"] = title  # what players show
    return stream


def _make_default(container: Any, copies: dict[int, Any], tracks: list[Any]) -> None:
    """The first new track is shown by default, and no older one beside it."""
    for stream in container.streams.subtitles:
        if stream.index in copies:
            copy = copies[stream.index]
            copy.disposition = stream.disposition & ~type(stream.disposition).default
    for number, track in enumerate(tracks):
        kind = type(track.disposition)
        track.disposition = kind.default if number == 0 else kind(0)


def _is_default(stream: Any) -> bool:
    return bool(stream.disposition & type(stream.disposition).default)


def _packets(cues: list[Cue], stream: Any, name: str) -> Iterator[Packet[Any]]:
    for sample in mov_samples(cues) if name == "mp4" else subrip_samples(cues):
        packet: Packet[Any] = Packet(sample.data)
        packet.stream = stream
        packet.time_base = _MILLISECOND
        packet.pts = packet.dts = sample.start_ms
        packet.duration = sample.end_ms - sample.start_ms
        packet.is_keyframe = True
        yield packet
