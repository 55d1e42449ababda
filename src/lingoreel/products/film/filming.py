"""From shots to the film: pictures drawn side by side, each piece remembered by itself, its sound, and both joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

from lingoreel.errors import EngineFailed, InvalidFile
from lingoreel.media.film.looks import choose_looks
from lingoreel.media.film.poster import poster_frame
from lingoreel.media.film.shots import LEAD_MS, Laid
from lingoreel.media.film.spans import Span, cut_spans
from lingoreel.media.film.storyboard import FPS, Film, Shot
from lingoreel.products.film.assets import Asset
from lingoreel.products.film.request import StoredParameters
from lingoreel.products.film.result import POSTER, VIDEO
from lingoreel.products.film.scenes import Engines
from lingoreel.products.film.voicing import SpokenScene
from lingoreel.tasks.delivery import result_key
from lingoreel.tasks.intake import wall_s
from lingoreel.tasks.parts import CellPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import digest
from lingoreel.tasks.workflows import CPU_LANE

# By name: encoders and font readers are loaded in cells alone. All parts are optional, so that their failures are told
# here and not as those of a file.
SOUND = "lingoreel.media.film.soundtrack:make_soundtrack"
RENDER = "lingoreel.media.film.render:render_piece"
ASSEMBLE = "lingoreel.media.film.assemble:assemble"
MAKE_POSTER = "lingoreel.media.film.poster:make_poster"
RECIPE = 2
"""Raised when the same shots would give another film."""
_EFFORT = 6.0
"""Seconds of processing that a second of 1080p may take beyond what every task is allowed."""
_SOUND_WEIGHT_S = 2.0
_JOIN_WALL_S = 120.0
_TRANSITION_FRAMES = ceil(LEAD_MS * FPS / 1000)
"""The shot before is seen in so many of a shot's first frames at most."""


@dataclass(frozen=True)
class Setting:
    """How the film's words are set: the object with the fonts (None: those that come with the installation are
    enough), and for each scene what its letters look like."""

    fonts: str | None
    type: tuple[str, ...]


@dataclass(frozen=True)
class Filmed:
    """What the cells answered for the sound, the video and the poster."""

    sound: dict[str, Any]
    video: dict[str, Any]
    poster: dict[str, Any]


async def make_film(
    run: Run,
    parameters: StoredParameters,
    engines: Engines,
    film: Film,
    laid: Laid,
    spoken: Sequence[SpokenScene],
    assets: Sequence[Asset],
    setting: Setting,
    *,
    title: str,
    comment: str,
    low: float,
    high: float,
) -> Filmed:
    """Draw, encode, score and join. Raises EngineFailed, ResultNotStored, ProcessingTimeout."""
    middle = low + (high - low) * 0.94
    spans = cut_spans(film.shots)
    encoder = await run.step("encoder", lambda: _encoder(run))
    pieces = _pieces(run, engines, film, spans, assets, setting, encoder)
    sound = _sound(run, parameters, film, laid, spoken, title)
    with told_as_ours():
        made, *drawn = await run.results("film", CPU_LANE, [sound, *pieces], low=low, high=middle)
    keys = [piece["key"] for piece in drawn]
    frame = poster_frame(film.shots)
    place = next(number for number, span in enumerate(spans) if span.first <= frame < span.last)
    told = {"title": title, "language": parameters.language, "comment": comment}
    video = CellPart(
        cell=ASSEMBLE,
        request={**told, "frames": [span.last - span.first for span in spans]},
        objects={"piece_paths": keys, "sound_path": made["key"]},
        made_of={**told, "pieces": keys, "sound": made["key"], "task": str(run.facts.task_id), "version": RECIPE},
        wall_s=_JOIN_WALL_S,
        output=VIDEO,
        output_key=result_key(run, VIDEO),
        optional=True,
    )
    poster = CellPart(
        cell=MAKE_POSTER,
        request={"frame": frame - spans[place].first},
        objects={"path": keys[place]},
        made_of={"piece": keys[place], "frame": frame - spans[place].first, "task": str(run.facts.task_id)},
        wall_s=_JOIN_WALL_S,
        output=POSTER,
        output_key=result_key(run, POSTER),
        optional=True,
    )
    with told_as_ours():
        joined, shown = await run.results("join", CPU_LANE, [video, poster], low=middle, high=high)
    return Filmed(made, joined, shown)


