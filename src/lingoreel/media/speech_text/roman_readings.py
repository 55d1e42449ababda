"""Roman numerals, where it is sure that they are numbers."""

from __future__ import annotations

import re

from lingoreel.media.speech_text.numbers import cardinal, ordinal
from lingoreel.media.speech_text.reading_base import ReaderBase, as_set

_ROMAN = {"I": 1, "V": 5, "X": 10}
_NOT_NUMBERS = frozenset(("I", "V", "X", "IV", "VI", "XI", "XX", "XXX"))
# Names of those who are numbered.
_REIGNS = as_set(
    """henry elizabeth louis charles george edward william richard james john paul pius benedict francis
    napoleon peter nicholas alexander catherine victoria philip ferdinand frederick leopold gustav christian
    gregory leo clement felipe carlos fernando alfonso isabel juan luis pablo benedicto pío enrique jaime
    pedro juana alejandro henri françois élisabeth jean pie benoît napoléon philippe nicolas alexandre
    catherine grégoire heinrich friedrich wilhelm ludwig karl otto elisabeth johannes franz josef joseph
    katharina georg philipp enrico luigi carlo vittorio emanuele umberto giovanni paolo pio benedetto
    napoleone elisabetta filippo federico joão pedro manuel afonso josé maria sebastião henrique willem
    filips lodewijk karel beatrix"""
)


class RomanReadings(ReaderBase):
    """Readings of Roman numerals up to 39."""

    def _roman(self, found: re.Match[str]) -> str | None:  # noqa: PLR0911
        text = found[0]
        end = found["rend"] or ""
        numeral = text[: len(text) - len(end)] if end else text
        if not numeral:
            return None
        number = _roman_value(numeral)
        before = self._word_before(found)
        after = re.compile(r"\s([^\W\d_]+\.?)").match(self._text, found.end())
        word = before.lower()
        follower = after[1] if after else ""
        follower = follower if follower.lower() in self.words.roman_before.split() else follower.rstrip(".")
        if (follower and follower.lower() in self.words.roman_before.split()) or end:
            gender = "g" if follower in {"века", "w.", "wieku", "в.", "веков"} else "m"
            return ordinal(number, self.language, gender)
        if word in {part.lower() for part in self.rules.roman_after}:
            return cardinal(number, self.language)
        if numeral in _NOT_NUMBERS and not (before and word in _REIGNS):
            return None
        if before and word in _REIGNS:
            if self.language == "en":
                return f"the {ordinal(number, 'en')}"
            return self._reign(number, word)
        return cardinal(number, self.language) if len(numeral) > 1 else None

    def _reign(self, number: int, name: str) -> str:
        gender = "f" if name.endswith("a") or name in {"isabel", "elisabeth"} else "m"
        if self.language in {"es", "pt"}:
            return ordinal(number, self.language, gender) if number <= 10 else cardinal(number, self.language)
        if self.language == "fr":
            return ordinal(1, "fr", gender) if number == 1 else cardinal(number, "fr")
        if self.language == "de":
            return ("die " if gender == "f" else "der ") + ordinal(number, "de")
        return ordinal(number, self.language, gender if gender in {"m", "f"} else "m")


def _roman_value(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
