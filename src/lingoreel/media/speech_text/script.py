"""What a text is once it is ready to be spoken."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Stretch:
    """[spoken_begin, spoken_end) of an utterance's `spoken` says [begin, end) of the shown text.

    `same` where both are the same letters, so that places inside them correspond one to one.
    """

    spoken_begin: int
    spoken_end: int
    begin: int
    end: int
    same: bool


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one voice says in one breath, as it is shown and as it is spoken.

    `text` is [begin, end) of `Script.text`; `spoken` is what the engine reads: plain, normalised, never blank.
    `phonemes` are read instead of `spoken` where the dictionary gives them. `language` is a primary language code;
    `voice` an id where the markup or the request names one. `rate` 0.5–2, `pitch` in semitones −12…12, `volume` 0–100.
    """

    text: str
    spoken: str
    begin: int
    end: int
    language: str
    voice: str | None = None
    rate: float = 1.0
    pitch: float = 0.0
    volume: float = 100.0
    pause_after_ms: int = 0
    phonemes: str | None = None
    stretches: tuple[Stretch, ...] = ()
    # Whether a sentence ends with this utterance, and which sentence of the text it belongs to.
    ends_sentence: bool = True
    sentence: int = 0

    def shown(self, spoken_begin: int, spoken_end: int) -> tuple[int, int]:
        """Where in the shown text [spoken_begin, spoken_end) of `spoken` stands: the shown word of a word event.

        What was rewritten (`$5` → five dollars) answers as a whole. Between stretches: an empty place.
        """
        begin = end = None
        for stretch in self.stretches:
            if stretch.spoken_end <= spoken_begin or stretch.spoken_begin >= spoken_end:
                continue
            first, last = stretch.begin, stretch.end
            if stretch.same:
                first += max(0, spoken_begin - stretch.spoken_begin)
                last -= max(0, stretch.spoken_end - spoken_end)
            begin = first if begin is None else min(begin, first)
            end = last if end is None else max(end, last)
        if begin is None or end is None:
            nearest = next((s.end for s in reversed(self.stretches) if s.spoken_end <= spoken_begin), self.begin)
            return nearest, nearest
        return begin, end

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Utterance:
        """What `to_dict` wrote."""
        stretches = tuple(Stretch(**item) for item in data["stretches"])
        return cls(**{**data, "stretches": stretches})


@dataclass(frozen=True, slots=True)
class Script:
    """A whole text ready to be spoken, its utterances in order.

    `text` is what is shown: composed (NFC), ends trimmed, markup and unspeakable controls taken out. `characters` is
    what is paid for: code points after NFC, ends trimmed, markup not counted. `warnings` are `{code, message}`.
    """

    text: str
    utterances: tuple[Utterance, ...]
    characters: int
    warnings: tuple[dict[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "text": self.text,
            "utterances": [utterance.to_dict() for utterance in self.utterances],
            "characters": self.characters,
            "warnings": list(self.warnings),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Script:
        """What `to_dict` wrote."""
        return cls(
            data["text"],
            tuple(Utterance.from_dict(item) for item in data["utterances"]),
            data["characters"],
            tuple(data["warnings"]),
        )
