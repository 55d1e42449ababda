"""Texts nobody told the language of."""

from __future__ import annotations

import pytest

from lingoreel.media.text_language import guess_language

TEXTS = {
    "en": "The quick brown fox jumps over the lazy dog.",
    "es": "Una receta de tortilla: bate los huevos y añade sal.",
    "fr": "Bonjour tout le monde, voici notre produit.",
    "de": "Der schnelle Fuchs springt über den faulen Hund.",
    "it": "Il gatto dorme sul divano mentre piove.",
    "pt": "O gato dorme no sofá enquanto chove lá fora.",
    "nl": "De kat slaapt op de bank terwijl het regent.",
    "pl": "Kot śpi na kanapie, a na dworze pada deszcz.",
    "sv": "Katten sover på soffan medan det regnar ute.",
    "tr": "Kedi kanepede uyuyor ve dışarıda yağmur yağıyor.",
    "id": "Kucing itu tidur di sofa dan tidak mau bangun karena hujan.",
    "vi": "Con mèo ngủ trên ghế khi trời mưa.",
    "zh": "今天天气很好，我们去公园。",
    "ja": "今日は天気がいいので公園に行きます。",
    "ko": "오늘은 날씨가 좋아서 공원에 갑니다.",
    "ru": "Сегодня хорошая погода, и мы идём в парк.",
    "uk": "Сьогодні гарна погода, і ми йдемо до парку.",
    "ar": "الطقس جميل اليوم ونحن ذاهبون إلى الحديقة.",
    "he": "מזג האוויר יפה היום.",
    "hi": "आज मौसम अच्छा है।",
    "th": "วันนี้อากาศดี",
    "el": "Ο καιρός είναι καλός σήμερα.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_tells(language: str):
    assert guess_language(TEXTS[language]) == language


def test_most_of_a_text_decides():
    assert guess_language("This is about the word 天气 and what it means to us.") == "en"
    assert guess_language("我们用 Python 写程序，很有意思。") == "zh"
    assert guess_language("Le chat dort sur le canapé. The end.") == "fr"


@pytest.mark.parametrize("text", ["", "12345", "🎉", "Hola", "— … !"])
def test_where_nothing_tells(text: str):
    assert guess_language(text) is None


def test_few_english_words_are_english():
    assert guess_language("Sale 40% off") == "en"
    assert guess_language("A day in Berlin") == "en"
