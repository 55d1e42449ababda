"""A tiny random Whisper model, made of CTranslate2's own model description: no torch, no download.

It hears nothing, but takes every step a real one takes: encoder, beam search, alignment, language detection.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from ctranslate2.specs import whisper_spec

_CODES = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi "
    "ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd "
    "gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su"
)
LANGUAGES = _CODES.split()
TEXT_TOKENS = 50_257
FRAMES, CONTEXT, MELS = 1500, 448, 80


def build(
    path: Path, *, multilingual: bool = True, width: int = 16, layers: int = 2, heads: int = 2, seed: int = 5
) -> Path:
    """Write config.json, model.bin, vocabulary.json, tokenizer.json and preprocessor_config.json into `path`.

    The vocabulary has Whisper's own layout and ids; its words are made up. The model ends a sentence after some
    ten tokens, as a random one would not do by itself.
    """
    path.mkdir(parents=True)
    text, special = _tokens(multilingual)
    timestamps = [f"<|{index * 0.02:.2f}|>" for index in range(1501)]
    tokens = text + special + timestamps
    end = tokens.index("<|endoftext|>")
    spec = _spec(len(tokens), width, layers, heads, np.random.default_rng(seed), end)
    spec.register_vocabulary(tokens)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [tokens.index("Ġ"), end]
    spec.config.lang_ids = [tokens.index(f"<|{code}|>") for code in LANGUAGES] if multilingual else []
    spec.config.alignment_heads = [(layers - 1, head) for head in range(heads)]
    spec.validate()
    spec.save(str(path))
    _tokenizer(path, text, special, timestamps)
    (path / "preprocessor_config.json").write_text(json.dumps({"feature_size": MELS, "sampling_rate": 16000}))
    return path


def _byte_alphabet() -> list[str]:
    """The 256 characters byte-level BPE writes bytes as."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    table = {byte: chr(byte) for byte in printable} | {byte: chr(256 + n) for n, byte in enumerate(others)}
    return [table[byte] for byte in range(256)]


def _tokens(multilingual: bool) -> tuple[list[str], list[str]]:
    text = _byte_alphabet()
    onsets, vowels = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z"], ["a", "e", "i", "o", "u"]
    syllables = [onset + vowel for onset in onsets for vowel in vowels]
    count = TEXT_TOKENS - (0 if multilingual else 1)
    text += [
        ("Ġ" if number % 3 else "") + "".join(syllables[number // 70**k % 70] for k in (2, 1, 0))
        for number in range(count - len(text) - 1)
    ]
    # The library takes a model for multilingual when its vocabulary holds the empty token, as Whisper's does.
    text.append("" if multilingual else "Ġend")
    special = ["<|endoftext|>", "<|startoftranscript|>", *(f"<|{code}|>" for code in LANGUAGES)]
    special += ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>"]
    return text, [*special, "<|notimestamps|>"]


def _spec(
    vocabulary: int, width: int, layers: int, heads: int, rng: np.random.Generator, end: int
) -> whisper_spec.WhisperSpec:
    spec = whisper_spec.WhisperSpec(layers, heads, layers, heads)

    def random(*shape: int) -> np.ndarray:
        return rng.normal(scale=0.3, size=shape).astype(np.float32)

    def linear(part: object, out: int, width_in: int) -> None:
        part.weight, part.bias = random(out, width_in), random(out)

    def norm(part: object) -> None:
        part.gamma, part.beta = np.ones(width, np.float32), np.zeros(width, np.float32)

    def attention(part: object, sizes: tuple[int, ...]) -> None:
        norm(part.layer_norm)
        for linear_part, out in zip(part.linear, sizes, strict=True):
            linear(linear_part, out, width)

    def feed_forward(part: object) -> None:
        norm(part.layer_norm)
        linear(part.linear_0, 2 * width, width)
        linear(part.linear_1, width, 2 * width)

    for conv, depth in ((spec.encoder.conv1, MELS), (spec.encoder.conv2, width)):
        conv.weight, conv.bias = random(width, depth, 3), random(width)
    spec.encoder.position_encodings.encodings = random(FRAMES, width)
    spec.decoder.position_encodings.encodings = random(CONTEXT, width)
    norm(spec.encoder.layer_norm)
    norm(spec.decoder.layer_norm)
    for layer in spec.encoder.layer:
        attention(layer.self_attention, (3 * width, width))
        feed_forward(layer.ffn)
    for layer in spec.decoder.layer:
        attention(layer.self_attention, (3 * width, width))
        attention(layer.attention, (width, 2 * width, width))
        feed_forward(layer.ffn)
    spec.decoder.embeddings.weight = random(vocabulary, width)
    spec.decoder.projection.weight = random(vocabulary, width) * 4
    bias = np.zeros(vocabulary, np.float32)
    bias[end] = 20.0
    spec.decoder.projection.bias = bias
    return spec


def _tokenizer(path: Path, text: list[str], special: list[str], timestamps: list[str]) -> None:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    tokenizer = Tokenizer(models.BPE(vocab={token: number for number, token in enumerate(text)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in special])
    tokenizer.add_tokens([AddedToken(token, special=False) for token in timestamps])
    tokenizer.save(str(path / "tokenizer.json"))
