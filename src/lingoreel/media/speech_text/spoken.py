"""Writing what is spoken, remembering for each stretch which letters of the shown text it says."""

from __future__ import annotations

import re

from lingoreel.media.speech_text import readings
from lingoreel.media.speech_text.marked import Fixed
from lingoreel.media.speech_text.numbers import cardinal, digits, ordinal
from lingoreel.media.speech_text.reading_base import Warn
from lingoreel.media.speech_text.readings import Reader
from lingoreel.media.speech_text.rules import PLAIN, rules
from lingoreel.media.speech_text.script import Stretch

_BLANKS = re.compile(r"\s+")
_LONG = re.compile(r"[^\s。、，,.!?！？]{81,}")
_PART = 60
# Stops of Chinese type, for voices that do not know them.
_STOPS = str.maketrans("。，、！？：；（）「」『』《》〈〉【】｡", '.,,!?:;()""""""""[].')
_CLOSING = frozenset(".,;:!?)")
_CJK = frozenset(("zh", "yue", "ja", "ko"))
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s*(?:([aApP])\.?[mM]\.?)?")


class Writer:
    """Collects spoken text with its places; blanks in a row become one, and none stand at the ends."""

    def __init__(self, language: str) -> None:
        self._plain_stops = language not in _CJK
        self._parts: list[str] = []
        self._length = 0
        self._blank = True
        self.stretches: list[Stretch] = []

    def keep(self, text: str, begin: int) -> None:
        """Letters spoken as they are shown, from place `begin` on."""
        at = 0
        if self._plain_stops and not text.isascii():
            text = text.translate(_STOPS)
        for blank in _BLANKS.finditer(text):
            self._add(text[at : blank.start()], begin + at, begin + blank.start(), True)
            self._space()
            at = blank.end()
        self._add(text[at:], begin + at, begin + len(text), True)

    def say(self, text: str, begin: int, end: int) -> None:
        """`text` instead of [begin, end)."""
        if text[:1].isspace():
            self._space()
        self._add(_BLANKS.sub(" ", text.strip()), begin, end, False)
        if text[-1:].isspace():
            self._space()

    def close_up(self) -> None:
        """Without the blank that was written last."""
        if self._blank and self._parts:
            self._parts.pop()
            self._length -= 1
            self._blank = False

    def _space(self) -> None:
        if not self._blank:
            self._parts.append(" ")
            self._length += 1
            self._blank = True

    def _add(self, text: str, begin: int, end: int, same: bool) -> None:
        if not text:
            return
        # A name of a sign brings its own comma.
        if text[0] == "," and not same:
            self.close_up()
            text = text if self._parts else text[1:].lstrip()
        self.stretches.append(Stretch(self._length, self._length + len(text), begin, end, same))
        self._parts.append(text)
        self._length += len(text)
        self._blank = False

    def text(self) -> str:
        """What is spoken so far."""
        return "".join(self._parts).rstrip()


def write(
    text: str, begin: int, end: int, language: str, fixed: list[Fixed], warn: Warn
) -> tuple[str, tuple[Stretch, ...]]:
    """What is spoken of [begin, end), and its stretches. `fixed` are the readings inside it, in order."""
    writer = Writer(language)
    found_rules = rules(language)
    reader = Reader(found_rules, warn) if found_rules is not None else None
    at = begin
    for item in fixed:
        _write_free(writer, text, at, item.begin, language, reader, warn)
        said = _fixed(text[item.begin : item.end], item, language, reader, warn)
        if said is None:
            _write_free(writer, text, item.begin, item.end, language, reader, warn)
        else:
            writer.say(said, item.begin, item.end)
        at = item.end
    _write_free(writer, text, at, end, language, reader, warn)
    spoken = writer.text()
    return spoken, tuple(stretch for stretch in writer.stretches if stretch.spoken_begin < len(spoken))


