"""Simple SSML, and what is refused of it."""

from __future__ import annotations

import pytest

from lingoreel.errors import InvalidRequest
from lingoreel.media.speech_text import Utterance, count_characters, parse


def utterances(markup: str, language: str = "en") -> tuple[Utterance, ...]:
    return parse(f"<speak>{markup}</speak>", language).utterances


def test_breaks() -> None:
    found = utterances('Hello <break time="700ms"/> world. <break strength="x-strong"/> End.<break time="2s"/>')
    assert [(utterance.text, utterance.pause_after_ms) for utterance in found] == [
        ("Hello", 700),
        ("world.", 1200),
        ("End.", 2000),
    ]


def test_nested_prosody_combines_and_is_clamped() -> None:
    found = utterances(
        '<prosody rate="slow" pitch="+8st" volume="soft">A one'
        '<prosody rate="50%" pitch="+8st" volume="-6dB"> B two</prosody></prosody> C three'
    )
    assert [(u.rate, u.pitch) for u in found] == [(0.75, 8.0), (0.5, 12.0), (1.0, 0.0)]
    assert [round(u.volume) for u in found] == [50, 25, 100]


def test_prosody_goes_on_from_the_request() -> None:
    found = parse('<speak><prosody rate="50%">a b</prosody></speak>', "en", rate=1.5, volume=40).utterances
    assert (found[0].rate, found[0].volume) == (0.75, 40)


@pytest.mark.parametrize(("markup", "said"), [
    ('<say-as interpret-as="characters">AB1</say-as>', "A B one"),
    ('<say-as interpret-as="cardinal">2024</say-as>', "two thousand and twenty-four"),
    ('<say-as interpret-as="ordinal">3</say-as>', "third"),
    ('<say-as interpret-as="date" format="dmy">3/4/2024</say-as>', "April third, twenty twenty-four"),
    ('<say-as interpret-as="date" format="mdy">3/4/2024</say-as>', "March fourth, twenty twenty-four"),
    ('<say-as interpret-as="time">7:05pm</say-as>', "seven oh five p m"),
    ('<say-as interpret-as="telephone">555-1234</say-as>', "five five five, one two three four"),
    ('<sub alias="World Wide Web">WWW</sub> is 5 km', "World Wide Web is five kilometers"),
    ("a &amp; b &lt; 3", "a and b less than three"),
    ("<!-- none -->text", "text"),
    ("<p>  one\n   two  </p>", "one two"),
])  # fmt: skip
def test_is_said(markup: str, said: str) -> None:
    assert " ".join(utterance.spoken for utterance in utterances(markup)) == said


def test_what_say_as_cannot_read_is_plain_text_and_told() -> None:
    script = parse('<speak><say-as interpret-as="cardinal">abc</say-as></speak>', "en")
    assert script.utterances[0].spoken == "abc"
    assert script.warnings[0]["code"] == "say_as_unread"


def test_voice_and_language() -> None:
    found = utterances('One <voice name="espeak:es">dos</voice> <lang xml:lang="fr-FR">5 km</lang> 7')
    assert [(u.language, u.voice, u.spoken) for u in found] == [
        ("en", None, "One"),
        ("en", "espeak:es", "dos"),
        ("fr", None, "cinq kilomètres"),
        ("en", None, "seven"),
    ]


def test_a_named_voice_reads_in_its_own_language() -> None:
    found = parse(
        '<speak>5 km <voice name="espeak:es">5 km</voice></speak>', "en", voice_language={"espeak:es": "es"}.get
    ).utterances
    assert [(u.language, u.voice, u.spoken) for u in found] == [
        ("en", None, "five kilometers"),
        ("es", "espeak:es", "cinco kilómetros"),
    ]


def test_paragraphs_and_sentences() -> None:
    found = utterances("<p>One</p><p><s>two</s><s>three</s></p>")
    assert [(u.text, u.pause_after_ms) for u in found] == [("One", 700), ("two", 350), ("three", 0)]


