"""Whisper through faster-whisper and CTranslate2: any size, CPU or CUDA, batched.

Guards against invented text: only windows of detected speech are decoded; no window sees another's text; each window
is decoded as plain text whose word times come from its own alignment, so nothing after a last time stamp is lost;
a window that comes out repetitive or improbable is decoded again at rising temperatures; and what the guards
take out in the end is listed.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lingoreel.engines import devices
from lingoreel.engines.pcm import as_float, read_samples
from lingoreel.engines.recognition import guards, whisper_folder
from lingoreel.engines.recognition.protocol import (
    SAMPLE_RATE,
    SAMPLES_PER_MS,
    Capabilities,
    Recognition,
    RecognitionRequest,
    Suppressed,
    Unavailable,
)
from lingoreel.engines.recognition.segmentation import SpokenWord, into_segments
from lingoreel.engines.vad import Span, group_spans
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.media.segments import Segment
from lingoreel.settings import Settings

NAME = "whisper"
HOST = "lingoreel.engines.recognition.whisper:Engine"
RECIPE = 1  # raised when the same audio may give another text

WINDOW_S = 30.0  # what the encoder hears at once
WINDOW_GAP_S = 2.0
FRAMES = 3000  # of the encoder, in a window
GRID = SAMPLE_RATE // 100  # the encoder's frames; windows start on one so that times carry no remainder
BEAMS = 5
SAMPLES_TRIED = 5  # texts drawn at each temperature above 0
TEMPERATURES = (0.2, 0.4, 0.6, 0.8, 1.0)
SEED = 7  # a fresh child samples alike; a warm one goes on from where its threads are, CTranslate2 has no reset
NEAR_MS = 200  # how far a word may reach beyond detected speech

PULL = "lingoreel models pull whisper-small"

Report = Callable[[dict[str, Any]], None]


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """What the configured or best pulled model can do here; opens its small files, never the library."""
    if importlib.util.find_spec("faster_whisper") is None:
        return Unavailable(NAME, "the package faster-whisper is not installed", "uv sync")
    folder = whisper_folder.find_folder(settings)
    if folder is None:
        return Unavailable(NAME, "no whisper model has been pulled", PULL)
    if not folder.is_dir():
        return Unavailable(NAME, f"there is no whisper model {folder.name!r}", _pull(folder))
    if missing := whisper_folder.missing_files(folder):
        return Unavailable(NAME, f"the whisper model {folder.name!r} lacks {', '.join(missing)}", _pull(folder))
    try:
        languages = whisper_folder.languages(folder)
    except EngineUnavailable as error:
        return Unavailable(NAME, error.message, error.remedy or PULL)
    on_gpu = _on_gpu(settings)
    return Capabilities(
        name=NAME,
        version=f"faster-whisper {version('faster-whisper')} {folder.name} {whisper_folder.fingerprint(folder)} "
        f"{_compute_type(settings.whisper_compute_type, on_gpu)} recipe {RECIPE}",
        tier="neural",
        languages=languages,
        host=HOST,
        lane="gpu" if on_gpu else "cpu",
        parallel=1,  # threaded itself: a second child would only halve the first
        detects_language=len(languages) > 1,
        vocabulary=True,
        piece_max_s=settings.piece_max_s,
        model=folder.name,
    )


def _pull(folder: Path) -> str:
    known = folder.name in whisper_folder.PREFERENCE
    return f"lingoreel models pull whisper-{folder.name}" if known else PULL


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from. Raises EngineUnavailable when there is no model."""
    folder = whisper_folder.find_folder(settings)
    if folder is None:
        raise EngineUnavailable("no whisper model has been pulled", remedy=PULL)
    on_gpu = _on_gpu(settings)
    return {
        "model": str(folder),
        "device": "cuda" if on_gpu else "cpu",
        "compute_type": _compute_type(settings.whisper_compute_type, on_gpu),
        "batch": settings.whisper_batch,
        "threads": settings.cpu_slots,
    }


def _on_gpu(settings: Settings) -> bool:
    if settings.whisper_device == "auto":
        return devices.has_gpu(settings)
    return settings.whisper_device == "cuda"


def _compute_type(wanted: str, on_gpu: bool) -> str:
    """`default` is float16 on a GPU and int8 on a CPU, where it is twice as fast and as good."""
    return wanted if wanted != "default" else ("float16" if on_gpu else "int8")


