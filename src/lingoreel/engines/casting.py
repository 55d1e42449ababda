"""Who speaks with which voice: the casting of a dub.

Every speaker gets a voice of the language that nobody else has, matched by gender and pitch. Where there are more
speakers than voices, the same voice speaks at another pitch, which is written into the id: `espeak:es@-3` is
`espeak:es` three semitones lower.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lingoreel.engines.modules import Record, rank
from lingoreel.engines.speech.protocol import SEMITONES, Capabilities, Gender, Voice
from lingoreel.engines.speech_voices import GENDERS, choose_voice
from lingoreel.errors import InvalidRequest

# Engines whose voices of one gender are one timbre, whatever the region they speak like.
ONE_TIMBRE = frozenset({"espeak"})
# Semitones; nearer than this two pitches of one timbre are not told apart at once.
APART = 4
SHIFT_MOST = 9
# So far the pitch of a speaker and of the voice may be apart before it counts.
NEAR = 2.0

# Hz, measured as the median of a sentence; other voices are taken to be as people of their gender are.
_MEASURED = {"flite:slt": 172.0, "flite:rms": 103.0, "flite:awb": 134.0, "flite:kal16": 91.0, "flite:kal": 91.0}
_ESPEAK: dict[Gender, float] = {"male": 102.0, "female": 212.0, "neutral": 102.0}
_PEOPLE: dict[Gender, float] = {"male": 115.0, "female": 200.0, "neutral": 155.0}

# What speaks against a voice; the unit is a semitone between the speaker's pitch and its own.
_SHARED, _OTHER_GENDER, _OTHER_TIER = 1000.0, 100.0, 60.0
_SAME_TIMBRE, _OTHER_ENGINE, _OTHER_REGION = 20.0, 8.0, 4.0
_POOR, _SHIFTED, _PER_SHIFT, _PER_PLACE = 6.0, 2.0, 0.6, 0.1
# From so many semitones on a voice sounds strange: further only to be told from another.
_STRANGE = 4.0
# Voices that nobody would take while there is another.
_ROBOTIC = frozenset({"flite:kal16", "flite:kal"})


@dataclass(frozen=True, slots=True)
class CastVoice:
    """The voice of one speaker. `id` has the pitch in it where there is one, and is what a line carries.

    `voice` is the voice's own id, `pitch` in semitones, `gender` by ISO/IEC 5218 (0 unknown, 1 male, 2 female).
    """

    id: str
    voice: str
    engine: str
    gender: int
    pitch: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A voice at a pitch; `place` is the voice's among those of its engine and language."""

    engine: Capabilities
    voice: Voice
    pitch: float
    place: int = 0

    @property
    def timbre(self) -> tuple[str, str]:
        alike = self.engine.name in ONE_TIMBRE
        return self.engine.name, self.voice.gender if alike else self.voice.id

    def told(self) -> CastVoice:
        voice_id = joined_voice(self.voice.id, self.pitch)
        return CastVoice(voice_id, self.voice.id, self.engine.name, GENDERS[self.voice.gender], self.pitch)


def cast(
    records: Iterable[Record],
    language: str,
    speakers: Mapping[str, Mapping[str, Any]],
    voice: str | None = None,
    asked: Mapping[str, str] | None = None,
) -> dict[str, CastVoice]:
    """A voice for each speaker, in order of `speakers`, which is that of first appearance.

    `speakers` has `hz` (median pitch or None) and `gender` (0, 1, 2) of each, or nothing. `voice` is the first
    speaker's, or the only one's; `asked` has the voices that are asked for by name. The others are cast one after
    another, so that a further speaker never changes who came before. Raises InvalidRequest for an unknown voice or
    speaker, with near matches; EngineUnavailable (`no_voice`) for a language that no voice here speaks.
    """
    records = list(records)
    wanted = dict(asked or {})
    strangers = [speaker for speaker in wanted if speaker not in speakers]
    if strangers:
        raise InvalidRequest(
            f"speaker_voices names {strangers[0][:60]!r}, who is no speaker here",
            field="speaker_voices",
            remedy=f"the speakers are {', '.join(list(speakers)[:20])}" if speakers else "no speakers were told apart",
        )
    fields = {speaker: f"speaker_voices.{speaker}" for speaker in wanted}
    if voice is not None and voice.strip():
        for speaker in list(speakers)[:1]:
            fields.setdefault(speaker, "voice")
            wanted.setdefault(speaker, voice)
    taken = {
        speaker: _Candidate(*choose_line_voice(records, wanted[speaker], language, fields[speaker]))
        for speaker in speakers
        if speaker in wanted
    }
    if len(taken) < len(speakers):
        standard = _Candidate(*choose_line_voice(records, None, language))
        candidates = list(_candidates(records, standard.voice.language))
        for speaker, known in speakers.items():
            if speaker not in taken:
                taken[speaker] = _best(candidates, known, list(taken.values()), standard)
    return {speaker: taken[speaker].told() for speaker in speakers}


def _candidates(records: Sequence[Record], code: str) -> Iterator[_Candidate]:
    """Every voice of the language at every pitch it can be given, best engine first."""
    usable = [record for record in records if isinstance(record, Capabilities) and not record.reference_audio]
    seen: set[str] = set()
    for engine in sorted(usable, key=rank):
        spoken = [voice for voice in engine.voices if voice.language == code and voice.id not in seen]
        seen |= {voice.id for voice in spoken}
        shifts = sorted(range(-SHIFT_MOST, SHIFT_MOST + 1), key=abs) if engine.pitch else [0]
        for place, voice in enumerate(sorted(spoken, key=lambda voice: not voice.standard)):
            for shift in shifts:
                yield _Candidate(engine, voice, float(shift), place)


