"""flite: five English voices, the most natural of the embedded ones. A program of its own, run once per utterance."""

from __future__ import annotations

import os
import subprocess
import tempfile
import unicodedata
import wave
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lingoreel.engines import catalogue
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.speech.protocol import Capabilities, Gender, SpeechRequest, Utterance, Voice
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.settings import Settings

if TYPE_CHECKING:
    from lingoreel.engines.speech.sound import Report, Samples, SpeechFile

NAME = "flite"
HOST = "lingoreel.engines.speech.flite:Engine"
RECIPE = 1  # raised when the same text may sound another way
PULL = "lingoreel models pull flite"
SAMPLE_RATE = 16_000
LICENCE = "BSD-like (CMU)"

# Their names, who is heard, and whether flite can shift their pitch; slt comes first and is standard.
_VOICES: tuple[tuple[str, str, Gender, bool], ...] = (
    ("slt", "America", "female", True),
    ("rms", "America", "male", False),
    ("awb", "Scotland", "male", True),
    ("kal16", "America, robotic", "male", True),
    ("kal", "America, robotic, telephone", "male", True),
)
_SHIFTED = frozenset(name for name, _, _, shifted in _VOICES if shifted)
_PHONES_BY = "kal"  # quickest

ASK_S = 10.0
START_S = 20.0
PER_CHARACTER_S = 0.05  # of speaking; measured 0.001
WORDS_KEPT = 20_000
WORD_MOST = 40  # letters; flite takes time by their square

_ASCII = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": " - ",
        "…": "...",
        "ß": "ss",
        "æ": "ae",
        "ø": "o",
        "œ": "oe",
    }
    | {"Æ": "AE", "Ø": "O", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "ı": "i", "ð": "d", "þ": "th"}
)


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """The voices that the program here says it has."""
    program = catalogue.find_program(NAME, settings)
    if program is None:
        return Unavailable(NAME, "flite has not been pulled or installed", PULL, "speech")
    try:
        changed = program.path.stat().st_mtime_ns
        version, names = _told(str(program.path), tuple(sorted(program.environment.items())), changed)
    except (OSError, subprocess.SubprocessError):
        return Unavailable(NAME, "the program flite does not run", f"{PULL} --again", "speech")
    voices = tuple(
        Voice(
            id=f"{NAME}:{name}",
            name=f"English ({region}), {gender}, {name}",
            language="en",
            gender=gender,
            engine=NAME,
            sample_rate=SAMPLE_RATE,
            standard=name == next(known for known, *_ in _VOICES if known in names),
            region=region.partition(",")[0],
            licence=LICENCE,
        )
        for name, region, gender, _ in _VOICES
        if name in names
    )
    if not voices:
        return Unavailable(NAME, "the program flite has none of its voices", f"{PULL} --again", "speech")
    return Capabilities(
        name=NAME,
        version=f"{version} recipe {RECIPE}",
        tier="embedded",
        voices=voices,
        host=HOST,
        parallel=settings.cpu_slots,
        word_events=True,
        pitch=True,
    )


