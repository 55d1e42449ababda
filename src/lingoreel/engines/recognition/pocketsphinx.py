"""pocketsphinx: English without any download; its model, language model and dictionary come in the wheel.

What was tried to make it hear better, and with what result, is in docs/decisions/0006-embedded-recogniser.md.

The front end keeps a noise estimate from one utterance to the next, so the same audio would come out differently
after other audio. It is reset before each utterance: an answer depends on its request alone, as stage keys need.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt

from lingoreel.engines.pcm import read_samples
from lingoreel.engines.recognition.pronounce import pronounce
from lingoreel.engines.recognition.protocol import (
    SAMPLES_PER_MS,
    Capabilities,
    Recognition,
    RecognitionRequest,
    Unavailable,
)
from lingoreel.engines.recognition.segmentation import SpokenWord, into_segments
from lingoreel.engines.vad import Span, group_spans
from lingoreel.errors import EngineUnavailable
from lingoreel.settings import Settings

NAME = "pocketsphinx"
HOST = "lingoreel.engines.recognition.pocketsphinx:Engine"
RECIPE = 1  # raised when the same audio may give another text
LANGUAGES = frozenset({"en"})
PIECE_MAX_S = 60

# Between real English (mean word confidence 0.40–0.73, WER ≤ 0.38; flite 0.82–0.93) and what it cannot hear: the same
# clips under noise (0.05–0.31, WER ≥ 0.64), played backwards (0.19–0.43), espeak in es fr de ru zh (0.13–0.45).
LOW_CONFIDENCE = 0.35

FRAME_MS = 10
UTTERANCE_S = 28.0
UTTERANCE_GAP_S = 1.5  # a sentence with its pauses is heard better than its parts

# Words given by the customer enter the language model beside its own: this many times as likely as one word of the
# dictionary on average, about as likely as a common noun.
VOCABULARY_WEIGHT = 100.0
VOCABULARY_MARK = "__given"
VOCABULARY_MOST = 200

_VARIANT = re.compile(r"\(\d+\)$")
_I = re.compile(r"^i(?=$|')")

Report = Callable[[dict[str, Any]], None]


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """What it can do here. One child per core of the cpu lane: it is single-threaded."""
    if importlib.util.find_spec("pocketsphinx") is None:
        return Unavailable(NAME, "the package pocketsphinx is not installed", "uv sync")
    return Capabilities(
        name=NAME,
        version=f"{version('pocketsphinx')} recipe {RECIPE}",
        tier="embedded",
        languages=LANGUAGES,
        host=HOST,
        parallel=settings.cpu_slots,
        vocabulary=True,
        piece_max_s=min(PIECE_MAX_S, settings.piece_max_s),
        low_confidence=LOW_CONFIDENCE,
        model="en-us",
    )


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from: nothing, the model is in the wheel."""
    del settings
    return {}


