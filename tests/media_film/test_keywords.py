"""The words of every language: all drawings, genres and moods can be called for, and no other names are there."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lingoreel.media.film.companions import OF_GENRE, OF_MOOD, TOGETHER
from lingoreel.media.film.keywords import signs
from lingoreel.media.film.keywords.lexicon import VOCABULARIES, lexicon
from lingoreel.media.film.motifs import MOTIFS
from lingoreel.media.film.storyboard import GENRES, MOODS


@pytest.mark.parametrize("language", VOCABULARIES)
def test_every_name_has_words(language: str) -> None:
    words = VOCABULARIES[language]
    for text, names in ((words.motifs, MOTIFS), (words.genres, GENRES), (words.moods, MOODS)):
        entries = text.split()
        assert {entry[:-1] for entry in entries if entry.endswith(":")} == set(names)
        assert not any(one.endswith(":") and other.endswith(":") for one, other in pairwise(entries))


def test_companions_and_signs_are_drawn() -> None:
    assert set(TOGETHER) == set(MOTIFS)
    for name, companions in TOGETHER.items():
        assert name not in companions
        assert set(companions) <= set(MOTIFS)
    assert set(OF_GENRE) == set(GENRES)
    assert set(OF_MOOD) == set(MOODS)
    assert {name for row in (*OF_GENRE.values(), *OF_MOOD.values()) for name in row} <= set(MOTIFS)
    assert set(signs.EMOJI) <= set(MOTIFS)
    assert {motif for _, motif, _ in signs.FIGURES} <= set(MOTIFS)


@pytest.mark.parametrize(
    ("language", "word", "motif"),
    [
        ("en", "cities", "city"),
        ("en", "baking", "bread"),
        ("en", "grandmother's", "family"),
        ("en", "state-of-the-art-laptop", "computer"),
        ("fr", "l'étoile", "stars"),
        ("fr", "l’étoile", "stars"),
        ("ar", "والمدرسة", "school"),
        ("ar", "مَدْرَسَة", "school"),
        ("ru", "ёлка", ""),
        ("ru", "звёздами", "stars"),
        ("ko", "바다에서", "sea"),
        ("ko", "국가", "flag"),
        ("ko", "국민", "people"),
        ("hi", "नदियों", "river"),
        ("zh", "星期", "calendar"),
        ("ja", "台風", "wind"),
    ],
)
def test_words_with_endings_and_prefixes(language: str, word: str, motif: str) -> None:
    found = [name for name, _ in lexicon(language).motifs_of(word)]
    assert motif in found if motif else not found


def test_words_of_other_languages_are_no_false_friends() -> None:
    assert not lexicon("fr").motifs_of("pour")
    assert [found.motif for found in lexicon("ja").keywords("robotを", [(0, 6)])] == ["robot"]
