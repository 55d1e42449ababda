"""Where a phrase that stands alone ends, in languages whose small words cling to what is before them."""

from __future__ import annotations

import re

from lingoreel.media.cues.function_words import FUNCTION_WORDS, NONE

# Alone behind kanji, katakana or letters; behind kana they may be a part of the word.
_PARTICLES = ("から", "まで", "より", "にも", "でも", *"はにでともへや", "の")
_ALWAYS = ("には", "では", "とは", "を", "が")
# 「注ぐと」: a verb, and what follows from it.
_VERB_ENDS = "うくぐすつぬぶむる"
_CHINESE_ENDS = "的了着著过過地得吗嗎呢吧啊和与與及在是把被对對从從向给給为為也都就还還又很更最而但或"
_KOREAN_MODIFIERS = "한는은운된할될던인올의"
_KOREAN_HELPERS = ("보세", "보시", "주세", "드립", "있", "합니", "됩니", "하세", "봅니", "싶")
_KANJI_FIGURES = "一二三四五六七八九十百千万〇零两兩几幾数"

_DEFINITE = re.compile(r"^(?:[وفبك]?ال|لل)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = {
    "en": _words("a an the one my your his her its our their this that these those"),
    "es": _words("el la los las un una unos unas lo mi tu su sus este esta estos estas"),
    "fr": _words("le la les un une ce cette ces mon ma mes ton ta tes son sa ses notre votre leur leurs"),
    "de": _words("der die das den dem des ein eine einen einem einer eines dieser diese dieses ihr ihre sein seine"),
    "it": _words("il lo la i gli le un uno una questo questa"),
    "pt": _words("o a os as um uma uns umas este esta esse essa"),
}
"""What a noun phrase begins with."""
NEGATIONS = _words(
    "not no never don't doesn't didn't won't can't cannot couldn't wouldn't isn't aren't wasn't weren't without no "
    "nunca "
    "jamás sin ni ne pas jamais sans nicht kein keine keinen keinem nie ohne non mai senza não nem sem не нет ни "
    "никогда "
    "без لا لم لن ليس ليست بدون 不 没 沒 没有 沒有 别 別 不要 无 안 못"
)
"""Words that a phrase must not lose: it would say the opposite."""
_CHINESE_STARTS = "再先就才也都又还還可能要会會请請快"
_PREMODIFIED = frozenset(("en", "de", "ru", "hi"))
# Before a noun in the Romance languages; all other adjectives follow theirs.
_PRENOMINAL = _words(
    "gran buen mal primer tercer nuevo nueva nuevos nuevas grandes mejor mejores peor petit petite petits petites "
    "grand grande nouveau nouvelle nouveaux nouvelles beau belle vieux vieille bon bonne premier première nuovo "
    "nuova nuovi "
    "nuove bella bello bel primo prima novo novos novas melhor maior primeira primeiro"
)


NUMBER_WORDS = _words(
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million "
    "dos tres cuatro cinco siete ocho nueve diez once doce veinte treinta cien mil "
    "zwei drei vier fünf sechs sieben zehn elf zwölf zwanzig dreißig hundert tausend "
    "deux trois quatre cinq huit neuf dix vingt cent mille due quattro cinque sei sette otto nove dieci venti cento "
    "dois duas três quatro oito dez vinte cem два две три четыре пять шесть семь восемь девять десять двадцать сто "
    "тысяча"
)
"""Numbers from two on that the lists of function words have."""
_MAGNITUDES = _words(
    "hundred thousand million millions billion billions cientos mil millones millón mille millions milliard milliards "
    "million millionen milliarde milliarden tausend milhões bilhões milhão mila milioni miliardi "
    "miliardo тыс тысяч тысячи "
    "млн млрд миллион миллиона миллионов миллиард миллиарда миллиардов "
    "ألف آلاف مليون ملايين مليار مليارات हज़ार हजार लाख करोड़"
)
PREPOSITIONS = _words(
    "of to in on at by for from with into onto upon about over under between among through during without against "
    "than more less "
    "a de en con por para sin sobre entre desde hasta hacia contra durante mediante à dans par pour sur sous avec sans "
    "chez vers depuis pendant avant après des du au aux "
    "aus auf bei mit nach von vom zu zum zur für durch über unter vor "
    "di da con su per tra fra del della dello dei degli delle dal dalla nel nella sul sulla do da dos das "
    "no na nos nas em com sem até pelo pela в во на с со к ко у о об по за из от до для без при над под через между"
)


def without_particles(text: str, begin: int, end: int, language: str) -> int:
    """The end of [begin, end) without what clings to its last word and says nothing alone."""
    if language == "ja":
        return _without_japanese(text, begin, end)
    while language in {"zh", "yue"} and end - begin > 2 and text[end - 1] in _CHINESE_ENDS:
        end -= 1
    return end


def _without_japanese(text: str, begin: int, end: int) -> int:
    for particle in (*_ALWAYS, *_PARTICLES):
        at = end - len(particle)
        if not text.startswith(particle, at) or at - begin < 2:
            continue
        before = text[at - 1]
        if particle in _ALWAYS or not "ぁ" <= before <= "ん" or (particle == "と" and before in _VERB_ENDS):
            return at
    return end


def hangs_on(word: str, language: str) -> bool:
    """Whether a word in lower case clings to the one before it and can be left out behind it."""
    return word in FUNCTION_WORDS.get(language, NONE).binds_previous


def leads_on(phrase: str, following: str, language: str) -> bool:
    """Whether a phrase wants the word that follows it: a modifier and its noun, a word and its figure."""
    last = phrase.rsplit(maxsplit=1)[-1].lower() if phrase else ""
    if last in _MAGNITUDES or (following == "off" and any(c.isdecimal() for c in last)):
        return True
    if language == "ko":
        return phrase[-1:] in _KOREAN_MODIFIERS or following.startswith(_KOREAN_HELPERS)
    if language == "ar":
        return bool(_DEFINITE.match(last) and _DEFINITE.match(following))
    if language == "ja":
        return phrase[-1:] in "のな" or following[:1] in _KANJI_FIGURES
    if language in {"zh", "yue"}:
        return following[:1] in "的们們"
    return False


def may_modify(word: str, before: str, following: str, language: str) -> bool:
    """Whether a content word may be an adjective whose noun is the content word `following`.

    Nothing tells adjectives from nouns in a language that has them first; behind an article or a number (`before`)
    it is likelier.
    """
    if language in _PREMODIFIED:
        return before in ARTICLES.get(language, frozenset()) or before in NUMBER_WORDS or word in NUMBER_WORDS
    return language in ARTICLES and word in _PRENOMINAL and following not in PREPOSITIONS


def opens_clause(word: str, language: str) -> bool:
    """Whether a clause that begins with this Chinese word needs it: 再, 先, 就."""
    return language in {"zh", "yue"} and word[:1] in _CHINESE_STARTS


def is_argument(text: str, language: str) -> bool:
    """Whether a Japanese phrase is one that only its verb makes whole: 箱から, 公園で."""
    return language == "ja" and text.endswith(("から", "まで", "へ", "に", "で", "を", "が"))


def parts_measure(before: str, language: str) -> bool:
    """Whether what follows a Chinese word is but its measure word (这|座)."""
    return language in {"zh", "yue"} and before[-1:] in "这那每各某一两几這兩幾"
