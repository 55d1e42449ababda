"""An MDX-Net model at work: a stretch of stereo sound in, the voice in it out.

MDX-Net (Kim et al. 2021, KUIELab-MDX-Net) sees the lowest bins of a short-time Fourier transform at 44.1 kHz, shaped
[1, 4, bins, frames]: real and imaginary part of the left channel, then of the right. It answers the same of one stem.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lingoreel.engines.separation.mdx_facts import MdxFacts
from lingoreel.engines.separation.resampling import Samples
from lingoreel.errors import EngineFailed, EngineUnavailable

RATE = 44_100
_LOWEST = 3
"""Bins that such models were never shown: what is there stays in the background."""
_FLOOR = 1e-8


class Network:
    """A loaded model. `hears` samples go in, from which it takes the voice in `gives` of them, `edge` after the first.

    Raises EngineUnavailable for a file that is no such model, or that its facts do not fit.
    """

    def __init__(self, model: Path, facts: MdxFacts, *, threads: int, cuda: bool) -> None:
        self._session = _session(model, threads, cuda)
        self._facts = facts
        inputs = self._session.get_inputs()
        self._input, self._type = inputs[0].name, np.float16 if "float16" in inputs[0].type else np.float32
        self._bins, self._frames = _shape(model, list(inputs[0].shape) if len(inputs) == 1 else [], facts)
        span = facts.hop * (self._frames - 1)
        # Half a frame at both ends of the transform is heard by fewer frames, and by the network with less around it.
        self.edge = facts.frame
        self.gives = span - facts.frame
        self.hears = span + facts.frame
        if self.gives < facts.frame:
            raise _no_model(model, f"{self._frames} frames are too few")
        turns = 2 * np.pi * np.arange(facts.frame) / facts.frame
        self._window = (0.5 - 0.5 * np.cos(turns)).astype(np.float32)
        self._weight = self._added(np.broadcast_to(self._window**2, (1, self._frames, facts.frame)))[0]

    def voice(self, samples: Samples) -> Samples:
        """The voice in the middle of `hears` samples (2 × samples). Raises EngineFailed for an answer that is none."""
        spectra = self._analysed(samples)
        seen = spectra[:, :, : self._bins].copy()
        seen[:, :, :_LOWEST] = 0
        parts = np.stack([seen.real, seen.imag], axis=1).transpose(0, 1, 3, 2)
        fed = parts.reshape(1, 4, self._bins, self._frames).astype(self._type)
        try:
            answer = self._session.run(None, {self._input: fed})[0]
        except Exception as error:  # onnxruntime's own, of many kinds
            details = {"reason": str(error)[:200]}
            raise EngineFailed("The model that separates voices failed.", details=details) from error
        if answer.shape != fed.shape:
            raise EngineFailed(f"The model that separates voices answers {answer.shape}.", retryable=False)
        told = np.asarray(answer, np.float32).reshape(2, 2, self._bins, self._frames).transpose(0, 1, 3, 2)
        stem = told[:, 0] + np.complex64(1j) * told[:, 1]
        if not np.isfinite(stem).all():
            raise EngineFailed("The model that separates voices makes no sound but nonsense.", retryable=False)
        found = stem * np.float32(self._facts.compensate) if self._facts.voice else seen - stem
        found[:, :, :_LOWEST] = 0
        voice = np.zeros_like(spectra)
        voice[:, :, : self._bins] = found
        return self._heard(voice)

    def _analysed(self, samples: Samples) -> npt.NDArray[np.complex64]:
        """Channels × frames × all bins."""
        frames = np.lib.stride_tricks.sliding_window_view(samples, self._facts.frame, axis=1)[:, :: self._facts.hop]
        spectra: npt.NDArray[np.complex64] = np.fft.rfft(frames * self._window, axis=2).astype(np.complex64, copy=False)
        return spectra

    def _heard(self, spectra: npt.NDArray[np.complex64]) -> Samples:
        """The sound of the spectra, without both edges: least squares (Griffin and Lim 1984)."""
        frames = np.fft.irfft(spectra, self._facts.frame, axis=2).astype(np.float32, copy=False) * self._window
        kept = slice(self.edge, self.edge + self.gives)
        made: Samples = self._added(frames)[:, kept] / np.maximum(self._weight[kept], _FLOOR)
        return made

    def _added(self, frames: npt.NDArray[np.float32]) -> Samples:
        """Frames (channels × frames × samples) put at their places."""
        sound = np.zeros((len(frames), self.hears), np.float32)
        for number in range(self._frames):
            at = number * self._facts.hop
            sound[:, at : at + self._facts.frame] += frames[:, number]
        return sound


def _shape(model: Path, shape: list[Any], facts: MdxFacts) -> tuple[int, int]:
    """Bins and frames, by the model's shape where that tells, else by the facts."""
    if len(shape) != 4 or (isinstance(shape[1], int) and shape[1] != 4):
        raise _no_model(model, "it does not take [1, 4, bins, frames]")
    if isinstance(shape[0], int) and shape[0] != 1:
        raise _no_model(model, f"it takes {shape[0]} stretches at once")
    found = []
    for name, own, told in (("bins", shape[2], facts.bins), ("frames", shape[3], facts.frames)):
        known = own if isinstance(own, int) else told
        if known is None:
            raise _no_model(model, f"neither its shape nor its .json tells how many {name} it takes")
        if told not in (None, known):
            raise _no_model(model, f"it takes {known} {name}, and its .json says {told}")
        found.append(known)
    bins, frames = found
    if not _LOWEST < bins <= facts.frame // 2 + 1:
        raise _no_model(model, f"it takes {bins} bins, and frames of {facts.frame} samples have {facts.frame // 2 + 1}")
    return bins, frames


def _session(model: Path, threads: int, cuda: bool) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    wanted = ["CUDAExecutionProvider"] if cuda else []
    try:
        session = onnxruntime.InferenceSession(str(model), options, providers=[*wanted, "CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own, of many kinds
        raise _no_model(model, "onnxruntime cannot load it", reason=str(error)[:200]) from error
    if cuda and "CUDAExecutionProvider" not in session.get_providers():
        raise EngineUnavailable(
            "onnxruntime cannot compute on this GPU", remedy="set LINGOREEL_SEPARATION_DEVICE=cpu, or mend CUDA"
        )
    return session


def _no_model(model: Path, why: str, **details: Any) -> EngineUnavailable:
    return EngineUnavailable(
        f"{model.name} is no MDX-Net model that can be used: {why}",
        remedy="give LINGOREEL_SEPARATION_MODEL another one, or correct its .json",
        details=details,
    )
