"""`mdx`: voices taken out by an MDX-Net model as ONNX, which the operator supplies or pulls.

`LINGOREEL_SEPARATION_MODEL` is such a file, or a folder with one; otherwise a pulled one is used. The voice is found at
44.1 kHz and taken away from the sound at its own rate, so that nothing else of it is touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from lingoreel.engines import devices
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.separation.mdx_facts import MdxFacts, facts_of
from lingoreel.engines.separation.protocol import Capabilities, SeparationRequest
from lingoreel.errors import EngineUnavailable
from lingoreel.settings import Settings

NAME = "mdx"
HOST = "lingoreel.engines.separation.mdx:Engine"
RECIPE = 1  # raised when the same sound may come out differently
PULL = "lingoreel models pull kim-vocal-2"
BLOCK_S = 2  # seconds written at once

Report = Callable[[dict[str, Any]], None]


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """Usable where a model and what must be known of it are here; reads the file, loads no library."""
    if importlib.util.find_spec("onnxruntime") is None:
        return _unavailable("the package onnxruntime is not installed", "uv sync")
    model = find(settings)
    if model is None and settings.separation_model is None:
        return _unavailable("no model is here", f"{PULL}; or set LINGOREEL_SEPARATION_MODEL to an MDX-Net file")
    if model is None:
        return _unavailable("there is no .onnx file at LINGOREEL_SEPARATION_MODEL", "name a file, or a folder with one")
    try:
        facts, digest = facts_of(model), _digest(model, model.stat().st_mtime_ns)
    except (OSError, ValueError) as error:
        return _unavailable(str(error), "write it as the guide says")
    on_gpu = _on_gpu(settings)
    if on_gpu and not _computes_on_gpus():
        return _unavailable("the onnxruntime here has no CUDA", "install onnxruntime-gpu in its place")
    known = hashlib.sha256(f"{digest} {facts}".encode()).hexdigest()[:12]
    return Capabilities(
        name=NAME,
        version=f"{model.stem} {known} {_library()} {'cuda' if on_gpu else 'cpu'} recipe {RECIPE}",
        host=HOST,
        lane="gpu" if on_gpu else "cpu",
        parallel=1,  # threaded itself, and a network of this kind wants a gigabyte
        model=model.stem,
    )


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from. Raises EngineUnavailable where no model is here."""
    record, model = capabilities(settings), find(settings)
    if isinstance(record, Unavailable) or model is None:
        reason, remedy = (record.reason, record.remedy) if isinstance(record, Unavailable) else ("it is gone", PULL)
        raise EngineUnavailable(f"no voice can be separated: {reason}", remedy=remedy)
    return {
        "model": str(model),
        "facts": facts_of(model).to_dict(),
        "version": record.version,
        "device": "cuda" if record.lane == "gpu" else "cpu",
        "threads": settings.cpu_slots,
    }


def find(settings: Settings) -> Path | None:
    """The model: as the settings say, else the first that was pulled."""
    place = settings.separation_model or settings.models_dir / "separation"
    if place.is_file():
        return place
    return next((path for path in sorted(place.rglob("*.onnx")) if path.is_file()), None) if place.is_dir() else None


def _unavailable(reason: str, remedy: str) -> Unavailable:
    return Unavailable(NAME, reason, remedy, capability="separation")


@lru_cache(maxsize=4)
def _digest(model: Path, changed_ns: int) -> str:
    """Of the content: workers that have the same model in files of different age have the same version."""
    del changed_ns
    with model.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _library() -> str:
    """The library and its version, by either of the names under which it is packed."""
    for name in ("onnxruntime-gpu", "onnxruntime"):
        with contextlib.suppress(PackageNotFoundError):
            return f"{name} {version(name)}"
    return "onnxruntime"


def _on_gpu(settings: Settings) -> bool:
    if settings.separation_device == "auto":
        return devices.has_gpu(settings) and _computes_on_gpus()
    return settings.separation_device == "cuda"


def _computes_on_gpus() -> bool:
    """Whether the onnxruntime here was built for CUDA. By its library file: asking it would load it."""
    found = importlib.util.find_spec("onnxruntime")
    folders = [Path(folder) for folder in (found.submodule_search_locations or ())] if found else []
    return any(any((folder / "capi").glob("*onnxruntime_providers_cuda*")) for folder in folders)


class Engine:
    """Host class; see `protocol`. Raises EngineUnavailable for a model it cannot use, EngineFailed for its nonsense.

    `config`: `model`, its path, `facts`, `version`, `device` (cpu or cuda), `threads`.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        from lingoreel.engines.separation.mdx_network import Network

        self._version = str(config["version"])
        self._network = Network(
            Path(config["model"]),
            MdxFacts.from_dict(config["facts"]),
            threads=int(config.get("threads") or 1),
            cuda=config.get("device") == "cuda",
        )

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        import numpy as np

        from lingoreel.engines.separation.mdx_network import RATE
        from lingoreel.engines.separation.resampling import Samples, resampled
        from lingoreel.engines.separation.voice_stream import VoiceStream
        from lingoreel.media.disk_full import told_when_full
        from lingoreel.media.dub.full_pcm import FullPcm, quantise

        asked = SeparationRequest.from_dict(request)
        if asked.version != self._version:
            raise EngineUnavailable("the model that separates voices is another one by now")
        sound = FullPcm.of(request)

        def stereo(start: int, end: int) -> Samples:
            own = resampled(sound.read, sound.rate, RATE, start, end)
            return own if sound.channels == 2 else np.repeat(own, 2, axis=0)

        voice = VoiceStream(self._network, stereo, -(-sound.samples * RATE // sound.rate))
        start, end = asked.start_sample, asked.end_sample
        with told_when_full(), Path(request["output_path"]).open("wb") as file:
            for begin in range(start, end, BLOCK_S * sound.rate):
                stop = min(end, begin + BLOCK_S * sound.rate)
                heard = resampled(voice.read, RATE, sound.rate, begin, stop)
                if sound.channels == 1:
                    heard = heard.mean(axis=0, keepdims=True)
                file.write(quantise(sound.read(begin, stop) - heard).tobytes())
                report({"fraction": (stop - start) / (end - start)})
        return {"samples": end - start}
