"""A film's pictures, drawn and encoded in pieces, against x264 alone encoding the same pictures."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import av

from benchmarks.pinning import pinned
from benchmarks.table import Table, at_most
from lingoreel.media.film.render import video_frame
from lingoreel.media.film.scenes import make_storyboard
from lingoreel.media.film.shots import lay_shots
from lingoreel.media.film.spans import cut_spans
from lingoreel.media.film.stage import Stage
from lingoreel.media.film.storyboard import FPS, SIZES, Film
from lingoreel.media.film.word_times import SpokenPart

AGAINST_X264 = 2.5
TWO_CORES = 0.6
MEMORY_MB = 600
SECONDS = 30
QUICK_SECONDS = 4
PRESET, CRF = "veryfast", 20
ENGLISH = (
    "Every morning, the sun rises over the quiet mountains. Birds wake up in the forest, and the river begins to sing. "
    "A small train crosses the old bridge and carries people to the city. There, in a warm kitchen, bread comes out of "
    "the oven. Take your time: 24 hours are enough for 100 good things. A letter arrives, a child opens a book, "
    "somebody makes music. And at night, when the stars are out, the whole city dreams of the sea."
)
SPANISH = (
    "Para una buena tortilla hacen falta cuatro huevos, dos patatas y un poco de aceite. Corta las patatas en láminas "
    "finas. Fríelas a fuego lento durante veinte minutos. Bate los huevos en un bol grande y mézclalo todo con sal. "
    "Cuaja la tortilla por los dos lados. Sírvela caliente, con pan y con tu familia."
)
_MS_A_LETTER = 68
_CHUNK = 48
_WALL_S = 3600.0
_COLUMNS = ("measure", "ours", "baseline", "ratio", "target", "verdict")


def run(folder: Path, *, quick: bool) -> Table:
    """Measure; `folder` is scratch."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    film = _film(ENGLISH, "en", "720p")
    frames = min(film.frames, (QUICK_SECONDS if quick else SECONDS) * FPS)

    alone = _x264(film, frames, cores[:1])
    on_one = _pieces(film, frames, folder, cores[:1])
    rows = [_row("720p, one core", on_one, alone, "x264 alone, one core", AGAINST_X264)]
    if len(cores) > 1:
        rows.append(_row("720p, two cores", _pieces(film, frames, folder, cores), on_one, "one core", TWO_CORES))
    for text, language in ((ENGLISH, "en"), (SPANISH, "es")):
        large = _film(text, language, "1080p")
        count = min(large.frames, frames) if quick else large.frames
        took = _pieces(large, count, folder, cores)
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        rows.append(
            (
                *(f"1080p, {language}, {count / FPS:.0f} s on {len(cores)} cores", f"{took:.1f} s, {used:.0f} MB"),
                *("", "", f"≤ {MEMORY_MB} MB a piece", at_most(used, MEMORY_MB)),
            )
        )
    return Table(
        "film",
        f"The pictures of a film, {frames / FPS:.0f} s of 720p at {FPS} a second",
        "Ours: piece by piece in warm children, as a worker runs them, their start and every stage's included, on "
        "as many slots as cores, each encoding on one thread. x264 alone: one encoder with the same options and one "
        f"thread, fed with the same frames already drawn and in YUV ({PRESET}, CRF {CRF}). Memory: the largest "
        "resident set of any child so far.",
        _COLUMNS,
        rows,
    )


def _row(name: str, ours: float, baseline: float, against: str, target: float) -> tuple[str, ...]:
    ratio = ours / baseline
    told = (f"{ours:.1f} s", f"{baseline:.1f} s, {against}", f"{ratio:.2f}", f"≤ {target:.1f}")
    return (name, *told, at_most(ratio, target))


def _film(text: str, language: str, resolution: str) -> Film:
    """The text as a film, said at an ordinary pace."""
    storyboard = make_storyboard(text, language, seed=1)
    parts = [[SpokenPart(0, len(scene.narration), len(scene.narration) * _MS_A_LETTER)] for scene in storyboard.scenes]
    shots = lay_shots(storyboard, parts).shots
    width, height = SIZES[resolution]["16:9"]
    return Film(width, height, 1, language, storyboard.genre, captions=True, shots=shots)


def _x264(film: Film, frames: int, cores: list[int]) -> float:
    """Seconds that encoding alone takes; the frames are drawn between, untimed."""
    took = 0.0
    with pinned(cores), av.open(os.devnull, "w", format="mp4") as out:
        stream: Any = out.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = film.width, film.height, "yuv420p"
        stream.time_base = Fraction(1, FPS)
        stream.thread_count = 1
        stream.options = {"preset": PRESET, "crf": str(CRF)}
        source = _frames(film, frames)
        while chunk := list(islice(source, _CHUNK)):
            began = time.perf_counter()
            for frame in chunk:
                stream.encode(frame)
            took += time.perf_counter() - began
        began = time.perf_counter()
        stream.encode(None)
        return took + time.perf_counter() - began


def _frames(film: Film, count: int) -> Iterator[Any]:
    stage = Stage(film, ())
    for number in range(count):
        frame = video_frame(stage.frame(number))
        frame.pts, frame.time_base = number, Fraction(1, FPS)
        yield frame


def _pieces(film: Film, frames: int, folder: Path, cores: list[int]) -> float:
    """Seconds that all pieces take."""
    with pinned(cores):
        return asyncio.run(_render(film, frames, folder, len(cores)))


async def _render(film: Film, frames: int, folder: Path, slots: int) -> float:
    from lingoreel.media.studio import HOST, host_config
    from lingoreel.processes import Hosts
    from lingoreel.settings import Settings

    settings = Settings(data_dir=folder / "data")
    hosts = Hosts(settings)
    free = asyncio.Semaphore(slots)
    spans = [span for span in cut_spans(film.shots) if span.first < frames]

    async def piece(number: int, first: int, last: int) -> None:
        async with free:
            await hosts.call(
                HOST,
                host_config(settings),
                {
                    "work": "draw",
                    "film": film.to_dict(),
                    "first": first,
                    "last": last,
                    **{"preset": PRESET, "crf": CRF, "threads": 1},
                    "output_path": str(folder / f"piece {number}.mp4"),
                },
                wall_s=_WALL_S,
                parallel=slots,
            )

    try:
        began = time.perf_counter()
        await asyncio.gather(*(piece(number, span.first, min(span.last, frames)) for number, span in enumerate(spans)))
        return time.perf_counter() - began
    finally:
        await hosts.close()