@dataclass(frozen=True, slots=True)
class _Window:
    """Samples [start, end) to decode in one go, and the speech in them in ms."""

    start: int
    end: int
    spans_ms: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Heard:
    """What came out of one window."""

    words: list[SpokenWord]
    text: str
    log_probability: float
    no_speech_probability: float


class Engine:
    """Host class. `handle` takes a `RecognitionRequest` and answers a `Recognition`; or takes
    `{"detect": true, "pcm_path", "windows": [[start, end], …]}` and answers
    `{"language", "probability", "probabilities"}`, summed over the windows.

    `config`: `model` (a folder), and optionally `device`, `compute_type`, `batch`, `threads`. Raises EngineUnavailable
    when the folder lacks a file, when its model or the device cannot be used, and for a language it does not hear.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        import ctranslate2
        from faster_whisper import WhisperModel
        from faster_whisper.feature_extractor import FeatureExtractor

        ctranslate2.set_random_seed(SEED)
        folder = Path(config["model"])
        device = config.get("device", "cpu")
        with whisper_folder.loadable(folder) as loadable:
            try:
                self._model = WhisperModel(
                    str(loadable),
                    device=device,
                    compute_type=config.get("compute_type", "default"),
                    cpu_threads=int(config.get("threads", 0)),
                    local_files_only=True,
                )
            except (RuntimeError, ValueError) as error:
                raise EngineUnavailable(
                    f"the whisper model {folder.name!r} cannot be loaded on {device}: {error}",
                    remedy="set LINGOREEL_WHISPER_DEVICE=cpu and LINGOREEL_WHISPER_COMPUTE_TYPE=int8, or pull it again",
                ) from error
        bands = int(self._model.model.n_mels)
        if self._model.feature_extractor.mel_filters.shape[0] != bands:
            # without preprocessor_config.json the library assumes 80 bands; large-v3 has 128
            self._model.feature_extractor = FeatureExtractor(feature_size=bands)
        self._languages = whisper_folder.languages(folder)
        self._batch = max(1, int(config.get("batch", 8)))

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        if request.get("detect"):
            windows = [(int(start), int(end)) for start, end in request["windows"]]
            return self._detect(str(request["pcm_path"]), windows, report)
        return self._recognise(RecognitionRequest.from_dict(request), report).to_dict()

    def _recognise(self, request: RecognitionRequest, report: Report) -> Recognition:
        windows = _windows(request)
        if not windows:
            return Recognition((), request.language)
        language, probability = request.language, None
        if language is None:
            found = self._detect(request.pcm_path, [(w.start, w.end) for w in windows[:5]], lambda _: None)
            language, probability = found["language"], found["probability"]
        if language not in self._languages:
            raise EngineUnavailable(
                f"this whisper model does not hear {language!r}", field="source_language", remedy=PULL
            )
        decoding = _Decoding(self._model, language, request.vocabulary)
        segments: list[Segment] = []
        suppressed: list[Suppressed] = []
        done = 0
        while done < len(windows):
            batch = windows[done : done + self._batch]
            try:
                answers = decoding.run([self._features(request.pcm_path, w.start, w.end) for w in batch], batch)
            except RuntimeError as error:
                if "out of memory" not in str(error).lower() or self._batch == 1:
                    raise EngineFailed(f"whisper failed: {error}") from error
                self._batch = max(1, self._batch // 2)  # stays halved: the memory will not have grown by the next call
                continue
            for window, heard in zip(batch, answers, strict=True):
                kept, out = _judge(window, heard)
                segments += kept
                suppressed += out
            done += len(batch)
            report({"fraction": done / len(windows)})
        return Recognition(tuple(segments), language, probability, tuple(suppressed))

    def _detect(self, path: str, windows: Sequence[Span], report: Report) -> dict[str, Any]:
        if len(self._languages) == 1 or not windows:
            only = next(iter(self._languages)) if len(self._languages) == 1 else None
            return {"language": only, "probability": None, "probabilities": {}}
        sums: dict[str, float] = {}
        for index, (start, end) in enumerate(windows):
            encoded = self._model.encode(self._features(path, start, end))
            for token, probability in self._model.model.detect_language(encoded)[0]:
                code = whisper_folder.from_whisper(token[2:-2])
                sums[code] = sums.get(code, 0.0) + probability / len(windows)
            report({"fraction": (index + 1) / len(windows)})
        ranked = sorted(sums.items(), key=lambda entry: (-entry[1], entry[0]))
        return {
            "language": ranked[0][0],
            "probability": round(ranked[0][1], 4),
            "probabilities": {code: round(probability, 4) for code, probability in ranked[:5]},
        }

    def _features(self, path: str, start: int, end: int) -> npt.NDArray[np.float32]:
        """Log-mel bands of samples [start, end), filled up to 30 s: shape (bands, 3000)."""
        from faster_whisper.audio import pad_or_trim

        audio = as_float(read_samples(path, start, min(end, start + int(WINDOW_S * SAMPLE_RATE))))
        features: npt.NDArray[np.float32] = pad_or_trim(self._model.feature_extractor(audio)[..., :-1])
        return features


class _Decoding:
    """One language and vocabulary on one model: windows of features in, words out."""

    def __init__(self, model: Any, language: str, vocabulary: Sequence[str]) -> None:
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import BatchedInferencePipeline, TranscriptionOptions, get_suppressed_tokens

        self._model = model
        self._tokenizer = Tokenizer(
            model.hf_tokenizer,
            model.model.is_multilingual,
            task="transcribe",
            language=whisper_folder.to_whisper(language),
        )
        self._pipeline = BatchedInferencePipeline(model)
        self._options = TranscriptionOptions(
            beam_size=BEAMS,
            best_of=SAMPLES_TRIED,
            patience=1,
            length_penalty=1,
            repetition_penalty=1,
            no_repeat_ngram_size=0,
            log_prob_threshold=guards.LOG_PROBABILITY_LEAST,
            no_speech_threshold=guards.NO_SPEECH_MOST,
            compression_ratio_threshold=guards.COMPRESSION_MOST,
            condition_on_previous_text=False,
            prompt_reset_on_temperature=0.5,
            temperatures=[0.0],
            initial_prompt=None,
            prefix=None,
            suppress_blank=True,
            suppress_tokens=get_suppressed_tokens(self._tokenizer, [-1]),
            without_timestamps=True,
            max_initial_timestamp=0.0,
            word_timestamps=True,
            prepend_punctuations="\"'“¿([{-",
            append_punctuations="\"'.。,，!！?？:：”)]}、",
            multilingual=False,
            max_new_tokens=None,
            clip_timestamps=[],
            hallucination_silence_threshold=None,
            hotwords=", ".join(vocabulary) or None,
        )

    def run(self, features: Sequence[npt.NDArray[np.float32]], windows: Sequence[_Window]) -> list[_Heard]:
        """Decode windows side by side, those that failed again one by one, then align all. Raises RuntimeError."""
        encoded, outputs = self._pipeline.generate_segment_batched(np.stack(features), self._tokenizer, self._options)
        for index, output in enumerate(outputs):
            output["tokens"] = self._text_tokens(output["tokens"])
            text = self._tokenizer.decode(output["tokens"])
            if guards.failed(text, output["avg_logprob"], output["no_speech_prob"]):
                outputs[index] = self._again(features[index], output)
        # Each window gets 30 s of a time line of its own: the aligner's care for the first word after a pause looks
        # at where the window before ended.
        segments = [
            [
                {
                    "tokens": output["tokens"],
                    "seek": index * FRAMES,
                    "start": index * WINDOW_S,
                    "end": index * WINDOW_S + (window.end - window.start) / SAMPLE_RATE,
                }
            ]
            for index, (output, window) in enumerate(zip(outputs, windows, strict=True))
        ]
        frames = [min(FRAMES, (window.end - window.start) // GRID) for window in windows]
        self._model.add_word_timestamps(
            segments,
            self._tokenizer,
            encoded,
            frames,
            self._options.prepend_punctuations,
            self._options.append_punctuations,
            0.0,
        )
        return [
            _Heard(
                words=list(_words(segment[0].get("words") or (), index * WINDOW_S, window)),
                text=self._tokenizer.decode(output["tokens"]).strip(),
                log_probability=float(output["avg_logprob"]),
                no_speech_probability=float(output["no_speech_prob"]),
            )
            for index, (segment, output, window) in enumerate(zip(segments, outputs, windows, strict=True))
        ]

    def _again(self, features: npt.NDArray[np.float32], first: dict[str, Any]) -> dict[str, Any]:
        """The window once more at rising temperatures; the better of this and the first answer."""
        prompt = self._model.get_prompt(self._tokenizer, [], without_timestamps=True, hotwords=self._options.hotwords)
        result, log_probability, _, _ = self._model.generate_with_fallback(
            self._model.encode(features), prompt, self._tokenizer, replace(self._options, temperatures=TEMPERATURES)
        )
        second = {
            "tokens": self._text_tokens(result.sequences_ids[0]),
            "avg_logprob": log_probability,
            "no_speech_prob": result.no_speech_prob,
        }

        def worth(output: dict[str, Any]) -> tuple[bool, float]:
            text = self._tokenizer.decode(output["tokens"])
            return guards.compression_ratio(text) <= guards.COMPRESSION_MOST, output["avg_logprob"]

        return max(first, second, key=worth)

    def _text_tokens(self, tokens: Iterable[int]) -> list[int]:
        return [token for token in tokens if token < self._tokenizer.eot]


def _windows(request: RecognitionRequest) -> list[_Window]:
    """Spans of speech joined to windows of at most 30 s; a longer span is cut as it comes."""
    longest = int(WINDOW_S * SAMPLE_RATE)
    parts: list[Span] = []
    for start, end in request.spans:
        at, stop = max(start, request.start_sample), min(end, request.end_sample)
        while at < stop:
            parts.append((at, min(stop, at + longest - GRID)))
            at = parts[-1][1]
    return [
        _Window(
            start=group[0][0] // GRID * GRID,
            end=group[-1][1],
            spans_ms=tuple((start // SAMPLES_PER_MS, end // SAMPLES_PER_MS) for start, end in group),
        )
        for group in group_spans(parts, WINDOW_S - GRID / SAMPLE_RATE, WINDOW_GAP_S)
    ]


def _words(found: Iterable[dict[str, Any]], origin_s: float, window: _Window) -> Iterable[SpokenWord]:
    """The aligner's words, whose times count from `origin_s`, in ms of the presentation: in order, near speech."""
    offset_ms = window.start // SAMPLES_PER_MS - round(origin_s * 1000)
    at_ms = window.spans_ms[0][0] - NEAR_MS
    for word in found:
        start_ms, end_ms = _near_speech(
            offset_ms + round(float(word["start"]) * 1000), offset_ms + round(float(word["end"]) * 1000), window
        )
        start_ms = max(start_ms, at_ms, 0)
        end_ms = max(start_ms, end_ms)
        at_ms = end_ms
        yield SpokenWord(start_ms, end_ms, str(word["word"]), min(1.0, max(0.0, float(word["probability"]))))


