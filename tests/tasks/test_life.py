"""Creating, admitting and ending tasks: limits, points and states agree after every transaction."""

from __future__ import annotations

import threading
from uuid import UUID, uuid4

import pytest

from lingoreel import artifacts, points
from lingoreel.artifacts import Artifact
from lingoreel.database import Database
from lingoreel.errors import (
    Cancelled,
    Conflict,
    EngineFailed,
    NoSpeech,
    NotEnoughPoints,
    TooManyRequests,
)
from lingoreel.tasks import repository
from lingoreel.tasks.life import Life
from lingoreel.tasks.product import Accepted, Outcome
from lingoreel.tasks.states import State

OUTCOME = Outcome({"result": "hello"}, (Artifact("txt", "results/x/txt", "x.txt", 5),), {"speech_to_text": 61_000})


def create(db: Database, life: Life, customer_id: UUID, accepted: Accepted) -> UUID:
    with db.begin() as tx:
        return life.create(tx, customer_id, product="recognition", path="/p", accepted=accepted)


def state(db: Database, task_id: UUID) -> int:
    with db.begin() as tx:
        row = repository.read(tx, task_id, None)
        assert row is not None
        return int(row["state"])


def test_two_run_and_the_third_waits(db, life, starter, customer, accepted):
    mine, other = customer(), customer()
    tasks = [create(db, life, mine, accepted) for _ in range(3)]
    theirs = create(db, life, other, accepted)
    assert [state(db, task) for task in tasks] == [2, 2, 0]
    assert state(db, theirs) == 2
    assert [task for task, _ in starter.started] == [tasks[0], tasks[1], theirs]


def test_an_end_lets_the_oldest_waiting_task_in(db, life, starter, customer, accepted):
    mine = customer(parallel_tasks=1)
    tasks = [create(db, life, mine, accepted) for _ in range(3)]
    with db.begin() as tx:
        assert life.fail(tx, tasks[0], NoSpeech("nobody speaks"))
    assert [state(db, task) for task in tasks] == [State.NO_SPEECH, 2, 0]
    with db.begin() as tx:
        assert life.fail(tx, tasks[1], EngineFailed("it died"))
    assert [state(db, task) for task in tasks] == [State.NO_SPEECH, State.FAILED, 2]


def test_a_raised_limit_takes_effect_at_the_next_admission(db, life, customer, accepted):
    from lingoreel import customers

    mine = customer(parallel_tasks=1)
    tasks = [create(db, life, mine, accepted) for _ in range(3)]
    with db.begin() as tx:
        customers.set_limits(tx, mine, {"parallel_tasks": 3})
    with db.begin() as tx:
        assert life.admit(tx, mine) == 2
    assert [state(db, task) for task in tasks] == [2, 2, 2]


def test_many_creates_at_once_never_pass_the_parallel_limit(db, life, starter, customer, accepted):
    mine = customer(parallel_tasks=3)
    failures: list[BaseException] = []

    def some() -> None:
        try:
            for _ in range(5):
                create(db, life, mine, accepted)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=some) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with db.begin() as tx:
        assert repository.running(tx, mine) == 3
    assert len(starter.started) == 3


def test_too_many_waiting_tasks_are_refused(db, life, customer, accepted):
    mine = customer(parallel_tasks=1, waiting_tasks=2)
    for _ in range(3):
        create(db, life, mine, accepted)
    with pytest.raises(TooManyRequests) as refused:
        create(db, life, mine, accepted)
    assert refused.value.code == "too_many_waiting_tasks"
    assert "2 tasks" in refused.value.message


def test_no_points_no_task(db, life, customer, accepted):
    poor = customer(milli_points=0)
    with pytest.raises(NotEnoughPoints) as refused:
        create(db, life, poor, accepted)
    assert refused.value.details == {"needed": 1, "available": 0}
    with db.begin() as tx:
        assert repository.page(tx, poor, after=None, state=None, product=None, limit=5) == []


