"""Lines cut to what an engine takes at once."""

from __future__ import annotations

import re
from itertools import pairwise

WORD = 200  # letters; longer ones are noise, or a script without blanks

_SENTENCE_END = re.compile(r"[.!?…؟।][\"'»”’)]*\s+|[。！？][」』”’]*")  # "3.14" and "a.b" go on


def cut(line: str, longest: int) -> list[tuple[str, bool]]:
    """The line as pieces of at most `longest` characters, each with whether it is to be translated.

    Cut behind sentences where that will do, else between words, else (scripts that write without blanks) anywhere. An
    endless word of another script is a piece by itself, not to be translated. Joined again, with a blank between, the
    pieces are the line with its runs of white space made one blank.
    """
    line = " ".join(line.split())
    if len(line) <= min(longest, WORD):
        return [(line, bool(line))]
    pieces: list[tuple[str, bool]] = []
    words: list[str] = []
    for word in line.split(" "):
        if len(word) <= WORD or _without_blanks(word):
            words.append(word)
            continue
        pieces += _sentences(words, longest)
        words = []
        pieces.append((word, False))
    return pieces + _sentences(words, longest)


def _sentences(words: list[str], longest: int) -> list[tuple[str, bool]]:
    text = " ".join(words)
    ends = [match.end() for match in _SENTENCE_END.finditer(text)] if len(text) > longest else []
    pieces: list[str] = []
    for start, end in pairwise([0, *ends, len(text)]):
        for part in _parts(text[start:end], longest):
            if pieces and len(pieces[-1]) + len(part) <= longest:
                pieces[-1] += part
            else:
                pieces.append(part)
    return [(piece.strip(), True) for piece in pieces if piece.strip()]


def _parts(sentence: str, longest: int) -> list[str]:
    """The sentence in parts of at most `longest`, cut behind the last blank or comma before, or right there."""
    parts = []
    while len(sentence) > longest:
        at = max(sentence.rfind(mark, 0, longest) + 1 for mark in (" ", ", ", "，", "、", "；"))
        at = at if at > longest // 2 else longest
        parts.append(sentence[:at])
        sentence = sentence[at:]
    return [*parts, sentence]


def _without_blanks(word: str) -> bool:
    """Whether most letters are of a script that writes without blanks: Thai, Lao, Burmese, Khmer, Chinese, kana."""
    return sum("\u0e00" <= letter <= "\u0eff" or letter >= "\u1000" for letter in word) * 2 >= len(word)
