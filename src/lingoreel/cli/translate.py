"""`lingoreel translate`: a video in; the same video speaking other languages out, with a report of how well in step."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lingoreel.cli.chosen_service import Key, Source, Url, chosen_service, require_source_and_key
from lingoreel.cli.output import AsJson, say, show_json
from lingoreel.cli.speak_options import within
from lingoreel.cli.subtitle_options import glossary_of, style_of
from lingoreel.cli.subtitle_report import translation_lines
from lingoreel.cli.sync_report import TOLD_HERE, show_sync
from lingoreel.cli.task_results import follow, show_receipts, show_warnings, stem_of
from lingoreel.cli.translate_options import languages_of, lines_of, one_of, speaker_voices_of

if TYPE_CHECKING:
    from lingoreel.cli.task_progress import TaskProgress
    from lingoreel.client import Client, Task

_Texts = list[str] | None
FILES = {"srt": ".srt", "sync": ".sync.json", "sync_picture": ".sync.svg"}
"""What of a dub is saved beside the video, and how it ends."""
DEFAULTS = {"background": "keep", "subtitle_mode": "none", "audio_mode": "replace"}


def translate(
    source: Source,
    to: Annotated[str, typer.Option("--to", metavar="LANGUAGE[,…]", help="Languages to speak, such as es or es,fr.")],
    spoken: Annotated[
        str | None, typer.Option("--from", metavar="LANGUAGE", help="Spoken language; none: detected.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the files go.")] = Path("dubs"),
    preview: Annotated[
        bool, typer.Option("--preview", help="Stop before speaking: save the lines, to be edited and given to --lines.")
    ] = False,
    lines: Annotated[
        Path | None,
        typer.Option("--lines", metavar="FILE", help="Lines to speak: JSON of --preview, or a subtitle file."),
    ] = None,
    again: Annotated[
        str | None,
        typer.Option("--again", metavar="TASK", help="An earlier dub of it: only what changed is spoken and charged."),
    ] = None,
    speakers: Annotated[
        bool | None,
        typer.Option("--speakers/--one-speaker", help="Tell speakers apart; none: unless there is one --voice."),
    ] = None,
    voice: Annotated[
        str | None, typer.Option("--voice", metavar="ID", help="As `voices` lists them; none: chosen for each speaker.")
    ] = None,
    speaker_voice: Annotated[
        _Texts, typer.Option("--speaker-voice", metavar="SPEAKER=ID", help="Voice of one speaker; repeatable.")
    ] = None,
    background: Annotated[
        str, typer.Option("--background", metavar="keep|drop", help="The sounds under the speech.")
    ] = "keep",
    original_volume: Annotated[
        float | None,
        typer.Option("--original-volume", help="The original voice under the dub, 0 to 100.", show_default="0"),
    ] = None,
    subtitles: Annotated[
        str, typer.Option("--subtitles", metavar="none|soft|burn", help="Subtitles of the dub: a track, or burnt in.")
    ] = "none",
    style: Annotated[
        _Texts, typer.Option("--style", metavar="KEY=VALUE", help="Look of burnt-in text, as font_size=24; repeatable.")
    ] = None,
    audio_mode: Annotated[
        str, typer.Option("--audio-mode", metavar="replace|add_track", help="add_track keeps the original's track too.")
    ] = "replace",
    max_speed: Annotated[
        float | None, typer.Option("--max-speed", help="Lines spoken faster, 1 to 2, are named for review.")
    ] = None,
    max_drift_ms: Annotated[
        float | None, typer.Option("--max-drift-ms", help="Lines further from their time are named for review.")
    ] = None,
    glossary: Annotated[
        Path | None, typer.Option("--glossary", metavar="FILE", help="Terms and translations: JSON, CSV or TSV.")
    ] = None,
    keep: Annotated[_Texts, typer.Option("--keep", metavar="TERM", help="Do not translate it; repeatable.")] = None,
    url: Url = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """Dub a video: recognise, translate, speak, mix; each line at its own time, and a report of how well."""
    require_source_and_key(source, url, key)
    languages = languages_of(to)
    _refuse_what_does_not_go_together(languages, preview, lines, again, style, subtitles)
    asked = _Asked(
        source=source,
        output=output,
        preview={
            "source_language": spoken,
            "speaker_identification": speakers,
            "voice": voice,
            "glossary": glossary_of(glossary) if glossary else None,
            "do_not_translate": keep or None,
        },
        synthesis={
            "source_language": spoken,
            "voice": voice,
            "speaker_voices": speaker_voices_of(speaker_voice or ()) or None,
            "background": one_of("--background", background, ("keep", "drop")),
            "original_volume": within("--original-volume", original_volume, 0, 100),
            "subtitle_mode": one_of("--subtitles", subtitles, ("none", "soft", "burn")),
            "subtitle_style": style_of(style or ()) or None,
            "audio_mode": one_of("--audio-mode", audio_mode, ("replace", "add_track")),
            "max_speed": within("--max-speed", max_speed, 1, 2),
            "max_drift_ms": within("--max-drift-ms", max_drift_ms, 0, 10_000),
        },
    )
    given = None
    if lines:
        given, notes = lines_of(lines)
        for note in notes:
            say(f"note: {note}")
    made: list[_Made] = []
    failed: Exception | None = None
    with chosen_service(url, key) as client:
        for language in languages:
            one = _Made(language)
            made.append(one)
            try:
                if given is None and again is None:
                    earlier = next((before.preview.id for before in made if before.preview), None)
                    _translate(client, asked, one, earlier)
                if not preview:
                    _dub(client, asked, one, given, again)
            except Exception as error:  # the other languages are made all the same
                failed = failed or error
    if failed is None or any(one.tasks for one in made):
        _show(made, as_json)
    if failed is not None:
        raise failed


@dataclass(frozen=True)
class _Asked:
    """The source, where files go, and the parameters of both halves."""

    source: str
    output: Path
    preview: dict[str, Any]
    synthesis: dict[str, Any]

    def stem(self, language: str) -> str:
        return f"{stem_of(self.source)}.{language}"


@dataclass
class _Made:
    """What came back for one language: the tasks that there were, and the files saved."""

    language: str
    preview: Task | None = None
    dub: Task | None = None
    saved: list[Path] = field(default_factory=list)

    @property
    def tasks(self) -> list[Task]:
        return [task for task in (self.preview, self.dub) if task is not None]


def _refuse_what_does_not_go_together(
    languages: list[str], preview: bool, lines: Path | None, again: str | None, style: _Texts, subtitles: str
) -> None:
    if preview and (lines or again):
        raise typer.BadParameter("lines that are there already need no preview", param_hint="--preview")
    if (lines or again) and len(languages) > 1:
        raise typer.BadParameter(
            f"{len(languages)} languages came, but lines are of one", param_hint="--lines" if lines else "--again"
        )
    if style and subtitles != "burn":
        raise typer.BadParameter("only burnt-in subtitles have a look: add --subtitles burn", param_hint="--style")


def _translate(client: Client, asked: _Asked, made: _Made, earlier: str | None) -> None:
    """The lines of a language; the video is uploaded for the first one only."""
    from lingoreel.cli.task_progress import TaskProgress

    with TaskProgress(f"lines, {made.language}") as progress:
        given = asked.preview | {"language": made.language, "task_id": earlier}
        created = client.translate(None if earlier else asked.source, on_upload=progress.upload, **given)
        made.preview = follow(client, created.id, progress)
    made.saved.append(save_lines(made.preview, asked.output, asked.stem(made.language)))


def _dub(client: Client, asked: _Asked, made: _Made, lines: list[dict[str, Any]] | None, again: str | None) -> None:
    from lingoreel.cli.task_progress import TaskProgress

    earlier = made.preview.id if made.preview else again
    options = asked.synthesis
    if again is not None:  # what is left at its default is as it was then
        options = {name: value for name, value in options.items() if value != DEFAULTS.get(name)}
    with TaskProgress(f"dub, {made.language}") as progress:
        given = options | {"language": made.language, "task_id": earlier, "subtitles": lines}
        # Beside an earlier dub the video itself tells whether it is the same one.
        created = client.dub(None if made.preview else asked.source, on_upload=progress.upload, **given)
        made.dub = follow(client, created.id, progress)
        made.saved += save_dub(client, made.dub, asked.output, asked.stem(made.language), progress).values()
    made.saved.append(save_lines(made.dub, asked.output, asked.stem(made.language)))


def save_lines(task: Task, folder: Path, stem: str) -> Path:
    """Keep the lines of a preview or a dub as `talk.es.lines.json`, for an editor and for `--lines`."""
    path = folder / f"{stem}.lines.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(task.result["subtitles"], ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def save_dub(client: Client, dub: Task, folder: Path, stem: str, progress: TaskProgress) -> dict[str, Path]:
    """Download the video and what belongs beside it, as `talk.es.mp4`, `talk.es.srt` and so on; by their names."""
    from urllib.parse import urlsplit

    video = "" if dub.file is None else Path(urlsplit(dub.file).path).suffix or ".mp4"
    watched = {"video": progress.download}
    return {
        name: client.download(dub.files[name], folder / f"{stem}{ending}", watched.get(name))
        for name, ending in {"video": video, **FILES}.items()
        if name in dub.files
    }


def _show(made: list[_Made], as_json: bool) -> None:
    if as_json:
        show_json(
            [
                {
                    "language": one.language,
                    "preview": None if one.preview is None else one.preview.data,
                    "dub": None if one.dub is None else one.dub.data,
                    "saved": [str(path) for path in dict.fromkeys(one.saved)],
                }
                for one in made
            ]
        )
        return
    for one in made:
        show_dub(one.preview, one.dub)
    charged = show_receipts([task for one in made for task in one.tasks])
    typer.echo(f"charged {charged:g} points")
    for one in made:
        for path in dict.fromkeys(one.saved):
            typer.echo(f"saved {path}")
        if one.dub is not None:
            typer.echo(f"to change lines: edit them, then --lines FILE --again {one.dub.id}")


def show_dub(preview: Task | None, dub: Task | None) -> None:
    """What was translated by whom, who speaks, and how well the dub is in step."""
    for task in (preview, dub):
        if task is not None:
            show_warnings(task, but=TOLD_HERE)
    if preview is not None:
        for line in translation_lines(preview.data.get("translation") or {}):
            typer.echo(line)
        for one in preview.data.get("speakers") or ():
            typer.echo(f"{one['speaker']}: {one['voice']}")
    if dub is not None:
        show_sync(dub)
