"""`sherpa`: sherpa-onnx with a segmentation and an embedding model that the operator supplies.

The folder `LINGOREEL_DIARIZATION_MODEL` holds `segmentation.onnx` (pyannote-segmentation-3.0 as exported by
sherpa-onnx) and `embedding.onnx` (any of its speaker embedding extractors). Hears who speaks by its own
models, so the spans of the request are not used. It takes the whole recording at once: 3 h are 0.7 GB in the child.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from lingoreel.engines.diarization.clustering import in_order
from lingoreel.engines.diarization.phases import judge_pitch
from lingoreel.engines.diarization.protocol import (
    SAMPLE_RATE,
    Diarization,
    DiarizationRequest,
    Speaker,
    Turn,
)
from lingoreel.engines.diarization.spectrum import pitch
from lingoreel.engines.pcm import as_float, read_samples, sample_count
from lingoreel.engines.recognition.protocol import Capabilities, Unavailable
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.settings import Settings

NAME = "sherpa"
VERSION = "sherpa-onnx recipe 1"
HOST = "lingoreel.engines.diarization.sherpa:Engine"

SEGMENTATION, EMBEDDING = "segmentation.onnx", "embedding.onnx"
THRESHOLD = 0.5  # sherpa-onnx's own default: larger means fewer speakers
MIN_ON_S, MIN_OFF_S = 0.3, 0.5
PITCH_S = 60  # seconds of each speaker that the pitch is taken from


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """Usable, in any language, where the package is installed and the folder holds both models."""
    if importlib.util.find_spec("sherpa_onnx") is None:
        return _unavailable("the package sherpa-onnx is not installed", "uv pip install sherpa-onnx")
    folder = settings.diarization_model
    if folder is None:
        return _unavailable("no models are given", f"set LINGOREEL_DIARIZATION_MODEL to a folder with {_both()}")
    missing = [name for name in (SEGMENTATION, EMBEDDING) if not (folder / name).is_file()]
    if missing:
        return _unavailable(
            f"the folder of LINGOREEL_DIARIZATION_MODEL has no {' and no '.join(missing)}",
            f"put {_both()} from the releases of k2-fsa/sherpa-onnx there",
        )
    sizes = "-".join(str((folder / name).stat().st_size) for name in (SEGMENTATION, EMBEDDING))
    return Capabilities(
        name=NAME,
        version=f"{VERSION} models {sizes}",
        tier="neural",
        languages=frozenset(),
        host=HOST,
        word_times=False,
        capability="diarization",
        model=folder.name,
    )


def _both() -> str:
    return f"{SEGMENTATION} and {EMBEDDING}"


def _unavailable(reason: str, remedy: str) -> Unavailable:
    return Unavailable(NAME, reason, remedy, capability="diarization")


def host_config(settings: Settings) -> dict[str, Any]:
    return {"folder": str(settings.diarization_model), "threads": settings.cpu_slots}


class Engine:
    """Host class; see `protocol`. Whole recordings only. Raises EngineUnavailable for models it cannot open."""

    def __init__(self, config: dict[str, Any]) -> None:
        import sherpa_onnx

        self._library = sherpa_onnx
        self._folder = Path(config["folder"])
        self._threads = int(config.get("threads") or 1)
        self._engines: dict[int, Any] = {}
        self._engine(None)

    def handle(self, request: dict[str, Any], report: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        wanted = DiarizationRequest.from_dict(request)
        if wanted.phase != "whole":
            raise EngineFailed(f"sherpa has no phase {wanted.phase}", retryable=False)
        path = str(wanted.pcm_path)

        def progress(done: int, total: int) -> int:
            report({"fraction": done / max(1, total)})
            return 0  # anything else would end it

        samples = as_float(read_samples(path, 0, sample_count(path)))
        found = self._engine(None).process(samples, callback=progress).sort_by_start_time()
        heard = [(float(part.start), float(part.end), int(part.speaker)) for part in found]
        if wanted.max_speakers is not None and len({speaker for *_, speaker in heard}) > wanted.max_speakers:
            found = self._engine(wanted.max_speakers).process(samples, callback=progress).sort_by_start_time()
            heard = [(float(part.start), float(part.end), int(part.speaker)) for part in found]
        return settle(heard, path).to_dict()

    def _engine(self, speakers: int | None) -> Any:
        """The diarizer for a given number of speakers, or one that finds the number."""
        number = -1 if speakers is None else speakers
        if number not in self._engines:
            library = self._library
            config = library.OfflineSpeakerDiarizationConfig(
                segmentation=library.OfflineSpeakerSegmentationModelConfig(
                    pyannote=library.OfflineSpeakerSegmentationPyannoteModelConfig(
                        model=str(self._folder / SEGMENTATION)
                    ),
                    num_threads=self._threads,
                ),
                embedding=library.SpeakerEmbeddingExtractorConfig(
                    model=str(self._folder / EMBEDDING), num_threads=self._threads
                ),
                clustering=library.FastClusteringConfig(num_clusters=number, threshold=THRESHOLD),
                min_duration_on=MIN_ON_S,
                min_duration_off=MIN_OFF_S,
            )
            if not config.validate():
                raise EngineUnavailable(
                    f"sherpa-onnx cannot open {_both()} in {self._folder.name}",
                    remedy="put models of the kinds named in the guide there",
                )
            self._engines = {number: library.OfflineSpeakerDiarization(config)}
        return self._engines[number]


def settle(heard: Iterable[tuple[float, float, int]], pcm_path: str) -> Diarization:
    """Turns that do not overlap from (start, end, speaker) in seconds: who is heard first keeps the word."""
    turns: list[Turn] = []
    at_ms = 0
    for start, end, speaker in sorted(heard):
        start_ms, end_ms = max(at_ms, round(start * 1000)), round(end * 1000)
        if end_ms > start_ms:
            turns.append(Turn(start_ms, end_ms, speaker))
            at_ms = end_ms
    if not turns:
        return Diarization()
    numbers = in_order(np.array([turn.speaker for turn in turns])).tolist()
    turns = [Turn(turn.start_ms, turn.end_ms, number) for turn, number in zip(turns, numbers, strict=True)]
    speakers = [
        _speaker([turn for turn in turns if turn.speaker == number], pcm_path) for number in range(max(numbers) + 1)
    ]
    return Diarization(tuple(turns), tuple(speakers))


def _speaker(turns: list[Turn], pcm_path: str) -> Speaker:
    voiced = [np.zeros(0, np.float32)]
    left = PITCH_S * SAMPLE_RATE
    for turn in turns:
        start, end = (at * SAMPLE_RATE // 1000 for at in (turn.start_ms, turn.end_ms))
        hertz, _ = pitch(as_float(read_samples(pcm_path, start, min(end, start + left))))
        voiced.append(hertz[hertz > 0])
        left -= end - start
        if left <= 0:
            break
    median, gender = judge_pitch(np.concatenate(voiced).astype(np.float64))
    return Speaker(gender, median, sum(turn.end_ms - turn.start_ms for turn in turns))
