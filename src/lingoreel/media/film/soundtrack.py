"""A film's sound: what is said, over music that makes room for it, as one AAC track."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from lingoreel.errors import EngineFailed
from lingoreel.media.dub.full_pcm import Samples, quantise
from lingoreel.media.dub.limiting import limit, true_peak
from lingoreel.media.dub.stereo_loudness import ChannelsMeter, Steps, steps_of
from lingoreel.media.film.music.composing import compose
from lingoreel.media.film.music.ducking import Span, duck
from lingoreel.media.sound.aac_file import write_aac
from lingoreel.media.sound.clips import Clip, Pcm
from lingoreel.media.sound.levelling import Leveller
from lingoreel.media.sound.loudness import SILENT, STEPS_PER_S, Meter, blocks_of, decibels, gated, integrated

Report = Callable[[dict[str, Any]], None]

RATE = 48_000
TARGET_LUFS = -16.0
PEAK_DBTP = -1.0
UNDER_DB = -18.0
"""How much softer than the voice the music is while it speaks: melodies nearer than that cover words."""
OPEN_DB = -7.0
"""How much softer than the voice the music is where nobody speaks."""

_VOICE_LUFS = -19.0  # of one channel: both together have the target
_BEFORE_S, _AFTER_S = 0.010, 0.050  # breath and decay kept around an utterance
_HEADROOM_DB = 0.4  # by how much a decoder's peaks mostly exceed what was encoded
_SPARE_DB = 0.1
_LEVELLINGS, _ENCODINGS = 4, 4
_NEAR_LU = 0.1
_ENDS_S = 0.010


@dataclass(frozen=True)
class _Voice:
    """What is said, in one channel, and where: samples [start, end) of the film."""

    samples: NDArray[np.float32]
    spans: tuple[Span, ...]


def make_soundtrack(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Write the sound of a film to `output_path`: an M4A file of `duration_ms`, AAC-LC, 48 kHz, stereo.

    `speech_paths`: files of 16-bit mono PCM; `utterances`: each `piece` (number of its file), `sample_rate`,
    `start_sample`, `end_sample` (there), `start_ms` (in the film), optionally `voice` (levelled together). `music`:
    whether there is any, of `mood`, `genre` and `seed`, with changes near `accents_ms`. `language` and `title` tag
    the file.

    Returns `duration_ms`, `samples`, `loudness` (LUFS of what was encoded), `true_peak` (dBTP of what is decoded),
    `music`, `speech_over_music_db` (under speech; None without either).

    Raises EngineFailed when utterances contradict their files, ResultNotStored when the disk is full.
    """
    total = max(1, round(float(request["duration_ms"]) * RATE / 1000))
    voice = _spoken(request, total)
    report({"fraction": 0.1})
    mixed: Samples = np.zeros((2, total), np.float32)
    over_db = None
    if request.get("music"):
        mixed, over_db = _bed(request, voice, total)
    report({"fraction": 0.6})
    mixed += voice.samples
    fade = min(total // 2, round(_ENDS_S * RATE))
    if fade:
        mixed[:, :fade] *= np.linspace(0, 1, fade, dtype=np.float32)
        mixed[:, total - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    loudness, peak = _master(mixed, request, report)
    report({"fraction": 1.0})
    return {
        "duration_ms": round(total * 1000 / RATE, 3),
        "samples": total,
        "loudness": round(loudness, 2),
        "true_peak": round(peak, 2),
        "music": bool(request.get("music")),
        "speech_over_music_db": over_db,
    }


def _spoken(request: Mapping[str, Any], total: int) -> _Voice:
    """All utterances where they are to be heard, each brought to the voice's loudness."""
    told = [each for each in request["utterances"] if each["end_sample"] > each["start_sample"]]
    files = [Pcm.of(str(request["speech_paths"][each["piece"]]), int(each["sample_rate"])) for each in told]
    meters: dict[int, Meter] = {}
    clips, steps = [], []
    for pcm, each in zip(files, told, strict=True):
        begin, end = int(each["start_sample"]), int(each["end_sample"])
        if not 0 <= begin < end <= pcm.samples:
            raise EngineFailed("An engine told of speech at times that its sound does not have.")
        offset = pcm.mean(begin, end)
        meter = meters.setdefault(pcm.rate, Meter(pcm.rate, peaks=False))
        meter.restart()
        for block in pcm.blocks(begin, end):
            meter.add(block - np.float32(offset))
        steps.append(meter.steps)
        before, after = round(_BEFORE_S * pcm.rate), round(_AFTER_S * pcm.rate)
        clips.append(Clip(pcm, max(0, begin - before), min(pcm.samples, end + after), offset))
    # who says which is told by the voice's name, or else by the file: one engine made all that is in it
    gains = Leveller(_VOICE_LUFS).gains([str(each.get("voice") or each["piece"]) for each in told], steps)
    samples, spans = np.zeros(total, np.float32), []
    for each, clip, gain in zip(told, clips, gains, strict=True):
        start = round(float(each["start_ms"]) * RATE / 1000)
        at = start - round((each["start_sample"] - clip.begin) * RATE / clip.pcm.rate)
        for part in clip.parts(RATE):
            first, last = max(0, at), min(total, at + len(part))
            if first < last:
                samples[first:last] += part[first - at : last - at] * np.float32(10 ** (gain / 20))
            at += len(part)
        spoken = round((each["end_sample"] - each["start_sample"]) * RATE / clip.pcm.rate)
        spans.append((min(start, total), min(start + spoken, total)))
    return _Voice(samples, tuple(span for span in spans if span[0] < span[1]))


def _bed(request: Mapping[str, Any], voice: _Voice, total: int) -> tuple[Samples, float | None]:
    """The music at its loudness under this voice, and how much louder than it speech is (dB)."""
    accents = [float(at) / 1000 for at in request.get("accents_ms") or ()]
    made = compose(str(request["mood"]), str(request["genre"]), int(request["seed"]), total / RATE, RATE, accents)
    bed: Samples = np.ascontiguousarray(made.T)
    music = np.asarray(steps_of(bed, RATE))
    speech = 2 * np.asarray(steps_of(voice.samples[None, :], RATE))
    level, whole = integrated(speech), _loudness(music)
    if not voice.spans or level <= SILENT or whole <= SILENT:
        return bed, None
    open_db = level + OPEN_DB - whole
    under_db = []
    for span in voice.spans:
        own = _loudness(music[_steps_in(span)])
        # where the music itself rests there is nothing to turn down
        under_db.append(min(open_db, level + UNDER_DB - own) if own > SILENT else open_db)
    bed *= duck(total, voice.spans, under_db, open_db, RATE)
    under = np.zeros(len(speech), bool)
    for span in voice.spans:
        under[_steps_in(span)] = True
    beneath = _loudness(np.asarray(steps_of(bed, RATE))[under])
    return bed, round(_loudness(speech[under]) - beneath, 2) if beneath > SILENT else None


def _steps_in(span: Span) -> slice:
    """The steps of 100 ms that lie in a span, at least one."""
    size = RATE // STEPS_PER_S
    first = -(-span[0] // size)
    return slice(first, max(first + 1, span[1] // size)) if first * size < span[1] else slice(first - 1, first)


def _loudness(steps: Steps) -> float:
    return gated(blocks_of(steps)) if len(steps) else SILENT


def _master(mixed: Samples, request: Mapping[str, Any], report: Report) -> tuple[float, float]:
    """Bring the whole to its loudness below its peak, and write it; the two as they became.

    An encoder makes peaks of its own: what is decoded is measured, and where it is too high, it is made again.
    """
    output = Path(str(request["output_path"]))
    ceiling_db = PEAK_DBTP - _HEADROOM_DB
    for attempt in range(_ENCODINGS):
        levelled, loudness = _levelled(mixed, ceiling_db)
        quantise(levelled)
        write_aac(output, levelled, RATE, language=request.get("language"), title=request.get("title"))
        peak = decibels(_decoded_peak(output) ** 2)
        report({"fraction": 0.7 + 0.3 * (attempt + 1) / _ENCODINGS})
        if peak <= PEAK_DBTP:
            break
        ceiling_db -= peak - PEAK_DBTP + _SPARE_DB
    return loudness, peak


def _levelled(mixed: Samples, ceiling_db: float) -> tuple[Samples, float]:
    meter = ChannelsMeter(RATE, len(mixed))
    meter.add(mixed)
    loudness = meter.integrated
    gain_db = TARGET_LUFS - loudness if loudness > SILENT else 0.0
    for _ in range(_LEVELLINGS):
        made = mixed * np.float32(10 ** (gain_db / 20))
        limit(made, RATE, ceiling_db)
        meter.restart()
        meter.add(made)
        loudness = meter.integrated
        if loudness <= SILENT or abs(TARGET_LUFS - loudness) <= _NEAR_LU:
            break
        gain_db += TARGET_LUFS - loudness  # what the limiter took
    return made, loudness


def _decoded_peak(path: Path) -> float:
    """The highest true peak of the file as a player hears it, as a factor of full scale."""
    with av.open(str(path)) as container:
        frames: list[Any] = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return true_peak(np.concatenate(frames, axis=1))
