"""`python -m benchmarks`: measure, print the tables, and keep them in `benchmarks/results/`."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import apertium, burn, cues, dubbing, film, latency, memory, recognition, requests, speaking
from benchmarks.table import MISSED, Table

RESULTS = Path(__file__).parent / "results"
BENCHMARKS: dict[str, Callable[..., Table]] = {
    "requests": requests.run,
    "latency": latency.run,
    "recognition": recognition.run,
    "memory": memory.run,
    "cues": cues.run,
    "apertium": apertium.run,
    "burn": burn.run,
    "speaking": speaking.run,
    "dubbing": dubbing.run,
    "film": film.run,
}
LONG: dict[str, Callable[..., Table]] = {
    "memory": partial(memory.run, full_speech=True),
    "dubbing": dubbing.run_long,
}


def main() -> None:
    """Exit status 0 also when a target is missed: a table says so, a machine that is busy may be why."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHMARKS)}; none: all")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works; nothing is kept")
    parser.add_argument(
        "--long", action="store_true", help="three hours full of speech, heard and dubbed; more than an hour's work"
    )
    asked = parser.parse_args()
    chosen = LONG if asked.long else BENCHMARKS
    if unknown := set(asked.names) - set(chosen):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")

    missed = 0
    for name in asked.names or chosen:
        print(f"… {name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="lingoreel-bench-") as folder:
            table = chosen[name](Path(folder), quick=asked.quick)
        print(f"\n{table.markdown()}", flush=True)
        if not asked.quick:
            table.keep(RESULTS)
        missed += table.missed
    print(f"{MISSED}: {missed}" if missed else "every target met")


if __name__ == "__main__":
    main()
