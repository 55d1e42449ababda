"""MP3 by the ffmpeg program: its LAME is built with assembly and takes a third of the time of PyAV's."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import struct
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lingoreel.errors import EngineFailed, ResultNotStored
from lingoreel.media.sound.formats import SoundFormat

_WAIT_S = 120
_IEEE_FLOAT = 3
_PACKET_BYTES = 2**18  # its threads hand packets to each other, and each time costs
_WAITING = 16  # parts of mostly some seconds
_FULL = ("No space left", "Disk quota", "File too large")


def _metadata(tags: Mapping[str, str]) -> bytes:
    """Tags as ffmpeg reads them from a file: what means something there is escaped."""
    lines = [";FFMETADATA1"]
    for name, text in tags.items():
        escaped = "".join(f"\\{letter}" if letter in "=;#\\\n" else letter for letter in text)
        lines.append(f"{name}={escaped}")
    return "\n".join(lines).encode() + b"\n"


def _header(rate: int) -> bytes:
    """A WAV's of float samples without end. FFmpeg hands raw samples on by the thousand, a WAV's as is asked."""
    endless = 2**32 - 1
    kind = struct.pack("<HHIIHH", _IEEE_FLOAT, 1, rate, rate * 4, 4, 32)
    return struct.pack("<4sI4s4sI16s4sI", b"RIFF", endless, b"WAVE", b"fmt ", len(kind), kind, b"data", endless)


class ProgramEncoder:
    """One ffmpeg that reads samples from a pipe and writes the file. Tags do not stand in its command line.

    It ends with us: its input ends when this process does. Raises ResultNotStored, EngineFailed.
    """

    def __init__(self, program: str, path: Path, made: SoundFormat, rate: int, tags: Mapping[str, str]) -> None:
        self._path = path
        reading, writing = os.pipe()
        try:
            os.write(writing, _metadata(tags))  # a few thousand bytes: less than a pipe holds
            os.close(writing)
            self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
            options = [part for name, value in made.codec_options.items() for part in (f"-{name}", value)]
            self._process = subprocess.Popen(
                [
                    *(program, "-v", "error", "-nostdin", "-y"),
                    *("-f", "ffmetadata", "-i", f"pipe:{reading}"),
                    *("-f", "wav", "-ignore_length", "1", "-max_size", str(_PACKET_BYTES), "-i", "pipe:0"),
                    *("-map", "1:a", "-map_metadata", "0", "-c:a", made.codec, *options),
                    *("-b:a", str(made.bit_rate(rate)), "-fflags", "+bitexact", "-flags:a", "+bitexact"),
                    *("-threads", "1", "-id3v2_version", "4", "-f", made.container, f"file:{path}"),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
                pass_fds=(reading,),
                close_fds=True,
            )
        finally:
            os.close(reading)
        self._gain = np.float32(made.encoder_gain / 32768)
        # the samples wait here, not their maker, who has the next ones to make meanwhile
        self._waiting: queue.Queue[bytes | None] = queue.Queue(_WAITING)
        self._waiting.put(_header(rate))
        self._writer = threading.Thread(target=self._feed, daemon=True)
        self._writer.start()

    def write(self, samples: NDArray[np.int16]) -> None:
        """Hand samples on; waits while the program has enough."""
        self._waiting.put((samples.astype(np.float32) * self._gain).astype("<f4").tobytes())

    def _feed(self) -> None:
        assert self._process.stdin is not None
        ended = False
        while (data := self._waiting.get()) is not None:
            try:
                if not ended:
                    self._process.stdin.write(data)
            except OSError:  # it has ended; what it said is read at the end
                ended = True
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def close(self) -> None:
        """End the file."""
        self._waiting.put(None)
        self._writer.join()
        try:
            code = self._process.wait(_WAIT_S)
        except subprocess.TimeoutExpired:
            self.abort()
            raise EngineFailed("The ffmpeg program did not end.") from None
        self._errors.seek(0)
        said = self._errors.read(2000).decode(errors="replace")
        self._errors.close()
        if code == -signal.SIGXFSZ or any(sign in said for sign in _FULL):
            raise ResultNotStored("The result could not be written: no space is left.")
        if code:
            raise EngineFailed("The ffmpeg program could not encode the sound.", details={"reason": said[-300:]})

    def abort(self) -> None:
        """Stop it."""
        self._process.kill()
        self._waiting.put(None)
        self._writer.join()
        self._process.wait()
        self._errors.close()
