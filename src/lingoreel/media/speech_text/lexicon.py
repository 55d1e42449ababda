"""The request's own pronunciations: whole words, whatever their case, the longest first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from lingoreel.errors import InvalidRequest
from lingoreel.media.speech_text.limits import Limits
from lingoreel.media.speech_text.marked import Fixed
from lingoreel.media.speech_text.stretches import UNSPACED

_TOKEN = re.compile(rf"[{UNSPACED}]|(?:(?![{UNSPACED}])\w)+|[^\w\s]")
_SHAPE = 'Give {"term": "respelling"} or {"term": {"phonemes": "…"}}.'


class Lexicon:
    """Terms with their respellings or phonemes. Scripts without blanks have no whole words: there any place counts."""

    def __init__(self, dictionary: Mapping[str, Any] | None, limits: Limits, field: str = "dictionary") -> None:
        """Raises InvalidRequest naming the term and what is wrong with it."""
        self._terms: dict[str, dict[int, dict[str, tuple[str, str | None]]]] = {}
        if dictionary is None:
            return
        if not isinstance(dictionary, Mapping):
            raise InvalidRequest(f"{field} is no object.", field=field, remedy=_SHAPE)
        if len(dictionary) > limits.terms:
            raise InvalidRequest(
                f"{field} has {len(dictionary):,} terms; at most {limits.terms:,} are taken.", field=field
            )
        for term, value in dictionary.items():
            self._add(term, value, limits, field)

    def _add(self, term: Any, value: Any, limits: Limits, field: str) -> None:
        key = unicodedata.normalize("NFC", term).strip() if isinstance(term, str) else ""
        at = f"{field}[{key[:40]!r}]"
        if not _TOKEN.match(key) or len(key) > limits.term_characters:
            raise InvalidRequest(
                f"{at} is no term of 1 to {limits.term_characters} characters.", field=field, remedy=_SHAPE
            )
        phonemes = value.get("phonemes") if isinstance(value, Mapping) and set(value) == {"phonemes"} else None
        said = phonemes if phonemes is not None else value
        if not isinstance(said, str) or not said.strip():
            raise InvalidRequest(f"{at} has no respelling and no phonemes.", field=field, remedy=_SHAPE)
        if len(said) > limits.respelling_characters or re.search("[\x00-\x1f\x7f\ud800-\udfff]", said + key):
            raise InvalidRequest(
                f"{at} is over {limits.respelling_characters} characters or has controls in it.", field=field
            )
        said = unicodedata.normalize("NFC", said).strip()
        if phonemes is None and not any(c.isalnum() for c in said):
            raise InvalidRequest(f"{at} has nothing that can be spoken: {said[:40]!r}.", field=field)
        lowered = key.lower()
        head = _TOKEN.match(lowered)
        assert head is not None
        sizes = self._terms.setdefault(head[0], {})
        sizes.setdefault(len(key), {})[lowered] = (said, None) if phonemes is None else (key, said)

    def find(self, text: str, taken: list[Fixed]) -> list[Fixed]:
        """Every term in the text, left to right, outside of what is `taken`."""
        if not self._terms:
            return []
        found: list[Fixed] = []
        lowered = text.lower()
        # A letter may grow when lowered (İ): places would shift.
        if len(lowered) != len(text):
            lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        busy = sorted((item.begin, item.end) for item in taken)
        at = begin = 0
        for token in _TOKEN.finditer(lowered):
            if token.start() < begin:
                continue
            sizes = self._terms.get(token[0])
            if sizes is None:
                continue
            for size in sorted(sizes, reverse=True):
                end = token.start() + size
                entry = sizes[size].get(lowered[token.start() : end])
                if entry is None or not _whole(lowered, end):
                    continue
                while at < len(busy) and busy[at][1] <= token.start():
                    at += 1
                if at < len(busy) and busy[at][0] < end:
                    continue
                found.append(Fixed(token.start(), end, *entry))
                begin = end
                break
        return found


def _whole(text: str, end: int) -> bool:
    if end >= len(text) or not (text[end].isalnum() or unicodedata.category(text[end])[0] == "M"):
        return True
    return not text[end - 1].isalnum() or bool(re.match(f"[{UNSPACED}]", text[end - 1]))
