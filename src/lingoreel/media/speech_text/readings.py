"""What each thing that a language's rules find is read as."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from lingoreel.media.speech_text import figures, moments
from lingoreel.media.speech_text.addresses import say_email, say_handle, say_url
from lingoreel.media.speech_text.emoji_names import say_emoji
from lingoreel.media.speech_text.numbers import cardinal, digits, ordinal
from lingoreel.media.speech_text.numbers.east_asian import korean_native
from lingoreel.media.speech_text.rules import LETTER, Rules
from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary

_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s$")
_WORD_AFTER = re.compile(r"\s?([^\W\d_]+)")
_NAMING = 10
_ROMAN = {"I": 1, "V": 5, "X": 10}
_NOT_NUMBERS = frozenset(("I", "V", "X", "IV", "VI", "XI", "XX", "XXX"))
_MARK = re.compile(f"[{LETTER}]")
_FEMININE_ENDS = {"es": ("a", "as", "ción", "dad"), "pt": ("a", "as", "ção", "dade"), "it": ("a", "e", "zione")}
_MASCULINE_A = frozenset(
    [
        "día",
        "días",
        "problema",
        "problemas",
        "programa",
        "mapa",
        "tema",
        "sistema",
        "clima",
        "dia",
        "dias",
        "planeta",
        "planetas",
    ]
)
Warn = Callable[[str, str], None]


class Reader:
    """Reads one match of a language's rules; `warn` is told what is left out."""

    def __init__(self, rules: Rules, warn: Warn) -> None:
        self.rules = rules
        self.words: Vocabulary = rules.words
        self.language = rules.words.language
        self._warn = warn
        self._text = ""

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
        before = _WORD_BEFORE.search(self._text, max(0, found.start() - 40), found.start())
        in_year = int(year) if year else None
        said = moments.say_date(number, at, in_year, self.words, before[1] if before else "")
        if self.language == "en" and not (found.group("mm") or "") and found.group("nd"):
            year_words = f" {figures.say_year(in_year, self.words)}" if in_year else ""
            article = "" if before and before[1].lower() == "the" else "the "
            return f"{article}{moments.say_day(number, self.words)} of {self.words.months[at - 1]}{year_words}"
        return said

    def _time(self, found: re.Match[str]) -> str | None:
        second = int(found["ts"]) if found["ts"] else None
        half = (found["half"] or "").lower()
        said = moments.time_words(int(found["th"]), int(found["tm"]), second, self.words, half)
        return said or self._loose(found[0])

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

    def _money(self, found: re.Match[str]) -> str | None:
        return self._amount(found["cur"], found["c1"], found["c2"], found["cmag"], found["csign"] or found["csign2"])

    def _amount(
        self, sign: str, first: str, second: str | None, magnitude: str | None, minus: str | None
    ) -> str | None:
        entry = self.words.currencies[self.rules.currencies[sign]]
        value = figures.read(first, self.words)
        last = figures.read(second, self.words) if second else None
        if value is None or (second and last is None):
            return self._loose(first)
        between = self.words.between
        head = f"{self.words.minus}{between}" if minus in {"-", "−"} else ""
        if magnitude:
            numbers = self._numbers(value, last)
            many = figures.noun(entry, 1000, True, self.language)[0]
            of = self.words.currencies.get("of", "")
            said_magnitude = self.words.magnitudes[magnitude]
            of = f"{of} " if of and said_magnitude not in {"mil", "mille", "mila"} else ""
            return f"{head}{numbers}{between}{said_magnitude}{between}{of}{many}"
        if last is not None:
            return head + self.words.range.format(
                figures.say(*value, self.words), figures.counted(*last, entry, self.words)
            )
        return head + self._dollars_and_cents(value, entry, self.rules.currencies[sign])

    def _dollars_and_cents(self, value: tuple[str, str | None], entry: str, code: str) -> str:
        whole, decimals = value
        if decimals is not None and not decimals.strip("0"):
            decimals = None
        minor = self.words.currencies.get(f"{code}/100")
        if decimals is None or minor is None or len(decimals) != 2:
            return figures.counted(whole, decimals, entry, self.words)
        cents = figures.counted(decimals.lstrip("0"), None, minor, self.words)
        if not int(whole) and minor != "|":
            return cents
        link = f" {self.words.currencies['link']}" if "link" in self.words.currencies and minor != "|" else ""
        joint = "" if link == " و" else " "
        return f"{figures.counted(whole, None, entry, self.words)}{link}{joint}{cents}".strip()

    def _numbers(self, value: tuple[str, str | None], last: tuple[str, str | None] | None) -> str:
        said = figures.say(*value, self.words, "a" if self.language == "es" else "m")
        return self.words.range.format(said, figures.say(*last, self.words)) if last else said

    def _quantity(self, found: re.Match[str]) -> str | None:
        if found["cur2"]:
            return self._amount(found["cur2"], found["q1"], found["q2"], found["qmag"], found["sign"])
        value = figures.read(found["q1"], self.words)
        last = figures.read(found["q2"], self.words) if found["q2"] else None
        if value is None or (found["q2"] and last is None):
            return self._loose(found[0])
        sign = found["sign"] or ""
        head = f"{self.words.minus}{self.words.between}" if sign in {"-", "−"} else ""
        if sign in {"+", "±"}:
            head = f"{self.words.symbols[sign]}{self.words.between}"
        if found["pct"]:
            return head + self._percent(value, last, found["pct"])
        entry = self.words.units[found["unit"]]
        if found["qmag"]:
            many = figures.noun(entry, 1000, True, self.language)[0]
            gap = self.words.between
            return f"{head}{self._numbers(value, last)}{gap}{self.words.magnitudes[found['qmag']]}{gap}{many}"
        if last is not None:
            return head + self.words.range.format(
                figures.say(*value, self.words), figures.counted(*last, entry, self.words)
            )
        return head + figures.counted(*value, entry, self.words)

    def _percent(self, value: tuple[str, str | None], last: tuple[str, str | None] | None, sign: str) -> str:
        said = self._numbers(value, last)
        if sign == "‰":
            return f"{said} {self.words.symbols['‰']}"
        forms = self.words.percent.split("|")
        if len(forms) > 1:
            number = last or value
            name = figures.noun("|".join(form.removeprefix("{}").strip() for form in forms), int(number[0][-15:]),
                                number[1] is None, self.language)[0]  # fmt: skip
            return f"{said} {name}"
        return self.words.percent.format(said)

    def _ratio(self, found: re.Match[str]) -> str:
        return self.words.range.format(
            figures.say(found["ra"], None, self.words), figures.say(found["rb"], None, self.words)
        )

    def _decade(self, found: re.Match[str]) -> str:
        text = found[0].strip("s'’")
        said = figures.say_year(int(text), self.words) if len(text) == 4 else cardinal(int(text), "en")
        return said[:-1] + "ies" if said.endswith("y") else said + "s"

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

    def _bare(self, value: tuple[str, str | None], text: str) -> str:
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

    def _pointed(self, found: re.Match[str]) -> str | None:
        """German figures with a point before a noun: an ordinal after an article, else the end of a sentence."""
        number = int(found["pn"])
        month = _WORD_AFTER.match(self._text, found.end(), found.end() + 40)
        if month and month[1].lower() in self.rules.months and 1 <= number <= 31:
            return self._dated(found, number, self.rules.months[month[1].lower()])
        before = _WORD_BEFORE.search(self._text, max(0, found.start() - 40), found.start())
        article = before[1].lower() if before else ""
        if article not in GERMAN_ARTICLES:
            return f"{figures.say(found['pn'], None, self.words)}."
        return ordinal(number, "de") + ("" if article in {"der", "die", "das"} else "n")

    def _dated(self, found: re.Match[str], number: int, _: int) -> str:
        before = _WORD_BEFORE.search(self._text, max(0, found.start() - 40), found.start())
        return moments.say_day(number, self.words, before[1] if before else "")

    def _gender(self, end: int, number: int) -> str:  # noqa: PLR0911
        """The gender of the noun after a number, where its ending tells."""
        after = _WORD_AFTER.match(self._text, end, end + 40)
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

    def _year(self, found: re.Match[str]) -> str:
        form = found["yf"]
        if self.language == "ru":
            gender = {"год": "m", "году": "l"}.get(form, "g")
            noun = "года" if form == "г." else form
            return f"{ordinal(int(found['yn']), 'ru', gender)} {noun}"
        before = _WORD_BEFORE.search(self._text, max(0, found.start() - 40), found.start())
        gender = "m" if form == "rok" else "l" if before and before[1].lower() in {"w", "we", "po"} else "g"
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

    def _roman(self, found: re.Match[str]) -> str | None:  # noqa: PLR0911
        text = found[0]
        end = found["rend"] or ""
        numeral = text[: len(text) - len(end)] if end else text
        if not numeral:
            return None
        number = _roman_value(numeral)
        before = _WORD_BEFORE.search(self._text, max(0, found.start() - 40), found.start())
        after = re.compile(r"\s([^\W\d_]+\.?)").match(self._text, found.end())
        word = before[1].lower() if before else ""
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

    def _number_text(self, text: str) -> str:
        value = figures.read(text, self.words)
        return figures.say(*value, self.words) if value else self._loose(text)

    def _loose(self, text: str) -> str:
        """Figures that make no number together: each group alone."""
        return re.sub(r"\d+", lambda part: f" {figures.say(part[0], None, self.words)} ", figures.ascii_figures(text))


