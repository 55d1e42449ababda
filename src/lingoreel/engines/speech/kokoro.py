"""Kokoro (82 million parameters, Apache-2.0) as ONNX, run by ourselves with espeak's phonemes.

Its folder has a model, the table of its phonemes (`tokenizer.json`, or `config.json` with `vocab`), and voices: raw
float32 files `voices/*.bin` as on the hub, or one npz archive named `voices*.bin` or `.npz`. The first letter of a
voice tells its language, the second whether a woman speaks. Its Chinese and Japanese want other phonemes than
espeak's, and are not offered.
"""

from __future__ import annotations

import json
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lingoreel.engines import languages
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.speech import espeak
from lingoreel.engines.speech.espeak_voices import identifier_of
from lingoreel.engines.speech.neural import ModelHost, no_voice
from lingoreel.engines.speech.piper import lacking, session, voices_dir
from lingoreel.engines.speech.protocol import Capabilities, SpeechRequest, Voice
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

NAME = "kokoro"
HOST = "lingoreel.engines.speech.kokoro:Engine"
RECIPE = 1  # raised when the same text may sound another way
PULL = "lingoreel models pull kokoro"
SAMPLE_RATE = 24_000
LICENCE = "Apache-2.0"
TOKENS_MOST = 508
STYLE = 256

