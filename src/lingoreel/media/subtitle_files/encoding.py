"""From bytes to text: marks first, then what the bytes prove, and a guess only where they prove nothing."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from lingoreel.media.subtitle_files.latin import latin_code_page

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANDIDATES = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "gb18030",
    "big5",
    "shift_jis",
    "cp949",
    "euc_jp",
    "koi8_r",
    "cp874",
    "iso8859_2",
    "iso8859_5",
    "iso8859_6",
    "iso8859_7",
    "iso8859_8",
    "cp866",
    "cp850",
)
"""Encodings that subtitle files are found in, as Python names them."""

_SAMPLE_BYTES = 24_000
_PEEK_BYTES = 8192
_UTF16_ZEROS = 0.15  # a time line alone is 29 letters of ASCII
_STRAY = 20  # letters of UTF-8 for one broken byte that make a broken UTF-8 file likelier than another encoding
_XML_ENCODING = re.compile(rb"\s{0,20}<\?xml[^>]{0,100}?encoding=[\"']([A-Za-z0-9_.:-]{2,30})[\"']")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding it was read in, and what has to be said about it."""

    text: str
    encoding: str
    guessed: bool = False
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a file in whatever encoding. Always succeeds; what is doubtful is in the warnings."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _forgiving(data[len(mark) :], name)
    if (wide := _without_mark(data)) is not None:
        return _forgiving(data, wide)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _seven_bits(data, text) if data.isascii() else Decoded(text, "utf-8")
    broken = data.decode("utf-8", "replace")
    stray = broken.count("\ufffd")
    if stray * _STRAY <= sum(character > "\x7f" for character in broken) - stray:
        return _forgiving(data, "utf-8")
    if (declared := _declared(data)) is not None:
        try:
            return Decoded(data.decode(declared), declared)
        except UnicodeDecodeError:
            pass
    return _guess(data)


def _without_mark(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by where the zero bytes of its digits and new lines stand."""
    peek = data[:_PEEK_BYTES]
    if len(peek) < 8 or b"\x00" not in peek:
        return None
    zeros = [peek[offset::4].count(0) / (len(peek) / 4) for offset in range(4)]
    if min(zeros[2:]) > 0.9 and zeros[0] < 0.5:
        return "utf-32-le"
    if min(zeros[:2]) > 0.9 and zeros[3] < 0.5:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd > _UTF16_ZEROS and even < odd / 8:
        return "utf-16-le"
    if even > _UTF16_ZEROS and odd < even / 8:
        return "utf-16-be"
    return None


def _forgiving(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError as error:
        text = data.decode(name, "replace")
        line = 1 + data[: error.start].decode(name, "replace").count("\n")
        count = max(1, text.count("\ufffd"))
        told = f"line {line}: bytes that are no {name} were replaced ({count} in all)"
        return Decoded(text, name, warnings=(told,))


def _seven_bits(data: bytes, text: str) -> Decoded:
    """ASCII, or a Japanese encoding that hides in it."""
    if b"\x1b$" in data:
        try:
            return Decoded(data.decode("iso2022_jp"), "iso2022_jp")
        except UnicodeDecodeError:
            pass
    return Decoded(text, "utf-8")


def _declared(data: bytes) -> str | None:
    """What an XML declaration says, where it is an encoding of text that we know."""
    found = _XML_ENCODING.match(data[:200])
    if found is None:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name.replace("-", "_")
    except LookupError:
        return None
    known = {codecs.lookup(candidate).name.replace("-", "_"): candidate for candidate in (*CANDIDATES, "iso8859_1")}
    return known.get(name)


def _guess(data: bytes) -> Decoded:
    sample = _telling_lines(data)
    name = latin_code_page(sample) or _by_frequencies(sample)
    decoded = _forgiving(data, name)
    told = f"the encoding is not told and was guessed: {_shown(name)}; save the file as UTF-8 if letters are wrong"
    return Decoded(decoded.text, name, guessed=True, warnings=(told, *decoded.warnings))


def _by_frequencies(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(CANDIDATES), enable_fallback=False, threshold=0.3).best()
    return "cp1252" if best is None else best.encoding


def _telling_lines(data: bytes) -> bytes:
    """Lines beyond ASCII, up to a sample: times and counters say nothing about an encoding."""
    lines: list[bytes] = []
    size = 0
    for line in data[: 64 * _SAMPLE_BYTES].splitlines():
        if not line.isascii():
            lines.append(line[:2000])
            size += len(lines[-1]) + 1
            if size >= _SAMPLE_BYTES:
                break
    return b"\n".join(lines)


def _shown(name: str) -> str:
    return re.sub(r"^cp(12\d\d)$", r"windows-\1", name).replace("_", "-")
