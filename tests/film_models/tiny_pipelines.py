"""Wan and LTX pipelines of a few hundred kilobytes with random weights, saved as diffusers saves real ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SENTENCES = (
    "The sun rises over the sea and the city wakes up.",
    "Snow falls on the mountain while a train crosses the bridge.",
    "Cut the bread, warm the soup and set the table for four.",
    "A small robot plants a tree in the middle of the desert.",
)
CARD = "---\nlicense: apache-2.0\npipeline_tag: text-to-video\n---\n# Nothing but noise\n"


def save_wan(folder: Path) -> Path:
    """A WanPipeline: frames 4k+1, sides by 16."""
    import torch
    from diffusers import AutoencoderKLWan, UniPCMultistepScheduler, WanPipeline, WanTransformer3DModel
    from transformers import UMT5Config, UMT5EncoderModel

    torch.manual_seed(0)
    vae = AutoencoderKLWan(
        base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
    )
    transformer = WanTransformer3DModel(
        patch_size=(1, 2, 2),
        num_attention_heads=2,
        attention_head_dim=12,
        in_channels=16,
        out_channels=16,
        text_dim=32,
        freq_dim=256,
        ffn_dim=32,
        num_layers=2,
        cross_attn_norm=True,
        qk_norm="rms_norm_across_heads",
        rope_max_seq_len=32,
    )
    pipeline = WanPipeline(
        tokenizer=_tokenizer(),
        text_encoder=UMT5EncoderModel(UMT5Config(**_T5)),
        vae=vae,
        scheduler=UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, num_train_timesteps=1000, flow_shift=3.0
        ),
        transformer=transformer,
    )
    return _saved(pipeline, folder)


def save_ltx(folder: Path, *, condition: bool = False, timestep_conditioning: bool = False) -> Path:
    """An LTXPipeline, or an LTXConditionPipeline: frames 8k+1, sides by 32."""
    import torch
    from diffusers import (
        AutoencoderKLLTXVideo,
        FlowMatchEulerDiscreteScheduler,
        LTXConditionPipeline,
        LTXPipeline,
        LTXVideoTransformer3DModel,
    )
    from transformers import T5Config, T5EncoderModel

    torch.manual_seed(0)
    channels = (8, 8, 8, 8)
    vae = AutoencoderKLLTXVideo(
        in_channels=3,
        out_channels=3,
        latent_channels=8,
        block_out_channels=channels,
        decoder_block_out_channels=channels,
        layers_per_block=(1, 1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, False, False),
        decoder_spatio_temporal_scaling=(True, True, False, False),
        decoder_inject_noise=(False, False, False, False, False),
        upsample_residual=(False, False, False, False),
        upsample_factor=(1, 1, 1, 1),
        timestep_conditioning=timestep_conditioning,
        patch_size=1,
        patch_size_t=1,
        encoder_causal=True,
        decoder_causal=False,
    )
    vae.use_framewise_encoding = False
    vae.use_framewise_decoding = False
    transformer = LTXVideoTransformer3DModel(
        in_channels=8,
        out_channels=8,
        patch_size=1,
        patch_size_t=1,
        num_attention_heads=4,
        attention_head_dim=8,
        cross_attention_dim=32,
        num_layers=1,
        caption_channels=32,
    )
    made_by: Any = LTXConditionPipeline if condition else LTXPipeline
    pipeline = made_by(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=vae,
        text_encoder=T5EncoderModel(T5Config(**_T5)),
        tokenizer=_tokenizer(),
        transformer=transformer,
    )
    return _saved(pipeline, folder)


def with_sentencepiece(folder: Path) -> Path:
    """The pipeline's tokenizer in the older form that many are published in: `spiece.model` alone."""
    from sentencepiece import SentencePieceTrainer

    place = folder / "tokenizer"
    for file in place.iterdir():
        file.unlink()
    SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 20),
        model_prefix=str(place / "spiece"),
        vocab_size=50,
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        minloglevel=2,
    )
    told = {"tokenizer_class": "T5Tokenizer", "extra_ids": 0, "model_max_length": 128}
    (place / "tokenizer_config.json").write_text(json.dumps(told))
    index = json.loads((folder / "model_index.json").read_text())
    (folder / "model_index.json").write_text(json.dumps(index | {"tokenizer": ["transformers", "T5Tokenizer"]}))
    return folder


_T5: dict[str, Any] = {
    "vocab_size": 256,
    "d_model": 32,
    "d_kv": 8,
    "d_ff": 37,
    "num_layers": 2,
    "num_heads": 4,
    "is_encoder_decoder": False,
    "is_gated_act": True,
}


def _saved(pipeline: Any, folder: Path) -> Path:
    pipeline.save_pretrained(str(folder), safe_serialization=True)
    (folder / "README.md").write_text(CARD)
    return folder


def _tokenizer() -> Any:
    """Pieces of words learnt from four sentences, with T5's end of a text."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.Unigram())
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=120, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>")
    made.train_from_iterator(SENTENCES, trainer)
    made.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", made.token_to_id("</s>"))]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", eos_token="</s>", unk_token="<unk>", model_max_length=512
    )
