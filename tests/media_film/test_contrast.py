"""Contrast as WCAG 2.2 defines it, and the scrim that a background needs."""

from __future__ import annotations

import numpy as np
import pytest

from lingoreel.media.film.contrast import ratio, readable, scrim_alpha

WHITE, BLACK, GREY = (255, 255, 255), (0, 0, 0), (119, 119, 119)


def plain(blue: int, green: int, red: int, count: int = 100) -> np.ndarray:
    return np.full((10, count // 10, 3), (blue, green, red), np.uint8)


def test_ratios_are_those_of_the_standard() -> None:
    assert ratio(WHITE, BLACK) == pytest.approx(21.0)
    assert ratio(GREY, WHITE) == pytest.approx(4.48, abs=0.01)
    assert readable(WHITE, plain(0, 0, 255)) == pytest.approx(4.0, abs=0.01)  # red
    assert readable(WHITE, plain(255, 0, 0)) == pytest.approx(8.59, abs=0.01)  # blue


def test_a_fourth_channel_does_not_count_and_nothing_behind_hides_nothing() -> None:
    pixels = np.dstack([plain(0, 0, 0), np.arange(100, dtype=np.uint8).reshape(10, 10)])
    assert readable(WHITE, pixels) == pytest.approx(21.0)
    assert readable(WHITE, np.zeros((0, 0, 4), np.uint8)) == float("inf")


def test_a_bright_corner_counts_and_a_spark_does_not() -> None:
    pixels = plain(0, 0, 0, 1000).reshape(-1, 3)
    pixels[:5] = 255
    assert readable(WHITE, pixels) == pytest.approx(21.0)
    pixels[:50] = 255
    assert readable(WHITE, pixels) == pytest.approx(1.0)


def test_no_column_is_overlooked() -> None:
    pixels = np.zeros((512, 1280, 3), np.uint8)
    pixels[:, 3::16] = 255
    assert readable(WHITE, pixels) == pytest.approx(1.0)


@pytest.mark.parametrize("wanted", [3.0, 4.5, 7.0])
def test_a_scrim_is_as_thin_as_it_may_be(wanted: float) -> None:
    pixels = np.random.default_rng(3).integers(100, 256, (60, 80, 4), np.uint8)
    scrim = (10, 12, 20)
    alpha = scrim_alpha(pixels, scrim, WHITE, wanted)

    def under(opacity: float) -> np.ndarray:
        mixed = pixels[..., :3] * (1 - opacity) + np.array(scrim[::-1]) * opacity
        return np.round(mixed).astype(np.uint8)

    assert 0 < alpha < 1
    assert readable(WHITE, under(alpha)) >= wanted * 0.98  # found on samples
    assert readable(WHITE, under(alpha - 1 / 32)) < wanted


def test_no_scrim_where_none_is_needed_and_all_of_it_where_none_helps() -> None:
    assert scrim_alpha(plain(20, 10, 10), BLACK, WHITE) == 0.0
    assert scrim_alpha(plain(255, 255, 255), (200, 200, 200), WHITE) == 1.0