def test_markup_is_not_counted() -> None:
    assert parse("<speak>  Hello <break/> you </speak>", "en").characters == len("Hello you")
    assert count_characters("<speak>Hello <break/>you</speak>") == len("Hello you")
    assert count_characters("a < b") == 5


def test_a_text_that_only_mentions_markup_is_plain() -> None:
    assert parse("Use <speak> here", "en").characters == 16
    assert parse("<speak>a</speak>", "en", ssml=False).characters == 16
    assert parse("a<break/>b", "en", ssml=True).characters == 2


@pytest.mark.parametrize(("markup", "named"), [
    ('<speak>a<audio src="http://x/"/></speak>', "<audio> is not taken, line 1 column 9"),
    ("<speak>a\n<script>b</script></speak>", "<script> is not taken, line 2 column 1"),
    ("<speak>unclosed", "<speak>"),
    ("<speak><p>a</speak>", "mismatched tag"),
    ("<speak>a &nbsp; b</speak>", "entity"),
    ("<speak>a & b</speak>", "not well-formed"),
    ("<speak>a</speak>b", "junk after document element"),
    ('<!DOCTYPE x [<!ENTITY a "b">]><speak>&a;</speak>', "document types and entities are refused"),
    ('<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><speak>a</speak>', "document types"),
    ("<speak><?php x?>a</speak>", "<?php?>"),
    ("<speak>" + "<p>" * 40 + "x" + "</p>" * 40 + "</speak>", "deeper than 32"),
    ("<speak>x" + "<s/>" * 6000 + "</speak>", "more than 5,000 elements"),
    ("<speak>x" + '<break time="10s"/>' * 31 + "</speak>", "longer than 300 s"),
    ('<speak><break time="11s"/>x</speak>', "longer than 10 s"),
    ('<speak><break time="-1s"/>x</speak>', "no time"),
    ("<speak><break>x</break></speak>", "<break> has text"),
    ('<speak><prosody rate="0">x</prosody></speak>', "beyond 0.5 to 2"),
    ('<speak><prosody rate="nan">x</prosody></speak>', 'rate="nan"'),
    ('<speak><prosody pitch="+13st">x</prosody></speak>', "beyond -12 to 12"),
    ('<speak><prosody volume="101">x</prosody></speak>', "beyond 0 to 100"),
    ('<speak><prosody contour="x">x</prosody></speak>', "contour"),
    ('<speak><say-as interpret-as="poem">x</say-as></speak>', "poem"),
    ('<speak><say-as interpret-as="date" format="zzz">x</say-as></speak>', "zzz"),
    ('<speak><sub alias="!">x</sub></speak>', "no alias"),
    ('<speak><sub alias="a"><p>x</p></sub></speak>', "text alone"),
    ("<speak><voice>x</voice></speak>", "no name"),
    ('<speak><lang xml:lang="!">x</lang></speak>', "no language tag"),
    ('<speak><p onclick="x">y</p></speak>', "onclick"),
    ("<speak><speak>x</speak></speak>", "outermost"),
    ("<speak>x\x00y</speak>", "not well-formed"),
])  # fmt: skip
def test_refused_by_name_and_place(markup: str, named: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse(markup, "en")
    assert refused.value.field == "text"
    assert refused.value.code == "invalid_ssml"
    assert named in refused.value.message
    assert "line " in refused.value.message
    assert refused.value.remedy


def test_a_language_that_the_caller_does_not_know() -> None:
    def code(tag: str) -> str:
        raise InvalidRequest(tag)

    with pytest.raises(InvalidRequest, match="no language known"):
        parse('<speak><lang xml:lang="zz">x</lang></speak>', "en", code=code)


def test_respellings_cannot_make_a_book_of_a_letter() -> None:
    with pytest.raises(InvalidRequest, match="respellings"):
        parse("<speak>" + f'<sub alias="{"a " * 200}">x</sub>' * 200 + "</speak>", "en")
