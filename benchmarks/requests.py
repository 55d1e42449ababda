"""Create and query: requests per second of the API against a bare FastAPI app on the same PostgreSQL server."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import httpx

from benchmarks import load, service
from benchmarks.one_process import ROOT
from benchmarks.service import Service
from benchmarks.table import Table, at_least

RATIO = 0.5
PAIRS = 800
QUICK_PAIRS = 80
ROUNDS = 3
CONNECTIONS = 16
"""Each with a customer of its own: one customer's creates wait for each other by design."""


def run(folder: Path, *, quick: bool) -> Table:
    """Measure; `folder` is scratch."""
    pairs = QUICK_PAIRS if quick else PAIRS
    # As it is deployed: a log for machines.
    environment = {"LINGOREEL_LIMITS__WAITING_TASKS": "1000000", "LINGOREEL_LOG_FORMAT": "json"}
    with service.running(folder, "--no-worker", environment=environment) as running, _bare_app(running) as bare_port:
        keys = [running.customer(f"customer {n}") for n in range(CONNECTIONS)]
        port = int(running.url.rpartition(":")[2])

        def ours(count: int) -> float:
            return load.pairs_per_second(port, service.RECOGNITION, count, keys)

        def bare(count: int) -> float:
            return load.pairs_per_second(bare_port, "/tasks", count, keys)

        warm = CONNECTIONS * (2 if quick else 25)
        ours(warm)
        bare(warm)
        rates = [(ours(pairs), bare(pairs)) for _ in range(ROUNDS)]
    served, baseline = median(rate[0] for rate in rates), median(rate[1] for rate in rates)
    ratio = median(rate[0] / rate[1] for rate in rates)
    return Table(
        "requests",
        "Create and query, requests per second",
        "Service: a create from JSON with a url, then its query, without a worker; each request is checked for its "
        "key, counted against the rate, answered with receipt and queue position, and logged as a line of JSON. Bare "
        "app: FastAPI, SQLAlchemy and psycopg, one insert or one select per request on the same PostgreSQL server. "
        f"Both by uvicorn in one process with the same settings, from {CONNECTIONS} kept connections of the same load "
        f"generator, {CONNECTIONS} customers; medians of {ROUNDS} alternating rounds of {pairs} pairs.",
        ("measure", "service", "bare app", "ratio", "target", "verdict"),
        [
            (
                "create + query, requests per second",
                f"{2 * served:.0f}",
                f"{2 * baseline:.0f}",
                f"{ratio:.2f}",
                f"≥ {RATIO:.2f}",
                at_least(ratio, RATIO),
            )
        ],
    )


@contextlib.contextmanager
def _bare_app(running: Service) -> Iterator[int]:
    """The baseline on the service's own database server; its port."""
    port = service.free_port()
    with running.database() as database:
        command = [sys.executable, "-m", "benchmarks.bare_app", str(port), database.url]
        child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)
        try:
            _wait_open(child, port)
            yield port
        finally:
            child.terminate()
            child.wait(30)


def _wait_open(child: subprocess.Popen[bytes], port: int) -> None:
    give_up_at = time.monotonic() + 30
    while time.monotonic() < give_up_at and child.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{port}/", timeout=2, trust_env=False)
            return
        time.sleep(0.05)
    raise RuntimeError("the bare app did not start")
