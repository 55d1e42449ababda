"""The font ids of the API, each with the free faces of the same kind that stand for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["mono", "sans", "comic", "heavy", "serif", "kai"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A family to look for; `weight` is the one its plain letters have (400 regular, 700 bold)."""

    family: str
    weight: int = 400


@dataclass(frozen=True, slots=True)
class FontId:
    """What a font id stands for: the name it promises, its kind, and its stand-ins, best first."""

    name: str
    kind: Kind
    families: tuple[Wanted, ...]


def _families(*names: str, weight: int = 400) -> tuple[Wanted, ...]:
    return tuple(Wanted(name, weight) for name in names)


_MONO = _families("DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono", "Cascadia Mono", "Fira Mono")
_SANS = _families("Open Sans", "Noto Sans", "FiraGO", "DejaVu Sans", "Liberation Sans")
_SERIF = _families("Liberation Serif", "Noto Serif", "DejaVu Serif")
# Their Latin letters belong to a Chinese text, so they come from the Chinese face itself.
_SONG = _families("AR PL UMing CN", "AR PL SungtiL GB", "Noto Serif CJK SC", "Noto Serif SC")
_HEI = _families("Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback")
_KAI = _families("AR PL UKai CN", "AR PL KaitiM GB", "LXGW WenKai")

FONT_IDS: dict[int, FontId] = {
    0: FontId("Andale Mono", "mono", _MONO),
    1: FontId("Open Sans", "sans", _SANS),
    2: FontId("Comic", "comic", (*_families("Comic Neue", "Comic Relief"), *_SANS)),
    3: FontId(
        "Impact",
        "heavy",
        (
            *_families("Anton", "League Gothic", "Open Sans Condensed", "Oswald", "Liberation Sans Narrow", weight=700),
            *_families("DejaVu Sans Condensed", "FiraGO", "Open Sans", "DejaVu Sans", weight=700),
        ),
    ),
    4: FontId("Times New Roman", "serif", (*_SERIF, *_SANS)),
    5: FontId("SimSun", "serif", (*_SONG, *_SERIF, *_SANS)),
    6: FontId("SimHei", "sans", (*_HEI, *_SANS)),
    7: FontId("KaiTi", "kai", (*_KAI, *_SERIF, *_SANS)),
    # No free clerical script is packaged; a written hand is nearer to it than a printed one.
    8: FontId("LiShu", "kai", (*_KAI, *_SERIF, *_SANS)),
    9: FontId("Microsoft YaHei", "sans", (Wanted("WenQuanYi Micro Hei"), *_HEI, *_SANS)),
}

FONT_PACKAGES: dict[str, tuple[str, ...]] = {
    "fonts": (
        "fonts-dejavu-core",
        "fonts-open-sans",
        "fonts-comic-neue",
        "fonts-liberation2",
        "fonts-noto-core",
        "fonts-symbola",
    ),
    "fonts-cjk": ("fonts-wqy-microhei", "fonts-arphic-uming", "fonts-arphic-ukai"),
    "fonts-noto-cjk": ("fonts-noto-cjk",),
}
"""The Debian packages behind each item of `lingoreel models pull`."""
