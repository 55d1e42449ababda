"""A long text spoken in pieces on warm hosts and joined in a cell, against espeak-ng alone in one process."""

from __future__ import annotations

import asyncio
import json
import random
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.table import Table, at_most
from lingoreel.products.speech.workflow import JOIN

CHARACTERS, QUICK_CHARACTERS = 30_000, 6_000
SHORT_CHARACTERS = 1_000
PIECE_CHARACTERS = 2_000
WARM, COLD = 0.70, 0.90
BEYOND_S = 0.7
VOICE, LANGUAGE = "espeak:en-us", "en"
OWN_VOICE = "gmw/en-US"

_HOST = "lingoreel.engines.speech.espeak:Engine"
_PAUSE_MS = 300
_WALL_S = 600.0
_COLUMNS = ("measure", "ours", "command line", "against", "ratio", "target", "verdict")
_SAMPLE = Path(__file__).parents[1] / "src" / "lingoreel" / "cli" / "demo_sample" / "speech.txt"


@dataclass(frozen=True)
class _Plain:
    """The command line's seconds: speaking the text to a WAV, and encoding that with the ffmpeg program."""

    speak_s: float
    encode_s: float

    @property
    def both_s(self) -> float:
        """One after the other."""
        return self.speak_s + self.encode_s

    @property
    def piped_s(self) -> float:
        """Both at once in a pipe on two cores, at best."""
        return max(self.speak_s, self.encode_s)


def run(folder: Path, *, quick: bool) -> Table:
    """Measure; `folder` is scratch."""
    characters = QUICK_CHARACTERS if quick else CHARACTERS
    long, short = text(characters), text(SHORT_CHARACTERS)
    plain, plain_short = _plain(long, folder), _plain(short, folder)
    cold_s, warm_s, short_s, spoken_s, seconds = asyncio.run(_ours(long, short, folder))

    def row(name: str, ours: float, theirs: float, against: str, target: float | None) -> tuple[str, ...]:
        ratio = ours / theirs
        verdict = at_most(ratio, target) if target else ""
        wanted = f"≤ {target:.2f}" if target else ""
        return (name, f"{ours:.2f} s", f"{theirs:.2f} s", against, f"{ratio:.2f}", wanted, verdict)

    beyond = short_s - plain_short.speak_s
    rows = [
        row("MP3, warm", warm_s, plain.both_s, "espeak-ng, then MP3", WARM),
        row("MP3, cold", cold_s, plain.both_s, "espeak-ng, then MP3", COLD),
        row("MP3, warm", warm_s, plain.piped_s, "espeak-ng piped into MP3", None),
        row("speech alone, warm", spoken_s, plain.speak_s, "espeak-ng", WARM),
        row("MP3, warm", warm_s, plain.speak_s, "espeak-ng alone", None),
        (
            f"{SHORT_CHARACTERS} characters, MP3, warm",
            f"{short_s:.2f} s",
            f"{plain_short.speak_s:.2f} s",
            "espeak-ng alone",
            f"{beyond:+.2f} s",
            f"≤ +{BEYOND_S:.1f} s",
            at_most(beyond, BEYOND_S),
        ),
    ]
    return Table(
        "speaking",
        f"{characters} characters of English ({seconds / 60:.0f} minutes) spoken and encoded",
        f"Ours: pieces of {PIECE_CHARACTERS} characters on two warm espeak hosts, then a cell that measures, levels, "
        "joins and encodes; cold starts the hosts too. Command line: "
        + ("the program espeak-ng" if shutil.which("espeak-ng") else "what the program does, one call of its library")
        + " on the whole text, to a WAV, without the start of its process; MP3: the ffmpeg program's of 64 kbit/s at "
        "its own defaults; piped: the slower of the two, as if a pipe cost nothing.",
        _COLUMNS,
        rows,
    )


def text(characters: int) -> str:
    """The demo's sentences in ever new orders."""
    sentences = re.findall(r"[^.]+\.", _SAMPLE.read_text(encoding="utf-8"))
    order, parts, length = random.Random(4), [], 0
    while length < characters:
        parts.append(order.choice(sentences).strip())
        length += len(parts[-1]) + 1
    return " ".join(parts)[:characters]


