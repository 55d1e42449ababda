"""Runs the ffmpeg program on pictures handed to it packet by packet.

Nothing of the source's make reaches it but the coded pictures themselves: the container it reads is ours.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import threading
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import av

from lingoreel.errors import EngineFailed, InvalidFile, ProcessingTimeout, ResultNotStored, TaskError

_PR_SET_PDEATHSIG = 1
_TAIL_LINES = 12
_OURS = b"Failed to load fontconfig fonts"  # there are none to load, on purpose
_LINE_CHARACTERS = 200
_STARVED = (b"Cannot determine format of input", b"received no packets", b"Nothing was written into output")
_PIPE = {
    "nut": {"avoid_negative_ts": "disabled"},
    "mov": {"avoid_negative_ts": "disabled", "movflags": "frag_every_frame+empty_moov+default_base_moof"},
}
_NO_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>{}</cachedir></fontconfig>'
)
FONTS_FILE = "no-fonts.conf"

_libc = ctypes.CDLL(None)


def _die_with_us() -> None:
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def environment(folder: Path) -> dict[str, str]:
    """What the program knows of the world: no fonts but those in the script, no home, no language."""
    (folder / FONTS_FILE).write_text(_NO_FONTS.format("font-cache"), encoding="utf-8")
    return {
        "PATH": os.environ.get("PATH", ""),
        "LC_ALL": "C",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "FONTCONFIG_FILE": str(folder / FONTS_FILE),
        "FC_CONFIG_FILE": str(folder / FONTS_FILE),
        "MALLOC_ARENA_MAX": "2",
    }


class _Writer:
    """What PyAV writes the pipe's container to. A program that ended early has what it wanted."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self.closed_early = False

    def write(self, data: bytes) -> int:
        if not self.closed_early:
            try:
                self._pipe.write(data)
            except (BrokenPipeError, ValueError):
                self.closed_early = True
        return len(data)


class _Nowhere:
    def write(self, data: bytes) -> int:
        return len(data)


def pipe_format(codec: str) -> str:
    """The container for the pipe: NUT takes any time base and nearly any codec, QuickTime those at home in it alone."""
    with av.open(_Nowhere(), "w", format="nut") as nut:
        return "nut" if codec in nut.supported_codecs else "mov"


def feed(pipe: IO[bytes], form: str, stream: Any, packets: Iterator[tuple[Any, int]], time_base: Fraction) -> None:
    """Write `(packet, time)` to the pipe in the container `form`.

    Decoding times are counted up from 0 and must be below every time shown: the caller adds the number of
    packets to each time.
    """
    writer = _Writer(pipe)
    with contextlib.closing(pipe), av.open(writer, "w", format=form, options=_PIPE[form]) as out:
        copy = out.add_stream_from_template(stream, opaque=True)
        copy.time_base = time_base
        for number, (packet, time) in enumerate(packets):
            if writer.closed_early:
                break
            packet.stream = copy
            packet.time_base = time_base
            packet.pts, packet.dts = time, number
            out.mux_one(packet)


class Transcoder:
    """One run of the program in `folder`; use as a context manager, which ends it however the block ends."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        self._tail: deque[str] = deque(maxlen=_TAIL_LINES)
        self._undrawn: set[int] = set()
        self._starved = False
        self._process = subprocess.Popen(
            arguments,
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=_die_with_us,  # noqa: PLW1509  (called before any thread is started here)
        )
        assert self._process.stdin is not None
        self.pipe = self._process.stdin
        self._reader = threading.Thread(target=self._read_errors, daemon=True)
        self._reader.start()

    def __enter__(self) -> Transcoder:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError, ValueError):
                if stream is not None:
                    stream.close()

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        while line := self._process.stderr.readline(64 * 1024):
            if (found := re.search(rb"failed to find any fallback with glyph 0x([0-9A-Fa-f]{1,6}) ", line)) is not None:
                self._undrawn.add(int(found[1], 16))
            elif _OURS not in line:
                self._starved |= any(words in line for words in _STARVED)
                self._tail.append(line.decode(errors="replace"))

    def check_letters(self) -> None:
        """Raise TaskError `font_missing` when a letter was drawn as a box: the program itself calls that a success."""
        letters = sorted(chr(code) for code in self._undrawn if code <= 0x10FFFF and _is_seen(chr(code)))
        if letters:
            shown = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters[:20])
            raise TaskError(
                f"No font at hand can draw {len(letters)} of the subtitles' letters: {shown}.",
                code="font_missing",
                remedy="Install a font that has them: lingoreel models pull fonts fonts-cjk.",
                details={"letters": letters[:100]},
            )
        if 0 in self._undrawn:
            raise RuntimeError("the script has no font that can be read")

    def wait(self, on_frame: Callable[[int], None]) -> None:
        """To the end of the run; `on_frame` gets the number of pictures written so far, twice a second.

        Raises InvalidFile with the program's last words when it failed, MemoryError when it had too little memory,
        EngineFailed when somebody stopped it, ResultNotStored when the disk is full, TaskError `font_missing`
        when a letter was drawn as a box.
        """
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if (match := re.match(rb"frame=\s*(\d+)", line)) is not None:
                on_frame(int(match[1]))
        status = self._process.wait()
        self._reader.join(timeout=5)
        if status == 0:
            self.check_letters()
            return
        raise _failure(status, self.last_words)

    @property
    def starved(self) -> bool:
        """Whether it gave up because not one picture could be decoded."""
        return self._starved

    @property
    def complained(self) -> bool:
        """Whether it said anything, as it does about pictures that are damaged."""
        return bool(self._tail)

    @property
    def last_words(self) -> str:
        """The end of what it said, without addresses and paths."""
        said = [_plain(line) for line in self._tail]
        return "; ".join(dict.fromkeys(line for line in said if line))[-600:]


def _failure(status: int, words: str) -> Exception:
    """What an exit status other than 0 means, for whom it concerns."""
    if status in (-signal.SIGKILL, -signal.SIGTERM):
        return EngineFailed("The encoder was stopped before it had finished.", remedy="Try again.")
    if status == -signal.SIGXCPU:
        return ProcessingTimeout("Encoding the pictures took too much processor time.")
    if status == -signal.SIGXFSZ or "No space left" in words:
        return ResultNotStored("The encoded pictures could not be written: no space is left.")
    if re.search(r"cannot allocate memory|malloc.*failed|out of memory", words, re.IGNORECASE):
        return MemoryError()
    why = f"the program was ended by {signal.Signals(-status).name}" if status < 0 else "the program gave up"
    return InvalidFile(
        f"The pictures could not be encoded: {why}{f' ({words})' if words else ''}.",
        remedy="Convert the video with another program and send it again.",
        details={"reason": why},
    )


def _is_seen(letter: str) -> bool:
    """Whether a letter leaves a mark: format characters and variation selectors are no loss."""
    return unicodedata.category(letter)[0] in "LNPS" or (
        unicodedata.category(letter)[0] == "M" and not 0xFE00 <= ord(letter) <= 0xFE0F and ord(letter) < 0xE0100
    )


def _plain(line: str) -> str:
    line = re.sub(r"\s*@ 0x[0-9a-f]+", "", line)
    line = re.sub(r"(?:file:)?/[^\s'\",;:]+", "…", line)
    return "".join(letter for letter in line.strip() if letter.isprintable())[:_LINE_CHARACTERS]
