"""A dub of ten minutes against what it cannot do without: speaking, one audio encode, one mux; and one line changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks import service, speech
from benchmarks.memory import peak_mb
from benchmarks.pinning import pinned
from benchmarks.table import Table, at_least, at_most
from lingoreel.media.dub.span_encode import BIT_RATES

SECONDS, QUICK_SECONDS, LONG_SECONDS = 600, 60, 3 * 3600
LINE_MS = 4000
ONE_CORE, TWO_CORES = 1.6, 1.1
AGAIN = 5.0
WORKER_MB = 300.0

_PATH = "/api/tasks/media/video-translation/synthesis"
_RATE = 48_000
_VOICE = "espeak:es"
_WAIT_S = 3600.0
_POLL_S = 0.5
"""At the most, as often as a customer may ask, and a fortieth of what has passed: else the service is measured
answering."""
_COLUMNS = ("measure", "ours", "baseline", "of", "ratio", "target", "verdict")
_SENTENCES = (
    "La casa pequeña está junto al río, detrás de los árboles.",
    "Nadie creía que aquellas paredes aguantarían otro invierno.",
    "Primero arregló el tejado y después las ventanas.",
    "Los vecinos se reían, y sin embargo le llevaban pan.",
    "Una noche el agua llegó hasta el segundo escalón.",
    "Por la mañana todo seguía en su sitio.",
    "Así empieza la historia que hoy les quiero contar.",
)


@dataclass(frozen=True)
class _Film:
    """A film to dub, its sound as it is decoded, and the lines that are to be spoken over it."""

    path: Path
    sound: Path
    channels: int
    lines: list[dict[str, Any]]


@dataclass(frozen=True)
class _Parts:
    """Seconds of what no dub can do without, each alone."""

    speak_s: float
    encode_s: float
    mux_s: float

    @property
    def all_s(self) -> float:
        """One after the other."""
        return self.speak_s + self.encode_s + self.mux_s


@dataclass(frozen=True)
class _Dubbed:
    """Seconds of the first dub and of the one with a line changed, and the answers."""

    first_s: float
    again_s: float
    first: dict[str, Any]
    again: dict[str, Any]
    worker_mb: float

    @property
    def kept(self) -> str:
        """How many spans have the same sound in both."""
        pairs = list(zip(*(answer["result"]["sync"]["spans"] for answer in (self.first, self.again)), strict=True))
        return f"{sum(one['sha256'] == other['sha256'] for one, other in pairs)} of {len(pairs)}"


def run(folder: Path, *, quick: bool) -> Table:
    """Measure; `folder` is scratch."""
    seconds = QUICK_SECONDS if quick else SECONDS
    cores = sorted(os.sched_getaffinity(0))[:2]
    mono, stereo = (_make_film(folder, seconds, channels) for channels in (1, 2))
    rows = []
    with pinned(cores[:1]):
        parts = _parts(mono, folder)
        rows.append(_row("one core", _dub(mono, folder / "one", 1).first_s, parts, ONE_CORE))
    with pinned(cores):
        parts = _parts(mono, folder)
        dubbed = _dub(mono, folder / "two", len(cores))
        rows.append(_row("two cores", dubbed.first_s, parts, TWO_CORES if len(cores) > 1 else None))
        wide = _dub(stereo, folder / "stereo", len(cores))
        rows.append(_row("two cores, the voice removed from stereo", wide.first_s, _parts(stereo, folder), None))
    times = dubbed.first_s / dubbed.again_s
    rows.append(
        (
            "one line changed",
            f"{dubbed.again_s:.1f} s",
            f"{dubbed.first_s:.1f} s",
            "the first dub, two cores",
            f"{times:.1f} × faster",
            "" if quick else f"≥ {AGAIN:.0f} × faster",
            "" if quick else at_least(times, AGAIN),
        )
    )
    return Table(
        "dubbing",
        f"A dub of {seconds / 60:g} minutes, {len(mono.lines)} lines",
        f"Ours: `{_PATH}` with the lines given, from the create call of a file whose upload is done to the end of the "
        "task, nothing of it known before. Baseline: espeak speaking the same lines at their natural rate in one "
        "process, ffmpeg's AAC encoding of the whole sound, and ffmpeg copying picture and sound into one file, each "
        "alone on the same cores, their seconds added. Mono is turned down under the dub. With one line changed "
        f"{dubbed.again['points']['charged']:g} points were charged of {dubbed.first['points']['charged']:g}, and "
        f"{dubbed.kept} spans of the sound are the same samples.",
        _COLUMNS,
        rows,
    )


def run_long(folder: Path, *, quick: bool) -> Table:
    """What the worker needs for a dub of three hours, beside one of ten minutes."""
    lengths = (QUICK_SECONDS, 2 * QUICK_SECONDS) if quick else (SECONDS, LONG_SECONDS)
    rows = []
    for seconds in lengths:
        place = folder / f"{seconds}"
        place.mkdir()
        film = _make_film(place, seconds, 1)
        dubbed = _dub(film, place / "service", service.cores())
        rows.append(
            (
                f"{seconds / 60:g} minutes, {len(film.lines)} lines",
                f"{dubbed.first_s:.0f} s",
                f"{dubbed.worker_mb:.0f} MB",
                f"≤ {WORKER_MB:.0f} MB",
                at_most(dubbed.worker_mb, WORKER_MB),
            )
        )
    return Table(
        "dubbing-long",
        "Dubs, and the memory of the worker",
        "VmHWM of the worker when the tasks are complete, its children apart; MB are 10⁶ bytes.",
        ("film", "wall", "peak", "target", "verdict"),
        rows,
    )


def _row(name: str, ours: float, parts: _Parts, target: float | None) -> tuple[str, ...]:
    ratio = ours / parts.all_s
    told = f"speaking {parts.speak_s:.1f} + encoding {parts.encode_s:.1f} + muxing {parts.mux_s:.1f}"
    wanted = "" if target is None else f"≤ {target:.1f}"
    verdict = "" if target is None else at_most(ratio, target)
    return (name, f"{ours:.1f} s", f"{parts.all_s:.1f} s", told, f"{ratio:.2f}", wanted, verdict)


def _make_film(folder: Path, seconds: int, channels: int) -> _Film:
    """Speech over and over, over noise at its sides where there are two channels; a picture that moves."""
    from lingoreel.media.program import find_ffmpeg

    sound, path = folder / f"sound {channels}.wav", folder / f"film {channels}.mp4"
    spoken = speech.readings(folder / "speech.flac", seconds, pause_s=1.0)
    program = [find_ffmpeg().path, "-v", "error", "-nostdin", "-y"]
    graph = (
        f"anoisesrc=color=pink:duration={seconds}:amplitude=0.02:sample_rate={_RATE},pan=stereo|c0=c0|c1=-1*c0[n];"
        f"[0:a]aresample={_RATE},pan=stereo|c0=c0|c1=c0,apad[v];[v][n]amix=duration=shortest:normalize=0"
    )
    mixed = ["-filter_complex", graph] if channels == 2 else ["-af", "apad"]
    told = ["-t", str(seconds), "-ar", str(_RATE), "-ac", str(channels)]
    subprocess.run([*program, "-i", str(spoken.path), *mixed, *told, str(sound)], check=True)
    picture = ("-f", "lavfi", "-i", f"testsrc2=size=640x360:rate=25:duration={seconds}")
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "28", "-pix_fmt", "yuv420p", "-c:a", "aac")
    subprocess.run([*program, *picture, "-i", str(sound), *coded, str(path)], check=True)
    lines = [
        {
            "start": at,
            "end": at + LINE_MS - 500,
            "text": f"{_SENTENCES[n % len(_SENTENCES)]} Y van {n}.",
            "voice": _VOICE,
        }
        for n, at in enumerate(range(0, seconds * 1000 - LINE_MS + 1, LINE_MS))
    ]
    return _Film(path, sound, channels, lines)


def _parts(film: _Film, folder: Path) -> _Parts:
    from lingoreel.media.program import find_ffmpeg

    texts, encoded = folder / "texts.json", folder / "encoded.m4a"
    texts.write_text(json.dumps([line["text"] for line in film.lines]), encoding="utf-8")
    child = [sys.executable, "-m", "benchmarks.dubbing", str(texts), str(folder / "spoken.pcm")]
    told = subprocess.run(child, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    program = [find_ffmpeg().path, "-v", "error", "-nostdin", "-y"]
    encode = ["-i", str(film.sound), "-c:a", "aac", "-b:a", str(BIT_RATES[film.channels]), str(encoded)]
    copy = ["-i", str(film.path), "-i", str(encoded), "-map", "0:v", "-map", "1:a", "-c", "copy"]
    return _Parts(
        float(json.loads(told.stdout)["seconds"]),
        _timed([*program, *encode]),
        _timed([*program, *copy, "-movflags", "+faststart", str(folder / "muxed.mp4")]),
    )


def _timed(command: list[str]) -> float:
    began = time.monotonic()
    subprocess.run(command, check=True)
    return time.monotonic() - began


def _dub(film: _Film, folder: Path, slots: int) -> _Dubbed:
    folder.mkdir()
    with _customer(folder, slots) as (running, http):
        # The first task of a worker warms its hosts; it shares nothing with the film.
        _warm(http, folder)
        first_s, first = _task(http, film.path, film.lines)
        lines = [dict(line) for line in first["result"]["subtitles"]]
        middle = len(lines) // 2
        lines[middle] = {**lines[middle], "text": "Aquí dice otra cosa.", "modified": 1}
        again_s, again = _task(http, first["task_id"], lines)
        return _Dubbed(first_s, again_s, first, again, peak_mb(running.process("worker")))


@contextmanager
def _customer(folder: Path, slots: int) -> Iterator[tuple[service.Service, httpx.Client]]:
    with service.running(folder, environment={"LINGOREEL_CPU_SLOTS": str(slots)}) as running:
        headers = {"X-API-KEY": running.customer()}
        with httpx.Client(base_url=running.url, headers=headers, timeout=600, trust_env=False) as http:
            yield running, http


def _warm(http: httpx.Client, folder: Path) -> None:
    place = folder / "warm"
    place.mkdir()
    film = _make_film(place, 12, 1)
    _task(http, film.path, film.lines)


def _task(http: httpx.Client, source: Path | str, lines: list[dict[str, Any]]) -> tuple[float, dict[str, Any]]:
    """Seconds from the answer to the create call to the end, and the answer. Raises ServiceFailed."""
    fields = {"language": "es", "subtitles": json.dumps(lines)}
    if isinstance(source, str):
        created = http.post(_PATH, data=fields | {"task_id": source})
    else:
        with source.open("rb") as file:
            created = http.post(_PATH, files={"file": (source.name, file)}, data=fields)
    began = time.monotonic()
    if not created.is_success:
        raise service.ServiceFailed(f"create: {created.text}")
    task_id = created.json()["data"]["task_id"]
    while time.monotonic() - began < _WAIT_S:
        answer = http.get(f"{_PATH}/{task_id}").json()["data"]
        if answer["state"] == 1:
            return time.monotonic() - began, answer
        if answer["state"] < 0:
            raise service.ServiceFailed(f"task ended in state {answer['state']}: {answer['error']}")
        time.sleep(min(_POLL_S, 0.02 + (time.monotonic() - began) / 40))
    raise service.ServiceFailed(f"the task was not complete after {_WAIT_S:g} s")


def main() -> None:
    """The baseline: the lines of a file, spoken by espeak's engine in this process at their natural rate."""
    from lingoreel.engines.speech import espeak
    from lingoreel.engines.speech.protocol import SpeechRequest, Utterance
    from lingoreel.settings import Settings

    source, target = sys.argv[1:]
    engine = espeak.Engine(espeak.host_config(Settings()))
    texts = json.loads(Path(source).read_text(encoding="utf-8"))
    utterances = tuple(Utterance(text=text, voice=_VOICE, language="es") for text in texts)
    engine.handle({**SpeechRequest(utterances[:1]).to_dict(), "output_path": target}, lambda _: None)
    began = time.monotonic()
    engine.handle({**SpeechRequest(utterances).to_dict(), "output_path": target}, lambda _: None)
    print(json.dumps({"seconds": time.monotonic() - began}))


if __name__ == "__main__":
    main()
