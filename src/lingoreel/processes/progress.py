"""Progress that is born in one event loop and wanted in another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)

Progress = Callable[[dict[str, Any]], None]


def to_caller(on_progress: Progress | None) -> Progress:
    """A function, callable from any thread, that calls `on_progress` in the loop running now.

    Its exceptions are logged and harm nothing.
    """
    if on_progress is None:
        return lambda _: None
    loop = asyncio.get_running_loop()

    def call(progress: dict[str, Any]) -> None:
        try:
            on_progress(progress)
        except Exception:
            log.exception("a progress callback failed")

    def hand_over(progress: dict[str, Any]) -> None:
        try:
            loop.call_soon_threadsafe(call, progress)
        except RuntimeError:
            log.debug("progress came after its loop had ended")

    return hand_over