@lru_cache(maxsize=8)
def _told(program: str, environment: tuple[tuple[str, str], ...], changed_ns: int) -> tuple[str, frozenset[str]]:
    """Version and voices that the program tells; an unknown voice it would silently replace."""
    del changed_ns
    inherited = {**os.environ, **dict(environment)}

    def ask(option: str) -> str:
        return subprocess.run(
            [program, option], env=inherited, stdin=subprocess.DEVNULL, capture_output=True, timeout=ASK_S, check=False
        ).stdout.decode("utf-8", "replace")

    version = next((line.split(":")[1].split()[0] for line in ask("--version").splitlines() if "version:" in line), "")
    return version or "flite", frozenset(ask("-lv").rpartition(":")[2].split())


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from. Raises EngineUnavailable where there is no flite."""
    program = catalogue.find_program(NAME, settings)
    if program is None:
        raise EngineUnavailable("flite has not been pulled or installed", remedy=PULL)
    return {"program": str(program.path), "environment": program.environment, "threads": 1}


class Engine:
    """Host class: `SpeechRequest` with `output_path` in, `Speech` out.

    `config`: `program` and its `environment`. Raises EngineUnavailable for a voice that is not its, EngineFailed
    (retryable) when the program dies or hangs.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._program = str(config["program"])
        self._environment = {**os.environ, **config["environment"]}
        self._phones: dict[str, tuple[str, ...]] = {}

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        from lingoreel.engines.speech.sound import SpeechFile

        asked = SpeechRequest.from_dict(request)
        with (
            tempfile.TemporaryDirectory(prefix="flite-") as folder,
            SpeechFile(request["output_path"], SAMPLE_RATE, len(asked.utterances), report) as out,
        ):
            for utterance in asked.utterances:
                self._speak(utterance, Path(folder), out)
        return out.speech().to_dict()

    def _speak(self, utterance: Utterance, folder: Path, out: SpeechFile) -> None:
        import numpy as np

        from lingoreel.engines.speech.readable import readable, tokens
        from lingoreel.engines.speech.sound import placed

        name = utterance.voice.partition(":")[2]
        if not utterance.voice.startswith(f"{NAME}:") or name not in {known for known, *_ in _VOICES}:
            raise EngineUnavailable(f"flite has no voice {utterance.voice[:60]!r}", code="no_voice")
        if utterance.phonemes:
            out.warn(
                utterance, "phonemes_ignored", "flite does not take phonemes: the words were read as they are written"
            )
        given = readable(utterance.text, longest_word=WORD_MOST)
        text, places = _in_ascii(given.text)
        spans = tokens(text)
        lost = [
            given.text[begin:end]
            for begin, end in tokens(given.text)
            if not tokens(_in_ascii(given.text[begin:end])[0])
        ]
        if lost:
            out.warn(utterance, "not_spoken", f"flite reads Latin letters only; left out: {' '.join(lost)[:60]}")
        elif not spans and utterance.text.strip():
            out.warn(utterance, "not_spoken", f"nothing to say in {utterance.text.strip()[:40]!r}")
        if not spans:
            out.add(utterance, np.zeros(0, np.int16))
            return
        audio, told = self._run(name, text, utterance, folder)
        words = [text[begin:end] for begin, end in spans]
        known = self._times(words, told, [begin for begin, _ in spans], folder, len(audio))
        marks = placed(spans, known, len(text), len(audio))
        origin = [given.places[place] for place in places]
        out.add(utterance, audio, [(origin[begin], origin[end - 1] + 1, sample) for begin, end, sample in marks])

    def _run(self, name: str, text: str, utterance: Utterance, folder: Path) -> tuple[Samples, str]:
        import numpy as np

        from lingoreel.engines.speech.sound import shifted

        left = 0.0 if name in _SHIFTED else utterance.pitch
        settings = [f"duration_stretch={2 ** (left / 12) / utterance.rate:.4f}"]
        if utterance.pitch and not left:
            settings.append(f"f0_shift={2 ** (utterance.pitch / 12):.4f}")
        told = self._call(name, text, folder, ["-psdur", "-o", "speech.wav"], settings)
        try:
            with wave.open(str(folder / "speech.wav"), "rb") as file:
                rate, data = file.getframerate(), file.readframes(file.getnframes())
        except (OSError, wave.Error, EOFError) as error:
            raise EngineFailed("flite wrote no sound.") from error
        audio = shifted(np.frombuffer(data, "<i2").astype(np.int16), left)
        if rate != SAMPLE_RATE and len(audio):
            from scipy.signal import resample_poly

            audio = np.clip(np.rint(resample_poly(audio.astype(np.float32), SAMPLE_RATE, rate)), -32768, 32767)
            audio = audio.astype(np.int16)
        return audio, told

    def _times(
        self, words: Sequence[str], told: str, places: Sequence[int], folder: Path, samples: int
    ) -> list[tuple[int, int]]:
        """(place in the text, sample) of the words whose time is known."""
        from lingoreel.engines.speech import flite_times

        try:
            heard = flite_times.phones(told)
        except ValueError:
            return []
        if not heard or not heard[-1][2]:
            return []
        alone = self._alone(words, folder)
        scale = samples / heard[-1][2]  # pitch may have stretched the sound
        found = flite_times.starts(heard, alone)
        return [(place, int(s * scale)) for place, s in zip(places, found, strict=True) if s is not None]

    def _alone(self, words: Sequence[str], folder: Path) -> list[tuple[str, ...]]:
        """The phones of each word, said by itself."""
        missing = [word for word in dict.fromkeys(words) if word not in self._phones]
        if len(self._phones) + len(missing) > WORDS_KEPT:
            self._phones.clear()
            missing = list(dict.fromkeys(words))
        if missing:
            lines = self._call(
                _PHONES_BY, "\n\n".join(missing) + "\n\n", folder, ["-ps", "-o", "none"], []
            ).splitlines()
            if len(lines) == len(missing):  # else some word is two clauses, and which one is not told
                self._phones.update((word, tuple(line.split())) for word, line in zip(missing, lines, strict=True))
        return [self._phones.get(word, ()) for word in words]

    def _call(self, name: str, text: str, folder: Path, options: list[str], settings: list[str]) -> str:
        """What flite says on its standard output. The text goes by file; nothing of it is an argument."""
        from lingoreel.processes.lifeline import die_with_parent

        (folder / "text").write_text(text, "ascii")
        features = [part for setting in settings for part in ("--setf", setting)]
        try:
            done = subprocess.run(
                [self._program, "-voice", name, *features, "-f", "text", *options],
                cwd=folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=START_S + PER_CHARACTER_S * len(text),
                check=True,
                preexec_fn=partial(die_with_parent, os.getpid()),
            )
        except subprocess.TimeoutExpired as error:
            raise EngineFailed("flite did not finish in time.", details={"reason": "timeout"}) from error
        except FileNotFoundError as error:
            raise EngineUnavailable("the program flite was removed", remedy=PULL) from error
        except (OSError, subprocess.SubprocessError) as error:
            raise EngineFailed("flite died.", details={"reason": type(error).__name__}) from error
        return done.stdout.decode("ascii", "replace")


def _in_ascii(text: str) -> tuple[str, list[int]]:
    """The text in the only letters flite knows, and where each stood; what has none is a blank."""
    written: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = unicodedata.normalize("NFKD", character.translate(_ASCII)).encode("ascii", "ignore").decode()
        if not plain and not unicodedata.category(character).startswith("M"):
            plain = " "
        written += plain
        places += [place] * len(plain)
    return "".join(written), places
