"""HTML that was left in a plain text: what a browser would not show is not read aloud either."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.entities import html5

_PARAGRAPHS = (
    "address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    "h[1-6]|head|header|hr|html|main|nav|ol|p|pre|section|summary|table|tbody|tfoot|thead|title|ul"
)
_LINES = "br|caption|li|option|td|th|tr"
_INLINE = (
    "a|abbr|acronym|audio|b|bdi|bdo|big|button|cite|code|col|colgroup|data|del|dfn|em|embed|font|i|iframe|img|input|"
    "ins|kbd|label|link|map|mark|meta|meter|noscript|object|output|param|picture|progress|q|rp|rt|ruby|s|samp|select|"
    "small|source|span|strike|strong|sub|sup|svg|time|track|tt|u|var|video|wbr"
)
# A name alone, or with values: `a <b and c> d` has none.
_ATTRIBUTES = r"""(?:\s++[\w:.-]++\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>]++))*+"""
_COMMENT = r"<!--(?:(?!<!--|-->).)*+-->|<!doctype\s[^<>]*+>"
_TAG = rf"</?(?:%s){_ATTRIBUTES}\s*+/?>"
_ANY = re.compile(rf"{_TAG % f'{_PARAGRAPHS}|{_LINES}|{_INLINE}'}|{_COMMENT}", re.IGNORECASE | re.DOTALL)
_PARAGRAPH = re.compile(_TAG % _PARAGRAPHS, re.IGNORECASE)
_LINE = re.compile(_TAG % _LINES, re.IGNORECASE)
_SIGN = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
# Marks that no text has while it is worked on: what is for private use is not spoken.
_NEW_PARAGRAPH, _NEW_LINE = "\ue000", "\ue001"
_BORDERS = re.compile(f"[\\s{_NEW_PARAGRAPH}{_NEW_LINE}]+")


def without_tags(text: str, warn: Callable[[str, str], None]) -> str:
    """The text without HTML's tags and comments, its character references as the characters they stand for.

    Tags that begin something below begin a line or a paragraph; what is no tag of HTML (`a < b`, `<3`, `<name>`) stays.
    `warn` takes a code and a message, once where anything was found.
    """
    if "<" not in text and "&" not in text:
        return text
    shown, tags = _ANY.subn(_border, text.replace(_NEW_PARAGRAPH, "").replace(_NEW_LINE, ""))
    shown = _BORDERS.sub(_blank, shown) if tags else text
    signs = sum(_sign(found) != found[0] for found in _SIGN.finditer(shown))
    found = [_count(tags, "HTML tag was left out", "HTML tags were left out")] if tags else []
    found += [_count(signs, "character reference was decoded", "character references were decoded")] if signs else []
    if found:
        warn("markup_removed", f"{' and '.join(found)}.")
    return _SIGN.sub(_sign, shown)


def _sign(found: re.Match[str]) -> str:
    """What a reference stands for; one that HTML does not know is text."""
    return html.unescape(found[0]) if found[0][1] == "#" else html5.get(found[0][1:], found[0])


def _border(found: re.Match[str]) -> str:
    if _PARAGRAPH.fullmatch(found[0]):
        return _NEW_PARAGRAPH
    return _NEW_LINE if _LINE.fullmatch(found[0]) else ""


def _blank(found: re.Match[str]) -> str:
    """Blanks as they are, but where a tag is among them: then one border."""
    blanks = found[0]
    if _NEW_PARAGRAPH in blanks:
        return "\n\n"
    if _NEW_LINE in blanks:
        return "\n\n" if "\n\n" in blanks else "\n"
    return blanks


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
