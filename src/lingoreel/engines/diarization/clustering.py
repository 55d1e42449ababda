"""Merging what sounds alike, until what is left sounds different."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from lingoreel.engines.diarization.gaussians import Doubles, log_determinants, vector_size

Ints = npt.NDArray[np.int64]


class Clusters(Protocol):
    """Clusters that know how far they are apart and how to become one."""

    def __len__(self) -> int: ...

    def distances(self, index: int) -> Doubles:
        """Distance of one cluster to every cluster."""
        ...

    def merge(self, into: int, other: int) -> None:
        """Make `into` the union of both. `other` is not asked for again."""
        ...


ENOUGH_FRAMES = 700.0  # 7 s of voice


class Voices:
    """Gaussians, apart by how much better two of them explain the frames than one does.

    The distance is the change of the Bayesian information criterion per unit of penalty (Chen and Gopalakrishnan
    1998, with the pair's own frames in the penalty): with 1 as the limit, two clusters are one when a second
    Gaussian does not pay for its parameters `penalty` times over. Frames beyond ENOUGH_FRAMES of the smaller
    cluster add no weight: otherwise any two halves of a long speech, which never sound quite the same, would end
    apart.
    """

    def __init__(self, rows: Doubles, penalty: float) -> None:
        self._rows = rows.copy()
        self._logs = log_determinants(rows)
        size = vector_size(rows.shape[1])
        self._price = penalty * 0.5 * (size + size * (size + 1) / 2)

    def __len__(self) -> int:
        return len(self._rows)

    def distances(self, index: int) -> Doubles:
        counts = self._rows[:, 0]
        both = self._rows + self._rows[index]
        gain = 0.5 * (both[:, 0] * log_determinants(both) - counts * self._logs - counts[index] * self._logs[index])
        weight = np.minimum(1, ENOUGH_FRAMES / np.maximum(np.minimum(counts, counts[index]), 1))
        found: Doubles = gain * weight / (self._price * np.log(np.maximum(both[:, 0] * weight, 3)))
        return found

    def merge(self, into: int, other: int) -> None:
        self._rows[into] += self._rows[other]
        self._logs[into] = log_determinants(self._rows[into : into + 1])[0]


class Directions:
    """Unit vectors, apart by the mean cosine distance over all pairs (average linkage).

    The mean of all cosines between two sets of unit vectors is the product of their means, so sums are enough.
    """

    def __init__(self, sums: Doubles, counts: Doubles) -> None:
        self._sums = sums.astype(np.float64)
        self._counts = counts.astype(np.float64)

    def __len__(self) -> int:
        return len(self._sums)

    def distances(self, index: int) -> Doubles:
        found: Doubles = 1 - self._sums @ self._sums[index] / (self._counts * self._counts[index])
        return found

    def merge(self, into: int, other: int) -> None:
        self._sums[into] += self._sums[other]
        self._counts[into] += self._counts[other]


def agglomerate(clusters: Clusters, limit: float, at_most: int | None = None) -> Ints:
    """Merge the nearest two until the nearest are `limit` apart and no more than `at_most` are left.

    Answers a label for each of the first clusters, 0… in order of their first member. Memory is the
    square of their number.
    """
    count = len(clusters)
    if count == 0:
        return np.zeros(0, np.int64)
    matrix = np.full((count, count), np.inf)
    for index in range(count):
        matrix[index] = clusters.distances(index)
        matrix[index, index] = np.inf
    nearest = matrix.argmin(axis=1)
    closest = matrix[np.arange(count), nearest]
    labels = np.arange(count)
    left = count
    while left > 1:
        first = int(closest.argmin())
        if closest[first] >= limit and (at_most is None or left <= at_most):
            break
        second = int(nearest[first])
        into, other = min(first, second), max(first, second)
        clusters.merge(into, other)
        labels[labels == other] = into
        left -= 1
        gone = np.isinf(matrix[into])
        row = clusters.distances(into)
        row[gone] = np.inf
        row[[into, other]] = np.inf
        matrix[into] = matrix[:, into] = row
        matrix[other] = matrix[:, other] = np.inf
        closest[other] = np.inf
        stale = np.flatnonzero((nearest == into) | (nearest == other) | (row < closest))
        stale = np.union1d(stale[~np.isinf(matrix[stale]).all(axis=1)], [into]) if left > 1 else stale[:0]
        nearest[stale] = matrix[stale].argmin(axis=1)
        closest[stale] = matrix[stale, nearest[stale]]
    return in_order(labels)


def in_order(labels: Ints) -> Ints:
    """The same partition with labels 0, 1, … in order of first appearance."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    renamed: Ints = rank[inverse]
    return renamed


def smooth(scores: Doubles, stay: Doubles) -> Ints:
    """The best label for each row of `scores` (log likelihoods, higher is better) when a change costs.

    `stay[i]` is the price of a change between row i - 1 and row i (Viterbi).
    """
    count, labels = scores.shape
    if count == 0:
        return np.zeros(0, np.int64)
    best = scores[0].copy()
    came_from = np.zeros((count, labels), np.int64)
    kept = np.arange(labels)
    for row in range(1, count):
        jump = int(best.argmax())
        changed = best[jump] - stay[row]
        moves = best < changed
        came_from[row] = np.where(moves, jump, kept)
        best = np.where(moves, changed, best) + scores[row]
    path = np.zeros(count, np.int64)
    path[-1] = int(best.argmax())
    for row in range(count - 1, 0, -1):
        path[row - 1] = came_from[row, path[row]]
    return path
