"""Words as outlines: complete, in their boxes, joined and ordered as their script wants it, and fitting."""

from __future__ import annotations

import itertools
import time
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingoreel.errors import TaskError
from lingoreel.media.film.breaking import pieces
from lingoreel.media.film.canvas import Canvas
from lingoreel.media.film.geometry import Path, Transform
from lingoreel.media.film.typesetting import TextBlock, Typesetter
from pulled import pulled

TEXTS = {
    "en": "The office's fluffy waffles: AV To 40% — well-known, state-of-the-art",
    "vi": "Mỗi buổi sáng chúng tôi pha cà phê Ế ễ ộ",
    "ru": "Каждое утро мы варим свежий кофе ёжикам",
    "el": "Καλημέρα κόσμε, ένας καφές",
    "ar": "تعلّم لغة Python في 30 يومًا فقط (بنسبة 40%) مجانًا!",
    "fa": "می‌خواهم کتاب‌هایم را بخوانم",
    "he": "שלום עולם: גרסה 2.5 של Linux יצאה (סוף סוף).",
    "hi": "हर सुबह क्षत्रिय स्त्रियों को अच्छा लगता है।",
    "th": "ทุกเช้าฉันชอบดื่มกาแฟที่ร้านใกล้บ้าน น้ำ",
    "ka": "დილის ყავა",
}
CJK = {
    "zh": "今天我们来学习用Python写代码，只要3步（很简单）！“好的”。",
    "ja": "朝のコーヒーをゆっくりと淹れましょう。「おいしい！」ちょっと、",
    "ko": "아침에 커피를 천천히 내려 마십시다.",
}


def typesetter(language: str, text: str | None = None, weight: int = 700) -> Typesetter:
    fonts = [pulled("fonts-cjk") / "fonts-cjk"] if language in CJK else []
    return Typesetter(fonts, {**TEXTS, **CJK}[language] if text is None else text, language, weight=weight)


def inked(paths: list[Path], width: float, height: float) -> np.ndarray:
    """How much of each pixel the outlines cover, 0 to 1."""
    canvas = Canvas(int(width) + 2, int(height) + 2)
    layer = canvas.begin()
    for path in paths:
        layer.fill(path, (255, 255, 255))
    covered = canvas.draw()[..., 3] / 255
    canvas.close()
    return covered


def lines(text: str, block: TextBlock) -> list[str]:
    """Each line's characters as they follow in the text, blanks between words too."""
    rows = itertools.groupby(block.words, key=lambda word: word.line)
    spans = [(own[0].begin, own[-1].end) for _, row in rows if (own := list(row))]
    return [text[begin:end] for begin, end in spans]


@pytest.mark.parametrize("language", [*TEXTS, *CJK])
@pytest.mark.parametrize(("size", "max_width"), [(20, 300), (64, 400), (90, 2000)])
def test_every_letter_stands_in_its_word_and_every_word_in_the_block(
    language: str, size: float, max_width: float
) -> None:
    text = {**TEXTS, **CJK}[language]
    block = typesetter(language).block(text, size, max_width)

    assert "".join(text[word.begin : word.end] for word in block.words) == "".join(text.split(" "))
    assert block.size == size
    assert block.width <= max_width
    assert block.lines == 1 + max(word.line for word in block.words)
    for word in block.words:
        left, top, right, bottom = word.path.bounds
        assert word.x - 0.01 <= left < right <= word.x + word.width + 0.01
        assert word.y - 0.01 <= top < bottom <= word.y + word.height + 0.01
        assert word.x >= -0.01
        assert word.y >= -0.01
        assert word.x + word.width <= block.width + 0.01
        assert word.y + word.height <= block.height + 0.01
    for one, other in itertools.pairwise(block.words):
        assert other.line - one.line in {0, 1}
        assert one.line == other.line or one.y + one.height <= other.y


@pytest.mark.parametrize("language", [*TEXTS, *CJK])
def test_no_letter_is_the_box_of_a_missing_one(language: str) -> None:
    text = {**TEXTS, **CJK}[language]
    setter = typesetter(language)
    for character in set(text) - {" ", "\u200c"}:
        assert setter._faces[character].has(character)


