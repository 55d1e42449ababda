"""Ten films judged by what is seen in them once they are decoded: words in time, readable, nothing alike or frozen."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import binary_opening

from lingoreel.media.film import stage
from lingoreel.media.film.looks import choose_looks
from lingoreel.media.film.scenes import make_storyboard
from lingoreel.media.film.stage import FADE_OUT_FRAMES, Stage
from lingoreel.media.film.storyboard import FPS
from lingoreel.media.film.zones import safe_area
from media_film.film_judge import Judge, Written, difference, luminance, ms, unlikeness
from media_film.film_making import decode, make, render
from media_film.film_texts import TEXTS, Text
from pulled import pulled

NEAR_MS = 150
READABLE, READABLE_DECODED = 4.5, 4.0
UNLIKE = 0.42
BLACK = 16.0
"""Of 255: the mean luma of a second that is black."""
FROZEN_SECOND, FROZEN_QUARTER = 0.8, 0.2
"""Of 255: the mean difference of frames a second and a quarter of a second apart where nothing moves."""
SAME_PICTURE_DB = 38.0
_NEEDS_PULLED_FONTS = ("zh", "ja")

judged = pytest.mark.parametrize("judge", TEXTS, indirect=True, ids=lambda text: text.name)


def some(*names: str) -> pytest.MarkDecorator:
    texts = [text for text in TEXTS if text.name in names]
    assert len(texts) == len(names)
    return pytest.mark.parametrize("judge", texts, indirect=True, ids=names)


@pytest.fixture(scope="module")
def judge(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    text: Text = request.param
    fonts = [pulled("fonts-cjk") / "fonts-cjk"] if text.language in _NEEDS_PULLED_FONTS else []
    return Judge(make(text, fonts, tmp_path_factory.mktemp(text.name)))


def words(judge: Judge, kind: str) -> list[Written]:
    return [word for shot in judge.film.shots for word in judge.written(shot) if word.kind == kind and word.cover.size]


def test_all_genres_languages_and_shapes_are_here() -> None:
    assert {text.language for text in TEXTS} == {"en", "es", "zh", "ja", "ar"}
    told = {make_storyboard(text.text, text.language, seed=text.seed).genre for text in TEXTS}
    assert told >= {"recipe", "product", "poem", "news", "instructions"}
    assert {np.sign(text.width - text.height) for text in TEXTS} == {-1, 0, 1}


@judged
def test_pieces_have_all_frames_and_begin_with_key_frames(judge: Judge) -> None:
    made = judge.made
    assert len(made.spans) >= 2
    assert made.spans[0][0] == 0
    assert all(before[1] == after[0] for before, after in pairwise(made.spans))
    assert len(made.decoded) == made.film.frames == made.film.shots[-1].last == made.spans[-1][1]
    assert all(made.key_frames)
    for (first, last), times in zip(made.spans, made.times, strict=True):
        assert times == pytest.approx([number / FPS for number in range(last - first)], abs=1e-6)


@judged
def test_a_caption_marks_the_word_that_is_said(judge: Judge) -> None:
    told = 0
    spoken = [word for word in words(judge, "caption") if word.said is not None]
    for word in spoken[::2]:
        lit = judge.highlighted(word)
        if lit is None:
            continue
        told += 1
        assert word.said is not None
        assert lit == pytest.approx(word.said, abs=NEAR_MS), word.text
    assert told >= 0.7 * len(spoken[::2])
    narrated = [said for shot in judge.film.shots for said in shot.words]
    shown = {(word.shot.first, place) for word in spoken for place in range(word.begin, word.end)}
    for shot in judge.film.shots:
        for said in shot.words:
            assert any((shot.first, place) in shown for place in range(said.begin, said.end))
    assert len(spoken) >= 0.7 * len(narrated)


@judged
def test_a_headlines_words_come_when_they_are_said(judge: Judge) -> None:
    found = words(judge, "headline")
    assert found
    for word in found:
        assert word.said is not None
        assert judge.appeared(word) == pytest.approx(word.said[0], abs=NEAR_MS), word.text


@some("en_product")
def test_words_out_of_time_are_noticed(judge: Judge) -> None:
    """The measures themselves: of a film whose voice came 300 ms later than its pictures say, every word is wrong."""
    for word in words(judge, "caption")[::3]:
        late = [replace(said, start_ms=said.start_ms + 300, end_ms=said.end_ms + 300) for said in word.shot.words]
        word.shot = replace(word.shot, words=tuple(late))
        lit = judge.highlighted(word)
        assert lit is None or lit != pytest.approx(word.said, abs=NEAR_MS)
    for word in words(judge, "headline"):
        assert word.said is not None
        assert judge.appeared(word) != pytest.approx(word.said[0] + 300, abs=NEAR_MS)


@judged
def test_nothing_is_written_where_nothing_of_it_is_said(judge: Judge) -> None:
    """But the film's last headline, which closes it."""
    shots = judge.film.shots
    fades = judge.film.frames - FADE_OUT_FRAMES
    before: list[Written] = []
    for shot in shots:
        here = judge.written(shot)
        begin_ms, end_ms = shot.words[0].start_ms - NEAR_MS, shot.words[-1].end_ms + NEAR_MS
        early = [number for number in range(shot.first, shot.last) if ms(number) < begin_ms]
        late = [number for number in range(shot.first, min(shot.last, fades)) if ms(number) > end_ms]
        assert early
        for word in before + here:
            rest = judge.at_rest(word)
            closes = shot is shots[-1] and word.kind == "headline"
            for number in early[::2] if closes else early[::2] + late[::2]:
                share = judge.presence(word, number, rest)
                assert share is None or share <= 0.5, (word.text, word.kind, number)
        before = here


