"""Subtitle tracks put beside pictures and sound that stay as they are. Runs in a cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av

from lingoreel.media.burn.beside import mux_beside
from lingoreel.media.burn.copied import Copies, add_copies, chapters_of, container_for, plain_metadata
from lingoreel.media.burn.mp4_enabled import disable_subtitles
from lingoreel.media.burn.mp4_keys import Mp4Keys
from lingoreel.media.burn.soft_tracks import add_track, cue_packets, is_default, make_default, read_cues
from lingoreel.media.burn.source import Source, open_source
from lingoreel.media.cues import Cue
from lingoreel.media.disk_full import told_when_full

Report = Callable[[dict[str, Any]], None]


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
    cues = read_cues(request, names)
    output = Path(str(request["output_path"]))
    with open_source(str(request["path"])) as source:
        name, warnings = container_for(source, pictures_too=True)
        with told_when_full():
            copies = _write(source, request, name, cues, languages, titles, output, report)
            if name == "mp4" and not names and not any(map(is_default, source.container.streams.subtitles)):
                disable_subtitles(output)
    warnings += copies.warnings
    report({"fraction": 1.0})
    return {
        "container": name,
        "tracks": len(names),
        "cues": [len(track) for track in cues],
        "streams": len(copies.streams) + copies.attached,
        "size_bytes": output.stat().st_size,
        "warnings": warnings,
    }


def _write(
    source: Source,
    request: dict[str, Any],
    name: str,
    cues: list[list[Cue]],
    languages: list[str | None],
    titles: list[str | None],
    output: Path,
    report: Report,
) -> Copies:
    container = source.container
    kept = plain_metadata(container.metadata)
    keys = Mp4Keys(kept if name == "mp4" else {})
    options = {"movflags": "faststart"} if name == "mp4" else {}
    with av.open(str(output), "w", format=name, options=options) as out:
        copies = add_copies(source, str(request["path"]), out, name, pictures_too=True)
        tracks = [add_track(out, name, language, title) for language, title in zip(languages, titles, strict=True)]
        if tracks:
            make_default(container, copies.streams, tracks)
        out.metadata.update({**kept, **keys.room})
        if chapters := chapters_of(source, -source.origin):
            out.set_chapters(chapters)
        ours = [cue_packets(track, stream, name) for track, stream in zip(cues, tracks, strict=True)]
        for _ in mux_beside(source, copies, ours, out, report):
            pass
    keys.put(output)
    return copies
