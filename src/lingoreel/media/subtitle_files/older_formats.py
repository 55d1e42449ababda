"""MicroDVD and MPL2, by pysubs2, given only lines that are theirs and none long enough to hurt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lingoreel.errors import InvalidFile
from lingoreel.media.subtitle_files.gathering import Gathering
from lingoreel.media.subtitle_files.override_tags import parse_override_tags

_CUE_LINE = {
    "microdvd": re.compile(r"\s{0,4}\{\d{1,9}\}\{\d{1,9}\}."),
    "mpl2": re.compile(r"\s{0,4}\[-?\d{1,9}\]\[-?\d{1,9}\]."),
}
_LINE_CHARACTERS = 5000


def read_older(lines: Sequence[str], fmt: str) -> Gathering:
    """The cues of a `microdvd` or `mpl2` file. Raises InvalidFile where frames are counted and no rate is told."""
    import pysubs2
    from pysubs2.exceptions import UnknownFPSError

    found = Gathering()
    kept: list[str] = []
    numbers: list[int] = []
    for number, raw in enumerate(lines, 1):
        line = raw.lstrip("\ufeff").replace("\x00", "").replace("\\", "\\\u2060")
        if _CUE_LINE[fmt].match(line[:60]) is not None:
            if len(line) > _LINE_CHARACTERS:
                found.notes.add(f"the line has more than {_LINE_CHARACTERS:,} letters: the rest was cut off", number)
            kept.append(" ".join(line[:_LINE_CHARACTERS].split()))
            numbers.append(number)
        elif line.strip():
            found.notes.add("a line without times was left out", number, line)
    try:
        read = pysubs2.SSAFile.from_string("\n".join(kept) + "\n", format_=fmt)
    except UnknownFPSError as error:
        raise InvalidFile(
            "MicroDVD counts frames, and the file does not say how many there are in a second.",
            remedy="Add a first line such as {1}{1}23.976, or convert the file to srt.",
        ) from error
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        raise InvalidFile("The file's frame rate makes no sense.", remedy="Convert the file to srt.") from error
    # a first line that only tells the rate is no event
    for number, event in zip(numbers[len(numbers) - len(read.events) :], read.events, strict=True):
        found.add(number, event.start, event.end, parse_override_tags(event.text, 0, {}).runs)
    return found
