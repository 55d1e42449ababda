"""Tiny random Wan and LTX pipelines through the host class, on a CPU: everything of generating but beauty."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import av
import numpy as np
import pytest

from lingoreel.engines.film import Capabilities, Clip, FilmRequest, diffusion, pipeline_folder, placement
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.processes import Hosts
from lingoreel.settings import Settings

if missing := [package for package in diffusion.PACKAGES if importlib.util.find_spec(package) is None]:
    pytest.skip(f"not installed: {', '.join(missing)} (make test-film installs them apart)", allow_module_level=True)

import torch

# diffusers hands tensors to numpy in its old way
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

REQUEST = FilmRequest("the sun rises over the sea", "snow", 9, 24, 96, 64, 2, 7)
KINDS = ("wan", "ltx", "ltx-condition", "ltx-last-step")


def load_tiny() -> ModuleType:
    """tiny_pipelines.py as a module, wherever pytest imports from."""
    name = "tiny_pipelines"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec and spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def models(tmp_path_factory) -> dict[str, Path]:
    """Folders of saved pipelines, by what they are."""
    tiny, root = load_tiny(), tmp_path_factory.mktemp("film")
    return {
        "wan": tiny.save_wan(root / "wan"),
        "ltx": tiny.save_ltx(root / "ltx"),
        "ltx-condition": tiny.save_ltx(root / "ltx-condition", condition=True),
        "ltx-last-step": tiny.save_ltx(root / "ltx-last-step", timestep_conditioning=True),
    }


@pytest.fixture(scope="session")
def wan(models) -> diffusion.Engine:
    return engine(models["wan"])


def engine(folder: Path, device: str = "cpu", **config: Any) -> diffusion.Engine:
    return diffusion.Engine({"model": str(folder), "device": device, **config})


def film(made: diffusion.Engine, path: Path, request: FilmRequest = REQUEST) -> tuple[Clip, list[float]]:
    fractions: list[float] = []
    answer = made.handle(
        {**request.to_dict(), "output_path": str(path)}, lambda told: fractions.append(told["fraction"])
    )
    return Clip.from_dict(answer), fractions


def pictures(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


@pytest.mark.parametrize("kind", KINDS)
def test_a_clip_is_a_whole_file_that_opens_at_any_frame(models, tmp_path, kind):
    clip, fractions = film(engine(models[kind]), tmp_path / "clip.mp4")
    assert (clip.frames, clip.fps, clip.width, clip.height, clip.seed, clip.steps) == (9, 24, 96, 64, 7, 2)
    assert (clip.licence, clip.model, clip.warnings) == ("Apache-2.0", kind, ())
    assert clip.pipeline in ("WanPipeline", "LTXPipeline", "LTXConditionPipeline")
    assert fractions == sorted(fractions)
    assert 0 < fractions[0] < 0.5
    assert fractions[-1] == pytest.approx(1.0)
    with av.open(str(tmp_path / "clip.mp4")) as container:
        (stream,) = container.streams
        assert (stream.codec_context.name, stream.pix_fmt, stream.average_rate) == ("h264", "yuv420p", 24)
        assert stream.codec_context.color_primaries == stream.codec_context.color_trc == 1
        frames = list(container.decode(video=0))
        assert [frame.pts * frame.time_base for frame in frames] == [pytest.approx(n / 24) for n in range(9)]
        assert all(frame.key_frame for frame in frames)
    shown = pictures(tmp_path / "clip.mp4")
    assert shown.shape == (9, 64, 96, 3)
    assert shown.std() > 2
    assert np.abs(np.diff(shown.astype(int), axis=0)).mean() > 0.3


@pytest.mark.parametrize(
    ("kind", "asked", "made"),
    [
        ("wan", (10, 100, 70), (13, 112, 80)),
        ("wan", (1, 96, 64), (5, 96, 64)),
        ("ltx", (10, 100, 70), (17, 96, 64)),
        ("ltx", (25, 40, 40), (25, 64, 64)),
    ],
)
def test_what_the_pipeline_cannot_make_is_rounded_and_told(models, tmp_path, kind, asked, made):
    frames, width, height = asked
    clip, _ = film(
        engine(models[kind]), tmp_path / "clip.mp4", replace(REQUEST, frames=frames, width=width, height=height)
    )
    assert (clip.frames, clip.width, clip.height) == made
    assert pictures(tmp_path / "clip.mp4").shape == (made[0], made[2], made[1], 3)
    assert [warning["code"] for warning in clip.warnings] == ["clip_rounded"]


@pytest.mark.parametrize("kind", ["wan", "ltx"])
def test_the_seed_and_the_words_decide_the_pictures(models, tmp_path, kind):
    made = engine(models[kind])
    asked = {
        "once": REQUEST,
        "again": REQUEST,
        "seed": replace(REQUEST, seed=8),
        "prompt": replace(REQUEST, prompt="a robot plants a tree"),
        "negative": replace(REQUEST, negative_prompt="bread and soup"),
        "steps": replace(REQUEST, steps=3),
    }
    files = {}
    for name, request in asked.items():
        film(made, tmp_path / f"{name}.mp4", request)
        files[name] = (tmp_path / f"{name}.mp4").read_bytes()
    assert files["once"] == files["again"]
    assert len(set(files.values())) == len(files) - 1


def test_another_engine_of_the_same_folder_gives_the_same_pictures(models, wan, tmp_path):
    film(wan, tmp_path / "a.mp4")
    film(engine(models["wan"]), tmp_path / "b.mp4")
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


@pytest.mark.parametrize("kind", ["wan", "ltx"])
def test_half_precision_gives_nearly_the_same(models, tmp_path, kind):
    film(engine(models[kind]), tmp_path / "whole.mp4")
    film(engine(models[kind], dtype="bfloat16"), tmp_path / "half.mp4")
    whole, half = pictures(tmp_path / "whole.mp4").astype(int), pictures(tmp_path / "half.mp4").astype(int)
    assert 0 < np.abs(whole - half).mean() < 4


async def test_in_a_warm_child_by_the_settings(models, tmp_path):
    settings = Settings(data_dir=tmp_path / "data", film_model=str(models["wan"]), film_device="cpu")
    record = diffusion.capabilities(settings)
    assert isinstance(record, Capabilities)
    assert (record.lane, record.licence, record.model) == ("cpu", "Apache-2.0", "wan")
    assert record.clip is not None
    width, height = record.clip.size(64, 64)
    request = replace(REQUEST, frames=record.clip.frames(0.5), fps=record.clip.fps, width=width, height=height)
    seen: list[float] = []
    hosts = Hosts(settings)
    try:
        answer = await hosts.call(
            record.host,
            diffusion.host_config(settings),
            {**request.to_dict(), "output_path": str(tmp_path / "clip.mp4")},
            wall_s=240,
            on_progress=lambda told: seen.append(told["fraction"]),
        )
        assert Clip.from_dict(answer).frames == 9
        assert Clip.from_dict(answer).warnings == ()
        assert pictures(tmp_path / "clip.mp4").shape == (9, 64, 64, 3)
        assert seen
        running = asyncio.ensure_future(
            hosts.call(
                record.host,
                diffusion.host_config(settings),
                {**request.to_dict(), "steps": 1000, "output_path": str(tmp_path / "never.mp4")},
                wall_s=240,
            )
        )
        await asyncio.sleep(1)
        assert not running.done()
        began = time.monotonic()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert time.monotonic() - began < 2
    finally:
        await hosts.close()


def test_with_too_little_memory_the_model_is_laid_out_leaner(models, tmp_path, monkeypatch):
    made = engine(models["wan"])
    whole, loads = made._pipeline, []

    def full(**asked: Any) -> Any:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")

    monkeypatch.setattr(made, "_load", lambda: loads.append(made._left[0]) or (whole if len(loads) == 2 else full))
    made._left, made._pipeline = ["none", "model", "sequential"], full
    clip, _ = film(made, tmp_path / "clip.mp4")
    assert loads == ["model", "sequential"]
    assert clip.frames == 9


def test_memory_that_does_not_suffice_in_any_way_is_told_and_the_next_clip_is_made(models, tmp_path):
    made = engine(models["wan"])
    whole = made._pipeline

    def full(**asked: Any) -> Any:
        raise RuntimeError("[enforce fail at alloc_cpu.cpp:121] DefaultCPUAllocator: can't allocate memory")

    made._pipeline = full
    with pytest.raises(EngineFailed, match="9 pictures of 96×64") as caught:
        film(made, tmp_path / "clip.mp4")
    assert (caught.value.code, caught.value.retryable) == ("out_of_memory", False)
    made._pipeline = whole
    assert film(made, tmp_path / "clip.mp4")[0].frames == 9


def test_a_model_that_makes_nonsense_is_told(models, tmp_path):
    made = engine(models["wan"])
    made._pipeline.transformer.proj_out.weight.data.fill_(float("nan"))
    with pytest.raises(EngineFailed, match="nonsense"):
        film(made, tmp_path / "clip.mp4")
    assert not (tmp_path / "clip.mp4").exists()


def test_what_the_gpu_is_left_with_after_a_fault_is_not_used_again(models, tmp_path):
    made = engine(models["wan"])

    def fault(**asked: Any) -> Any:
        raise RuntimeError("CUDA error: an illegal memory access was encountered")

    made._pipeline = fault
    with pytest.raises(RuntimeError, match="illegal memory access"):  # its host ends the child
        film(made, tmp_path / "clip.mp4")


@pytest.mark.skipif(torch.cuda.is_available(), reason="a GPU is here")
def test_a_missing_gpu_is_told(models):
    with pytest.raises(EngineUnavailable, match="cannot use a GPU") as caught:
        engine(models["wan"], "cuda")
    assert caught.value.code == "no_gpu"


@pytest.fixture
def copied(models, tmp_path) -> Path:
    """A copy of the Wan pipeline to break."""
    import shutil

    return Path(shutil.copytree(models["wan"], tmp_path / "broken"))


@pytest.mark.parametrize("fault", ["weights", "config", "tokenizer", "class"])
def test_a_broken_folder_is_told_by_name(copied, fault):
    if fault == "weights":
        (weights,) = (copied / "transformer").glob("*.safetensors")
        weights.write_bytes(weights.read_bytes()[:1000])
    elif fault == "config":
        config = copied / "transformer" / "config.json"
        config.write_text(
            config.read_text().replace('"num_layers": 2', '"num_layers": 3').replace('"ffn_dim": 32', '"ffn_dim": 64')
        )
    elif fault == "tokenizer":
        (copied / "tokenizer" / "tokenizer.json").write_text("{}")
    else:
        index = copied / "model_index.json"
        index.write_text(index.read_text().replace('"WanPipeline"', '"StableDiffusionPipeline"'))
    with pytest.raises(EngineUnavailable, match="broken") as caught:
        engine(copied)
    assert caught.value.remedy
    assert str(copied.parent) not in caught.value.message


def test_a_tokenizer_of_sentencepiece_alone_is_read(copied, tmp_path):
    made = engine(load_tiny().with_sentencepiece(copied))
    film(made, tmp_path / "a.mp4")
    film(made, tmp_path / "b.mp4", replace(REQUEST, prompt="a robot plants a tree"))
    assert (tmp_path / "a.mp4").read_bytes() != (tmp_path / "b.mp4").read_bytes()


def test_the_memory_that_weights_will_take_is_read_from_their_headers(models, wan):
    folder = pipeline_folder.describe(models["wan"])
    parameters = sum(
        tensor.numel()
        for name in ("transformer", "vae", "text_encoder")
        for tensor in getattr(wan._pipeline, name).parameters()
    )
    told = sum(placement.size_in(file, "bfloat16") for file in folder.weights())
    assert told == pytest.approx(2 * parameters, rel=0.02)


def test_what_fits_is_tried_first_and_then_what_needs_less(models, monkeypatch):
    folder = pipeline_folder.describe(models["ltx"])
    sizes = [placement.size_in(file, "float16") for file in folder.weights()]
    for room, wanted in (
        (sum(sizes) * 2, ("none", "model", "sequential")),
        (max(sizes) * 1.6, ("model", "sequential")),
        (max(sizes) * 1.4, ("sequential",)),
    ):
        monkeypatch.setattr(torch.cuda, "mem_get_info", lambda room=room: (int(room), 0))
        assert placement.offloads("auto", "cuda", folder, "float16") == wanted
    assert placement.offloads("model", "cuda", folder, "float16") == ("model",)
    assert placement.offloads("auto", "cpu", folder, "float32") == ("none",)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")
@pytest.mark.parametrize("offload", ["auto", "none", "model", "sequential"])
@pytest.mark.parametrize("kind", KINDS)
def test_on_a_gpu_however_the_model_is_laid_out(models, tmp_path, kind, offload):
    film(engine(models[kind], "cuda", offload=offload, dtype="float32"), tmp_path / "gpu.mp4")
    film(engine(models[kind]), tmp_path / "cpu.mp4")
    seen, wanted = pictures(tmp_path / "gpu.mp4").astype(int), pictures(tmp_path / "cpu.mp4").astype(int)
    assert np.abs(seen - wanted).mean() < 4
