"""Bare numbers, ordinals, fractions and numbers that are names."""

from __future__ import annotations

import re
import unicodedata

from lingoreel.media.speech_text import figures
from lingoreel.media.speech_text.numbers import cardinal, digits, ordinal
from lingoreel.media.speech_text.reading_base import WORD_AFTER, ReaderBase, Value, as_set

# So many figures in a row are a name: a telephone, an account, an order.
_NAMING = 10
_FEMININE_ENDS = {"es": ("a", "as", "ción", "dad"), "pt": ("a", "as", "ção", "dade"), "it": ("a", "e", "zione")}
_MASCULINE_A = as_set("""día días problema problemas programa mapa tema sistema clima dia dias planeta planetas""")


class NumberReadings(ReaderBase):
    """Readings of numbers that count nothing in sight."""

    def _phone(self, found: re.Match[str]) -> str | None:
        text = figures.ascii_figures(found[0])
        # Figures in groups of three are a number; three short ones may be anything.
        plain = text.replace("\u00a0", " ")
        if self.words.blank_groups and re.fullmatch(r"\d{1,3}(?: \d{3})+", plain):
            return self._number_text(text)
        if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", plain) and figures.read(plain, self.words):
            return self._number_text(text)
        if sum(c.isdigit() for c in text) < 7:
            return self._loose(text)
        return self.telephone(text)

    def telephone(self, text: str) -> str:
        """Figures one by one, a breath between groups."""
        groups = re.findall(r"\+|\d+", figures.ascii_figures(text))
        said = [self.words.symbols["+"] if part == "+" else digits(part, self.language) for part in groups]
        return ", ".join(said).replace(f"{self.words.symbols['+']}, ", f"{self.words.symbols['+']} ")

    def _version(self, found: re.Match[str]) -> str:
        text = figures.ascii_figures(found[0])
        value = figures.read(text, self.words)
        if value is not None:
            return figures.say(*value, self.words)
        head = "version " if self.language == "en" and text[0] in "vV" else text[0] if text[0] in "vV" else ""
        parts = text.lstrip("vV").split(".")
        dot = "" if self.language in {"zh", "ja"} else " "
        return head + f"{dot}{self.words.dot}{dot}".join(figures.say(part, None, self.words) for part in parts)

    def _fraction(self, found: re.Match[str]) -> str | None:
        text = found[0]
        if not text[-1].isdecimal():
            whole = re.match(r"\d+", text)
            part = unicodedata.normalize("NFKC", text[-1]).replace("⁄", "/")
            head = f"{figures.say(whole[0], None, self.words)} " if whole else ""
            return head + self._part(part)
        return self._part(figures.ascii_figures(text))

    def _part(self, text: str) -> str:
        if text in self.words.fractions:
            return self.words.fractions[text]
        above, below = text.split("/")
        return self.words.over.format(figures.say(above, None, self.words), figures.say(below, None, self.words))

    def _ratio(self, found: re.Match[str]) -> str:
        return self.words.range.format(
            figures.say(found["ra"], None, self.words), figures.say(found["rb"], None, self.words)
        )

    def _ordinal(self, found: re.Match[str]) -> str:
        number, end = int(found["o1"]), found["oend"]
        gender = self.words.ordinals[end]
        if self.language == "en" and not found[0].endswith(_english_ending(number)):
            return f"{cardinal(number, 'en')} {end}"
        return ordinal(number, self.language, gender)

    def _range(self, found: re.Match[str]) -> str | None:
        first, last = figures.read(found["r1"], self.words), figures.read(found["r2"], self.words)
        if first is None or last is None:
            return self._loose(found[0])
        if found["rsep"] == "-" and len(first[0]) == 3 and len(last[0]) == 4:
            return self.telephone(found[0])
        return self.words.range.format(self._bare(first, found["r1"]), self._bare(last, found["r2"]))

    def _bare(self, value: Value, text: str) -> str:
        if self.language in {"en", "de", "nl"} and figures.is_year(text):
            return figures.say_year(int(text), self.words)
        return figures.say(*value, self.words)

    def _number(self, found: re.Match[str]) -> str | None:
        value = figures.read(found["n1"], self.words)
        head = f"{self.words.minus}{self.words.between}" if found["nsign"] else ""
        if value is None:
            return head + self._loose(found["n1"])
        plain = figures.ascii_figures(found["n1"])
        if self.language in {"en", "de", "nl"} and figures.is_year(plain) and not head:
            return figures.say_year(int(plain), self.words)
        # So many figures in a row are a name: a telephone, an account, an order.
        if value[1] is None and len(plain) >= _NAMING and plain.isdecimal():
            return head + digits(plain, self.language)
        if value[1] is None and len(value[0]) <= 15:
            gender = self._gender(found.end(), int(value[0]))
            return head + figures.say(*value, self.words, gender)
        return head + figures.say(*value, self.words)

    def _gender(self, end: int, number: int) -> str:  # noqa: PLR0911
        """The gender of the noun after a number, where its ending tells."""
        after = WORD_AFTER.match(self._text, end, end + 40)
        if after is None or self.language not in {"es", "pt", "it", "ru", "de", "zh", "nl"}:
            return "m"
        word = after[1].lower()
        if self.language == "ru":
            if number % 10 == 1:
                return "f" if word.endswith(("а", "я")) else "n" if word.endswith(("о", "е")) else "m"
            return "f" if number % 10 == 2 and word.endswith(("ы", "и")) else "m"
        if self.language == "zh":
            return "a" if word[0] in "个位只本条张次种家名件天周倍年岁块间辆头匹双" else "m"
        if self.language in {"de", "nl"}:
            return "a" if after[1][0].isupper() and self.language == "de" else "m"
        ends = _FEMININE_ENDS[self.language]
        if word in {"y", "e", "o", "a", "de", "ou", "en", "da", "na", "que", "la", "è", "para", "hasta", "era"}:
            return "m"
        if word.endswith(ends) and word not in _MASCULINE_A and self.language != "it":
            return "f"
        if self.language == "it":
            return "f" if number == 1 and word.endswith("a") else "a" if number == 1 else "m"
        return "a"


def _english_ending(number: int) -> tuple[str, ...]:
    if 11 <= number % 100 <= 13:
        return ("th",)
    return ({1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"),)
