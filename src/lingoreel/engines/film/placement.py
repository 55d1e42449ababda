"""Where a pipeline's parts lie while it runs: all on the GPU, or in main memory until their turn comes."""

from __future__ import annotations

import gc
from typing import Any, Literal

from lingoreel.engines.film.pipeline_folder import PipelineFolder
from lingoreel.errors import EngineUnavailable

Offload = Literal["none", "model", "sequential"]
OFFLOADS: tuple[Offload, ...] = ("none", "model", "sequential")
"""From the fastest to the one that needs the least memory of the GPU."""
ROOM = 1.5  # of the weights' size: what a clip's latents and decoding need besides
PER_PARAMETER = {"bfloat16": 2, "float16": 2, "float32": 4}


def offloads(wanted: str, device: str, folder: PipelineFolder, dtype: str) -> tuple[Offload, ...]:
    """What to try, in this order: what the operator wants, or what fits, and then what needs less."""
    if device == "cpu":
        return ("none",)
    if wanted in OFFLOADS:
        return (wanted,)
    import torch

    free, _ = torch.cuda.mem_get_info()
    parts = [sum(size_in(file, dtype) for file in files) for files in _by_component(folder).values()]
    fitting = (sum(parts), max(parts, default=0), 0)
    first = next(number for number, size in enumerate(fitting) if size * ROOM <= free)
    return OFFLOADS[first:]


def size_in(file: Any, dtype: str) -> int:
    """Bytes that the parameters in a safetensors file take as `dtype`."""
    from safetensors import safe_open

    with safe_open(str(file), framework="pt") as opened:
        count = 0
        for name in opened.keys():  # noqa: SIM118 (no mapping)
            size = 1
            for side in opened.get_slice(name).get_shape():
                size *= side
            count += size
    return count * PER_PARAMETER[dtype]


def _by_component(folder: PipelineFolder) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for file in folder.weights():
        found.setdefault(file.parent.name, []).append(file)
    return found


def resolve_dtype(wanted: str, device: str) -> str:
    """The precision to compute in: as wanted, else bfloat16 where the GPU has it; on a CPU all 32 bits."""
    if wanted != "auto":
        return wanted
    if device == "cpu":
        return "float32"
    import torch

    return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16"


def check_device(device: str) -> None:
    """Raises EngineUnavailable where torch cannot use the GPU that the settings count on."""
    import torch

    if device == "cuda" and not torch.cuda.is_available():
        built = torch.version.cuda
        told = f"it is built for CUDA {built}, and the driver or the GPU is not there" if built else "it is a CPU build"
        raise EngineUnavailable(
            f"torch {torch.__version__} cannot use a GPU: {told}",
            code="no_gpu",
            remedy="install the NVIDIA driver and a CUDA build of torch, or set LINGOREEL_FILM_ENGINE=storyboard",
        )


def place(pipeline: Any, device: str, offload: Offload) -> None:
    """Put the pipeline where it is to run. What must save memory also decodes its pictures in tiles."""
    if offload == "none":
        pipeline.to(device)
        return
    if hasattr(pipeline.vae, "enable_tiling"):
        pipeline.vae.enable_tiling()
    if offload == "model":
        pipeline.enable_model_cpu_offload(device=device)
    else:
        pipeline.enable_sequential_cpu_offload(device=device)


def out_of_memory(error: BaseException) -> bool:
    """Whether a failure is that of the GPU's memory, or of main memory."""
    import torch

    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(
        told in str(error).lower() for told in ("out of memory", "can't allocate memory", "cannot allocate memory")
    )


def forget() -> None:
    """Give back what a pipeline that was dropped has held."""
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
