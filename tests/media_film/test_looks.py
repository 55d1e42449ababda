from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from lingoreel.media.film.backgrounds import BACKGROUNDS
from lingoreel.media.film.camera import CAMERAS
from lingoreel.media.film.looks import HEADLINE_STYLES, LAYOUTS, Look, choose_family, choose_looks
from lingoreel.media.film.particles import PARTICLES
from lingoreel.media.film.storyboard import GENRES, MOODS, SIZES, Film, Scene, Shot
from lingoreel.media.film.transitions import TRANSITIONS


def a_film(seed: int, shots: int = 9, shape: str = "16:9", moods: tuple[str, ...] = MOODS) -> Film:
    rng = np.random.default_rng(seed)
    scenes = [
        Scene(n, "Some words to say", (0, 4) if rng.random() < 0.8 else None, str(rng.choice(moods)), motifs=("sun",))
        for n in range(shots)
    ]
    filmed = tuple(Shot(scene, 100 * n, 100 * n + 100, ()) for n, scene in enumerate(scenes))
    return Film(*SIZES["720p"][shape], seed, "en", str(rng.choice(GENRES)), True, filmed)


def many_films() -> Iterator[Film]:
    for seed in range(300):
        yield a_film(seed, 2 + seed % 12, ("16:9", "9:16", "1:1")[seed % 3])


def test_neighbours_never_look_the_same() -> None:
    for film in many_films():
        looks = choose_looks(film)
        assert len(looks) == len(film.shots)
        for one, other in itertools.pairwise(looks):
            for what in ("background", "layout", "transition", "camera", "headline_style"):
                assert getattr(one, what) != getattr(other, what), what


def test_everything_chosen_is_there_and_everything_there_is_chosen() -> None:
    looks = [look for film in many_films() for look in choose_looks(film)]

    def used(what: str) -> set[str | None]:
        return {getattr(look, what) for look in looks}

    assert used("background") == set(BACKGROUNDS)
    assert used("particles") == {*PARTICLES, None}
    assert used("camera") == set(CAMERAS)
    assert used("transition") == set(TRANSITIONS)
    assert used("layout") == set(LAYOUTS)
    assert used("headline_style") == set(HEADLINE_STYLES)


def test_a_film_is_of_one_piece_and_its_colours_follow_the_mood() -> None:
    for film in many_films():
        family = choose_family(film)
        looks = choose_looks(film)
        assert [look.palette for look in looks] == [family.palette(shot.scene.mood) for shot in film.shots]


def test_the_same_seed_gives_the_same_looks_and_others_give_others() -> None:
    films = [replace(a_film(1), seed=seed) for seed in range(40)]
    looks = [choose_looks(film) for film in films]
    assert looks == [choose_looks(film) for film in films]
    assert len(set(looks)) >= 39
    assert len({choose_family(film).name for film in films}) >= 5


def test_a_changed_scene_leaves_the_others_as_they_were() -> None:
    film = a_film(5, 9, moods=("calm", "warm"))
    looks = choose_looks(film)
    scene = replace(film.shots[4].scene, mood="warm" if film.shots[4].scene.mood == "calm" else "calm", headline=None)
    changed = replace(film, shots=(*film.shots[:4], replace(film.shots[4], scene=scene), *film.shots[5:]))
    assert choose_family(changed) == choose_family(film)
    kept: list[tuple[Look, Look]] = list(zip(looks, choose_looks(changed), strict=True))
    assert [one == other for one, other in kept] == [number != 4 for number in range(9)]


@pytest.mark.parametrize("shape", ["9:16", "1:1"])
def test_narrow_pictures_have_nothing_side_by_side(shape: str) -> None:
    layouts = {look.layout for seed in range(60) for look in choose_looks(a_film(seed, shape=shape))}
    assert layouts and not layouts & {"hero_left", "hero_right"}


def test_without_a_headline_there_is_a_drawing() -> None:
    for film in many_films():
        for shot, look in zip(film.shots, choose_looks(film), strict=True):
            assert shot.scene.headline is not None or look.layout in ("hero_centre", "hero_back")


def test_sombre_films_are_darker_than_bright_ones() -> None:
    def dark(mood: str) -> float:
        return float(np.mean([choose_family(a_film(seed, moods=(mood,))).dark for seed in range(150)]))

    assert dark("dreamy") > 0.6 > 0.5 > dark("bright")
