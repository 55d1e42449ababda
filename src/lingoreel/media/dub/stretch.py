"""Spoken lines made longer or shorter without changing their pitch: by rubberband, one program for all of them."""

from __future__ import annotations

import contextlib
import math
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.media.program import find_ffmpeg
from lingoreel.media.sound.clips import SAMPLE_BYTES, Pcm
from lingoreel.media.sound.weighting import KWeighting

RUBBERBAND, ATEMPO = "rubberband", "atempo"
_WAIT_S = 300
_LINES_EACH = 40
"""Inputs of one program: files that it holds open."""
_MOST_GAIN = 10 ** (3 / 20)
"""Speech needs less; what is no speech but a click may come out as something else."""


@dataclass(frozen=True)
class Stretch:
    """Samples `start_sample` to `end_sample` of a PCM file (s16 mono), to be heard `tempo` times as fast."""

    path: str
    sample_rate: int
    start_sample: int
    end_sample: int
    tempo: float

    @property
    def length(self) -> int:
        """Samples of the result, at the same rate."""
        return round((self.end_sample - self.start_sample) / self.tempo)


def stretched(clips: Sequence[Stretch]) -> tuple[list[NDArray[np.float32]], str | None]:
    """The clips at their tempos, and what they were made by (None for no clips).

    Each is just as long as it must be, and as loud as it was.

    Raises EngineUnavailable when there is no ffmpeg program, EngineFailed when it fails or a clip's file is too short.
    """
    if not clips:
        return [], None
    if any(clip.end_sample * SAMPLE_BYTES > Path(clip.path).stat().st_size for clip in clips):
        raise EngineFailed("An engine gave less speech than it told of.")
    program = find_ffmpeg()
    name = RUBBERBAND if RUBBERBAND in program.filters else ATEMPO
    made: list[NDArray[np.float32]] = []
    with tempfile.TemporaryDirectory(prefix="stretch-") as folder:
        for first in range(0, len(clips), _LINES_EACH):
            made += _run(program.path, name, clips[first : first + _LINES_EACH], Path(folder))
    return made, name


def _run(program: str, name: str, clips: Sequence[Stretch], folder: Path) -> list[NDArray[np.float32]]:
    command = [program, "-v", "error", "-nostdin", "-y"]
    for clip in clips:
        command += ["-f", "s16le", "-ar", str(clip.sample_rate), "-ac", "1"]
        command += ["-skip_initial_bytes", str(clip.start_sample * SAMPLE_BYTES), "-i", f"file:{clip.path}"]
    outputs = [folder / f"{number}.pcm" for number in range(len(clips))]
    for number, (clip, output) in enumerate(zip(clips, outputs, strict=True)):
        own = f"atrim=end_sample={clip.end_sample - clip.start_sample},apad=pad_len={_window(name, clip.sample_rate)}"
        chain = f"{own},{name}=tempo={clip.tempo:.6f}"
        command += ["-map", f"{number}:a", "-af", chain, "-f", "f32le", "-c:a", "pcm_f32le", f"file:{output}"]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_WAIT_S,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise EngineFailed("The ffmpeg program did not end.") from None
    except OSError as error:
        raise EngineUnavailable("The ffmpeg program cannot be started.", code="program_missing") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace")[-300:]
        raise EngineFailed("The ffmpeg program could not stretch the speech.", details={"reason": said})
    made = []
    for clip, output in zip(clips, outputs, strict=True):
        samples = np.fromfile(output, "<f4").astype(np.float32)
        late = _late(name, clip)
        samples = np.pad(samples[max(0, late) :], (max(0, -late), 0))[: clip.length]
        samples = np.pad(samples, (0, clip.length - len(samples)))
        made.append(samples * np.float32(_as_loud(clip, samples)))
        with contextlib.suppress(OSError):
            output.unlink()
    return made


def _as_loud(clip: Stretch, samples: NDArray[np.float32]) -> float:
    """The factor by which the samples are as loud as the clip was: rubberband makes speech softer by about 1 dB."""
    before = _power(Pcm.of(clip.path, clip.sample_rate).read(clip.start_sample, clip.end_sample), clip.sample_rate)
    after = _power(samples, clip.sample_rate)
    return min(_MOST_GAIN, max(1 / _MOST_GAIN, math.sqrt(before / after))) if before and after else 1.0


def _power(samples: NDArray[np.float32], rate: int) -> float:
    """The K-weighted mean square; 0 for no samples."""
    return float(np.mean(KWeighting(rate).apply(samples) ** 2)) if len(samples) else 0.0


def _window(name: str, rate: int) -> int:
    """Samples that the program looks at together."""
    if name == ATEMPO:
        return 1 << (rate // 24 - 1).bit_length()
    return 2048 if rate <= 32_000 else 4096


def _late(name: str, clip: Stretch) -> int:
    """By how many samples the sound comes too late: neither program makes up for all of its window.

    As measured on short tones at 16 to 48 kHz, from 0.8 to 1.5 times as fast; what stays is within 3 ms (atempo: 10).
    """
    window = _window(name, clip.sample_rate)
    if name == ATEMPO:
        return -round(0.17 * window)
    return round(0.352 * window * (1 - 1 / clip.tempo) / math.sqrt(clip.tempo))
