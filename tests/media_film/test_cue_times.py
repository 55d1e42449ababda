"""The cues of a film stay with their shots, and inside the film."""

from __future__ import annotations

import itertools
import re

import pytest

from lingoreel.media.cues import Cue, reading_rules
from lingoreel.media.film.cue_times import LEAD_MS, film_cues
from lingoreel.media.film.shots import lay_shots
from lingoreel.media.film.storyboard import Film, Scene, Storyboard
from lingoreel.media.film.word_times import SpokenPart

TEXTS = {
    "en": [
        "Water is life.",
        "Drink it, and",
        "Yes! No! Go! Come! Stay! Run! Sit!",
        "well-known things stay. In my life too.",
    ],
    "ar": ["ارتفعت المبيعات (زيادة 15%).", "اتصل بنا الآن على الرقم 920012345."],
    "zh": ["春天来了，花都开了。", "我们走吧！"],
    "ja": ["今日は全国的に晴れて、気温は平年より高くなるでしょう。", "傘はいりません。"],
}


def film(texts: list[str], language: str, ms_per_letter: float) -> Film:
    scenes = tuple(Scene(number, text, None, "calm") for number, text in enumerate(texts))
    spoken = [[SpokenPart(0, len(text), round(ms_per_letter * len(text)))] for text in texts]
    laid = lay_shots(Storyboard(language, "story", scenes), spoken)
    return Film(1280, 720, 0, language, "story", True, laid.shots)


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def check(made: Film) -> list[Cue]:
    cues = film_cues(made)
    for cue, following in itertools.pairwise(cues):
        assert cue.end_ms < following.start_ms
    for shot in made.shots:
        own = [cue for cue in cues if shot.start_ms <= cue.start_ms < shot.end_ms]
        assert letters("".join("".join(cue.lines) for cue in own)) == letters(shot.scene.narration)
        assert all(cue.start_ms < cue.end_ms <= shot.end_ms for cue in own)
        assert -LEAD_MS <= own[0].start_ms - shot.words[0].start_ms <= LEAD_MS
    return cues


@pytest.mark.parametrize("ms_per_letter", [25, 70, 200])
@pytest.mark.parametrize("language", sorted(TEXTS))
def test_cues_stay_inside_their_shot(language: str, ms_per_letter: float) -> None:
    check(film(TEXTS[language], language, ms_per_letter))


@pytest.mark.parametrize("ms_per_letter", [75, 250, 600])
def test_a_word_without_end_is_in_cues_from_its_beginning_to_its_end(ms_per_letter: float) -> None:
    cues = check(film(["abcdefghij" * 8], "en", ms_per_letter))
    assert all(following.start_ms - cue.end_ms <= 500 for cue, following in itertools.pairwise(cues))
    assert all(cue.end_ms - cue.start_ms <= 7000 for cue in cues)


LISTS = {
    "en": [
        "How to cook rice. 1. Boil water in a big pot until it bubbles. 2. Add salt. 3) Wait.",
        "Shopping for the week\n1. Milk and butter\n2. Bread, if there is any\n3. Eggs",
    ],
    "zh": ["煮米饭的方法：\n1. 把水烧开，水要多一些。\n2. 加盐，再等一会儿。"],
}


@pytest.mark.parametrize("ms_per_letter", [70, 150, 200, 400])
@pytest.mark.parametrize("language", sorted(LISTS))
def test_the_number_of_a_lists_item_stays_with_the_item(language: str, ms_per_letter: float) -> None:
    cues = [cue for text in LISTS[language] for cue in check(film([text], language, ms_per_letter))]
    lines = [line for cue in cues for line in cue.lines]
    assert not [line for line in lines if re.search(r"(^|[\s：])\d[.)]$", line)]
    assert any("1. " in line for line in lines)
    assert all(len(line) <= reading_rules(language).line_length for line in lines)
