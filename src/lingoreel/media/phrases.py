"""Where phrases end in scripts written without blanks: Chinese, Japanese, Thai.

BudouX (Google, Apache-2.0) tells them by small models that come in its wheel; no download, no service. Japanese
phrases are bunsetsu (a word with its particles), Chinese and Thai ones are words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# The model looks three characters around a border; longer texts are fed in parts.
_PART = 1000
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_THAI = re.compile("[\u0e00-\u0e7f]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant", "yue")


def phrase_borders(text: str, language: str | None = None) -> frozenset[int] | None:
    """The positions in a text without blanks at which a phrase begins (0 is not one of them).

    None where no model knows the script.
    """
    model = _model_name(text, (language or "").replace("_", "-").lower())
    if model is None:
        return None
    parse = _parser(model).parse
    borders: set[int] = set()
    for origin in range(0, len(text), _PART):
        if origin:
            borders.add(origin)
        at = origin
        for phrase in parse(text[origin : origin + _PART])[:-1]:
            at += len(phrase)
            borders.add(at)
    return frozenset(borders)


def _model_name(text: str, language: str) -> str | None:
    if _THAI.search(text):
        return "thai"
    if _KANA.search(text):
        return "japanese"
    if not _HAN.search(text):
        return None
    if language.partition("-")[0] == "ja":
        return "japanese"
    return "traditional_chinese" if language.startswith(_TRADITIONAL) else "simplified_chinese"


@cache
def _parser(name: str) -> Any:
    import budoux

    return getattr(budoux, f"load_default_{name}_parser")()
