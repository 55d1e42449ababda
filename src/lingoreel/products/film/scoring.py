"""The sound of a film as a part of its work: the speech where its words are shown, and the music under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lingoreel.media.film.shots import Laid
from lingoreel.media.film.storyboard import FPS, Film, Shot
from lingoreel.media.studio import HOST as STUDIO
from lingoreel.products.film.request import StoredParameters
from lingoreel.products.film.voicing import SpokenScene
from lingoreel.tasks.intake import wall_s
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.run import Run

RECIPE = 2
"""Raised when the same speech would get other sound."""
_WEIGHT_S = 2.0


def sound_part(
    run: Run, parameters: StoredParameters, film: Film, laid: Laid, spoken: Sequence[SpokenScene]
) -> HostPart:
    """What makes the film's sound: every utterance where its words are shown, and music."""
    heard = [
        (each, voice, start_ms)
        for scene, starts_ms in zip(spoken, laid.starts_ms, strict=True)
        for each, voice, start_ms in zip(scene.said, scene.voices, starts_ms, strict=True)
        if each.end_sample > each.start_sample
    ]
    keys = list(dict.fromkeys(each.key for each, _, _ in heard))
    asked = {
        "utterances": [
            {
                "piece": keys.index(each.key),
                "sample_rate": each.sample_rate,
                "start_sample": each.start_sample,
                "end_sample": each.end_sample,
                "start_ms": start_ms,
                "voice": voice,
            }
            for each, voice, start_ms in heard
        ],
        "duration_ms": film.frames * 1000 / FPS,
        "mood": _mood(film.shots),
        "genre": film.genre,
        "seed": film.seed,
        "music": parameters.music,
        "accents_ms": [shot.start_ms for shot in film.shots[1:]],
    }
    return HostPart(
        host=STUDIO,
        parallel=run.kit.settings.cpu_slots,
        request={"work": "score", **asked},
        objects={"speech_paths": keys},
        made_of={**asked, "speech": keys, "version": RECIPE},
        wall_s=wall_s(run, film.frames / FPS),
        weight=_WEIGHT_S,
        output="sound.m4a",
    )


def _mood(shots: Sequence[Shot]) -> str:
    """The mood of most of the film."""
    frames: Counter[str] = Counter()
    for shot in shots:
        frames[shot.scene.mood] += shot.last - shot.first
    return frames.most_common(1)[0][0]
