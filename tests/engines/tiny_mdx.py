"""Tiny MDX-Net models made with the `onnx` package: the real input and output, and an answer that is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper

BINS, FRAMES, FRAME, HOP = 1025, 64, 2048, 512
MIDDLE = np.kron(np.full((2, 2), 0.5), np.eye(2)).astype(np.float32)
"""What both channels share, in both."""
SIDES = np.eye(4, dtype=np.float32) - MIDDLE
"""The rest."""


def mdx(
    path: Path,
    *,
    gives: np.ndarray = MIDDLE,
    stem: str | None = "Vocals",
    bins: int = BINS,
    frames: int = FRAMES,
    shape: list[Any] | None = None,
    told: dict[str, Any] | None = None,
) -> Path:
    """A model whose answer is `gives` (4 × 4, or 4 × 4 × bins × frames of a convolution) of what it is fed.

    The .json beside it says `stem` (None: there is none), and what is `told` besides.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    weights = np.asarray(gives, np.float32).reshape(4, 4, *(gives.shape[2:] or (1, 1)))
    pads = [weights.shape[2] // 2, weights.shape[3] // 2] * 2
    shape = shape or ["batch_size", 4, bins, frames]
    graph = helper.make_graph(
        [helper.make_node("Conv", ["input", "weights"], ["output"], pads=pads)],
        "tiny",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, None)],
        [onnx.numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.save(model, str(path))
    if stem is not None:
        facts = {"mdx_n_fft_scale_set": FRAME, "hop_length": HOP, "primary_stem": stem, **(told or {})}
        path.with_suffix(".json").write_text(json.dumps(facts), "utf-8")
    return path
