"""Pages of captions: complete, short enough, cut at good places, there when their words are heard."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingoreel.media.film.breaking import pieces
from lingoreel.media.film.captions import EARLY_MS, Page, caption_pages, times_of
from lingoreel.media.film.lettering import Lettering
from lingoreel.media.film.palettes import FAMILIES
from lingoreel.media.film.storyboard import FPS, Scene, Shot, SpokenWord
from lingoreel.media.film.typesetting import Typesetter
from lingoreel.media.film.zones import caption_size, zones
from lingoreel.media.timed_text import width

TEXTS = {
    "en": "Every morning begins the same way: a kettle, a quiet kitchen, and the smell of fresh coffee. You grind the "
    "beans slowly, pour the water in circles, and wait for 4 minutes — it is worth it! 😀",
    "zh": "今天我们来学习怎么做一杯好喝的手冲咖啡。首先，准备二十克咖啡豆和三百毫升热水，然后慢慢地把水倒进去。",
    "ja": "朝のコーヒーをゆっくりと淹れましょう。まず、豆を二十グラム挽いて、お湯を少しずつ注ぎます。",
    "ar": "في كل صباح، أبدأ يومي بفنجان قهوة طازجة. أطحن الحبوب ببطء، ثم أسكب الماء الساخن على شكل دوائر.",
    "es": "«Primero», dijo ella, «calienta el agua a 90 grados; después muele el café y espera tres minutos».",
    "th": "ทุกเช้าฉันชอบดื่มกาแฟที่ร้านใกล้บ้าน แล้วเดินไปทำงานกับเพื่อนของฉัน",
}


def spoken(text: str, language: str, *, pause_ms: int = 300) -> list[SpokenWord]:
    """Words of the text, each 60 ms a letter, with a pause after each sentence."""
    if language in {"zh", "ja", "th"}:
        spans = [(piece.begin, piece.end) for piece in pieces(text, language)]
    else:
        spans = [match.span() for match in re.finditer(r"\w+", text)]
    at, words = 600, []
    for begin, end in spans:
        lasts = 60 * (end - begin) + 60
        words.append(SpokenWord(begin, end, at, at + lasts))
        at += lasts + (pause_ms if text[end - 1 : end + 1].strip(" 😀")[-1:] in set(".。!") else 20)
    return words


def shown(text: str, pages: tuple[Page, ...]) -> list[str]:
    return [text[page.begin : page.end] for page in pages]


@pytest.mark.parametrize("most", [24, 40, 70])
@pytest.mark.parametrize("language", sorted(TEXTS))
def test_pages_hold_the_whole_text_and_come_with_its_words(language: str, most: int) -> None:
    text = TEXTS[language]
    words = spoken(text, language)
    pages = caption_pages(text, words, language, most_characters=most)

    assert "".join("".join(shown(text, pages)).split()) == "".join(text.split())
    wide = 2 if language in {"zh", "ja"} else 1
    assert all(width(page) * wide <= most + 1 for page in shown(text, pages))
    for word in words:
        (page,) = [page for page in pages if page.begin <= word.begin and word.end <= page.end]
        assert page.start_ms <= word.start_ms
        assert word.end_ms <= page.end_ms
    for page, following in itertools.pairwise(pages):
        assert page.end_ms <= following.start_ms
    for page in pages:
        first = next(word for word in words if page.begin <= word.begin)
        assert 0 <= first.start_ms - page.start_ms <= EARLY_MS
    assert 0 <= pages[-1].end_ms - words[-1].end_ms <= 150


def test_pages_end_with_sentences_and_clauses() -> None:
    text = TEXTS["en"]
    assert shown(text, caption_pages(text, spoken(text, "en"), "en", most_characters=60)) == [
        "Every morning begins the same way: a kettle,",
        "a quiet kitchen, and the smell of fresh coffee.",
        "You grind the beans slowly, pour the water in circles,",
        "and wait for 4 minutes — it is worth it! 😀",
    ]


def test_short_sentences_share_a_page_and_long_ones_have_their_own() -> None:
    text = "Yes. No. It was the longest of all the sentences that he had ever said. Then he left."
    pages = shown(text, caption_pages(text, spoken(text, "en"), "en", most_characters=70))
    assert pages[0] == "Yes. No."
    assert pages[1].endswith("said.")


def test_lines_of_a_poem_stay_whole() -> None:
    text = "Roses are red,\nviolets are blue,\nsugar is sweet,\nand so are you."
    pages = shown(text, caption_pages(text, spoken(text, "en"), "en", most_characters=36))
    assert pages == ["Roses are red,\nviolets are blue,", "sugar is sweet,\nand so are you."]


def test_a_page_stays_over_a_short_silence_and_goes_in_a_long_one() -> None:
    text = "It is a long way to the sea. We walked for seven hours."
    for pause_ms, stays in ((400, True), (3000, False)):
        words = spoken(text, "en", pause_ms=pause_ms)
        one, two = caption_pages(text, words, "en", most_characters=30)
        last = max(word.end_ms for word in words if word.end <= one.end)
        assert one.end_ms == (two.start_ms if stays else last + 150)


def test_a_spoken_word_is_never_torn_and_silent_signs_go_with_the_words() -> None:
    text = "😀 ¡Nueva York—Los Ángeles! 🎉"
    words = [SpokenWord(3, 13, 0, 900), SpokenWord(14, 25, 900, 1900)]  # each said as one
    pages = shown(text, caption_pages(text, words, "es", most_characters=8))
    assert pages == ["😀 ¡Nueva York—", "Los Ángeles! 🎉"]
    assert caption_pages(text, [], "es", most_characters=8) == ()


@given(
    text=st.text("ab cd,. né\u0301 عر ไน朝の-—\u200b\n😀", max_size=60),
    lengths=st.lists(st.integers(1, 9), min_size=60, max_size=60),
    most=st.sampled_from((4, 12, 40)),
)
def test_whatever_is_said_pages_follow_each_other(text: str, lengths: list[int], most: int) -> None:
    at, words = 0, []
    for number, length in enumerate(lengths):
        if text[at : at + length].strip():
            words.append(SpokenWord(at, min(len(text), at + length), 300 * number, 300 * number + 30 * length))
        at += length
    pages = caption_pages(text, words, "en", most_characters=most)
    if words and any(text[word.begin : word.end].strip("\u200b\n ") for word in words):
        said = "".join(shown(text, pages))
        assert re.sub("[\\s\u200b]", "", said) == re.sub("[\\s\u200b]", "", text)
    for page, following in itertools.pairwise(pages):
        assert page.start_ms <= page.end_ms <= following.start_ms
        assert page.end <= following.begin


@pytest.mark.parametrize(
    "word", ["abcdefghij" * 80, f"https://example.org/{'path-to/' * 32}end?x=1", "9F" * 32, "W" * 300, "ض" * 200]
)
@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)])
def test_a_word_without_end_is_shown_part_by_part(word: str, size: tuple[int, int]) -> None:
    text = f"Go: {word} now."
    words = (SpokenWord(0, 3, 600, 900), SpokenWord(4, 4 + len(word), 900, 30_900))
    words += (SpokenWord(5 + len(word), len(text), 30_900, 31_200),)
    scene = Scene(0, text, None, "calm")
    shot = Shot(scene, 0, 32 * FPS, words)
    where = zones("centre_type", *size, captions=True, headline=False)
    lettering = Lettering(
        shot,
        where,
        Typesetter((), text, "en"),
        FAMILIES[0].palette("calm"),
        "rise",
        size,
        "en",
        lambda box, seconds: np.zeros((1, 3), np.uint8),
        captions=True,
        closes=True,
    )
    told = set()
    for ms in range(600, 31_200, 100):
        shown = lettering.shown(ms)
        assert min(one.box.height for one in shown) > 0.62 * 0.97 * caption_size(*size)
        assert all(where.caption.x <= one.box.x and one.box.right <= where.caption.right for one in shown)
        for one in shown:
            if one.spoken:
                told.update(range(one.begin, one.end))
                first, last = times_of(words, one.begin, one.end)
                assert first <= ms < last
    assert told >= {at for at, letter in enumerate(text) if not letter.isspace()}


@pytest.mark.parametrize("number", ["+966 11 123 4567", "\u200e+966 11 123 4567", "050-123-4567", "0800 123 4567"])
def test_a_telephone_number_is_never_broken(number: str) -> None:
    text = f"اتصل بنا اليوم على الرقم {number}، شكرا."
    assert number in [text[piece.begin : piece.end].rstrip("،") for piece in pieces(text, "ar")]


@pytest.mark.parametrize(
    ("text", "language", "most", "expected"),
    [
        (
            "3. Water it with 10 l. 4. Wait for a week, then cut.",
            "en",
            26,
            ["3. Water it with 10 l.", "4. Wait for a week,", "then cut."],
        ),
        ("番茄炒蛋。 1. 打三个鸡蛋，搅拌均匀。", "zh", 24, ["番茄炒蛋。", "1. 打三个鸡蛋，", "搅拌均匀。"]),
        ("• Milk and honey\n• Bread of the day", "en", 18, ["• Milk and honey", "• Bread of the day"]),
        ("He was born in 1990. Then he left.", "en", 22, ["He was born in 1990.", "Then he left."]),
    ],
)
def test_the_number_of_an_item_stays_with_it(text: str, language: str, most: int, expected: list[str]) -> None:
    words = spoken(text, language)
    assert shown(text, caption_pages(text, words, language, most_characters=most)) == expected


def test_a_page_does_not_end_with_the_beginning_of_a_sentence() -> None:
    text = "She went through the long day without a smile. In the evening the old man opened his blue door again."
    for most in range(30, 80, 2):
        for page in shown(text, caption_pages(text, spoken(text, "en"), "en", most_characters=most))[:-1]:
            assert "smile." not in page or page.endswith("smile.")
