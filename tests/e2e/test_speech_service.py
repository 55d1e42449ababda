"""A text spoken by a service that counts what it is asked, while the worker is killed or the task cancelled."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hearing import loudness
from sqlalchemy import text

from lingoreel.database import Database, EmbeddedPostgres
from service import Customer, RunningService, start_service

sys.path.append(str(Path(__file__).parents[1] / "engines_speech"))
from fake_speech import FakeSpeech

SPEECH = "/api/tasks/audio/speech"
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
AT_ONCE = 2


class SlowSpeech(FakeSpeech):
    """A service that takes a while for every sentence; `down`: it refuses all."""

    seconds = 0.0
    down = False

    def answer(self, handler: Any, question: dict[str, Any]) -> None:
        time.sleep(self.seconds)
        if self.down:
            self.behaviours.insert(0, "401")
        super().answer(handler, question)

    @property
    def sentences(self) -> list[str]:
        return [question["input"] for question in self.asked]


@pytest.fixture(scope="module")
def fake() -> Iterator[SlowSpeech]:
    with SlowSpeech() as fake:
        yield fake


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, fake: SlowSpeech) -> Iterator[RunningService]:
    with start_service(
        tmp_path_factory.mktemp("spoken"),
        LINGOREEL_SPEECH_URL=fake.url,
        LINGOREEL_SPEECH_MODEL="fake",
        LINGOREEL_SPEECH_VOICES="nova=en",
        LINGOREEL_SPEECH_PARALLEL=str(AT_ONCE),
        LINGOREEL_NET_SLOTS=str(AT_ONCE),
    ) as running:
        yield running


@pytest.fixture
def asked(fake: SlowSpeech) -> SlowSpeech:
    fake.asked.clear()
    fake.behaviours.clear()
    fake.seconds, fake.down = 0.0, False
    return fake


@pytest.fixture
def customer(service: RunningService) -> Customer:
    """One of the test's own, for whom nothing was spoken yet."""
    return service.customer(points=100, parallel=4)


def story(*, without: str = "") -> str:
    return " ".join(f"This is sentence number {number}." for number in NUMBERS if number != without)


def wait_until(holds: Any, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def worker_pid(service: RunningService) -> int:
    server = EmbeddedPostgres.join(service.data_dir)
    try:
        database = Database(server.url, 1)
        with database.begin() as tx:
            found = int(tx.execute(text("SELECT pid FROM workers ORDER BY started_at DESC LIMIT 1")).scalar_one())
        database.close()
        return found
    finally:
        server.release()


def test_every_sentence_is_asked_for_once_and_a_changed_one_alone(
    customer: Customer, asked: SlowSpeech, tmp_path: Path
):
    first = customer.wait(customer.create(SPEECH, text=story() + " This is sentence number one."))
    assert first["state"] == 1, first["error"]
    assert (first["voice"], len(first["segments"])) == ("openai:nova", 13)
    assert Counter(asked.sentences) == Counter(f"This is sentence number {number}." for number in NUMBERS)
    asked.asked.clear()
    second = customer.wait(customer.create(SPEECH, text=story(without="five") + " And a new one."))
    assert second["state"] == 1, second["error"]
    assert asked.sentences == ["And a new one."]
    assert len(second["segments"]) == 12
    heard = loudness(httpx.get(second["file"]).content, tmp_path)
    assert abs(heard.lufs + 16) <= 1
    assert heard.true_peak_dbtp <= -1


def test_kill_of_the_worker_while_it_speaks(service: RunningService, customer: Customer, asked: SlowSpeech):
    asked.seconds = 0.4
    task_id = customer.create(SPEECH, text=story())
    wait_until(lambda: len(asked.asked) >= 6)
    os.kill(worker_pid(service), signal.SIGKILL)
    done = customer.wait(task_id, seconds=150)
    assert done["state"] == 1, done["error"]
    assert len(done["segments"]) == len(NUMBERS)
    times = Counter(asked.sentences)
    assert len(times) == len(NUMBERS)
    assert sum(times.values()) <= len(NUMBERS) + AT_ONCE, "what was in the air at most"
    assert max(times.values()) <= 2
    assert done["points"]["charged"] == -(-done["characters"] // 100) * 0.5
    assert customer.points()["available"] == 100 - done["points"]["charged"]
    assert customer.points()["held"] == 0


def test_a_cancelled_text_is_spoken_no_further(customer: Customer, asked: SlowSpeech):
    asked.seconds = 0.5
    task_id = customer.create(SPEECH, text=story())
    wait_until(lambda: len(asked.asked) >= 2)
    assert customer.http.delete(f"/api/tasks/{task_id}").status_code == 200
    done = customer.wait(task_id)
    assert done["state"] == -1
    assert done["error"]["code"] == "cancelled"
    time.sleep(2)
    settled = len(asked.asked)
    time.sleep(1.5)
    assert len(asked.asked) == settled < len(NUMBERS)
    assert customer.points()["available"] == 100
    asked.seconds = 0.0
    again = customer.wait(customer.create(SPEECH, text=story()))
    assert again["state"] == 1, again["error"]
    assert len(asked.asked) < 2 * len(NUMBERS), "what was spoken before is kept"


def test_a_service_that_refuses_is_told_and_what_it_said_before_is_kept(customer: Customer, asked: SlowSpeech):
    asked.seconds = 0.3
    task_id = customer.create(SPEECH, text=story())
    wait_until(lambda: len(asked.asked) >= 5)
    asked.down = True
    done = customer.wait(task_id)
    assert done["state"] == -1
    assert done["error"]["remedy"]
    assert "sk-" not in str(done["error"])
    assert customer.points()["available"] == 100
    said = len(asked.asked)
    asked.down, asked.seconds = False, 0.0
    asked.behaviours.clear()
    again = customer.wait(customer.create(SPEECH, text=story()))
    assert again["state"] == 1, again["error"]
    assert len(asked.asked) - said <= len(NUMBERS) - 3
