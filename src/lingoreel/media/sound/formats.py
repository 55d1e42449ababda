"""The sound files that can be made, and what each is made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lingoreel.errors import InvalidRequest


@dataclass(frozen=True)
class SoundFormat:
    """One kind of file. `rates`: what the encoder takes, ascending; empty: any. `headroom_db`: by how much a decoder's
    true peak may exceed the encoder's input, as measured; the limiter stays that much lower."""

    name: str
    suffix: str
    media_type: str
    container: str
    codec: str
    sample_format: str
    rates: tuple[int, ...] = ()
    bit_rates: tuple[int, int] | None = None  # up to 24 kHz, and above
    headroom_db: float = 0.0
    codec_options: Mapping[str, str] = field(default_factory=dict)
    container_options: Mapping[str, str] = field(default_factory=dict)
    independent_frames: bool = False  # frames made by several encoders side by side decode as one stream

    def rate(self, wanted: int) -> int:
        """The sample rate to encode at: `wanted`, or the next higher one that the format has."""
        if not self.rates:
            return wanted
        return next((rate for rate in self.rates if rate >= wanted), self.rates[-1])

    def bit_rate(self, rate: int) -> int | None:
        """Bits a second at `rate` Hz; None where the codec is lossless."""
        return self.bit_rates and self.bit_rates[rate > 24_000]


_LAYER_3 = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)

FORMATS = {
    made.name: made
    for made in (
        SoundFormat("mp3", ".mp3", "audio/mpeg", "mp3", "libmp3lame", "s16", _LAYER_3, (64_000, 96_000), 0.3),
        SoundFormat("wav", ".wav", "audio/wav", "wav", "pcm_s16le", "s16", container_options={"rf64": "auto"}),
        SoundFormat("flac", ".flac", "audio/flac", "flac", "flac", "s16"),
        # Opus, not Vorbis: better at every rate (RFC 6716), and FFmpeg's own Vorbis encoder is experimental
        SoundFormat(
            "ogg",
            ".ogg",
            "audio/ogg",
            "ogg",
            "libopus",
            "s16",
            (8_000, 12_000, 16_000, 24_000, 48_000),
            (40_000, 64_000),
            0.8,
            {"application": "audio", "compression_level": "5"},
        ),
        SoundFormat(
            "m4a",
            ".m4a",
            "audio/mp4",
            "ipod",
            "aac",
            "fltp",
            (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000),
            (64_000, 96_000),
            0.3,
            {"aac_coder": "fast"},
            {"movflags": "+faststart"},
            independent_frames=True,
        ),
    )
}


def sound_format(name: str) -> SoundFormat:
    """The format by name. Raises InvalidRequest(field="format")."""
    try:
        return FORMATS[name]
    except KeyError:
        raise InvalidRequest(f"format {name!r} cannot be made: one of {', '.join(FORMATS)}.", field="format") from None
