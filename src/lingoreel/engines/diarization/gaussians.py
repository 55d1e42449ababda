"""Voices as Gaussians over cepstra, known by their sums alone.

A row of statistics is (count, sum of x, upper triangle of the sum of x xᵀ): rows add up, so cells become
windows, windows clusters, and clusters of pieces clusters of a recording without looking at audio again.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]

PRIOR_FRAMES = 60.0  # weight of the recording's own covariance in each estimate


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
    counts, means, scatters = moments(rows)
    total, mean, scatter = moments(rows.sum(axis=0, keepdims=True))
    covariance = scatter[0] / max(total[0], 1) - np.outer(mean[0], mean[0])
    values, vectors = np.linalg.eigh(covariance + 1e-6 * np.eye(len(covariance)))
    transform = vectors / np.sqrt(np.maximum(values, 1e-6))
    moved = means - mean[0]
    weights = counts[:, None, None]
    centred = (
        scatters
        - weights * means[:, :, None] * mean[0]
        - weights * mean[0][:, None] * means[:, None, :]
        + weights * np.outer(mean[0], mean[0])
    )
    turned = transform.T @ centred @ transform
    upper = np.triu_indices(len(covariance))
    return np.concatenate(
        [counts[:, None], (moved @ transform) * counts[:, None], turned[:, upper[0], upper[1]]], axis=1
    )


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
    counts, means, scatters = moments(cells)
    result = np.zeros((len(cells), len(voices)))
    centres, estimated = covariances(voices)
    for index, (centre, covariance) in enumerate(zip(centres, estimated, strict=True)):
        inverse = np.linalg.inv(covariance)
        moved = (
            scatters
            - counts[:, None, None] * (means[:, :, None] * centre + centre[:, None] * means[:, None, :])
            + counts[:, None, None] * np.outer(centre, centre)
        )
        distance = np.einsum("nij,ij->n", moved, inverse)
        result[:, index] = -0.5 * (counts * np.linalg.slogdet(covariance)[1] + distance)
    return result
