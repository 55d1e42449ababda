"""The list of what can be pulled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["hub", "wheel", "debian", "bundle"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to pull. `size_bytes` is about what it takes on disk; `folder` lies under `settings.models_dir`.

    `source`: the hub's repository, the wheel's file name, or Debian packages (`a|b`: the first a release has).
    `files`: which of the repository's files, as patterns. `proof`: patterns in `folder` that all match something when
    the item is whole. `programs`: what must run from there. `needs`: items that are pulled with it; a `bundle` is
    nothing but those.
    """

    name: str
    kind: Kind
    description: str
    licence: str
    size_bytes: int
    folder: str
    source: str = ""
    files: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def packages(self) -> list[str]:
        """The Debian packages of `source`."""
        return self.source.split()


WHISPER_FILES = ("config.json", "model.bin", "tokenizer.json", "preprocessor_config.json", "vocabulary.*")
RESEMBLYZER_MEMBER = "resemblyzer/pretrained.pt"
FLITE_PROGRAM = "usr/bin/flite"
APERTIUM_RUNTIME = "apertium-runtime"

# Languages of the pair by our codes, Debian package, licence, MB unpacked, a mode that shows it is whole, directions.
_APERTIUM_PAIRS = (
    ("en-es", "apertium-eng-spa", "GPL-2.0-or-later", 5.6, "eng-spa", "both"),
    ("en-ca", "apertium-eng-cat", "GPL-3.0-or-later", 14.4, "eng-cat", "both"),
    ("en-gl", "apertium-en-gl", "GPL-2.0-or-later", 7.0, "en-gl", "both"),
    ("en-eo", "apertium-eo-en", "GPL-2.0-or-later", 2.1, "en-eo", "both"),
    ("en-hbs", "apertium-hbs-eng", "GPL-3.0-or-later", 5.3, "eng-hbs", "both"),
    ("eu-en", "apertium-eu-en", "GPL-2.0-or-later", 2.0, "eu-en", "forward"),
    ("is-en", "apertium-isl-eng", "GPL-3.0-or-later", 1.6, "isl-eng", "forward"),
    ("mk-en", "apertium-mkd-eng", "GPL-2.0-or-later", 2.6, "mkd-eng", "forward"),
    ("fr-es", "apertium-fr-es", "GPL-2.0-or-later", 7.5, "fr-es", "both"),
    ("es-pt", "apertium-es-pt", "GPL-2.0-or-later", 3.0, "es-pt", "both"),
    ("es-it", "apertium-spa-ita", "GPL-2.0-or-later", 4.1, "spa-ita", "both"),
)
_OPUS = ("es", "de", "fr", "it", "ru")


def apertium_item(source: str, target: str) -> str | None:
    """Name of the item with an Apertium pair that translates `source` into `target`; None when there is none."""
    for pair, _, _, _, _, directions in _APERTIUM_PAIRS:
        first, second = pair.split("-")
        if (source, target) == (first, second) or (directions == "both" and (target, source) == (first, second)):
            return f"apertium-{pair}"
    return None


def _whisper(size: str, source: str, size_bytes: int, note: str) -> Item:
    return Item(
        name=f"whisper-{size}",
        kind="hub",
        description=f"speech recognition in about 100 languages, {note}",
        licence="MIT",
        size_bytes=size_bytes,
        folder=f"whisper/{size}",
        source=source,
        files=WHISPER_FILES,
        proof=("config.json", "model.bin", "tokenizer.json", "vocabulary.*"),
    )


def _apertium(pair: str, package: str, licence: str, megabytes: float, mode: str, directions: str) -> Item:
    first, second = pair.split("-")
    return Item(
        name=f"apertium-{pair}",
        kind="debian",
        description=f"draft translation {first} {'↔' if directions == 'both' else '→'} {second}",
        licence=licence,
        size_bytes=int(megabytes * 1e6),
        folder=f"apertium/{pair}",
        source=package,
        proof=(f"usr/share/apertium/modes/{mode}.mode",),
        needs=(APERTIUM_RUNTIME,),
    )


