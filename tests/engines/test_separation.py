"""Voices taken out by a model whose answer is known: to the sample, at any rate, in any piece."""

from __future__ import annotations

import asyncio
import json
import os
import re
import tracemalloc
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt
from tiny_mdx import FRAME, FRAMES, HOP, MIDDLE, SIDES
from tiny_mdx import mdx as tiny

from lingoreel.cli.examination import _engines
from lingoreel.engines import catalogue
from lingoreel.engines.choose import choose_separator, from_dict, local_capabilities
from lingoreel.engines.recognition import Unavailable
from lingoreel.engines.separation import Capabilities, SeparationRequest, mdx
from lingoreel.engines.separation.mdx_facts import MdxFacts, facts_of
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.processes import Hosts
from lingoreel.settings import Settings

GRAIN = 1 / 32768


def settings_of(folder: Path, model: Path | None = None, **others: Any) -> Settings:
    return Settings(data_dir=folder / "data", cpu_slots=1, gpu_slots=0, separation_model=model, **others)


def write(path: Path, samples: np.ndarray) -> Path:
    np.rint(np.clip(samples, -1, 1 - GRAIN).T * 32768).astype("<i2").tofile(path)
    return path


def separated(
    model: Path, sound: Path, rate: int, channels: int = 2, start: int = 0, end: int | None = None
) -> np.ndarray:
    """Channels × samples of the background."""
    config = mdx.host_config(settings_of(sound.parent, model))
    end = sound.stat().st_size // 2 // channels if end is None else end
    request = SeparationRequest(str(sound), rate, channels, start, end, config["version"])
    output, told = sound.parent / "separated", []
    done = mdx.Engine(config).handle({**request.to_dict(), "output_path": str(output)}, told.append)
    assert done == {"samples": end - start}
    assert [one["fraction"] for one in told] == sorted(one["fraction"] for one in told)
    assert told[-1]["fraction"] == 1
    return np.fromfile(output, "<i2").reshape(-1, channels).T / 32768


def noise(seed: int, seconds: float, rate: int, low: float = 400, high: float = 12_000) -> np.ndarray:
    random = np.random.default_rng(seed)
    band = butter(4, [low, high], "band", fs=rate, output="sos")
    made = sosfiltfilt(band, random.normal(size=round(seconds * rate)))
    edge = np.sin(np.linspace(0, np.pi / 2, rate // 20)) ** 2
    made[: len(edge)] *= edge
    made[-len(edge) :] *= edge[::-1]
    return np.asarray(0.08 * made / np.sqrt(np.mean(made**2)))


def level_db(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(samples)) + 1e-20))


@pytest.mark.parametrize(("gives", "stem"), [(MIDDLE, "Vocals"), (SIDES, "Instrumental")])
@pytest.mark.parametrize(("rate", "seconds"), [(44_100, 5.3337), (48_000, 5.3337), (32_000, 3.1)])
def test_what_the_model_takes_for_voice_goes_and_the_rest_stays(
    tmp_path: Path, rate: int, seconds: float, gives: np.ndarray, stem: str
) -> None:
    voice, side = noise(1, seconds, rate), noise(2, seconds, rate)
    sound = write(tmp_path / "sound", np.stack([voice + side, voice - side]))
    found = separated(tiny(tmp_path / "model.onnx", gives=gives, stem=stem), sound, rate)
    assert found.shape == (2, len(voice))
    assert level_db(found.sum(0) / 2) < level_db(voice) - 60
    assert np.abs((found[0] - found[1]) / 2 - side).max() < 2 * GRAIN


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_pieces_are_the_whole(tmp_path: Path, rate: int) -> None:
    """With a network that looks around, so that where its stretches lie is heard."""
    around = np.random.default_rng(3).normal(size=(4, 4, 3, 9)).astype(np.float32) / 20
    model = tiny(tmp_path / "model.onnx", gives=around)
    seconds = 6.0
    sound = write(tmp_path / "sound", np.stack([noise(4, seconds, rate), noise(5, seconds, rate)]))
    whole = separated(model, sound, rate)
    step = (HOP * (FRAMES - 1) - FRAME) * 3 // 4 * rate // 44_100
    borders = [0, 1, 1000, step - 7, 2 * step + 3333, whole.shape[1]]
    pieces = [separated(model, sound, rate, start=start, end=end) for start, end in pairwise(borders)]
    assert np.abs(np.concatenate(pieces, axis=1) - whole).max() <= 1.01 * GRAIN
    # and no seam where its stretches meet: the change is as large there as anywhere
    change = np.abs(np.diff(whole, axis=1)).max(axis=0)
    assert change[step - 50 : step + 50].max() < change.max()


