"""Text that nobody can say, and text made to hurt."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import Any

import pytest

from lingoreel.errors import InvalidRequest
from lingoreel.media.speech_text import parse


@pytest.mark.parametrize(
    "text", ["", "   \n\t ", "...?!", "---", "\x00\x01", "\u200b" * 9, "\u202e", "\ufffd", "。、！"]
)
def test_nothing_to_speak(text: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse(text, "en")
    assert (refused.value.code, refused.value.field) == ("nothing_to_speak", "text")


@pytest.mark.parametrize("text", [None, 5, ["a"], b"a"])
def test_no_text_at_all(text: Any) -> None:
    with pytest.raises(InvalidRequest, match="is no text but"):
        parse(text, "en")


def test_half_a_surrogate_pair_is_named_with_its_place() -> None:
    with pytest.raises(InvalidRequest, match=r"U\+D83D\) as character 4"):
        parse("abc\ud83d", "en")


def test_the_limit_counts_code_points_after_nfc_with_ends_trimmed() -> None:
    decomposed = "e\u0301 " * 15_000
    assert parse(decomposed, "fr").characters == 29_999
    assert parse("\U00020000" * 30_000, "zh").characters == 30_000
    with pytest.raises(InvalidRequest, match="30,001 characters; at most 30,000"):
        parse("a" * 30_001, "en")
    with pytest.raises(InvalidRequest, match="30,001 characters"):
        parse(f"<speak>{'a' * 30_001}</speak>", "en")


@pytest.mark.parametrize(("text", "code", "shown"), [
    ("hel\x07lo", "controls_dropped", "hello"),
    ("x" + "\u200b" * 5000 + "y", "invisible_dropped", "xy"),
    ("abc \u202edef\u202c", "directions_dropped", "abc def"),
    ("a" + "\u0301" * 500 + "b", "marks_dropped", "á" + "\u0301" * 6 + "b"),
])  # fmt: skip
def test_what_is_dropped_is_told(text: str, code: str, shown: str) -> None:
    script = parse(text, "en")
    assert [warning["code"] for warning in script.warnings] == [code]
    assert script.text == shown


@pytest.mark.parametrize("text", [
    "اتصل على \u200e+966 11 123 4567. شكرا\u200f!",
    "\u200fزيادة 15%\u200f اليوم. السعر \u061c50\u200e$.\u200f",
])  # fmt: skip
def test_marks_of_direction_are_shown_and_not_said(text: str) -> None:
    script, plain = parse(text, "ar"), parse(re.sub("[\u061c\u200e\u200f]", "", text), "ar")
    assert script.text == text
    assert not script.warnings
    assert [made.spoken for made in script.utterances] == [made.spoken for made in plain.utterances]
    for made in script.utterances:
        assert made.text == text[made.begin : made.end]
        for stretch in made.stretches:
            if stretch.same:
                said = made.spoken[stretch.spoken_begin : stretch.spoken_end]
                assert len(said) == stretch.end - stretch.begin
                assert text[stretch.begin : stretch.end].startswith(said[0]) or not said[0].isalpha()
    assert "".join(made.text for made in script.utterances).replace(" ", "") == text.replace(" ", "")


def test_a_word_without_end_is_read_in_parts() -> None:
    script = parse("W" * 10_000 + " end", "en")
    assert [warning["code"] for warning in script.warnings] == ["long_word"]
    assert max(len(word) for utterance in script.utterances for word in utterance.spoken.split()) <= 80
    assert sum(utterance.spoken.count("W") for utterance in script.utterances) == 10_000


@pytest.mark.parametrize(("dictionary", "named"), [
    ([1], "no object"),
    ({"": "x"}, "no term"),
    ({"a" * 101: "x"}, "no term"),
    ({"a": ""}, "no respelling"),
    ({"a": 3}, "no respelling"),
    ({"a": {"ipa": "x"}}, "no respelling"),
    ({"a": "!!"}, "nothing that can be spoken"),
    ({"a": "x" * 501}, "over 500"),
    ({"a": "b\x00"}, "controls"),
    ({str(number): "x" for number in range(1001)}, "at most 1,000"),
])  # fmt: skip
def test_a_bad_dictionary(dictionary: Any, named: str) -> None:
    with pytest.raises(InvalidRequest, match=named) as refused:
        parse("hello", "en", dictionary=dictionary)
    assert refused.value.field == "dictionary"


def test_a_dictionary_respells_whole_words_whatever_their_case_the_longest_first() -> None:
    terms = {"GIF": "jif", "new york": "noo york", "New": "nyoo", "C++": "see plus plus", "重庆": "崇庆"}
    (found,) = parse("Gif in New York, new gifs; C++.", "en", dictionary=terms).utterances
    assert found.spoken == "jif in noo york, nyoo gifs; see plus plus."
    assert parse("我在重庆", "zh", dictionary=terms).utterances[0].spoken == "我在崇庆"


def test_phonemes_stand_alone() -> None:
    found = parse("An SQL table", "en", dictionary={"sql": {"phonemes": "s'i:kw@l"}}).utterances
    assert [(utterance.text, utterance.phonemes) for utterance in found] == [
        ("An", None),
        ("SQL", "s'i:kw@l"),
        ("table", None),
    ]


def test_a_dictionary_cannot_make_a_book_of_a_letter() -> None:
    with pytest.raises(InvalidRequest, match="respellings"):
        parse("a " * 10_000, "en", dictionary={"a": "b" * 500})


HOSTILE = {
    "letters": "a" * 30_000,
    "figures": "1" * 30_000,
    "list": "1," * 15_000,
    "points": "1." * 15_000,
    "blanks": "1 " * 15_000,
    "dashes": "1-" * 15_000,
    "slashes": "1/" * 15_000,
    "colons": "1:1" * 10_000,
    "brackets": "(1" * 15_000,
    "plus": "+1 " * 10_000,
    "phone": "555-" * 7_500,
    "emoji": "😀" * 30_000,
    "joined": "👩\u200d" * 15_000,
    "quotes": '"' * 29_999 + "a",
    "scripts": "中a" * 15_000,
    "addresses": "a.b@" * 7_500,
    "ats": "a@" * 15_000,
    "hosts": "www." * 7_500,
    "initials": "x. " * 10_000,
    "romans": "I " * 15_000,
    "lines": "a" + "\n" * 29_998 + "a",
    "signs": "$" * 29_999 + "1",
    "tags": "#" * 29_999 + "a",
    "dollars": "$1" * 15_000,
    "dates": "5 de " * 6_000,
    "marks": "a" + "\u0301" * 29_999,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_the_cost_is_bounded(name: str, language: str) -> None:
    parse("1", language)
    began = time.process_time()
    parse(HOSTILE[name], language)
    assert time.process_time() - began < 3


def test_ordinary_text_of_the_full_length_is_quick() -> None:
    text = ("On March 5, 2024 Dr. Smith paid $1,000.50 for 5 km of land, and he went away; nobody knew why. " * 320)[
        :30_000
    ]
    parse(text[:1000], "en")
    times = []
    for _ in range(3):
        began = time.process_time()
        parse(text, "en")
        times.append(time.process_time() - began)
    assert min(times) < 0.3


def test_importing_brings_no_library() -> None:
    program = (
        "import sys, lingoreel.media.speech_text as s; s.parse('Hello 5 km', 'en');"
        "print([m for m in ('emoji', 'num2words', 'numpy', 'av', 'xml.etree.ElementTree') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
