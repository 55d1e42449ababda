"""Apertium: translation by rules, of a few pairs, as a draft.

Its programs are GPL and run as children only. Each direction is a chain of six to fifteen of them, kept alive between
requests; the directions used last stay warm.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.translation import apertium_modes, careful, pieces, unknown_words
from lingoreel.engines.translation.apertium_pipeline import Pipeline, PipelineFault
from lingoreel.engines.translation.protocol import Capabilities, Pair, TranslationRequest
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.settings import Settings

NAME = "apertium"
HOST = "lingoreel.engines.translation.apertium:Engine"
RECIPE = 2  # raised when the same lines may give another text, or more is told of it
PULL = "lingoreel models pull apertium"

WARM = 2  # directions kept; each takes 80 to 260 MB
FAULTS = 4  # chains lost one after another, without an answer between, before the engine gives up
BATCH = 500  # lines of a request
PIECE = 2000  # characters handed over at once

Report = Callable[[dict[str, Any]], None]


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """The pairs pulled or installed here; reads their mode files and starts nothing."""
    found = apertium_modes.find(apertium_modes.places(settings))
    if not found:
        return Unavailable(NAME, "no pair of Apertium has been pulled or installed", PULL, "translation")
    return Capabilities(
        name=NAME,
        version=f"apertium {apertium_modes.fingerprint(found)} recipe {RECIPE}",
        tier="embedded",
        pairs=frozenset(found),
        host=HOST,
        parallel=max(1, settings.cpu_slots // 2),  # a chain keeps about two cores busy
        draft=True,
        batch_lines=BATCH,
    )


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from: where pairs and programs lie."""
    found = apertium_modes.places(settings)
    return {"places": [[str(place.share), str(place.runtime) if place.runtime else None] for place in found]}


class Engine:
    """Host class. `handle` takes a `TranslationRequest` and answers a `Translation`.

    `config`: `places`, pairs of a folder with modes and the folder of the programs (or None: the PATH). Raises
    EngineUnavailable for a pair that is not here, EngineFailed when its programs die again and again.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        places = [
            apertium_modes.Place(Path(share), Path(runtime) if runtime else None) for share, runtime in config["places"]
        ]
        self._modes = apertium_modes.find(places)
        self._warm: OrderedDict[str, Pipeline] = OrderedDict()

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        asked = TranslationRequest.from_dict(request)
        pair = (asked.source, asked.target)
        if pair not in self._modes:
            raise EngineUnavailable(
                f"Apertium has no {asked.source}-{asked.target} here", code="pair_unavailable", remedy=PULL
            )
        made = careful.translate(
            asked,
            lambda lines: self.translate(pair, lines),
            report,
            protection="placeholder",
            batch_lines=BATCH,
        )
        return unknown_words.told(made, asked, lambda lines: self._analysed(pair, lines)).to_dict()

    def translate(self, pair: Pair, lines: Sequence[str]) -> list[str | None]:
        """The lines, in order; None for one that the programs twice gave no answer to."""
        cut = [pieces.cut(_prepared(line, pair[0]), PIECE) for line in lines]
        texts = [text for parts in cut for text, translatable in parts if translatable]
        answers = iter(self._answers(pair, texts))
        done: list[str | None] = []
        for line, parts in zip(lines, cut, strict=True):
            found = [next(answers) if translatable else text for text, translatable in parts]
            known = [part for part in found if part is not None]
            done.append(_tidied(" ".join(known), line, pair[1]) if len(known) == len(found) else None)
        return done

    def close(self) -> None:
        """End all chains."""
        while self._warm:
            self._warm.popitem()[1].close()

    def _analysed(self, pair: Pair, lines: Sequence[str]) -> list[str]:
        """What the source's dictionary, the first program of the chain, makes of each line; empty where it fails."""
        mode = apertium_modes.read(*self._modes[pair])
        cut = [[text for text, known in pieces.cut(_prepared(line, pair[0]), PIECE) if known] for line in lines]
        found: list[str] = []
        with contextlib.suppress(PipelineFault):
            if mode is not None:
                with contextlib.closing(Pipeline(mode.commands[:1], mode.environment)) as dictionary:
                    found += dictionary.translate([text for texts in cut for text in texts])
        answers = iter(found)
        return [" ".join(next(answers, "") for _ in texts) for texts in cut]

    def _answers(self, pair: Pair, texts: Sequence[str]) -> list[str | None]:
        answers: list[str | None] = []
        blamed = -1  # the text that was due when a chain failed last
        slow_until = 0  # while it is not clear which text a chain died of, they go one by one
        faults = 0
        while len(answers) < len(texts):
            start = len(answers)
            try:
                pipeline = self._pipeline(pair)
                part = texts[start:slow_until] if start < slow_until else texts[start:]
                for answer in pipeline.translate(part, in_flight=1 if start < slow_until else None):
                    answers.append(" ".join(answer.split()))
                    faults = 0
            except PipelineFault as fault:
                self._drop(pair)
                faults += 1
                if faults >= FAULTS:
                    raise EngineFailed("Apertium's programs do not answer.", details={"reason": str(fault)}) from fault
                due = len(answers)
                if due == blamed:
                    answers.append(None)
                blamed = due
                slow_until = max(slow_until, due + 64)
        return answers

    def _pipeline(self, pair: Pair) -> Pipeline:
        place, name = self._modes[pair]
        if name not in self._warm:
            while len(self._warm) >= WARM:
                self._warm.popitem(last=False)[1].close()
            mode = apertium_modes.read(place, name)
            if mode is None:
                raise EngineFailed("A pair of Apertium was removed while it was in use.")
            self._warm[name] = Pipeline(mode.commands, mode.environment)
        self._warm.move_to_end(name)
        return self._warm[name]

    def _drop(self, pair: Pair) -> None:
        pipeline = self._warm.pop(self._modes[pair][1], None)
        if pipeline is not None:
            pipeline.close()


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\u00ad]+")
_BLANK_BEFORE_MARK = re.compile(r"\s+([.,;:!?…](?=\s|$))")
_TAG = re.compile(r"<[a-z]\w*>")
_CYRILLIC = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
_CYRILLIC |= {"љ": "lj", "њ": "nj", "џ": "dž"}
_TO_LATIN = str.maketrans(_CYRILLIC | {letter.upper(): latin.capitalize() for letter, latin in _CYRILLIC.items()})


def _prepared(line: str, source: str) -> str:
    """One line of composed letters; Serbian in the script that the dictionary has."""
    text = unicodedata.normalize("NFC", " ".join(_CONTROL.sub(" ", line).split()))
    return text.translate(_TO_LATIN) if source in ("sr", "bs", "hbs") else text


def _tidied(text: str, line: str, target: str) -> str:
    """Without tags that the dictionary left (French "y" has no word in Spanish), nor the blanks before marks that a
    dropped word leaves, unless the source has such blanks or French wants them."""
    if "<" not in line:
        text = " ".join(_TAG.sub(" ", text).split())
    if target == "fr" or _BLANK_BEFORE_MARK.search(line):
        return text
    return _BLANK_BEFORE_MARK.sub(r"\1", text)
