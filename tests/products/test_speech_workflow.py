"""The recipe of a spoken text on made-up engines: who says what, what is joined, when it is heard."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from lingoreel.engines.speech.protocol import Capabilities, SpokenWord, Voice
from lingoreel.errors import EngineFailed, EngineUnavailable, SourceError
from lingoreel.products.speech import workflow
from lingoreel.settings import Limits, Settings
from lingoreel.storage import Storage
from lingoreel.tasks.parts import CellPart
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.speaking import Said, ToSpeak

TASK = UUID(int=9)
RATE = 1000
"""Samples are milliseconds here."""


def engine(name: str, *codes: str, **more: Any) -> Capabilities:
    voices = tuple(Voice(f"{name}:{code}", code.upper(), code, "neutral", name, RATE) for code in codes)
    return Capabilities(name, "1", more.pop("tier", "embedded"), voices, f"{name}:Host", **more)


ROBOT = engine("robot", "en", "es", "ru")
BRAIN = engine("brain", "fr", tier="neural", lane="net", model="big")


def spoken(number: int, item: ToSpeak) -> Said:
    """Every word lasts 100 samples, behind a second of other things; engines that say nothing of dots."""
    words = item.utterance.text.split()
    at, begin, told = 1000 * (number + 1), 0, []
    for n, word in enumerate(words):
        place = item.utterance.text.index(word, begin)
        begin = place + len(word)
        told.append(SpokenWord(place, begin, at + 100 * n, at + 100 * (n + 1)))
    notes = ({"code": "rate_ignored", "message": "as ever"},) if item.engine.name == "brain" else ()
    end = at if words == ["mute"] else at + 100 * len(words)
    return Said(f"pcm/{item.engine.name}", RATE, at, end, tuple(told), notes)


class MadeUpRun:
    """Joins without a sound: each utterance where the one before it and its pause end."""

    def __init__(self, storage: Storage, text: str | None, *engines: Capabilities, **parameters: Any) -> None:
        self.engines = engines
        self.text = text
        self.kit = SimpleNamespace(settings=Settings(cpu_slots=2), storage=storage)
        stored = {"voice": "robot:en", "language": "en", "characters": len(text or ""), **parameters}
        self.facts = SimpleNamespace(task_id=TASK, parameters=stored, limits=Limits())
        self.held: list[dict[str, int]] = []
        self.part: CellPart | None = None
        self.wanted: Sequence[ToSpeak] = ()
        self.bounds: list[float] = []
        self.broken: Exception | None = None
        self.lufs = -16.0

    async def step(self, _name: str, work: Callable[[], Any], **_: Any) -> Any:
        done = await work()
        assert len(json.dumps(done)) < 40_000, "a step's result is stored"
        return done

    async def kept(self, _name: str, make: Callable[[], Any], **_: Any) -> Any:
        return json.loads(json.dumps(await make()))

    async def inputs(self) -> dict[str, Any]:
        return {} if self.text is None else {"text": self.text, "dictionary": {}}

    async def offered(self, _capability: str) -> list[dict[str, Any]]:
        return [each.to_dict() for each in self.engines]

    async def hold(self, measured: dict[str, int]) -> None:
        self.held.append(measured)

    async def results(self, name: str, lane: str, work: Sequence[CellPart], *, low: float, high: float) -> list[Any]:
        assert (name, lane) == ("join", "cpu")
        self.bounds += [low, high]
        [self.part] = work
        at, heard = 0, []
        for piece in self.part.request["pieces"]:
            [utterance] = piece["utterances"]
            length = utterance["end_sample"] - utterance["start_sample"]
            heard.append({"start_ms": at, "end_ms": at + length})
            at += length + utterance["pause_after_ms"]
        key = str(self.part.output_key)
        await self.kit.storage.put(key, b"sound")
        after = {"integrated_lufs": self.lufs, "true_peak_dbtp": -1.2}
        made = {"key": key, "duration_ms": at, "sample_rate": RATE, "utterances": heard, "after": after}
        return [{**made, "limited_ms": 40}]

    async def speak(self) -> Outcome:
        run: Any = self
        return await workflow.speak(run)


@pytest.fixture
def run(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., MadeUpRun]:
    async def speak(run: Any, wanted: Sequence[ToSpeak], *, low: float, high: float) -> list[Said]:
        run.wanted, run.bounds = wanted, [low, high]
        if run.broken:
            raise run.broken
        return [spoken(number, item) for number, item in enumerate(wanted)]

    monkeypatch.setattr(workflow.speaking, "speak", speak)
    storage = Storage.open(Settings(data_dir=tmp_path / "data"))
    return lambda text, *engines, **parameters: MadeUpRun(storage, text, *(engines or (ROBOT, BRAIN)), **parameters)


async def test_every_sentence_and_word_has_its_time(run):
    task = run("One two three. Four costs $5 today.", subtitles=True)
    outcome = await task.speak()
    first, second = outcome.data["segments"]
    assert (first["start"], first["end"], first["text"]) == (0, 300, "One two three.")
    assert second["start"] > first["end"]
    assert second["text"] == "Four costs $5 today."
    files = {artifact.name: artifact for artifact in outcome.artifacts}
    assert set(files) == {"audio", "json", "srt", "vtt", "ass"}
    timed = json.loads(await task.kit.storage.get(files["json"].object_key))
    words = [(word["start"], word["end"], word["text"]) for word in timed[0]["words"]]
    assert words == [(0, 100, "One"), (100, 200, "two"), (200, 300, "three.")]
    four, costs, price, today = timed[1]["words"]
    assert (price["text"], price["end"] - price["start"]) == ("$5", 200), "five dollars"
    assert four["start"] == second["start"]
    assert today["end"] == second["end"]
    assert costs["end"] == price["start"]


async def test_each_utterance_is_a_piece_of_its_own_object(run):
    task = run('<speak>One. <break time="2s"/><prosody volume="soft">Two.</prosody></speak>')
    await task.speak()
    request = task.part.request
    assert task.part.objects == {"piece_paths": ["pcm/robot"] * 2}
    one, two = (piece["utterances"][0] for piece in request["pieces"])
    assert one["pause_after_ms"] >= 2000
    assert one["volume"] == 100 > two["volume"] > 0
    assert all(piece["volumes_applied"] for piece in request["pieces"])
    assert [item.utterance.pause_after_ms for item in task.wanted] == [0, 0], "it is made when joining"
    assert task.bounds == [5, 70, 70, 97]


async def test_a_mixed_text_has_a_voice_for_each_language(run):
    task = run("He said привет to her.")
    outcome = await task.speak()
    voices = [item.utterance.voice for item in task.wanted]
    assert (voices[0], set(voices)) == ("robot:en", {"robot:en", "robot:ru"})
    assert outcome.data["voice"] == "robot:en"
    assert len(outcome.data["segments"]) == 1


async def test_a_language_that_nobody_speaks_is_read_by_the_main_voice(run):
    task = run("He said привет to her.", engine("robot", "en"))
    await task.speak()
    assert {item.utterance.voice for item in task.wanted} == {"robot:en"}


async def test_engines_warnings_are_told_once(run):
    task = run("Bonjour. Merci. Au revoir.", voice="brain:fr", language="fr")
    outcome = await task.speak()
    assert outcome.warnings == ("rate_ignored: as ever",)
    assert outcome.data["engine"] == {"name": "brain", "version": "1", "tier": "neural", "model": "big"}


@pytest.mark.parametrize(("words", "lufs", "told"), [(40, -13.2, True), (40, -12.9, False), (2, -70.0, False)])
async def test_a_loudness_that_speech_cannot_have_is_told(run, words: int, lufs: float, told: bool):
    task = run("word " * words, loudness=-12)
    task.lufs = lufs
    outcome = await task.speak()
    assert [warning.partition(":")[0] for warning in outcome.warnings] == (["loudness"] if told else [])


async def test_the_same_text_is_the_same_sound(run):
    one, two, other = run("Hello there."), run("Hello there."), run("Hello there.", format="ogg")
    for task in (one, two, other):
        await task.speak()
    assert one.part.made_of == two.part.made_of != other.part.made_of


async def test_what_is_paid_for_is_known_from_the_beginning(run):
    task = run("Hello.")
    outcome = await task.speak()
    assert task.held == [outcome.measured] == [{"text_to_speech": 6}]


async def test_a_long_text_leaves_little_in_the_steps(run):
    task = run(" ".join(f"This is the sentence with the number {n} of the whole." for n in range(300)))
    outcome = await task.speak()
    assert len(outcome.data["segments"]) == 300


async def test_a_voice_that_was_removed_since(run):
    task = run("Hello.", engine("robot", "es"))
    with pytest.raises(EngineUnavailable) as refused:
        await task.speak()
    assert (refused.value.code, refused.value.field, refused.value.retryable) == ("no_voice", "voice", True)
    assert "any more" in refused.value.message
    assert refused.value.remedy
    assert task.wanted == ()


async def test_an_engine_that_was_removed_since(run):
    task = run("Bonjour.", ROBOT, voice="brain:fr", language="fr")
    with pytest.raises(EngineUnavailable, match="any more"):
        await task.speak()


async def test_an_engine_that_fails_ends_the_task(run):
    task = run("Hello.")
    task.broken = EngineFailed("the process ended")
    with pytest.raises(EngineFailed, match="the process ended"):
        await task.speak()
    assert task.part is None


async def test_when_nothing_of_it_can_be_said_it_is_told(run):
    with pytest.raises(EngineUnavailable, match="can say nothing"):
        await run("mute").speak()


async def test_a_text_that_is_not_kept_any_more(run):
    with pytest.raises(SourceError) as gone:
        await run(None).speak()
    assert gone.value.code == "source_not_found"