def _pieces(whole: str) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for sentence in re.findall(r"[^.]+\.?", whole):
        if sum(map(len, pieces[-1])) + len(sentence) > PIECE_CHARACTERS and pieces[-1]:
            pieces.append([])
        pieces[-1].append(sentence.strip())
    return pieces


async def _ours(long: str, short: str, folder: Path) -> tuple[float, float, float, float, float]:
    """Seconds cold, warm, of the short text, of the speaking alone; and how long the speech is."""
    from lingoreel.engines.speech.espeak import host_config
    from lingoreel.processes import Cells, Hosts
    from lingoreel.settings import Settings

    settings = Settings(data_dir=folder / "data")
    config = host_config(settings)

    async def timed(whole: str, name: str | None) -> tuple[float, float]:
        began = time.monotonic()
        spoken = await _speak(hosts, config, whole, folder)
        lasts = float(sum(told["samples"] / told["sample_rate"] for _, told in spoken))
        if name is not None:
            await _join(cells, spoken, folder / name)
        return time.monotonic() - began, lasts

    began = time.monotonic()
    hosts, cells = Hosts(settings), Cells(settings)
    try:
        _, seconds = await timed(long, "cold.mp3")
        cold_s = time.monotonic() - began
        warm_s, _ = await timed(long, "warm.mp3")
        short_s, _ = await timed(short, "short.mp3")
        spoken_s, _ = await timed(long, None)
    finally:
        await hosts.close()
        await cells.close()
    return cold_s, warm_s, short_s, spoken_s, seconds


async def _speak(hosts: Any, config: dict[str, Any], whole: str, folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Speak side by side; each piece's PCM and what the engine told of it."""

    async def spoken(number: int, sentences: list[str]) -> tuple[str, dict[str, Any]]:
        path = str(folder / f"{number}.pcm")
        utterances = [
            {"text": sentence, "voice": VOICE, "language": LANGUAGE, "pause_after_ms": _PAUSE_MS}
            for sentence in sentences
        ]
        request = {"utterances": utterances, "reference": None, "output_path": path}
        told = await hosts.call(_HOST, config, request, wall_s=_WALL_S, parallel=2)
        for utterance in told["utterances"]:
            utterance |= {"voice": VOICE, "pause_after_ms": _PAUSE_MS}
        return path, told

    return await asyncio.gather(*(spoken(number, part) for number, part in enumerate(_pieces(whole))))


async def _join(cells: Any, spoken: list[tuple[str, dict[str, Any]]], output: Path) -> None:
    paths, told = zip(*spoken, strict=True)
    request = {"piece_paths": list(paths), "pieces": list(told), "output_path": str(output)}
    await cells.run(JOIN, request, wall_s=_WALL_S)


def _plain(whole: str, folder: Path) -> _Plain:
    from lingoreel.media.program import find_ffmpeg

    source, wave = folder / "text.txt", folder / "plain.wav"
    source.write_text(whole, encoding="utf-8")
    if program := shutil.which("espeak-ng"):
        began = time.monotonic()
        subprocess.run([program, "-v", "en-us", "-f", str(source), "-w", str(wave)], check=True)
        speak_s = time.monotonic() - began
    else:
        child = [sys.executable, "-m", "benchmarks.speaking", str(source), str(wave)]
        told = subprocess.run(child, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1])
        speak_s = float(json.loads(told.stdout)["seconds"])
    began = time.monotonic()
    command = [find_ffmpeg().path, "-v", "error", "-nostdin", "-y", "-i", str(wave), "-b:a", "64k"]
    subprocess.run([*command, str(folder / "plain.mp3")], check=True)
    return _Plain(speak_s, time.monotonic() - began)


def main() -> None:
    """The baseline: one call of espeak's library on the text in a file, written as a WAV."""
    import wave

    from lingoreel.engines.speech.espeak import host_config
    from lingoreel.engines.speech.espeak_library import library
    from lingoreel.settings import Settings

    source, target = sys.argv[1:]
    whole = Path(source).read_text(encoding="utf-8")
    folder = str(host_config(Settings())["folder"])
    began = time.monotonic()
    loaded = library(folder)
    audio, _ = loaded.speak(OWN_VOICE, whole, words_per_minute=175, pitch=50)
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(loaded.sample_rate)
        file.writeframes(audio.tobytes())
    print(json.dumps({"seconds": time.monotonic() - began}))


if __name__ == "__main__":
    main()
