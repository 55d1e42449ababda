"""What hosts of voice models share: text to phonemes, phonemes in pieces to audio, pitch, one file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from lingoreel.engines.speech.protocol import SpeechRequest, Utterance
from lingoreel.errors import EngineFailed, EngineUnavailable

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from lingoreel.engines.speech.sound import Report, SpeechFile

CHARACTERS_MOST = 2_000  # read by espeak at once


class ModelHost(ABC):
    """Host class: `SpeechRequest` with `output_path` in, `Speech` out, by a model that reads phonemes.

    `config`: `espeak`, the folder of the package espeakng_loader. Raises EngineUnavailable for a voice that is not
    here (`no_voice`), EngineFailed for a model that answers nonsense.
    """

    name: str
    pieces_most: int  # phonemes handed to the model at once

    def __init__(self, config: dict[str, Any]) -> None:
        from lingoreel.engines.speech.espeak_library import library

        self._espeak = library(str(config["espeak"]))

    @property
    @abstractmethod
    def sample_rate(self) -> int:
        """Of all voices of the request, in Hz."""

    @abstractmethod
    def prepare(self, request: SpeechRequest) -> None:
        """Load what the request needs. Raises EngineUnavailable for a voice that is not here."""

    @abstractmethod
    def reader(self, voice: str) -> str | None:
        """espeak's identifier of who reads for this voice; None: the model reads letters."""

    @abstractmethod
    def utter(self, voice: str, said: str, speed: float) -> npt.NDArray[np.float32]:
        """Audio in −1…1 of a piece of phonemes."""

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        from lingoreel.engines.speech.sound import SpeechFile

        asked = SpeechRequest.from_dict(request)
        self.prepare(asked)
        with SpeechFile(request["output_path"], self.sample_rate, len(asked.utterances), report) as out:
            for utterance in asked.utterances:
                self._speak(utterance, out)
        return out.speech().to_dict()

    def _speak(self, utterance: Utterance, out: SpeechFile) -> None:
        import numpy as np

        from lingoreel.engines.speech.phonemes import pieces
        from lingoreel.engines.speech.sound import shifted

        said = self._said(utterance)
        if not any(character.isalnum() for character in said):
            if utterance.text.strip():
                out.warn(utterance, "not_spoken", f"nothing to say in {utterance.text.strip()[:40]!r}")
            out.add(utterance, np.zeros(0, np.int16))
            return
        speed = utterance.rate * 2 ** (-utterance.pitch / 12)  # what the shift will give back
        parts = [self.utter(utterance.voice, piece, speed) for piece in pieces(said, self.pieces_most)]
        audio = np.concatenate(parts)
        if not np.isfinite(audio).all():
            raise EngineFailed(f"The model of {utterance.voice} makes no sound but nonsense.", retryable=False)
        whole = np.clip(np.rint(audio * 32767), -32768, 32767).astype(np.int16)
        out.add(utterance, shifted(whole, utterance.pitch))

    def _said(self, utterance: Utterance) -> str:
        from lingoreel.engines.speech.phonemes import phonemes
        from lingoreel.engines.speech.readable import readable

        if utterance.phonemes:
            return " ".join(readable(utterance.phonemes).text.split())
        given = readable(utterance.text)
        if not given.speakable:
            return ""
        reader = self.reader(utterance.voice)
        return " ".join(given.text.split()) if reader is None else phonemes(self._espeak, reader, given.text)


def no_voice(engine: str, voice: str) -> EngineUnavailable:
    """A voice that was removed, or never was here."""
    return EngineUnavailable(f"{engine} has no voice {voice[:60]!r} here", code="no_voice", field="voice")
