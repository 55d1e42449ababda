"""libespeak-ng by ctypes. GPL: loaded only inside the child that serves as a host, never in the service itself.

The library has one state for the whole process, so there is one `Library` in it, and one text at a time.
"""

from __future__ import annotations

import ctypes
import os
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lingoreel.errors import EngineFailed, EngineUnavailable

_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_UTF8 = 1
_IPA = 2
_RATE, _VOLUME, _PITCH = 1, 2, 3
_WORD = 1
PATH_MOST = 100  # bytes; longer ones espeak cuts off (its own buffer has 160)
REINSTALL = "uv sync --reinstall-package espeakng-loader"


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),  # characters, from 1
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Library:
    """espeak-ng, ready to speak. Raises EngineUnavailable when it cannot be loaded."""

    def __init__(self, library: str, data: str) -> None:
        self._lock = threading.Lock()
        self._parts: list[npt.NDArray[np.int16]] = []
        self._words: list[tuple[int, int]] = []
        self._voice = ""
        try:
            self._native = ctypes.CDLL(library)
        except OSError as error:
            raise EngineUnavailable("espeak-ng cannot be loaded", remedy=REINSTALL) from error
        self._native.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._native.espeak_Info.restype = ctypes.c_char_p
        self.sample_rate = int(self._native.espeak_Initialize(_SYNCHRONOUS, 0, _short(data), _DO_NOT_EXIT))
        if self.sample_rate <= 0:
            raise EngineUnavailable("espeak-ng does not find its data", remedy=REINSTALL)
        self._callback = _Callback(self._heard)
        self._native.espeak_SetSynthCallback(self._callback)

    def speak(
        self, identifier: str, text: str, *, words_per_minute: int, pitch: int
    ) -> tuple[npt.NDArray[np.int16], list[tuple[int, int]]]:
        """Audio, and (place in the text, sample) of every word. `pitch` is 0 to 100, 50 being the voice's own.

        Raises EngineFailed for a voice that is not there.
        """
        with self._lock:
            self._choose(identifier)
            self._native.espeak_SetParameter(_RATE, words_per_minute, 0)
            self._native.espeak_SetParameter(_VOLUME, 100, 0)
            self._native.espeak_SetParameter(_PITCH, pitch, 0)
            self._parts, self._words = [], []
            encoded = text.encode("utf-8", "replace")
            failed = self._native.espeak_Synth(encoded, ctypes.c_size_t(len(encoded) + 1), 0, 1, 0, _UTF8, None, None)
            if failed or self._native.espeak_Synchronize():
                raise EngineFailed("espeak-ng gave up on a text.", details={"reason": f"code {failed}"})
            audio = np.concatenate(self._parts) if self._parts else np.zeros(0, np.int16)
            words, self._parts, self._words = self._words, [], []
            return audio, words

    def phonemes(self, identifier: str, text: str) -> str:
        """The text in IPA, clauses one after another with a blank between. Raises EngineFailed."""
        with self._lock:
            self._choose(identifier)
            encoded = ctypes.create_string_buffer(text.encode("utf-8", "replace"))
            at = ctypes.c_void_p(ctypes.addressof(encoded))
            clauses = []
            while at.value:
                told = self._native.espeak_TextToPhonemes(ctypes.byref(at), _UTF8, _IPA)
                clauses.append((told or b"").decode("utf-8", "replace"))
            return " ".join(clause.strip() for clause in clauses if clause.strip())

    def _choose(self, identifier: str) -> None:
        if identifier == self._voice:
            return
        self._voice = ""
        if self._native.espeak_SetVoiceByName(identifier.encode()):
            raise EngineFailed(f"espeak-ng has no voice {identifier!r}", retryable=False)
        self._voice = identifier

    def _heard(self, audio: Any, count: int, events: Any) -> int:
        if count > 0 and audio:
            self._parts.append(np.ctypeslib.as_array(audio, (count,)).copy())
        number = 0
        while events[number].type:
            if events[number].type == _WORD:
                self._words.append((events[number].text_position - 1, events[number].sample))
            number += 1
        return 0


def _short(data: str) -> bytes:
    """A name of the folder that is short enough, however deep the installation lies."""
    path = os.fsencode(data)
    if len(path) <= PATH_MOST:
        return path
    # stays open as long as the process, for espeak reads its files when it needs them
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    return b"/proc/self/fd/%d" % folder


@lru_cache(maxsize=1)
def library(folder: str) -> Library:
    """The one in this process, from the folder of the package `espeakng_loader`."""
    return Library(str(Path(folder) / "libespeak-ng.so"), str(Path(folder) / "espeak-ng-data"))
