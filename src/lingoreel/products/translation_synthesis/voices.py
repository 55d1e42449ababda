"""Who speaks each line: the voice it names, its speaker's, or the language's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lingoreel.engines.casting import cast, choose_line_voice, joined_voice
from lingoreel.engines.modules import Record, from_dict
from lingoreel.engines.speech.protocol import Capabilities, Voice
from lingoreel.engines.speech_voices import choose_voice
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.media.dub.line import DubLine
from lingoreel.products.translation_synthesis.request import SynthesisParameters


@dataclass(frozen=True)
class LineVoice:
    """A voice as an engine takes it; `pitch` in semitones."""

    engine: Capabilities
    voice: str
    language: str
    pitch: float

    @classmethod
    def of(cls, chosen: tuple[Capabilities, Voice, float]) -> LineVoice:
        """What `choose_line_voice` answered."""
        engine, voice, pitch = chosen
        return cls(engine, voice.id, voice.language, pitch)

    @property
    def id(self) -> str:
        """The voice with its pitch, as a line names it."""
        return joined_voice(self.voice, self.pitch)


@dataclass(frozen=True)
class Voices:
    """`of_line[n]` speaks line n; `others` what in it is of another language, by its code."""

    of_line: tuple[LineVoice, ...]
    others: dict[str, LineVoice]

    def to_dict(self) -> dict[str, Any]:
        """As plain data: each engine and each voice once."""
        used = [*self.of_line, *self.others.values()]
        by_id = {voice.id: voice for voice in used}
        place = {voice_id: number for number, voice_id in enumerate(by_id)}
        engines = {voice.engine.name: voice.engine for voice in by_id.values()}
        return {
            "engines": {name: engine.to_dict() for name, engine in engines.items()},
            "voices": [[one.engine.name, one.voice, one.language, one.pitch] for one in by_id.values()],
            "of_line": [place[voice.id] for voice in self.of_line],
            "others": {code: place[voice.id] for code, voice in self.others.items()},
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Voices:
        engines = {name: Capabilities.from_dict(record) for name, record in data["engines"].items()}
        voices = [LineVoice(engines[name], *rest) for name, *rest in data["voices"]]
        return cls(
            tuple(voices[number] for number in data["of_line"]),
            {code: voices[number] for code, number in data["others"].items()},
        )


def settle(
    parameters: SynthesisParameters, lines: Sequence[DubLine], others: Sequence[str], offered: Sequence[dict[str, Any]]
) -> Voices:
    """The voices of all lines, and of the `others` languages in them.

    Raises InvalidRequest and EngineUnavailable, naming the line, for a voice that is not here.
    """
    records = [from_dict(record) for record in offered]
    language = str(parameters.language)
    usual = _usual(lines)
    speakers: dict[str, dict[str, Any]] = {line.speaker: {} for line in lines if line.speaker}
    told = cast(records, language, speakers, parameters.voice, {**usual, **parameters.speaker_voices})
    chosen: dict[str | None, LineVoice] = {}
    found = []
    for number, line in enumerate(lines):
        wanted = line.voice or parameters.voice
        # A line that was given another voice than its speaker's keeps it.
        if line.speaker and line.voice in (None, usual.get(line.speaker)):
            wanted = told[line.speaker].id
        if wanted not in chosen:
            chosen[wanted] = LineVoice.of(choose_line_voice(records, wanted, language, f"subtitles[{number}].voice"))
        found.append(chosen[wanted])
    return Voices(tuple(found), {code: _other(records, code, found[0]) for code in others})


def _usual(lines: Sequence[DubLine]) -> dict[str, str]:
    """The voice that most of a speaker's lines name."""
    named: dict[str, Counter[str]] = {}
    for line in lines:
        if line.speaker and line.voice:
            named.setdefault(line.speaker, Counter())[line.voice] += 1
    return {speaker: voices.most_common(1)[0][0] for speaker, voices in named.items()}


def _other(records: Sequence[Record], language: str, main: LineVoice) -> LineVoice:
    """The standard voice of another language in the text; where nobody speaks it, the main one tries."""
    try:
        return LineVoice.of((*choose_voice(records, None, language), 0.0))
    except (EngineUnavailable, InvalidRequest):
        return main
