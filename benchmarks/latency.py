"""A short file: what the service takes beyond the engine, and how soon its work begins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from sqlalchemy import text

from benchmarks import service, speech
from benchmarks.one_process import OneProcess
from benchmarks.service import Service
from benchmarks.table import Table, at_most

SECONDS = 10.0
BEYOND_S = 1.0
START_S = 0.3
RUNS = 9
QUICK_RUNS = 3

_POCKETSPHINX = "lingoreel.engines.recognition.pocketsphinx:Engine"
_STARTED = text("""
    SELECT w.started_at_epoch_ms / 1000.0 - extract(epoch FROM t.created_at) AS seconds
    FROM tasks t JOIN dbos.workflow_status w ON w.workflow_uuid = t.workflow_id
    WHERE t.id = ANY(CAST(:ids AS uuid[]))
""")


def run(folder: Path, *, quick: bool) -> Table:
    """Measure; `folder` is scratch."""
    runs = QUICK_RUNS if quick else RUNS
    files = [speech.excerpt(folder / f"{n}.flac", SECONDS, 20 * n) for n in range(runs + 1)]
    with (
        service.running(folder, environment={"LINGOREEL_RECOGNITION_ENGINE": "pocketsphinx"}) as running,
        OneProcess(_POCKETSPHINX, {}, folder) as alone,
    ):
        key = running.customer()
        running.recognise(key, files[0], wait_s=120)
        alone.recognise(files[0].path)
        served, engine = [], []
        for file in files[1:]:
            served.append(running.recognise(key, file, wait_s=120))
            engine.append(alone.recognise(file.path).recognise_s)
        starts = _starts(running, [timed.task_id for timed in served])
    beyond = [timed.seconds - own for timed, own in zip(served, engine, strict=True)]
    return Table(
        "latency",
        f"A file of {SECONDS:g} s: the service's time beyond the engine's own",
        "Create to complete: from sending the create (an upload) to seeing state 1 by polling every "
        f"{service.POLL_S * 1000:.0f} ms. Engine: the same file through the same engine (pocketsphinx), warm, in one "
        "process; only its own call. Beyond the engine: their difference, file by file. Workflow start: by the "
        f"database, from the task's row to the start of its workflow in a worker. {runs} files after a first one that "
        "warms both; each file is another, so that no stored stage answers.",
        ("measure", "median", "least", "most", "target (median)", "verdict"),
        [
            ("create to complete", *_spread([timed.seconds for timed in served]), "", ""),
            ("engine alone in one warm process", *_spread(engine), "", ""),
            ("beyond the engine", *_spread(beyond), f"≤ {BEYOND_S:g} s", at_most(median(beyond), BEYOND_S)),
            ("create to workflow start", *_spread(starts), f"≤ {START_S:g} s", at_most(median(starts), START_S)),
        ],
    )


def _spread(seconds: Sequence[float]) -> tuple[str, str, str]:
    return f"{median(seconds):.3f} s", f"{min(seconds):.3f} s", f"{max(seconds):.3f} s"


def _starts(running: Service, task_ids: list[str]) -> list[float]:
    with running.database() as database, database.begin() as tx:
        return [float(seconds) for seconds in tx.execute(_STARTED, {"ids": task_ids}).scalars()]
