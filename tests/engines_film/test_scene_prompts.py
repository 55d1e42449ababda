"""What a generating model is asked to show."""

from __future__ import annotations

from lingoreel.engines.film.prompts import scene_prompt
from lingoreel.media.film.storyboard import GENRES, MOODS, Scene

SCENE = Scene(0, "El faro  viejo brilla.", (3, 12), "warm", motifs=("lamp", "star_badge"))


def test_a_narration_is_shown_to_a_model_that_understands_it_and_drawings_to_any():
    understood = scene_prompt(SCENE, "story", ("en", "es"), "es-MX")
    assert understood.startswith("El faro viejo brilla. lamp, star badge. ")
    other = scene_prompt(SCENE, "story", ("en",), "es")
    assert other.startswith("lamp, star badge. ")
    assert "faro" not in other


def test_what_a_writer_described_comes_instead():
    described = scene_prompt(SCENE, "story", ("en",), "es", "An old lighthouse at night.")
    assert described.startswith("An old lighthouse at night. a shot")
    assert "lamp" not in described


def test_kind_and_mood_tell_in_the_prompt():
    told = {scene_prompt(Scene(0, "A", None, mood), genre, ("en",), "en") for mood in MOODS for genre in GENRES}
    assert len(told) == len(MOODS) * len(GENRES)
