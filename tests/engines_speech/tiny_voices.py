"""Tiny voices made with the `onnx` package: the real inputs and outputs of Piper and Kokoro, a tone for a mouth."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

PIPER_SAMPLES = 1024  # per phoneme at normal speed
KOKORO_SAMPLES = 600
KOKORO_VOICES = ("af_heart", "am_adam", "bf_emma", "ef_dora", "jf_alpha", "zf_xiaobei")

_SYMBOLS = (
    " !\"#$'(),-.:;?_^abcdefghijklmnopqrstuvwxyz"
    "AIOQWYæçðøħŋœɐɑɒɓɔɕɖɗɘəɚɛɜɞɟɠɡɢɣɤɥɦɧɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈʉʊʋʌʍʎʏʐʑʒʔʕʘʙʛʜʝʟʡʢʣʤʦʧʰʲˈˌːˑ˞βθχᵻⱱ0123456789̧̪̯̩̃"
)
TABLE = {symbol: number for number, symbol in enumerate(dict.fromkeys(_SYMBOLS))}


def piper(
    folder: Path, name: str, *, language: str = "en_US", espeak: str = "en-us", rate: int = 22_050, speakers: int = 1
) -> Path:
    """A voice as Piper's: its .onnx and .onnx.json in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"{name}.onnx"
    onnx.save(_piper_model(speakers > 1), str(model))
    config = {
        "num_symbols": 256,
        "num_speakers": speakers,
        "speaker_id_map": {f"p{n}": n for n in range(speakers)} if speakers > 1 else {},
        "audio": {"sample_rate": rate},
        "espeak": {"voice": espeak},
        "language": {"code": language},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": {symbol: [number] for symbol, number in TABLE.items()},
    }
    (folder / f"{name}.onnx.json").write_text(json.dumps(config), "utf-8")
    return model


def kokoro(folder: Path, *, archive: bool = False) -> Path:
    """A folder as Kokoro's: of the hub's shape, or with an archive of voices."""
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    onnx.save(_kokoro_model("tokens" if archive else "input_ids"), str(folder / "onnx" / "model.onnx"))
    (folder / "tokenizer.json").write_text(json.dumps({"model": {"vocab": TABLE}}), "utf-8")
    styles = {name: np.full((510, 1, 256), 0.01 * number, np.float32) for number, name in enumerate(KOKORO_VOICES)}
    if archive:
        np.savez(folder / "voices-v1.0.npz", **styles)
        (folder / "voices-v1.0.npz").rename(folder / "voices-v1.0.bin")
    else:
        (folder / "voices").mkdir(exist_ok=True)
        for name, style in styles.items():
            style.tofile(folder / "voices" / f"{name}.bin")
    return folder


def _constant(name: str, value: np.ndarray) -> onnx.TensorProto:
    return onnx.numpy_helper.from_array(value, name)


def _tone(count: str, output: str, shape: list[int]) -> list[onnx.NodeProto]:
    """`output`: a tone of as many samples as the int64 scalar `count` says."""
    return [
        helper.make_node("Range", ["zero", count, "one"], ["steps"]),
        helper.make_node("Cast", ["steps"], ["float_steps"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["float_steps", "step"], ["angle"]),
        helper.make_node("Sin", ["angle"], ["sine"]),
        helper.make_node("Mul", ["sine", "half"], ["quiet"]),
        helper.make_node("Constant", [], ["shape"], value=_constant("s", np.array(shape, np.int64))),
        helper.make_node("Reshape", ["quiet", "shape"], [output]),
    ]


def _initial(per_token: int) -> list[onnx.TensorProto]:
    return [
        _constant("zero", np.array(0, np.int64)),
        _constant("one", np.array(1, np.int64)),
        _constant("step", np.array(0.05, np.float32)),
        _constant("half", np.array(0.5, np.float32)),
        _constant("per_token", np.array(per_token, np.float32)),
        _constant("axis", np.array([1], np.int64)),
        _constant("first", np.array([0], np.int64)),
    ]


def _length(tokens: str) -> list[onnx.NodeProto]:
    return [
        helper.make_node("Shape", [tokens], ["token_shape"]),
        helper.make_node("Gather", ["token_shape", "one"], ["length"]),
        helper.make_node("Cast", ["length"], ["float_length"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["float_length", "per_token"], ["normal"]),
    ]


def _save(
    nodes: list[onnx.NodeProto], inputs: list[onnx.ValueInfoProto], output: str, per_token: int
) -> onnx.ModelProto:
    rank = [None, None, None, None] if output == "output" else [None]
    outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, rank)]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, _initial(per_token))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.checker.check_model(model)
    return model


def _piper_model(many: bool) -> onnx.ModelProto:
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, None]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    nodes = [
        *_length("input"),
        helper.make_node("Gather", ["scales", "one"], ["speed"]),
        helper.make_node("Mul", ["normal", "speed"], ["wanted"]),
    ]
    if many:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
        nodes += [
            helper.make_node("ReduceSum", ["sid", "first"], ["who"], keepdims=0),
            helper.make_node("Cast", ["who"], ["who_float"], to=TensorProto.FLOAT),
            helper.make_node("Add", ["wanted", "who_float"], ["wanted_by"]),
        ]
    nodes += [
        helper.make_node("Cast", ["wanted_by" if many else "wanted"], ["count"], to=TensorProto.INT64),
        *_tone("count", "output", [1, 1, 1, -1]),
    ]
    return _save(nodes, inputs, "output", PIPER_SAMPLES)


def _kokoro_model(tokens: str) -> onnx.ModelProto:
    inputs = [
        helper.make_tensor_value_info(tokens, TensorProto.INT64, [1, None]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    nodes = [
        *_length(tokens),
        helper.make_node("ReduceSum", ["speed", "first"], ["fast"], keepdims=0),
        helper.make_node("Div", ["normal", "fast"], ["spoken"]),
        helper.make_node("ReduceMean", ["style"], ["mean_style"], keepdims=0),
        helper.make_node("Add", ["spoken", "mean_style"], ["wanted"]),
        helper.make_node("Cast", ["wanted"], ["count"], to=TensorProto.INT64),
        *_tone("count", "audio", [-1]),
    ]
    return _save(nodes, inputs, "audio", KOKORO_SAMPLES)
