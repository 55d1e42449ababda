"""Scenes that were spoken as shots: frames without a gap, every word in its time; cut for drawing side by side."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lingoreel.media.film import shots as laying
from lingoreel.media.film.poster import poster_frame
from lingoreel.media.film.shots import lay_shots
from lingoreel.media.film.spans import cut_spans
from lingoreel.media.film.storyboard import FPS, Scene, Shot, SpokenWord, Storyboard
from lingoreel.media.film.word_times import SpokenPart, time_words, words_of


def story(*narrations: str, language: str = "en") -> Storyboard:
    scenes = tuple(Scene(n, text, None, "calm", motifs=("sun", "sea")) for n, text in enumerate(narrations))
    return Storyboard(language, "story", scenes)


def whole(text: str, length_ms: int, pause_ms: int = 0, words: tuple = ()) -> SpokenPart:
    return SpokenPart(0, len(text), length_ms, pause_ms, words)


def said(narration: str, parts: list[SpokenPart], language: str = "en", at: int = 0) -> list[tuple[str, int, int]]:
    starts, begin = [], at
    for part in parts:
        starts.append(begin)
        begin += part.length_ms + part.pause_after_ms
    timed = time_words(words_of(narration, language), narration, parts, starts)
    return [(narration[w.begin : w.end], w.start_ms, w.end_ms) for w in timed]


def test_shots_follow_each_other_and_words_lie_inside():
    texts = ["One two three.", "Four five,", "six seven eight."]
    spoken = [[whole(text, 2000 + 333 * n)] for n, text in enumerate(texts)]
    laid = lay_shots(story(*texts), spoken)
    assert laid.shots[0].first == 0
    assert all(a.last == b.first for a, b in pairwise(laid.shots))
    for shot, starts, parts in zip(laid.shots, laid.starts_ms, spoken, strict=True):
        assert [shot.scene.narration[w.begin : w.end] for w in shot.words] == shot.scene.narration.split()
        assert shot.words[0].start_ms == starts[0]
        assert abs(shot.words[-1].end_ms - (starts[0] + parts[0].length_ms)) <= 1
        assert shot.start_ms <= shot.words[0].start_ms
        assert shot.words[-1].end_ms <= shot.end_ms
        assert all(a.end_ms <= b.start_ms for a, b in pairwise(shot.words))


def test_leads_and_tails():
    texts = ["One two three.", "Four five,", "six seven eight."]
    one, two, three = lay_shots(story(*texts), [[whole(text, 3000)] for text in texts]).shots
    frame = 1000 / FPS
    assert one.words[0].start_ms == laying.FIRST_LEAD_MS
    assert two.words[0].start_ms - two.start_ms == laying.LEAD_MS
    assert 0 <= one.end_ms - one.words[-1].end_ms - laying.TAIL_MS <= frame + 1
    assert 0 <= two.end_ms - two.words[-1].end_ms - laying.WITHIN_SENTENCE_MS <= frame + 1, "the sentence goes on"
    assert 0 <= three.end_ms - three.words[-1].end_ms - laying.LAST_TAIL_MS <= frame + 1


def test_pauses_between_a_scenes_sentences_stay_and_the_last_one_is_the_shots_own():
    text = "One. Two."
    parts = [SpokenPart(0, 4, 1000, 350), SpokenPart(5, 9, 1000, 5000)]
    laid = lay_shots(story(text), [parts])
    one, two = laid.starts_ms[0]
    assert two - one == 1350
    assert laid.shots[0].end_ms < two + 1000 + 2000


def test_a_short_scene_is_seen_and_one_that_nobody_can_say_is_read():
    laid = lay_shots(story("Yes.", "— 42 —", "End."), [[whole("Yes.", 200)], [], [whole("End.", 400)]])
    for shot in laid.shots:
        assert shot.end_ms - shot.start_ms >= laying.SHORTEST_MS
        assert shot.words
        assert shot.words[0].start_ms < shot.words[-1].end_ms
    unspoken = lay_shots(story("Yes."), [[SpokenPart(0, 4, 0)]])
    assert unspoken.shots[0].words
    assert unspoken.starts_ms == ((laying.FIRST_LEAD_MS,),)


def test_told_words_keep_their_times_and_what_was_rewritten_is_one_word():
    text = "It costs $5 — really."
    told = ((0, 2, 0, 200), (3, 8, 200, 600), (9, 11, 600, 1400), (14, 20, 1500, 2000))
    assert said(text, [whole(text, 2000, 0, told)], at=100) == [
        ("It", 100, 300),
        ("costs", 300, 700),
        ("$5", 700, 1500),
        ("—", 1500, 1600),
        ("really.", 1600, 2100),
    ]


def test_words_that_a_voice_tells_as_one_share_their_time():
    text = "out of the house"
    found = said(text, [whole(text, 1000, 0, ((0, 3, 0, 300), (4, 10, 300, 600), (11, 16, 600, 1000)))])
    assert [word for word, *_ in found] == ["out", "of", "the", "house"]
    of, the = found[1:3]
    assert (of[1], the[2]) == (300, 600)
    assert of[2] == the[1]
    assert 300 < of[2] < 600


def test_a_voice_that_tells_no_words_gives_them_time_by_their_letters():
    text = "a extraordinary, b"
    found = said(text, [whole(text, 1700)])
    assert found[0][1] == 0
    assert found[-1][2] == 1700
    long, short = found[1][2] - found[1][1], found[2][2] - found[2][1]
    assert long > 8 * short


def test_words_in_the_middle_that_are_not_told_lie_between_those_that_are():
    text = "one two three four"
    found = said(text, [whole(text, 2000, 0, ((0, 3, 0, 400), (14, 18, 1500, 2000)))])
    assert [start for _, start, _ in found][0::3] == [0, 1500]
    assert found[1][1] == 400
    assert found[2][2] == 1500


def test_each_part_of_a_scene_has_its_own_words():
    text = "He said привет to her."
    parts = [SpokenPart(0, 8, 600, 30), SpokenPart(8, 15, 500, 30), SpokenPart(15, 22, 700)]
    found = said(text, parts)
    assert [word for word, *_ in found] == ["He", "said", "привет", "to", "her."]
    assert found[2][1:] == (630, 1130)
    assert found[3][1] == 1160


def test_chinese_is_timed_by_phrases():
    text = "今天天气很好，我们去公园玩吧。"
    parts = [SpokenPart(0, 7, 1500, 100), SpokenPart(7, len(text), 2000)]
    found = said(text, parts, "zh")
    assert "".join(word for word, *_ in found) == text
    assert len(found) >= 5
    assert all(len(word) <= 4 for word, *_ in found)
    assert next(start for word, start, _ in found if word.startswith("我们")) == 1600


@pytest.mark.parametrize(
    ("lengths", "pieces"), [([96], 1), ([97], 2), ([120], 2), ([240], 2), ([241], 3), ([60, 60], 2), ([130, 60], 3)]
)
def test_spans_cover_every_frame_once_and_are_short(lengths: list[int], pieces: int):
    shots, at = [], 0
    for number, frames in enumerate(lengths):
        shots.append(Shot(Scene(number, "x", None, "calm"), at, at + frames, (SpokenWord(0, 1, 0, 1),)))
        at += frames
    spans = cut_spans(shots)
    assert len(spans) == pieces
    assert (spans[0].first, spans[-1].last) == (0, at)
    assert all(a.last == b.first for a, b in pairwise(spans))
    assert all(shots[s.shot].first <= s.first < s.last <= shots[s.shot].last for s in spans)
    assert max(s.seconds for s in spans) <= 5


def test_the_poster_shows_a_headline_that_has_been_said():
    plain = Shot(Scene(0, "Some words here.", None, "calm"), 0, 60, (SpokenWord(0, 16, 600, 2000),))
    words = (SpokenWord(0, 3, 3000, 3500), SpokenWord(4, 7, 3500, 4000), SpokenWord(8, 12, 4000, 5200))
    headed = Shot(Scene(1, "one two rest", (0, 7), "calm"), 60, 150, words)
    frame = poster_frame([plain, headed])
    assert 60 <= frame < 150
    assert frame * 1000 / FPS > words[1].start_ms + 300
    assert poster_frame([plain]) == 30
    late = Shot(Scene(0, "one", (0, 3), "calm"), 0, 48, (SpokenWord(0, 3, 1900, 1950),))
    assert 24 <= poster_frame([late]) < 48
