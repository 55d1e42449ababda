"""Lines through Apertium: programs kept alive against the same programs started for every line."""

from __future__ import annotations

import importlib.util
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from types import ModuleType

from benchmarks.one_process import ROOT
from benchmarks.table import Table, at_least
from lingoreel.engines.translation import TranslationRequest, apertium, apertium_modes
from lingoreel.engines.translation.protocol import Pair
from lingoreel.settings import Settings

RATIO = 50.0
LINES = 2000
SPAWNED = 40
ROUNDS = 3

_COLUMNS = ("measure", "kept alive", "started per line", "ratio", "target", "verdict")
_SENTENCES: dict[Pair, Sequence[str]] = {
    ("en", "es"): (
        "The house at number {} is big, and I like it.",
        "He asked me {} times where the station was.",
        "We have never seen {} people in this town.",
        "Do you know what the {} children were reading yesterday?",
        "It rained for {} days, so they stayed at home.",
        "Nobody had told her that bridge {} was closed.",
        "In {} the king gave the land to his younger brother.",
        "Please wait in room {} until the doctor comes back.",
    ),
    ("es", "en"): (
        "La casa del número {} es grande y me gusta.",
        "Me preguntó {} veces dónde estaba la estación.",
        "Nunca hemos visto a {} personas en este pueblo.",
        "¿Sabes lo que leían ayer los {} niños?",
        "Llovió durante {} días y se quedaron en casa.",
        "Nadie le había dicho que el puente {} estaba cerrado.",
        "En {} el rey dio la tierra a su hermano menor.",
        "Espere en la sala {} hasta que vuelva el médico.",
    ),
}


def run(folder: Path, *, quick: bool) -> Table:
    """Measure; `folder` is scratch."""
    del folder
    settings = _pulled()
    lines, spawned, rounds = (200, 6, 1) if quick else (LINES, SPAWNED, ROUNDS)
    engine = apertium.Engine(apertium.host_config(settings))
    rows = []
    try:
        for pair, sentences in _SENTENCES.items():
            texts = [sentences[n % len(sentences)].format(1000 + n) for n in range(lines)]
            request = TranslationRequest(*pair, tuple(texts)).to_dict()
            engine.translate(pair, texts[:1])
            plain, checked, started = [], [], []
            for _ in range(rounds):  # in turn, so that another load on the machine meets all of them
                plain.append(_rate(lambda: engine.translate(pair, texts), lines))  # noqa: B023 - called at once
                started.append(_rate(lambda: _spawn(settings, pair, texts[:spawned]), spawned))  # noqa: B023
                checked.append(_rate(lambda: engine.handle(request, lambda _: None), lines))  # noqa: B023
            name = "-".join(pair)
            rows += [
                _row(f"{name}: translated", median(plain), median(started)),
                _row(f"{name}: translated, checked and mended", median(checked), median(started)),
            ]
    finally:
        engine.close()
    return Table(
        "apertium",
        f"Apertium, {lines} lines kept alive against {spawned} lines one by one",
        "Lines a second, medians. Kept alive: the host class in this process, its programs already started. Started "
        "per line: the pair's own pipeline by a shell, which is less than the `apertium` command does. Checked and "
        "mended: all that a request gets, with terms protected and numbers, names and addresses compared.",
        _COLUMNS,
        rows,
    )


def _row(measure: str, kept: float, started: float) -> tuple[str, ...]:
    ratio = kept / started
    return measure, f"{kept:.0f}/s", f"{started:.1f}/s", f"{ratio:.0f}", f"≥ {RATIO:g}", at_least(ratio, RATIO)


def _rate(work: Callable[[], object], count: int) -> float:
    begun = time.perf_counter()
    work()
    return count / (time.perf_counter() - begun)


def _spawn(settings: Settings, pair: Pair, texts: Sequence[str]) -> None:
    place, name = apertium_modes.find(apertium_modes.places(settings))[pair]
    text = (place.share / "modes" / f"{name}.mode").read_text("utf-8")
    text = text.replace(str(apertium_modes.SYSTEM), str(place.share)).replace("$1", "-n").replace("$2", "")
    programs = str(place.runtime / "usr" / "bin") + ":" if place.runtime else ""
    environment = {**place.environment(), "PATH": f"{programs}/usr/bin:/bin"}
    for line in texts:
        done = subprocess.run(
            ["/bin/sh", "-c", text], input=line.encode(), capture_output=True, env=environment, timeout=60, check=True
        )
        assert done.stdout.strip(), done.stderr


def _pulled() -> Settings:
    """The tests' own place for what is pulled, so that there is one."""
    path = ROOT / "tests" / "pulled.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.pulled("apertium-en-es")
    settings: Settings = module.pulled_settings()
    return settings
