"""The cues found in a file so far, each checked as it comes."""

from __future__ import annotations

from collections.abc import Iterable

from lingoreel.errors import InvalidFile
from lingoreel.media.cues.cue import Cue
from lingoreel.media.subtitle_files.letters import Run, lay_out
from lingoreel.media.subtitle_files.limits import CUES, LONGEST_MS
from lingoreel.media.subtitle_files.notes import Notes


class Gathering:
    """Cues in the order of the file, and the notes about what was wrong with it."""

    def __init__(self) -> None:
        self.notes = Notes()
        self.cues: list[Cue] = []

    def add(
        self,
        line: int,
        start_ms: int,
        end_ms: int,
        runs: Iterable[Run],
        *,
        speaker: str | None = None,
        alignment: int | None = None,
    ) -> None:
        """Take a cue that begins at a line of the file. Times stay as they stand there; `tidy` mends them.

        Raises InvalidFile beyond the limit of cues.
        """
        lines, spans = lay_out(runs, self.notes, line)
        if not lines:
            self.notes.add("the cue has no text and was left out", line)
            return
        if max(abs(start_ms), abs(end_ms)) > LONGEST_MS:
            self.notes.add("the cue's time is beyond 100 hours: it was left out", line, lines[0])
            return
        if len(self.cues) >= CUES:
            raise InvalidFile(
                f"The subtitle file has more than {CUES:,} cues.",
                remedy="Divide the file, or take out what is no subtitle.",
                details={"limit": CUES},
            )
        if start_ms < 0:
            self.notes.add("the cue begins before 0", line)
        if end_ms < start_ms:
            self.notes.add("the cue ends before it begins", line)
        elif end_ms == start_ms:
            self.notes.add("the cue ends when it begins", line)
        self.cues.append(Cue(start_ms, end_ms, lines, speaker, spans, alignment))
