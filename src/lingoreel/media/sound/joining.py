"""Spoken pieces to one sound file: levelled, joined in silence, limited, encoded while it is joined."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lingoreel.errors import EngineFailed
from lingoreel.media.sound.clips import Clip, Pcm, resampled_length
from lingoreel.media.sound.encode import Encoder
from lingoreel.media.sound.formats import sound_format
from lingoreel.media.sound.levelling import Leveller
from lingoreel.media.sound.limiter import GainCurve, Limiter
from lingoreel.media.sound.loudness import PEAK_BLOCK, SILENT, STEPS_PER_S, BlockPeaks, Meter, decibels, integrated

Report = Callable[[dict[str, Any]], None]

TARGET_LUFS = -16.0
PEAK_DBTP = -1.0
LEAD_IN_MS = 100
LEAD_OUT_MS = 250
PAUSE_MS = 300  # between pieces, where nobody says
BEFORE_S, AFTER_S = 0.010, 0.050  # breath and decay kept around an utterance

_REPORT_S = 0.3
_ATTEMPTS = 3
# A file further off than this is made again, louder or softer by as much; silence never.
_OFF_LU, _OFF_MOST_LU = 0.7, 6.0
# What the limiter takes so much from already would be distorted.
_LIMITED_DB = -8.0
_FULL_SCALE = 32767.0


@dataclass(frozen=True)
class JoinSettings:
    """What the file is to be. `gains` (voice → dB) holds voices at the gain of an earlier file instead of measuring.

    `rate` (Hz) None: the first piece's own, or the next that the format has. Levels: LUFS and dBTP. `threads`: see
    `Encoder`.
    """

    format: str = "mp3"
    rate: int | None = None
    target_lufs: float = TARGET_LUFS
    peak_dbtp: float = PEAK_DBTP
    gains: Mapping[str, float] | None = None
    lead_in_ms: int = LEAD_IN_MS
    lead_out_ms: int = LEAD_OUT_MS
    threads: int = 2


@dataclass(frozen=True)
class _Measured:
    """An utterance as it came: its 100 ms powers at full volume, its DC, its block peaks without that."""

    steps: NDArray[np.float64]
    offset: float
    peaks: NDArray[np.float32]


class SpeechFile:
    """A sound file that grows by pieces of speech, in their order, while later ones are still being spoken.

    Each piece is levelled to the target by itself (see `Leveller`), so nothing waits for the end and an unchanged
    piece sounds the same in a later file. Memory does not grow with the length, but for the times of the words.
    """

    def __init__(self, output: Path, settings: JoinSettings, tags: Mapping[str, str] | None = None) -> None:
        self._output, self._settings, self._tags = output, settings, dict(tags or {})
        self._format = sound_format(settings.format)
        self._leveller = Leveller(settings.target_lufs, settings.gains)
        self._encoder: Encoder | None = None
        self._rate = 0
        self._ceiling = settings.peak_dbtp - self._format.headroom_db
        self._before_steps: list[NDArray[np.float64]] = []
        self._before_peak = 0.0
        self._meters: dict[int, Meter] = {}
        self._gap = 0  # silence owed before the next utterance's speech, in samples
        self._at = 0  # samples given to the limiter
        self._utterances: list[dict[str, Any]] = []

    def add(self, path: str, piece: Mapping[str, Any]) -> None:
        """Append utterances of the PCM at `path`. Others of them may come later, or again, as another piece.

        `piece`: `sample_rate`, `utterances`: each `start_sample`, `end_sample` of its speech, optionally `words` (with
        the same keys), `voice` (levelled together), `volume` (0–100, how much softer than the target it is to be),
        `pause_after_ms` (None: as in the PCM; after a piece's last one 300 ms); `volumes_applied`: the engine has
        already spoken at these volumes. Raises EngineFailed when they contradict the file.
        """
        pcm = Pcm.of(path, int(piece["sample_rate"]))
        utterances = list(piece["utterances"])
        _check(pcm, utterances)
        if self._encoder is None:
            self._open(pcm.rate)
        voices = [str(utterance.get("voice") or "") for utterance in utterances]
        applied = bool(piece.get("volumes_applied"))
        measured = [self._measure(pcm, utterance, applied=applied) for utterance in utterances]
        gains = self._leveller.gains(
            voices,
            [own.steps for own in measured],
            lambda place, gain: self._limited(pcm.rate, measured[place], gain),
        )
        for number, utterance in enumerate(utterances):
            following = utterances[number + 1] if number + 1 < len(utterances) else None
            previous_end = utterances[number - 1]["end_sample"] if number else 0
            factor = 10 ** (gains[number] / 20) * (1.0 if applied else _volume(utterance))
            self._place(pcm, utterance, measured[number].offset, factor, previous_end, following)

    def close(self) -> dict[str, Any]:
        """Finish. Returns what `join_speech` does. Raises EngineFailed when there was nothing to join."""
        if self._encoder is None:
            raise EngineFailed("There is no speech to join.")
        lead_out = self._settings.lead_out_ms * self._rate // 1000
        self._silence(max(0, self._end + lead_out - self._at))
        self._write(self._limiter.flush())
        made = self._encoder.close()
        before = integrated(np.concatenate(self._before_steps)) if self._before_steps else SILENT
        return {
            "sample_rate": self._rate,
            **made,
            "utterances": self._utterances,
            "gains": self._leveller.voice_gains,
            "before": {"integrated_lufs": round(before, 2), "true_peak_dbtp": round(decibels(self._before_peak**2), 2)},
            "after": self._meter.report(),
            "limited_ms": self._limiter.touched * 1000 // self._rate,
            "limited_db": round(self._limiter.lowest_db, 2),
        }

    def abort(self) -> None:
        """Stop, and leave no file."""
        if self._encoder is not None:
            self._encoder.abort()

    def _open(self, own_rate: int) -> None:
        settings = self._settings
        self._rate = self._format.rate(settings.rate or own_rate)
        self._encoder = Encoder(
            self._output,
            self._format.name,
            self._rate,
            self._tags,
            threads=settings.threads,
        )
        self._limiter = Limiter(self._rate, self._ceiling)
        self._late = self._limiter.delay  # what leaves the limiter first is its own delay
        self._meter = Meter(self._rate)
        self._gap = settings.lead_in_ms * self._rate // 1000
        self._end = 0  # where the last utterance's speech ended

    def _meter_for(self, rate: int) -> Meter:
        meter = self._meters.get(rate) or self._meters.setdefault(rate, Meter(rate, peaks=False))
        meter.restart()
        return meter

    def _measure(self, pcm: Pcm, utterance: Mapping[str, Any], *, applied: bool) -> _Measured:
        begin, end = utterance["start_sample"], utterance["end_sample"]
        meter, blocks, found = self._meter_for(pcm.rate), BlockPeaks(), []
        offset = pcm.mean(begin, end)
        for block in pcm.blocks(begin, end):
            centred = block - np.float32(offset)
            meter.add(centred)
            found.append(blocks.push(centred, self._before_peak))
        peaks = np.concatenate((*found, blocks.rest(self._before_peak)))
        self._before_steps.append(meter.steps)
        self._before_peak = max(self._before_peak, float(peaks.max(initial=0.0)))
        at_full = 1 / max(_volume(utterance), 0.01) ** 2 if applied else 1.0
        return _Measured(meter.steps * at_full, offset, peaks)

    def _limited(self, rate: int, own: _Measured, gain_db: float) -> NDArray[np.float64]:
        """The utterance's 100 ms powers after this gain and the limiter, as its blocks' peaks tell."""
        heard: NDArray[np.float64] = own.steps * 10 ** (gain_db / 10)
        peaks = own.peaks * 10 ** (gain_db / 20)
        if not len(heard) or peaks.max() <= 10 ** (self._ceiling / 20):
            return heard
        curve = GainCurve(rate, self._ceiling)
        gains = curve.push(np.concatenate((peaks, np.zeros(curve.delay))))[curve.delay :]
        power = np.square(peaks, dtype=np.float64)
        step = np.minimum(np.arange(len(peaks)) * PEAK_BLOCK * STEPS_PER_S // rate, len(heard) - 1)
        whole, kept = np.bincount(step, power), np.bincount(step, power * gains**2)
        heard[whole > 0] *= kept[whole > 0] / whole[whole > 0]
        return heard

    def _place(
        self,
        pcm: Pcm,
        utterance: Mapping[str, Any],
        offset: float,
        factor: float,
        previous_end: int,
        following: Mapping[str, Any] | None,
    ) -> None:
        start, end = int(utterance["start_sample"]), int(utterance["end_sample"])
        room_after = (following["start_sample"] if following else pcm.samples) - end
        gap_after = self._gap_after(pcm, utterance, room_after, last=following is None)
        # the silence before is shared with what the previous utterance has already taken of it
        free = self._end + self._gap - self._at
        before = min(round(BEFORE_S * pcm.rate), start - previous_end, free * pcm.rate // self._rate)
        after = min(round(AFTER_S * pcm.rate), room_after, gap_after * pcm.rate // self._rate // 2)
        before, after = _heard(pcm, start, -max(0, before)), _heard(pcm, end, max(0, after))
        clip = Clip(pcm, start - before, end + after, offset)
        lead = resampled_length(before, pcm.rate, self._rate)
        self._silence(free - lead)
        at = self._at + lead  # where its speech starts
        for part in clip.parts(self._rate):
            self._write(self._limiter.push(part * np.float32(factor)))
            self._at += len(part)
        self._note(pcm, utterance, at)
        self._end, self._gap = at + resampled_length(end - start, pcm.rate, self._rate), gap_after

    def _gap_after(self, pcm: Pcm, utterance: Mapping[str, Any], room: int, *, last: bool) -> int:
        asked = utterance.get("pause_after_ms")
        if asked is not None:
            return round(float(asked) * self._rate / 1000)
        return round(PAUSE_MS * self._rate / 1000) if last else resampled_length(room, pcm.rate, self._rate)

    def _silence(self, samples: int) -> None:
        while samples > 0:
            count = min(samples, self._rate)
            self._write(self._limiter.push(np.zeros(count, np.float32)))
            self._at += count
            samples -= count

    def _write(self, samples: NDArray[np.float32]) -> None:
        assert self._encoder is not None
        if self._late:
            skipped = min(self._late, len(samples))
            self._late -= skipped
            samples = samples[skipped:]
        rounded = np.rint(np.clip(samples, -1.0, 1.0) * _FULL_SCALE).astype(np.int16)
        self._meter.add(rounded.astype(np.float32) / 32768)
        self._encoder.write(rounded)

    def _note(self, pcm: Pcm, utterance: Mapping[str, Any], at: int) -> None:
        """Keep the utterance's times in the file."""
        origin = utterance["start_sample"]

        def ms(sample: int) -> int:
            return round(at * 1000 / self._rate + (sample - int(origin)) * 1000 / pcm.rate)

        noted: dict[str, Any] = {"start_ms": ms(origin), "end_ms": ms(utterance["end_sample"])}
        if "words" in utterance:
            noted["words"] = [
                {key: word[key] for key in word if key not in ("start_sample", "end_sample")}
                | {"start_ms": ms(word["start_sample"]), "end_ms": ms(word["end_sample"])}
                for word in utterance["words"]
            ]
        self._utterances.append(noted)


def _heard(pcm: Pcm, at: int, context: int) -> int:
    """How many of the samples before (negative) or after `at` lead up to the last one that is not plain silence.

    Digital silence says nothing, and a cut into it would stay where no fade reaches it.
    """
    around = pcm.read(at + min(0, context), at + max(0, context))
    (places,) = np.nonzero(around)
    if len(places) == 0:
        return 0
    return len(around) - int(places[0]) if context < 0 else int(places[-1]) + 1


def _volume(utterance: Mapping[str, Any]) -> float:
    return min(100.0, max(0.0, float(utterance.get("volume", 100)))) / 100


def _check(pcm: Pcm, utterances: Sequence[Mapping[str, Any]]) -> None:
    at = 0
    for utterance in utterances:
        if not at <= utterance["start_sample"] <= utterance["end_sample"] <= pcm.samples:
            raise EngineFailed("An engine told of speech at times that its sound does not have.")
        at = utterance["end_sample"]


def join_speech(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Join the PCM files at `piece_paths` (signed 16-bit little-endian mono), described by `pieces` (`SpeechFile.add`).

    Other keys: `format`, `rate`, `target_lufs`, `peak_dbtp`, `gains`, `lead_in_ms`, `lead_out_ms`, `threads`,
    (`JoinSettings`), `tags` (`Encoder`). Writes `output_path`; reports `{"fraction"}`.

    Returns `sample_rate`, `samples`, `duration_ms`, `size_bytes`; `utterances`: `start_ms`, `end_ms` and `words` in the
    file, in order; `gains` by voice (dB); `before` and `after`: `integrated_lufs`, `true_peak_dbtp` (after: of the PCM
    that was encoded); `limited_ms`, `limited_db`: how long and how deep the limiter worked.

    Raises EngineFailed, InvalidRequest (format), ResultNotStored; then no output is left.
    """
    known = JoinSettings.__dataclass_fields__
    settings = JoinSettings(**{key: value for key, value in request.items() if key in known})
    pieces = list(request["pieces"])
    softer = any(_volume(utterance) < 1 for piece in pieces for utterance in piece["utterances"])
    wanted = settings.target_lufs
    for attempt in range(_ATTEMPTS):
        result = _join(request, settings, pieces, report)
        # Short sentences among long pauses come out softer than each of them is: the gate takes the pauses in.
        off = wanted - result["after"]["integrated_lufs"]
        at_its_limit = off > 0 and result["limited_db"] < _LIMITED_DB
        done = softer or settings.gains is not None or at_its_limit or not _OFF_LU < abs(off) < _OFF_MOST_LU
        if done or attempt == _ATTEMPTS - 1:
            break
        settings = replace(settings, target_lufs=settings.target_lufs + off)
    report({"fraction": 1.0})
    return result


def _join(
    request: dict[str, Any], settings: JoinSettings, pieces: Sequence[Mapping[str, Any]], report: Report
) -> dict[str, Any]:
    file = SpeechFile(Path(str(request["output_path"])), settings, request.get("tags"))
    paths = list(request["piece_paths"])
    lengths = [sum(one["end_sample"] - one["start_sample"] for one in piece["utterances"]) for piece in pieces]
    total = sum(lengths) or 1
    done, reported = 0, time.monotonic()
    try:
        for path, piece, length in zip(paths, pieces, lengths, strict=True):
            file.add(str(path), piece)
            done += length
            if time.monotonic() - reported >= _REPORT_S:
                reported = time.monotonic()
                report({"fraction": done / total})
        return file.close()
    except BaseException:
        file.abort()
        raise