@pytest.mark.parametrize(("language", "letter"), [("en", "O"), ("ar", "ه"), ("zh", "口"), ("ko", "ㅇ")])
def test_holes_in_letters_are_open(language: str, letter: str) -> None:
    block = typesetter(language, letter).block(letter, 200, 400)
    covered = inked([block.words[0].path], block.width, block.height)
    rows, columns = np.nonzero(covered > 0.5)
    middle = covered[(rows.min() + rows.max()) // 2, columns.min() : columns.max() + 1]
    inside = np.flatnonzero(middle < 0.5)
    assert len(inside) > 0.15 * len(middle)
    assert middle[0] > 0.3
    assert middle[-1] > 0.3


@pytest.mark.parametrize("language", ["en", "ar", "hi", "th", "zh"])
def test_bold_is_bolder_whether_the_family_has_it_or_not(language: str) -> None:
    text = {**TEXTS, **CJK}[language].replace(" ", "")[:8]
    ink = {}
    for weight in (400, 700):
        block = typesetter(language, text, weight).block(text, 80, 2000)
        ink[weight] = inked([word.path for word in block.words], block.width, block.height).sum()
    assert 1.1 * ink[400] < ink[700] < 2 * ink[400]


def test_arabic_letters_are_joined_and_words_go_leftwards() -> None:
    text = "كتاب hello world جديد"
    setter = typesetter("ar", text)
    block = setter.block(text, 50, 2000)
    apart = sum(setter.block(letter, 50, 2000).words[0].width for letter in "كتاب")
    assert block.direction == "rtl"
    assert block.words[0].width < 0.9 * apart
    book, hello, world, new = (word.x for word in block.words)
    assert new < hello < world < book


def test_the_language_decides_the_direction_of_mixed_text() -> None:
    text = "Python הוא"
    assert typesetter("he", text).block(text, 30, 900).direction == "rtl"
    assert typesetter("en", text).block(text, 30, 900).direction == "ltr"
    assert typesetter("he", "Python 3").block("Python 3", 30, 900).direction == "ltr"
    assert typesetter("en", "הוא 3").block("הוא 3", 30, 900).direction == "rtl"


def test_marks_stand_on_their_letters() -> None:
    for composed, language in (("é", "en"), ("ớ", "vi"), ("й", "ru")):
        apart = unicodedata.normalize("NFD", composed)
        setter = typesetter(language, composed + apart)
        one, other = (setter.block(text, 100, 900).words[0].path.bounds for text in (composed, apart))
        assert other == pytest.approx(one, abs=4)
    high, low = (typesetter("en", "x\u0301").block(text, 100, 900) for text in ("x\u0301", "x"))
    assert high.words[0].path.bounds[1] < low.words[0].path.bounds[1] - 10
    assert high.words[0].width == pytest.approx(low.words[0].width, abs=3)


@pytest.mark.parametrize("language", [*TEXTS, *CJK])
@pytest.mark.parametrize("box", [(620, 300, 3), (300, 500, 4), (150, 60, 2), (900, 80, 1)])
def test_what_is_fitted_fits_and_could_not_be_much_larger(language: str, box: tuple[int, int, int]) -> None:
    text = {**TEXTS, **CJK}[language]
    width, height, most = box
    block = typesetter(language).fit(text, width, height, largest=120, smallest=8, max_lines=most)
    assert block.lines <= most
    assert block.width <= width * 1.0001
    assert block.height <= height * 1.0001
    assert block.size <= 120
    full = max(block.width / width, block.height / height, block.size / 120)
    assert full > 0.8  # some of the size is given up for better breaks


def test_a_word_is_broken_only_where_it_would_be_too_small_otherwise() -> None:
    text = "Donaudampfschifffahrtsgesellschaft gegründet"
    setter = typesetter("de", text)
    whole = setter.fit(text, 500, 400, largest=90, smallest=20, max_lines=3)
    torn = setter.fit(text, 500, 400, largest=90, smallest=45, max_lines=3)
    assert len(whole.words) == 2
    assert whole.size < 45 <= torn.size
    assert len(torn.words) == 3
    assert "".join(text[word.begin : word.end] for word in torn.words) == text.replace(" ", "")
    assert setter.block(text, 60, 500).width <= 500  # any number of lines: broken, not smaller
    assert setter.block(text, 60, 500, max_lines=2).size < 60


def test_a_hyphenated_word_is_one_word_until_it_is_broken() -> None:
    text = "a state-of-the-art machine"
    setter = typesetter("en", text)
    assert [text[word.begin : word.end] for word in setter.block(text, 30, 900).words] == text.split()
    assert [text[w.begin : w.end] for w in setter.block(text, 30, 200).words if w.line == 0][-1].endswith("-")


def test_lines_break_at_good_places() -> None:
    text = "Wait for the bus, then walk to the sea"
    block = typesetter("en", text).block(text, 40, 520)
    assert lines(text, block) == ["Wait for the bus,", "then walk to the sea"]
    poem = "so much depends upon\na red wheel barrow"
    assert lines(poem, typesetter("en", poem).block(poem, 40, 520)) == poem.split("\n")


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(language: str) -> None:
    text = CJK[language]
    setter = typesetter(language)
    for max_width in range(170, 600, 23):
        for line in lines(text, setter.block(text, 40, max_width)):
            assert line[0] not in "，。！）」”、ょっー"
            assert line[-1] not in "（「“"


def test_what_may_not_be_broken_is_not() -> None:
    text = "Il reste 10\u00a0% du café"
    found = pieces(text, "fr")
    assert [text[piece.begin : piece.end] for piece in found] == ["Il", "reste", "10\u00a0%", "du", "café"]
    (word,) = [word for word in typesetter("fr", text).block(text, 30, 900).words if text[word.begin] == "1"]
    assert word.width > 1.1 * typesetter("fr", "10%").block("10%", 30, 900).width


def test_lines_are_set_to_either_side() -> None:
    text = "wide words\nlow"
    setter = typesetter("en", text)
    last = {align: setter.block(text, 40, 270, align=align).words[-1] for align in ("left", "center", "right")}
    width = setter.block(text, 40, 270).width
    assert last["left"].x < 3
    assert last["center"].x + last["center"].width / 2 == pytest.approx(width / 2, abs=3)
    assert last["right"].x + last["right"].width == pytest.approx(width, abs=3)
    hebrew = "מילים רחבות\nנמוך"
    start = typesetter("he", hebrew).block(hebrew, 40, 270, align="start")
    assert start.words[-1].x + start.words[-1].width == pytest.approx(start.width, abs=3)


def test_pictographs_that_nothing_draws_are_left_out() -> None:
    text = "Good 👩‍👩‍👧 morning\U000f0000 ☕ 😀"
    block = typesetter("en", text).block(text, 40, 900)
    words = [text[word.begin : word.end] for word in block.words]
    assert words[:2] == ["Good", "morning\U000f0000"]
    assert "😀" not in words
    assert typesetter("en", "😀").block("😀", 40, 900) == TextBlock(0.0, 0.0, 0.0, 0, (), "ltr")
    assert typesetter("en", "").fit("", 90, 90, largest=9, smallest=9, max_lines=1).words == ()


def test_letters_without_a_font_are_named_with_what_to_install() -> None:
    with pytest.raises(TaskError) as caught:
        Typesetter([], "Coffee 咖啡", "zh")
    assert caught.value.code == "font_missing"
    assert "of the film: 咖 (U+5496, Han)" in caught.value.message
    assert "fonts-cjk" in (caught.value.remedy or "")


def test_the_files_in_use_are_enough_to_set_the_same() -> None:
    setter = typesetter("zh")
    again = Typesetter(setter.font_files, CJK["zh"], "zh")
    one, other = (each.block(CJK["zh"], 30, 400) for each in (setter, again))
    assert len(setter.font_files) == 1
    for word, twin in zip(one.words, other.words, strict=True):
        assert np.array_equal(word.path.points, twin.path.points)
        assert np.array_equal(word.path.commands, twin.path.commands)


def test_words_of_one_size_are_those_of_another_made_larger() -> None:
    text = TEXTS["en"]
    setter = typesetter("en")
    small, large = setter.block(text, 20, 200), setter.block(text, 60, 600)
    for word, twin in zip(small.words, large.words, strict=True):
        assert word.path.moved(Transform.stretch(3, 3)).points == pytest.approx(twin.path.points, abs=0.01)


@pytest.mark.parametrize("language", ["en", "ar", "hi", "zh"])
def test_setting_a_text_takes_milliseconds(language: str) -> None:
    text = {**TEXTS, **CJK}[language]
    setter = typesetter(language)
    best = min(_seconds(lambda: setter.fit(text, 620, 300, largest=120, smallest=20, max_lines=3)) for _ in range(5))
    assert best < 0.005


def _seconds(work) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


_MIXED = "abc AZ 12,3% é\u0301 אב(ג) عرّب हिक्ष ไน้ำ Яй “”-–—/!?\u200d\u200c\u200f\u00a0\u200b\n\u2067★😀\ud800"
_SETTERS = {language: Typesetter([], _MIXED, language) for language in ("en", "ar")}


@given(text=st.text(_MIXED, max_size=40), language=st.sampled_from(("en", "ar")), width=st.sampled_from((1, 40, 600)))
def test_anything_fits_anywhere(text: str, language: str, width: int) -> None:
    setter = _SETTERS[language]
    for block in (setter.block(text, 50, width), setter.fit(text, width, 60, largest=90, smallest=20, max_lines=2)):
        assert block.width <= width * 1.0001
        assert all(0 <= word.begin < word.end <= len(text) for word in block.words)
        assert all(word.path.bounds[2] <= block.width + 0.01 for word in block.words)


def test_no_blank_stays_before_a_mark_whose_picture_is_left_out() -> None:
    text, plain = "bread and 🎉! Then 🎉 tea 😀.", "bread and! Then tea."
    setter = typesetter("en", text + plain)
    assert setter.undrawn == ["🎉", "😀"]
    made, wanted = (setter.block(each, 40, 900) for each in (text, plain))
    assert made.width == pytest.approx(wanted.width)
    assert [text[word.begin : word.end] for word in made.words] == ["bread", "and 🎉!", "Then", "tea 😀."]
    for width in range(200, 400, 10):
        assert all(text[word.begin] not in "🎉😀!." for word in setter.block(text, 30, width).words)
