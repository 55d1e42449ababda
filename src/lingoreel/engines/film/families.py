"""The kinds of diffusers pipeline that make a clip from words: what each can make, and how it wants to be asked."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lingoreel.engines.film.protocol import ClipRules, FilmRequest

Config = dict[str, Any]
DISTILLED_STEPS = 8


@dataclass(frozen=True, slots=True)
class Family:
    """One kind. `classes`: the pipelines of diffusers that are asked alike. `steps`: what they take by default.

    `prompts`: the languages of their training texts. `rules` reads the configs of the VAE and the transformer;
    `arguments` are the call's beyond prompt, size, frames, steps and generator. `vae_float32`: its VAE loses too much
    in half precision.
    """

    name: str
    classes: tuple[str, ...]
    steps: int
    prompts: tuple[str, ...]
    vae_float32: bool
    rules: Callable[[Config, Config], ClipRules]
    arguments: Callable[[FilmRequest, Config], dict[str, Any]]


def _wan_rules(vae: Config, transformer: Config) -> ClipRules:
    """4k+1 frames, sides by 16; the 5B model packs twice as densely and is made for 24 pictures a second.

    The larger ones were trained on 720p, the one of 1.3 billion parameters (12 heads) on 480p.
    """
    spatial, temporal = int(vae.get("scale_factor_spatial") or 8), int(vae.get("scale_factor_temporal") or 4)
    patch = transformer.get("patch_size") or (1, 2, 2)
    dense = spatial >= 16
    small = int(transformer.get("num_attention_heads") or 40) <= 12
    return ClipRules(
        fps=24 if dense else 16,
        frame_step=temporal,
        frames_most=121 if dense else 81,
        side_multiple=math.lcm(16, spatial * int(patch[1]), spatial * int(patch[2])),
        pixels_most=1280 * 704 if dense else 832 * 480 if small else 1280 * 720,
    )


def _ltx_rules(vae: Config, transformer: Config) -> ClipRules:
    """8k+1 frames and sides by 32, whatever the VAE packs: the pipeline insists."""
    del vae, transformer
    return ClipRules(fps=24, frame_step=8, frames_most=241, side_multiple=32, pixels_most=1216 * 704)


def _wan_arguments(request: FilmRequest, vae: Config) -> dict[str, Any]:
    del request, vae
    return {}


def _ltx_arguments(request: FilmRequest, vae: Config) -> dict[str, Any]:
    """Later VAEs take a last step of denoising themselves (`timestep_conditioning`), at the noise of their training."""
    last = {"decode_timestep": 0.05, "decode_noise_scale": 0.025} if vae.get("timestep_conditioning") else {}
    return {"frame_rate": request.fps, **last}


FAMILIES = (
    Family("wan", ("WanPipeline",), 50, ("en", "zh"), True, _wan_rules, _wan_arguments),
    Family("ltx", ("LTXPipeline", "LTXConditionPipeline"), 50, ("en",), False, _ltx_rules, _ltx_arguments),
)
CLASSES = tuple(name for family in FAMILIES for name in family.classes)


def family_of(pipeline: str) -> Family | None:
    """The family of a pipeline's class."""
    return next((family for family in FAMILIES if pipeline in family.classes), None)