@judged
def test_no_word_leaves_the_safe_area(judge: Judge) -> None:
    film = judge.film
    box = safe_area(film.width, film.height)
    outside = np.ones((film.height, film.width), bool)
    outside[int(box.y) : int(np.ceil(box.bottom)), int(box.x) : int(np.ceil(box.right))] = False
    written = 0
    for number in range(0, film.frames - FADE_OUT_FRAMES, 6):
        bare = judge.bare(number)
        changed = np.abs(judge.stage.frame(number).astype(np.int16) - bare).max(axis=-1)
        assert not (changed[outside] > 2).any(), number
        written += int((changed > 2).any())
        seen = np.abs(judge.made.decoded[number].astype(np.int16) - bare)[..., :3].max(axis=-1)
        assert not binary_opening((seen > 90) & outside, np.ones((2, 2))).any(), number
    assert written > film.frames / 12


@judged
def test_every_word_can_be_read(judge: Judge) -> None:
    told = 0
    for shot in judge.film.shots:
        for share in (0.2, 0.35, 0.5, 0.65, 0.8):
            number = int(shot.first + (shot.last - shot.first) * share)
            found = judge.contrasts(number, judge.stage.frame(number).copy())
            told += len(found)
            assert min(found, default=(READABLE, ""))[0] >= READABLE, min(found)
            found = judge.contrasts(number, judge.made.decoded[number])
            assert min(found, default=(READABLE, ""))[0] >= READABLE_DECODED, min(found)
    assert told >= 20


@judged
def test_neighbours_are_not_alike(judge: Judge) -> None:
    middles = [judge.made.decoded[(shot.first + shot.last) // 2] for shot in judge.film.shots]
    assert all(unlikeness(one, other) >= UNLIKE for one, other in pairwise(middles)), [
        unlikeness(one, other) for one, other in pairwise(middles)
    ]


@some("en_recipe", "es_news")
def test_shots_of_one_look_are_alike(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure itself: it tells when all shots have the same look, other words and drawings notwithstanding."""
    monkeypatch.setattr(stage, "choose_looks", lambda film: (choose_looks(film)[0],) * len(film.shots))
    shots = tuple(replace(shot, scene=replace(shot.scene, number=0)) for shot in judge.film.shots)
    drawn = judge.made.stage(replace(judge.film, shots=shots))
    middles = [drawn.frame((shot.first + shot.last) // 2).copy() for shot in shots]
    assert all(unlikeness(one, other) < UNLIKE for one, other in pairwise(middles))


@judged
def test_nothing_is_black_or_frozen(judge: Judge) -> None:
    frames = judge.made.decoded
    light = np.array([luminance(frame).mean() for frame in frames[::6]])
    seconds = np.convolve(light, np.full(4, 0.25), "valid")
    assert seconds.min() > BLACK
    assert light[0] > BLACK
    for number in range(0, len(frames) - FPS, 12):
        assert difference(frames[number], frames[number + FPS]) > FROZEN_SECOND, number
    for number in range(0, len(frames) - 6, 6):
        assert difference(frames[number], frames[number + 6]) > FROZEN_QUARTER, number


@some("en_product", "ja_poem", "ar_news")
def test_a_seed_decides_every_picture(judge: Judge) -> None:
    film, made = judge.film, judge.made
    chosen = [film.shots[1].first + 4, 0, film.frames // 3, film.frames // 2, film.frames - 3, film.shots[1].first - 2]
    again = hashes(made.stage(), chosen[::-1])
    assert hashes(judge.stage, chosen) == again
    assert len(set(again.values())) == len(chosen)
    other = hashes(made.stage(replace(film, seed=film.seed + 1)), chosen)
    assert all(again[number] != other[number] for number in chosen)


def hashes(drawn: Stage, numbers: list[int]) -> dict[int, str]:
    return {number: hashlib.sha256(drawn.frame(number).tobytes()).hexdigest() for number in numbers}


@some("es_poem")
def test_a_film_cut_elsewhere_has_the_same_pictures(judge: Judge, tmp_path: Path) -> None:
    made, film = judge.made, judge.film
    cuts = [0, 31, film.frames // 2 + 5, film.frames]
    assert not set(cuts[1:-1]) & {first for first, _ in made.spans}
    pieces = [decode(path) for path in render(film, made.fonts, list(pairwise(cuts)), tmp_path)]
    decoded = np.concatenate([frames for frames, _, _ in pieces])
    assert decoded.shape == made.decoded.shape
    errors = [
        float(np.square(one[..., :3].astype(float) - other[..., :3]).mean())
        for one, other in zip(decoded, made.decoded, strict=True)
    ]
    worst = 10 * np.log10(255**2 / max(errors))
    assert worst > SAME_PICTURE_DB
    assert hashes(judge.stage, cuts[1:-1]) == hashes(Stage(film, made.fonts), cuts[1:-1][::-1])
