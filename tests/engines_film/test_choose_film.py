"""Which film engine serves, and what its folder of a model must be; without torch."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from lingoreel.engines import choose, devices
from lingoreel.engines.film import Capabilities, diffusion, pipeline_folder, storyboard
from lingoreel.engines.film.licence import licence
from lingoreel.engines.recognition import Unavailable
from lingoreel.errors import EngineUnavailable
from lingoreel.settings import Settings

DRAWN = Capabilities("storyboard", "1", "embedded")
GENERATED = Capabilities("diffusion", "1", "neural", "m:E", "gpu", model="wan")
ABSENT = Unavailable("diffusion", "no film model has been pulled", "lingoreel models pull wan-1.3b", "film")


def test_what_generates_comes_before_what_draws_and_a_name_is_obeyed():
    assert choose.choose_film_engine([DRAWN, GENERATED]) is GENERATED
    assert choose.choose_film_engine([DRAWN, ABSENT]) is DRAWN
    assert choose.choose_film_engine([GENERATED, DRAWN], "storyboard") is DRAWN


def test_what_cannot_be_had_says_why_and_what_changes_it():
    with pytest.raises(EngineUnavailable, match="no film model has been pulled") as caught:
        choose.choose_film_engine([DRAWN, ABSENT], "diffusion")
    assert caught.value.remedy == "lingoreel models pull wan-1.3b"
    assert caught.value.field == "engine"
    with pytest.raises(EngineUnavailable, match="no worker can make a film"):
        choose.choose_film_engine([])


def test_a_writer_is_no_film_engine_and_none_is_needed():
    writer = Capabilities("llm", "1", "neural", "m:E", "net", capability="storyboard")
    assert choose.choose_storyboard_writer([DRAWN, writer]) is writer
    assert choose.choose_storyboard_writer([DRAWN, GENERATED]) is None
    with pytest.raises(EngineUnavailable):
        choose.choose_film_engine([writer])


def test_the_storyboard_is_always_there_and_tells_its_libraries():
    record = storyboard.capabilities(Settings())
    assert isinstance(record, Capabilities)
    assert (record.tier, record.lane, record.host) == ("embedded", "cpu", "")
    assert "thorvg-python" in record.version


def test_the_settings_exclude_an_engine_by_name(tmp_path):
    settings = Settings(data_dir=tmp_path, film_engine="storyboard")
    records = [record for record in choose.local_capabilities(settings) if record.capability == "film"]
    assert [(record.name, isinstance(record, Unavailable)) for record in records] == [
        ("diffusion", True), ("storyboard", False),
    ]  # fmt: skip
    assert "LINGOREEL_FILM_ENGINE" in records[0].reason


def test_asking_what_there_is_imports_no_model_library():
    told = (
        "import sys; from lingoreel.settings import Settings; from lingoreel.engines.choose import local_capabilities;"
        "local_capabilities(Settings());"
        "print([name for name in ('torch', 'diffusers', 'thorvg_python') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"


def make(folder: Path, pipeline: str = "WanPipeline") -> Path:
    """A folder with all that is looked at before a library loads it; its weights are none."""
    parts = {
        "vae": {},
        "transformer": {"num_attention_heads": 12},
        "text_encoder": {},
        "tokenizer": None,
        "scheduler": None,
    }
    for name, config in parts.items():
        (folder / name).mkdir(parents=True)
        if config is None:
            (folder / name / f"{name}_config.json").write_text("{}")
        else:
            (folder / name / "config.json").write_text(json.dumps(config))
            (folder / name / "model.safetensors").write_bytes(b"\0" * 100)
    index = {"_class_name": pipeline, "transformer_2": [None, None], "boundary_ratio": 0.9}
    (folder / "model_index.json").write_text(json.dumps(index | {name: ["diffusers", "X"] for name in parts}))
    return folder


@pytest.fixture
def able(monkeypatch):
    """As if the extra were installed and a GPU here."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(diffusion, "_version", lambda package: "1.0")
    monkeypatch.setattr(devices, "has_gpu", lambda settings: True)


def test_a_pulled_pipeline_is_found_and_told(tmp_path, able):
    settings = Settings(data_dir=tmp_path)
    folder = make(tmp_path / "models" / "film" / "wan-1.3b")
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n")
    record = diffusion.capabilities(settings)
    assert isinstance(record, Capabilities)
    assert (record.lane, record.model, record.licence, record.steps) == ("gpu", "wan-1.3b", "Apache-2.0", 50)
    assert record.clip is not None
    assert record.clip.frames_most == 81
    assert diffusion.host_config(settings)["device"] == "cuda"
    (folder / "vae" / "model.safetensors").write_bytes(b"\1" * 100)
    again = diffusion.capabilities(settings)
    assert isinstance(again, Capabilities)
    assert again.version != record.version
    few = diffusion.capabilities(settings.model_copy(update={"film_steps": 8}))
    assert isinstance(few, Capabilities)
    assert few.steps == 8