def _opus(source: str, target: str) -> Item:
    return Item(
        name=f"opus-{source}-{target}",
        kind="hub",
        description=f"translation {source} → {target}, a small model of one pair",
        licence="Apache-2.0",
        size_bytes=160_000_000,
        folder=f"translation/opus-{source}-{target}",
        source=f"gaudi/opus-mt-{source}-{target}-ctranslate2",
        files=("config.json", "model.bin", "*_vocabulary.*", "source.spm", "target.spm"),
        proof=("config.json", "model.bin", "*_vocabulary.*", "source.spm", "target.spm"),
    )


def _piper(code: str, path: str, who: str, licence: str) -> Item:
    """A voice of Piper's; `path` is its folder in the repository."""
    region, recordings, quality = path.split("/")[1:]
    return Item(
        name=f"piper-{code}-{recordings}",
        kind="hub",
        description=f"voice {who}, neural",
        licence=licence,
        size_bytes=64_000_000 if quality == "medium" else 114_000_000,
        folder=f"voices/piper-{code}-{recordings}",
        source="rhasspy/piper-voices",
        files=(f"{path}/{region}-{recordings}-{quality}.onnx*", f"{path}/MODEL_CARD"),
        proof=(f"{path}/*.onnx", f"{path}/*.onnx.json"),
    )


def _fonts(name: str, packages: str, licence: str, megabytes: float, scripts: str) -> Item:
    return Item(
        name=name,
        kind="debian",
        description=f"fonts for subtitles in the picture: {scripts}",
        licence=licence,
        size_bytes=int(megabytes * 1e6),
        folder=name,
        source=packages,
        proof=("usr/share/fonts/*/*/*.*",),
    )


def _film(name: str, source: str, licence: str, gigabytes: float, description: str) -> Item:
    """A pipeline as diffusers saves it; files of other programs beside it are left there."""
    parts = ("scheduler", "text_encoder", "tokenizer", "transformer", "vae")
    return Item(
        name=name,
        kind="hub",
        description=description,
        licence=licence,
        size_bytes=int(gigabytes * 1e9),
        folder=f"film/{name}",
        source=source,
        files=("model_index.json", "README.md", "LICENSE*", "License*", *(f"{part}/*" for part in parts)),
        proof=("model_index.json", *(f"{part}/*.safetensors" for part in ("text_encoder", "transformer", "vae"))),
    )


