"""Which words of a text Apertium's dictionary lacks: they stay as they are in what is made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from lingoreel.engines.translation.fixed_parts import fixed_parts, without
from lingoreel.engines.translation.names import names
from lingoreel.engines.translation.protocol import Problem, Translation, TranslationRequest

CODE = "unknown_word"
# An analysis without its delimiters: a word the dictionary has is told as `houses/house`, one it lacks as `zorg/*zorg`.
_UNKNOWN = re.compile(r"(?<![\w/])([^\W\d_][\w'’-]*[^\W\d_])/\*\1(?!\w)")


def unknown(analysis: str) -> list[str]:
    """The unknown words of an analysed text, each once, in order."""
    return list(dict.fromkeys(_UNKNOWN.findall(analysis)))


def told(
    made: Translation, request: TranslationRequest, analysed: Callable[[Sequence[str]], Sequence[str]]
) -> Translation:
    """The translation with a problem for each unknown word of its lines.

    `analysed` gives the analyses of as many texts. Names, terms, addresses and tags are not words to know.
    """
    proper = {name.casefold() for line in request.lines for name in names(line, request.source)}
    at = [number for number, line in enumerate(made.lines) if line.text]
    bare = [
        without(line, fixed_parts(line, request.glossary, request.keep)) for line in map(request.lines.__getitem__, at)
    ]
    lines = list(made.lines)
    for number, analysis in zip(at, analysed(bare), strict=True):
        found = [Problem(CODE, word) for word in unknown(analysis) if word.casefold() not in proper]
        lines[number] = replace(lines[number], problems=(*lines[number].problems, *found))
    return replace(made, lines=tuple(lines))