@contextmanager
def told_as_ours() -> Iterator[None]:
    """Raises EngineFailed in place of the InvalidFile that a cell ends with which died: here no file is to blame."""
    try:
        yield
    except InvalidFile as error:
        raise EngineFailed(
            "a part of the film could not be made: its process ended",
            remedy="try again: what is made already is kept",
            details=error.details,
        ) from error


def _pieces(
    run: Run,
    engines: Engines,
    film: Film,
    spans: Sequence[Span],
    assets: Sequence[Asset],
    setting: Setting,
    encoder: dict[str, Any],
) -> list[CellPart]:
    looks = [digest(asdict(look)) for look in choose_looks(film)]
    shots = [_shot_identity(shot, assets) for shot in film.shots]
    whole = {
        "engine": engines.drawing.version,
        "encoder": encoder,
        "size": [film.width, film.height],
        "seed": film.seed,
        "language": film.language,
        "captions": film.captions,
        "version": RECIPE,
    }
    plain = film.to_dict()
    fonts = {} if setting.fonts is None else {"fonts_path": setting.fonts}
    effort = _EFFORT * max(0.25, film.width * film.height / (1920 * 1080))
    return [
        CellPart(
            cell=RENDER,
            request={
                "film": plain,
                "first": span.first,
                "last": span.last,
                "type": list(setting.type),
                **encoder,
                "threads": 1,
            },
            objects={"asset_paths": [asset.key for asset in assets], **fonts},
            made_of={**whole, **_decides(film, span, looks, shots, setting)},
            wall_s=wall_s(run, span.seconds, effort),
            weight=span.seconds,
            output="piece.mp4",
            optional=True,
        )
        for span in spans
    ]


def _decides(
    film: Film, span: Span, looks: Sequence[str], shots: Sequence[dict[str, Any]], setting: Setting
) -> dict[str, Any]:
    """All that decides a piece's frames but what the whole film has in common: its own shot, the one before it where
    that is still seen, and how near the end is. A scene that changes costs its own pieces and the next one's first."""
    number, shot = span.shot, film.shots[span.shot]
    told: dict[str, Any] = {
        "part": [span.first - shot.first, span.last - shot.first],
        "shot": shots[number],
        "look": looks[number],
        "type": setting.type[number],
    }
    if number and span.first - shot.first < _TRANSITION_FRAMES:
        told["before"] = [shots[number - 1], looks[number - 1]]
    if number == len(film.shots) - 1:
        told["left"] = film.frames - span.last
    return told


def _shot_identity(shot: Shot, assets: Sequence[Asset]) -> dict[str, Any]:
    """A shot wherever it stands in a film: its times count from its own beginning."""
    scene = shot.scene.to_dict()
    asset = None if shot.scene.asset is None else assets[shot.scene.asset].made_of
    words = [[w.begin, w.end, w.start_ms - shot.start_ms, w.end_ms - shot.start_ms] for w in shot.words]
    return {"scene": {**scene, "asset": asset}, "frames": shot.last - shot.first, "words": words}


def _sound(
    run: Run, parameters: StoredParameters, film: Film, laid: Laid, spoken: Sequence[SpokenScene], title: str
) -> CellPart:
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
        "title": title,
        "language": parameters.language,
    }
    return CellPart(
        cell=SOUND,
        request=asked,
        objects={"speech_paths": keys},
        made_of={**asked, "speech": keys, "version": RECIPE},
        wall_s=wall_s(run, film.frames / FPS),
        weight=_SOUND_WEIGHT_S,
        output="sound.m4a",
        optional=True,
    )


def _mood(shots: Sequence[Shot]) -> str:
    """The mood of most of the film."""
    frames: Counter[str] = Counter()
    for shot in shots:
        frames[shot.scene.mood] += shot.last - shot.first
    return frames.most_common(1)[0][0]


async def _encoder(run: Run) -> dict[str, Any]:
    settings = run.kit.settings
    return {"preset": settings.video_preset, "crf": settings.video_crf}
