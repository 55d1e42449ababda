"""Films in which people talk, made so that it is known to the millisecond when, who, and over what music."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import av
import numpy as np
import numpy.typing as npt

RATE: Final = 48_000
FPS: Final = 24
WIDTH, HEIGHT = 320, 180
LEVEL_DB: Final = -23.0
"""What every piece of speech is brought to: the level of its loud parts, in dB of full scale."""
ONSET_DB: Final = -22.0
"""A piece begins with its first 10 ms that are this close to its loudest: what lies before is cut off."""

Samples: TypeAlias = npt.NDArray[np.float32]

_ROOT: Final = Path(__file__).parents[2]
_MEDIA: Final = _ROOT.parent / "shared" / "media"
_VOICES: Final = _ROOT / "tests" / "assets" / "flite_voices"
_REAL: Final = (
    ("austen-0870.wav", 0, 7100),
    ("austen-0880.wav", 200, 2990),
    ("austen-0890.wav", 200, 5300),
    ("jfk.flac", 280, 2250),
    ("jfk.flac", 3200, 4500),
    ("jfk.flac", 4900, 7620),
    ("jfk.flac", 8120, 11000),
)


@dataclass(frozen=True)
class Piece:
    """Something said by one person, from its first sound to its last."""

    speaker: str
    samples: Samples


@dataclass(frozen=True)
class Said:
    """When a piece is heard in a film."""

    start_ms: int
    end_ms: int
    speaker: str


@dataclass(frozen=True)
class Talk:
    """A film: its file, what is said in it, and the parts its sound was made of (channels, samples)."""

    path: Path
    said: tuple[Said, ...]
    voice: Samples
    music: Samples | None

    @property
    def seconds(self) -> float:
        return self.voice.shape[1] / RATE

    def content(self) -> bytes:
        return self.path.read_bytes()


@cache
def real_speech() -> tuple[Piece, ...]:
    """Real people, where the checkout has their recordings; flite's otherwise."""
    if not _MEDIA.is_dir():
        return tuple(piece for pair in zip(speakers()["rms"], speakers()["slt"], strict=True) for piece in pair)
    sounds = {name: _decode(_MEDIA / name) for name, _, _ in _REAL}
    return tuple(
        _piece(name.partition("-")[0].partition(".")[0], sounds[name][start * RATE // 1000 : end * RATE // 1000])
        for name, start, end in _REAL
    )


@cache
def speakers() -> dict[str, tuple[Piece, ...]]:
    """Five sentences by each of flite's four voices, by the voice's name."""
    sound = _decode(_VOICES.with_suffix(".ogg"))
    told = json.loads(_VOICES.with_suffix(".json").read_text(encoding="utf-8"))
    times = RATE // told["rate"]
    found: dict[str, list[Piece]] = {}
    for one in told["sentences"]:
        piece = _piece(one["voice"], sound[one["start"] * times : one["end"] * times])
        found.setdefault(one["voice"], []).append(piece)
    return {name: tuple(pieces) for name, pieces in found.items()}


def make_talk(
    path: Path,
    pieces: Sequence[Piece],
    *,
    pauses_s: Sequence[float] = (0.9,),
    music: float | None = None,
    channels: int = 1,
    lead_s: float = 0.7,
) -> Talk:
    """A film of these pieces with pauses between them, under a moving picture.

    `music`: none, or stereo music whose middle has this share of its power (0 to 1), 8 dB below the speech; without
    it, all is silence around the pieces, so that `said` is exact.
    """
    starts, at = [], round(lead_s * RATE)
    for number, piece in enumerate(pieces):
        at = -(-at // 48) * 48  # whole ms
        starts.append(at)
        at += len(piece.samples) + round(pauses_s[number % len(pauses_s)] * RATE)
    length = -(-at // RATE) * RATE
    voice = np.zeros((channels, length), np.float32)
    for start, piece in zip(starts, pieces, strict=True):
        voice[:, start : start + len(piece.samples)] += piece.samples
    said = tuple(
        Said(start // 48, (start + len(piece.samples)) // 48, piece.speaker)
        for start, piece in zip(starts, pieces, strict=True)
    )
    played = None if music is None else _music(length, music)
    write_film(path, voice if played is None else voice + played)
    return Talk(path, said, voice, played)


def _music(length: int, middle: float) -> Samples:
    """Chords, a bass and soft noise, slowly swelling; the same for every share but for where it stands."""
    time = np.arange(length) / RATE
    random = np.random.default_rng(7)

    def band(seed: int) -> npt.NDArray[np.float64]:
        sound = np.zeros(length)
        for number, note in enumerate((110.0, 164.8, 220.0, 277.2, 330.0, 440.0, 554.4, 659.3, 880.0, 1318.5, 2637.0)):
            phase = 2 * np.pi * np.random.default_rng(100 * seed + number).random()
            swell = 1 + 0.3 * np.sin(2 * np.pi * (0.11 + 0.03 * number) * time + phase)
            sound += swell * np.sin(2 * np.pi * note * (1 + 0.0007 * seed) * time + phase) / (1 + number / 3)
        sound += 0.12 * _soft_noise(length, random)
        return sound / np.sqrt(np.mean(sound**2))

    centre, left, right = band(1), band(2), band(3)
    side = (left - right) / np.sqrt(np.mean((left - right) ** 2))
    mixed = np.stack([np.sqrt(middle) * centre + sign * np.sqrt(1 - middle) * side for sign in (1, -1)])
    return (mixed * 10 ** ((LEVEL_DB - 8) / 20)).astype(np.float32)


def _soft_noise(length: int, random: np.random.Generator) -> npt.NDArray[np.float64]:
    noise = np.fft.rfft(random.standard_normal(length))
    noise /= np.sqrt(1 + np.fft.rfftfreq(length, 1 / RATE) / 200)
    sound = np.fft.irfft(noise, length)
    return np.asarray(sound / np.sqrt(np.mean(sound**2)))


def _piece(speaker: str, sound: Samples) -> Piece:
    """Cut to where it is heard, brought to the common level, with edges of 2 ms."""
    hop = RATE // 100
    levels = 10 * np.log10((sound[: len(sound) // hop * hop].reshape(-1, hop) ** 2).mean(axis=1) + 1e-12)
    loud = np.flatnonzero(levels > levels.max() + ONSET_DB)
    kept = sound[loud[0] * hop : (loud[-1] + 1) * hop].copy()
    kept *= 10 ** ((LEVEL_DB - 10 * np.log10(np.mean(kept**2))) / 20)
    edge = np.linspace(0, 1, RATE // 500, dtype=np.float32)
    kept[: len(edge)] *= edge
    kept[-len(edge) :] *= edge[::-1]
    return Piece(speaker, kept)


def _decode(path: Path) -> Samples:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("flt", "mono", RATE)
        frames = [*container.decode(audio=0), None]
        return np.concatenate([out.to_ndarray()[0] for frame in frames for out in resampler.resample(frame)])


def write_film(path: Path, sound: Samples, **options: Any) -> None:
    """A moving pattern under this sound (channels, samples at 48 kHz): H.264 with B frames, AAC."""
    channels, length = sound.shape
    with av.open(str(path), "w", **options) as out:
        picture = out.add_stream("libx264", rate=FPS, options={"preset": "veryfast", "g": "48", "crf": "30"})
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        layout = "mono" if channels == 1 else "stereo"
        track = out.add_stream("aac", rate=RATE, layout=layout, bit_rate=96_000 * channels)
        for image in _pictures(length * FPS // RATE):
            out.mux(picture.encode(image))
        out.mux(picture.encode(None))
        for start in range(0, length, 1024):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[:, start : start + 1024]), "fltp", layout)
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            out.mux(track.encode(frame))
        out.mux(track.encode(None))


def _pictures(count: int) -> Iterable[av.VideoFrame]:
    across = np.arange(WIDTH)[None, :] + np.arange(HEIGHT)[:, None]
    for number in range(count):
        grey = (90 + 50 * np.sin((across + 3 * number) / 25)).astype(np.uint8)
        image = av.VideoFrame.from_ndarray(np.repeat(grey[:, :, None], 3, axis=2), format="rgb24")
        image.pts, image.time_base = number, Fraction(1, FPS)
        yield image
