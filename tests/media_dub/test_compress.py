"""The same in fewer words: what goes, and what never goes."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.media.dub.compress import shorten
from lingoreel.media.dub.shorter_words import WORDINGS


@pytest.mark.parametrize(
    ("language", "text", "shorter"),
    [
        ("en", "Well, I am very glad that you came, you know.", "I'm glad that you came."),
        ("en", "He said that the the dog (a small one) is here.", "He said that the dog is here."),
        ("en", "We came in order to help. Of course, you can stay.", "We came to help. You can stay."),
        ("en", "It was very, very cold.", "It was cold."),
        ("es", "Bueno, la verdad, hoy en día vivimos muy bien, por supuesto.", "Hoy vivimos bien."),
        ("es", "Vino con el fin de ayudar, a pesar de que llovía.", "Vino para ayudar, aunque llovía."),
        ("fr", "Eh bien, il est venu afin de nous aider, bien sûr.", "Il est venu pour nous aider."),
        ("de", "Also, das ist eigentlich schön, weißt du.", "Das ist schön."),
        ("it", "Beh, al giorno d'oggi viviamo davvero bene.", "Oggi viviamo bene."),
        ("pt", "Bem, na verdade, hoje em dia vivemos bem.", "Hoje vivemos bem."),
        ("es-MX", "Bueno, ya está.", "Ya está."),
        ("sv", "Den den (röda) bilen.", "Den bilen."),
    ],
)
def test_what_says_little_goes(language, text, shorter):
    assert shorten(text, language, 1) == shorter


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Really?"),
        ("en", "It isn't really good."),
        ("en", "(laughs)"),
        ("en", "She paid (in 1984)."),
        ("en", "They came (from Paris)."),
        ("en", "They all came (not him)."),
        ("en", "I know who I am."),
        ("en", "He had had it."),
        ("es", "No es realmente bueno."),
        ("fr", "Nous nous levons."),
        ("de", "Das sind die, die die Katze sahen."),
        ("zh", "你好你好。"),
        ("", ""),
    ],
)
def test_what_says_something_stays(language, text):
    assert shorten(text, language, 1) == text


def test_no_more_goes_than_needed():
    text = "Well, he is really very tired, of course."
    assert shorten(text, "en", 100) == text
    assert shorten(text, "en", len(text) - 1) == "He is really very tired, of course."
    assert shorten(text, "en", 25) == "He is really very tired."


PARTS = (
    "Bueno,|pues|por supuesto,|en realidad,|muy|realmente|no|nunca|Madrid|Juan|25|3,5|(sí)|(Ana)|(no)|casa|"
    "con el fin de|a pesar de que|hoy en día|llegó.|¿Vienes?|¡Claro!|OTAN|…|-|y"
)
words = st.sampled_from(PARTS.split("|"))


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(words, max_size=30), st.integers(0, 80), st.sampled_from(sorted(WORDINGS)))
def test_numbers_names_and_negations_stay(parts, most, language):
    text = " ".join(parts)
    shorter = shorten(text, language, most)
    assert len(shorter) <= len(text)
    assert re.findall(r"\d+", shorter) == re.findall(r"\d+", text)
    for name in ("Madrid", "Juan", "Ana", "OTAN"):
        # A doubled name is a slip of the tongue.
        assert (name in shorter) == (name in text)
    denied = WORDINGS[language].negations
    assert Counter(map(str.lower, denied.findall(shorter))) == Counter(map(str.lower, denied.findall(text)))


def test_long_and_hostile_text_takes_no_time():
    started = time.process_time()
    for text in ("muy " * 500, "(" * 2000, "casa, casa " * 180, "a" * 2000, ", por supuesto" * 140):
        shorten(text, "es", 1)
    assert time.process_time() - started < 10
