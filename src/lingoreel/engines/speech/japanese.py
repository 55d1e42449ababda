"""Japanese as it sounds: espeak reads kana only and calls every kanji a "Chinese letter".

SudachiPy and its small dictionary (both Apache-2.0) know the readings. Kana come in groups of a word with its
particles and endings, since espeak tells times of what stands between blanks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

PIECE = 8000  # characters handed to the dictionary at once; it refuses more than 49,149 bytes

_KANA = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\uff66-\uff9f]+")
_KANJI = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚÀ-ɏ'’.-]+")
_ATTACHED = {"助詞", "助動詞", "接尾辞"}
_MARKS = {"補助記号", "記号", "空白"}
_PARTICLES = {"は": "ワ", "へ": "エ", "を": "オ"}
_PREFERRED = {"私": "ワタシ", "明日": "アシタ", "日本": "ニホン", "二十": "ニジュウ", "二十日": "ハツカ"}
_NUMERALS = (
    *(("サンヒャク", "サンビャク"), ("ロクヒャク", "ロッピャク"), ("ハチヒャク", "ハッピャク")),
    *(("サンセン", "サンゼン"), ("ハチセン", "ハッセン"), ("イチチョー", "イッチョー")),
)
_AFTER_O = {"母": "カー", "父": "トー", "兄": "ニー", "姉": "ネー", "祖父": "ジー", "祖母": "バー"}
_LONG_O = re.compile(r"(?<=[オコソトノホモヨロゴゾドボポョ])ウ")
_LONG_E = re.compile(r"(?<=[ケセテネヘメレゲゼデベペェ])イ")


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` in kana; character i of it comes from `places[i]` of what was read. `groups` are begins and ends there.

    `unknown` are kanji without a reading, left out.
    """

    text: str
    places: tuple[int, ...]
    groups: tuple[tuple[int, int], ...]
    unknown: tuple[str, ...]


def kana(text: str) -> Reading:
    """How the text is read."""
    written: list[str] = []
    places: list[int] = []
    groups: list[tuple[int, int]] = []
    unknown: list[str] = []
    for start in range(0, len(text), PIECE):
        _read(text[start : start + PIECE], start, written, places, groups, unknown)
    return Reading("".join(written), tuple(places), tuple(groups), tuple(dict.fromkeys(unknown)))


def _read(
    text: str, offset: int, written: list[str], places: list[int], groups: list[tuple[int, int]], unknown: list[str]
) -> None:
    last, joined = "", ""  # kind and surface of the morpheme before
    for morpheme in _tokenizer().tokenize(text):
        surface, (kind, detail) = morpheme.surface(), morpheme.part_of_speech()[:2]
        place = offset + morpheme.begin()
        if kind in _MARKS:
            sound = surface
        elif last == "接頭辞" and joined == "お" and surface in _AFTER_O:
            sound = _AFTER_O[surface]
        else:
            sound = _sound(surface, kind, morpheme.reading_form())
            if detail == "数詞":
                for apart, together in _NUMERALS:
                    sound = sound.replace(apart, together)
        unknown += _KANJI.findall(sound)
        sound = _KANJI.sub("", sound)
        if kind in _MARKS or not sound:
            last = ""
        else:
            goes_on = last and (
                kind in _ATTACHED
                or last == "接頭辞"
                or (kind == "名詞" and last == "名詞")
                or (detail == "非自立可能" and joined in ("て", "で"))
            )
            if goes_on:
                groups[-1] = (groups[-1][0], place + len(surface))
            else:
                groups.append((place, place + len(surface)))
                if written and written[-1] != " ":
                    written.append(" ")
                    places.append(place)
            last, joined = kind, surface
        written += sound
        places += [place] * len(sound)


def _sound(surface: str, kind: str, reading: str) -> str:
    if kind == "助詞" and surface in _PARTICLES:
        return _PARTICLES[surface]
    if _LATIN.fullmatch(surface) and not (len(surface) > 1 and _KANA.fullmatch(reading)):
        return surface
    sound = _PREFERRED.get(surface) or (reading if _KANA.fullmatch(reading) else surface)
    tail = ""
    if kind == "動詞" and sound.endswith("ウ"):
        sound, tail = sound[:-1], "ウ"  # 思う, not *思ー
    return _LONG_E.sub("ー", _LONG_O.sub("ー", sound)) + tail


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    from sudachipy import Dictionary, SplitMode  # type: ignore[import-untyped]

    return Dictionary(dict="small").tokenizer(mode=SplitMode.C)
