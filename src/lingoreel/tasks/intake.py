"""How media comes in, the same for every product that takes some: fetch, probe, check, decode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from lingoreel import sources
from lingoreel.tasks import repository
from lingoreel.tasks.parts import CellPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import StageKey
from lingoreel.tasks.states import State

# By name: the decoder's library is loaded in the cell alone.
PROBE = "lingoreel.media.probe:probe"
PROBE_RECIPE = 1
AUDIO = "audio"
"""The stage of a source's sound as recognition hears it."""
DECODE = "lingoreel.media.decode:decode_audio"
DECODE_RECIPE = 1
"""Raised when the same bytes would give another answer, as part of the stages' keys."""
PROBE_WALL_S = 120.0
DECODE_WALL_S_PER_MEDIA_SECOND = 0.5


@dataclass(frozen=True)
class Media:
    """A source that was fetched and probed: its object, the hash of its bytes, and what the probe found."""

    key: str
    sha256: str
    probe: dict[str, Any]

    @property
    def duration_ms(self) -> int:
        """The presented length in milliseconds, which is what is paid for."""
        return int(self.probe["presented_ms"])

    @property
    def duration_s(self) -> float:
        """The presented length in seconds."""
        return self.duration_ms / 1000

    @property
    def fps(self) -> float | None:
        """Pictures per second; None without a picture."""
        index = self.probe["video_index"]
        return None if index is None else self.probe["streams"][index].get("fps")


@dataclass(frozen=True)
class Audio:
    """The decoded sound of a source: 16 kHz, 16-bit, mono, no header; sample n is n/16 ms of the presentation."""

    key: str
    sha256: str
    samples: int

    @classmethod
    def of(cls, made: dict[str, Any]) -> Self:
        """By what the stage holds."""
        return cls(made["key"], made["sha256"], made["samples"])


async def take_in(run: Run, *, need_audio: bool) -> Media:
    """Fetch (unless uploaded), probe and check the source.

    Raises SourceError, OverLimit, InvalidFile.
    """
    given = run.facts.source
    assert given is not None
    source = given
    if "key" not in given:
        source = await run.step("fetch", lambda: _fetch(run, given), state=State.PREPARING)
    key, sha256 = source["key"], source["sha256"]

    async def look(_stage: StageKey) -> Any:
        async with run.kit.storage.open_as_file(key) as path:
            return await run.kit.cells.run(PROBE, {"path": str(path)}, wall_s=PROBE_WALL_S)

    found = await run.stage(
        "probe", {"source": sha256, "version": PROBE_RECIPE}, look, state=State.PREPARING, progress=2
    )
    media = Media(key, sha256, found)

    async def note() -> None:
        await run.kit.query(lambda tx: repository.set_source_ms(tx, run.facts.task_id, media.duration_ms))
        sources.check_media(found, run.facts.limits, require_audio=need_audio)

    await run.step("check", note)
    return media


async def decode_audio(run: Run, media: Media, *, progress: float) -> Audio:
    """The sound of a source as one object. Raises InvalidFile, ProcessingTimeout."""
    return Audio.of(await run.cell(AUDIO, decoding(run, media), low=progress, high=progress + 5))


def decoding(run: Run, media: Media) -> CellPart:
    """What makes the stage `AUDIO`."""
    return CellPart(
        cell=DECODE,
        request={"stream": media.probe["audio_index"], "max_ms": most_ms(run)},
        objects={"path": media.key},
        output="audio.pcm",
        made_of={"source": media.sha256, "stream": media.probe["audio_index"], "version": DECODE_RECIPE},
        wall_s=wall_s(run, media.duration_s, DECODE_WALL_S_PER_MEDIA_SECOND),
    )


def most_ms(run: Run) -> int:
    """The longest sound that is decoded, in ms: it may go on a little behind the presentation."""
    return run.facts.limits.media_duration_s * 1000 + 60_000


async def fetch_text(run: Run, url: str, key: str, *, name: str, field: str) -> dict[str, Any]:
    """Fetch a text source, such as a subtitle file, into the object `key`; what `sources.fetch` says of it.

    Raises SourceError, OverLimit and InvalidFile, naming `field`.
    """
    limits = run.facts.limits

    async def fetch() -> dict[str, Any]:
        async with run.kit.scratch_folder() as folder:
            path = folder / "text"
            async with sources.FileSink(path) as sink:
                fetched = await sources.fetch(
                    url, sink, settings=run.kit.settings, limits=limits, max_bytes=limits.text_source_bytes, field=field
                )
            await run.kit.storage.put_file(key, path)
        await run.warn(*fetched.warnings)
        return {"sha256": fetched.sha256, "name": fetched.final_name}

    fetched: dict[str, Any] = await run.step(f"fetch_{name}", fetch, state=State.PREPARING)
    return fetched


def wall_s(run: Run, media_s: float, per_media_second: float | None = None) -> float:
    """How long one piece of work on `media_s` seconds of media may take for this customer, in seconds."""
    limits = run.facts.limits
    return limits.processing_min_s + media_s * (per_media_second or limits.processing_per_media_second)


async def _fetch(run: Run, source: dict[str, Any]) -> dict[str, Any]:
    facts = run.facts
    report = run.reporter(0, 2)

    def received(size_bytes: int, total_bytes: int | None) -> None:
        report({"fraction": size_bytes / (total_bytes or facts.limits.media_size_bytes)})

    async with run.kit.scratch_folder() as folder:
        path = folder / "source"
        async with sources.FileSink(path) as sink:
            fetched = await sources.fetch(
                source["url"],
                sink,
                settings=run.kit.settings,
                limits=facts.limits,
                on_progress=received,
            )
        key = f"sources/{facts.customer_id}/{facts.task_id}"
        await run.kit.storage.put_file(key, path)
    stored = {**source, "key": key, "sha256": fetched.sha256, "size_bytes": fetched.size_bytes}
    await run.kit.query(lambda tx: repository.set_source(tx, facts.task_id, stored, list(fetched.warnings)))
    return stored