GERMAN_ARTICLES = frozenset(
    [
        "der",
        "die",
        "das",
        "dem",
        "den",
        "des",
        "am",
        "im",
        "zum",
        "vom",
        "beim",
        "ein",
        "eine",
        "einen",
        "einem",
        "jeder",
        "jede",
        "jedes",
        "jeden",
        "seinem",
        "seinen",
        "ihrem",
        "ihren",
    ]
)
_REIGNS = frozenset(
    [
        "henry",
        "elizabeth",
        "louis",
        "charles",
        "george",
        "edward",
        "william",
        "richard",
        "james",
        "john",
        "paul",
        "pius",
        "benedict",
        "francis",
        "napoleon",
        "peter",
        "nicholas",
        "alexander",
        "catherine",
        "victoria",
        "philip",
        "ferdinand",
        "frederick",
        "leopold",
        "gustav",
        "christian",
        "gregory",
        "leo",
        "clement",
        "felipe",
        "carlos",
        "fernando",
        "alfonso",
        "isabel",
        "juan",
        "luis",
        "pablo",
        "benedicto",
        "pío",
        "enrique",
        "jaime",
        "pedro",
        "juana",
        "alejandro",
        "henri",
        "françois",
        "élisabeth",
        "jean",
        "pie",
        "benoît",
        "napoléon",
        "philippe",
        "nicolas",
        "alexandre",
        "catherine",
        "grégoire",
        "heinrich",
        "friedrich",
        "wilhelm",
        "ludwig",
        "karl",
        "otto",
        "elisabeth",
        "johannes",
        "franz",
        "josef",
        "joseph",
        "katharina",
        "georg",
        "philipp",
        "enrico",
        "luigi",
        "carlo",
        "vittorio",
        "emanuele",
        "umberto",
        "giovanni",
        "paolo",
        "pio",
        "benedetto",
        "napoleone",
        "elisabetta",
        "filippo",
        "federico",
        "joão",
        "pedro",
        "manuel",
        "afonso",
        "josé",
        "maria",
        "sebastião",
        "henrique",
        "willem",
        "filips",
        "lodewijk",
        "karel",
        "beatrix",
    ]
)


def _roman_value(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))


def _japanese_years(name: str) -> str:
    for plain, short in (("よん", "よ"), ("しち", "なな"), ("きゅう", "きゅう")):
        if name.endswith(plain):
            name = name[: -len(plain)] + short
    return name + "ねん"


def _english_ending(number: int) -> tuple[str, ...]:
    if 11 <= number % 100 <= 13:
        return ("th",)
    return ({1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"),)


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
