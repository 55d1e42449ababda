"""What every speaking engine takes, answers and says about itself.

A speaking engine is one module with

- `capabilities(settings) -> Capabilities | Unavailable`: cheap, loads no speech library;
- `host_config(settings) -> dict`: the plain data its host class is made from;
- `HOST`: the host class as `package.module:Class`, with `__init__(config)` and `handle(request, report)`, where
  `request` is `SpeechRequest.to_dict()` with `output_path` beside, and the answer is `Speech.to_dict()`.

What is written to `output_path` is 16-bit little-endian mono PCM without a header, at the engine's own rate: the
utterances one after another, each without the silence that the engine put around it, followed by its pause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self

from lingoreel.errors import InvalidRequest

Tier = Literal["embedded", "neural"]
Lane = Literal["cpu", "gpu", "net"]
Gender = Literal["male", "female", "neutral"]

RATE = (0.5, 2.0)
SEMITONES = 12.0
VOLUME = 100.0
PAUSE_MOST_MS = 60_000
CONSENT = "the speaker's consent"


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice. `id` is stable and starts with the engine's name: `espeak:es`; `language` is a normalised code.

    `standard`: the one its engine takes for the language when none is asked for. `region` is what sets it apart from
    others of its language, such as `Latin America`. `sample_rate` is in Hz.
    """

    id: str
    name: str
    language: str
    gender: Gender
    engine: str
    sample_rate: int
    standard: bool = False
    region: str | None = None
    licence: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "gender": self.gender,
            "engine": self.engine,
            "sample_rate": self.sample_rate,
            "standard": self.standard,
            "region": self.region,
            "licence": self.licence,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a speaking engine on a live worker can do. Plain data: a worker publishes it, the API reads it.

    `version` changes whenever the same text may sound another way, so it belongs in every stage key. `rate` is the
    range of speeds it keeps to, 1 being normal. `word_events`: it knows when each word is spoken. `pitch`: it can
    shift it. `phonemes`: it takes an utterance's `phonemes` (IPA). `reference_audio`: it speaks with the voice of a
    recording. Lane `net` is for engines that wait for another machine.
    """

    name: str
    version: str
    tier: Tier
    voices: tuple[Voice, ...]
    host: str
    lane: Lane = "cpu"
    parallel: int = 1
    word_events: bool = False
    rate: tuple[float, float] = RATE
    pitch: bool = False
    phonemes: bool = False
    reference_audio: bool = False
    capability: str = "speech"
    model: str | None = None

    @property
    def languages(self) -> frozenset[str]:
        """Codes that some voice speaks."""
        return frozenset(voice.language for voice in self.voices)

    def voice(self, voice_id: str) -> Voice | None:
        """The voice with this id."""
        return next((voice for voice in self.voices if voice.id == voice_id), None)

    def to_dict(self) -> dict[str, Any]:
        return {
            "capability": self.capability,
            "name": self.name,
            "version": self.version,
            "tier": self.tier,
            "voices": [voice.to_dict() for voice in self.voices],
            "languages": sorted(self.languages),
            "host": self.host,
            "lane": self.lane,
            "parallel": self.parallel,
            "word_events": self.word_events,
            "rate": list(self.rate),
            "pitch": self.pitch,
            "phonemes": self.phonemes,
            "reference_audio": self.reference_audio,
            "model": self.model,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        voices = tuple(Voice.from_dict(voice) for voice in data["voices"])
        low, high = data["rate"]
        given = {key: value for key, value in data.items() if key != "languages"}
        return cls(**{**given, "voices": voices, "rate": (float(low), float(high))})


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is said in one breath: mostly a sentence. `text` is plain and normalised: no markup, no digits.

    `voice` is a voice's id, `rate` the speed (0.5 to 2), `pitch` in semitones (−12 to 12), `volume` in per cent of
    the amplitude (0 to 100), `phonemes` how it is pronounced, in IPA, for engines that take it.
    """

    text: str
    voice: str
    language: str
    rate: float = 1.0
    pitch: float = 0.0
    volume: float = VOLUME
    pause_after_ms: int = 0
    phonemes: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "voice": self.voice,
            "language": self.language,
            "rate": self.rate,
            "pitch": self.pitch,
            "volume": self.volume,
            "pause_after_ms": self.pause_after_ms,
            "phonemes": self.phonemes,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Raises InvalidRequest for a number out of its range."""
        phonemes = data.get("phonemes")
        return cls(
            text=str(data["text"]),
            voice=str(data["voice"]),
            language=str(data["language"]),
            rate=_within("rate", data.get("rate", 1.0), *RATE),
            pitch=_within("pitch", data.get("pitch", 0.0), -SEMITONES, SEMITONES),
            volume=_within("volume", data.get("volume", VOLUME), 0.0, VOLUME),
            pause_after_ms=int(_within("pause_after_ms", data.get("pause_after_ms", 0), 0, PAUSE_MOST_MS)),
            phonemes=None if phonemes is None else str(phonemes),
        )


def _within(field_name: str, value: Any, low: float, high: float) -> float:
    number = float(value)
    if not low <= number <= high:  # also what is no number
        raise InvalidRequest(f"{field_name} {number:g} is not between {low:g} and {high:g}", field=field_name)
    return number


@dataclass(frozen=True, slots=True)
class Reference:
    """A recording whose voice is to be imitated: 16-bit mono PCM at `sample_rate` Hz, and the words in it.

    `consent` says who gave it and when, as the task recorded it: without it no engine takes the recording.
    """

    pcm_path: str
    sample_rate: int
    text: str
    consent: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "pcm_path": self.pcm_path,
            "sample_rate": self.sample_rate,
            "text": self.text,
            "consent": self.consent,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Raises InvalidRequest where no consent is recorded."""
        consent = str(data.get("consent") or "").strip()
        if not consent:
            raise InvalidRequest(
                f"a voice is imitated only with {CONSENT}",
                code="consent_missing",
                field="consent",
                remedy="record who consented to the use of the voice, and when",
            )
        return cls(str(data["pcm_path"]), int(data["sample_rate"]), str(data["text"]), consent)


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """Utterances to speak one after another; `reference` for engines with `reference_audio` alone."""

    utterances: tuple[Utterance, ...]
    reference: Reference | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "utterances": [utterance.to_dict() for utterance in self.utterances],
            "reference": self.reference.to_dict() if self.reference else None,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        reference = data.get("reference")
        return cls(
            tuple(Utterance.from_dict(utterance) for utterance in data["utterances"]),
            Reference.from_dict(reference) if reference else None,
        )

    def fingerprint(self) -> dict[str, Any]:
        """All that decides the sound but the engine's version and the recording itself, for a stage key."""
        told = self.to_dict()
        if self.reference:
            told["reference"] = {key: value for key, value in told["reference"].items() if key != "pcm_path"}
        return told


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """Characters [begin, end) of the utterance's text and the samples [start_sample, end_sample) that say them."""

    begin: int
    end: int
    start_sample: int
    end_sample: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "begin": self.begin,
            "end": self.end,
            "start_sample": self.start_sample,
            "end_sample": self.end_sample,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(int(data["begin"]), int(data["end"]), int(data["start_sample"]), int(data["end_sample"]))


