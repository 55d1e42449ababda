"""What was wrong with a file, gathered: each kind of fault once, with its first line and how often it occurs."""

from __future__ import annotations

from dataclasses import dataclass

from lingoreel.media.subtitle_files.limits import WARNINGS

_SHOWN_CHARACTERS = 60


@dataclass(slots=True)
class _Note:
    line: int | None
    shown: str | None
    count: int = 1
    last: int | None = None


def shortened(text: str) -> str:
    """The text's first letters on one line, for a message."""
    text = " ".join(text[: 4 * _SHOWN_CHARACTERS].split())
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


class Notes:
    """Warnings in the order in which their kind occurred first, bounded in number however broken the file."""

    def __init__(self) -> None:
        self._notes: dict[str, _Note] = {}

    def add(self, message: str, line: int | None = None, shown: str | None = None) -> None:
        """Note a fault. `message` is the same for all of a kind; `shown` is what stood there."""
        note = self._notes.get(message)
        if note is not None:
            note.count += 1
            note.last = line
        elif len(self._notes) < WARNINGS:
            self._notes[message] = _Note(line, None if shown is None else shortened(shown))

    def warnings(self) -> tuple[str, ...]:
        """One sentence a kind, such as `line 12: the counter is missing (5 times, last at line 90)`."""
        told = []
        for message, note in self._notes.items():
            text = message if note.line is None else f"line {note.line}: {message}"
            if note.shown:
                text += f": “{note.shown}”"
            if note.count > 1:
                text += f" ({note.count} times" + (f", last at line {note.last})" if note.last else ")")
            told.append(text)
        return tuple(told)
