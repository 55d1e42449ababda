"""What a film delivers: the video, a poster, its captions as files, and its storyboard with times."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from lingoreel.artifacts import Artifact
from lingoreel.engines.film import Capabilities
from lingoreel.media.film.cue_times import film_cues
from lingoreel.media.film.storyboard import Film, Shot
from lingoreel.media.subtitle_files import write
from lingoreel.products.film.filming import Filmed
from lingoreel.products.film.request import ITEM, StoredParameters
from lingoreel.products.film.result import POSTER, STORYBOARD, VIDEO
from lingoreel.products.film.scenes import Engines, Told
from lingoreel.tasks.delivery import publish_text, publish_texts
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Run

CUE_FORMATS = ("srt", "vtt")


async def publish(
    run: Run,
    parameters: StoredParameters,
    engines: Engines,
    told: Told,
    film: Film,
    filmed: Filmed,
    *,
    title: str,
    warnings: Sequence[str],
) -> dict[str, Any]:
    """The outcome, as plain data. Only inside a step. Raises ResultNotStored."""
    storyboard = [_scene(shot, told) for shot in film.shots]
    engine = _engine(engines, film, len(told.assets))
    text = json.dumps(
        {
            "language": film.language,
            "genre": film.genre,
            "seed": film.seed,
            "width": film.width,
            "height": film.height,
            "engine": engine,
            "writer": told.writer,
            "scenes": [scene | {"words": _words(shot)} for scene, shot in zip(storyboard, film.shots, strict=True)],
        },
        ensure_ascii=False,
        indent=1,
    )
    captions = await asyncio.to_thread(_captions, film, title)
    size_bytes = (await run.kit.storage.head(filmed.poster["key"])).size_bytes
    artifacts = (
        Artifact(VIDEO, filmed.video["key"], f"{title}.mp4", filmed.video["size_bytes"]),
        Artifact(POSTER, filmed.poster["key"], f"{title}.jpg", size_bytes),
        *await publish_texts(run, captions, title),
        await publish_text(run, STORYBOARD, text, f"{title}.storyboard.json", at="storyboard.json"),
    )
    sound = filmed.sound
    data = {
        "duration": -(-filmed.video["duration_ms"] // 1000),
        "storyboard": storyboard,
        "voice": parameters.voice,
        "language": parameters.language,
        "engine": engine,
        "seed": film.seed,
        "width": film.width,
        "height": film.height,
        "sound": {
            "integrated_lufs": sound["loudness"],
            "true_peak_dbtp": sound["true_peak"],
            "music": sound["music"],
            "speech_over_music_db": sound["speech_over_music_db"],
        },
    }
    return asdict(Outcome(data, artifacts, {ITEM: 1}, tuple(dict.fromkeys(warnings))))


def _scene(shot: Shot, told: Told) -> dict[str, Any]:
    scene = shot.scene
    asset = None if scene.asset is None or scene.asset >= len(told.assets) else told.assets[scene.asset]["url"]
    return {
        "text": scene.narration,
        "start": shot.start_ms,
        "end": shot.end_ms,
        "headline": scene.shown or None,
        "mood": scene.mood,
        "motifs": list(scene.motifs),
        "keywords": list(scene.keywords),
        "asset": asset,
    }


def _words(shot: Shot) -> list[dict[str, Any]]:
    text = shot.scene.narration
    return [{"start": w.start_ms, "end": w.end_ms, "text": text[w.begin : w.end]} for w in shot.words]


def _captions(film: Film, title: str) -> dict[str, str]:
    cues = film_cues(film)
    return {kind: write(cues, kind, title=title, language=film.language) for kind in CUE_FORMATS}


def _engine(engines: Engines, film: Film, brought: int) -> dict[str, Any]:
    """The engine that the film is called by: the generating one only where it made something."""
    made = any(shot.scene.asset is not None and shot.scene.asset >= brought for shot in film.shots)
    lead: Capabilities = engines.lead if made else engines.drawing
    return {
        "name": lead.name,
        "version": lead.version,
        "tier": lead.tier,
        "model": lead.model,
        "licence": lead.licence,
    }
