"""Proper names in a line, as far as capital letters tell them: an advisory check, careful not to cry wolf."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from lingoreel.engines import languages

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;\"“”„«»‹›()\[\]¿¡—–♪]|(?:^|\s)[-'‘’])\s*$")
ALL_NOUNS_CAPITALISED = frozenset({"de", "lb"})
MOST = 20  # names looked at in one line
LONGEST = 4000  # characters of a line whose names are looked at
ALIKE = 0.6  # a name keeps this much of its letters when it is only spelled another way: `Moscow`, `Moscú`

# Capitalised in English, and another word elsewhere: days, months, what people are called; places and peoples whose
# usual names share few letters.
_TRANSLATED_LIST = """
i i'm i'll i'd i've ok okay tv god lord jesus christ christian christmas easter bible internet web
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
september october november december spring summer autumn fall winter
mr mrs ms miss dr doctor sir madam lady dad mom mum mother father mama papa grandma grandpa uncle aunt captain
president king queen prince princess duke general colonel major sergeant officer professor judge minister mayor pope
saint st senator governor secretary chairman director
america american americans england english englishman britain british germany german germans france french
frenchman spain spanish spaniard italy italian china chinese japan japanese korea korean russia russian greece greek
greeks turkey turkish netherlands dutch holland switzerland swiss sweden swedish norway norwegian denmark danish
finland finnish poland polish hungary hungarian wales welsh scotland scottish scots ireland irish austria austrian
belgium belgian egypt egyptian india indian europe european africa african asia asian australia morocco croatia
croatian albania ukraine ukrainian czech slovak iceland jew jews jewish muslim latin arab arabs arabic hebrew
london vienna munich cologne venice florence naples geneva athens brussels antwerp copenhagen warsaw moscow prague
peking beijing tokyo jerusalem cairo the-hague thames danube rhine seine alps mediterranean atlantic pacific
un us usa uk eu nato who aids dna rna ufo gdp vat ceo un imf wto ngo id vip pm am ad bc no yes
"""
# One of these makes a title of the capitalised words around it (`World Health Organization`, `Return of the King`),
# and titles are translated word by word.
_TITLE_LIST = """
war world street road avenue square park river lake sea ocean mountain mount island islands bay bridge tower castle
city town village county state states united kingdom republic union nation nations empire parliament congress
senate house court supreme high university college school institute academy museum library hospital church
cathedral bank company department ministry office bureau agency council committee commission party army navy air
force police society association club team league cup championship games center centre international national
federal royal great new old north south east west northern southern eastern western central middle black white red
green blue sun moon earth mars venus universe day night year age century act law constitution treaty
part chapter book big first second third one two three number return lord story history guide song
king queen prince princess organization organisation health trade
"""
_TITLE = frozenset(_TITLE_LIST.split())
_TRANSLATED = frozenset(_TRANSLATED_LIST.split()) | _TITLE
_JOINING = frozenset({"of", "the", "and", "for", "in", "on", "to", "a"})
_ENDINGS = re.compile(r"['’]s$|['’]$")


@lru_cache(maxsize=256)  # a line is looked at several times in a row
def names(line: str, language: str) -> tuple[str, ...]:
    """Words that are probably names: capitalised inside a sentence, or all in capitals, in scripts with capitals.

    Days, nationalities, titles and the like are left out, since each language has words of its own for them; so is a
    line that is all in capitals. In German, which capitalises every noun, only capitals throughout count.
    """
    if len(line) > LONGEST:
        return ()
    words = list(_WORD.finditer(line))
    written = [word.group() for word in words]
    if sum(word.isupper() for word in written) * 2 > len(written) and len(written) > 1:
        return ()
    titles = _titles(line, words)
    found = []
    for number, match in enumerate(words):
        word = match.group()
        if word.islower():
            continue
        word = _ENDINGS.sub("", word)
        if len(word) < 3 or number in titles or word.casefold() in _TRANSLATED or word.casefold() in _language_names():
            continue
        inside = not _SENTENCE_START.search(line[max(0, match.start() - 8) : match.start()])
        capitals = word.isupper()
        camel = any(letter.isupper() for letter in word[1:]) and not capitals
        plain = word[0].isupper() and inside and language not in ALL_NOUNS_CAPITALISED
        if (capitals or camel or plain) and word not in found:
            found.append(word)
    return tuple(found[:MOST])


def _titles(line: str, words: list[re.Match[str]]) -> set[int]:
    """Which words belong to a title: capitalised words side by side, one of which is a common noun."""
    found: set[int] = set()
    run: list[int] = []

    def end() -> None:
        if len(run) > 1 and any(words[at].group().casefold() in _TITLE for at in run):
            found.update(run)
        run.clear()

    for number, match in enumerate(words):
        beside = number > 0 and line[words[number - 1].end() : match.start()].isspace()
        if not beside:
            end()
        if match.group()[0].isupper():
            run.append(number)
        elif match.group() not in _JOINING:
            end()
    end()
    return found


def kept(name: str, line: str) -> bool:
    """Whether a line has the name, or a word that may be its spelling in another language."""
    folded = _fold(name)
    text = _fold(line)
    if folded in text:
        return True
    words = _WORD.findall(text)
    if any(word.startswith(folded[:4]) or (len(word) >= 4 and folded.startswith(word[:4])) for word in words):
        return True
    alike = SequenceMatcher(None, autojunk=False)
    alike.set_seq2(folded)
    for word in words:
        alike.set_seq1(word)
        if alike.real_quick_ratio() >= ALIKE and alike.quick_ratio() >= ALIKE and alike.ratio() >= ALIKE:
            return True
    return False


@lru_cache(maxsize=1)
def _language_names() -> frozenset[str]:
    return frozenset(part.casefold() for name in languages.NAMES.values() for part in name.split())


def _fold(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))