@dataclass(frozen=True, slots=True)
class SpokenUtterance:
    """Where one utterance is really heard: samples of the whole output, silence around it left out.

    Start and end are equal when there was nothing to say. `words` are in order and inside, and empty where the engine
    does not know them. `warnings` are `{"code", "message"}` pairs.
    """

    start_sample: int
    end_sample: int
    words: tuple[SpokenWord, ...] = ()
    warnings: tuple[dict[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "start_sample": self.start_sample,
            "end_sample": self.end_sample,
            "words": [word.to_dict() for word in self.words],
            "warnings": [dict(warning) for warning in self.warnings],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        words = tuple(SpokenWord.from_dict(word) for word in data.get("words") or ())
        warnings = tuple(dict(warning) for warning in data.get("warnings") or ())
        return cls(int(data["start_sample"]), int(data["end_sample"]), words, warnings)


@dataclass(frozen=True, slots=True)
class Speech:
    """What was spoken: as many utterances as were asked for, in order."""

    sample_rate: int
    samples: int
    utterances: tuple[SpokenUtterance, ...]

    @property
    def warnings(self) -> tuple[dict[str, str], ...]:
        """The warnings of all utterances, each once."""
        told = {(each["code"], each["message"]): each for spoken in self.utterances for each in spoken.warnings}
        return tuple(told.values())

    def to_dict(self) -> dict[str, Any]:
        return {
            "sample_rate": self.sample_rate,
            "samples": self.samples,
            "utterances": [utterance.to_dict() for utterance in self.utterances],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            sample_rate=int(data["sample_rate"]),
            samples=int(data["samples"]),
            utterances=tuple(SpokenUtterance.from_dict(utterance) for utterance in data["utterances"]),
        )