def _best(
    candidates: Iterable[_Candidate], known: Mapping[str, Any], taken: Sequence[_Candidate], standard: _Candidate
) -> _Candidate:
    hz = known.get("hz")
    gender = known.get("gender") or 0
    pitches: dict[tuple[str, str], list[float]] = {}
    for other in taken:
        pitches.setdefault(other.timbre, []).append(other.pitch)

    def cost(one: _Candidate) -> float:
        heard = pitches.get(one.timbre, [])
        price = _SHARED * sum(abs(one.pitch - pitch) < APART for pitch in heard) + _SAME_TIMBRE * bool(heard)
        if gender and GENDERS[one.voice.gender] != gender:
            price += _OTHER_GENDER / (1 if GENDERS[one.voice.gender] else 2)
        price += _OTHER_TIER * (one.engine.tier != standard.engine.tier)
        price += _OTHER_ENGINE * (one.engine.name != standard.engine.name)
        price += _OTHER_REGION * (one.voice.region != standard.voice.region)
        price += _POOR * (one.voice.id in _ROBOTIC)
        if one.pitch:
            price += _SHIFTED + _PER_SHIFT * abs(one.pitch) + max(0.0, abs(one.pitch) - _STRANGE)
        apart = abs(12 * math.log2(hz / _pitch_hz(one.voice)) - one.pitch) if hz else abs(one.pitch)
        return price + max(0.0, min(apart, 12.0) - NEAR) + _PER_PLACE * one.place

    return min(candidates, key=cost)


def _pitch_hz(voice: Voice) -> float:
    if voice.engine in ONE_TIMBRE:
        return _ESPEAK[voice.gender]
    return _MEASURED.get(voice.id, _PEOPLE[voice.gender])


def choose_line_voice(
    records: Iterable[Record], voice_id: str | None, language: str, field: str = "voice"
) -> tuple[Capabilities, Voice, float]:
    """The engine, the voice and the pitch in semitones for a line; None is the language's standard voice.

    Raises InvalidRequest naming `field` for an unknown voice, with near matches, one of another language, or a pitch
    that is out of range; EngineUnavailable (`no_voice`) for a language that no voice here speaks.
    """
    name, pitch = split_voice((voice_id or "").strip())
    engine, voice = choose_voice(records, name or None, language, field=field)
    if not -SEMITONES <= pitch <= SEMITONES:
        raise InvalidRequest(
            f"{field} asks for a pitch of {pitch:g} semitones; it must be from -{SEMITONES:g} to {SEMITONES:g}",
            field=field,
            remedy=f"{joined_voice(voice.id, math.copysign(SEMITONES, pitch))} is the furthest",
        )
    if pitch and not engine.pitch:
        raise InvalidRequest(
            f"{field}: the engine {engine.name} cannot shift the pitch of {voice.id}", field=field, remedy=voice.id
        )
    return engine, voice, pitch


def split_voice(voice_id: str) -> tuple[str, float]:
    """`espeak:es@-3` is `espeak:es` and -3.0; without a pitch, or with what is none, the id as it is and 0.0."""
    name, mark, pitch = voice_id.rpartition("@")
    if not mark:
        return voice_id, 0.0
    try:
        semitones = float(pitch)
    except ValueError:
        return voice_id, 0.0
    return (name, semitones) if math.isfinite(semitones) else (voice_id, 0.0)


def joined_voice(voice_id: str, pitch: float) -> str:
    """The voice's id with the pitch in it, as `split_voice` reads it; without one for 0."""
    return f"{voice_id}@{pitch:+g}".replace("@+", "@") if pitch else voice_id


def speaking_rate(language: str | None) -> float:
    """Characters (blanks counted) that a voice says in a second at its natural rate. `language`: a normalised code.

    Measured with espeak where it is listed; else that of the script most of the language's texts are in.
    """
    return _RATES.get(language or "", _LATIN)


# Characters in a second, measured on two sentences each and more where there was a text.
_RATES: dict[str, float] = {
    "ar": 11, "bg": 18, "bn": 11, "ca": 18, "cs": 16.5, "da": 19, "de": 18, "el": 20, "en": 18, "eo": 16, "es": 17,
    "fa": 13, "fi": 16, "fr": 22, "hi": 13.5, "hu": 16, "id": 17, "it": 19, "ja": 6.3, "ko": 7, "nl": 17.5, "no": 16.5,
    "pl": 16, "pt": 17.5, "ro": 16.5, "ru": 21, "sr": 18, "sv": 17.5, "sw": 14, "ta": 14, "tr": 15.5, "uk": 13.5,
    "vi": 19.5, "yue": 4.8, "zh": 4.3,
}  # fmt: skip
_LATIN = 17.0
# Of languages that were not measured, by the script they are written in.
_BY_SCRIPT = (
    (12.0, "as gu kn ml mr ne or pa sa si te hy ka am bo km lo my th he yi ur ps sd ug dv"),
    (18.0, "be kk ky mk mn tg tt ba"),
)
_RATES |= {code: rate for rate, codes in _BY_SCRIPT for code in codes.split() if code not in _RATES}
