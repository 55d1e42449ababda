"""Samples of voices: found by one look, asked for once, and never again where a voice cannot speak."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from lingoreel.database import Database
from lingoreel.engines.speech.protocol import Capabilities, Voice
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.tasks import samples
from lingoreel.tasks.kit import Kit
from lingoreel.tasks.offer import Offer
from lingoreel.tasks.samples import Samples, make_samples, none_key, round_of, sample_key
from lingoreel.tasks.workflows import Workflows

VOICES = tuple(Voice(f"robot:{code}", code, code, "neutral", "robot", 8000) for code in ("de", "en", "es"))
ROBOT = Capabilities("robot", "1", "embedded", VOICES, "robot:Host")
FAR = Capabilities("far", "1", "neural", (Voice("far:en", "F", "en", "neutral", "far", 8000),), "f:H", lane="net")


class Known:
    """Links that only name their objects."""

    def to(self, key: str, file_name: str) -> str:
        return f"{key} as {file_name}"


LINKS: Any = Known()


@pytest.fixture
def worker(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A worker whose voices speak, or fail with what stands under their id; `asked` says which were asked."""
    told: dict[str, Any] = {"asked": []}

    async def make(kit: Kit, _engine: Capabilities, voice: Voice, _folder: Any, key: str) -> None:
        told["asked"].append(voice.id)
        if voice.id in told:
            raise told[voice.id]
        await kit.storage.put(key, b"sound")

    async def step(_task: Any, _product: str, _name: str, work: Any) -> Any:
        return await work()

    monkeypatch.setattr(samples, "_make", make)
    monkeypatch.setattr(kit, "step", step)
    monkeypatch.setattr(samples.offer, "read", lambda _tx, _ttl: Offer(1, (ROBOT.to_dict(), FAR.to_dict())))
    return told


async def test_samples_are_linked_once_they_are_there(kit: Kit, worker):
    known = Samples(kit.storage)
    wanted = {voice.id for voice in VOICES}
    assert await known.links([ROBOT, FAR], wanted, LINKS) == ({}, True)
    assert await known.links([ROBOT, FAR], wanted, LINKS) == ({}, False), "asked for already"
    await make_samples(kit, None)
    known._looked = float("-inf")
    found, missing = await known.links([ROBOT, FAR], wanted, LINKS)
    assert found == {voice.id: f"{sample_key(ROBOT, voice)} as robot-{voice.language}.mp3" for voice in VOICES}
    assert not missing


async def test_one_language_is_made_alone(kit: Kit, worker):
    await make_samples(kit, "es")
    await make_samples(kit, "es")
    assert worker["asked"] == ["robot:es"]


async def test_a_voice_that_never_will_is_not_asked_again(kit: Kit, worker):
    worker["robot:en"] = EngineUnavailable("it has no voice", code="no_voice")
    worker["robot:de"] = EngineFailed("its process ended")
    await make_samples(kit, None)
    assert await kit.storage.get(none_key(ROBOT, VOICES[1])) == b"it has no voice"
    found, missing = await Samples(kit.storage).links([ROBOT], {voice.id for voice in VOICES}, LINKS)
    assert (list(found), missing) == (["robot:es"], True), "the German one may speak another time"
    _, missing = await Samples(kit.storage).links([ROBOT], {"robot:en"}, LINKS)
    assert not missing
    await make_samples(kit, None)
    assert worker["asked"] == ["robot:de", "robot:en", "robot:es", "robot:de"]


async def test_however_many_voices_are_missing_the_store_is_looked_at_once(kit: Kit, monkeypatch: pytest.MonkeyPatch):
    looks = []
    listed = kit.storage.list
    monkeypatch.setattr(kit.storage, "list", lambda prefix: looks.append(prefix) or listed(prefix))
    known = Samples(kit.storage)
    for _ in range(3):
        await known.links([ROBOT], {voice.id for voice in VOICES}, LINKS)
    assert len(looks) == 1


def test_everybody_who_asks_means_the_same_round(db: Database, workflows: Workflows, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(samples.time, "time", lambda: 1_000_000.0)
    rounds = [round_of([ROBOT, FAR], "es"), round_of([FAR, ROBOT], "es")]
    assert rounds[0] == rounds[1]
    newer = Capabilities("robot", "2", "embedded", VOICES, "robot:Host")
    assert len({rounds[0], round_of([newer], "es"), round_of([ROBOT], None), round_of([ROBOT], "de")}) == 4
    for round_ in rounds:
        with db.begin() as tx:
            workflows.make_samples(tx, "es", round_)
    with db.begin() as tx:
        assert tx.execute(text("SELECT count(*) FROM dbos.workflow_status")).scalar() == 1
    monkeypatch.setattr(samples.time, "time", lambda: 1_000_000.0 + samples.ROUND_S)
    assert round_of([ROBOT], "es") != rounds[0]
