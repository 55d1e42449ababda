"""Laws of the house that no linter knows."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "lingoreel"
FEATURES = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))
MODEL_LIBRARIES = {"av", "ctranslate2", "faster_whisper", "onnxruntime", "pocketsphinx", "scipy", "torch"}


def texts() -> list[Path]:
    """The project's own text files."""
    folders = ("src", "tests", "docs", "scripts", "benchmarks", ".ci")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    kept = {".py", ".md", ".txt", ".toml", ""}
    return [path for path in found if path.suffix in kept and "__pycache__" not in path.parts] + [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "Makefile", "pyproject.toml"))
    ]


def test_no_path_of_one_machine() -> None:
    machine = re.compile(r"(?<![\w.<])/(?:work|root|farm|home)/\w")
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if machine.search(line)
    ]
    assert guilty == []


def test_no_drawer_for_odds_and_ends() -> None:
    odd = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [str(path) for path in SOURCE.rglob("*.py") if odd & {path.stem, path.parent.name}] == []


@pytest.mark.parametrize("feature", FEATURES)
def test_exported_names_exist(feature: str) -> None:
    module = importlib.import_module(f"lingoreel.{feature}")
    names = getattr(module, "__all__", [])
    assert len(names) == len(set(names))
    assert [name for name in names if not hasattr(module, name)] == []


def test_scripts_are_executable_and_sound() -> None:
    for name in ("scripts/uv", "scripts/setup", ".ci/run"):
        path = ROOT / name
        assert os.access(path, os.X_OK), name
        assert "set -euo pipefail" in path.read_text(encoding="utf-8")
        subprocess.run(["bash", "-n", str(path)], check=True)


def test_the_api_process_loads_no_model_library() -> None:
    code = "import sys, lingoreel.cli.api_process; print('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not MODEL_LIBRARIES & set(loaded)
