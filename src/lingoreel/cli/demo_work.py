"""The demo's work over HTTP: a dub with its subtitles burnt in; where that cannot be, the video with its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lingoreel.cli.task_results import follow, save_files, save_video
from lingoreel.cli.translate import save_dub, save_lines

if TYPE_CHECKING:
    from rich.console import Console

    from lingoreel.client import Client, Task
    from lingoreel.settings import Settings

STYLE = {"font": 1}
"""One with proportional letters."""
_LEFT_OUT = ("pair_unavailable", "no_voice")
"""Failures that say what is not here, and that the rest can be done without."""


@dataclass(frozen=True)
class Wanted:
    """What the demo asks for; `spoken` None: not known."""

    source: Path
    output: Path
    to: str
    spoken: str | None


@dataclass
class Made:
    """What came back: the tasks, the files saved, the balance before and after.

    `words` is a preview or a recognition, `dub` and `burnt` what made the `video`, whose subtitles are in the file
    `subtitles`. What could not be had is named in `left_out`.
    """

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    words: Task | None = None
    dub: Task | None = None
    burnt: Task | None = None
    video: Path | None = None
    subtitles: Path | None = None
    saved: list[Path] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def tasks(self) -> list[Task]:
        return [task for task in (self.words, self.dub, self.burnt) if task is not None]

    @property
    def heard(self) -> str:
        """What was said, in its own language, a line for each segment."""
        assert self.words is not None
        if isinstance(self.words.result, Mapping):
            return "\n".join(str(line["text"]) for line in self.words.result["source_subtitles"])
        return "\n".join(str(segment.get("source_text") or segment["text"]) for segment in self.words.segments)

    @property
    def translated(self) -> str | None:
        """The same in the wanted language; None where it was not translated."""
        assert self.words is not None
        if isinstance(self.words.result, Mapping):
            return "\n".join(str(line["text"]) for line in self.words.result["subtitles"])
        if not any(segment.get("source_text") for segment in self.words.segments):
            return None
        return "\n".join(str(segment["text"]) for segment in self.words.segments)


def work(console: Console, client: Client, wanted: Wanted, own: Settings) -> Made:
    """Send the source, and follow its tasks to their ends."""
    from lingoreel.cli.demo_needs import can_translate
    from lingoreel.cli.demo_verdict import has_picture

    before = client.points()
    made = Made(before, before)
    picture = has_picture(wanted.source, own)
    translating = wanted.to != wanted.spoken and can_translate(own)
    if not (translating and picture and _dubbed(console, client, made, wanted)):
        _subtitled(console, client, made, wanted, translating=translating, picture=picture)
    for one in made.left_out:
        console.print(f"   left out: {one}", markup=False, highlight=False, soft_wrap=True)
    made.after = client.points()
    return made


def step(console: Console, number: str, text: str) -> None:
    """Say what comes next."""
    console.print(f"\n[bold cyan]{number}[/] {text}")


def _dubbed(console: Console, client: Client, made: Made, wanted: Wanted) -> bool:
    """Whether it could be: what nobody here translates or speaks is left out."""
    from lingoreel.cli.task_progress import TaskProgress
    from lingoreel.client import BadRequest, TaskFailed

    step(console, "5", f"Uploading it; recognising, telling speakers apart, translating into {wanted.to}")
    stem = f"{wanted.source.stem}.{wanted.to}"
    try:
        with TaskProgress("lines") as progress:
            created = client.translate(
                wanted.source, on_upload=progress.upload, language=wanted.to, source_language=wanted.spoken
            )
            made.words = follow(client, created.id, progress)
    except (BadRequest, TaskFailed) as error:
        if error.code not in _LEFT_OUT:
            raise
        made.left_out.append(f"the dub: {error.message}")
        return False
    made.saved.append(save_lines(made.words, wanted.output, stem))
    step(console, "6", "Speaking every line at its own time, over what sounds beneath; burning the subtitles in")
    with TaskProgress("dub") as progress:
        asked = client.dub(task_id=made.words.id, language=wanted.to, subtitle_mode="burn", subtitle_style=STYLE)
        made.dub = follow(client, asked.id, progress)
        saved = save_dub(client, made.dub, wanted.output, stem, progress)
    made.saved += saved.values()
    made.video, made.subtitles = saved.get("video"), saved.get("srt")
    return True


def _subtitled(
    console: Console, client: Client, made: Made, wanted: Wanted, *, translating: bool, picture: bool
) -> None:
    """The words, translated where that can be, and the video with them."""
    from lingoreel.cli.task_progress import TaskProgress

    step(console, "5", f"Uploading it; recognising{f', translating into {wanted.to}' if translating else ''}")
    made.words = _recognised(client, made, wanted, translating)
    stem = wanted.source.stem
    made.saved += save_files(client, made.words, wanted.output, stem)
    made.subtitles = wanted.output / f"{stem}.srt"
    if not picture:
        made.left_out.append(f"the video: {wanted.source.name} has no moving picture")
        return
    step(console, "6", "Burning the subtitles into the picture, without a second upload")
    with TaskProgress("video") as progress:
        asked = client.subtitle(task_id=made.words.id, primary_subtitles=made.words.id, subtitle_style=STYLE)
        made.burnt = follow(client, asked.id, progress)
        made.video = save_video(client, made.burnt, wanted.output, stem, progress)
    if made.video is not None:
        made.saved.append(made.video)


def _recognised(client: Client, made: Made, wanted: Wanted, translating: bool) -> Task:
    from lingoreel.cli.task_progress import TaskProgress
    from lingoreel.client import BadRequest, TaskFailed

    def ask(language: str | None) -> Task:
        with TaskProgress("words") as progress:
            created = client.transcribe(
                wanted.source, on_upload=progress.upload, type=4, source_language=wanted.spoken, language=language
            )
            return follow(client, created.id, progress)

    if not translating:
        if wanted.to != wanted.spoken:
            made.left_out.append(f"the translation into {wanted.to}, and the dub: no translator is here")
        return ask(None)
    try:
        return ask(wanted.to)
    except (BadRequest, TaskFailed) as error:
        if error.code != "pair_unavailable":
            raise
        if not made.left_out:
            made.left_out.append(f"the translation: {error.message}")
        return ask(None)
