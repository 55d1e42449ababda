"""Tiny random translation models of every kind, made of CTranslate2's own model description: no torch, no download.

They know no language, but take every step real ones take: pieces, language tokens, beam search, an end.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import sentencepiece
from ctranslate2.specs import transformer_spec

LANGUAGES = ("eng_Latn", "spa_Latn", "deu_Latn", "zho_Hans", "fra_Latn")
TEXTS = (
    "The house is big and I like it, said the man who lives there.",
    "La casa es grande y me gusta, dijo el hombre que vive allí.",
    "Das Haus ist groß und gefällt mir, sagte der Mann, der dort wohnt.",
    "这座房子很大，我很喜欢。住在那里的人说。",
    "Numbers such as 0 1 2 3 4 5 6 7 8 9, and marks: . , ; ! ? ( ) - / ' \"",
)


def nllb(path: Path, *, ends: bool = True) -> Path:
    """A folder in the form of NLLB: `sentencepiece.bpe.model` and one vocabulary with language tokens.

    `ends`: whether the model ends a sentence after some tokens, or never does.
    """
    path.mkdir(parents=True)
    (path / "sentencepiece.bpe.model").write_bytes(pieces := _sentencepiece())
    _save(path, [*_vocabulary(pieces), *LANGUAGES], ends=ends)
    return path


def opus(path: Path, *, tags: tuple[str, ...] = ()) -> Path:
    """A folder in the form of OPUS-MT: `source.spm` and `target.spm`; `tags` such as `>>spa<<` in its vocabulary."""
    path.mkdir(parents=True)
    for name in ("source.spm", "target.spm"):
        (path / name).write_bytes(pieces := _sentencepiece())
    _save(path, [*_vocabulary(pieces), *tags])
    return path


def argos(path: Path, source: str, target: str, *, leave_out: str = "", zipped: bool = True) -> Path:
    """An `.argosmodel` file, or the same unpacked; `leave_out` names a file it is to lack."""
    folder = path.with_name(path.name + " made")
    (folder / "model").mkdir(parents=True)
    (folder / "sentencepiece.model").write_bytes(pieces := _sentencepiece())
    _save(folder / "model", _vocabulary(pieces))
    about = {"package_version": "1.0", "from_code": source, "to_code": target, "target_prefix": ""}
    (folder / "metadata.json").write_text(json.dumps(about))
    if leave_out:
        (folder / leave_out).unlink()
    if not zipped:
        return folder.rename(path)
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.glob("**/*"):
            archive.write(file, f"translate-{source}_{target}-1_0/{file.relative_to(folder)}")
    shutil.rmtree(folder)
    return path


def _sentencepiece() -> bytes:
    made = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXTS * 4),
        model_writer=made,
        vocab_size=160,
        model_type="bpe",
        character_coverage=1.0,
        unk_id=0,
        bos_id=-1,
        eos_id=-1,
        pad_id=-1,
        minloglevel=2,
        num_threads=1,
    )
    return made.getvalue()


def _vocabulary(pieces: bytes) -> list[str]:
    processor = sentencepiece.SentencePieceProcessor(model_proto=pieces)
    return ["<s>", "<pad>", "</s>", "<unk>", *(processor.id_to_piece(n) for n in range(1, processor.get_piece_size()))]


def _save(path: Path, tokens: list[str], *, ends: bool = True, width: int = 16, seed: int = 3) -> None:
    spec = transformer_spec.TransformerSpec.from_config(1, 2)
    rng = np.random.default_rng(seed)

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

    spec.encoder.embeddings[0].weight = random(len(tokens), width)
    spec.encoder.position_encodings.encodings = random(512, width)
    spec.decoder.position_encodings.encodings = random(512, width)
    norm(spec.encoder.layer_norm)
    norm(spec.decoder.layer_norm)
    attention(spec.encoder.layer[0].self_attention, (3 * width, width))
    feed_forward(spec.encoder.layer[0].ffn)
    attention(spec.decoder.layer[0].self_attention, (3 * width, width))
    attention(spec.decoder.layer[0].attention, (width, 2 * width, width))
    feed_forward(spec.decoder.layer[0].ffn)
    spec.decoder.embeddings.weight = random(len(tokens), width)
    spec.decoder.projection.weight = random(len(tokens), width) * 2
    bias = np.zeros(len(tokens), np.float32)
    bias[: tokens.index("<unk>") + 1] = -1e4
    for index, token in enumerate(tokens):
        if token in LANGUAGES or token.startswith(">>"):
            bias[index] = -1e4
    bias[tokens.index("</s>")] = 6.0 if ends else -1e4
    spec.decoder.projection.bias = bias
    spec.config.decoder_start_token = "</s>"
    for register in (spec.register_source_vocabulary, spec.register_target_vocabulary):
        register(tokens)
    spec.validate()
    spec.save(str(path))
