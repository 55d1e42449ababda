"""What the documents promise exists: commands, options, targets, settings, links."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from lingoreel.cli import app
from lingoreel.settings import Limits, Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])


def code_of(text: str) -> str:
    """Shell blocks and inline code."""
    lines, fence = [], None
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            fence = line.strip("` ") if fence is None else None
        elif fence == "sh":
            lines.append(line)
        elif fence is None:
            lines += re.findall(r"`([^`]+)`", line)
    return "\n".join(lines)


def command_lines(text: str) -> list[list[str]]:
    """The words after `lingoreel` of every command line in a document."""
    found = []
    for line in code_of(text).splitlines():
        match = re.search(r"(?:^|uv run |: )lingoreel ((?:[a-z].*)?)$", line.split("  #")[0].strip())
        if match and "…" not in match[1].split()[:2]:
            found.append(shlex.split(match[1]))
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_options_exist(document: Path) -> None:
    for words in command_lines(document.read_text(encoding="utf-8")):
        command: Any = typer.main.get_command(app)
        rest = list(words)
        while rest and hasattr(command, "commands"):
            assert rest[0] in command.commands, f"{document.name}: lingoreel {' '.join(words)}"
            command = command.commands[rest.pop(0)]
        options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
        used = {word.split("=")[0] for word in rest if word.startswith("-")}
        assert used <= options, f"{document.name}: lingoreel {' '.join(words)}"


def test_the_finder_of_command_lines_finds() -> None:
    lines = command_lines((ROOT / "README.md").read_text(encoding="utf-8"))
    assert ["doctor"] in lines
    assert ["customers", "create", "me", "--points", "100"] in lines


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    code = "\n".join(line.split("  #")[0] for line in code_of(document.read_text(encoding="utf-8")).splitlines())
    used = set(re.findall(r"(?:^|\s)make ([a-z-]+)", code))
    assert used <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_settings_exist(document: Path) -> None:
    known = {f"LINGOREEL_{name.upper()}" for name in Settings.model_fields}
    known |= {f"LINGOREEL_LIMITS__{name.upper()}" for name in Limits.model_fields}
    used = set(re.findall(r"LINGOREEL_\w+", document.read_text(encoding="utf-8"))) - {"LINGOREEL_LIMITS__"}
    assert used <= known


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        if "://" not in link:
            assert (document.parent / link).exists(), link


def test_decisions_are_numbered_without_gaps() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    for name in names:
        first = (ROOT / "docs" / "decisions" / name).read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith(f"# {int(name[:4])}. ")