def hold(db: Database, customer_id: UUID, task_id: UUID) -> None:
    with db.begin() as tx:
        points.hold(tx, customer_id, task_id, {"speech_to_text": 61_000}, 1)


def test_complete_charges_once_and_keeps_the_files(db, life, customer, accepted):
    mine = customer()
    task = create(db, life, mine, accepted)
    hold(db, mine, task)
    with db.begin() as tx:
        assert life.complete(tx, task, OUTCOME)
    with db.begin() as tx:
        assert not life.complete(tx, task, OUTCOME)
        assert not life.fail(tx, task, EngineFailed("late"))
    with db.begin() as tx:
        row = repository.read(tx, task, mine)
        assert row is not None
        assert (row["state"], row["progress"], row["data"]) == (1, 100, {"result": "hello"})
        receipt = points.receipt(tx, task, ended=True)
        assert (receipt["held"], receipt["charged"], receipt["refunded"]) == (2, 2, 0)
        assert points.balance(tx, mine)["available"] == 998
        assert [artifact.name for artifact in artifacts.of_task(tx, task)] == ["txt"]
        assert points.audit(tx) == []


def test_a_failure_voids_the_hold(db, life, customer, accepted):
    mine = customer()
    task = create(db, life, mine, accepted)
    hold(db, mine, task)
    with db.begin() as tx:
        assert points.balance(tx, mine)["available"] == 998
        assert life.fail(tx, task, EngineFailed("it died", details={"stage": "recognise/0"}))
    with db.begin() as tx:
        row = repository.read(tx, task, mine)
        assert row is not None
        assert row["error"] == {
            "code": "engine_failed",
            "stage": "recognise/0",
            "message": "it died",
            "remedy": None,
            "retryable": True,
        }
        assert points.balance(tx, mine) | {"lots": None} == {"available": 1000, "held": 0, "lots": None}
        assert points.receipt(tx, task, ended=True)["charged"] == 0


def test_completing_without_a_hold_is_refused_whole(db, life, customer, accepted):
    mine = customer()
    task = create(db, life, mine, accepted)
    with pytest.raises(Conflict), db.begin() as tx:
        life.complete(tx, task, OUTCOME)
    assert state(db, task) == 2


def test_cancel_names_the_workflow_and_frees_the_place(db, life, customer, accepted):
    mine = customer(parallel_tasks=1)
    first, second = create(db, life, mine, accepted), create(db, life, mine, accepted)
    with db.begin() as tx:
        assert life.cancel(tx, first, mine, Cancelled("cancelled by the customer")) == str(first)
    assert (state(db, first), state(db, second)) == (-1, 2)
    with db.begin() as tx:
        assert life.cancel(tx, first, mine, Cancelled("again")) is None
        row = repository.read(tx, first, mine)
        assert row is not None
        assert row["error"]["code"] == "cancelled"


def test_deleting_media_keeps_row_and_receipt(db, life, customer, accepted):
    mine = customer()
    task = create(db, life, mine, accepted)
    hold(db, mine, task)
    with pytest.raises(Conflict), db.begin() as tx:
        life.delete_media(tx, task)
    with db.begin() as tx:
        life.complete(tx, task, OUTCOME)
    with db.begin() as tx:
        assert life.delete_media(tx, task) == ["results/x/txt", f"results/{task}/", "sources/x"]
    with db.begin() as tx:
        row = repository.read(tx, task, mine)
        assert row is not None
        assert row["data"] is None
        assert row["media_deleted"]
        assert points.receipt(tx, task, ended=True)["charged"] == 2


def test_state_and_progress_never_go_back(db, life, customer, accepted):
    mine = customer()
    task = create(db, life, mine, accepted)
    seen: list[tuple[int, float]] = []

    def note() -> None:
        with db.begin() as tx:
            row = repository.read(tx, task, mine)
            assert row is not None
            seen.append((row["state"], row["progress"]))

    for target, percent in [(2, 5), (4, 20), (3, 10), (2, 0), (5, 93), (4, 50)]:
        with db.begin() as tx:
            assert repository.enter(tx, task, State(target), "stage", percent)
        note()
    assert seen == [(2, 5), (4, 20), (4, 20), (4, 20), (5, 93), (5, 93)]


