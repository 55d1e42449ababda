"""The fixed grid by which a dub's sound is mixed and encoded: an edit never moves a border."""

from __future__ import annotations

FRAME = 1024
"""Samples of an AAC frame; every border of the grid is a multiple of it."""
SPAN_FRAMES = 1408
"""Frames of a span: 30 s at 48 kHz."""
CONTEXT_BEFORE_FRAMES, CONTEXT_AFTER_FRAMES = 32, 8
"""What a span's limiter and encoder hear of its neighbours."""

NEAR_S = 12
"""How far away the music between two lines is listened to, to know what it is like under them."""

Span = tuple[int, int]


def span_grid(total_samples: int) -> list[Span]:
    """The spans of a sound of `total_samples`, each (start, end) in samples."""
    size = SPAN_FRAMES * FRAME
    return [(start, min(start + size, total_samples)) for start in range(0, total_samples, size)]


def with_context(span: Span, total_samples: int) -> Span:
    """What is mixed to make `span`: it, and as much around it as its limiter and its encoder hear."""
    start, end = span
    return max(0, start - CONTEXT_BEFORE_FRAMES * FRAME), min(total_samples, end + CONTEXT_AFTER_FRAMES * FRAME)


def spans_of(heard: Span, grid: list[Span]) -> list[int]:
    """The numbers of the spans that share a sample with `heard`."""
    size = SPAN_FRAMES * FRAME
    first, last = max(0, heard[0]) // size, (max(heard[1], heard[0] + 1) - 1) // size
    return [number for number in range(first, last + 1) if number < len(grid)]


def speech_near(speech: list[Span], span: Span, rate: int) -> list[Span]:
    """The spans of speech that matter for the background of `span`: those in it, and those around it.

    What the music is like under a line is known from the gaps around it.
    """
    reach = (NEAR_S + 1) * rate
    return [(start, end) for start, end in speech if start < span[1] + reach and end > span[0] - reach]
