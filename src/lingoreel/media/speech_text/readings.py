"""What each thing that a language's rules find is read as."""

from __future__ import annotations

import re
import unicodedata

from lingoreel.media.speech_text import figures
from lingoreel.media.speech_text.addresses import say_email, say_handle, say_url
from lingoreel.media.speech_text.amount_readings import AmountReadings
from lingoreel.media.speech_text.date_readings import DateReadings
from lingoreel.media.speech_text.emoji_names import say_emoji
from lingoreel.media.speech_text.number_readings import NumberReadings
from lingoreel.media.speech_text.reading_base import Warn
from lingoreel.media.speech_text.roman_readings import RomanReadings


class Reader(DateReadings, AmountReadings, NumberReadings, RomanReadings):
    """Reads one match of a language's rules: each kind of match by the method of its name."""

    def read(self, found: re.Match[str]) -> str | None:
        """What is said instead of a match; None where it is said as it stands, and empty where it is not said."""
        self._text = found.string
        kind = found.lastgroup or "silent"
        return getattr(self, f"_{kind}")(found)  # type: ignore[no-any-return]

    def _url(self, found: re.Match[str]) -> str:
        said, shortened = say_url(found[0], self.words)
        if shortened:
            self._warn("url_shortened", "Of long web addresses only the host is read.")
        return said

    def _host(self, found: re.Match[str]) -> str:
        return self._url(found)

    def _email(self, found: re.Match[str]) -> str:
        return say_email(found[0], self.words)

    def _handle(self, found: re.Match[str]) -> str:
        return say_handle(found[0], self.words)

    def _hash_number(self, found: re.Match[str]) -> str:  # noqa: ARG002
        return f"{self.words.number} "

    def _abbreviation(self, found: re.Match[str]) -> str | None:
        text = found[0]
        said = self.rules.abbreviations.get(text)
        if said is None:
            bare = re.sub(r"\s", "", text)
            said = next(
                (value for key, value in self.rules.abbreviations.items() if key.replace(" ", "") == bare), None
            )
        if said is None:
            return None
        # The point that ends the sentence as well.
        rest = self._text[found.end() : found.end() + 3].lstrip()
        return said + "." if text.endswith(".") and not rest and text in self.rules.may_end else said

    def _emoji(self, found: re.Match[str]) -> str:
        said, nameless = say_emoji(found[0], self.language)
        if nameless:
            self._warn("emoji_unspoken", "Some emoji have no name in this language and are not spoken.")
        return beside(said, self._text, found.start(), found.end())

    def _dressed(self, found: re.Match[str]) -> str | None:
        return undressed(found[0], self)

    def _symbol(self, found: re.Match[str]) -> str | None:
        sign = found[0]
        before = self._text[found.start() - 1] if found.start() else " "
        after = self._text[found.end()] if found.end() < len(self._text) else " "
        if sign in "<>" and not (before in " 0123456789" and after in " 0123456789="):
            return ""
        if sign.isalpha() and ((before.isalpha() and ord(before) > 0x36F and before not in "µ") or after.isalpha()):
            if self.language in {"zh", "ja", "ko"}:
                return self.words.symbols[sign]
            return None
        if sign == "→" and not before.isspace():
            return f" {self.words.symbols[sign]} "
        return f" {self.words.symbols[sign]}{' ' if after.isspace() or after.isalnum() else ''}"

    def _lone_slash(self, found: re.Match[str]) -> str:  # noqa: ARG002
        return " "

    def _silent(self, found: re.Match[str]) -> str:
        return silent(found[0], self._warn)


def undressed(text: str, reader: Reader | None = None) -> str | None:
    """Letters and figures in plain dress (NFKC); None where they are plain already."""
    plain = unicodedata.normalize("NFKC", text)
    if plain == text or text.strip("…") == "":
        return None
    if reader is not None and any(c.isdecimal() for c in plain):
        value = figures.read(plain, reader.words)
        return figures.say(*value, reader.words) if value else plain
    return plain


def beside(said: str, text: str, begin: int, end: int) -> str:
    """The name of a sign as an aside of its sentence: between commas, where words stand around it."""
    if not said:
        return ""
    after = text[end : end + 20].lstrip()[:1]
    head = ", " if text[max(0, begin - 20) : begin].rstrip()[-1:].isalnum() else " "
    return f"{head}{said}{', ' if after.isalnum() else ' ' if text[end : end + 1].isspace() else ''}"


def silent(text: str, warn: Warn) -> str:
    """Nothing; told where more than marks of layout is left out."""
    if any(ord(c) > 0x2190 and c not in "\ufe0e\ufe0f" for c in text):
        warn("symbols_unspoken", "Signs that have no spoken name are left out.")
    return " "
