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
LOOK_AGAIN_S = 0.5
ROUND_S = 600.0
"""How long one round serves everybody who asks; what failed and may be better later is tried in the next."""


def folder_of(engine: Capabilities) -> str:
    """Where the samples of an engine's voices lie; a new version of it has new ones."""
    return f"samples/{digest([engine.name, engine.version])[:16]}"


def sample_key(engine: Capabilities, voice: Voice) -> str:
    """Where the sample of a voice lies."""
    return f"{folder_of(engine)}/{voice.id.replace(':', '/')}.mp3"


def none_key(engine: Capabilities, voice: Voice) -> str:
    """What lies there instead where the voice of this version cannot say it, and never will: why."""
    return f"{folder_of(engine)}/{voice.id.replace(':', '/')}.none"


def round_of(records: Iterable[Record], language: str | None) -> str:
    """One round of making samples, as all API processes name it: these engines' versions, this language, this while."""
    versions = sorted({(engine.name, engine.version) for engine, _ in _voices(records)})
    return digest([versions, language, int(time.time() / ROUND_S)])[:24]


@dataclass
class Samples:
    """Which samples are there, as one API process knows it."""

    storage: Storage
    _there: set[str] = field(default_factory=set)
    _looked: float = float("-inf")
    _asked: dict[str, float] = field(default_factory=dict)

    async def links(self, records: Iterable[Record], wanted: set[str], links: Links) -> tuple[dict[str, str], bool]:
        """The link of each wanted voice's sample, and whether a worker should be asked to make the others."""
        voices = [(engine, voice) for engine, voice in _voices(records) if voice.id in wanted]
        await self._look({folder_of(engine) for engine, voice in voices if self._unknown(engine, voice)})
        found = {
            voice.id: links.to(sample_key(engine, voice), f"{voice.id.replace(':', '-')}.mp3")
            for engine, voice in voices
            if sample_key(engine, voice) in self._there
        }
        missing = [sample_key(engine, voice) for engine, voice in voices if self._unknown(engine, voice)]
        now = time.monotonic()
        new = [key for key in missing if now - self._asked.get(key, float("-inf")) > ASK_AGAIN_S]
        self._asked |= dict.fromkeys(new, now)
        return found, bool(new)

    def _unknown(self, engine: Capabilities, voice: Voice) -> bool:
        return not self._there & {sample_key(engine, voice), none_key(engine, voice)}

    async def _look(self, folders: set[str]) -> None:
        """One listing per engine and second at most, however many voices it has."""
        if not folders or time.monotonic() - self._looked < LOOK_AGAIN_S:
            return
        self._looked = time.monotonic()
        for folder in folders:
            self._there |= {found.key async for found in self.storage.list(folder)}


async def make_samples(kit: Kit, language: str | None) -> None:
    """Make the samples that are missing: of one language's voices, or of all. One voice that fails is passed over."""

    async def work() -> int:
        made = 0
        known = await kit.query(lambda tx: offer.read(tx, kit.settings.heartbeat_ttl_s))
        for engine, voice in _voices(known.records("speech")):
            key, none = sample_key(engine, voice), none_key(engine, voice)
            if language not in (None, voice.language) or await kit.storage.exists(key):
                continue
            if await kit.storage.exists(none):
                continue
            try:
                async with kit.sampling, kit.scratch_folder() as folder:
                    await _make(kit, engine, voice, folder, key)
                made += 1
            except (LingoreelError, OSError) as error:
                log.warning("no sample", voice=voice.id, error=str(error))
                if isinstance(error, LingoreelError) and not error.retryable:
                    await kit.storage.put(none, error.message.encode())
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
