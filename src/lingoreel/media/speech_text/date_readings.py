"""Dates, times and what is counted by them, as a language reads them."""

from __future__ import annotations

import re

from lingoreel.media.speech_text import figures, moments
from lingoreel.media.speech_text.numbers import cardinal, digits, ordinal
from lingoreel.media.speech_text.numbers.east_asian import korean_native
from lingoreel.media.speech_text.reading_base import WORD_AFTER, ReaderBase, as_set

GERMAN_ARTICLES = as_set(
    """der die das dem den des am im zum vom beim ein eine einen einem jeder jede jedes jeden seinem seinen
    ihrem ihren"""
)


class DateReadings(ReaderBase):
    """Readings of dates and times."""

    def _iso(self, found: re.Match[str]) -> str | None:
        year, month, day = figures.ascii_figures(found[0]).split("-")
        return moments.date_words(year, month, day, self.words, "ymd") or self._loose(found[0])

    def _date(self, found: re.Match[str]) -> str | None:
        first, second, third = figures.ascii_figures(found[0]).split(found["datesign"])
        if len(first) == 3 or len(third) == 3 or (len(first) < 4 and len(third) not in {2, 4}):
            return self._loose(found[0])
        return moments.date_words(first, second, third, self.words) or self._loose(found[0])

    def _named_date(self, found: re.Match[str]) -> str | None:
        return self._said_date(found["nd"], found["nm"], found["ny"], found)

    def _month_first(self, found: re.Match[str]) -> str | None:
        return self._said_date(found["md"], found["mm"], found["my"], found)

    def _said_date(self, day: str, month: str, year: str | None, found: re.Match[str]) -> str | None:
        number, at = int(day), self.rules.months[month.lower()]
        # May and march are verbs too.
        if not 1 <= number <= 31 or (self.language == "en" and month[0].islower()):
            return None
        before = self._word_before(found)
        in_year = int(year) if year else None
        said = moments.say_date(number, at, in_year, self.words, before)
        if self.language == "en" and not (found.group("mm") or "") and found.group("nd"):
            year_words = f" {figures.say_year(in_year, self.words)}" if in_year else ""
            article = "" if before.lower() == "the" else "the "
            return f"{article}{moments.say_day(number, self.words)} of {self.words.months[at - 1]}{year_words}"
        return said

    def _time(self, found: re.Match[str]) -> str | None:
        second = int(found["ts"]) if found["ts"] else None
        half = (found["half"] or "").lower()
        said = moments.time_words(int(found["th"]), int(found["tm"]), second, self.words, half)
        return said or self._loose(found[0])

    def _decade(self, found: re.Match[str]) -> str:
        text = found[0].strip("s'’")
        said = figures.say_year(int(text), self.words) if len(text) == 4 else cardinal(int(text), "en")
        return said[:-1] + "ies" if said.endswith("y") else said + "s"

    def _pointed(self, found: re.Match[str]) -> str | None:
        """German figures with a point before a noun: an ordinal after an article, else the end of a sentence."""
        number = int(found["pn"])
        month = WORD_AFTER.match(self._text, found.end(), found.end() + 40)
        if month and month[1].lower() in self.rules.months and 1 <= number <= 31:
            return self._dated(found, number, self.rules.months[month[1].lower()])
        before = self._word_before(found)
        article = before.lower()
        if article not in GERMAN_ARTICLES:
            return f"{figures.say(found['pn'], None, self.words)}."
        return ordinal(number, "de") + ("" if article in {"der", "die", "das"} else "n")

    def _dated(self, found: re.Match[str], number: int, _: int) -> str:
        before = self._word_before(found)
        return moments.say_day(number, self.words, before)

    def _year(self, found: re.Match[str]) -> str:
        form = found["yf"]
        if self.language == "ru":
            gender = {"год": "m", "году": "l"}.get(form, "g")
            noun = "года" if form == "г." else form
            return f"{ordinal(int(found['yn']), 'ru', gender)} {noun}"
        before = self._word_before(found)
        gender = "m" if form == "rok" else "l" if before.lower() in {"w", "we", "po"} else "g"
        return f"{ordinal(int(found['yn']), 'pl', gender)} {'roku' if form == 'r.' else form}"

    def _counter(self, found: re.Match[str]) -> str | None:
        number, counter = int(found["kn"]), found["kc"]
        if self.language == "ko":
            native = korean_native(number) if number and (counter != "시" or number <= 12) else cardinal(number, "ko")
            return f"{native} {counter}"
        if self.language == "zh":
            said = "两" if number == 2 and counter in "人点時" else cardinal(number, "zh")
            return f"{said}{counter}"
        return self._japanese_counter(number, counter)

    def _japanese_counter(self, number: int, counter: str) -> str:
        from lingoreel.media.speech_text.vocabulary.japanese import DAYS, PEOPLE, THINGS

        if counter == "時":
            said = moments.time_words(number, 0, None, self.words)
        elif counter == "分":
            said = (moments.time_words(0, number, None, self.words) or "").removeprefix("れいじ")
        elif counter == "日":
            said = DAYS[number] if 0 < number < len(DAYS) else cardinal(number, "ja") + "にち"
        elif counter == "つ":
            said = THINGS[number] if 0 < number < len(THINGS) else None
        elif counter == "人":
            said = PEOPLE[number] if number < len(PEOPLE) else cardinal(number, "ja") + "にん"
        else:
            said = None
        return said or cardinal(number, "ja") + counter

    def _han_date(self, found: re.Match[str]) -> str | None:
        groups = found.groupdict()
        year, month, day = (
            groups.get("hy"),
            groups.get("hm") or groups.get("hm2"),
            groups.get("hd") or groups.get("hd2"),
        )
        if (month and not 1 <= int(month) <= 12) or (day and not 1 <= int(day) <= 31):
            return None
        if self.language == "ko":
            return self.words.months[int(month or 1) - 1]
        said = ""
        if year:
            name = (
                digits(year, "zh") if self.language == "zh" and len(year) != 3 else cardinal(int(year), self.language)
            )
            said = name + "年" if self.language == "zh" else _japanese_years(name)
        if month:
            said += self.words.months[int(month) - 1]
        if day:
            said += moments.say_day(int(day), self.words) + (found[0][-1] if self.language == "zh" else "")
        return said


def _japanese_years(name: str) -> str:
    for plain, short in (("よん", "よ"), ("しち", "なな"), ("きゅう", "きゅう")):
        if name.endswith(plain):
            name = name[: -len(plain)] + short
    return name + "ねん"
