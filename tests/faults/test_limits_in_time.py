"""Places, cancelling and time limits while tasks really run."""

from __future__ import annotations

import http.server
import socketserver
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from service import RunningService


@pytest.fixture
def dripping() -> Iterator[str]:
    """A server that sends a byte every half second, for ever."""
    stop = threading.Event()

    class Drip(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            while not stop.wait(0.5):
                try:
                    self.wfile.write(b"x")
                except OSError:
                    return

        def log_message(self, *_args: object) -> None:
            pass

    class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
        daemon_threads = True

    with Server(("127.0.0.2", 0), Drip) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.2:{server.server_port}/film.mp4"
        stop.set()
        server.shutdown()
        thread.join()


def test_places_drips_and_cancelling(own_service: Callable[..., RunningService], dripping: str, speech: bytes):
    service = own_service(LINGOREEL_SOURCE_ALLOW_NETWORKS="127.0.0.2/32", LINGOREEL_CPU_SLOTS="1")
    slow, other = service.customer(parallel=2), service.customer()
    drips = [slow.create(url=dripping) for _ in range(3)]
    time.sleep(1)
    assert [slow.query(task)["state"] for task in drips] == [2, 2, 0]
    assert slow.query(drips[2])["queue_position"] == 1
    # A download that drips takes no lane, and another customer's task is not held up.
    assert other.wait(other.upload(speech, "speech.opus"))["state"] == 1
    # A raised limit takes effect without a restart.
    service.command("customers", "limits", slow.id, "--set", "parallel_tasks=3")
    until = time.monotonic() + 10
    while slow.query(drips[2])["state"] == 0:
        assert time.monotonic() < until
        time.sleep(0.1)
    for task in drips:
        assert slow.http.delete(f"/api/tasks/{task}").status_code == 200
        ended = slow.query(task)
        assert (ended["state"], ended["error"]["code"]) == (-1, "cancelled")
    assert slow.points()["held"] == 0


def test_processing_timeout(own_service: Callable[..., RunningService], speech: bytes):
    service = own_service()
    customer = service.customer()
    for limit in ("processing_min_s=1", "processing_per_media_second=0.0001"):
        service.command("customers", "limits", customer.id, "--set", limit)
    done = customer.wait(customer.upload(speech * 1, "speech.opus"))
    assert done["state"] == -8, done["error"]
    assert done["error"]["retryable"]
    assert done["points"]["charged"] == 0
    assert customer.points()["held"] == 0


def test_workers_elsewhere_take_part(own_service: Callable[..., RunningService], speech: bytes):
    import signal
    import subprocess
    import sys

    service = own_service()
    service.stop()
    service.start("--no-worker")
    customer = service.customer()
    task = customer.upload(speech, "speech.opus")
    time.sleep(1)
    assert customer.query(task)["state"] in (2, 0)
    with service.log_path.open("ab") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "lingoreel.cli", "worker"], env=service.environment, stdout=log, stderr=log
        )
    try:
        assert customer.wait(task)["state"] == 1
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(60)