class Engine:
    """Host class: `RecognitionRequest` in, `Recognition` out. Raises EngineUnavailable for another language."""

    def __init__(self, config: dict[str, Any]) -> None:
        del config
        self._vocabulary: tuple[str, ...] = ()
        self._ignored: list[str] = []
        self._spelling: dict[str, str] = {}
        self._decoder = self._open(())

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        wanted = RecognitionRequest.from_dict(request)
        if wanted.language not in (None, "en"):
            raise EngineUnavailable(
                f"pocketsphinx hears English only, not {wanted.language!r}",
                field="source_language",
                remedy="lingoreel models pull whisper-small",
            )
        if wanted.vocabulary != self._vocabulary:
            self._decoder = self._open(wanted.vocabulary)
        words: list[SpokenWord] = []
        groups = group_spans(wanted.spans, UTTERANCE_S, UTTERANCE_GAP_S)
        total = sum(group[-1][1] - group[0][0] for group in groups)
        done = 0
        for group in groups:
            words += self._utterance(wanted.pcm_path, (group[0][0], group[-1][1]))
            done += group[-1][1] - group[0][0]
            report({"fraction": done / total})
        warnings: tuple[dict[str, str], ...] = ()
        if self._ignored:
            names = ", ".join(self._ignored)
            warnings = ({"code": "vocabulary_ignored", "message": f"not favoured, no English spelling: {names}"},)
        return Recognition(tuple(into_segments(words)), "en", warnings=warnings).to_dict()

    def _open(self, vocabulary: tuple[str, ...]) -> Any:
        from pocketsphinx import Decoder

        decoder = Decoder(samprate=16000, loglevel="FATAL")
        self._vocabulary, self._ignored, self._spelling = vocabulary, [], {}
        for term in vocabulary[:VOCABULARY_MOST]:
            for word in re.split(r"[\s\-_/.,]+", term.strip()):
                if word and not self._favour(decoder, word):
                    self._ignored.append(word)
        self._ignored += vocabulary[VOCABULARY_MOST:]
        return decoder

    def _favour(self, decoder: Any, word: str) -> bool:
        """Add a word of the customer's under a name of its own, so that a known word gets a second, better chance."""
        phones = pronounce(word, decoder.lookup_word)
        if phones is None:
            return False
        marked = f"{word.lower()}{VOCABULARY_MARK}"
        if marked not in self._spelling:
            decoder.get_lm("_default").add_word(marked, VOCABULARY_WEIGHT)
            decoder.add_word(marked, phones, True)
            self._spelling[marked] = word
        return True

    def _utterance(self, path: str, span: Span) -> list[SpokenWord]:
        """Recognise samples [start, end) as one utterance; its words in ms of the presentation."""
        samples = read_samples(path, *span)
        if len(samples) < 2 * FRAME_MS * SAMPLES_PER_MS:
            return []
        self._decode(samples)
        heard = [entry for entry in _entries(self._decoder) if entry[0] != ""]
        if not heard:
            return []
        decoded = [(start, end) for _, start, end, _ in heard]
        aligned = self._aligned(samples, [entry[0] for entry in heard])
        frames = list(map(_tighter, decoded, aligned)) if aligned else decoded
        offset_ms = span[0] / SAMPLES_PER_MS
        return [
            SpokenWord(
                start_ms=round(offset_ms + start * FRAME_MS),
                end_ms=round(offset_ms + end * FRAME_MS),
                raw=" " + self._written(token),
                confidence=confidence,
            )
            for (token, _, _, confidence), (start, end) in zip(heard, frames, strict=True)
        ]

    def _written(self, token: str) -> str:
        return self._spelling.get(token) or _I.sub("I", token)

    def _decode(self, samples: npt.NDArray[np.int16]) -> None:
        self._decoder.reinit_feat()
        self._decoder.start_utt()
        self._decoder.process_raw(samples.tobytes(), full_utt=True)
        self._decoder.end_utt()

    def _aligned(self, samples: npt.NDArray[np.int16], tokens: list[str]) -> list[Span] | None:
        """Frames [start, end) of each token by forced alignment; None where the aligner finds no way through."""
        try:
            self._decoder.set_align_text(" ".join(tokens))
            self._decode(samples)
            found = [(token, (start, end)) for token, start, end, _ in _entries(self._decoder) if token]
        except RuntimeError:
            return None
        finally:
            self._decoder.activate_search("_default")
        return [frames for _, frames in found] if [token for token, _ in found] == tokens else None


def _tighter(decoded: Span, aligned: Span) -> Span:
    """What both agree on: each now and then gives a word the pause beside it. The aligned one where they disagree."""
    start, end = max(decoded[0], aligned[0]), min(decoded[1], aligned[1])
    return (start, end) if 2 * (end - start) >= aligned[1] - aligned[0] else aligned


def _entries(decoder: Any) -> Iterable[tuple[str, int, int, float]]:
    """(token or "" for a filler, first frame, frame after the last, posterior probability) in order."""
    for entry in decoder.seg() or ():
        token = _VARIANT.sub("", entry.word)
        filler = token.startswith(("<", "[", "+"))
        yield "" if filler else token, entry.start_frame, entry.end_frame + 1, min(1.0, max(0.0, entry.prob))
