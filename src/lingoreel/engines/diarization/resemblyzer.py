"""`resemblyzer`: speakers told apart by d-vectors, the network of the resemblyzer package run in numpy.

The weights (Apache-2.0; Wan et al. 2018, generalized end-to-end loss) are `pretrained.pt` of the package's wheel,
taken out of it by `lingoreel models pull resemblyzer`; neither the package nor torch is needed. The network
hears 1.6 s of mel bands at a time and answers a unit vector; vectors of one speaker point the same way.
Windows are clustered by the mean cosine between them and, where that leaves doubt, by their cepstra; the borders
between speakers, which windows of 1.6 s blur, are then settled on quarter seconds by the voices' cepstra.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import fft

from lingoreel.engines.diarization.cells import Block, Measured
from lingoreel.engines.diarization.clustering import Directions, Voices, agglomerate, in_order
from lingoreel.engines.diarization.gaussians import whiten, without_echoes
from lingoreel.engines.diarization.phases import Floats, PhasedEngine, Rows
from lingoreel.engines.diarization.spectral import PENALTY, add_up, resegment, span_numbers, voice_rows
from lingoreel.engines.diarization.spectrum import SAMPLE_RATE, frames
from lingoreel.engines.diarization.torch_file import read_tensors
from lingoreel.engines.recognition.protocol import Capabilities, Unavailable
from lingoreel.errors import EngineUnavailable
from lingoreel.settings import Settings

NAME = "resemblyzer"
VERSION = "0.1.4 recipe 1"
HOST = "lingoreel.engines.diarization.resemblyzer:Engine"
REMEDY = "lingoreel models pull resemblyzer"

FFT = 400
HOP = 160
BANDS = 40
WINDOW = 160  # mel frames: 1.6 s
STEP = 80  # mel frames between two windows
LAYERS, HIDDEN, EMBEDDING = 3, 256, 256
BATCH = 256
LEVEL = 0.05  # root mean square that the network was shown

SURE_BELOW = 0.25  # mean cosine distance at which two clusters are one speaker whatever else is known
COSINE_UNIT = 0.33  # the distance that speaks as loud for two speakers as the cepstra's limit does
CEPSTRA_AT_MOST = 1.6  # cepstra alone, swayed by room and microphone, never decide
BLOCK_WINDOWS = 600
FEWEST_WINDOWS = 3  # a cluster of fewer is an accident of overlap or noise


def weights_path(settings: Settings) -> Path:
    """Where the pulled weights lie."""
    return settings.models_dir / "resemblyzer" / "pretrained.pt"


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """Usable, in any language, once the weights have been pulled."""
    if not weights_path(settings).is_file():
        return Unavailable(NAME, "its weights have not been pulled", REMEDY, capability="diarization")
    return Capabilities(
        name=NAME,
        version=VERSION,
        tier="neural",
        languages=frozenset(),
        host=HOST,
        parallel=settings.cpu_slots,
        word_times=False,
        capability="diarization",
    )


def host_config(settings: Settings) -> dict[str, Any]:
    return {"weights": str(weights_path(settings)), "threads": 1}  # pieces use the other cores


class Engine(PhasedEngine):
    """Host class; see `protocol`. `config` is `{"weights": path}`. Raises EngineUnavailable for a bad file."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._network = Network(read_tensors(Path(config["weights"]), "model_state"))

    def measure(self, block: Block, samples: Floats) -> Rows:
        starts = np.array(window_starts(len(samples)), np.int64)
        bands = mel(level(samples))
        return {
            "voice": voice_rows(block, samples),
            "window_start": block.start + starts,
            "window_end": np.minimum(block.start + starts + WINDOW * HOP, block.end),
            "window_mel": np.stack([_fill(bands[at : at + WINDOW]) for at in starts // HOP]),
        }

    def finish(self, rows: Rows) -> Rows:
        vectors = self._network.embed(rows.pop("window_mel"))
        return rows | {"window_vector": vectors.astype(np.float16)}

    def decide(self, measured: Measured, max_speakers: int | None) -> npt.NDArray[np.int64]:
        vectors = measured["window_vector"].astype(np.float64)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
        cells = whiten(measured["voice"].astype(np.float64))
        middles = (measured["window_start"].astype(np.int64) + measured["window_end"].astype(np.int64)) // 2
        nearest = _neighbours(middles, (measured.start + measured.end) // 2)
        rows = np.zeros((len(vectors), cells.shape[1]))
        np.add.at(rows, nearest, cells)
        labels = cluster(vectors, without_echoes(rows), max_speakers)
        return resegment(cells, span_numbers(measured), in_order(labels[nearest]))


class Heard:
    """Clusters of windows, apart by the mean of both measures: where vectors point, and what the cepstra say."""

    def __init__(self, directions: Directions, voices: Voices) -> None:
        self._directions = directions
        self._voices = voices

    def __len__(self) -> int:
        return len(self._directions)

    def distances(self, index: int) -> npt.NDArray[np.float64]:
        cosine = self._directions.distances(index) / COSINE_UNIT
        return (cosine + np.minimum(self._voices.distances(index), CEPSTRA_AT_MOST)) / 2

    def merge(self, into: int, other: int) -> None:
        self._directions.merge(into, other)
        self._voices.merge(into, other)


def _neighbours(middles: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each wanted time the position of the nearest middle."""
    order = np.argsort(middles, kind="stable")
    right = np.clip(np.searchsorted(middles[order], wanted), 1, max(1, len(middles) - 1)) if len(middles) > 1 else None
    if right is None:
        return np.zeros(len(wanted), np.int64)
    left = right - 1
    closer = np.abs(middles[order][left] - wanted) <= np.abs(middles[order][right] - wanted)
    found: npt.NDArray[np.int64] = order[np.where(closer, left, right)]
    return found


def cluster(
    vectors: npt.NDArray[np.float64], rows: npt.NDArray[np.float64], max_speakers: int | None
) -> npt.NDArray[np.int64]:
    """A label for each window, from its unit vector and the statistics of its cepstra.

    First what is surely one speaker is merged, block by block, so that memory and time stay bounded; then the
    clusters are, by both measures.
    """
    labels = np.zeros(len(vectors), np.int64)
    used = 0
    for first in range(0, len(vectors), BLOCK_WINDOWS):
        part = vectors[first : first + BLOCK_WINDOWS]
        found = agglomerate(Directions(part, np.ones(len(part))), SURE_BELOW)
        labels[first : first + len(part)] = found + used
        used += int(found.max()) + 1
    counts = np.bincount(labels).astype(np.float64)
    heard = Heard(Directions(add_up(vectors, labels), counts), Voices(add_up(rows, labels), PENALTY))
    labels = agglomerate(heard, 1.0, max_speakers)[labels]
    counts = np.bincount(labels).astype(np.float64)
    kept = np.flatnonzero(counts >= min(FEWEST_WINDOWS, counts.max()))
    means = add_up(vectors, labels)[kept] / counts[kept, None]
    means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-9
    lost = ~np.isin(labels, kept)
    labels[lost] = kept[np.argmax(vectors[lost] @ means.T, axis=1)]
    return in_order(labels)


def level(samples: Floats) -> Floats:
    """The samples at the loudness the network knows."""
    loudness = float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0
    return np.asarray(samples * (LEVEL / max(loudness, 1e-5)), np.float32)


def window_starts(length: int) -> list[int]:
    """Where windows start in `length` samples: every STEP, the last one ending with the samples."""
    last = max(0, length - WINDOW * HOP)
    starts = list(range(0, last + 1, STEP * HOP))
    if last - starts[-1] > STEP * HOP // 2:
        starts.append(last // HOP * HOP)
    return starts


def _fill(bands: Floats) -> Floats:
    """A short window repeated to the full length: silence would be heard as a voice of its own."""
    if len(bands) >= WINDOW:
        return bands
    repeated: Floats = np.resize(bands, (WINDOW, BANDS))
    return repeated


@cache
def _slaney_filters() -> Floats:
    """40 triangular filters on Slaney's mel scale (linear to 1 kHz, logarithmic above), each of unit area."""
    linear_to, step = 1000.0, 200.0 / 3
    ratio = np.log(6.4) / 27

    def to_mel(hertz: float) -> float:
        return hertz / step if hertz < linear_to else linear_to / step + float(np.log(hertz / linear_to)) / ratio

    mels = np.linspace(to_mel(0), to_mel(SAMPLE_RATE / 2), BANDS + 2)
    edges = np.where(mels < linear_to / step, mels * step, linear_to * np.exp(ratio * (mels - linear_to / step)))
    bins = np.fft.rfftfreq(FFT, 1 / SAMPLE_RATE)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    filters = np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]
    return np.asarray(filters, np.float32)


def mel(samples: Floats) -> Floats:
    """Mel power of every 10 ms, without a logarithm, shape (frames, 40)."""
    padded = np.pad(samples, FFT // 2)
    window = np.hanning(FFT + 1)[:-1].astype(np.float32)
    cut = frames(padded, FFT, HOP)
    power = np.abs(fft.rfft(cut * window, axis=1)) ** 2
    return np.asarray(power @ _slaney_filters().T, np.float32)


class Network:
    """Three LSTM layers, a linear layer with ReLU, and the length set to one. Raises EngineUnavailable."""

    def __init__(self, tensors: dict[str, npt.NDArray[Any]]) -> None:
        shapes = {"linear.weight": (EMBEDDING, HIDDEN), "linear.bias": (EMBEDDING,)}
        for layer in range(LAYERS):
            shapes[f"lstm.weight_ih_l{layer}"] = (4 * HIDDEN, HIDDEN if layer else BANDS)
            shapes[f"lstm.weight_hh_l{layer}"] = (4 * HIDDEN, HIDDEN)
            shapes[f"lstm.bias_ih_l{layer}"] = shapes[f"lstm.bias_hh_l{layer}"] = (4 * HIDDEN,)
        for name, shape in shapes.items():
            if name not in tensors or tensors[name].shape != shape or not np.isfinite(tensors[name]).all():
                raise EngineUnavailable(f"the weights have no usable {name} of shape {shape}", remedy=REMEDY)
        self._tensors = {name: tensors[name].astype(np.float32) for name in shapes}

    def embed(self, windows: Floats) -> Floats:
        """Unit vectors, shape (windows, 256), of mel windows, shape (windows, frames, 40)."""
        found = [self._embed(windows[first : first + BATCH]) for first in range(0, len(windows), BATCH)]
        return np.concatenate(found) if found else np.zeros((0, EMBEDDING), np.float32)

    def _embed(self, windows: Floats) -> Floats:
        heard = np.ascontiguousarray(windows.transpose(1, 0, 2))
        for layer in range(LAYERS):
            heard = self._lstm(heard, layer)
        raw = np.maximum(0, heard[-1] @ self._tensors["linear.weight"].T + self._tensors["linear.bias"])
        unit: Floats = raw / (np.linalg.norm(raw, axis=1, keepdims=True) + 1e-9)
        return unit

    def _lstm(self, heard: Floats, layer: int) -> Floats:
        """One layer over all time steps, shapes (time, windows, in) and (time, windows, 256)."""
        weights = np.ascontiguousarray(self._tensors[f"lstm.weight_hh_l{layer}"].T)
        bias = self._tensors[f"lstm.bias_ih_l{layer}"] + self._tensors[f"lstm.bias_hh_l{layer}"]
        steps, count, _ = heard.shape
        inputs = heard @ self._tensors[f"lstm.weight_ih_l{layer}"].T + bias
        output = np.empty((steps, count, HIDDEN), np.float32)
        hidden = np.zeros((count, HIDDEN), np.float32)
        memory = np.zeros((count, HIDDEN), np.float32)
        for step in range(steps):
            gates = inputs[step] + hidden @ weights
            opened = _sigmoid(gates[:, : 2 * HIDDEN])
            memory = opened[:, HIDDEN:] * memory + opened[:, :HIDDEN] * np.tanh(gates[:, 2 * HIDDEN : 3 * HIDDEN])
            hidden = _sigmoid(gates[:, 3 * HIDDEN :]) * np.tanh(memory)
            output[step] = hidden
        return output


def _sigmoid(values: Floats) -> Floats:
    # By the hyperbolic tangent: no overflow at any value.
    half = np.float32(0.5)
    result: Floats = half * np.tanh(half * values) + half
    return result
