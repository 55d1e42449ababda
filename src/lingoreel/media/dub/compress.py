"""The same said in fewer words, by rules: for engines that cannot be asked for a shorter wording.

What goes is what says least, one thing after another until the text is short enough: doubled words, asides in brackets,
fillers, long forms with a short one, adverbs that only stress. Numbers, names and negations are never touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from lingoreel.media.dub.shorter_words import WORDINGS, Wordings
from lingoreel.media.timed_text import clean

_DOUBLED = re.compile(r"(?<![\w'’-])([^\W\d_]{2,})(?:,?\s+\1)+(?![\w'’-])", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*(?:\([^()]{1,200}\)|\[[^\[\]]{1,200}\]|（[^（）]{1,200}）)")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_START = r"(?:^|(?<=[.!?…] ))[¡¿\"“«]?"
_BEGINS = re.compile(r"(?:^|[.!?…:]\s+)[¡¿\"“«-]*$")
_BLANKS = ((re.compile(r"\s+"), " "), (re.compile(r" (?=[,.;:!?…])"), ""), (re.compile(r",(?=[,.;:!?…])"), ""))

_Change = tuple[re.Pattern[str], str]


def shorten(text: str, language: str | None, most_chars: int) -> str:
    """The text in `most_chars` characters or fewer, as far as the rules of the language go; as it is where none do.

    `language` is a normalised code. Changes are made one by one, the most harmless first, and no more than needed.
    """
    text = clean(text)
    wordings = WORDINGS.get((language or "").partition("-")[0])
    for pattern, replacement in _changes((language or "").partition("-")[0]):
        if len(text) <= most_chars:
            break
        at = 0
        while len(text) > most_chars and (found := pattern.search(text, at)):
            changed = _replaced(text, found, replacement)
            at = found.start()
            if len(changed) < len(text) and _says_the_same(text, changed, found, wordings):
                text = changed
            else:
                at = found.end()
    return text


@lru_cache(maxsize=32)
def _changes(language: str) -> tuple[_Change, ...]:
    return tuple(_made(WORDINGS.get(language)))


def _made(wordings: Wordings | None) -> Iterator[_Change]:
    yield _DOUBLED, r"\1"
    yield _BRACKETS, ""
    if wordings is None:
        return
    starts = "|".join(map(re.escape, sorted((*wordings.openers, *wordings.asides), key=len, reverse=True)))
    asides = "|".join(map(re.escape, wordings.asides))
    yield re.compile(rf"({_START})(?:{starts}),\s+(?=\w)", re.IGNORECASE), r"\1"
    yield re.compile(rf",\s*(?:{asides})(?=\s*[,.;:!?…]|$)", re.IGNORECASE), ""
    for long, short in wordings.forms:
        # "I am" is "I'm" before what I am, not behind it.
        joined = r"(?=\s+[a-z])" if "'" in short and not short.endswith("n't") else r"(?![\w'’-])"
        yield re.compile(rf"(?<![\w'’-]){re.escape(long)}{joined}", re.IGNORECASE), short
    adverbs = "|".join(map(re.escape, wordings.adverbs))
    yield re.compile(rf"(?<=\w\s)(?:{adverbs})\s+(?=\w)", re.IGNORECASE), ""


def _replaced(text: str, found: re.Match[str], replacement: str) -> str:
    """The text with the change made, a sentence's capital and single blanks kept."""
    new = found.expand(replacement)
    if found[0][:1].isupper() and new[:1].islower():
        new = new[0].upper() + new[1:]
    before, after = text[: found.start()] + new, text[found.end() :]
    dropped = found[0].lstrip('¡¿"“«')
    if dropped[:1].isupper() and _BEGINS.search(before):
        after = after[:1].upper() + after[1:]
    changed = before + after
    for pattern, tidy in _BLANKS:
        changed = pattern.sub(tidy, changed)
    return changed.strip()


def _says_the_same(before: str, after: str, change: re.Match[str], wordings: Wordings | None) -> bool:
    """Whether numbers, names and negations are all still there, no negation loses its word, and something is said."""
    kept = (
        any(character.isalnum() for character in after)
        and Counter(_NUMBER.findall(before)) == Counter(_NUMBER.findall(after))
        and not _names(before) - {word.casefold() for word in _WORD.findall(after)}
    )
    if not kept or wordings is None:
        return kept
    if change.re is _DOUBLED and change[1].casefold() in wordings.doubles:
        return False
    denied = wordings.negations
    if len(denied.findall(before)) != len(denied.findall(after)):
        return False
    # "Not really good" is not "not good"; what is not replaced begins with a comma, a bracket, or is an adverb.
    clause = re.split(r"[,.;:!?…]", before[: change.start()])[-1]
    adverb = change[0][:1].isalpha() and change[0][-1:].isspace() and change.start() > 0
    return not (adverb and denied.search(clause))


def _names(text: str) -> set[str]:
    """Words with a capital that do not begin a sentence, and all in capitals."""
    return {
        word[0].casefold()
        for word in _WORD.finditer(text)
        if word[0][0].isupper()
        and (
            not _BEGINS.search(text[max(0, word.start() - 8) : word.start()])
            or (len(word[0]) > 1 and word[0].isupper())
        )
    }