ITEMS: dict[str, Item] = {
    item.name: item
    for item in (
        _whisper("tiny", "Systran/faster-whisper-tiny", 78_000_000, "fastest"),
        _whisper("base", "Systran/faster-whisper-base", 148_000_000, "fast"),
        _whisper("small", "Systran/faster-whisper-small", 486_000_000, "a good start on a CPU"),
        _whisper("medium", "Systran/faster-whisper-medium", 1_530_000_000, "slow on a CPU"),
        _whisper("large-v3", "Systran/faster-whisper-large-v3", 3_090_000_000, "best, for a GPU"),
        _whisper(
            "large-v3-turbo", "mobiuslabsgmbh/faster-whisper-large-v3-turbo", 1_620_000_000, "nearly best, much faster"
        ),
        Item(
            name="resemblyzer",
            kind="wheel",
            description="voice embeddings that tell speakers apart",
            licence="Apache-2.0",
            size_bytes=17_100_000,
            folder="resemblyzer",
            source="Resemblyzer-0.1.4-py3-none-any.whl",
            proof=("pretrained.pt",),
        ),
        Item(
            name="nllb-600m",
            kind="hub",
            description="translation between about 200 languages, int8",
            licence="CC-BY-NC-4.0 (no commercial use)",
            size_bytes=650_000_000,
            folder="translation/nllb-600m",
            source="skywood/nllb-200-distilled-600M-ct2-int8",
            files=("config.json", "model.bin", "shared_vocabulary.*", "sentencepiece.bpe.model"),
            proof=("config.json", "model.bin", "shared_vocabulary.*", "sentencepiece.bpe.model"),
        ),
        *(_opus(*pair) for other in _OPUS for pair in (("en", other), (other, "en"))),
        Item(
            name="apertium",
            kind="bundle",
            description="draft translation: all pairs of Apertium below",
            licence="GPL-2.0-or-later, GPL-3.0-or-later",
            size_bytes=105_000_000,
            folder="apertium",
            needs=tuple(f"apertium-{pair[0]}" for pair in _APERTIUM_PAIRS),
        ),
        Item(
            name=APERTIUM_RUNTIME,
            kind="debian",
            description="programs of Apertium, pulled with every pair",
            licence="GPL-2.0-or-later, GPL-3.0-or-later",
            size_bytes=48_000_000,
            folder="apertium/runtime",
            source="apertium lttoolbox apertium-lex-tools cg3 apertium-separable apertium-anaphora",
            proof=("usr/bin/lt-proc", "usr/bin/apertium-transfer", "usr/bin/lrx-proc", "usr/bin/cg-proc"),
            programs=(
                "usr/bin/lt-proc",
                "usr/bin/lrx-proc",
                "usr/bin/lsx-proc",
                "usr/bin/cg-proc",
                "usr/bin/apertium-tagger",
                "usr/bin/apertium-transfer",
                "usr/bin/apertium-anaphora",
            ),
        ),
        *(_apertium(*pair) for pair in _APERTIUM_PAIRS),
        _fonts(
            "fonts",
            "fonts-dejavu-core fonts-open-sans fonts-comic-neue fonts-liberation2|fonts-liberation fonts-noto-core "
            "fonts-symbola",
            "OFL-1.1, Apache-2.0, Bitstream Vera",
            54,
            "Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari, Thai and most others",
        ),
        _fonts(
            "fonts-cjk",
            "fonts-wqy-microhei fonts-arphic-uming fonts-arphic-ukai",
            "GPL-3.0 with font exception, Apache-2.0, Arphic Public License",
            44,
            "Chinese, Japanese, Korean",
        ),
        _fonts("fonts-noto-cjk", "fonts-noto-cjk", "OFL-1.1", 93, "Chinese, Japanese, Korean, each in its own shapes"),
        _piper("en", "en/en_US/ljspeech/high", "English, American woman", "public domain recordings"),
        _piper("de", "de/de_DE/thorsten/medium", "German, man", "CC0-1.0"),
        _piper("fr", "fr/fr_FR/siwis/medium", "French, woman", "CC-BY-4.0"),
        _piper("es", "es/es_ES/davefx/medium", "Spanish, man", "see its MODEL_CARD"),
        Item(
            name="kokoro",
            kind="hub",
            description="voices in English, Spanish, French, Hindi, Italian and Portuguese, neural",
            licence="Apache-2.0",
            size_bytes=355_000_000,
            folder="voices/kokoro",
            source="onnx-community/Kokoro-82M-v1.0-ONNX",
            files=("config.json", "tokenizer.json", "onnx/model.onnx", "voices/*.bin"),
            proof=("tokenizer.json", "onnx/model.onnx", "voices/*.bin"),
        ),
        Item(
            name="kim-vocal-2",
            kind="hub",
            description="takes voices out of the sound under a dub (MDX-Net)",
            licence="not stated by its authors",
            size_bytes=66_759_214,
            folder="separation/kim-vocal-2",
            source="seanghay/uvr_models",
            files=("Kim_Vocal_2.onnx",),
            proof=("Kim_Vocal_2.onnx",),
        ),
        _film(
            "wan-1.3b",
            "Wan-AI/Wan2.1-T2V-1.3B-Diffusers",
            "Apache-2.0",
            28.9,
            "film clips from words, 480p, for a GPU of 12 GB or more",
        ),
        _film(
            "ltx-2b",
            "Lightricks/LTX-Video",
            "LTX-Video's own, see its licence file",
            28.4,
            "film clips from words, faster, up to 10 s, for a GPU of 12 GB or more",
        ),
        Item(
            name="flite",
            kind="debian",
            description="English voices kal, awb, kal16, rms and slt",
            licence="BSD-like (CMU)",
            size_bytes=28_000_000,
            folder="flite",
            source="flite",
            proof=(FLITE_PROGRAM,),
            programs=(FLITE_PROGRAM,),
        ),
    )
}
