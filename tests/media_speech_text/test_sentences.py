"""Sentences, clauses, pauses and the languages of stretches."""

from __future__ import annotations

import pytest

from lingoreel.media.speech_text import Script, Utterance, parse


def shown(text: str, language: str = "en") -> list[str]:
    return [utterance.text for utterance in parse(text, language).utterances]


@pytest.mark.parametrize(("language", "parts"), [
    ("en", ["Hello there.", "How are you?", "Fine!"]),
    ("en", ["Mr. J. R. R. Tolkien met Dr. Smith.", "They spoke."]),
    ("en", ["He came at 5 p.m. on Monday.", "She left at 6 p.m.", "Then it rained."]),
    ("en", ["The U.S. Army left.", "It came back to the U.S.", "The end."]),
    ("en", ["“Really?” she asked.", "“Go!”", "He went."]),
    ("en", ["Wait... what?", "Pi is 3.14 exactly."]),
    ("de", ["Am 3. März und am 4. Tag kam z. B. der 2. Mann.", "Er ging."]),
    ("es", ["El Sr. Gil, p. ej., vino.", "¿Y tú?", "¡Yo no!"]),
    ("ru", ["Это, т. е. всё, было в 2024 г. давно.", "Конец."]),
    ("hi", ["यह पहला है।", "यह दूसरा है।"]),
    ("ar", ["ما اسمك؟", "اسمي علي."]),
])  # fmt: skip
def test_sentences(language: str, parts: list[str]) -> None:
    assert shown(" ".join(parts), language) == parts


@pytest.mark.parametrize("parts", [["你好。", "你是谁？", "我是小明！"], ["「はい。」と言った。", "終わり。"]])
def test_sentences_without_blanks(parts: list[str]) -> None:
    assert shown("".join(parts), "zh" if "你好。" in parts else "ja") == parts


def test_lines_and_paragraphs() -> None:
    wrapped = "It was the best of times, it was the worst of times, it was\nthe age of wisdom."
    wrapped += "\n\nA poem\nof lines\n1. One\n2. Two"
    assert shown(wrapped) == [
        "It was the best of times, it was the worst of times, it was\nthe age of wisdom.",
        "A poem\nof lines",
        "1. One",
        "2. Two",
    ]
    assert parse("One.\n\nTwo. Three.", "en").utterances[0].pause_after_ms == 700


def test_pauses_are_longer_where_more_ends_and_shorter_in_fast_speech() -> None:
    text = "One, two. Three.\n\nFour."
    pauses = [utterance.pause_after_ms for utterance in parse(text, "en").utterances]
    assert pauses == [350, 700, 0]
    assert [utterance.pause_after_ms for utterance in parse(text, "en", rate=2.0).utterances] == [175, 350, 0]


def test_a_long_sentence_is_cut_at_clauses() -> None:
    text = ", ".join(f"and the captain of ship number {number} looked out over the sea" for number in range(20)) + "."
    found = parse(text, "en").utterances
    assert len(found) > 3
    assert all(len(utterance.text) <= 300 for utterance in found)
    assert all(utterance.text.endswith((",", ".")) for utterance in found)
    assert {utterance.sentence for utterance in found} == {0}
    assert [utterance.ends_sentence for utterance in found] == [False] * (len(found) - 1) + [True]
    assert all(0 < utterance.pause_after_ms < 350 for utterance in found[:-1])


def test_a_long_sentence_without_blanks_is_cut() -> None:
    found = parse("我们昨天去了北京" * 60, "zh").utterances
    assert len(found) > 2
    assert max(len(utterance.text) for utterance in found) <= 150


def languages(text: str, language: str) -> list[tuple[str, str]]:
    return [(utterance.language, utterance.text) for utterance in parse(text, language).utterances]


def test_other_scripts_are_other_languages() -> None:
    assert languages("He said Привет мир and 你好, then 東京へ行く.", "en") == [
        ("en", "He said"),
        ("ru", "Привет мир"),
        ("en", "and"),
        ("zh", "你好,"),
        ("en", "then"),
        ("ja", "東京へ行く."),
    ]
    assert languages("我用iPhone 15和《さくら》", "zh") == [
        ("zh", "我用"),
        ("en", "iPhone 15"),
        ("zh", "和"),
        ("ja", "《さくら》"),
    ]
    assert languages("Привіт, друже", "en") == [("uk", "Привіт, друже")]
    assert languages("سلام پدر", "en") == [("fa", "سلام پدر")]


def test_the_same_script_stays_with_the_request() -> None:
    assert [language for language, _ in languages("Das Meeting war amazing", "de")] == ["de"]
    assert [language for language, _ in languages("日本語の漢字", "ja")] == ["ja"]
    assert [language for language, _ in languages("пример текста", "bg")] == ["bg"]


def test_a_single_letter_a_unit_and_an_address_are_no_language() -> None:
    for text, language in (("A股上涨", "zh"), ("скорость 5 km/h", "ru"), ("长10km", "zh"), ("пишите на a@b.com", "ru")):
        assert {found for found, _ in languages(text, language)} == {language}


def test_what_is_spoken_leads_back_to_what_is_shown() -> None:
    text = "Dr. Smith paid $5 for 3 km today."
    (found,) = parse(text, "en").utterances

    def word(spoken: str) -> str:
        begin = found.spoken.index(spoken)
        return text[slice(*found.shown(begin, begin + len(spoken)))]

    assert word("Doctor") == "Dr."
    assert word("Smith") == "Smith"
    assert word("five") == word("dollars") == "$5"
    assert word("kilometers") == "3 km"
    assert word("today") == "today"


def test_a_script_survives_being_written() -> None:
    script = parse("Hi 😂. 你好", "en")
    assert Script.from_dict(script.to_dict()) == script
    assert Utterance.from_dict(script.utterances[0].to_dict()) == script.utterances[0]