def _write_free(
    writer: Writer, text: str, begin: int, end: int, language: str, reader: Reader | None, warn: Warn
) -> None:
    pattern = reader.rules.pattern if reader is not None else PLAIN
    at = begin
    for found in pattern.finditer(text, begin, end):
        if found.end() == found.start():
            continue
        said = reader.read(found) if reader is not None else _plain(found, language, warn)
        if said is None:
            continue
        _keep(writer, text, at, found.start(), warn)
        if said and said[0].isalnum() and at < found.start() and _joins(text[found.start() - 1], reader):
            said = " " + said
        if said and said[-1].isalnum() and found.end() < end and _joins(text[found.end()], reader):
            said += " "
        if said.strip():
            writer.say(said, found.start(), found.end())
        elif text[found.end() : found.end() + 1] in _CLOSING:
            writer.close_up()
        else:
            writer.keep(" ", found.start())
        at = found.end()
    _keep(writer, text, at, end, warn)


def _joins(neighbour: str, reader: Reader | None) -> bool:
    """Whether a word put beside this letter would run into it."""
    return neighbour.isalnum() and (reader is None or reader.language not in {"zh", "ja", "ko"})


def _keep(writer: Writer, text: str, begin: int, end: int, warn: Warn) -> None:
    at = begin
    for word in _LONG.finditer(text, begin, end):
        if not word[0].isascii() and re.search(
            "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7a3]", word[0]
        ):
            continue
        warn("long_word", "Words of more than 80 letters are read in parts.")
        for part in range(word.start(), word.end(), _PART):
            writer.keep(text[at : min(part, word.end())], at)
            writer.keep(" ", part)
            at = part
    writer.keep(text[at:end], at)


def _plain(found: re.Match[str], language: str, warn: Warn) -> str | None:
    if found.lastgroup == "dressed":
        return readings.undressed(found[0])
    if found.lastgroup == "emoji":
        from lingoreel.media.speech_text.emoji_names import say_emoji

        said, nameless = say_emoji(found[0], language)
        if nameless:
            warn("emoji_unspoken", "Some emoji have no name in this language and are not spoken.")
        return readings.beside(said, found.string, found.start(), found.end())
    return readings.silent(found[0], warn)


def _fixed(shown: str, item: Fixed, language: str, reader: Reader | None, warn: Warn) -> str | None:
    if item.kind is None:
        return item.spoken
    if item.kind == "alias":
        return write(item.spoken, 0, len(item.spoken), language, [], warn)[0] or item.spoken
    if item.kind == "characters":
        return _characters(shown, reader)
    if reader is None:
        return None
    said = _read_as(shown.strip(), item, reader)
    if said is None:
        warn("say_as_unread", f"say-as: {shown[:40]!r} is no {item.kind}; it is read as plain text.")
    return said


def _characters(text: str, reader: Reader | None) -> str:
    parts = []
    for c in text:
        if c.isspace():
            continue
        if c.isdecimal() and reader is not None:
            parts.append(digits(str(int(c)), reader.language))
        elif reader is not None and not c.isalnum():
            parts.append({".": reader.words.dot, "/": reader.words.slash, **reader.words.symbols}.get(c, c))
        else:
            parts.append(c.upper() if len(c.upper()) == 1 else c)
    return " ".join(parts)


def _read_as(text: str, item: Fixed, reader: Reader) -> str | None:  # noqa: PLR0911
    from lingoreel.media.speech_text import figures, moments

    words = reader.words
    plain = figures.ascii_figures(text)
    if item.kind == "telephone":
        return reader.telephone(text) if any(c.isdecimal() for c in text) else None
    if item.kind == "time":
        found = _TIME.fullmatch(plain)
        if not found:
            return None
        second = int(found[3]) if found[3] else None
        return moments.time_words(int(found[1]), int(found[2]), second, words, (found[4] or "").lower())
    if item.kind == "date":
        parts = re.findall(r"\d+", plain)
        if len(parts) == 3:
            return moments.date_words(parts[0], parts[1], parts[2], words, item.format)
        return None
    negative = plain[:1] in "-−"
    value = figures.read(plain.lstrip("-−+"), words) if plain else None
    if value is None:
        return None
    if item.kind == "ordinal" and value[1] is None and not negative:
        return ordinal(int(value[0]), words.language)
    head = f"{words.minus} " if negative else ""
    if value[1] is None and len(value[0]) <= 15:
        return head + cardinal(int(value[0]), words.language)
    return head + figures.say(*value, words)