def test_one_channel_is_separated_too(tmp_path: Path) -> None:
    model = tiny(tmp_path / "model.onnx", told={"compensate": 0.75})
    voice = noise(6, 2.5, 48_000)
    found = separated(model, write(tmp_path / "sound", voice[None]), 48_000, channels=1)
    assert found.shape == (1, len(voice))
    assert np.abs(found[0] - voice / 4).max() < 3 * GRAIN


def test_what_the_model_does_not_see_stays(tmp_path: Path) -> None:
    rate, cut = 48_000, 512
    low, high = noise(7, 2.5, rate, high=8000), noise(8, 2.5, rate, low=15_000, high=20_000)
    sound = write(tmp_path / "sound", np.stack([low + high] * 2))
    found = separated(tiny(tmp_path / "model.onnx", bins=cut), sound, rate)
    assert level_db(found - high) < level_db(low) - 40


def test_the_shape_may_be_left_to_the_json(tmp_path: Path) -> None:
    model = tiny(tmp_path / "model.onnx", shape=[1, 4, "f", "t"], told={"mdx_dim_f_set": 1025, "mdx_dim_t_set": 6})
    voice = noise(9, 2.0, 44_100)
    found = separated(model, write(tmp_path / "sound", np.stack([voice, voice])), 44_100)
    assert level_db(found) < level_db(voice) - 60


@pytest.mark.parametrize("samples", [0, 1, 100])
def test_next_to_nothing_and_silence(tmp_path: Path, samples: int) -> None:
    model = tiny(tmp_path / "model.onnx")
    sound = write(tmp_path / "sound", np.zeros((2, samples)))
    config = mdx.host_config(settings_of(tmp_path, model))
    request = SeparationRequest(str(sound), 48_000, 2, 0, samples, config["version"])
    output = tmp_path / "out"
    mdx.Engine(config).handle({**request.to_dict(), "output_path": str(output)}, lambda _: None)
    assert output.read_bytes() == bytes(4 * samples)


def test_memory_does_not_grow_with_the_length(tmp_path: Path) -> None:
    model = tiny(tmp_path / "model.onnx")
    peaks = []
    for seconds in (20, 80):
        sound = write(tmp_path / "sound", np.stack([noise(10, 10, 48_000)] * 2).repeat(seconds // 10, axis=1))
        tracemalloc.start()
        separated(model, sound, 48_000, end=48_000 * seconds - 1)
        kept = 4 * 48_000 * seconds * 5  # what the test itself reads back, as numbers
        peaks.append(tracemalloc.get_traced_memory()[1] - kept)
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 2_000_000


def test_a_worker_offers_what_it_has(tmp_path: Path) -> None:
    model = tiny(tmp_path / "voices.onnx")
    settings = settings_of(tmp_path, model)
    record = mdx.capabilities(settings)
    assert isinstance(record, Capabilities)
    assert (record.name, record.lane, record.model, record.tier) == ("mdx", "cpu", "voices", "neural")
    assert from_dict(json.loads(json.dumps(record.to_dict()))) == record
    assert choose_separator(local_capabilities(settings)) == record
    assert choose_separator(local_capabilities(settings), "other") is None
    assert mdx.capabilities(settings_of(tmp_path, tmp_path)) == record
    [told] = [finding for finding in _engines(settings) if finding.part == "separation: mdx"]
    assert told.ok
    assert told.what.startswith("voices ")


def test_its_version_is_its_content(tmp_path: Path) -> None:
    model = tiny(tmp_path / "voices.onnx")

    def version() -> str:
        return str(mdx.host_config(settings_of(tmp_path, model))["version"])

    first = version()
    os.utime(model, ns=(1, 1))
    assert version() == first
    tiny(model, told={"compensate": 1.1})
    other = version()
    assert other != first
    tiny(model, gives=SIDES, told={"compensate": 1.1})
    assert version() not in (first, other)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (None, "voices.json is missing"),
        ({"primary_stem": "Drums"}, "neither Vocals nor Instrumental"),
        ({"mdx_n_fft_scale_set": None}, "mdx_n_fft_scale_set of voices.json must be given"),
        ({"mdx_n_fft_scale_set": 2047}, "and even"),
        ({"mdx_n_fft_scale_set": "2048"}, "not a whole number"),
        ({"hop_length": 4096}, "hop_length"),
        ({"compensate": "much"}, "compensate"),
        ("[1]", "no JSON object"),
        ("{", "delimiter|property name"),
    ],
)
def test_what_is_not_known_of_a_model_is_told(tmp_path: Path, told: Any, why: str) -> None:
    given = told if isinstance(told, dict) else None
    model = tiny(tmp_path / "voices.onnx", stem=None if told is None else "Vocals", told=given)
    if isinstance(told, str):
        model.with_suffix(".json").write_text(told)
    record = mdx.capabilities(settings_of(tmp_path, model))
    assert isinstance(record, Unavailable)
    assert re.search(why, record.reason), record.reason
    with pytest.raises(EngineUnavailable):
        mdx.host_config(settings_of(tmp_path, model))