# First letter of a voice: language, espeak's code, region.
_LETTERS = {
    "a": ("en", "en-us", "America"),
    "b": ("en", "en-gb", "Great Britain"),
    "e": ("es", "es", None),
    "f": ("fr", "fr", None),
    "h": ("hi", "hi", None),
    "i": ("it", "it", None),
    "p": ("pt", "pt-br", "Brazil"),
}
_BEST = ("af_heart", "bf_emma", "ef_dora", "ff_siwis", "hf_alpha", "if_sara", "pf_dora")
# espeak's spelling and the single signs Kokoro learnt; English has some of its own.
_ALL = (("tʃ", "ʧ"), ("dʒ", "ʤ"), ("ts", "ʦ"), ("dz", "ʣ"))
_ENGLISH = (
    *_ALL[:2], ("eɪ", "A"), ("aɪ", "I"), ("aʊ", "W"), ("ɔɪ", "Y"), ("oʊ", "O"), ("əʊ", "Q"), ("ɚ", "əɹ"), ("ɐ", "ə"),
    ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("r", "ɹ"), ("x", "k"), ("ɬ", "l"), ("ʔ", "t"),
)  # fmt: skip


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """The voices in its folder; loads no model."""
    missing = lacking(settings)
    if missing:
        return Unavailable(NAME, missing, "uv sync", "speech")
    folder = find(settings)
    if folder is None:
        return Unavailable(NAME, "no model of Kokoro has been pulled", PULL, "speech")
    model = _model(folder)
    try:
        voices = _voices(list(_voice_files(folder)))
        complete = bool(model and _table(folder) and voices)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        return Unavailable(NAME, f"{folder.name} cannot be read: {type(error).__name__}", PULL, "speech")
    if model is None or not complete:
        reason = f"{folder.name} has no model, no table of phonemes, or no voice of a language it can read"
        return Unavailable(NAME, reason, PULL, "speech")
    told = model.stat()
    return Capabilities(
        name=NAME,
        version=f"{model.name} {told.st_size} {told.st_mtime_ns // 10**9} recipe {RECIPE}",
        tier="neural",
        voices=voices,
        host=HOST,
        parallel=max(1, settings.cpu_slots // 2),
        pitch=True,
        phonemes=True,
        model=folder.name,
    )


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from. Raises EngineUnavailable where no model is here."""
    record, folder = capabilities(settings), find(settings)
    if isinstance(record, Unavailable) or folder is None:
        reason, remedy = (record.reason, record.remedy) if isinstance(record, Unavailable) else ("it is gone", PULL)
        raise EngineUnavailable(f"Kokoro cannot be used: {reason}", remedy=remedy)
    return {
        "folder": str(folder),
        "espeak": espeak.host_config(settings)["folder"],
        "version": record.version,
        "threads": min(2, settings.cpu_slots),
    }


def find(settings: Settings) -> Path | None:
    """The folder of the model: the first `kokoro*` among the voices."""
    root = voices_dir(settings)
    return next((path for path in sorted(root.glob("kokoro*")) if path.is_dir()), None) if root.is_dir() else None


def _model(folder: Path) -> Path | None:
    wanted = ("model.onnx", "model_fp16.onnx", "model_quantized.onnx")
    named = [folder / "onnx" / name for name in wanted] + [folder / name for name in wanted]
    return next((path for path in (*named, *sorted(folder.rglob("*.onnx"))) if path.is_file()), None)


def _table(folder: Path) -> dict[str, int]:
    """Number of each phoneme."""
    for name in ("tokenizer.json", "config.json"):
        if (folder / name).is_file():
            told = json.loads((folder / name).read_text("utf-8"))
            found = (told.get("model") or {}).get("vocab") if name == "tokenizer.json" else told.get("vocab")
            if isinstance(found, dict) and found:
                return {str(symbol): int(number) for symbol, number in found.items() if len(str(symbol)) == 1}
    return {}


def _voice_files(folder: Path) -> dict[str, tuple[Path, str | None]]:
    """Name of each voice: the file, and the entry in it where it is an archive."""
    found: dict[str, tuple[Path, str | None]] = {}
    for path in (*sorted(folder.rglob("*.bin")), *sorted(folder.rglob("*.npz"))):
        if zipfile.is_zipfile(path):
            found |= {name: (path, name) for name in _entries(path, path.stat().st_mtime_ns)}
        else:
            found[path.stem] = (path, None)
    return found


@lru_cache(maxsize=4)
def _entries(path: Path, changed_ns: int) -> tuple[str, ...]:
    del changed_ns
    with zipfile.ZipFile(path) as archive:
        return tuple(name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy"))


def _voices(names: list[str]) -> tuple[Voice, ...]:
    found = []
    known = sorted(
        (n for n in names if n[:1] in _LETTERS and n[1:3] in ("f_", "m_")), key=lambda n: (n not in _BEST, n)
    )
    spoken: set[str] = set()
    for name in known:
        language, _, region = _LETTERS[name[0]]
        gender = "female" if name[1] == "f" else "male"
        called = languages.name(language) + (f" ({region})" if region else "")
        found.append(
            Voice(
                id=f"{NAME}:{name}",
                name=f"{called}, {gender}, {name[3:].capitalize()}",
                language=language,
                gender="female" if name[1] == "f" else "male",
                engine=NAME,
                sample_rate=SAMPLE_RATE,
                standard=language not in spoken,
                region=region,
                licence=LICENCE,
            )
        )
        spoken.add(language)
    return tuple(found)


class Engine(ModelHost):
    """See ModelHost. `config`: `folder` of the model and `threads` besides."""

    name = NAME
    pieces_most = 400  # some of espeak's signs become two

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        folder = Path(config["folder"])
        model = _model(folder)
        if model is None:
            raise EngineUnavailable("the model of Kokoro was removed", remedy=PULL)
        self._table = _table(folder)
        self._files = _voice_files(folder)
        self._offered = {voice.id for voice in _voices(list(self._files))}
        self._styles: dict[str, npt.NDArray[np.float32]] = {}
        self._session = session(model, int(config.get("threads") or 1))
        self._inputs = {one.name: one.type for one in self._session.get_inputs()}

    @property
    def sample_rate(self) -> int:
        return SAMPLE_RATE

    def prepare(self, request: SpeechRequest) -> None:
        for voice in {utterance.voice for utterance in request.utterances}:
            self._style(voice)

    def reader(self, voice: str) -> str | None:
        return identifier_of(_LETTERS[voice.partition(":")[2][0]][1])

    def utter(self, voice: str, said: str, speed: float) -> npt.NDArray[np.float32]:
        import numpy as np

        for theirs, ours in _ENGLISH if voice.partition(":")[2][0] in "ab" else _ALL:
            said = said.replace(theirs, ours)
        numbers = [self._table[symbol] for symbol in said if symbol in self._table][:TOKENS_MOST]
        styles = self._style(voice)
        tokens = "input_ids" if "input_ids" in self._inputs else "tokens"
        whole = "int" in self._inputs.get("speed", "")
        inputs = {
            tokens: np.array([[0, *numbers, 0]], np.int64),
            "style": styles[min(len(numbers), len(styles) - 1)].reshape(1, STYLE),
            "speed": np.array([max(1, round(speed)) if whole else speed], np.int32 if whole else np.float32),
        }
        try:
            return np.asarray(self._session.run(None, inputs)[0], np.float32).reshape(-1)
        except Exception as error:  # onnxruntime's own, of many kinds
            raise EngineFailed("The model of Kokoro failed.", details={"reason": str(error)[:200]}) from error

    def _style(self, voice: str) -> npt.NDArray[np.float32]:
        """The voice: one row for each number of phonemes."""
        import numpy as np

        if voice not in self._offered:
            raise no_voice("Kokoro", voice)
        name = voice.partition(":")[2]
        if name not in self._styles:
            path, entry = self._files[name]
            try:
                if entry is None:
                    read = np.fromfile(path, "<f4")
                else:
                    with np.load(path, allow_pickle=False) as archive:
                        read = np.asarray(archive[entry], np.float32)
                self._styles[name] = read.astype(np.float32).reshape(-1, STYLE)
                if not len(self._styles[name]):
                    raise ValueError("it is empty")
            except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
                self._styles.pop(name, None)
                raise EngineFailed(f"The voice {voice} cannot be read.", remedy=PULL, retryable=False) from error
        return self._styles[name]
