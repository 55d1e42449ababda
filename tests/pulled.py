"""What tests pull from Debian's mirrors, once for all runs: programs of Apertium, fonts.

It lies in `.cache/models` of the checkout, which is a `models_dir`. Tests that need it import
`pulled` (pytest's `pythonpath` has this folder); two runs at once wait for each other.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lingoreel.engines import catalogue
from lingoreel.engines.pulling import debian
from lingoreel.settings import Settings

CACHE = Path(__file__).resolve().parents[1] / ".cache"


def pulled(*names: str) -> Path:
    """A `models_dir` that has the named items of the catalogue.

    Skips only on a system that is no Debian (no apt, no dpkg-deb). Where there is apt and the mirrors do not answer,
    the test fails: nothing is left out in silence.
    """
    lacking = [tool for tool in debian.TOOLS if shutil.which(tool) is None]
    settings = pulled_settings()
    CACHE.mkdir(exist_ok=True)
    ignore = CACHE / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")
    for name in names:
        if catalogue.status(name, settings).installed:
            continue
        if lacking:
            pytest.skip(f"{name} comes from Debian packages, and this machine has no {', '.join(lacking)}")
        catalogue.pull(name, settings, lambda _: None)  # takes a file lock of its own for each item
    return settings.models_dir


def pulled_settings() -> Settings:
    """Settings whose `models_dir` is the one that `pulled` fills."""
    return Settings(data_dir=CACHE)
