"""kill -9 of any process at any moment: the task completes, no finished step runs again, one charge."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest
from dubs import make_talk, real_speech
from films import look_at, make_film
from sqlalchemy import text

from lingoreel.database import Database, EmbeddedPostgres
from service import SUBTITLE, Customer, RunningService, start_service

DUB = "/api/tasks/media/video-translation/synthesis"
FILM = "/api/tasks/media/video-generation"
RESUMED_S = 90.0
"""A bound, not a measure: shared machines are slow at times."""


def database_url(service: RunningService) -> str:
    """How to reach the running service's database, without becoming one of its users."""
    server = EmbeddedPostgres.join(service.data_dir)
    try:
        return server.url
    finally:
        server.release()


class Watcher:
    """Sees a running task from inside: its stage, the worker's pid, what was done."""

    def __init__(self, service: RunningService) -> None:
        self.service = service
        self.database = Database(database_url(service), 1)

    def close(self) -> None:
        self.database.close()

    def worker_pid(self) -> int:
        with self.database.begin() as tx:
            return int(tx.execute(text("SELECT pid FROM workers ORDER BY started_at DESC LIMIT 1")).scalar_one())

    def stage(self, task_id: str) -> str | None:
        with self.database.begin() as tx:
            return tx.execute(text("SELECT stage FROM tasks WHERE id = :id"), {"id": task_id}).scalar_one()

    def wait_for(self, task_id: str, stage: str, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.stage(task_id) == stage:
                return
            time.sleep(0.003)
        raise AssertionError(f"{task_id} never came to {stage}; it is in {self.stage(task_id)}")

    def wait_for_part(self, task_id: str, name: str, seconds: float = 60) -> None:
        """Wait until a part of a batch is done."""
        until = time.monotonic() + seconds
        while not any(step.startswith(f"{name}/") for step in self.recorded(task_id)):
            assert time.monotonic() < until, f"no part of {name} of {task_id} was ever done"
            time.sleep(0.01)

    def recorded(self, task_id: str) -> set[str]:
        """The steps that are finished: their results are written down."""
        with self.database.begin() as tx:
            return set(
                tx.execute(
                    text("SELECT function_name FROM dbos.operation_outputs WHERE starts_with(workflow_uuid, :id)"),
                    {"id": task_id},
                ).scalars()
            )

    def audit(self) -> list:
        from lingoreel import points

        with self.database.begin() as tx:
            return points.audit(tx)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with start_service(tmp_path_factory.mktemp("hurt"), LINGOREEL_DRAIN_S="5") as running:
        yield running


@pytest.fixture
def hurt(service: RunningService):
    """The service, a customer of one's own (whose stages nobody made before), and a look inside."""
    watcher = Watcher(service)
    yield service, service.customer(parallel=2), watcher
    watcher.close()


def steps_done(service: RunningService, task_id: str) -> Counter[str]:
    log = service.log_path.read_text(errors="replace")
    return Counter(
        found.group(1)
        for line in log.splitlines()
        if task_id in line and "step done" in line and (found := re.search(r"stage=(\S+)", line))
    )


def children_of(pid: int) -> dict[str, int]:
    """The service's own processes by name."""
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as stat, open(f"/proc/{entry}/cmdline") as command:
                    if int(stat.read().rpartition(")")[2].split()[1]) == pid:
                        name = re.search(r"lingoreel\.cli\.(\w+)_process", command.read())
                        if name:
                            found[name.group(1)] = int(entry)
            except OSError:
                continue
    return found


def check(
    customer: Customer,
    service: RunningService,
    watcher: Watcher,
    task_id: str,
    finished: set[str] | None = None,
    charged: float = 1,
) -> dict:
    """The task completes, is charged once, and no `finished` step (None: none at all) was done again."""
    done = customer.wait(task_id, seconds=180)
    assert done["state"] == 1, done["error"]
    assert done["points"]["charged"] == charged
    assert customer.points() | {"lots": 0} == {"available": 100 - charged, "held": 0, "lots": 0}
    assert watcher.audit() == []
    done_again = {step for step, count in steps_done(service, task_id).items() if count > 1}
    assert not done_again & (watcher.recorded(task_id) if finished is None else finished)
    return done


@pytest.mark.parametrize("stage", ["prepare", "probe", "audio", "speech", "recognise", "publish"])
def test_kill_of_the_worker_in_each_stage(hurt, speech: bytes, stage: str):
    service, customer, watcher = hurt
    worker = watcher.worker_pid()
    task_id = customer.upload(speech, "speech.opus", words=1)
    watcher.wait_for(task_id, stage)
    check(customer, service, watcher, task_id, kill_worker(watcher, worker, task_id))


def kill_worker(watcher: Watcher, worker: int, task_id: str) -> set[str]:
    """Kill it and wait for the next; the task's steps that were finished."""
    os.kill(worker, signal.SIGKILL)
    finished = watcher.recorded(task_id)
    killed = time.monotonic()
    while watcher.worker_pid() == worker:
        assert time.monotonic() - killed < RESUMED_S
        time.sleep(0.05)
    return finished


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Long enough to be encoded in pieces."""
    return make_film(tmp_path_factory.mktemp("film") / "film.mp4", seconds=24).read_bytes()


@pytest.mark.parametrize("stage", ["tracks", "plan", "burn", "join", "publish"])
def test_kill_of_the_worker_while_it_makes_a_video(hurt, film: bytes, stage: str):
    service, customer, watcher = hurt
    worker = watcher.worker_pid()
    cues = json.dumps([{"start": 1000, "end": 20_000, "text": f"killed in {stage}"}])
    task_id = customer.upload(film, "film.mp4", SUBTITLE, primary_subtitles=cues)
    watcher.wait_for(task_id, stage)
    finished = kill_worker(watcher, worker, task_id)
    done = check(customer, service, watcher, task_id, finished, charged=0.5)
    before, after = look_at(film), look_at(httpx.get(done["file"]).content)
    assert after.times == before.times
    assert after.sound == before.sound


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_talk(tmp_path_factory.mktemp("talk") / "talk.mp4", real_speech()[:2], pauses_s=(20,)).content()


@pytest.mark.parametrize("stage", ["speak", "mix", "publish"])
def test_kill_of_the_worker_while_it_dubs(hurt, talk: bytes, stage: str):
    service, customer, watcher = hurt
    worker = watcher.worker_pid()
    lines = [
        {"start": at, "end": at + 900, "text": f"Esta es la línea número {at}, y es larga."}
        for at in range(0, 48_000, 1000)
    ]
    task_id = customer.upload(talk, "talk.mp4", DUB, language="es", subtitles=json.dumps(lines))
    watcher.wait_for(task_id, stage)
    done = check(customer, service, watcher, task_id, kill_worker(watcher, worker, task_id), charged=6)
    assert len(done["result"]["sync"]["lines"]) == len(lines)
    assert httpx.get(done["file"]).status_code == 200


@pytest.mark.parametrize("stage", ["speak", "film", "join"])
def test_kill_of_the_worker_while_it_makes_a_film(hurt, stage: str):
    service, customer, watcher = hurt
    worker = watcher.worker_pid()
    story = f"A ship leaves the harbour, killed in {stage}. The sea is wide. At night, the stars show the way home."
    task_id = customer.create(FILM, text=story, language="en", resolution="480p")
    watcher.wait_for(task_id, stage)
    if stage == "film":
        watcher.wait_for_part(task_id, "film")
    done = check(customer, service, watcher, task_id, kill_worker(watcher, worker, task_id), charged=10)
    content = httpx.get(done["file"]).content
    again = customer.wait(customer.create(FILM, text=story, language="en", resolution="480p"))
    assert httpx.get(again["file"]).content == content


def test_kill_of_the_api(hurt, speech: bytes):
    service, customer, watcher = hurt
    task_id = customer.upload(speech, "speech.opus")
    os.kill(children_of(service.process.pid)["api"], signal.SIGKILL)
    time.sleep(0.2)
    service.wait_ready(RESUMED_S)
    check(customer, service, watcher, task_id)


def test_kill_of_postgresql(hurt, speech: bytes):
    service, customer, watcher = hurt
    task_id = customer.upload(speech, "speech.opus")
    watcher.wait_for(task_id, "recognise")
    finished = watcher.recorded(task_id)
    postmaster = int((service.data_dir / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)
    killed = time.monotonic()
    time.sleep(0.2)
    service.wait_ready(RESUMED_S)
    while True:
        try:
            if watcher.worker_pid():
                break
        except Exception:
            assert time.monotonic() - killed < RESUMED_S
        time.sleep(0.1)
    check(customer, service, watcher, task_id, finished)


def test_kill_of_everything_and_a_new_start(hurt, speech: bytes):
    service, customer, watcher = hurt
    task_id = customer.upload(speech, "speech.opus")
    watcher.wait_for(task_id, "recognise")
    worker, finished = watcher.worker_pid(), watcher.recorded(task_id)
    service.process.kill()
    service.process.wait()
    until = time.monotonic() + 5
    while os.path.exists(f"/proc/{worker}") and time.monotonic() < until:
        time.sleep(0.05)
    assert not os.path.exists(f"/proc/{worker}")
    service.start()
    check(customer, service, watcher, task_id, finished)


def test_a_drained_worker_hands_over(hurt, speech: bytes):
    service, customer, watcher = hurt
    task_id = customer.upload(speech, "speech.opus")
    watcher.wait_for(task_id, "recognise")
    service.stop()
    service.start()
    check(customer, service, watcher, task_id)


def test_a_worker_cut_off_while_it_drains_hands_over(hurt, speech: bytes):
    service, customer, watcher = hurt
    service.environment["LINGOREEL_DRAIN_S"] = "0"
    service.stop()
    service.start()
    task_id = customer.upload(speech, "speech.opus")
    watcher.wait_for(task_id, "recognise")
    time.sleep(1)
    service.stop()
    service.start()
    check(customer, service, watcher, task_id)
