"""Line by line engines made careful: what must stay is protected, the outcome checked, mended and told.

Each line is tried in up to two ways. The first outcome without a fault is taken, else the one with the fewest. What
must stay is either replaced by a made-up word, for engines that let unknown words through (`placeholder`), or cut
out, so that only the text around it is translated (`split`); an engine with `split` first gets whole lines whose
fixed parts are addresses and names alone, which it mostly keeps by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lingoreel.engines.translation import numerals, verify
from lingoreel.engines.translation.fixed_parts import Part, fixed_parts
from lingoreel.engines.translation.names import ALL_NOUNS_CAPITALISED
from lingoreel.engines.translation.protocol import Problem, TranslatedLine, Translation, TranslationRequest

Way = Literal["placeholder", "split", "plain"]
Translate = Callable[[list[str]], list[str | None]]
Report = Callable[[dict[str, Any]], None]

FIRST_SHARE = 0.8  # of the progress: what the first try of all lines counts
_EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?…。！？]\s*$")
_LOOP = re.compile(r"(?<!\w)(\w.{0,60}?)((?:[\s,.;:!?、。，！？…\-]*\1){3,})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A line as an engine gets it: texts to translate, and how they become a line again."""

    pieces: tuple[str, ...]
    join: Callable[[Sequence[str]], str | None]


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    problems: tuple[Problem, ...]
    mended: bool


def placeholder(index: int) -> str:
    """A made-up word that no dictionary has and every script's engine takes for a name: `Xqax`, `Xqbx`, …"""
    letters = ""
    while True:
        letters = chr(ord("a") + index % 26) + letters
        index = index // 26 - 1
        if index < 0:
            return f"Xq{letters}x"


def translate(
    request: TranslationRequest,
    translate: Translate,
    report: Report,
    *,
    protection: Literal["placeholder", "split"] = "split",
    marker: Callable[[int], str] = placeholder,
    batch_lines: int = 100,
) -> Translation:
    """All lines of a request through `translate`, which turns texts into as many texts (None: it could not).

    `protection` says what the engine is known to do with words it does not know: let them through
    (`placeholder`, made by `marker`) or not (`split`). Texts have no line breaks; equal ones are translated once. The
    answer has one entry per line: lines without letters as they are; text None where the engine gave nothing, or
    something that cannot be this line (`verify.UNUSABLE`). Reports `{"fraction"}`. What `translate` raises passes.
    """
    ways: tuple[Way, Way] = ("placeholder", "split") if protection == "placeholder" else ("plain", "split")
    texts = _Texts(translate, batch_lines)
    done: dict[int, _Candidate | None] = {}
    first_try: dict[int, _Candidate | None] = {}
    todo = [index for index, line in enumerate(request.lines) if verify.has_letters(line)]
    for number, way in enumerate(ways):
        share = (0.0, FIRST_SHARE) if number == 0 else (FIRST_SHARE, 1.0)
        attempts = {index: _attempt(index, request, way, number, marker) for index in todo}
        texts.fetch([piece for attempt in attempts.values() for piece in attempt.pieces], report, *share)
        for index, attempt in attempts.items():
            made = _outcome(request.lines[index], attempt, texts, request)
            if number == 0:
                first_try[index] = made
            done[index] = _better(done.get(index), made)
        todo = [
            index for index in todo if (found := done[index]) is None or verify.severity(found.problems)[:2] > (0, 0)
        ]
    report({"fraction": 1.0})
    return Translation(
        tuple(
            _line(done[index], first_try[index]) if index in done else TranslatedLine(line)
            for index, line in enumerate(request.lines)
        )
    )


class _Texts:
    """Translations by text: each is asked for once, in batches."""

    def __init__(self, translate: Translate, batch_lines: int) -> None:
        self._translate = translate
        self._batch = max(1, batch_lines)
        self._known: dict[str, str | None] = {}

    def __getitem__(self, text: str) -> str | None:
        return self._known[text]

    def fetch(self, wanted: Iterable[str], report: Report, start: float, end: float) -> None:
        new = [text for text in dict.fromkeys(wanted) if text not in self._known]
        for first in range(0, len(new), self._batch):
            batch = new[first : first + self._batch]
            self._known.update(zip(batch, self._batch_of(batch), strict=True))
            report({"fraction": start + (end - start) * (first + len(batch)) / len(new)})

    def _batch_of(self, batch: list[str]) -> list[str | None]:
        found = self._translate(batch)
        if len(found) == len(batch):
            return found
        # nobody knows which line is missing: ask for each alone
        singles = [self._translate([text]) for text in batch]
        return [single[0] if len(single) == 1 else None for single in singles]


def _attempt(
    index: int,
    request: TranslationRequest,
    way: Way,
    number: int,
    marker: Callable[[int], str],
) -> _Attempt:
    line = " ".join(request.lines[index].split())
    parts = fixed_parts(line, request.glossary, request.keep)
    if way == "plain" and any(part.kind in ("tag", "glossary") for part in parts):
        way = "split"
    elif number == 1 and not parts:
        # nothing to protect: shorter stretches are what else may help
        return _by_sentences(line, request.target)
    if way == "plain" or not parts:
        return _Attempt((line,), lambda found: found[0])
    # a made-up word where a tag stood would grow into one with the word beside it
    cut = [part for part in parts if way == "split" or part.kind == "tag"]
    hidden = [part for part in parts if way != "split" and part.kind != "tag"]
    return _split(line, cut, hidden, request.target, marker)


