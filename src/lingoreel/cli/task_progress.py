"""A task's way as bars on a terminal, or as a line for each stage elsewhere; always on stderr."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from lingoreel.client import Task


class TaskProgress:
    """Shows an upload, one task and a download; give `upload`, `update` and `download` to the client as callbacks.

    `name` is what the whole bar is called.
    """

    def __init__(self, name: str = "the task", *, quiet: bool = False) -> None:
        self._name_of_whole = name
        self._quiet = quiet
        self._bars = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TextColumn("{task.percentage:>3.0f}%"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=quiet or not sys.stderr.isatty(),
        )
        self._transfers: dict[str, TaskID] = {}
        self._whole: TaskID | None = None
        self._stage: TaskID | None = None
        self._told = ""

    def __enter__(self) -> TaskProgress:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def upload(self, done: int, total: int | None) -> None:
        """Bytes that were sent so far."""
        self._transfer("uploading", done, total)

    def download(self, done: int, total: int | None) -> None:
        """Bytes that came so far."""
        self._transfer("downloading", done, total)

    def update(self, task: Task) -> None:
        """What a query answered."""
        if self._whole is None:
            self._whole = self._bars.add_task(self._name_of_whole, total=100)
        name = self._name(task)
        if name != self._told:
            self._finish_stage()
            if not task.ended:
                # How far a stage is, the service does not say: the bar moves, the whole one counts.
                self._stage = self._bars.add_task(f"  {name}", total=None)
            self._tell(f"{task.progress:3d} %  {name}")
            self._told = name
        self._bars.update(self._whole, completed=task.progress)

    def _transfer(self, what: str, done: int, total: int | None) -> None:
        if what not in self._transfers:
            self._transfers[what] = self._bars.add_task(what, total=total)
            self._tell(what)
        self._bars.update(self._transfers[what], completed=done)

    def _finish_stage(self) -> None:
        if self._stage is not None:
            self._bars.update(self._stage, total=1, completed=1)
            self._stage = None

    def _tell(self, line: str) -> None:
        if self._bars.disable and not self._quiet:
            self._bars.console.print(line, markup=False, highlight=False)

    @staticmethod
    def _name(task: Task) -> str:
        if task.ended:
            return task.state_detail or "ended"
        if task.queue_position is not None and task.state in (0, 3):
            return f"{task.state_detail or 'waiting'}, number {task.queue_position} in the queue"
        # A stage that comes several times is numbered, which is nobody's business here.
        return (task.stage or "").rstrip("0123456789.") or task.state_detail or "waiting"
