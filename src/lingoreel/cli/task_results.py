"""What a task brings back: its way shown, its files saved, its text, its notes, its receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from lingoreel.cli.output import say, show_table

if TYPE_CHECKING:
    from lingoreel.cli.task_progress import TaskProgress
    from lingoreel.client import Client, Task


def follow(client: Client, task_id: str, progress: TaskProgress) -> Task:
    """Wait for a task, showing its way; interrupted, it is cancelled."""
    try:
        return client.wait(task_id, on_progress=progress.update)
    except KeyboardInterrupt:
        say("cancelling …")
        client.cancel(task_id)
        raise


def save_files(client: Client, task: Task, folder: Path, stem: str, formats: Iterable[str] | None = None) -> list[Path]:
    """Download the text files of a task as `stem.srt`, `stem.bilingual.srt` and so on; all formats, or those named."""
    wanted = None if formats is None else {*formats}
    return [
        client.download(link, folder / f"{stem}.{name.replace('_', '.')}")
        for name, link in task.files.items()
        if wanted is None or name.removeprefix("bilingual_") in wanted
    ]


def save_video(client: Client, task: Task, folder: Path, stem: str, progress: TaskProgress) -> Path | None:
    """Download the video of a task as `stem.subtitled.mp4`, by the kind it is of; None when it made none."""
    if task.file is None:
        return None
    kind = Path(urlsplit(task.file).path).suffix or ".mp4"
    return client.download(task.file, folder / f"{stem}.subtitled{kind}", progress.download)


def plain_text(task: Task) -> str:
    """What was said, a line for each segment, with the speaker where known."""
    if isinstance(task.result, str) and not any(segment.get("speaker") for segment in task.segments):
        return task.result
    return "\n".join(
        f"{segment['speaker']}: {segment['text']}" if segment.get("speaker") else str(segment["text"])
        for segment in task.segments
    )


def stem_of(source: str) -> str:
    """A name for the files of a source: that of the file, or the last part of the URL's path."""
    name = source if "://" not in source else unquote(urlsplit(source).path)
    return Path(name).stem.replace("/", "_") or "transcript"


def show_warnings(task: Task, *, but: tuple[str, ...] = ()) -> None:
    """The service's own notes, on stderr; those whose codes are in `but` are told elsewhere."""
    for warning in task.warnings:
        if str(warning).partition(":")[0] not in but:
            say(f"note: {warning}")


def show_receipts(tasks: Iterable[Task]) -> float:
    """A table of what was charged for these tasks; the sum in points."""
    receipts = [task.points for task in tasks]
    show_table(
        "Receipt",
        ["item", "unit", "measured", "billed units", "points"],
        [
            [line["item"], line["unit"], _measured(line), line["billed_units"], line["points"]]
            for receipt in receipts
            for line in receipt.get("lines") or ()
        ],
    )
    return sum(float(receipt.get("charged") or 0) for receipt in receipts)


def _measured(line: Mapping[str, Any]) -> str:
    return f"{line['measured'] / 1000:.1f} s" if line["unit"] == "minute" else str(line["measured"])
