"""The stage store: what was made first stays, what is not whole or not there is made again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from lingoreel.database import Database
from lingoreel.engines.translation import TranslatedLine, Translation
from lingoreel.settings import Limits
from lingoreel.tasks import stages
from lingoreel.tasks.kit import Kit
from lingoreel.tasks.life import Life
from lingoreel.tasks.product import Accepted
from lingoreel.tasks.run import Facts, Run
from lingoreel.tasks.stages import StageKey


@pytest.fixture
def mine(customer) -> UUID:
    return customer(parallel_tasks=4)


@pytest.fixture
def task(db: Database, life: Life, mine: UUID, accepted: Accepted):
    """Make a task of the one customer."""

    def make() -> UUID:
        with db.begin() as tx:
            return life.create(tx, mine, product="recognition", path="/p", accepted=accepted)

    return make


class Maker:
    """Makes one value after another, and counts."""

    def __init__(self, *values: object) -> None:
        self.values = list(values)
        self.made = 0

    async def __call__(self, _stage: StageKey) -> object:
        self.made += 1
        return self.values.pop(0)


def test_the_first_value_stays(db: Database, mine: UUID, task):
    one, other = task(), task()
    stage = StageKey.of(mine, "recognise", {"audio": "00"})
    with db.begin() as tx:
        assert stages.write(tx, stage, {"text": "as heard first"}, one) == {"text": "as heard first"}
    with db.begin() as tx:
        assert stages.write(tx, stage, {"text": "as heard by another"}, other) == {"text": "as heard first"}
        assert stages.read(tx, stage, one) == {"text": "as heard first"}
    with db.begin() as tx:  # the second uses it all the same: it stays while either does
        assert stages.release(tx, one) == []
        assert stages.read(tx, stage, other) == {"text": "as heard first"}
        assert stages.release(tx, other) == []
        assert stages.read(tx, stage, other) is None


@pytest.mark.parametrize("first", [{"key": "stages/x/y/a.pcm"}, {"incomplete": "a task", "lines": []}])
def test_what_is_gone_or_is_not_whole_is_replaced(db: Database, mine: UUID, task, first: dict):
    one, other = task(), task()
    stage = StageKey.of(mine, "translate", {"lines": "00"})
    with db.begin() as tx:
        stages.write(tx, stage, first, one)
    with db.begin() as tx:
        assert stages.write(tx, stage, {"n": 2, "key": "b"}, other, gone="stages/x/y/a.pcm") == {"n": 2, "key": "b"}
    with db.begin() as tx:
        late = {"n": 3, "key": "c"}
        assert stages.write(tx, stage, late, one, gone="stages/x/y/a.pcm") == {"n": 2, "key": "b"}, "it is there again"
        assert stages.write(tx, stage, late, one) == {"n": 2, "key": "b"}


def test_what_was_written_over_is_replaced(db: Database, mine: UUID, task):
    one = task()
    stage = StageKey.of(mine, "mux", {"task": "00"})
    with db.begin() as tx:
        stages.write(tx, stage, {"key": "results/x/video", "size_bytes": 1}, one)
        again = {"key": "results/x/video", "size_bytes": 2}
        assert stages.write(tx, stage, again, one) == again


def test_a_text_that_postgresql_cannot_read_is_in_nobodys_way(db: Database, mine: UUID, task):
    one = task()
    stage = StageKey.of(mine, "audio", {"source": "05"})
    first, second = ({"title": "NUL \0", "key": stage.new_object("audio.pcm")} for _ in range(2))
    with db.begin() as tx:
        assert stages.write(tx, stage, first, one) == first
        assert stages.write(tx, stage, second, one) == first
        assert stages.write(tx, stage, second, one, gone=first["key"]) == second
        assert stages.names(tx, mine, stage.key, second["key"])
        assert stages.release(tx, one) == [second["key"]]


def test_an_object_of_a_result_goes_with_the_result(db: Database, mine: UUID, task):
    one = task()
    stage, other = StageKey.of(mine, "mux", {"task": "01"}), StageKey.of(mine, "audio", {"of": "another"})
    with db.begin() as tx:
        stages.write(tx, stage, {"key": "results/x/video"}, one)
        stages.write(tx, StageKey.of(mine, "mux", {"task": "02"}), {"key": other.new_object("audio.pcm")}, one)
        stages.write(tx, StageKey.of(mine, "mux", {"task": "03"}), ["key"], one)
        assert stages.release(tx, one) == []


@pytest.mark.parametrize("first", [3, ["one", "two"], {"lines": [{"key": 1, "incomplete": 2}]}])
def test_only_a_mark_of_the_value_itself_counts(db: Database, mine: UUID, task, first: object):
    stage = StageKey.of(mine, "lines", {})
    with db.begin() as tx:
        stages.write(tx, stage, first, task())
        assert stages.write(tx, stage, "second", task()) == first


async def test_what_was_made_is_not_made_again(kit: Kit, mine: UUID, task):
    stage = StageKey.of(mine, "recognise", {"audio": "01"})
    make = Maker({"text": "once"}, {"text": "twice"})
    assert await kit.made(task(), "recognition", stage, make) == {"text": "once"}
    assert await kit.made(task(), "recognition", stage, make) == {"text": "once"}
    assert make.made == 1


async def test_another_task_tries_again_what_is_incomplete(kit: Kit, mine: UUID, task):
    first, second, third = task(), task(), task()
    stage = StageKey.of(mine, "translate", {"lines": "02"})
    gaps = Translation((TranslatedLine("uno"), TranslatedLine(None))).to_dict()
    whole = Translation((TranslatedLine("uno"), TranslatedLine("dos"))).to_dict()
    make = Maker(gaps, whole, {"never": "made"})
    made = await kit.made(first, "recognition", stage, make)
    assert made == {**gaps, "incomplete": str(first)}
    assert await kit.made(first, "recognition", stage, make) == made, "its own, after a crash"
    assert make.made == 1
    assert await kit.made(second, "recognition", stage, make) == whole
    assert await kit.made(third, "recognition", stage, make) == whole
    assert await kit.made(first, "recognition", stage, make) == whole
    assert make.made == 2


async def test_one_incomplete_after_another(kit: Kit, mine: UUID, task):
    first, second = task(), task()
    stage = StageKey.of(mine, "translate", {"lines": "03"})
    make = Maker({"incomplete": True, "n": 1}, {"incomplete": True, "n": 2}, {"n": 3})
    await kit.made(first, "recognition", stage, make)
    assert (await kit.made(second, "recognition", stage, make)) == {"incomplete": str(second), "n": 2}
    assert (await kit.made(second, "recognition", stage, make))["n"] == 2
    assert await kit.made(first, "recognition", stage, make) == {"n": 3}


async def test_a_value_counts_only_while_its_object_is_there(kit: Kit, mine: UUID, task):
    stage = StageKey.of(mine, "audio", {"source": "00"})
    keys = [stage.new_object("audio.pcm") for _ in range(2)]
    for key in keys:
        await kit.storage.put(key, b"sound")
    make = Maker(*({"key": key, "n": number} for number, key in enumerate(keys)))
    assert (await kit.made(task(), "recognition", stage, make))["n"] == 0
    assert (await kit.made(task(), "recognition", stage, make))["n"] == 0
    await kit.storage.delete(keys[0])
    assert (await kit.made(task(), "recognition", stage, make))["n"] == 1
    assert await kit.storage.exists(keys[1])


async def test_what_is_still_to_be_made_of_many(db: Database, kit: Kit, mine: UUID, task):
    first, second = task(), task()
    wanted = [StageKey.of(mine, "mix", {"span": number}) for number in range(5)]
    assert await kit.unmade(first, "recognition", wanted) == [0, 1, 2, 3, 4]
    gone, there = (wanted[number].new_object("span.aac") for number in (1, 3))
    for stage, value in zip(wanted, ({"n": 0}, {"key": gone}, {"incomplete": True}), strict=False):
        await kit.made(first, "recognition", stage, Maker(value))
    await kit.storage.put(there, b"sound")
    await kit.made(first, "recognition", wanted[3], Maker({"key": there}))
    assert await kit.unmade(first, "recognition", wanted) == [1, 4], "its own gaps are its own"
    assert await kit.unmade(second, "recognition", wanted) == [1, 2, 4]
    assert await kit.unmade(second, "recognition", []) == []
    with db.begin() as tx:  # in use by the second as well from the look on
        stages.release(tx, first)
        assert set(stages.use(tx, mine, [stage.key for stage in wanted], second)) == {stage.key for stage in wanted[:4]}


async def test_what_is_large_is_kept_and_not_written_down_with_its_step(
    kit: Kit, mine: UUID, task, monkeypatch: pytest.MonkeyPatch
):
    returned = []

    async def step(_task: UUID, _product: str, _name: str, work: Callable[[], Awaitable[object]]) -> object:
        returned.append(await work())
        return returned[-1]

    async def make() -> dict[str, object]:
        return {"letters": "x" * 100_000, "made": len(returned)}

    monkeypatch.setattr(kit, "step", step)
    task_id, other = task(), task()
    run = Run(kit, Facts(task_id, mine, "speech", {}, None, Limits()), "w")
    first = await run.kept("script", make)
    assert first == {"letters": "x" * 100_000, "made": 0}
    assert await run.kept("script", make) == first, "after a crash"
    assert all(len(str(each)) < 100 for each in returned)
    another = Run(kit, Facts(other, mine, "speech", {}, None, Limits()), "w")
    assert (await another.kept("script", make))["made"] == 2, "it is the task's own"


async def test_items_live_as_long_as_their_stage(db: Database, kit: Kit, mine: UUID, task):
    one, other = task(), task()
    stage = StageKey.of(mine, "speak", {"page": "00"})
    await kit.made(one, "speech", stage, Maker({"n": 1}), items=["a", "b"])
    await kit.made(other, "speech", StageKey.of(mine, "speak", {"page": "01"}), Maker({"n": 2}), items=["b", "c"])

    def find(*items: str) -> dict[str, tuple[str, int]]:
        with db.begin() as tx:
            return stages.find_items(tx, mine, items, other)

    assert find("a", "nothing") == {"a": (stage.key, 0)}
    assert {place for _, place in find("b").values()} <= {0, 1}
    with db.begin() as tx:
        assert stages.release(tx, one) == [], "the other has found something in it"
        stages.forget_items(tx, mine, [stage.key])
    assert find("a") == {}
    assert find("b")["b"][1] == 0
    with db.begin() as tx:
        stages.release(tx, other)
    assert find("a", "b", "c") == {}


class Writes:
    """Makes a value whose object lies with the stage; `first` is waited for between the object and the row."""

    def __init__(self, kit: Kit, content: bytes, first: Callable[[], Awaitable[object]] | None = None) -> None:
        self.kit, self.content, self.first = kit, content, first
        self.key = ""

    async def __call__(self, stage: StageKey) -> object:
        self.key = stage.new_object("audio.pcm")
        await self.kit.storage.put(self.key, self.content)
        if self.first is not None:
            await self.first()
        return {"key": self.key, "size_bytes": len(self.content)}


async def test_what_is_deleted_late_is_not_what_was_made_anew(db: Database, kit: Kit, mine: UUID, task):
    first, second = task(), task()
    stage = StageKey.of(mine, "audio", {"source": "01"})
    old = await kit.made(first, "recognition", stage, Writes(kit, b"old"))
    with db.begin() as tx:
        gone = stages.release(tx, first)
    new = await kit.made(second, "recognition", stage, Writes(kit, b"made anew"))
    for key in gone:
        await kit.storage.remove(key)
    assert await kit.storage.get(new["key"]) == b"made anew"
    assert not await kit.storage.exists(old["key"])


async def test_of_two_who_make_it_at_once_the_first_ones_object_stays(kit: Kit, mine: UUID, task):
    stage = StageKey.of(mine, "audio", {"source": "02"})
    quick = Writes(kit, b"first")

    async def meanwhile() -> object:
        return await kit.made(task(), "recognition", stage, quick)

    slow = Writes(kit, b"second", meanwhile)
    kept = await kit.made(task(), "recognition", stage, slow)
    assert kept == {"key": quick.key, "size_bytes": 5}
    assert await kit.storage.get(quick.key) == b"first"
    assert not await kit.storage.exists(slow.key)


async def test_of_two_who_make_a_lost_object_anew_the_first_ones_stays(kit: Kit, mine: UUID, task):
    stage = StageKey.of(mine, "audio", {"source": "03"})
    lost = await kit.made(task(), "recognition", stage, Writes(kit, b"lost"))
    await kit.storage.delete(lost["key"])
    quick = Writes(kit, b"first")

    async def meanwhile() -> object:
        return await kit.made(task(), "recognition", stage, quick)

    slow = Writes(kit, b"second", meanwhile)
    assert (await kit.made(task(), "recognition", stage, slow))["key"] == quick.key
    assert await kit.storage.exists(quick.key)
    assert not await kit.storage.exists(slow.key)


async def test_what_a_crash_left_is_no_ones_after_it_is_made_again(db: Database, kit: Kit, mine: UUID, task):
    one = task()
    stage = StageKey.of(mine, "audio", {"source": "04"})

    async def killed() -> object:
        raise KeyboardInterrupt

    left = Writes(kit, b"half way", killed)
    with pytest.raises(KeyboardInterrupt):
        await left(stage)
    kept = await kit.made(one, "recognition", stage, Writes(kit, b"whole"))
    with db.begin() as tx:
        assert stages.names(tx, mine, stage.key, kept["key"])
        assert not stages.names(tx, mine, stage.key, left.key)
        assert stages.release(tx, one) == [kept["key"]]
