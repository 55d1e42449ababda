"""How a batch's parts are handed to a lane: neighbours together."""

import pytest

from lingoreel.tasks.run import bundles


@pytest.mark.parametrize(
    ("count", "most", "slots", "sizes"),
    [
        (0, 8, 2, []),
        (3, 1, 2, [1, 1, 1]),
        (3, 8, 2, [1, 1, 1]),
        (20, 8, 2, [5, 5, 5, 5]),
        (20, 8, 1, [6, 7, 7]),
        (20, 8, 16, [1] * 20),
        (360, 8, 2, [8] * 45),
    ],
)
def test_bundles_are_even_and_none_is_too_large(count: int, most: int, slots: int, sizes: list[int]):
    assert [len(bundle) for bundle in bundles(range(count), most, slots)] == sizes


def test_bundles_hold_every_number_once_in_order():
    numbers = [2, 3, 5, 7, 11, 13, 17]
    assert [number for bundle in bundles(numbers, 2, 1) for number in bundle] == numbers