def _near_speech(start_ms: int, end_ms: int, window: _Window) -> tuple[int, int]:
    """The time clipped to the speech it lies in, give or take 200 ms; one in a pause goes to the nearest edge."""

    def overlap(span: tuple[int, int]) -> int:
        return min(end_ms, span[1] + NEAR_MS) - max(start_ms, span[0] - NEAR_MS)

    best = max(window.spans_ms, key=overlap)
    if overlap(best) >= 0:
        return max(start_ms, best[0] - NEAR_MS), min(end_ms, best[1] + NEAR_MS)
    edges = [edge for span in window.spans_ms for edge in (span[0] - NEAR_MS, span[1] + NEAR_MS)]
    nearest = min(edges, key=lambda edge: abs(edge - start_ms))
    return nearest, nearest


def _judge(window: _Window, heard: _Heard) -> tuple[list[Segment], list[Suppressed]]:
    """Segments of what is believed, and the list of what is not."""
    start_ms, end_ms = window.spans_ms[0][0], window.spans_ms[-1][1]
    if not heard.text:
        return [], []
    if guards.is_no_speech(heard.log_probability, heard.no_speech_probability):
        return [], [Suppressed(start_ms, end_ms, heard.text, "no_speech")]
    if not heard.words:
        flags = guards.flags(heard.text, heard.log_probability, heard.no_speech_probability)
        return [Segment(start_ms, end_ms, heard.text, flags=flags)], []
    words, looped = guards.without_loops(heard.words)
    words, timeless = guards.without_timeless_tail(words)
    text = "".join(word.raw for word in words)
    flags = guards.flags(text, heard.log_probability, heard.no_speech_probability)
    if looped:
        flags = ("repetition", *flags)
    return into_segments(words, flags=flags) if words else [], looped + timeless
