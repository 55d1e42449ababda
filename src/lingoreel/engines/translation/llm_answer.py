"""Reading what a language model answered: exactly the lines asked for, or why not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

LONGEST = 400_000  # characters of an answer that are read
TRIES = 40  # places in a text where JSON may start
_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning|reflection)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_THOUGHT_END = re.compile(r"</(?:think|thinking|thought|reasoning|reflection)>", re.IGNORECASE)
_THOUGHT_START = re.compile(r"^\s*<(?:think|thinking|thought|reasoning|reflection)>", re.IGNORECASE)
_FENCE = re.compile(r"```[a-zA-Z]*\s*\n?(.*?)```", re.DOTALL)
_MARKED = re.compile(r"<t>(.*?)(?:</t>|(?:</?t?)?$)", re.DOTALL | re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:translation|traducción|traduction|übersetzung|перевод|翻译|译文|翻訳)\s*[:：]\s*", re.IGNORECASE
)
_QUOTES = {'"': '"', "“": "”", "«": "»", "'": "'", "「": "」", "‘": "’"}
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2060\ufeff\u202d\u202e\ufffe\uffff\ud800-\udfff]")
_SORRY = re.compile(
    r"^\W*(?:i['’]?m (?:really |very )?(?:sorry|afraid|unable)|i am (?:sorry|unable|not able)|sorry\b|"
    r"i (?:can(?:not|['’]?t)|won['’]?t|will not|must decline)|as an ai\b|unfortunately,? i|"
    r"lo siento|je suis désolé|es tut mir leid|对不起|抱歉|很抱歉|我无法|申し訳)",
    re.IGNORECASE,
)
_DECLINES = re.compile(
    r"\b(?:translat\w*|assist|help (?:you )?with (?:that|this)|comply|fulfil\w*|content polic\w*|guidelines|as an ai|"
    r"language model|this request|that request|provide (?:a |that|this)|traducir|traduire|übersetzen)\b"
    r"|翻译|协助|翻訳|お手伝い",
    re.IGNORECASE,
)
_LISTS = ("lines", "translations", "translation", "subtitles", "result", "results", "answer", "output", "items", "data")
_TEXTS = ("text", "translation", "translated", "target", "value", "content", "line")
_IDS = ("id", "key", "index", "n", "number")


class Unreadable(Exception):
    """An answer that is not the lines asked for. `reason` in a word or two, for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_lines(content: str, ids: Sequence[str]) -> dict[str, str]:
    """The translations by id, cleaned. Raises Unreadable unless there is exactly one non-empty text for each id.

    JSON is found inside code fences, after thoughts and amid chatter. `{"1": "…"}`, the same under a name, and lists
    of `{"id", "text"}` are understood; an id told twice never is.
    """
    text = without_thoughts(content)
    found: dict[str, str] | None = None
    reason = "no JSON"
    for data in _documents(text):
        try:
            found = _texts(data, ids)
        except Unreadable as error:
            reason = error.reason
            continue
        break
    if found is None:
        raise Unreadable("refused" if declines(text) else reason)
    return found


def read_plain(content: str) -> str:
    """The translation in an answer without a form. Raises Unreadable when it is empty or declines."""
    text = without_thoughts(content).strip()
    marked = _MARKED.search(text)
    if marked:
        text = marked.group(1)
    elif text[:1] in ("{", "["):
        text = _only_text(text)
    else:
        fenced = _FENCE.search(text)
        text = (fenced.group(1) if fenced else text).strip()
        if declines(text):
            raise Unreadable("refused")
        # what follows an empty line is a remark
        text = _LABEL.sub("", re.split(r"\n\s*\n", text, maxsplit=1)[0].strip())
    text = clean(text)
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1] and text.count(text[0]) <= 2:
        text = text[1:-1].strip()
    if not text:
        raise Unreadable("empty")
    return text


def _only_text(text: str) -> str:
    """The one text in an answer that is JSON though none was asked for. Raises Unreadable when there are others."""
    for data in _documents(text):
        value = data[0] if isinstance(data, list) and len(data) == 1 else data
        if isinstance(value, dict) and not isinstance(value, _Doubled) and len(value) == 1:
            value = next(iter(value.values()))
        if isinstance(value, str):
            return value
    raise Unreadable("no text")


def without_thoughts(content: str) -> str:
    """The answer without `<think>…</think>` and its like. Raises Unreadable when it never stops thinking."""
    text = _THOUGHT.sub("", content[:LONGEST])
    ends = list(_THOUGHT_END.finditer(text))
    if ends:
        text = text[ends[-1].end() :]
    if _THOUGHT_START.search(text):
        raise Unreadable("cut off")
    return text


def declines(text: str) -> bool:
    """Whether a text is a model's refusal rather than a translation. The first words and the reason must both fit."""
    return bool(_SORRY.search(text[:200]) and _DECLINES.search(text[:600]))


def clean(text: str) -> str:
    """One line of text without control characters, direction overrides, invisible filling and halves of letters."""
    return " ".join(_INVISIBLE.sub("", text.replace("\\n", " ")).split())


def _documents(text: str) -> Iterator[Any]:
    """All JSON values in a text that may be the answer: the whole of it first."""
    decoder = json.JSONDecoder(object_pairs_hook=_unique)
    for candidate in (text, *(match.group(1) for match in _FENCE.finditer(text))):
        try:
            yield decoder.decode(candidate.strip())
        except (ValueError, RecursionError):
            continue
    at, tries = 0, 0
    for match in re.finditer(r"[{\[]", text):
        if match.start() < at or tries >= TRIES:
            continue
        tries += 1
        try:
            data, at = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        yield data


class _Doubled(dict[str, Any]):
    """An object in which a key stood twice."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else _Doubled(made)


def _texts(data: Any, ids: Sequence[str]) -> dict[str, str]:
    entries = _entries(data, ids)
    if len({key for key, _ in entries}) != len(entries):
        raise Unreadable("an id twice")
    found = dict(entries)
    if set(found) != set(ids):
        raise Unreadable(f"{len(found)} lines for {len(ids)}" if len(found) != len(ids) else "other ids")
    texts = {key: clean(_text(found[key])) for key in ids}
    if not all(text.strip("\u200b\u200c\u200d\u200e\u200f ") for text in texts.values()):
        raise Unreadable("empty lines")
    return texts


def _entries(data: Any, ids: Sequence[str]) -> list[tuple[str, Any]]:
    if isinstance(data, _Doubled):
        raise Unreadable("an id twice")
    if isinstance(data, Mapping):
        if not set(map(str, data)) & set(ids):
            inner = next((data[name] for name in _LISTS if isinstance(data.get(name), (dict, list))), None)
            if inner is not None:
                return _entries(inner, ids)
        return [(str(key), value) for key, value in data.items()]
    if isinstance(data, list):
        found = []
        for entry in data:
            if not isinstance(entry, Mapping):
                raise Unreadable("no ids")
            if len(entry) == 1:  # [{"1": "…"}, {"2": "…"}]
                found += [(str(key), value) for key, value in entry.items()]
                continue
            key = next((entry[name] for name in _IDS if name in entry), None)
            found.append((str(key), entry))
        return found
    raise Unreadable("no JSON object")


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        value = next((value[name] for name in _TEXTS if name in value), None)
    if not isinstance(value, str):
        raise Unreadable("a line that is no text")
    return value
