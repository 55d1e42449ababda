"""How a text is laid out: paragraphs, headings, lists, steps with numbers, verse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from unicodedata import east_asian_width

_ROW = re.compile(r"\S[^\n]*")
_BULLET = re.compile(r"[-–—*•·◦▪▫●○■□►▶✓✔☐☑→・‣⁃+]\s+(?=\S)|[•●▪►▶✓✔・‣](?=\w)|\[[ xX]?\]\s+")
_NUMBER = re.compile(
    r"(?:\(?\d{1,2}[.)、：:）]|[①-⑳❶-❿]|\d\ufe0f?\u20e3|\(?[a-h][.)](?=\s)|[一二三四五六七八九十]{1,3}[、．.]"
    r"|[٠-٩]{1,2}[.)\-]|[०-९]{1,2}[.)])\s*(?=\S)(?!\d)"
)
_WORDED = re.compile(
    r"(?:step|schritt|paso|étape|etapa|passo|passaggio|шаг|الخطوة|चरण|ステップ|手順|第|단계)\s*"
    r"(?:[\d٠-٩०-९]{1,2}|[一二三四五六七八九十])\s*(?:[步歩]|단계)?\s*[:.)、：。—–-]?\s*",
    re.IGNORECASE,
)
_COLONS = (":", "：")
_STOPS = (".", "!", "?", "。", "！", "？", "؟", "।", "…", ",", "،", "，", "、", ";", "؛", "；", *_COLONS)
_CLOSERS = "\"'”’»」』)"
_TITLE_WIDTH, _VERSE_WIDTH = 60, 52
_VERSE_LINES = 4
# Verse in Japanese and Chinese often has a full stop at the end of every line, which is then this short.
_STOPPED_VERSE_WIDTH = 28
_REQUESTS = ("ください", "下さい", "ましょう")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty: characters [begin, end) of the text, blanks left out.

    `mark_end`: where what is behind an item's bullet or number begins (`begin` where it has none). `first`: it begins
    a paragraph. `heading`: a title, or what ends in a colon. `after_heading`: the line before it is one.
    """

    begin: int
    end: int
    mark_end: int
    numbered: bool
    first: bool
    heading: bool = False
    after_heading: bool = False

    @property
    def item(self) -> bool:
        return self.mark_end > self.begin


@dataclass(frozen=True, slots=True)
class Form:
    """A text's lines, and whether they are verse."""

    lines: tuple[Line, ...]
    verse: bool

    @property
    def items(self) -> int:
        return sum(line.item for line in self.lines)

    @property
    def steps(self) -> int:
        return sum(line.numbered for line in self.lines)


def read_form(text: str) -> Form:
    """How the text is laid out."""
    rows = [(found.start(), found.start() + len(found[0].rstrip())) for found in _ROW.finditer(text)]
    lines: list[Line] = []
    numbers = sum(_numbered(text[begin:end]) > 0 for begin, end in rows)
    for index, (begin, end) in enumerate(rows):
        row = text[begin:end]
        gap = text[rows[index - 1][1] : begin] if index else "\n\n"
        number = _numbered(row) if numbers > 1 else 0
        bullet = _BULLET.match(row)
        mark = number or (bullet.end() if bullet and len(rows) > 1 else 0)
        heading = not mark and index + 1 < len(rows) and _is_heading(row, index, text[end : rows[index + 1][0]])
        before = bool(lines) and lines[-1].heading
        lines.append(Line(begin, end, begin + mark, number > 0, gap.count("\n") > 1, heading, before))
    return Form(tuple(lines), _is_verse(text, lines))


def _numbered(row: str) -> int:
    found = _NUMBER.match(row) or _WORDED.match(row)
    return found.end() if found and found.end() < len(row) else 0


def _is_heading(row: str, index: int, gap: str) -> bool:
    if row.endswith(_COLONS):
        return _wide(row) <= _TITLE_WIDTH
    title = _wide(row) <= _TITLE_WIDTH and not row.endswith(_STOPS)
    return title and (gap.count("\n") > 1 or (index == 0 and row.isupper()))


def _is_verse(text: str, lines: list[Line]) -> bool:
    """Four short lines or more that are neither a list nor sentences one by one."""
    rows = [text[line.begin : line.end] for line in lines if not line.heading]
    if len(rows) < _VERSE_LINES or any(line.item for line in lines):
        return False
    widths = [_wide(row) for row in rows]
    if max(widths) > _VERSE_WIDTH * 1.4 or median(widths) > _VERSE_WIDTH or any(row.endswith(_COLONS) for row in rows):
        return False
    if sum(any(c.isdecimal() for c in row) for row in rows) * 4 > len(rows):
        return False
    if max(widths) <= _STOPPED_VERSE_WIDTH and all(row.find("。") == len(row) - 1 for row in rows):
        return not any(row[:-1].endswith(_REQUESTS) for row in rows)
    stopped = sum(row.rstrip(_CLOSERS).endswith((".", "。", "।", "!", "！", "?", "？")) for row in rows)
    return stopped * 4 <= len(rows) * 3


def _wide(row: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in row)
