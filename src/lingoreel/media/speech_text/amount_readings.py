"""Amounts: money, percentages and numbers with units."""

from __future__ import annotations

import re

from lingoreel.media.speech_text import figures
from lingoreel.media.speech_text.reading_base import ReaderBase, Value


class AmountReadings(ReaderBase):
    """Readings of numbers with what they count."""

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

    def _dollars_and_cents(self, value: Value, entry: str, code: str) -> str:
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

    def _numbers(self, value: Value, last: Value | None) -> str:
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

    def _percent(self, value: Value, last: Value | None, sign: str) -> str:
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
