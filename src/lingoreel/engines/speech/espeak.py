"""espeak-ng: over eighty languages at a hundred times the speed of speech, with the time of every word. Robotic.

Speed and pitch are its own; what of a pitch lies beyond its range is made by playing the sound faster or slower, its
words spoken so much slower or faster before.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.speech.espeak_voices import NAME, VOICES, identifier
from lingoreel.engines.speech.protocol import Capabilities, SpeechRequest, Utterance
from lingoreel.engines.speech.readable import Readable, readable, tokens
from lingoreel.errors import EngineUnavailable
from lingoreel.settings import Settings

if TYPE_CHECKING:
    from lingoreel.engines.speech.sound import Report, SpeechFile

HOST = "lingoreel.engines.speech.espeak:Engine"
RECIPE = 1  # raised when the same text may sound another way
PACKAGE = "espeakng_loader"

WORDS_PER_MINUTE = 175
WORDS_LEAST, WORDS_MOST = 80, 600
# Semitones that its pitch 0, 10, … 100 is above its pitch 50; measured on a man's and a woman's voice.
SEMITONES = (-6.3, -5.6, -4.3, -2.8, -1.5, 0.0, 1.5, 3.2, 5.0, 6.7, 8.4)

_BY_CHARACTER = frozenset({"zh", "yue"})  # written without blanks, and spoken sign by sign


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """Its voices, by our own table; loads nothing."""
    if _folder() is None:
        return Unavailable(NAME, "the package espeakng-loader is not installed", "uv sync", "speech")
    return Capabilities(
        name=NAME,
        version=f"espeakng-loader {importlib.metadata.version('espeakng-loader')} recipe {RECIPE}",
        tier="embedded",
        voices=VOICES,
        host=HOST,
        parallel=settings.cpu_slots,
        word_events=True,
        pitch=True,
    )


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from. Raises EngineUnavailable where the package is missing."""
    del settings
    folder = _folder()
    if folder is None:
        raise EngineUnavailable("espeak-ng is not installed", remedy="uv sync")
    return {"folder": folder, "threads": 1}


def _folder() -> str | None:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(found.submodule_search_locations[0])
    return str(folder) if (folder / "libespeak-ng.so").is_file() else None


class Engine:
    """Host class: `SpeechRequest` with `output_path` in, `Speech` out.

    `config`: `folder` of the package espeakng_loader. Raises EngineUnavailable for a voice that is not its.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        from lingoreel.engines.speech.espeak_library import library

        self._library = library(str(config["folder"]))

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        from lingoreel.engines.speech.sound import SpeechFile

        asked = SpeechRequest.from_dict(request)
        count = len(asked.utterances)
        with SpeechFile(request["output_path"], self._library.sample_rate, count, report) as out:
            for utterance in asked.utterances:
                self._speak(utterance, out)
        return out.speech().to_dict()

    def _speak(self, utterance: Utterance, out: SpeechFile) -> None:
        import numpy as np

        from lingoreel.engines.speech import japanese
        from lingoreel.engines.speech.sound import placed, shifted

        voice = identifier(utterance.voice)
        if voice is None:
            raise EngineUnavailable(f"espeak-ng has no voice {utterance.voice[:60]!r}", code="no_voice")
        if utterance.phonemes:
            out.warn(
                utterance, "phonemes_ignored", "espeak does not take phonemes: the words were read as they are written"
            )
        given, foreign = _without_foreign(readable(utterance.text), utterance.language)
        if foreign:
            out.warn(utterance, "not_spoken", f"left out, since this voice cannot read it: {foreign[:40]}")
        text, spans = given.text, tokens(given.text)
        if voice.startswith("jpx/"):
            reading = japanese.kana(text)
            text, spans = reading.text, list(reading.groups)
            if reading.unknown:
                left_out = "".join(reading.unknown[:20])
                out.warn(utterance, "not_spoken", f"left out, since their reading is not known: {left_out}")
        if not any(character.isalnum() for character in text):
            if utterance.text.strip():
                out.warn(utterance, "not_spoken", f"nothing to say in {utterance.text.strip()[:40]!r}")
            out.add(utterance, np.zeros(0, np.int16))
            return
        pitch, left = engine_pitch(utterance.pitch)
        speed = WORDS_PER_MINUTE * utterance.rate * 2 ** (-left / 12)
        audio, words = self._library.speak(
            voice, text, words_per_minute=min(max(round(speed), WORDS_LEAST), WORDS_MOST), pitch=pitch
        )
        audio, stretch = shifted(audio, left), 2 ** (-left / 12)
        known = [(min(max(place, 0), len(text) - 1), int(sample * stretch)) for place, sample in words]
        if utterance.language in _BY_CHARACTER or voice.startswith("sit/"):
            spans = _between(text, sorted({place for place, _ in known}))
        if voice.startswith("jpx/"):
            # groups stand in the text as given, and so must the times
            known = [(reading.places[place], sample) for place, sample in known]
        marks = placed(spans, known, len(given.text), len(audio))
        origin = given.places
        out.add(utterance, audio, [(origin[begin], origin[end - 1] + 1, sample) for begin, end, sample in marks])
        if not len(audio):
            out.warn(utterance, "not_spoken", f"espeak had no sound for {utterance.text.strip()[:40]!r}")


# Scripts that a voice of another language spells: "Chinese letter", "Cyrillic pe"; and the languages that read them.
_CYRILLIC = frozenset({"ba", "be", "bg", "bs", "hr", "kk", "ky", "mk", "ru", "sr", "tk", "tt", "uk", "uz"})
_SCRIPTS = (
    (re.compile(r"[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"), frozenset({"zh", "yue", "ja"})),
    (re.compile(r"[\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f]+"), frozenset({"ja"})),
    (re.compile(r"[\u0400-\u052f]+"), _CYRILLIC),
    (re.compile(r"[\u0620-\u06ff]+"), frozenset({"ar", "fa", "ku", "sd", "ug", "ur"})),
)


def _without_foreign(given: Readable, language: str) -> tuple[Readable, str]:
    """The text with blanks for what the voice would spell letter by letter, and what that was."""
    text, found = given.text, []
    for script, readers in _SCRIPTS:
        if language not in readers:
            found += script.findall(text)
            text = script.sub(lambda match: " " * len(match[0]), text)
    return Readable(text, given.places), " ".join(found)


def engine_pitch(semitones: float) -> tuple[int, float]:
    """Its own pitch (0 to 100) nearest to so many semitones, and the semitones that are left."""
    if semitones <= SEMITONES[0]:
        return 0, semitones - SEMITONES[0]
    for number in range(1, len(SEMITONES)):
        low, high = SEMITONES[number - 1], SEMITONES[number]
        if semitones <= high:
            return round(10 * (number - 1 + (semitones - low) / (high - low))), 0.0
    return 100, semitones - SEMITONES[-1]


def _between(text: str, starts: list[int]) -> list[tuple[int, int]]:
    """What stands from each start to the next, without the punctuation and blanks around it."""
    found = []
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        inner = tokens(text[begin:end])
        if inner:
            found.append((begin + inner[0][0], begin + inner[-1][1]))
    return found