def test_progress_of_a_batch_is_the_sum_of_its_parts(db, life, customer, accepted):
    mine = customer()
    task = create(db, life, mine, accepted)
    for part, fraction in [("r/0", 0.5), ("r/1", 0.5), ("r/1", 0.25), ("r/0", 1.0), ("r/1", 1.0)]:
        with db.begin() as tx:
            repository.part_progress(tx, task, part, 15, 35, fraction)
    with db.begin() as tx:
        row = repository.read(tx, task, mine)
        assert row is not None
        assert row["progress"] == pytest.approx(85)


def test_a_foreign_task_is_not_found(db, life, customer, accepted):
    task = create(db, life, customer(), accepted)
    with db.begin() as tx:
        assert repository.read(tx, task, customer()) is None
        assert repository.read(tx, uuid4(), None) is None


def test_listing_is_newest_first_and_pages(db, life, customer, accepted: Accepted):
    mine: UUID = customer(parallel_tasks=2)
    tasks = [create(db, life, mine, accepted) for _ in range(5)]
    create(db, life, customer(), accepted)

    def page(after: UUID | None = None, state: int | None = None) -> list[UUID]:
        with db.begin() as tx:
            return [row["id"] for row in repository.page(tx, mine, after=after, state=state, product=None, limit=3)]

    assert page() == tasks[:1:-1]
    assert page(after=tasks[2]) == [tasks[1], tasks[0]]
    assert page(state=0) == tasks[:1:-1]


def test_progress_of_two_batches_never_jumps(db, life, customer, accepted):
    mine = customer()
    task = create(db, life, mine, accepted)
    seen: list[float] = []

    def reach(part: str, low: float, span: float, fraction: float) -> None:
        with db.begin() as tx:
            repository.part_progress(tx, task, part, low, span, fraction)
            row = repository.read(tx, task, mine)
            assert row is not None
            seen.append(row["progress"])

    for fraction in (0.5, 1.0):
        reach("recognise/0", 15, 30, fraction)
    reach("recognise/1", 15, 30, 1.0)
    for fraction in (0.25, 0.5, 1.0):
        reach("translate/0", 75, 17, fraction)
    assert seen == pytest.approx([30, 45, 75, 79.25, 83.5, 92])


def test_batches_with_names_alike_are_told_apart(db, life, customer, accepted):
    mine = customer()
    task = create(db, life, mine, accepted)
    with db.begin() as tx:
        for part, low, span in (("translate/0", 10, 40), ("translate_0_1/0", 50, 20), ("translate_1_0/0", 70, 10)):
            repository.part_progress(tx, task, part, low, span, 0.5)
        row = repository.read(tx, task, mine)
        assert row is not None
        assert row["progress"] == pytest.approx(75)


def inputs_of(db: Database, task: UUID) -> dict | None:
    with db.begin() as tx:
        return repository.inputs(tx, task)


def test_inputs_are_kept_until_the_media_is_deleted(db, life, customer):
    cues = {"primary": {"cues": [{"lines": ["naïve \U0001f600"]}], "field": "primary_subtitles"}}
    mine = customer()
    task = create(db, life, mine, Accepted({}, {"url": "https://example.org/a.mp4"}, ("speech_to_text",), inputs=cues))
    assert inputs_of(db, task) == cues
    with db.begin() as tx:
        row = repository.read(tx, task, mine)
        assert row is not None
        assert "inputs" not in row, "every query would read them"
        life.fail(tx, task, EngineFailed("it died"))
    assert inputs_of(db, task) == cues, "a failed task can be retried"
    with db.begin() as tx:
        life.delete_media(tx, task)
    assert inputs_of(db, task) is None


def test_without_inputs_there_are_none(db, life, customer, accepted):
    assert inputs_of(db, create(db, life, customer(), accepted)) is None
