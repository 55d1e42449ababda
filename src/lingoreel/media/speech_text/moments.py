"""Dates and times of day in words."""

from __future__ import annotations

from lingoreel.media.speech_text.numbers import cardinal, ordinal, year
from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary

_DAYS_OF = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_CENTURY_TURN = 70


def full_year(text: str) -> int:
    """Two figures as a year of 1970 to 2069."""
    number = int(text)
    return number if len(text) > 2 else number + (2000 if number < _CENTURY_TURN else 1900)


def date_words(first: str, second: str, third: str, words: Vocabulary, order: str | None = None) -> str | None:
    """Three figures as a date, in the language's order unless it is impossible; None where no date is meant."""
    parts = (first, second, third)
    orders = [order] if order else ["ymd"] if len(first) == 4 else [words.order, "dmy", "mdy"]
    for each in orders:
        if len(each) != 3:
            continue
        at = {letter: parts[each.index(letter)] for letter in "dmy"}
        if len(at["d"]) > 2 or len(at["m"]) > 2:
            continue
        day, month = int(at["d"]), int(at["m"])
        if 1 <= month <= 12 and 1 <= day <= _DAYS_OF[month - 1]:
            return say_date(day, month, full_year(at["y"]), words)
    return None


def say_date(day: int, month: int, in_year: int | None, words: Vocabulary, context: str = "") -> str:
    """A date in words; `context` is the word before it, which German declines by."""
    template = words.date[0 if in_year is not None else 1]
    return template.format(day=say_day(day, words, context), month=words.months[month - 1], year=_year(in_year, words))


def _year(number: int | None, words: Vocabulary) -> str:
    if number is None:
        return ""
    return ordinal(number, words.language, "g") if words.year == "genitive" else year(number, words.language)


def say_day(day: int, words: Vocabulary, context: str = "") -> str:
    """The day of a month as the language says it."""
    language = words.language
    if language == "ja":
        from lingoreel.media.speech_text.vocabulary.japanese import DAYS

        return DAYS[day]
    if words.day == "ordinal":
        return ordinal(day, language)
    if words.day == "weak":
        weak = context.lower() in {"am", "dem", "den", "vom", "zum", "bis", "im", "beim", "ab", "seit", "des"}
        return ordinal(day, language) + ("n" if weak else "r" if not context else "")
    if words.day in {"genitive", "neuter"}:
        return ordinal(day, language, "g")
    if words.day == "first" and day == 1:
        return ordinal(day, language)
    suffix = "日" if language == "zh" else ""
    return cardinal(day, language, "m") + suffix.replace("日", "")


def time_words(hour: int, minute: int, second: int | None, words: Vocabulary, half: str = "") -> str | None:
    """A time of day in words; `half` is a or p where the clock has twelve hours. None where there is no such time."""
    if hour > 24 or minute > 59 or (second or 0) > 59:
        return None
    if words.language == "en":
        return _english_time(hour, minute, second, half)
    if words.language == "ja":
        from lingoreel.media.speech_text.vocabulary.japanese import MINUTES

        said = {4: "よ", 7: "しち", 9: "く"}
        hours = said.get(hour) or (
            cardinal(hour - hour % 10, "ja") + said[hour % 10] if hour in {14, 17, 19, 24} else ""
        )
        tens, ones = divmod(minute, 10)
        if minute <= 10:
            minutes = MINUTES[minute]
        elif ones:
            minutes = cardinal(tens * 10, "ja") + MINUTES[ones]
        else:
            minutes = cardinal(tens * 10, "ja")[:-1] + "ゅっぷん"
            minutes = minutes.replace("じゅゅっ", "じゅっ")
        text = f"{hours or cardinal(hour, 'ja')}じ{minutes if minute else ''}"
        return text + (cardinal(second, "ja") + "びょう" if second else "")
    gender = words.hour if words.hour in {"f", "a"} else "a" if words.language in {"ko", "zh"} else "m"
    if words.language == "ko" and not 1 <= hour <= 12:
        gender = "m"
    hours = ordinal(hour, words.language, "f") if words.hour == "o" else cardinal(hour, words.language, gender)
    template = words.time[1 if minute or second is not None else 0]
    text = template.format(hour=hours, minute=_minute(minute, words))
    return text + (f"{words.between}{cardinal(second, words.language)}" if second is not None else "")


def _minute(minute: int, words: Vocabulary) -> str:
    if minute < 10 and words.language in {"ru", "pl"}:
        return f"{cardinal(0, words.language)} {cardinal(minute, words.language)}"
    if words.language == "zh" and minute < 10:
        return "零" + cardinal(minute, "zh")
    return cardinal(minute, words.language)


def _english_time(hour: int, minute: int, second: int | None, half: str) -> str:
    text = cardinal(hour, "en")
    if minute:
        text += f" {'oh ' if minute < 10 else ''}{cardinal(minute, 'en')}"
    elif second is None and not half:
        text += " o'clock" if hour <= 12 else " hundred"
    if second is not None:
        text += f" and {cardinal(second, 'en')} second{'' if second == 1 else 's'}"
    return text + (f" {half} m" if half else "")
