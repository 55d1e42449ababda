from __future__ import annotations

import numpy as np
import pytest

from lingoreel.media.film import easing

CURVES = (
    easing.linear,
    easing.smooth,
    easing.smoother,
    easing.ease_out,
    easing.ease_in_out,
    easing.sine_in_out,
    easing.expo_out,
    easing.back_out,
    easing.spring,
)
STEADY = CURVES[:7]
TIMES = np.linspace(0, 1, 201).tolist()


@pytest.mark.parametrize("curve", CURVES)
def test_a_curve_goes_from_0_to_1_and_holds_its_ends(curve: easing.Ease) -> None:
    assert [round(curve(t), 9) for t in (-1.0, 0.0, 1.0, 2.0)] == [0, 0, 1, 1]


@pytest.mark.parametrize("curve", CURVES)
def test_a_curve_has_no_jumps(curve: easing.Ease) -> None:
    assert np.abs(np.diff([curve(t) for t in TIMES])).max() < 0.15


@pytest.mark.parametrize("curve", STEADY)
def test_a_steady_curve_never_goes_back(curve: easing.Ease) -> None:
    assert (np.diff([curve(t) for t in TIMES]) >= 0).all()


@pytest.mark.parametrize("curve", [easing.back_out, easing.spring])
def test_lively_curves_go_past_their_end(curve: easing.Ease) -> None:
    assert max(curve(t) for t in TIMES) > 1.03


def test_slow_where_the_name_says_so() -> None:
    assert easing.ease_out(0.2) > 0.2
    assert easing.ease_in_out(0.1) < 0.1 and easing.ease_in_out(0.9) > 0.9


def test_parts_come_one_after_another() -> None:
    parts = [easing.staggered(0.5, number, 5) for number in range(5)]
    assert parts == sorted(parts, reverse=True) and parts[0] > parts[-1]
    assert [easing.staggered(1.0, number, 5) for number in range(5)] == pytest.approx([1] * 5)
    assert [easing.staggered(0.0, number, 5) for number in range(5)] == [0] * 5
    assert easing.staggered(0.3, 2, 5, overlap=1.0) == pytest.approx(0.3)


def test_progress_over_no_time_is_a_step() -> None:
    assert (easing.progress(0.9, 1.0, 0.0), easing.progress(1.0, 1.0, 0.0)) == (0.0, 1.0)
    assert easing.progress(2.0, 1.0, 4.0) == 0.25
