"""A long file: how much memory the worker and the API take, their children apart."""

from __future__ import annotations

from pathlib import Path

from benchmarks import service, speech
from benchmarks.table import Table, at_most

HOURS = 3.0
QUICK_HOURS = 0.2
PEAK_MB = 300.0
_WAIT_S = 4 * 3600.0
# One reading of the sample, then silence: ten minutes of speech in three hours.
_SPARSE_PAUSE_S = 470.0


def run(folder: Path, *, quick: bool, full_speech: bool = False) -> Table:
    """Measure; `folder` is scratch. `full_speech`: speech from end to end, which takes the engine an hour or so."""
    hours = QUICK_HOURS if quick else HOURS
    pause_s = None if full_speech else _SPARSE_PAUSE_S
    long = speech.readings(folder / "long.flac", hours * 3600, pause_s=pause_s)
    with service.running(folder, environment={"LINGOREEL_RECOGNITION_ENGINE": "pocketsphinx"}) as running:
        done = running.recognise(running.customer(), long, wait_s=_WAIT_S, poll_s=1.0, source_language="en")
        peaks = {name: peak_mb(running.process(name)) for name in ("worker", "api")}
        peaks["supervisor"] = peak_mb(running.pid)
    rows = [
        (
            name,
            f"{peak:.0f} MB",
            f"≤ {PEAK_MB:.0f} MB" if name != "supervisor" else "",
            at_most(peak, PEAK_MB) if name != "supervisor" else "",
        )
        for name, peak in peaks.items()
    ]
    return Table(
        "memory-full-speech" if full_speech else "memory",
        f"Peak memory on a file of {long.seconds / 3600:.2f} h",
        "VmHWM of each process when the task is complete, children (decoder, engines, PostgreSQL) apart; MB are 10⁶ "
        f"bytes. An upload of {long.path.stat().st_size / 1e6:.0f} MB with {long.speech_seconds / 60:.0f} minutes of "
        f"speech; {len(done.answer['segments'])} segments came back after {done.seconds:.0f} s.",
        ("process", "peak", "target", "verdict"),
        rows,
    )


def peak_mb(pid: int) -> float:
    """The most memory that a process has had, in 10⁶ bytes."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError(f"process {pid} has no peak memory")
