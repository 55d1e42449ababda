"""What the sweeper repairs, on a real database; workers and workflows are rows put there by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Connection, text

from lingoreel import points
from lingoreel.database import Database
from lingoreel.settings import Settings
from lingoreel.tasks import repository, stages
from lingoreel.tasks.life import Life
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.stages import StageKey
from lingoreel.tasks.sweeper import LOCK_CLASS, Sweeper
from lingoreel.tasks.workflows import VERSION, Workflows


@pytest.fixture
def recovered() -> list[str]:
    return []


@pytest.fixture
def life(settings: Settings, workflows: Workflows) -> Life:
    return Life(settings.limits, workflows)


@pytest.fixture
def sweeper(
    settings: Settings, db: Database, life: Life, workflows: Workflows, recovered: list[str]
) -> Iterator[Sweeper]:
    yield Sweeper(settings, db, life, workflows, recovered.extend)


def add_worker(tx: Connection, name: str, lock_id: int, scratch: str = "/nowhere", version: str = VERSION) -> None:
    tx.execute(
        text("""
            INSERT INTO workers (executor_id, lock_id, host, pid, scratch, version, lanes, engines)
            VALUES (:name, :lock_id, 'here', 1, :scratch, :version, '{cpu}', '[]')
        """),
        {"name": name, "lock_id": lock_id, "scratch": scratch, "version": version},
    )


def workers(db: Database) -> list[str]:
    with db.begin() as tx:
        return sorted(tx.execute(text("SELECT executor_id FROM workers")).scalars())


def create(db: Database, life: Life, customer_id: UUID, accepted) -> UUID:
    with db.begin() as tx:
        return life.create(tx, customer_id, product="recognition", path="/p", accepted=accepted)


def settled(db: Database, task_id: UUID, *, age_s: int = 60) -> None:
    """Make the task's admission `age_s` seconds old, so that the sweeper looks at it."""
    with db.begin() as tx:
        tx.execute(
            text("UPDATE tasks SET admitted_at = admitted_at - make_interval(secs => :age) WHERE id = :id"),
            {"age": age_s, "id": task_id},
        )


def workflow(db: Database, task_id: UUID) -> tuple[str, str | None]:
    with db.begin() as tx:
        row = repository.read(tx, task_id, None)
        assert row is not None
        status = tx.execute(
            text("SELECT status FROM dbos.workflow_status WHERE workflow_uuid = :id"), {"id": row["workflow_id"]}
        ).scalar()
        return row["workflow_id"], status


def set_workflow(db: Database, task_id: UUID, **values: str) -> None:
    with db.begin() as tx:
        for column, value in values.items():
            tx.execute(
                text(f"UPDATE dbos.workflow_status SET {column} = :value WHERE workflow_uuid = :id"),
                {"value": value, "id": str(task_id)},
            )


def test_a_worker_without_its_lock_is_dead_and_one_with_it_is_not(db, sweeper, settings):
    with db.engine.connect() as alive, db.begin() as tx:
        alive.execute(text("SELECT pg_advisory_lock(:a, :b)"), {"a": LOCK_CLASS, "b": 11})
        add_worker(tx, "alive", 11)
        scratch = settings.scratch_dir / "dead"
        scratch.mkdir(parents=True)
        (scratch / "left behind").write_text("x")
        add_worker(tx, "dead", 12, str(scratch))
        tx.commit()
        assert sweeper.sweep()
        assert workers(db) == ["alive"]
        assert not scratch.exists()
        alive.execute(text("SELECT pg_advisory_unlock(:a, :b)"), {"a": LOCK_CLASS, "b": 11})
        assert sweeper.sweep()
        assert workers(db) == []


def test_a_silent_worker_is_dead_though_it_holds_its_lock(db, sweeper):
    with db.engine.connect() as frozen:
        frozen.execute(text("SELECT pg_advisory_lock(:a, :b)"), {"a": LOCK_CLASS, "b": 13})
        with db.begin() as tx:
            add_worker(tx, "frozen", 13)
            tx.execute(text("UPDATE workers SET beat_at = beat_at - interval '31 seconds'"))
        sweeper.sweep()
        assert workers(db) == []


def test_pending_work_of_the_dead_is_handed_over(db, sweeper, life, customer, accepted, recovered):
    task = create(db, life, customer(), accepted)
    set_workflow(db, task, status="PENDING", executor_id="dead")
    sweeper.sweep()
    assert recovered == ["dead"]


def test_one_sweeps_at_a_time(db, sweeper):
    with db.begin() as tx:
        assert tx.execute(text("SELECT pg_try_advisory_xact_lock(8, 1)")).scalar_one()
        assert not sweeper.sweep()
    assert sweeper.sweep()


