"""`lingoreel film`: a text in, a narrated film out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from lingoreel.cli.chosen_service import Key, Url, chosen_service, require_key
from lingoreel.cli.output import AsJson, show_json, show_table
from lingoreel.cli.speak_options import text_of
from lingoreel.cli.sync_report import clock
from lingoreel.cli.task_results import follow, show_receipts, show_warnings
from lingoreel.cli.translate_options import one_of

SHAPES = ("16:9", "9:16", "1:1")
RESOLUTIONS = ("480p", "720p", "1080p")
ENGINES = ("auto", "storyboard", "diffusion")
BESIDE = ("srt", "vtt", "poster")


def film(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE|-", help="What is told, a text file, or - for stdin.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="The video, such as story.mp4, or a folder for it."),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", "-l", metavar="CODE", help="Of the text, such as es.")
    ] = None,
    voice: Annotated[
        str | None, typer.Option("--voice", metavar="ID", help="As `voices` lists them; none: the language's standard.")
    ] = None,
    shape: Annotated[str, typer.Option("--shape", metavar="W:H", help="16:9, 9:16 or 1:1.")] = "16:9",
    resolution: Annotated[str, typer.Option("--resolution", metavar="NAME", help="480p, 720p or 1080p.")] = "720p",
    captions: Annotated[bool, typer.Option("--captions/--no-captions", help="Write what is said below.")] = True,
    music: Annotated[bool, typer.Option("--music/--no-music", help="Put music under the voice.")] = True,
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="The same one makes the same pictures, another one others.")
    ] = None,
    asset: Annotated[
        list[str] | None,
        typer.Option("--asset", metavar="URL", help="A picture or clip of yours to show; more, in order: again."),
    ] = None,
    engine: Annotated[str, typer.Option("--engine", metavar="NAME", help="auto, storyboard or diffusion.")] = "auto",
    files: Annotated[bool, typer.Option("--files", help="Save captions and a poster beside it, too.")] = False,
    url: Url = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """Make a film of a text with a running service or, with none, with one that is started for the while."""
    from lingoreel.cli.task_progress import TaskProgress

    require_key(url, key)
    given = text_of(text)
    path = _video_path(output, "film" if given.file is None else given.stem)
    parameters: dict[str, Any] = {
        "language": language,
        "voice": voice,
        "aspect_ratio": one_of("--shape", shape, SHAPES),
        "resolution": one_of("--resolution", resolution, RESOLUTIONS),
        "subtitles": captions,
        "music": music,
        "seed": seed,
        "assets": asset or None,
        "engine": None if one_of("--engine", engine, ENGINES) == "auto" else engine,
    }
    with chosen_service(url, key) as client, TaskProgress("film") as progress:
        task = follow(client, client.film(given.text, **parameters).id, progress)
        assert task.file is not None
        saved = [client.download(task.file, path, progress.download)]
        if files:
            saved += [
                client.download(task.files[name], path.with_suffix(".jpg" if name == "poster" else f".{name}"))
                for name in BESIDE
                if name in task.files
            ]
    if as_json:
        show_json(dict(task.data) | {"saved": [str(one) for one in saved]})
        return
    show_warnings(task)
    show_table(
        "Scenes",
        ["from", "to", "shown", "text"],
        [
            [clock(one["start"]), clock(one["end"]), one["headline"] or "", one["text"]]
            for one in task.data["storyboard"]
        ],
    )
    typer.echo(_told(task.data))
    typer.echo(f"charged {show_receipts([task]):g} points")
    for one in saved:
        typer.echo(f"saved {one}")


def _video_path(output: Path | None, stem: str) -> Path:
    """Where the video goes; `output` is a file or a folder."""
    if output is None or output.is_dir() or not output.suffix:
        return (output or Path()) / f"{stem}.mp4"
    if output.suffix.lower() != ".mp4":
        raise typer.BadParameter(f"{output} must end in .mp4, or be a folder", param_hint="--output")
    return output


def _told(answer: Mapping[str, Any]) -> str:
    """What was made, in one line."""
    engine = answer["engine"]
    by = " ".join(str(part) for part in (engine["name"], engine.get("model")) if part)
    return (
        f"film: {answer['duration']} s, {answer['width']}×{answer['height']}, {len(answer['storyboard'])} scenes "
        f"by {by}, seed {answer['seed']}, told by {answer['voice']} ({answer['language']})"
    )
