"""Frames put at their times, whatever clock they count in."""

import io
from fractions import Fraction

import av
import numpy as np
import pytest

from lingoreel.media.timeline import Form, Pcm, Timeline

RATE = 16_000


@pytest.mark.parametrize("bases", [[1, 1, 1, 1], [1, 1, 16, 16], [1, 16, 1, 16]])
def test_a_clock_that_changes_on_the_way(bases: list[int]):
    """Frames whose times are told in samples, and others in milliseconds."""
    file = io.BytesIO()
    pcm = Pcm(file, Form(RATE))  # type: ignore[arg-type]
    timeline = Timeline(pcm, Fraction(0), jumping=False)
    for number, base in enumerate(bases):
        frame = av.AudioFrame.from_ndarray(np.full((1, 1600), number + 1, np.int16), "s16", "mono")
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(base, RATE), 1600 * number // base
        timeline.add(frame)
        assert frame.pts == 1600 * number // base, "another timeline may take the same frame"
    timeline.close()
    pcm.flush()
    assert np.array_equal(np.frombuffer(file.getvalue(), "<i2"), np.repeat(np.arange(1, len(bases) + 1), 1600))
