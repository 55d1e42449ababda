"""What films are encoded with: settings, and which FFmpeg and x264, told without loading them."""

from __future__ import annotations

from importlib.metadata import distribution
from typing import Any

from lingoreel.settings import Settings

_LIBRARIES = ("libav", "libsw", "libx264")


def encoder_of(settings: Settings) -> dict[str, Any]:
    """`preset` and `crf` for x264, and `program`, which tells one build of the encoder from another."""
    return {"preset": settings.video_preset, "crf": settings.video_crf, "program": program()}


def program() -> str:
    """The version of PyAV and the libraries that it brings, whose names have a hash of their contents."""
    av = distribution("av")
    names = {file.name for file in av.files or () if file.name.startswith(_LIBRARIES)}
    return " ".join((f"av {av.version}", *sorted(names)))
