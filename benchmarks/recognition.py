"""Minutes of speech: the whole service over HTTP against the same engine called directly in one process."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

from benchmarks import service, speech
from benchmarks.one_process import ROOT, Answer, OneProcess
from benchmarks.service import Timed
from benchmarks.speech import Speech
from benchmarks.table import Table, at_most

MINUTES = 10.0
QUICK_MINUTES = 0.8
ROUNDS = 1
POCKETSPHINX_RATIO = 0.60
WER_WORSE = 0.02
WHISPER_RATIO = 1.1

_WAIT_S = 1800.0
_COLUMNS = ("measure", "service", "baseline", "against", "ratio", "target", "verdict")
# The shape of whisper-tiny: as much arithmetic as that one, with random weights.
_TINY = {"width": 384, "layers": 4, "heads": 6}
_TOY = {"width": 64, "layers": 2, "heads": 2}

_Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class _Both:
    """The same files through the service and through one process, alternating."""

    files: list[Speech]
    service: list[Timed]
    direct: list[Answer]

    def rows(self, engine: str, target: float) -> _Rows:
        """Wall time against the engine alone, which has the target, and against all that one process does."""
        served = median(timed.seconds for timed in self.service)
        alone = median(answer.recognise_s for answer in self.direct)
        whole = median(answer.all_s for answer in self.direct)
        wall = f"{engine}: wall"
        ratio = served / alone
        verdict = at_most(ratio, target)
        return [
            (wall, f"{served:.1f} s", f"{alone:.1f} s", "engine alone", f"{ratio:.2f}", f"≤ {target:.2f}", verdict),
            (wall, f"{served:.1f} s", f"{whole:.1f} s", "one process", f"{served / whole:.2f}", "", ""),
        ]

    def word_error_rates(self, engine: str) -> _Rows:
        """What the service heard and what one process heard, against what was spoken."""
        spoken = [file.words for file in self.files]
        ours = median(map(speech.word_error_rate, spoken, [timed.answer["result"] for timed in self.service]))
        theirs = median(map(speech.word_error_rate, spoken, [answer.text for answer in self.direct]))
        worse = ours - theirs
        target, verdict = f"≤ +{WER_WORSE:.2f}", at_most(worse, WER_WORSE)
        return [(f"{engine}: WER", f"{ours:.3f}", f"{theirs:.3f}", "one process", f"{worse:+.3f}", target, verdict)]


def run(folder: Path, *, quick: bool) -> Table:
    """Measure; `folder` is scratch."""
    minutes = QUICK_MINUTES if quick else MINUTES
    files = [speech.readings(folder / f"speech {number}.flac", minutes * 60, first=number) for number in range(ROUNDS)]

    sphinx = _compare(folder / "pocketsphinx", "pocketsphinx", {}, {}, files)
    rows = [*sphinx.rows("pocketsphinx", POCKETSPHINX_RATIO), *sphinx.word_error_rates("pocketsphinx")]

    model = _random_whisper(folder / "whisper model", _TOY if quick else _TINY)
    threads = service.cores()
    config = {"model": str(model), "device": "cpu", "compute_type": "int8", "threads": threads}
    environment = {
        "LINGOREEL_WHISPER_MODEL": str(model),
        "LINGOREEL_WHISPER_DEVICE": "cpu",
        "LINGOREEL_WHISPER_COMPUTE_TYPE": "int8",
    }
    rows += _compare(folder / "whisper", "whisper", config, environment, files).rows("whisper", WHISPER_RATIO)
    return Table(
        "recognition",
        f"Recognition of {minutes:g} minutes of speech, service against one process",
        "Service: from sending the create (an upload) to seeing state 1 over HTTP, with decoding, voice activity, "
        "subtitle files and receipt. Engine alone: the host class of the same engine in a Python process of its own, "
        "already loaded, handed all speech in one request; only that call is timed. One process: that, with probing, "
        "decoding and voice activity before it. Both have done a short file before. Speech: the demo's sample, read "
        "again and again with varied pauses. The row WER has a difference in place of a ratio. Whisper: random "
        f"weights in the shape of {'nothing real' if quick else 'whisper-tiny'}, int8, for its speed alone.",
        _COLUMNS,
        rows,
    )


def _compare(
    folder: Path, engine: str, config: dict[str, Any], environment: dict[str, str], files: list[Speech]
) -> _Both:
    folder.mkdir()
    host = f"lingoreel.engines.recognition.{engine}:Engine"
    choice = {"LINGOREEL_RECOGNITION_ENGINE": engine, **environment}
    first = speech.excerpt(folder / "first.flac", 10, 0)
    served, direct = [], []
    with service.running(folder, environment=choice) as running, OneProcess(host, config, folder) as alone:
        key = running.customer()
        running.recognise(key, first, wait_s=_WAIT_S, source_language="en")
        alone.recognise(first.path)
        for file in files:
            served.append(running.recognise(key, file, wait_s=_WAIT_S, poll_s=0.2, source_language="en"))
            direct.append(alone.recognise(file.path))
    return _Both(files, served, direct)


def _random_whisper(path: Path, shape: dict[str, int]) -> Path:
    """The tests' own maker of models, so that there is one."""
    maker = ROOT / "tests" / "engines" / "tiny_whisper.py"
    spec = importlib.util.spec_from_file_location(maker.stem, maker)
    assert spec is not None and spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    built: Path = module.build(path, **shape)
    return built
