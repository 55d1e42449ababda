"""From shots to the film: pictures drawn side by side, each piece remembered by itself, its sound, and both joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from lingoreel.media.film.looks import choose_looks
from lingoreel.media.film.poster import poster_frame
from lingoreel.media.film.shots import TRANSITION_FRAMES, Laid
from lingoreel.media.film.spans import Span, cut_spans
from lingoreel.media.film.storyboard import Film, Shot
from lingoreel.media.studio import HOST as STUDIO
from lingoreel.products.film.assets import Asset
from lingoreel.products.film.request import StoredParameters
from lingoreel.products.film.result import POSTER, VIDEO
from lingoreel.products.film.scenes import Engines
from lingoreel.products.film.scoring import sound_part
from lingoreel.products.film.voicing import SpokenScene
from lingoreel.tasks.delivery import result_key
from lingoreel.tasks.intake import wall_s
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import digest
from lingoreel.tasks.workflows import CPU_LANE

RECIPE = 4
"""Raised when the same shots would give another film."""
_EFFORT = 6.0
"""Seconds of processing that a second of 1080p may take beyond what every task is allowed."""
_JOIN_WALL_S = 120.0


@dataclass(frozen=True)
class Setting:
    """How the film's words are set: the object with the fonts (None: those that come with the installation are
    enough), for each scene what its letters look like, and the pictographs that are left out."""

    fonts: str | None
    type: tuple[str, ...]
    undrawn: tuple[str, ...] = ()

    @property
    def warnings(self) -> list[str]:
        if not self.undrawn:
            return []
        named = " ".join(self.undrawn[:10]) + (" …" if len(self.undrawn) > 10 else "")
        return [
            f"pictographs: {named} {'is' if len(self.undrawn) == 1 else 'are'} not drawn; no font here has outlines"
        ]


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
    encoder: dict[str, Any],
    *,
    title: str,
    comment: str,
    low: float,
    high: float,
) -> Filmed:
    """Draw, encode, score and join. Raises EngineFailed, ResultNotStored, ProcessingTimeout."""
    middle = low + (high - low) * 0.94
    spans = cut_spans(film.shots)
    pieces = _pieces(run, engines, film, spans, assets, setting, encoder)
    sound = sound_part(run, parameters, film, laid, spoken)
    made, *drawn = await run.results("film", CPU_LANE, [sound, *pieces], low=low, high=middle)
    keys = [piece["key"] for piece in drawn]
    frame = poster_frame(film.shots)
    place = next(number for number, span in enumerate(spans) if span.first <= frame < span.last)
    told = {"title": title, "language": parameters.language, "comment": comment}
    video = HostPart(
        host=STUDIO,
        parallel=run.kit.settings.cpu_slots,
        request={"work": "assemble", **told, "frames": [span.last - span.first for span in spans]},
        objects={"piece_paths": keys, "sound_path": made["key"]},
        made_of={**told, "pieces": keys, "sound": made["key"], "task": str(run.facts.task_id), "version": RECIPE},
        wall_s=_JOIN_WALL_S,
        output=VIDEO,
        output_key=result_key(run, VIDEO),
    )
    poster = HostPart(
        host=STUDIO,
        parallel=run.kit.settings.cpu_slots,
        request={"work": "poster", "frame": frame - spans[place].first},
        objects={"path": keys[place]},
        made_of={"piece": keys[place], "frame": frame - spans[place].first, "task": str(run.facts.task_id)},
        wall_s=_JOIN_WALL_S,
        output=POSTER,
        output_key=result_key(run, POSTER),
    )
    joined, shown = await run.results("join", CPU_LANE, [video, poster], low=middle, high=high)
    return Filmed(made, joined, shown)


def _pieces(
    run: Run,
    engines: Engines,
    film: Film,
    spans: Sequence[Span],
    assets: Sequence[Asset],
    setting: Setting,
    encoder: dict[str, Any],
) -> list[HostPart]:
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
    fonts = {} if setting.fonts is None else {"fonts_path": setting.fonts}
    effort = _EFFORT * max(0.25, film.width * film.height / (1920 * 1080))
    parts = []
    for span in spans:
        shown, keys = _with_shown_assets(film, span, assets)
        parts.append(
            HostPart(
                host=STUDIO,
                parallel=run.kit.settings.cpu_slots,
                request={
                    "work": "draw",
                    "film": shown.to_dict(),
                    "first": span.first,
                    "last": span.last,
                    "type": list(setting.type),
                    "preset": encoder["preset"],
                    "crf": encoder["crf"],
                    "threads": 1,
                },
                objects={"asset_paths": keys, **fonts},
                made_of={**whole, **_decides(film, span, looks, shots, setting)},
                wall_s=wall_s(run, span.seconds, effort),
                weight=span.seconds,
                output="piece.mp4",
            )
        )
    return parts


def _with_shown_assets(film: Film, span: Span, assets: Sequence[Asset]) -> tuple[Film, list[str]]:
    """The film as a piece is to know it, whose scenes show only what is seen in that piece, and the keys of these."""
    seen = {span.shot, span.shot - 1} if _before_is_seen(film, span) else {span.shot}
    keys: list[str] = []
    shots = []
    for number, shot in enumerate(film.shots):
        asset = shot.scene.asset if number in seen else None
        if asset is not None:
            key = assets[asset].key
            keys += [] if key in keys else [key]
            asset = keys.index(key)
        shots.append(replace(shot, scene=replace(shot.scene, asset=asset)))
    return replace(film, shots=tuple(shots)), keys


def _before_is_seen(film: Film, span: Span) -> bool:
    """Whether the way from the shot before lies in the piece."""
    return span.shot > 0 and span.first - film.shots[span.shot].first < TRANSITION_FRAMES


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
    if _before_is_seen(film, span):
        told["before"] = [shots[number - 1], looks[number - 1]]
    if number == len(film.shots) - 1:
        told["left"] = film.frames - span.last
    return told


def _shot_identity(shot: Shot, assets: Sequence[Asset]) -> dict[str, Any]:
    """A shot wherever it stands in a film: its times count from its beginning. What its mood decides is its look."""
    scene = shot.scene.to_dict()
    del scene["mood"], scene["keywords"]
    asset = None if shot.scene.asset is None else assets[shot.scene.asset].made_of
    words = [[w.begin, w.end, w.start_ms - shot.start_ms, w.end_ms - shot.start_ms] for w in shot.words]
    return {"scene": {**scene, "asset": asset}, "frames": shot.last - shot.first, "words": words}
