"""The scenes of a film spoken: what is heard of each, and when its words are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lingoreel.media.film.word_times import SpokenPart
from lingoreel.media.speech_text import Utterance
from lingoreel.tasks import speaking
from lingoreel.tasks.reading_aloud import Cast, shown_words
from lingoreel.tasks.run import Run
from lingoreel.tasks.speaking import Said


@dataclass(frozen=True)
class SpokenScene:
    """What was said of a scene, in order: where it is heard, by whom, and its parts of the narration."""

    said: tuple[Said, ...]
    voices: tuple[str, ...]
    parts: tuple[SpokenPart, ...]


async def speak_scenes(
    run: Run, cast: Cast, utterances: Sequence[Sequence[Utterance]], *, low: float, high: float
) -> list[SpokenScene]:
    """Speak every scene. Raises EngineUnavailable where nothing is heard at all, and what engines raise."""
    said = iter(await speaking.speak(run, cast.wanted, low=low, high=high))
    voices = iter(item.utterance.voice for item in cast.wanted)
    scenes = []
    for scene in utterances:
        mine = tuple(next(said) for _ in scene)
        parts = tuple(_part(utterance, each) for utterance, each in zip(scene, mine, strict=True))
        scenes.append(SpokenScene(mine, tuple(next(voices) for _ in scene), parts))
    cast.require_heard([each for scene in scenes for each in scene.said])
    return scenes


def engine_notes(scenes: Sequence[SpokenScene]) -> list[str]:
    """The engines' warnings, each once."""
    notes = (note for scene in scenes for each in scene.said for note in each.warnings)
    return list(dict.fromkeys(f"{note['code']}: {note['message']}" for note in notes))


def _part(utterance: Utterance, said: Said) -> SpokenPart:
    length_ms = said.ms(said.end_sample)
    return SpokenPart(
        begin=utterance.begin,
        end=utterance.end,
        length_ms=length_ms,
        pause_after_ms=utterance.pause_after_ms,
        words=shown_words(utterance, said, length_ms),
    )
