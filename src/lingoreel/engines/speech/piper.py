"""Piper's voices (VITS as ONNX), run by ourselves: its own package is GPL, its models are not.

A voice lies in `models_dir/voices`, pulled or copied there by hand. Phonemes come from espeak, which it was trained on.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.speech import espeak, piper_folders
from lingoreel.engines.speech.neural import ModelHost, no_voice
from lingoreel.engines.speech.piper_folders import NAME, PiperVoice
from lingoreel.engines.speech.protocol import Capabilities, SpeechRequest
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

HOST = "lingoreel.engines.speech.piper:Engine"
RECIPE = 1  # raised when the same text may sound another way
PULL = "lingoreel models pull piper-en-ljspeech (or -de-thorsten, -fr-siwis, -es-davefx)"
LOADED = 3  # models kept; each takes 60 to 120 MB


def voices_dir(settings: Settings) -> Path:
    """Where voices of models lie."""
    return settings.models_dir / "voices"


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """The voices that lie in the folder; reads their .json files, loads no model."""
    missing = lacking(settings)
    if missing:
        return Unavailable(NAME, missing, "uv sync", "speech")
    found, useless = piper_folders.find(voices_dir(settings))
    if not found:
        reason = useless[0].reason if useless else "no voice of Piper has been pulled"
        return Unavailable(NAME, reason, PULL, "speech")
    models = sorted({(one.model.name, one.model.stat().st_size, one.model.stat().st_mtime_ns) for one in found})
    digest = hashlib.sha256(repr(models).encode()).hexdigest()[:12]
    return Capabilities(
        name=NAME,
        version=f"piper {digest} recipe {RECIPE}",
        tier="neural",
        voices=tuple(one.voice for one in found),
        host=HOST,
        parallel=settings.cpu_slots,
        pitch=True,
        phonemes=True,
    )


def lacking(settings: Settings) -> str | None:
    """What a model of voices needs and is not installed."""
    if importlib.util.find_spec("onnxruntime") is None:
        return "the package onnxruntime is not installed"
    return "it needs espeak-ng for its phonemes" if isinstance(espeak.capabilities(settings), Unavailable) else None


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from. Raises EngineUnavailable where no voice is here."""
    record = capabilities(settings)
    if isinstance(record, Unavailable):
        raise EngineUnavailable(f"Piper cannot be used: {record.reason}", remedy=record.remedy)
    return {
        "voices": str(voices_dir(settings)),
        "espeak": espeak.host_config(settings)["folder"],
        "version": record.version,  # a new voice wants a new child
        "threads": 1,
    }


class Engine(ModelHost):
    """See ModelHost. `config`: `voices`, the folder with models, and `threads` besides."""

    name = NAME
    pieces_most = 400

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        found, _ = piper_folders.find(Path(config["voices"]))
        self._voices = {one.voice.id: one for one in found}
        self._threads = int(config.get("threads") or 1)
        self._loaded: OrderedDict[Path, Any] = OrderedDict()
        self._rate = 22_050

    @property
    def sample_rate(self) -> int:
        return self._rate

    def prepare(self, request: SpeechRequest) -> None:
        asked = [self._voice(utterance.voice) for utterance in request.utterances]
        self._rate = max((one.voice.sample_rate for one in asked), default=22_050)
        for one in asked[:1]:
            self._session(one)

    def reader(self, voice: str) -> str | None:
        return self._voice(voice).reader

    def utter(self, voice: str, said: str, speed: float) -> npt.NDArray[np.float32]:
        import numpy as np

        one = self._voice(voice)
        ids = _ids(said, one)
        session = self._session(one)
        inputs: dict[str, Any] = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array([one.noise, one.length / speed, one.noise_w], np.float32),
        }
        if any(wanted.name == "sid" for wanted in session.get_inputs()):
            inputs["sid"] = np.array([one.speaker or 0], np.int64)
        try:
            audio = np.asarray(session.run(None, inputs)[0], np.float32).reshape(-1)
        except Exception as error:  # onnxruntime's own, of many kinds
            raise EngineFailed(f"The model of {voice} failed.", details={"reason": str(error)[:200]}) from error
        if one.voice.sample_rate != self._rate:
            from scipy.signal import resample_poly

            audio = resample_poly(audio, self._rate, one.voice.sample_rate).astype(np.float32)
        return audio

    def _voice(self, voice: str) -> PiperVoice:
        if voice not in self._voices:
            raise no_voice("Piper", voice)
        return self._voices[voice]

    def _session(self, one: PiperVoice) -> Any:
        if one.model not in self._loaded:
            while len(self._loaded) >= LOADED:
                self._loaded.popitem(last=False)
            self._loaded[one.model] = session(one.model, self._threads)
        self._loaded.move_to_end(one.model)
        return self._loaded[one.model]


def session(model: Path, threads: int) -> Any:
    """The model, loaded. Raises EngineUnavailable (`no_voice`) when it is gone, EngineFailed when it is broken."""
    import onnxruntime

    if not model.is_file():
        raise EngineUnavailable(f"the model {model.name} was removed", code="no_voice", remedy="pull it again")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own, of many kinds
        raise EngineFailed(
            f"The model {model.name} cannot be loaded.",
            remedy="pull it again",
            retryable=False,
            details={"reason": str(error)[:200]},
        ) from error


def _ids(said: str, one: PiperVoice) -> list[int]:
    """Numbers of the phonemes as Piper was trained: start, then each followed by a blank, end."""
    import unicodedata

    blank = one.ids["_"]
    numbers = [*one.ids["^"], *blank]
    for symbol in unicodedata.normalize("NFD", said):
        if symbol in one.ids:  # what the model never heard of has no sound
            numbers += [*one.ids[symbol], *blank]
    return [*numbers, *one.ids["$"]]
