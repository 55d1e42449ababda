"""Voice activity: where somebody speaks, and how a recording is cut into pieces at its silences.

The model is Silero VAD v6 (MIT), an ONNX file inside the faster-whisper wheel. It reads 32 ms frames with the 4 ms
before each and carries an LSTM state, so the file is streamed through it in blocks: a 3 h recording costs 1.4 MB
of probabilities and never lies in memory whole.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, inf
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from lingoreel.engines.pcm import as_float, read_samples, sample_count
from lingoreel.errors import EngineUnavailable

FRAME = 512  # samples the model judges at once
CONTEXT = 64  # samples of the frame before that it also hears
BLOCK_FRAMES = 2048  # 65 s: large enough that calls cost nothing, small enough to stay out of the way
STATE_SHAPE = (1, 1, 128)
SAMPLE_RATE = 16_000
HOST = "lingoreel.engines.vad:Engine"
VERSION = "silero-v6 recipe 1"  # raised when the same audio may give other spans

Span = tuple[int, int]
Report = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class VadOptions:
    """How probabilities become spans; times in ms.

    Speech starts at `threshold` and ends where the probability stays under `threshold` - 0.15 for
    `min_silence_ms`; what is shorter than `min_speech_ms` is no speech; each span grows by `pad_ms` at both ends;
    a span longer than `max_speech_ms` is cut where speech is least likely in its later half.
    """

    threshold: float = 0.5
    min_silence_ms: int = 500
    min_speech_ms: int = 96
    pad_ms: int = 200
    max_speech_ms: int = 28_000

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> Self:
        return cls(**(data or {}))


class Engine:
    """Host class. `handle({"pcm_path", "options"?})` → `{"spans": [[start, end]], "total_samples", "speech_samples"}`.

    Spans are in samples, in order, and do not overlap. Reports `{"fraction"}`.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        del config
        self._session = _open_session()

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        path = request["pcm_path"]
        options = VadOptions.from_dict(request.get("options"))
        total = sample_count(path)
        spans = find_spans(self.probabilities(path, total, report), total, options)
        return {
            "spans": [list(span) for span in spans],
            "total_samples": total,
            "speech_samples": sum(end - start for start, end in spans),
        }

    def probabilities(self, path: str, total: int, report: Report) -> npt.NDArray[np.float32]:
        """Speech probability of each 32 ms frame; the last frame is filled up with silence."""
        frames = ceil(total / FRAME)
        hidden = np.zeros(STATE_SHAPE, np.float32)
        cell = np.zeros(STATE_SHAPE, np.float32)
        before = np.zeros(CONTEXT, np.float32)
        found: list[npt.NDArray[np.float32]] = []
        for first in range(0, frames, BLOCK_FRAMES):
            count = min(BLOCK_FRAMES, frames - first)
            block = np.zeros(count * FRAME, np.float32)
            samples = as_float(read_samples(path, first * FRAME, min(total, (first + count) * FRAME)))
            block[: len(samples)] = samples
            rows = block.reshape(count, FRAME)
            contexts = np.vstack([before[None, :], rows[:-1, -CONTEXT:]])
            output, hidden, cell = self._session.run(
                None, {"input": np.hstack([contexts, rows]), "h": hidden, "c": cell}
            )
            before = rows[-1, -CONTEXT:]
            found.append(np.asarray(output, np.float32).reshape(-1))
            report({"fraction": (first + count) / frames})
        return np.concatenate(found) if found else np.zeros(0, np.float32)


def _open_session() -> Any:
    import onnxruntime

    spec = importlib.util.find_spec("faster_whisper")
    places = list(spec.submodule_search_locations or ()) if spec else []
    model = next((p for p in (Path(place) / "assets" / "silero_vad_v6.onnx" for place in places) if p.is_file()), None)
    if model is None:
        raise EngineUnavailable(
            "the voice activity model silero_vad_v6.onnx is missing from the faster-whisper package",
            remedy="install faster-whisper 1.2.1 again: uv sync",
        )
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    options.intra_op_num_threads = 1  # frames depend on each other: more threads only take cores from others
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"], sess_options=options)


