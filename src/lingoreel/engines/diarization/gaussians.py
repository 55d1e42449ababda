"""Voices as Gaussians over cepstra, known by their sums alone.

A row of statistics is (count, sum of x, upper triangle of the sum of x xᵀ): rows add up, so cells become
windows, windows clusters, and clusters of pieces clusters of a recording without looking at audio again.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]

PRIOR_FRAMES = 60.0  # weight of the recording's own covariance in each estimate
ECHO = 0.08
CHUNK = 2000  # rows unfolded into matrices at a time


def statistics(vectors: npt.NDArray[np.floating]) -> Doubles:
    """The row of one set of vectors, shape (count, size)."""
    size = vectors.shape[1]
    wide = vectors.astype(np.float64)
    upper = np.triu_indices(size)
    return np.concatenate([[len(wide)], wide.sum(axis=0), (wide.T @ wide)[upper]])


def row_length(size: int) -> int:
    return 1 + size + size * (size + 1) // 2


def vector_size(row: int) -> int:
    """The size of the vectors behind rows of this length."""
    return int((-3 + np.sqrt(9 + 8 * (row - 1))) / 2)


def moments(rows: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    """Counts (n), means (n, size) and scatters about zero (n, size, size)."""
    size = vector_size(rows.shape[1])
    counts = rows[:, 0]
    scatter = np.zeros((len(rows), size, size))
    upper = np.triu_indices(size)
    scatter[:, upper[0], upper[1]] = rows[:, 1 + size :]
    scatter[:, upper[1], upper[0]] = rows[:, 1 + size :]
    return counts, rows[:, 1 : 1 + size] / np.maximum(counts, 1)[:, None], scatter


def whiten(rows: Doubles) -> Doubles:
    """The rows as if every vector had been centred and whitened by the whole recording's mean and covariance.

    What microphone and room add to everyone goes away, and the recording's own covariance becomes the unit matrix.
    """
    total, mean, scatter = moments(rows.sum(axis=0, keepdims=True))
    covariance = scatter[0] / max(total[0], 1) - np.outer(mean[0], mean[0])
    values, vectors = np.linalg.eigh(covariance + 1e-6 * np.eye(len(covariance)))
    transform = vectors / np.sqrt(np.maximum(values, 1e-6))
    whitened = np.empty_like(rows)
    for first in range(0, len(rows), CHUNK):
        part = slice(first, first + CHUNK)
        whitened[part] = _moved(rows[part], mean[0], transform)
    return whitened


def _moved(rows: Doubles, mean: Doubles, transform: Doubles) -> Doubles:
    counts, means, scatters = moments(rows)
    moved = means - mean
    weights = counts[:, None, None]
    cross = means[:, :, None] * mean
    centred = scatters - weights * (cross + cross.transpose(0, 2, 1) - np.outer(mean, mean))
    turned = transform.T @ centred @ transform
    upper = np.triu_indices(len(mean))
    return np.concatenate(
        [counts[:, None], (moved @ transform) * counts[:, None], turned[:, upper[0], upper[1]]], axis=1
    )


def without_echoes(rows: Doubles) -> Doubles:
    """Whitened rows, each weighed down by how many are copies of it.

    The same recorded words played again are no further evidence of what a voice is like; counted as such, each
    phrase of a looped recording would become a speaker. Copies lie within 0.03 of each other, the squared distance
    of means, other words of the same voice beyond 0.15.
    """
    means = rows[:, 1 : 1 + vector_size(rows.shape[1])] / np.maximum(rows[:, :1], 1)
    lengths = (means**2).sum(axis=1)
    copies = np.ones(len(rows))
    for first in range(0, len(rows), 500):
        part = slice(first, first + 500)
        apart = lengths[part, None] + lengths - 2 * means[part] @ means.T
        copies[part] = (apart < ECHO).sum(axis=1)
    return rows / np.maximum(copies, 1)[:, None]


def covariances(rows: Doubles) -> tuple[Doubles, Doubles]:
    """Means and covariances of whitened rows, drawn towards the unit matrix where there are few frames."""
    counts, means, scatters = moments(rows)
    size = means.shape[1]
    about_mean = scatters - counts[:, None, None] * means[:, :, None] * means[:, None, :]
    return means, (about_mean + PRIOR_FRAMES * np.eye(size)) / (counts + PRIOR_FRAMES)[:, None, None]


def log_determinants(rows: Doubles) -> Doubles:
    """Log determinant of each row's covariance."""
    _, estimated = covariances(rows)
    found: Doubles = np.linalg.slogdet(estimated)[1]
    return found


def log_likelihoods(cells: Doubles, voices: Doubles) -> Doubles:
    """How well each voice explains each cell, in nats, shape (cells, voices)."""
    centres, estimated = covariances(voices)
    inverses = np.linalg.inv(estimated)
    logs = np.linalg.slogdet(estimated)[1]
    result = np.zeros((len(cells), len(voices)))
    for first in range(0, len(cells), CHUNK):
        part = slice(first, first + CHUNK)
        counts, means, scatters = moments(cells[part])
        for index, (centre, inverse) in enumerate(zip(centres, inverses, strict=True)):
            spread = np.tensordot(scatters, inverse, 2)
            pulled = means @ inverse @ centre
            distance = spread + counts * (centre @ inverse @ centre - 2 * pulled)
            result[part, index] = -0.5 * (counts * logs[index] + distance)
    return result
