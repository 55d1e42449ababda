"""Neural translation through CTranslate2: NLLB, OPUS-MT and Argos models, on a CPU or a GPU."""

from __future__ import annotations

import importlib.util
import json
import shutil
import tempfile
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lingoreel.engines import devices
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.translation import careful, model_folders, pieces
from lingoreel.engines.translation.flores import FLORES
from lingoreel.engines.translation.model_folders import ModelFolder
from lingoreel.engines.translation.protocol import Capabilities, Pair, TranslationRequest
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.settings import Settings

NAME = "ctranslate2"
HOST = "lingoreel.engines.translation.ctranslate2:Engine"
RECIPE = 1  # raised when the same lines may give another text
PULL = "lingoreel models pull nllb-600m"

BEAMS = 4
LOADED = 2  # models kept in memory
LONGEST = 400  # characters handed over at once; models know positions up to 512 tokens
TOKENS = 480
BATCH = 200  # lines of a request
BATCH_TOKENS = 2048
END = "</s>"
_SPECIAL = frozenset({END, "<s>", "<pad>", "<unk>", *FLORES.values()})

Report = Callable[[dict[str, Any]], None]


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """What the configured or pulled models translate; reads their small files, never the library."""
    if importlib.util.find_spec("ctranslate2") is None or importlib.util.find_spec("sentencepiece") is None:
        return Unavailable(
            NAME, "the packages ctranslate2 and sentencepiece are not installed", "uv sync", "translation"
        )
    models, faults = model_folders.find(settings)
    if not models:
        reason = "; ".join(faults) or "no translation model has been pulled"
        return Unavailable(NAME, reason, PULL, "translation")
    on_gpu = _on_gpu(settings)
    pairs: set[Pair] = set()
    for model in models:
        pairs |= model.pairs()
    known = " ".join(f"{model.name} {model.fingerprint()}" for model in models)
    return Capabilities(
        name=NAME,
        version=f"ctranslate2 {version('ctranslate2')} {known} {_compute_type(on_gpu)} recipe {RECIPE}",
        tier="neural",
        pairs=frozenset(pairs),
        host=HOST,
        lane="gpu" if on_gpu else "cpu",
        parallel=1,  # threaded itself: a second child would only halve the first
        batch_lines=BATCH,
        model=", ".join(model.name for model in models),
    )


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from. Raises EngineUnavailable when there is no model."""
    models, _ = model_folders.find(settings)
    if not models:
        raise EngineUnavailable("no translation model has been pulled", remedy=PULL)
    on_gpu = _on_gpu(settings)
    return {
        "models": [str(model.path) for model in models],
        "device": "cuda" if on_gpu else "cpu",
        "compute_type": _compute_type(on_gpu),
        "threads": settings.cpu_slots,
    }


def _on_gpu(settings: Settings) -> bool:
    if settings.translation_device == "auto":
        return devices.has_gpu(settings)
    return settings.translation_device == "cuda"


def _compute_type(on_gpu: bool) -> str:
    return "float16" if on_gpu else "int8"


class Engine:
    """Host class. `handle` takes a `TranslationRequest` and answers a `Translation`.

    `config`: `models` (folders or .argosmodel files, best first), and optionally `device`, `compute_type`, `threads`.
    A model is loaded when its pair is first asked for. Raises EngineUnavailable for a pair that no model serves and
    for a model that cannot be loaded, EngineFailed when translating fails.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self._models = [model_folders.describe(Path(path)) for path in config["models"]]
        self._loaded: OrderedDict[Path, _Loaded] = OrderedDict()

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        asked = TranslationRequest.from_dict(request)
        loaded = self._load(asked.source, asked.target)
        return careful.translate(
            asked, lambda lines: loaded.translate(lines, (asked.source, asked.target)), report, batch_lines=BATCH
        ).to_dict()

    def _load(self, source: str, target: str) -> _Loaded:
        model = next((model for model in self._models if model.serves(source, target)), None)
        if model is None:
            raise EngineUnavailable(f"no model here translates {source}-{target}", code="pair_unavailable", remedy=PULL)
        if model.path not in self._loaded:
            while len(self._loaded) >= LOADED:
                self._loaded.popitem(last=False)
            self._loaded[model.path] = _Loaded(model, self._config)
        self._loaded.move_to_end(model.path)
        return self._loaded[model.path]


