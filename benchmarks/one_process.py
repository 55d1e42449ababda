"""The baseline of recognition: the same decoder, voice activity and engine, called one after another in one process.

`python -m benchmarks.one_process` reads one JSON request a line and answers each with one line, so that the engine
stays warm and this process has nothing else to do. A request is {"engine": "module:Class", "config", "path",
"scratch", "language"}; the answer has the seconds of each step and the text.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Answer:
    """Seconds of each step of one file, and the text. `recognise_s` is the engine's own time."""

    load_s: float
    decode_s: float
    vad_s: float
    recognise_s: float
    text: str

    @property
    def all_s(self) -> float:
        """Everything but loading the engine."""
        return self.decode_s + self.vad_s + self.recognise_s


class OneProcess:
    """One engine in a child python of its own, warm between files. Use it in a `with`."""

    def __init__(self, engine: str, config: dict[str, Any], scratch: Path) -> None:
        self._request = {"engine": engine, "config": config, "scratch": str(scratch)}
        self._child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.one_process"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> OneProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._child.stdin is not None
        self._child.stdin.close()
        if error is not None:
            self._child.kill()
        self._child.wait()

    def recognise(self, path: Path, language: str = "en") -> Answer:
        """One file, from its bytes to its text. Raises RuntimeError when the child dies."""
        assert self._child.stdin is not None and self._child.stdout is not None
        self._child.stdin.write(json.dumps({**self._request, "path": str(path), "language": language}) + "\n")
        self._child.stdin.flush()
        line = self._child.stdout.readline()
        if not line:
            raise RuntimeError("the process of the baseline died")
        return Answer(**json.loads(line))


def main() -> None:
    """Serve requests until the input ends."""
    from lingoreel.engines import vad

    loaded: dict[str, Any] = {}
    ears = vad.Engine({})
    # What libraries print must not get between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps(_recognise(json.loads(line), loaded, ears)) + "\n")
        answers.flush()


def _recognise(request: dict[str, Any], loaded: dict[str, Any], ears: Any) -> dict[str, Any]:
    from lingoreel.engines.recognition import RecognitionRequest
    from lingoreel.media.decode import decode_audio
    from lingoreel.media.probe import probe

    pcm = Path(request["scratch"]) / "one process.pcm"
    times = [time.monotonic()]
    name = request["engine"]
    if name not in loaded:
        module, _, engine_class = name.partition(":")
        loaded[name] = getattr(importlib.import_module(module), engine_class)(request["config"])
    times.append(time.monotonic())
    found = probe({"path": request["path"]}, _quiet)
    decode = {"path": request["path"], "stream": found["audio_index"], "output_path": str(pcm), "max_ms": 12 * 3600_000}
    samples = decode_audio(decode, _quiet)["samples"]
    times.append(time.monotonic())
    spans = ears.handle({"pcm_path": str(pcm)}, _quiet)["spans"]
    times.append(time.monotonic())
    asked = RecognitionRequest(str(pcm), 0, samples, tuple((a, b) for a, b in spans), request["language"])
    heard = loaded[name].handle(asked.to_dict(), _quiet)
    times.append(time.monotonic())
    pcm.unlink()
    load_s, decode_s, vad_s, recognise_s = (b - a for a, b in pairwise(times))
    text = " ".join(segment["text"] for segment in heard["segments"])
    return {"load_s": load_s, "decode_s": decode_s, "vad_s": vad_s, "recognise_s": recognise_s, "text": text}


def _quiet(_progress: dict[str, Any]) -> None:
    """Progress nobody reads."""


if __name__ == "__main__":
    main()