@pytest.mark.parametrize("status", ["ERROR", "SUCCESS", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"])
def test_a_task_whose_workflow_ended_is_ended(db, sweeper, life, customer, accepted, status):
    mine = customer()
    task = create(db, life, mine, accepted)
    with db.begin() as tx:
        life.hold(tx, task, {"speech_to_text": 1000})
    set_workflow(db, task, status=status)
    sweeper.sweep()
    with db.begin() as tx:
        row = repository.read(tx, task, mine)
        assert row is not None
        assert row["state"] == 2, "a fresh task is left alone: its end may be on its way"
    settled(db, task)
    sweeper.sweep()
    with db.begin() as tx:
        row = repository.read(tx, task, mine)
        assert row is not None
        assert (row["state"], row["error"]["code"]) == (-1, "worker_lost")
        assert points.balance(tx, mine)["held"] == 0
        assert points.audit(tx) == []


def test_a_lost_enqueue_is_repeated(db, sweeper, life, customer, accepted):
    task = create(db, life, customer(), accepted)
    with db.begin() as tx:
        tx.execute(text("DELETE FROM dbos.workflow_status"))
    settled(db, task)
    sweeper.sweep()
    assert workflow(db, task) == (str(task), "ENQUEUED")


def test_a_version_nobody_serves_starts_again_as_a_new_workflow(db, sweeper, life, customer, accepted):
    task = create(db, life, customer(), accepted)
    set_workflow(db, task, status="PENDING", application_version="0", executor_id="old")
    settled(db, task)
    sweeper.sweep()
    assert workflow(db, task) == (f"{task}:2", "ENQUEUED")


def test_waiting_tasks_are_let_in_when_the_limit_was_raised(db, sweeper, life, customer, accepted):
    from lingoreel import customers

    mine = customer(parallel_tasks=1)
    tasks = [create(db, life, mine, accepted) for _ in range(3)]
    with db.begin() as tx:
        customers.set_limits(tx, mine, {"parallel_tasks": 2})
    sweeper.sweep()
    with db.begin() as tx:
        assert [repository.read(tx, task, mine)["state"] for task in tasks] == [2, 2, 0]


def test_work_of_an_ended_task_is_stopped(db, sweeper, life, customer, accepted):
    from lingoreel.errors import EngineFailed

    task = create(db, life, customer(), accepted)
    with db.begin() as tx:
        life.fail(tx, task, EngineFailed("over"))
        tx.execute(text("UPDATE tasks SET completed_at = completed_at - interval '11 seconds'"))
    sweeper.sweep()
    assert workflow(db, task)[1] == "CANCELLED"


def test_retention(db, sweeper, life, customer, accepted, settings):
    mine = customer()
    task, running = create(db, life, mine, accepted), create(db, life, mine, accepted)
    with db.begin() as tx:
        life.hold(tx, task, {"speech_to_text": 1000})
        life.complete(tx, task, Outcome({"result": "x"}, (), {"speech_to_text": 1000}))
        stage = StageKey.of(mine, "audio", {"source": "00"})
        key = stage.new_object("audio.pcm")
        stages.write(tx, stage, {"key": key}, running)
        video = StageKey.of(mine, "mux", {"task": str(task)})
        stages.write(tx, video, {"key": f"results/{task}/video"}, running)
        tx.execute(text("UPDATE stages SET used_at = used_at - interval '3 days'"))
        tx.execute(text("UPDATE tasks SET created_at = created_at - interval '4 days'"))
    assert sweeper.clean() == []
    with db.begin() as tx:
        tx.execute(
            text("UPDATE tasks SET completed_at = completed_at - interval '3 days' WHERE id = :id"), {"id": task}
        )
    assert sweeper.clean() == [], "the other task runs on the same source and stages"
    with db.begin() as tx:
        life.hold(tx, running, {"speech_to_text": 1000})
        life.complete(tx, running, Outcome({"result": "x"}, (), {"speech_to_text": 1000}))
        tx.execute(
            text("UPDATE tasks SET completed_at = completed_at - interval '3 days' WHERE id = :id"), {"id": running}
        )
    assert sorted(set(sweeper.clean())) == ["sources/x", key], "a result is kept longer than its stage"
    with db.begin() as tx:
        tx.execute(text("UPDATE tasks SET completed_at = completed_at - interval '5 days'"))
    assert sorted(sweeper.clean()) == sorted([f"results/{task}/", f"results/{running}/"])
    with db.begin() as tx:
        row = repository.read(tx, task, mine)
        assert row is not None
        assert (row["state"], row["data"], row["media_deleted"]) == (1, None, True)
        assert points.receipt(tx, task)["charged"] == 1


def test_orphans_are_told_from_what_is_in_use(db, sweeper, life, customer, accepted):
    mine = customer()
    task = create(db, life, mine, accepted)
    stage = StageKey.of(mine, "audio", {"source": "00"})
    key = stage.new_object("audio.pcm")
    with db.begin() as tx:
        stages.write(tx, stage, {"key": key}, task)
        stages.write(tx, StageKey.of(mine, "list", {}), ["key"], task)
    assert not sweeper.is_orphan("sources/x")
    assert not sweeper.is_orphan(f"results/{task}/txt")
    assert sweeper.is_orphan(f"results/{mine}/txt")
    assert sweeper.is_orphan("results/what is this")
    assert sweeper.is_orphan("sources/y")
    assert not sweeper.is_orphan(key)
    assert sweeper.is_orphan(stage.new_object("audio.pcm")), "another making's"
    assert sweeper.is_orphan(StageKey.of(mine, "list", {}).new_object("key"))
    assert sweeper.is_orphan(StageKey.of(mine, "audio", {"source": "01"}).new_object("audio.pcm"))


def test_a_stage_belongs_to_its_customer_and_to_what_it_was_made_of(db, life, customer, accepted):
    one, other = customer(), customer()
    stage = StageKey.of(one, "audio", {"a": 1, "b": "ü"})
    assert stage == StageKey.of(one, "audio", {"b": "ü", "a": 1})
    assert stage.key != StageKey.of(one, "audio", {"a": 2, "b": "ü"}).key
    assert stage.key != StageKey.of(one, "video", {"a": 1, "b": "ü"}).key
    mine, theirs = create(db, life, one, accepted), create(db, life, other, accepted)
    with db.begin() as tx:
        stages.write(tx, stage, {"made": 1}, mine)
        assert stages.read(tx, stage, mine) == {"made": 1}
        assert stages.read(tx, StageKey(other, stage.name, stage.key), theirs) is None
        assert stages.values(tx, one, [stage.key, stage.key]) == [{"made": 1}] * 2
        with pytest.raises(KeyError):
            stages.values(tx, one, [stage.key, "0"])


def test_deleting_a_task_takes_the_stages_that_only_it_used(db, life, customer, accepted):
    mine = customer()
    first, second = create(db, life, mine, accepted), create(db, life, mine, accepted)
    shared, own = StageKey.of(mine, "audio", {"of": "both"}), StageKey.of(mine, "audio", {"of": "one"})
    with db.begin() as tx:
        both, one = shared.new_object("a"), own.new_object("b")
        stages.write(tx, shared, {"key": both}, first)
        stages.write(tx, own, {"key": one}, first)
        assert stages.read(tx, shared, second) == {"key": both}
    with db.begin() as tx:
        assert stages.release(tx, first) == [one]
        assert stages.read(tx, own, second) is None
        assert stages.release(tx, second) == [both]


def test_a_part_for_a_lane_that_nobody_serves_makes_its_task_choose_again(db, sweeper, life, customer, accepted):
    task = create(db, life, customer(), accepted)
    with db.engine.connect() as alive:
        alive.execute(text("SELECT pg_advisory_lock(:a, :b)"), {"a": LOCK_CLASS, "b": 14})
        with db.begin() as tx:
            add_worker(tx, "alive", 14)
            tx.execute(
                text("""
                    INSERT INTO dbos.workflow_status (workflow_uuid, status, name, queue_name, created_at, updated_at)
                    VALUES (:id, 'ENQUEUED', 'part', 'gpu', extract(epoch FROM now()) * 1000 - 61000, 0)
                """),
                {"id": f"{task}/recognise/0"},
            )
        settled(db, task)
        sweeper.sweep()
        assert workflow(db, task) == (f"{task}:2", "ENQUEUED")
        with db.begin() as tx:
            left = tx.execute(
                text("SELECT status FROM dbos.workflow_status WHERE workflow_uuid = :id"), {"id": str(task)}
            )
            assert left.scalar_one() == "CANCELLED"


def test_only_what_all_workers_of_a_lane_have_is_offered(db):
    from lingoreel.tasks import offer

    def engine(name: str, version: str, lane: str = "cpu") -> dict:
        return {"capability": "recognition", "name": name, "version": version, "lane": lane}

    with db.begin() as tx:
        add_worker(tx, "one", 21)
        add_worker(tx, "two", 22)
        for name, engines in (
            ("one", [engine("sphinx", "1"), engine("whisper", "1"), engine("big", "1", "gpu")]),
            ("two", [engine("sphinx", "1"), engine("whisper", "2")]),
        ):
            tx.execute(
                text("UPDATE workers SET engines = CAST(:engines AS jsonb) WHERE executor_id = :name"),
                {"engines": json.dumps(engines), "name": name},
            )
        assert [record["name"] for record in offer.read(tx, 30).engines] == ["sphinx"]
        tx.execute(text("UPDATE workers SET lanes = '{cpu,gpu}' WHERE executor_id = 'one'"))
        assert sorted(record["name"] for record in offer.read(tx, 30).engines) == ["big", "sphinx"]
