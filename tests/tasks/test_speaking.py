"""Utterances spoken and remembered one by one: real stages and objects, an engine that counts what it is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import text

from lingoreel.database import Database
from lingoreel.engines.speech.protocol import Capabilities, SpeechRequest, SpokenWord, Utterance, Voice
from lingoreel.engines.speech.sound import SpeechFile
from lingoreel.errors import EngineFailed, EngineUnavailable, InvalidRequest
from lingoreel.settings import Limits
from lingoreel.tasks import parts, stages
from lingoreel.tasks.kit import Kit
from lingoreel.tasks.life import Life
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.product import Accepted
from lingoreel.tasks.run import Run
from lingoreel.tasks.speaking import PAGE_S, PARTS_MAX, SPACE_MS, Said, ToSpeak, pages, speak
from lingoreel.tasks.stages import StageKey

RATE = 8000
SAMPLES_PER_LETTER = 80


def engine(name: str = "robot", **more: Any) -> Capabilities:
    voice = Voice(f"{name}:en", "One", "en", "neutral", name, RATE)
    return Capabilities(name, more.pop("version", "1"), more.pop("tier", "embedded"), (voice,), f"{name}:Host", **more)


def say(words: str, by: Capabilities | None = None, **more: Any) -> ToSpeak:
    by = by or engine()
    return ToSpeak(Utterance(words, by.voices[0].id, "en", **more), by)


class Engines:
    """Speak tones as long as their texts; `asked` is what of which engine, `broken` what they cannot say."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []
        self.broken: dict[str, Exception] = {}

    @property
    def spoken(self) -> list[str]:
        return [words for _, page in self.asked for words in page]

    async def call(self, host: str, request: dict[str, Any], **_: Any) -> dict[str, Any]:
        asked = SpeechRequest.from_dict(request)
        self.asked.append((host.partition(":")[0], [utterance.text for utterance in asked.utterances]))
        with SpeechFile(request["output_path"], RATE, len(asked.utterances), lambda _: None) as out:
            for utterance in asked.utterances:
                if utterance.text in self.broken:
                    raise self.broken[utterance.text]
                loud = np.full(SAMPLES_PER_LETTER * len(utterance.text.strip()), 9000, np.int16)
                out.add(utterance, loud, [(0, len(utterance.text), 0)] if len(loud) else [])
                if not len(loud):
                    out.warn(utterance, "not_spoken", f"nothing in {utterance.text!r}")
        return out.speech().to_dict()


class RunHere:
    """One task whose parts are carried out at once, one after another, as a worker does."""

    results, values = Run.results, Run.values

    def __init__(self, kit: Kit, customer_id: UUID, task_id: UUID) -> None:
        self.kit = kit
        self.facts = SimpleNamespace(customer_id=customer_id, task_id=task_id, product="speech", limits=Limits())
        self.batches: list[tuple[str, str, float, float]] = []
        self.steps: dict[str, Any] = {}

    async def step(self, name: str, work: Callable[[], Any], **_: Any) -> Any:
        assert name not in self.steps
        self.steps[name] = await work()
        return self.steps[name]

    async def batch(self, name: str, lane: str, work: Sequence[HostPart], *, low: float, high: float) -> list[str]:
        self.batches.append((name, lane, low, high))
        keys = []
        for part in work:
            stage = StageKey.of(self.facts.customer_id, name, part.made_of)

            async def make(stage: StageKey, part: HostPart = part) -> Any:
                return await parts.carry_out(self.kit, part, stage, lambda _: None)

            await self.kit.made(self.facts.task_id, "speech", stage, make, items=part.items)
            keys.append(stage.key)
        return keys

    async def speak(self, *wanted: ToSpeak, name: str = "speak") -> list[Said]:
        run: Any = self
        return await speak(run, wanted, name=name, low=10, high=70)


