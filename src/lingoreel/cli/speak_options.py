"""What is typed or kept in files for `lingoreel speak`, as the API's parameters. All raise BadParameter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from lingoreel.cli.json_file import read_json

TEXT_ENDINGS = (".txt", ".md", ".ssml", ".xml")
TEXT_BYTES = 1_000_000
DICTIONARY_BYTES = 2_000_000
LOUDNESS = (-30.0, -9.0)
_STDIN = "-"


@dataclass(frozen=True)
class GivenText:
    """A text, what its sound file is called where nothing else is said, and the file it came from, if any."""

    text: str
    stem: str = "speech"
    file: Path | None = None


def text_of(argument: str) -> GivenText:
    """What is to be spoken: stdin for `-`; what a file holds, where it is one or is called like one; else itself."""
    if argument == _STDIN:
        return GivenText(_decoded(typer.get_binary_stream("stdin").read(TEXT_BYTES + 1), "stdin"))
    path = Path(argument)
    if _is_file(path):
        with path.open("rb") as file:
            return GivenText(_decoded(file.read(TEXT_BYTES + 1), argument), path.stem, path)
    if argument.lower().endswith(TEXT_ENDINGS) and not any(sign in argument for sign in "\n<"):
        raise typer.BadParameter(
            f"there is no file {argument}; to speak these words themselves, send them to -", param_hint="TEXT|FILE|-"
        )
    return GivenText(_spoken(argument, "the text"))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # too long for a name
        return False


def sound_path(output: Path | None, stem: str, wanted: str | None) -> tuple[Path, str | None]:
    """Where the sound goes, and the format to ask for; None where the service's own standard is meant.

    `output` is a file, whose ending tells the format, or a folder.
    """
    from lingoreel.media.sound.formats import FORMATS

    names = ", ".join(FORMATS)
    if wanted is not None and wanted not in FORMATS:
        raise typer.BadParameter(f"{wanted!r} is none of {names}", param_hint="--format")
    ending = f".{wanted or next(iter(FORMATS))}"
    if output is None or output.is_dir() or not output.suffix:
        return (output or Path()) / f"{stem}{ending}", wanted
    kind = output.suffix[1:].lower()
    if kind not in FORMATS:
        raise typer.BadParameter(f"{output} must end in one of {names}, or be a folder", param_hint="--output")
    if wanted not in (None, kind):
        raise typer.BadParameter(f"it says {wanted}, but --output ends in .{kind}", param_hint="--format")
    return output, kind


def within(option: str, value: float | None, low: float, high: float) -> float | None:
    """A number that the service will take; also what is no number at all is refused."""
    if value is not None and not low <= value <= high:
        raise typer.BadParameter(f"{value:g} is not between {low:g} and {high:g}", param_hint=option)
    return value


def dictionary_of(path: Path) -> dict[str, Any]:
    """Terms and how they are said: a JSON object. Raises InvalidRequest naming a term that cannot be used."""
    from lingoreel.media.speech_text import Limits
    from lingoreel.media.speech_text.lexicon import Lexicon

    value = read_json(path, "--dictionary", DICTIONARY_BYTES)
    if not isinstance(value, dict) or not value:
        raise typer.BadParameter(
            f'{path} must be an object such as {{"Lingoreel": "lingo reel"}}', param_hint="--dictionary"
        )
    Lexicon(value, Limits())
    return value


def _decoded(data: bytes, name: str) -> str:
    if len(data) > TEXT_BYTES:
        raise typer.BadParameter(f"{name} has more than {TEXT_BYTES:,} bytes", param_hint="TEXT|FILE|-")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{name} is not UTF-8 text: save it as UTF-8", param_hint="TEXT|FILE|-") from None
    return _spoken(text, name)


def _spoken(text: str, name: str) -> str:
    if not text.strip():
        raise typer.BadParameter(f"{name} is empty: there is nothing to speak", param_hint="TEXT|FILE|-")
    try:
        text.encode()
    except UnicodeEncodeError:
        # What the shell gave was no UTF-8.
        raise typer.BadParameter(f"{name} is not UTF-8", param_hint="TEXT|FILE|-") from None
    return text
