"""What is typed or kept in files for `lingoreel translate`, as the API's parameters. All raise BadParameter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer

from lingoreel.cli.json_file import read_json
from lingoreel.cli.own_subtitles import read_own

LINES_BYTES = 20_000_000


def languages_of(text: str) -> list[str]:
    """`es,fr` as a list without repetitions."""
    found = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not found:
        raise typer.BadParameter("name a language, such as es, or several: es,fr", param_hint="--to")
    return found


def one_of(option: str, value: str, allowed: Sequence[str]) -> str:
    """The value, if it is one of those allowed."""
    if value not in allowed:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(allowed)}", param_hint=option)
    return value


def speaker_voices_of(pairs: Iterable[str]) -> dict[str, str]:
    """`speaker0=espeak:es` and the like as the API's object."""
    voices: dict[str, str] = {}
    for pair in pairs:
        speaker, equals, voice = pair.partition("=")
        if not (equals and speaker.strip() and voice.strip()):
            raise typer.BadParameter(
                f"{pair!r} is not SPEAKER=VOICE, such as speaker0=espeak:es", param_hint="--speaker-voice"
            )
        voices[speaker.strip()] = voice.strip()
    return voices


def lines_of(path: Path) -> tuple[list[dict[str, Any]], Sequence[str]]:
    """Lines to speak: those that `--preview` saved, as JSON, or a subtitle file; and what had to be mended in it."""
    if path.suffix.lower() != ".json":
        own = read_own(path, "--lines")
        return [{"start": cue.start_ms, "end": cue.end_ms, "text": cue.text} for cue in own.cues], own.notes
    found = read_json(path, "--lines", LINES_BYTES)
    if not isinstance(found, list) or not found or not all(isinstance(line, dict) for line in found):
        raise typer.BadParameter(
            f'{path} must be a list such as [{{"start": 0, "end": 1500, "text": "Hola"}}]', param_hint="--lines"
        )
    return found, ()