class _Loaded:
    """One model in memory. Raises EngineUnavailable when it cannot be."""

    def __init__(self, model: ModelFolder, config: dict[str, Any]) -> None:
        import ctranslate2
        from sentencepiece import SentencePieceProcessor

        self._model = model
        self._batch_tokens = BATCH_TOKENS
        device = config.get("device", "cpu")
        try:
            with tempfile.TemporaryDirectory() as place:
                folder, weights = _unpacked(model, Path(place))
                encoder, decoder = {
                    "nllb": ("sentencepiece.bpe.model", "sentencepiece.bpe.model"),
                    "opus": ("source.spm", "target.spm"),
                    "argos": ("sentencepiece.model", "sentencepiece.model"),
                }[model.kind]
                self._encoder = SentencePieceProcessor(model_file=str(folder / encoder))
                self._decoder = SentencePieceProcessor(model_file=str(folder / decoder))
                self._translator = ctranslate2.Translator(
                    str(weights),
                    device=device,
                    compute_type=config.get("compute_type", "default"),
                    intra_threads=int(config.get("threads", 0)),
                )
                self._adds_end = bool(_read_config(weights).get("add_source_eos"))
                self._tags = frozenset(t for t in model_folders.vocabulary(weights) if t.startswith(">>"))
        except (RuntimeError, ValueError, OSError, model_folders.Unusable, zipfile.BadZipFile) as error:
            raise EngineUnavailable(
                f"the translation model {model.name!r} cannot be loaded on {device}: {error}",
                remedy="set LINGOREEL_TRANSLATION_DEVICE=cpu, or pull or copy the model again",
            ) from error

    def translate(self, lines: Sequence[str], pair: Pair) -> list[str | None]:
        """The lines, in order; None for one that the model does not come to an end with."""
        cut = [pieces.cut(line, LONGEST) for line in lines]
        texts = [text for parts in cut for text, translatable in parts if translatable]
        answers = iter(self._answers(texts, pair))
        between = "" if pair[1] in ("zh", "yue", "ja", "th", "lo", "my", "km", "bo") else " "
        done: list[str | None] = []
        for parts in cut:
            found = [next(answers) if translatable else text for text, translatable in parts]
            known = [part for part in found if part is not None]
            done.append(between.join(known) if len(known) == len(found) else None)
        return done

    def _answers(self, texts: list[str], pair: Pair) -> list[str | None]:
        tokens = [self._encode(text, pair) for text in texts]
        answers = self._decode(tokens, pair, {})
        again = [index for index, answer in enumerate(answers) if answer is None]
        if again:
            # caught in a loop: once more, with repetition made dear
            guarded = {"repetition_penalty": 1.3, "no_repeat_ngram_size": 3}
            second = self._decode([tokens[index] for index in again], pair, guarded)
            for index, answer in zip(again, second, strict=True):
                answers[index] = answer
        return answers

    def _encode(self, text: str, pair: Pair) -> list[str]:
        found = [str(token) for token in self._encoder.encode(text, out_type=str)][:TOKENS]
        if self._model.kind == "nllb":
            return [FLORES[pair[0]], *found, END]
        if self._model.kind == "opus":
            return [*self._target_tag(pair[1]), *found, *([] if self._adds_end else [END])]
        return found

    def _target_tag(self, target: str) -> list[str]:
        """What OPUS models into several languages want first, such as `>>spa<<`."""
        theirs = FLORES.get(target, target).replace("zho", "cmn")
        candidates = (theirs, theirs.partition("_")[0], target)
        return [f">>{name}<<" for name in candidates if f">>{name}<<" in self._tags][:1]

    def _decode(self, tokens: list[list[str]], pair: Pair, options: dict[str, Any]) -> list[str | None]:
        """Texts of the best answers; None where it was still going on at more than three times the source."""
        if not tokens:
            return []
        prefix = [[FLORES[pair[1]]]] * len(tokens) if self._model.kind == "nllb" else None
        longest = min(TOKENS, 3 * max(map(len, tokens)) + 20)
        while True:
            try:
                results = self._translator.translate_batch(
                    tokens,
                    target_prefix=prefix,
                    beam_size=BEAMS,
                    max_batch_size=self._batch_tokens,
                    batch_type="tokens",
                    max_input_length=0,
                    max_decoding_length=longest,
                    disable_unk=True,
                    **options,
                )
                break
            except (RuntimeError, ValueError) as error:
                if "out of memory" not in str(error).lower() or self._batch_tokens <= 64:
                    raise EngineFailed(f"translating failed: {error}") from error
                self._batch_tokens //= 2  # stays halved: the memory will not have grown by the next call
        answers: list[str | None] = []
        for source, result in zip(tokens, results, strict=True):
            words = result.hypotheses[0]
            endless = len(words) >= min(longest, 3 * len(source) + 20)
            answers.append(None if endless else self._text(words))
        return answers

    def _text(self, words: Sequence[str]) -> str:
        kept = [word for word in words if word not in _SPECIAL]
        return " ".join(str(self._decoder.decode(kept)).split())


def _read_config(weights: Path) -> dict[str, Any]:
    path = weights / "config.json"
    found = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found if isinstance(found, dict) else {}


def _unpacked(model: ModelFolder, place: Path) -> tuple[Path, Path]:
    """Folder of the tokenizer and folder of the weights; an .argosmodel is unpacked into `place` for the loading."""
    if model.kind != "argos":
        return model.path, model.path
    if model.path.is_dir():
        return model.path, model.path / "model"
    (place / "model").mkdir()
    with zipfile.ZipFile(model.path) as archive:
        for name in archive.namelist():
            inner = name.partition("/")[2]
            folder, _, file = inner.rpartition("/")
            # only files directly in model/, and the tokenizer: nothing can come to lie elsewhere
            if file and (folder == "model" or inner == "sentencepiece.model") and "\\" not in file:
                with archive.open(name) as source, (place / inner).open("wb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
    return place, place / "model"