def test_none_here_is_told_with_what_helps(tmp_path: Path) -> None:
    nothing = mdx.capabilities(settings_of(tmp_path))
    assert isinstance(nothing, Unavailable)
    assert nothing.remedy.startswith("lingoreel models pull kim-vocal-2")
    assert catalogue.status("kim-vocal-2", settings_of(tmp_path)).installed is False
    gone = mdx.capabilities(settings_of(tmp_path, tmp_path / "gone.onnx"))
    assert isinstance(gone, Unavailable)
    assert "LINGOREEL_SEPARATION_MODEL" in gone.reason
    model = tiny(tmp_path / "voices.onnx")
    off = settings_of(tmp_path, model, separation_engine="none")
    [left_out] = [record for record in local_capabilities(off) if record.capability == "separation"]
    assert isinstance(left_out, Unavailable)
    assert choose_separator(local_capabilities(off)) is None
    without = mdx.capabilities(settings_of(tmp_path, model, separation_device="cuda"))
    assert isinstance(without, Unavailable)
    assert "CUDA" in without.reason


def test_a_pulled_model_is_known_without_a_json(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    tiny(settings.models_dir / "separation" / "kim-vocal-2" / "Kim_Vocal_2.onnx", stem=None)
    assert isinstance(mdx.capabilities(settings), Capabilities)
    assert catalogue.status("kim-vocal-2", settings).installed
    assert facts_of(Path("Kim_Vocal_2.onnx")) == MdxFacts(7680, True, 1.009)


@pytest.mark.parametrize(
    ("shape", "told", "why"),
    [
        ([1, 2, 1025, 64], {}, "does not take"),
        ([1, 4, 1025], {}, "does not take"),
        ([8, 4, 1025, 64], {}, "8 stretches at once"),
        ([1, 4, 4096, 64], {}, "4096 bins"),
        ([1, 4, "f", 64], {}, "neither its shape nor its .json"),
        ([1, 4, 1025, 64], {"mdx_dim_f_set": 512}, "its .json says 512"),
        ([1, 4, 1025, 6], {}, "6 frames are too few"),
    ],
)
def test_other_models_are_refused(tmp_path: Path, shape: list[Any], told: dict[str, Any], why: str) -> None:
    model = tiny(tmp_path / "voices.onnx", shape=shape, told=told)
    config = mdx.host_config(settings_of(tmp_path, model))
    with pytest.raises(EngineUnavailable, match=why if shape != [1, 4, 1025] else "cannot load|does not take"):
        mdx.Engine(config)


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    model = tiny(tmp_path / "voices.onnx")
    model.write_bytes(b"no model")
    with pytest.raises(EngineUnavailable, match="cannot load"):
        mdx.Engine(mdx.host_config(settings_of(tmp_path, model)))


def test_nonsense_and_another_version_are_told(tmp_path: Path) -> None:
    sound = write(tmp_path / "sound", np.stack([noise(11, 1.0, 44_100)] * 2))
    with pytest.raises(EngineFailed, match="nonsense"):
        separated(tiny(tmp_path / "voices.onnx", gives=MIDDLE * np.float32(np.nan)), sound, 44_100)
    engine = mdx.Engine(mdx.host_config(settings_of(tmp_path, tiny(tmp_path / "voices.onnx"))))
    request = SeparationRequest(str(sound), 44_100, 2, 0, 1000, "another").to_dict()
    with pytest.raises(EngineUnavailable, match="another one by now"):
        engine.handle({**request, "output_path": str(tmp_path / "out")}, lambda _: None)


def test_in_a_child_of_its_own(tmp_path: Path) -> None:
    voice = noise(12, 2.0, 48_000)
    sound = write(tmp_path / "sound", np.stack([voice] * 2))
    settings = settings_of(tmp_path, tiny(tmp_path / "voices.onnx"))
    config, output = mdx.host_config(settings), tmp_path / "out"
    request = SeparationRequest(str(sound), 48_000, 2, 0, len(voice), config["version"]).to_dict()

    async def work() -> dict[str, Any]:
        hosts = Hosts(settings)
        try:
            return await hosts.call(mdx.HOST, config, {**request, "output_path": str(output)}, wall_s=60)
        finally:
            await hosts.close()

    assert asyncio.run(work()) == {"samples": len(voice)}
    assert level_db(np.fromfile(output, "<i2") / 32768) < level_db(voice) - 60
