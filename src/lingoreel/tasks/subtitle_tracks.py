"""The subtitles that are put into a video, as one stored object of clean cues."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lingoreel.media.cues import Cue
from lingoreel.media.subtitle_files import write
from lingoreel.tasks.delivery import result_key, store
from lingoreel.tasks.run import Run

# By name: a subtitle file is as hostile as any other, and is read in a cell.
READ = "lingoreel.media.subtitle_files.reading:read_file"
READ_WALL_S = 120.0
TRACKS = ("primary", "secondary")


@dataclass(frozen=True)
class Track:
    """Cues in order, and the tag of their language where it is known."""

    cues: Sequence[Cue]
    language: str | None


@dataclass(frozen=True)
class Tracks:
    """All tracks: the object that holds their cues (`{"primary": […], "secondary": […] or null}`), and its hash.

    `languages` and `counts` have an entry for each track there is.
    """

    key: str
    sha256: str
    languages: dict[str, str | None]
    counts: dict[str, int]


async def read_cues(run: Run, key: str, name: str) -> tuple[list[Cue], list[str]]:
    """The cues in a subtitle file that was fetched as `key` and is called `name`, and warnings. Only inside a step.

    Raises InvalidFile.
    """
    async with run.kit.decoding, run.kit.storage.open_as_file(key) as path:
        found = await run.kit.decoders.run(READ, {"path": str(path), "name": name}, wall_s=READ_WALL_S)
    return [Cue.from_dict(cue) for cue in found["cues"]], found["warnings"]


async def keep_tracks(run: Run, tracks: Mapping[str, Track]) -> Tracks:
    """Store the tracks with the task's results. Only inside a step (`asdict`). Raises ResultNotStored."""
    held = {name: [cue.to_dict() for cue in tracks[name].cues] if name in tracks else None for name in TRACKS}
    content = json.dumps(held, ensure_ascii=False).encode()
    key = result_key(run, "tracks.json")
    await store(run, key, content)
    return Tracks(
        key,
        hashlib.sha256(content).hexdigest(),
        {name: track.language for name, track in tracks.items()},
        {name: len(track.cues) for name, track in tracks.items()},
    )


async def subtitle_files(run: Run, tracks: Tracks) -> dict[str, str]:
    """The subtitles as they are shown, an SRT file for each track, by name. Only inside a step."""
    held = json.loads(await run.kit.storage.get(tracks.key))
    return {
        "srt" if name == TRACKS[0] else f"{name}_srt": write(
            [Cue.from_dict(cue) for cue in held[name]], "srt", language=language
        )
        for name, language in tracks.languages.items()
    }
