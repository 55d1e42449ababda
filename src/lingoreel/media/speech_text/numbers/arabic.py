"""Number words in Arabic: the counting forms of Modern Standard Arabic, in the nominative."""

from __future__ import annotations

_ONES = [
    "صفر",
    "واحد",
    "اثنان",
    "ثلاثة",
    "أربعة",
    "خمسة",
    "ستة",
    "سبعة",
    "ثمانية",
    "تسعة",
    "عشرة",
    "أحد عشر",
    "اثنا عشر",
    "ثلاثة عشر",
    "أربعة عشر",
    "خمسة عشر",
    "ستة عشر",
    "سبعة عشر",
    "ثمانية عشر",
    "تسعة عشر",
]
_FEMININE = {1: "واحدة", 2: "اثنتان", 3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان", 9: "تسع", 10: "عشر"}
_TENS = ["_", "_", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
_HUNDREDS = ["_", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]
_SCALES = (
    (10**12, ("تريليون", "تريليونان", "تريليونات")),
    (10**9, ("مليار", "ملياران", "مليارات")),
    (10**6, ("مليون", "مليونان", "ملايين")),
    (1000, ("ألف", "ألفان", "آلاف")),
)
_ORDINALS = ["_", "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"]


def plural_index(number: int) -> int:
    """0 singular, 1 dual, 2 plural of three to ten: which form of a counted noun follows."""
    return 1 if number == 2 else 2 if 3 <= number % 100 <= 10 else 0


def arabic(number: int, gender: str = "m") -> str:
    """2024 → ألفان وأربعة وعشرون."""
    parts: list[str] = []
    for scale, forms in _SCALES:
        high, number = divmod(number, scale)
        if high == 1:
            parts.append(forms[0])
        elif high == 2:
            parts.append(forms[1])
        elif high:
            many = forms[0] + "ًا" if high % 100 >= 11 else forms[plural_index(high)]
            parts.append(f"{arabic(high)} {many}")
    if number >= 100:
        parts.append(_HUNDREDS[number // 100])
        number %= 100
    if number >= 20:
        if number % 10:
            parts.append(_ONES[number % 10])
        parts.append(_TENS[number // 10])
    elif number or not parts:
        parts.append(_FEMININE.get(number, _ONES[number]) if gender == "f" else _ONES[number])
    return " و".join(parts)


def arabic_ordinal(number: int, gender: str = "m") -> str:
    """3 → الثالث; beyond ten the cardinal."""
    return _ORDINALS[number] if 0 < number <= 10 else arabic(number, gender)