def _split(line: str, cut: list[Part], hidden: list[Part], target: str, marker: Callable[[int], str]) -> _Attempt:
    """The text between the parts to cut out, with made-up words for those to hide.

    What has no letters between them stays as it is.
    """
    frame: list[str | _Piece] = []
    pieces: list[_Piece] = []
    at = 0
    for start, end, wanted in [*((part.start, part.end, part.wanted) for part in cut), (len(line), len(line), "")]:
        edges = _EDGES.match(line[at:start])
        assert edges
        if any(map(str.isalpha, edges.group(2))):
            first, last = at + edges.start(2), at + edges.end(2)
            inside = [part for part in hidden if first <= part.start and part.end <= last]
            pieces.append(_Piece.hiding(line, first, last, inside, marker))
            frame += [edges.group(1), pieces[-1], edges.group(3)]
        else:
            frame.append(line[at:start])
        frame.append(wanted)
        at = end

    def join(found: Sequence[str]) -> str | None:
        texts = iter(found)
        made = [part if isinstance(part, str) else part.shown(next(texts), target) for part in frame]
        known = [text for text in made if text is not None]
        return "".join(known).strip() if len(known) == len(made) else None

    return _Attempt(tuple(piece.text for piece in pieces), join)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a line; `text` is what the engine gets, with the made-up words `standing` for what they hide."""

    text: str
    standing: tuple[tuple[str, str], ...]

    @classmethod
    def hiding(cls, line: str, first: int, last: int, parts: list[Part], marker: Callable[[int], str]) -> _Piece:
        text, at, number = "", first, 0
        standing: list[tuple[str, str]] = []
        for part in parts:
            while marker(number).casefold() in line.casefold():
                number += 1
            text += line[at : part.start] + marker(number)
            standing.append((marker(number), part.wanted))
            at, number = part.end, number + 1
        return cls(text + line[at:last], tuple(standing))

    def shown(self, made: str, target: str) -> str | None:
        """The translation with what was hidden; None unless each made-up word is there exactly once, whole."""
        text = _fitted(self.text, made, target)
        for mark, wanted in self.standing:
            places = list(re.finditer(rf"(?<![A-Za-z]){re.escape(mark)}(?![a-z])", text, re.IGNORECASE))
            if len(places) != 1:
                return None
            text = text[: places[0].start()] + wanted + text[places[0].end() :]
        return text


def _by_sentences(line: str, target: str) -> _Attempt:
    pieces = [piece for piece in re.split(r"(?<=[.!?…])\s+|(?<=[。！？])|(?<=[,;:])\s+", line) if piece]
    return _Attempt(
        tuple(pieces),
        lambda found: " ".join(_fitted(piece, text, target) for piece, text in zip(pieces, found, strict=True)),
    )


def _fitted(piece: str, made: str, target: str) -> str:
    """A fragment's translation without the capital and the full stop that engines add to what is no sentence."""
    made = made.strip()
    if not _SENTENCE_END.search(piece) and made.endswith((".", "。")) and not made.endswith(".."):
        made = made[:-1]
    small = piece[:1].islower() and target not in ALL_NOUNS_CAPITALISED
    if small and made[:1].isupper() and not made[1:2].isupper():
        made = made[0].lower() + made[1:]
    return made


def _outcome(line: str, attempt: _Attempt, texts: _Texts, request: TranslationRequest) -> _Candidate | None:
    found = [texts[piece] for piece in attempt.pieces]
    known = [text for text in found if text is not None]
    joined = attempt.join(known) if len(known) == len(found) else None
    if joined is None or not joined.strip():
        return None
    text = " ".join(joined.split())
    problems = _check(line, text, request)
    if not problems:
        return _Candidate(text, (), mended=False)
    mended = mend(line, text, request.source, request.target)
    after = _check(line, mended, request)
    if verify.severity(after) < verify.severity(problems):
        return _Candidate(mended, after, mended=True)
    return _Candidate(text, problems, mended=False)


def _check(line: str, text: str, request: TranslationRequest) -> tuple[Problem, ...]:
    return verify.problems(line, text, request.source, request.target, request.glossary, request.keep)


def mend(source_line: str, target_line: str, source: str, target: str) -> str:
    """A translation without leaked marks, added tags and loops, and with the source's numbers for changed ones."""
    text = verify.without_leaks(source_line, target_line)
    if any(problem.code == "repetition" for problem in verify.problems(source_line, text, source, target, {}, ())):
        text = _LOOP.sub(lambda match: match.group(1), text)
    return _with_numbers(source_line, text, source, target)


def _with_numbers(source_line: str, text: str, source: str, target: str) -> str:
    """Where as many numbers are missing as were added, an engine garbled them: the source's, in their order."""
    difference = numerals.compare(source_line, text, source, target)
    if not difference.missing or len(difference.missing) != len(difference.added):
        return text
    for number, wrong in sorted(
        zip(difference.missing, difference.added, strict=True), key=lambda pair: -pair[1].start
    ):
        text = text[: wrong.start] + number.text + text[wrong.end :]
    return text


def _better(one: _Candidate | None, other: _Candidate | None) -> _Candidate | None:
    if one is None or other is None:
        return one or other
    return other if verify.severity(other.problems) < verify.severity(one.problems) else one


def _line(found: _Candidate | None, first: _Candidate | None) -> TranslatedLine:
    if found is None:
        return TranslatedLine(None, (Problem("empty", ""),))
    if any(problem.code in verify.UNUSABLE for problem in found.problems):
        return TranslatedLine(None, found.problems)
    return TranslatedLine(found.text, found.problems, repaired=found.mended or found is not first)
