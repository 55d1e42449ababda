"""Clips from words by a diffusion model: Wan and LTX pipelines of diffusers, from a local folder, on a GPU.

torch and diffusers are in the extra `film` and are only ever imported by the host.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lingoreel.engines import devices
from lingoreel.engines.film import pipeline_folder
from lingoreel.engines.film.families import DISTILLED_STEPS
from lingoreel.engines.film.licence import licence
from lingoreel.engines.film.pipeline_folder import Unusable
from lingoreel.engines.film.placement import (
    check_device,
    forget,
    offloads,
    out_of_memory,
    place,
    resolve_dtype,
)
from lingoreel.engines.film.protocol import Capabilities, Clip, FilmRequest
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.errors import EngineFailed, EngineUnavailable, LingoreelError
from lingoreel.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

NAME = "diffusion"
HOST = "lingoreel.engines.film.diffusion:Engine"
RECIPE = 1  # raised when the same words may give other pictures
PACKAGES = ("torch", "diffusers", "transformers", "accelerate")
INSTALL = "uv sync --extra film"
PULL = "lingoreel models pull wan-1.3b"
DENOISED = 0.9  # of the progress: the steps; then the pictures are decoded and written

Report = Callable[[dict[str, Any]], None]


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """What the configured or pulled pipeline makes here; reads its small files, never the libraries."""
    missing = [package for package in PACKAGES if importlib.util.find_spec(package) is None]
    if missing:
        return Unavailable(NAME, f"not installed: {', '.join(missing)}", INSTALL, "film")
    folder, faults = pipeline_folder.find(settings)
    if folder is None:
        return Unavailable(NAME, "; ".join(faults) or "no film model has been pulled", PULL, "film")
    on_gpu = settings.film_device != "cpu"
    if on_gpu and not devices.has_gpu(settings):
        remedy = "LINGOREEL_FILM_DEVICE=cpu runs it without, in hours"
        return Unavailable(NAME, f"{folder.path.name} is here, and no GPU to run it", remedy, "film")
    if on_gpu and "+cpu" in (torch := _version("torch")):
        return Unavailable(NAME, f"torch {torch} cannot use the GPU", "install a CUDA build of torch", "film")
    return Capabilities(
        name=NAME,
        version=f"diffusers {_version('diffusers')} {folder.path.name} {folder.fingerprint()} "
        f"{settings.film_dtype} recipe {RECIPE}",
        tier="neural",
        host=HOST,
        lane="gpu" if on_gpu else "cpu",
        parallel=1,  # it fills the GPU, or all cores
        licence=licence(folder.path),
        clip=folder.rules,
        steps=settings.film_steps or (DISTILLED_STEPS if folder.distilled else folder.family.steps),
        prompts=folder.family.prompts,
        model=folder.path.name,
    )


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from. Raises EngineUnavailable where there is no usable pipeline."""
    folder, faults = pipeline_folder.find(settings)
    if folder is None:
        raise EngineUnavailable("; ".join(faults) or "no film model has been pulled", remedy=PULL)
    on_gpu = settings.film_device != "cpu"
    return {
        "model": str(folder.path),
        "device": "cuda" if on_gpu else "cpu",
        "dtype": settings.film_dtype,
        "offload": settings.film_offload,
        "threads": None if on_gpu else settings.cpu_slots,
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


class Engine:
    """Host class: `FilmRequest` with `output_path` in, `Clip` out.

    `config`: `model` (the pipeline's folder), `device` (`cuda` or `cpu`), `dtype` and `offload` as in the settings.
    The same request gives the same pictures on the same kind of machine. Raises EngineUnavailable for a folder that
    is no usable pipeline and for a GPU that is not there (`no_gpu`); EngineFailed when memory does not suffice in any
    way of laying the model out (`out_of_memory`) and when the model makes nothing but nonsense.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._device = str(config["device"])
        try:
            self._folder = pipeline_folder.describe(Path(config["model"]))
        except (Unusable, OSError) as fault:
            name = Path(config["model"]).name
            raise EngineUnavailable(f"the film model {name!r} cannot be used: {fault}", remedy=PULL) from fault
        check_device(self._device)
        self._dtype = resolve_dtype(str(config.get("dtype") or "auto"), self._device)
        self._left = list(offloads(str(config.get("offload") or "auto"), self._device, self._folder, self._dtype))
        self._licence = licence(self._folder.path)
        self._pipeline: Any = self._load()

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        asked = FilmRequest.from_dict(request)
        fitted = self._fitted(asked)
        if self._pipeline is None:
            self._pipeline = self._load()
        pictures = self._pictures(fitted, report)
        report({"fraction": DENOISED})
        self._write(pictures, fitted, str(request["output_path"]), report)
        return Clip(
            frames=len(pictures),
            fps=fitted.fps,
            width=fitted.width,
            height=fitted.height,
            seed=fitted.seed,
            steps=fitted.steps,
            model=self._folder.path.name,
            pipeline=self._folder.pipeline,
            licence=self._licence,
            warnings=_changed(asked, fitted),
        ).to_dict()

    def _fitted(self, asked: FilmRequest) -> FilmRequest:
        """The request as the pipeline can serve it."""
        rules = self._folder.rules
        width, height = rules.size(asked.width, asked.height)
        frames = min(rules.round_frames(asked.frames), rules.frames_most)
        return replace(asked, frames=frames, width=width, height=height)

    def _pictures(self, request: FilmRequest, report: Report) -> npt.NDArray[np.float32]:
        """Frames × height × width × 3 in 0…1. With too little memory, once more with the model laid out leaner."""
        while True:
            try:
                return self._generate(request, report)
            except LingoreelError:
                raise
            except Exception as error:  # of each library in it, of many kinds
                if not out_of_memory(error):
                    if "CUDA" in str(error):
                        raise  # what the GPU is left with is of no use: this process must go
                    raise EngineFailed(
                        f"{self._folder.pipeline} failed: {_first_line(error)}", retryable=False
                    ) from error
            forget()
            if len(self._left) == 1:
                raise self._too_little(request)
            self._pipeline = None
            self._left.pop(0)
            self._pipeline = self._load()

    def _generate(self, request: FilmRequest, report: Report) -> npt.NDArray[np.float32]:
        import numpy as np
        import torch

        def stepped(pipeline: Any, step: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            del pipeline, timestep
            report({"fraction": DENOISED * (step + 1) / (request.steps + 1)})
            return tensors

        guidance = {"guidance_scale": 1.0} if self._folder.distilled else {}
        made = self._pipeline(
            prompt=request.prompt,
            negative_prompt=request.negative_prompt,
            width=request.width,
            height=request.height,
            num_frames=request.frames,
            num_inference_steps=request.steps,
            generator=torch.Generator("cpu").manual_seed(request.seed),
            callback_on_step_end=stepped,
            output_type="np",
            **guidance,
            **self._folder.family.arguments(request, self._folder.vae),
        ).frames[0]
        pictures = np.asarray(made, np.float32)
        if not len(pictures) or not np.isfinite(pictures).all():
            raise EngineFailed(
                f"{self._folder.path.name} makes no pictures but nonsense in {self._dtype}",
                retryable=False,
                remedy="set LINGOREEL_FILM_DTYPE=float32, or to another precision",
            )
        return pictures

    def _too_little(self, request: FilmRequest) -> EngineFailed:
        return EngineFailed(
            f"the memory does not suffice for {request.frames} pictures of {request.width}×{request.height} by "
            f"{self._folder.path.name} on {self._device} in {self._dtype} (offload: {self._left[0]})",
            code="out_of_memory",
            retryable=False,
            remedy="ask for a lower resolution, or set LINGOREEL_FILM_OFFLOAD or LINGOREEL_FILM_MODEL",
        )

    def _load(self) -> Any:
        import diffusers
        import torch
        import transformers

        for talking in (diffusers.utils.logging, transformers.utils.logging):
            talking.set_verbosity_error()
            talking.disable_progress_bar()
        folder = self._folder
        made_by = getattr(diffusers, folder.pipeline, None)
        if made_by is None:
            raise EngineUnavailable(f"diffusers {diffusers.__version__} has no {folder.pipeline}", remedy=INSTALL)
        dtypes = {"default": getattr(torch, self._dtype)}
        if folder.family.vae_float32:
            dtypes["vae"] = torch.float32
        try:
            pipeline = made_by.from_pretrained(
                str(folder.path),
                local_files_only=True,
                use_safetensors=True,
                dtype=dtypes,
            )
            pipeline.set_progress_bar_config(disable=True)
            place(pipeline, self._device, self._left[0])
        except Exception as error:  # of each library in it, of many kinds
            if out_of_memory(error) and len(self._left) > 1:
                self._left.pop(0)
                forget()
                return self._load()
            told = _first_line(error).replace(f"{folder.path.parent}/", "")
            raise EngineUnavailable(
                f"the film model {folder.path.name!r} cannot be loaded: {told}", remedy=PULL
            ) from error
        return pipeline

    def _write(self, pictures: npt.NDArray[np.float32], request: FilmRequest, path: str, report: Report) -> None:
        from lingoreel.engines.film.clip_file import write_clip

        def frames() -> Iterator[npt.NDArray[np.uint8]]:
            for number, picture in enumerate(pictures):
                yield (picture * 255.0).round().clip(0, 255).astype("uint8")
                report({"fraction": DENOISED + (1 - DENOISED) * (number + 1) / len(pictures)})

        height, width = pictures.shape[1:3]
        write_clip(path, frames(), request.fps, width, height)


def _changed(asked: FilmRequest, fitted: FilmRequest) -> tuple[dict[str, str], ...]:
    if (asked.frames, asked.width, asked.height) == (fitted.frames, fitted.width, fitted.height):
        return ()
    message = (
        f"{asked.frames} pictures of {asked.width}×{asked.height} were asked for, "
        f"{fitted.frames} of {fitted.width}×{fitted.height} made"
    )
    return ({"code": "clip_rounded", "message": message},)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:300] if lines else ''}"
