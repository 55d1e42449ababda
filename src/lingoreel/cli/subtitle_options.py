"""What is typed or kept in files for `lingoreel subtitle`, as the API's parameters. All raise BadParameter."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer

from lingoreel.cli.own_subtitles import read_own

GLOSSARY_BYTES = 2_000_000
_HEADERS = ({"source", "target"}, {"term", "translation"}, {"from", "to"})


def style_of(pairs: Iterable[str]) -> dict[str, Any]:
    """`font_size=24` and the like as a `subtitle_style`; checked here, so that it is not refused after an hour."""
    from lingoreel.cli.output import say
    from lingoreel.media.burn.style import parse_style

    style: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise typer.BadParameter(f"{pair!r} is not KEY=VALUE, such as font_size=24", param_hint="--style")
        style[key.strip()] = _value(value.strip())
    for warning in parse_style(style)[1]:
        say(f"note: {warning}")
    return style


def _value(text: str) -> Any:
    """A number, true or false where it is one, else the text: colours are `255,255,255,1`."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def glossary_of(path: Path) -> dict[str, str]:
    """Terms and what they become: a JSON object, a JSON list of `{source, target}`, or two columns of CSV or TSV."""
    text = _text(path, "--glossary")
    looks_like_json = path.suffix.lower() not in (".csv", ".tsv") and text.lstrip()[:1] in ("{", "[")
    rows = _json_pairs(path, text) if looks_like_json else _column_pairs(path, text)
    glossary = {source.strip(): target.strip() for source, target in rows if source.strip()}
    if not glossary:
        raise typer.BadParameter(f"{path} has no terms", param_hint="--glossary")
    return glossary


def _json_pairs(path: Path, text: str) -> list[tuple[str, str]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"{path} is not JSON: {error}", param_hint="--glossary") from None
    if isinstance(value, list) and all(isinstance(one, dict) and {"source", "target"} <= one.keys() for one in value):
        pairs = [(one["source"], one["target"]) for one in value]
    elif isinstance(value, dict):
        pairs = list(value.items())
    else:
        raise typer.BadParameter(
            f"{path} must be an object of terms, or a list of {{source, target}}", param_hint="--glossary"
        )
    if not all(isinstance(one, str) for pair in pairs for one in pair):
        raise typer.BadParameter(f"{path}: every term and its translation must be a text", param_hint="--glossary")
    return pairs


def _column_pairs(path: Path, text: str) -> list[tuple[str, str]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = "\t" if "\t" in first else min((mark for mark in ",;" if mark in first), key=first.index, default=",")
    pairs: list[tuple[str, str]] = []
    reader = csv.reader(io.StringIO(text), delimiter=mark, skipinitialspace=True)
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) < 2 or not row[1].strip():
                raise typer.BadParameter(
                    f"{path}, line {reader.line_num}: a term and its translation are needed, such as: crew,equipo",
                    param_hint="--glossary",
                )
            pairs.append((row[0], row[1]))
    except csv.Error as error:
        raise typer.BadParameter(f"{path}, line {reader.line_num}: {error}", param_hint="--glossary") from None
    has_header = bool(pairs) and {cell.strip().lower() for cell in pairs[0]} in _HEADERS
    return pairs[has_header:]


def cues_of(path: Path) -> tuple[list[dict[str, Any]], Sequence[str]]:
    """A subtitle file as the API's array of `{start, end, text}`, in ms, and what had to be mended in it."""
    own = read_own(path, "--subtitles")
    array = [{"start": cue.start_ms, "end": cue.end_ms, "text": cue.text} for cue in own.cues]
    plainer = sum(bool(cue.spans) or cue.alignment is not None for cue in own.cues)
    lost = [f"{plainer} cues lose their slant, weight or place: the API's array has none"] if plainer else []
    return array, [*own.notes, *lost]


def _text(path: Path, option: str) -> str:
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {path}", param_hint=option)
    if path.stat().st_size > GLOSSARY_BYTES:
        raise typer.BadParameter(f"{path} has more than {GLOSSARY_BYTES} bytes", param_hint=option)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{path} is not UTF-8 text", param_hint=option) from None
