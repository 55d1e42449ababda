"""Short samples of voices to listen to: made by a worker when somebody asks for the voices, kept for everybody."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from lingoreel import logs
from lingoreel.artifacts import Links
from lingoreel.engines.modules import Record
from lingoreel.engines.speech.protocol import Capabilities, SpeechRequest, Utterance, Voice
from lingoreel.errors import LingoreelError
from lingoreel.storage import Storage
from lingoreel.tasks import offer
from lingoreel.tasks.kit import Kit
from lingoreel.tasks.stages import digest
from lingoreel.tasks.workflows import NET_LANE

log = logs.get(__name__)
JOIN = "lingoreel.media.sound.joining:join_speech"
TEXT = "1, 2, 3, 4, 5, 6."
"""Every engine says figures in the language of its voice."""
SPEAK_WALL_S = 60.0
JOIN_WALL_S = 60.0
ASK_AGAIN_S = 60.0


def sample_key(engine: Capabilities, voice: Voice) -> str:
    """Where the sample of a voice lies; a new version of its engine has new ones."""
    return f"samples/{digest([engine.name, engine.version])[:16]}/{voice.id.replace(':', '/')}.mp3"


@dataclass
class Samples:
    """Which samples are there, as one API process knows it."""

    storage: Storage
    _there: set[str] = field(default_factory=set)
    _asked: dict[str, float] = field(default_factory=dict)

    async def links(self, records: Iterable[Record], wanted: set[str], links: Links) -> tuple[dict[str, str], bool]:
        """The link of each wanted voice's sample, and whether a worker should be asked to make the others."""
        found, missing = {}, []
        for engine, voice in _voices(records):
            if voice.id not in wanted:
                continue
            key = sample_key(engine, voice)
            if key in self._there or await self.storage.exists(key):
                self._there.add(key)
                found[voice.id] = links.to(key, f"{voice.id.replace(':', '-')}.mp3")
            elif time.monotonic() - self._asked.get(key, float("-inf")) > ASK_AGAIN_S:
                missing.append(key)
        self._asked |= dict.fromkeys(missing, time.monotonic())
        return found, bool(missing)


async def make_samples(kit: Kit, language: str | None) -> None:
    """Make the samples that are missing: of one language's voices, or of all. One voice that fails is passed over."""

    async def work() -> int:
        made = 0
        known = await kit.query(lambda tx: offer.read(tx, kit.settings.heartbeat_ttl_s))
        for engine, voice in _voices(known.records("speech")):
            key = sample_key(engine, voice)
            if language not in (None, voice.language) or await kit.storage.exists(key):
                continue
            try:
                async with kit.sampling, kit.scratch_folder() as folder:
                    await _make(kit, engine, voice, folder, key)
                made += 1
            except (LingoreelError, OSError) as error:
                log.warning("no sample", voice=voice.id, error=str(error))
        return made

    await kit.step(UUID(int=0), "samples", "samples", work)


async def _make(kit: Kit, engine: Capabilities, voice: Voice, folder: Path, key: str) -> None:
    request = SpeechRequest((Utterance(TEXT, voice.id, voice.language),)).to_dict()
    pcm, sound = folder / "sample.pcm", folder / "sample.mp3"
    spoken: dict[str, Any] = await kit.call_host(
        engine.host, {**request, "output_path": str(pcm)}, wall_s=SPEAK_WALL_S, parallel=engine.parallel
    )
    piece = {"sample_rate": spoken["sample_rate"], "utterances": spoken["utterances"]}
    joined = {"piece_paths": [str(pcm)], "pieces": [piece], "format": "mp3", "output_path": str(sound)}
    await kit.decoders.run(JOIN, joined, wall_s=JOIN_WALL_S)
    await kit.storage.put_file(key, sound)


def _voices(records: Iterable[Record]) -> Iterator[tuple[Capabilities, Voice]]:
    """Those of this installation: a service elsewhere is paid for every word, and an imitated voice has none."""
    for engine in records:
        if isinstance(engine, Capabilities) and engine.lane != NET_LANE and not engine.reference_audio:
            for voice in engine.voices:
                yield engine, voice
