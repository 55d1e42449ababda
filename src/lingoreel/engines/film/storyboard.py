"""The storyboard: moving type, backgrounds and drawings of our own, on any CPU, with nothing downloaded.

It is drawn in cells (`lingoreel.media.film`), from fonts and numbers that are ours: there is no model and no host.
"""

from __future__ import annotations

import importlib.util
from importlib.metadata import version

from lingoreel.engines.film.protocol import Capabilities
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.settings import Settings

NAME = "storyboard"
RECIPE = 1  # raised when the same storyboard may give other pictures
PACKAGES = {"thorvg_python": "thorvg-python", "uharfbuzz": "uharfbuzz"}


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """Always able where its packages are installed."""
    missing = [package for module, package in PACKAGES.items() if importlib.util.find_spec(module) is None]
    if missing:
        return Unavailable(NAME, f"not installed: {', '.join(missing)}", "uv sync", "film")
    drawn = " ".join(f"{package} {version(package)}" for package in PACKAGES.values())
    return Capabilities(
        name=NAME,
        version=f"{drawn} recipe {RECIPE}",
        tier="embedded",
        parallel=settings.cpu_slots,
        licence="none needed: every picture is drawn here",
    )