def find_spans(probabilities: npt.NDArray[np.float32], total: int, options: VadOptions) -> list[Span]:
    """Spans of speech, in samples of a recording of `total` samples, from one probability per frame."""
    raw = _hysteresis(probabilities, total, options)
    shortest = SAMPLE_RATE * options.min_speech_ms / 1000
    raw = [span for span in raw if span[1] - span[0] > shortest]
    longest = options.max_speech_ms * SAMPLE_RATE // 1000
    pieces: list[Span] = []
    for span in _padded(raw, total, options.pad_ms * SAMPLE_RATE // 1000):
        pieces.extend(_cut_long(span, probabilities, longest))
    return pieces


def _hysteresis(probabilities: npt.NDArray[np.float32], total: int, options: VadOptions) -> list[Span]:
    low = max(options.threshold - 0.15, 0.01)
    patience = SAMPLE_RATE * options.min_silence_ms / 1000
    spans: list[Span] = []
    start = quiet_since = -1
    for frame in np.flatnonzero((probabilities >= options.threshold) | (probabilities < low)).tolist():
        at = frame * FRAME
        if probabilities[frame] >= options.threshold:
            quiet_since = -1
            if start < 0:
                start = at
        elif start >= 0:
            if quiet_since < 0:
                quiet_since = at
            if at - quiet_since >= patience:
                spans.append((start, quiet_since))
                start = quiet_since = -1
    if start >= 0:
        spans.append((start, total))
    return spans


def _padded(spans: list[Span], total: int, pad: int) -> list[Span]:
    grown: list[Span] = []
    for index, (start, end) in enumerate(spans):
        before = start - spans[index - 1][1] if index else inf
        after = spans[index + 1][0] - end if index + 1 < len(spans) else inf
        left = pad if before >= 2 * pad else int(before // 2)
        right = pad if after >= 2 * pad else int(after // 2)
        grown.append((max(0, start - left), min(total, end + right)))
    return grown


def _cut_long(span: Span, probabilities: npt.NDArray[np.float32], longest: int) -> list[Span]:
    """A span in parts of at most `longest` samples, cut in the later half where speech is least likely."""
    start, end = span
    parts: list[Span] = []
    while end - start > longest:
        first = ceil((start + longest // 2) / FRAME)
        last = max(first + 1, min((start + longest) // FRAME, len(probabilities)))
        window = probabilities[first:last]
        # a smooth minimum: one doubtful frame inside a word is no pause
        smooth = np.convolve(window, np.ones(5) / 5, mode="same") if len(window) >= 5 else window
        inner = slice(2, -2) if len(window) >= 9 else slice(None)
        offset = int(np.argmin(smooth[inner])) + (2 if len(window) >= 9 else 0)
        cut = min((first + offset) * FRAME + FRAME // 2, start + longest)
        parts.append((start, cut))
        start = cut
    parts.append((start, end))
    return parts


def group_spans(spans: Sequence[Span], longest_s: float, gap_s: float) -> list[list[Span]]:
    """Neighbouring spans that are heard in one go: at most `gap_s` apart, at most `longest_s` from end to end.

    An engine hears more in a whole sentence with its pauses than in its parts.
    """
    groups: list[list[Span]] = []
    for span in spans:
        if (
            groups
            and span[0] - groups[-1][-1][1] <= gap_s * SAMPLE_RATE
            and span[1] - groups[-1][0][0] <= longest_s * SAMPLE_RATE
        ):
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of a recording to recognise in one go: samples [start, end), and the speech inside it."""

    start_sample: int
    end_sample: int
    spans: tuple[Span, ...]

    @property
    def speech_samples(self) -> int:
        return sum(end - start for start, end in self.spans)

    def to_dict(self) -> dict[str, Any]:
        return {
            "start_sample": self.start_sample,
            "end_sample": self.end_sample,
            "spans": [list(span) for span in self.spans],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            int(data["start_sample"]),
            int(data["end_sample"]),
            tuple((int(start), int(end)) for start, end in data["spans"]),
        )


MIN_PIECE_S = 20  # below this, starting a piece and losing its context costs more than the parallelism wins
FILL = 0.8  # pieces aim at this part of the maximum: room to end at a good silence


def plan_pieces(spans: Sequence[Span], total_samples: int, max_s: float, parallel: int = 1) -> list[Piece]:
    """Cut a recording at its silences into pieces of at most `max_s` seconds, about equal in speech.

    Pieces are in order and hold every span once; the silence between pieces belongs to none. There are enough of
    them to keep `parallel` lanes busy, but none aims below 20 s of speech, so a 10 s file is one piece. A
    span is never cut; one longer than `max_s` is halved until it fits (`find_spans` cuts long spans at their
    quietest place already). A function of its arguments alone: the same recording gives the same pieces on any
    machine, which stage keys rely on; so pass a `parallel` that does not depend on how busy a machine is.
    """
    longest = int(max_s * SAMPLE_RATE)
    parts = [part for span in _within(spans, total_samples) for part in _halved(span, longest)]
    if not parts:
        return []
    work = sum(end - start for start, end in parts)
    count = max(ceil(work / (FILL * longest)), min(parallel, work // (MIN_PIECE_S * SAMPLE_RATE)), 1)
    if count > 1:
        count = ceil(count / parallel) * parallel
    target = work / count
    # best[i]: the cheapest way to cut the first i spans, and where its last piece starts
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(parts) + 1):
        choice = (inf, stop - 1)
        speech = 0
        for first in range(stop - 1, -1, -1):
            speech += parts[first][1] - parts[first][0]
            if parts[stop - 1][1] - parts[first][0] > longest and first < stop - 1:
                break
            cost = best[first][0] + (speech / target - 1.0) ** 2 + _cut_cost(parts, first)
            choice = min(choice, (cost, first))
        best.append(choice)
    pieces: list[Piece] = []
    stop = len(parts)
    while stop:
        first = best[stop][1]
        inside = tuple(parts[first:stop])
        pieces.append(Piece(inside[0][0], inside[-1][1], inside))
        stop = first
    return pieces[::-1]


def _within(spans: Sequence[Span], total: int) -> list[Span]:
    clipped = [(max(0, start), min(total, end)) for start, end in spans]
    return [(start, end) for start, end in clipped if end > start]


def _halved(span: Span, longest: int) -> list[Span]:
    start, end = span
    if end - start <= longest:
        return [span]
    middle = (start + end) // 2
    return _halved((start, middle), longest) + _halved((middle, end), longest)


def _cut_cost(parts: Sequence[Span], first: int) -> float:
    """What a cut before span `first` costs: nothing in a second of silence, most where there is none."""
    if first == 0:
        return 0.0
    gap_s = (parts[first][0] - parts[first - 1][1]) / SAMPLE_RATE
    return 0.2 * max(0.0, 1.0 - gap_s)


def detection_windows(spans: Sequence[Span], count: int = 5, window_s: float = 30.0) -> list[Span]:
    """Up to `count` windows of at most `window_s`, each starting with speech, spread evenly over all speech.

    A recording whose first minute is music or a foreign greeting is judged by the rest of it.
    """
    length = int(window_s * SAMPLE_RATE)
    total = sum(end - start for start, end in spans)
    windows: list[Span] = []
    for index in range(count):
        start = _nth_speech_sample(spans, total * index // count)
        if start is None or (windows and start < windows[-1][1]):
            continue
        stop = max((min(e, start + length) for s, e in spans if s < start + length and e > start), default=start)
        windows.append((start, stop))
    return windows


def _nth_speech_sample(spans: Sequence[Span], nth: int) -> int | None:
    """Where the nth sample of speech lies, silences not counted."""
    for start, end in spans:
        if nth < end - start:
            return start + nth
        nth -= end - start
    return None
