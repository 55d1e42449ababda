"""What this machine computes on."""

from __future__ import annotations

from pathlib import Path

from lingoreel.settings import Settings


def has_gpu(settings: Settings) -> bool:
    """Whether a GPU is here and to be used. By its device file: asking CUDA would load it into this process."""
    return settings.gpu_slots > 0 and any(Path("/dev").glob("nvidia[0-9]*"))