@pytest.fixture
def engines(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> Engines:
    speaking = Engines()
    monkeypatch.setattr(kit, "call_host", speaking.call)
    return speaking


@pytest.fixture
def mine(customer) -> UUID:
    return customer(parallel_tasks=100)


@pytest.fixture
def task(db: Database, life: Life, kit: Kit, mine: UUID, accepted: Accepted, engines: Engines):
    """A new task of the one customer, or of another."""

    def make(owner: UUID = mine) -> RunHere:
        with db.begin() as tx:
            return RunHere(kit, owner, life.create(tx, owner, product="speech", path="/p", accepted=accepted))

    return make


async def heard(kit: Kit, said: Said) -> np.ndarray:
    pcm = np.frombuffer(await kit.storage.get(said.key), "<i2")
    return pcm[said.start_sample : said.end_sample]


TEXT = [f"This is sentence {number} of the text." for number in range(8)]


async def test_each_is_heard_where_it_is_said_to_be(kit: Kit, task):
    said = await task().speak(say("one"), say("a longer one"), say("two"))
    assert [len(await heard(kit, each)) for each in said] == [240, 960, 240]
    assert all([np.all(await heard(kit, each) == 9000) for each in said])
    assert len({each.key for each in said}) == 1
    for each, words in zip(said, ("one", "a longer one", "two"), strict=True):
        assert each.words == (SpokenWord(0, len(words), each.start_sample, each.end_sample),)
        assert each.sample_rate == RATE
    pcm = np.frombuffer(await kit.storage.get(said[0].key), "<i2")
    assert said[1].start_sample - said[0].end_sample >= SPACE_MS * RATE // 1000
    assert len(pcm) - said[2].end_sample >= SPACE_MS * RATE // 1000


async def test_of_a_changed_text_one_sentence_is_spoken(task, engines: Engines):
    before = await task().speak(*map(say, TEXT))
    assert engines.spoken == TEXT
    engines.asked.clear()
    changed = [*TEXT[:3], "Something else.", *TEXT[4:]]
    after = await task().speak(*map(say, changed))
    assert engines.spoken == ["Something else."]
    assert [each for n, each in enumerate(after) if n != 3] == [each for n, each in enumerate(before) if n != 3]


@pytest.mark.parametrize("order", [TEXT[::-1], TEXT[2:5], [*TEXT, *TEXT]])
async def test_what_is_known_is_not_spoken_in_any_order(task, engines: Engines, order: list[str]):
    before = dict(zip(TEXT, await task().speak(*map(say, TEXT)), strict=True))
    run = task()
    assert await run.speak(*map(say, order)) == [before[words] for words in order]
    assert engines.spoken == TEXT
    assert run.batches == []


async def test_equal_ones_are_spoken_once(task, engines: Engines):
    said = await task().speak(say("yes"), say("no"), say("yes", pause_after_ms=700))
    assert engines.spoken == ["yes", "no"]
    assert said[0] == said[2] != said[1]


@pytest.mark.parametrize(
    "other",
    [
        say("yes", rate=1.1),
        say("yes", pitch=1.0),
        say("yes", volume=50.0),
        say("yes", phonemes="jɛs"),
        say("yes", engine(version="2")),
        say("yes", engine("other")),
        say("yes."),
    ],
)
async def test_what_decides_the_sound_is_spoken_again(task, engines: Engines, other: ToSpeak):
    await task().speak(say("yes"))
    await task().speak(other)
    assert engines.spoken == ["yes", other.utterance.text]


async def test_numbers_are_the_same_however_they_are_written(task, engines: Engines):
    await task().speak(say("yes", rate=1.0))
    await task().speak(say("yes", rate=1))
    assert engines.spoken == ["yes"]


async def test_another_customer_shares_nothing(task, engines: Engines, customer):
    await task().speak(say("secret"))
    await task(customer(parallel_tasks=4)).speak(say("secret"))
    assert engines.spoken == ["secret", "secret"]


async def test_what_one_task_gives_up_stays_for_the_other(db: Database, kit: Kit, task, engines: Engines, mine: UUID):
    first, second = task(), task()
    said = await first.speak(*map(say, TEXT))
    again = await second.speak(say(TEXT[4]))
    with db.begin() as tx:
        assert stages.release(tx, first.facts.task_id) == []
    assert len(await heard(kit, again[0])) == len(TEXT[4]) * SAMPLES_PER_LETTER
    with db.begin() as tx:
        assert stages.release(tx, second.facts.task_id) == [said[0].key]
        assert tx.execute(text("SELECT count(*) FROM stage_items")).scalar() == 0
    await task().speak(say(TEXT[4]))
    assert engines.spoken == [*TEXT, TEXT[4]]


async def test_an_object_that_is_lost_is_spoken_again(kit: Kit, task, engines: Engines):
    [first, _] = await task().speak(say("one"), say("two"))
    await kit.storage.delete(first.key)
    [again] = await task().speak(say("one"))
    assert engines.spoken == ["one", "two", "one"]
    assert len(await heard(kit, again)) == 240
    await task().speak(say("one"))
    assert len(engines.spoken) == 3


async def test_what_was_spoken_before_a_failure_is_kept(task, engines: Engines):
    neural = engine("brain", tier="neural")
    engines.broken["three"] = EngineFailed("the process ended")
    with pytest.raises(EngineFailed, match="the process ended"):
        await task().speak(*(say(words, neural) for words in ("one", "two", "three", "four")))
    engines.broken.clear()
    await task().speak(*(say(words, neural) for words in ("zero", "one", "two", "three", "four")))
    assert engines.spoken == ["one", "two", "three", "zero", "three", "four"]


async def test_a_voice_that_has_gone_since_is_told(task, engines: Engines):
    engines.broken["hello"] = EngineUnavailable("robot has no voice 'robot:en' here", code="no_voice")
    with pytest.raises(EngineUnavailable, match="no voice"):
        await task().speak(say("hello"))


async def test_a_number_out_of_its_range_is_refused_before_anything_is_spoken(task, engines: Engines):
    with pytest.raises(InvalidRequest, match="rate"):
        await task().speak(say("hello"), say("fast", rate=9.0))
    assert engines.asked == []


async def test_warnings_are_their_own_utterances(task):
    said = await task().speak(say("one"), say("  "), say("two"))
    assert [[each["code"] for each in warned.warnings] for warned in said] == [[], ["not_spoken"], []]
    assert said[1].start_sample == said[1].end_sample
    [again] = await task().speak(say("two"))
    assert again.warnings == ()


async def test_nothing_to_speak(task, engines: Engines):
    assert await task().speak() == []
    assert engines.asked == []


async def test_engines_that_take_turns_make_few_parts(task, engines: Engines):
    one, other, far = engine(), engine("other"), engine("far", lane="net", tier="neural")
    wanted = [say(f"word {n}", (one, other)[n % 2]) for n in range(40)] + [say("far away", far)]
    run = task()
    await run.speak(*wanted)
    assert [(name, len(page)) for name, page in engines.asked] == [("robot", 20), ("other", 20), ("far", 1)]
    (first, lane, low, middle), (second, far_lane, between, high) = run.batches
    assert (first, lane, second, far_lane) == ("speak", "cpu", "speak_net", "net")
    assert low == 10 < middle == between < high == 70


async def test_two_calls_of_one_task(task, engines: Engines):
    run = task()
    await run.speak(say("one"), say("two"))
    await run.speak(say("two"), say("two", rate=1.2), name="again")
    assert [page for _, page in engines.asked] == [["one", "two"], ["two"]]


async def test_what_a_step_writes_down_is_small(task):
    run = task()
    await run.speak(*(say(f"number {n}") for n in range(300)))
    second = task()
    await second.speak(*(say(f"number {n}") for n in range(300)))
    assert len(str(second.steps["speak_known"])) < 300 * 60
    assert set(second.steps) == {"speak_known"}


async def test_two_tasks_at_once(task, engines: Engines):
    runs = [task() for _ in range(4)]
    orders = [TEXT, TEXT[::-1], TEXT[4:] + TEXT[:4], TEXT]
    await asyncio.gather(*(run.speak(*map(say, order)) for run, order in zip(runs, orders, strict=True)))
    before = len(engines.spoken)
    await task().speak(*map(say, TEXT))
    assert len(engines.spoken) == before


def keyed(*wanted: ToSpeak) -> dict[str, ToSpeak]:
    return {str(number): item for number, item in enumerate(wanted)}


def test_pages_hold_everything_once_in_order():
    wanted = keyed(*(say("A sentence of some length, as they come in books." * (1 + n % 3)) for n in range(300)))
    cut = pages(wanted)
    assert [key for page in cut for key in page] == list(wanted)
    lengths = [sum(len(wanted[key].utterance.text) for key in page) for page in cut]
    assert max(lengths) < 1.2 * 12 * PAGE_S
    assert min(lengths) > 0.8 * max(lengths)


def test_pages_are_bounded_by_how_long_they_sound():
    plain = len(pages(keyed(*(say("abcdefghij" * 10) for _ in range(100)))))
    slow = len(pages(keyed(*(say("abcdefghij" * 10, rate=0.5) for _ in range(100)))))
    wide = len(pages(keyed(*(say("一二三四五六七八九十" * 10) for _ in range(100)))))
    assert slow == 2 * plain
    assert 2 * plain < wide <= 3 * plain


def test_a_short_text_keeps_both_slots_busy_and_a_word_only_one():
    two = engine(parallel=2)
    assert len(pages(keyed(*(say("abcdefghij" * 10, two) for _ in range(13))))) == 2
    assert len(pages(keyed(*(say("abcdefghij", two) for _ in range(3))))) == 1


def test_a_neural_engine_gets_each_by_itself_until_there_are_too_many():
    neural = engine("brain", tier="neural")
    assert len(pages(keyed(*(say("word", neural) for _ in range(50))))) == 50
    many = pages(keyed(*(say("word", neural) for _ in range(10_000))))
    assert len(many) == PARTS_MAX
    assert max(map(len, many)) <= 21
