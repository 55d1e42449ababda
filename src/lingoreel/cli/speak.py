"""`lingoreel speak`: a text in, a sound file out; and `lingoreel voices`: who can speak it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lingoreel.cli.chosen_service import Key, Url, chosen_service, require_key
from lingoreel.cli.output import AsJson, show_json, show_table
from lingoreel.cli.speak_options import LOUDNESS, dictionary_of, sound_path, text_of, within
from lingoreel.cli.task_results import follow, show_receipts, show_warnings

if TYPE_CHECKING:
    from lingoreel.cli.task_progress import TaskProgress
    from lingoreel.client import Client, Task

CUES = ("srt", "vtt", "ass")


def speak(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE|-", help="What to say, a text file, or - for stdin.")],
    voice: Annotated[
        str | None, typer.Option("--voice", metavar="ID", help="As `voices` lists them; none: the language's standard.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", "-l", metavar="CODE", help="Of the text, such as es.")
    ] = None,
    rate: Annotated[float | None, typer.Option("--rate", help="Speed, 0.5 to 2.", show_default="1")] = None,
    pitch: Annotated[float | None, typer.Option("--pitch", help="Semitones, -12 to 12.", show_default="0")] = None,
    volume: Annotated[float | None, typer.Option("--volume", help="0 to 100.", show_default="100")] = None,
    loudness: Annotated[
        float | None, typer.Option("--loudness", help="Of the whole, in LUFS, -30 to -9.", show_default="-16")
    ] = None,
    wanted: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="mp3, wav, flac, ogg or m4a.", show_default="mp3")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="The sound file, such as hello.wav, or a folder for it."),
    ] = None,
    subtitles: Annotated[bool, typer.Option("--subtitles", help="Save srt, vtt and ass beside it.")] = False,
    dictionary: Annotated[
        Path | None, typer.Option("--dictionary", metavar="FILE", help="JSON: terms and how they are said.")
    ] = None,
    ssml: Annotated[
        bool | None, typer.Option("--ssml/--no-ssml", help="It is SSML, or is not; none: told by <speak>.")
    ] = None,
    url: Url = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """Speak a text with a running service or, with none, with one that is started for the while."""
    from lingoreel.cli.task_progress import TaskProgress
    from lingoreel.media.speech_text.limits import PITCHES, RATES, VOLUMES

    require_key(url, key)
    given = text_of(text)
    path, kind = sound_path(output, given.stem, wanted)
    if given.file in _targets(path).values():
        raise typer.BadParameter(f"{given.file} would be overwritten", param_hint="--output")
    parameters: dict[str, Any] = {
        "voice": voice,
        "language": language,
        "rate": within("--rate", rate, *RATES),
        "pitch": within("--pitch", pitch, *PITCHES),
        "volume": within("--volume", volume, *VOLUMES),
        "loudness": within("--loudness", loudness, *LOUDNESS),
        "format": kind,
        "subtitles": subtitles or None,
        "dictionary": dictionary_of(dictionary) if dictionary else None,
        "ssml": ssml,
    }
    with chosen_service(url, key) as client, TaskProgress("speech") as progress:
        task = follow(client, client.speak(given.text, **parameters).id, progress)
        saved = _save(client, task, path, progress)
    if as_json:
        show_json(dict(task.data) | {"saved": [str(one) for one in saved]})
        return
    show_warnings(task)
    typer.echo(_told(task.data))
    typer.echo(f"charged {show_receipts([task]):g} points")
    for one in saved:
        typer.echo(f"saved {one}")


_GENDERS = {1: "male", 2: "female"}


def voices(
    language: Annotated[
        str | None, typer.Option("--language", "-l", metavar="CODE", help="Only those that speak it, such as es.")
    ] = None,
    url: Url = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """List the voices of a running service or, with none, of one that is started for the while."""
    require_key(url, key)
    with chosen_service(url, key) as client:
        found = client.voices(language)
    if as_json:
        show_json(found)
        return
    show_table(
        "Voices",
        ["id", "language", "standard", "gender", "engine", "tier", "name"],
        [
            [
                *(one["id"], one["language"], "✓" if one["standard"] else ""),
                *(_GENDERS.get(one["gender"], ""), one["engine"], one["tier"], one["name"]),
            ]
            for one in found
        ],
    )


def _save(client: Client, task: Task, path: Path, progress: TaskProgress) -> list[Path]:
    """The sound, and the subtitles that there are, beside it."""
    watched = {path: progress.download}
    return [
        client.download(task.files[name], target, watched.get(target))
        for name, target in _targets(path).items()
        if name in task.files
    ]


def _targets(path: Path) -> dict[str, Path]:
    """Where each file of the task goes, by its name there."""
    return {"audio": path} | {name: path.with_suffix(f".{name}") for name in CUES}


def _told(answer: Mapping[str, Any]) -> str:
    """What was made, in one line."""
    engine, sound = answer["engine"], answer["sound"]
    by = " ".join(str(part) for part in (engine["name"], engine.get("model")) if part)
    return (
        f"speech: {answer['duration']} s of {answer['voice']} ({answer['language']}) by {by}; "
        f"{sound['integrated_lufs']:.1f} LUFS, true peak {sound['true_peak_dbtp']:.1f} dBTP"
    )
