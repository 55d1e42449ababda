"""`lingoreel subtitle`: a file or a URL in; subtitle files, and the video with them, out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lingoreel.cli.chosen_service import Key, Source, Url, chosen_service, require_source_and_key
from lingoreel.cli.output import AsJson, say, show_json
from lingoreel.cli.subtitle_options import cues_of, glossary_of, style_of
from lingoreel.cli.subtitle_report import TOLD_HERE, show_subtitles, show_video
from lingoreel.cli.task_results import follow, save_files, save_video, show_receipts, show_warnings, stem_of

if TYPE_CHECKING:
    from lingoreel.client import Client, Task

_Texts = list[str] | None


def subtitle(
    source: Source,
    to: Annotated[str | None, typer.Option("--to", metavar="LANGUAGE", help="Translate into it, such as es.")] = None,
    spoken: Annotated[
        str | None, typer.Option("--from", metavar="LANGUAGE", help="Spoken language; none: detected.")
    ] = None,
    burn: Annotated[bool, typer.Option("--burn", help="Make a video with the subtitles in its picture.")] = False,
    soft: Annotated[bool, typer.Option("--soft", help="Make a video with the subtitles as a track.")] = False,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the files go.")] = Path(
        "subtitles"
    ),
    bilingual: Annotated[bool, typer.Option("--bilingual", help="With --to: show what was said, too.")] = False,
    secondary_on_top: Annotated[
        bool, typer.Option("--secondary-on-top", help="With --bilingual: what was said stands above.")
    ] = False,
    preset: Annotated[
        str | None, typer.Option("--preset", metavar="NAME", help="Reading rules: netflix, or social for short lines.")
    ] = None,
    style: Annotated[
        _Texts, typer.Option("--style", metavar="KEY=VALUE", help="Look of burnt-in text, as font_size=24; repeatable.")
    ] = None,
    subtitles: Annotated[
        Path | None, typer.Option("--subtitles", metavar="FILE", help="Subtitles of your own; nothing is recognised.")
    ] = None,
    glossary: Annotated[
        Path | None, typer.Option("--glossary", metavar="FILE", help="Terms and translations: JSON, CSV or TSV.")
    ] = None,
    keep: Annotated[_Texts, typer.Option("--keep", metavar="TERM", help="Do not translate it; repeatable.")] = None,
    formats: Annotated[
        _Texts, typer.Option("--format", metavar="NAME", help="Save this format alone, as srt; repeatable.")
    ] = None,
    url: Url = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """Subtitle a recording: recognise, translate with --to, put into the video with --burn or --soft."""
    require_source_and_key(source, url, key)
    mode = _mode(burn, soft)
    if bilingual and not to:
        raise typer.BadParameter("it shows the translation and what was said: name --to", param_hint="--bilingual")
    if secondary_on_top and not bilingual:
        raise typer.BadParameter("there is one language only without --bilingual", param_hint="--secondary-on-top")
    if style and mode != "burn":
        raise typer.BadParameter("only burnt-in subtitles have a look: add --burn", param_hint="--style")
    recognition: dict[str, Any] = {
        "type": 4,
        "language": to,
        "source_language": spoken,
        "subtitle_preset": preset,
        "bilingual_top": "source" if secondary_on_top else None,
        "glossary": glossary_of(glossary) if glossary else None,
        "do_not_translate": keep or None,
        "formats": formats or None,
    }
    look = style_of(style or ()) | ({"secondary_on_top": True} if secondary_on_top and mode == "burn" else {})
    video: dict[str, Any] = {"mode": mode, "subtitle_style": look or None}
    if subtitles:
        given = {"--to": to, "--preset": preset, "--glossary": glossary, "--keep": keep, "--format": formats}
        _refuse_beside_own_subtitles(mode, [option for option, value in given.items() if value])
        cues, notes = cues_of(subtitles)
        for note in notes:
            say(f"note: {note}")
        with chosen_service(url, key) as client:
            video |= {"primary_subtitles": cues, "primary_language": spoken}
            made = _Made(None, _make_video(client, source, video), [])
            _save_video(client, made, output, stem_of(source))
    else:
        with chosen_service(url, key) as client:
            made = _recognised(client, source, recognition, output, formats)
            if mode:
                assert made.recognition is not None
                video |= _tracks(made.recognition, bilingual)
                made.video = _make_video(client, None, video)
                _save_video(client, made, output, _stem(source, made.recognition))
    _show(made, as_json)


@dataclass
class _Made:
    """What came back: the tasks that there were, and the files saved."""

    recognition: Task | None
    video: Task | None
    saved: list[Path]

    @property
    def tasks(self) -> list[Task]:
        return [task for task in (self.recognition, self.video) if task is not None]


def _mode(burn: bool, soft: bool) -> str | None:
    if burn and soft:
        raise typer.BadParameter("--burn and --soft came; a video has one of them", param_hint="--burn")
    return "burn" if burn else "soft" if soft else None


def _refuse_beside_own_subtitles(mode: str | None, others: list[str]) -> None:
    if mode is None:
        raise typer.BadParameter("say what to do with them: --burn or --soft", param_hint="--subtitles")
    if others:
        raise typer.BadParameter(
            f"{', '.join(others)} is for what is recognised; a subtitle file is used as it is", param_hint="--subtitles"
        )


def _recognised(
    client: Client, source: str, parameters: dict[str, Any], output: Path, formats: list[str] | None
) -> _Made:
    from lingoreel.cli.task_progress import TaskProgress

    with TaskProgress("words") as progress:
        created = client.transcribe(source, on_upload=progress.upload, **parameters)
        task = follow(client, created.id, progress)
    # Kept before the video is begun: whatever becomes of that, these are paid for.
    return _Made(task, None, save_files(client, task, output, _stem(source, task), formats))


def _make_video(client: Client, source: str | None, parameters: dict[str, Any]) -> Task:
    from lingoreel.cli.task_progress import TaskProgress

    with TaskProgress("video") as progress:
        created = client.subtitle(source, on_upload=progress.upload, **parameters)
        return follow(client, created.id, progress)


def _save_video(client: Client, made: _Made, output: Path, stem: str) -> None:
    from lingoreel.cli.task_progress import TaskProgress

    assert made.video is not None
    with TaskProgress("video") as progress:
        path = save_video(client, made.video, output, stem, progress)
    if path is not None:
        made.saved.append(path)


def _tracks(recognition: Task, bilingual: bool) -> dict[str, Any]:
    """The recognition gives both the source, which is not uploaded twice, and the cues."""
    found = {"task_id": recognition.id, "primary_subtitles": recognition.id}
    if bilingual and _translated(recognition):
        found["secondary_subtitles"] = recognition.id
    elif bilingual:
        say("note: it is spoken in that language already, so there is one track")
    return found


def _translated(recognition: Task) -> bool:
    return recognition.data.get("target_language") not in (None, "origin")


def _stem(source: str, recognition: Task) -> str:
    """`talk`, or `talk.es` for what was translated, as players look for it."""
    stem = stem_of(source)
    return f"{stem}.{recognition.data['target_language']}" if _translated(recognition) else stem


def _show(made: _Made, as_json: bool) -> None:
    if as_json:
        show_json(
            {
                "recognition": None if made.recognition is None else made.recognition.data,
                "video": None if made.video is None else made.video.data,
                "saved": [str(path) for path in made.saved],
            }
        )
        return
    for task in made.tasks:
        show_warnings(task, but=TOLD_HERE)
    if made.recognition is not None:
        show_subtitles(made.recognition)
    if made.video is not None:
        show_video(made.video)
    charged = show_receipts(made.tasks)
    typer.echo(f"charged {charged:g} points")
    for path in made.saved:
        typer.echo(f"saved {path}")