def test_without_a_gpu_it_is_offered_only_where_a_cpu_is_wanted(tmp_path, able, monkeypatch):
    monkeypatch.setattr(devices, "has_gpu", lambda settings: False)
    settings = Settings(data_dir=tmp_path)
    make(tmp_path / "models" / "film" / "any")
    absent = diffusion.capabilities(settings)
    assert isinstance(absent, Unavailable)
    assert "no GPU" in absent.reason
    assert "LINGOREEL_FILM_DEVICE=cpu" in absent.remedy
    slow = diffusion.capabilities(settings.model_copy(update={"film_device": "cpu"}))
    assert isinstance(slow, Capabilities)
    assert slow.lane == "cpu"


def test_a_cpu_build_of_torch_is_told_before_anything_is_loaded(tmp_path, able, monkeypatch):
    monkeypatch.setattr(diffusion, "_version", lambda package: "2.13.0+cpu")
    make(tmp_path / "models" / "film" / "any")
    absent = diffusion.capabilities(Settings(data_dir=tmp_path))
    assert isinstance(absent, Unavailable)
    assert "2.13.0+cpu" in absent.reason


def broken(folder: Path, fault: str) -> None:
    if fault == "index":
        (folder / "model_index.json").write_text("{")
    elif fault == "list":
        (folder / "model_index.json").write_text("[]")
    elif fault == "class":
        make_index = json.loads((folder / "model_index.json").read_text())
        (folder / "model_index.json").write_text(json.dumps(make_index | {"_class_name": "StableDiffusionPipeline"}))
    elif fault == "component":
        (folder / "vae" / "config.json").unlink()
    elif fault == "pickle":
        (folder / "transformer" / "model.safetensors").rename(folder / "transformer" / "model.bin")
    elif fault == "shard":
        index = {"weight_map": {"a": "model.safetensors", "b": "model-00002-of-00002.safetensors"}}
        (folder / "transformer" / "model.safetensors.index.json").write_text(json.dumps(index))
    elif fault == "outside":
        index = json.loads((folder / "model_index.json").read_text())
        (folder / "model_index.json").write_text(json.dumps(index | {"../secret": ["diffusers", "X"]}))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("index", "cannot be read"),
        ("list", "no JSON object"),
        ("class", "StableDiffusionPipeline"),
        ("component", "vae"),
        ("pickle", "weights as .safetensors"),
        ("shard", "model-00002-of-00002.safetensors"),
        ("outside", "secret"),
    ],
)
def test_a_broken_folder_says_what_is_wrong_with_it(tmp_path, able, fault, told):
    folder = make(tmp_path / "mine")
    broken(folder, fault)
    settings = Settings(data_dir=tmp_path, film_model=str(folder))
    record = diffusion.capabilities(settings)
    assert isinstance(record, Unavailable)
    assert told in record.reason
    assert str(tmp_path) not in record.reason
    with pytest.raises(EngineUnavailable, match="mine"):
        diffusion.host_config(settings)


def test_one_broken_folder_does_not_hide_another(tmp_path, able):
    settings = Settings(data_dir=tmp_path)
    broken(make(pipeline_folder.root(settings) / "a"), "index")
    make(pipeline_folder.root(settings) / "b", "LTXPipeline")
    record = diffusion.capabilities(settings)
    assert isinstance(record, Capabilities)
    assert (record.model, record.clip and record.clip.side_multiple) == ("b", 32)


def test_what_is_not_installed_is_named_with_the_command(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    record = diffusion.capabilities(Settings())
    assert isinstance(record, Unavailable)
    assert record.reason == "not installed: torch, diffusers, transformers, accelerate"
    assert record.remedy == "uv sync --extra film"
    assert isinstance(storyboard.capabilities(Settings()), Unavailable)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"README.md": "---\ntags:\n- video\nlicense: apache-2.0\n---\n# Wan"}, "Apache-2.0"),
        ({"README.md": "---\nlicense:\n- mit\n---\n"}, "MIT"),
        (
            {"README.md": "---\nlicense: other\nlicense_name: ltx-video\nlicense_link: https://x.org/L\n---\n"},
            "ltx-video (https://x.org/L)",
        ),
        ({"README.md": "no front matter, license: mit", "LICENSE": "MIT License\n\nCopyright"}, "MIT"),
        ({"README.md": "---\nlicense: other\n---\n", "License.txt": "\n Open Weights\n…"}, "Open Weights"),
        ({"LICENSE": "   Apache License\n        Version 2.0, January 2004"}, "Apache-2.0"),
        ({"README.md": "# A model"}, "unknown"),
        ({"README.md": "---\nlicense: 'a\x07b'\n---\n"}, "ab"),
        ({"LICENSE": ""}, "unknown"),
    ],
)  # fmt: skip
def test_the_licence_is_what_the_model_says(tmp_path, files, told):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert licence(tmp_path) == told
