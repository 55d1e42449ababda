"""Instruments with a pitch: which partials they have, how loud these are and how soon they die away.

Struck and plucked ones ring by themselves and are damped where a note ends; bowed, blown and breathed ones last as
long as it does. What is told of each is about what such instruments do; the numbers are our own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.film.music.tones import Samples, hertz, partials, rise

Values = NDArray[np.float64]
Spectrum = Callable[[float, float], tuple[Values, Values, Values]]
"""(frequency in Hz, velocity) → of each partial its frequency (Hz), its size, and its decay (1/s)."""

_FADE_S = 0.08
_STRENGTHS = 4  # velocities that differ in colour


@dataclass(frozen=True)
class Instrument:
    """`rings_s`: the longest it is heard by itself (None: as long as the note). `strings`: (cents, size, factor of the
    decay) of what sounds together; `wide_cents`: how far left and right are apart. `knock`: size and colour (Hz) of
    the noise a note begins with. `swell`: how much a long note grows to its middle.
    """

    spectrum: Spectrum
    attack_s: float
    release_s: float
    rings_s: float | None = None
    strings: tuple[tuple[float, float, float], ...] = ((0.0, 1.0, 1.0),)
    wide_cents: float = 0.0
    knock: tuple[float, float] | None = None
    swell: float = 0.0

    @property
    def early_s(self) -> float:
        """How long before its time a slow tone begins, so that it is there in time."""
        return 0.4 * self.attack_s if self.rings_s is None else 0.0

    def sound(self, pitch: float, length_s: float, velocity: float, rate: int, rng: np.random.Generator) -> Samples:
        """A note: 2 × samples, about full scale at the loudest velocity."""
        lasts = length_s + self.release_s
        samples = max(8, round((min(lasts, self.rings_s) if self.rings_s else lasts) * rate))
        made = self._ringing(pitch, velocity, samples, rate, rng)
        into = min(samples, max(2, round(self.attack_s * rate)))
        made[:, :into] *= rise(into)
        if self.swell:
            made *= (1 - self.swell + self.swell * np.sin(np.linspace(0.15, 1, samples) * np.pi * 0.75)).astype(
                np.float32
            )
        out = min(
            samples, max(2, round(_FADE_S * rate if self.rings_s and lasts > self.rings_s else self.release_s * rate))
        )
        made[:, samples - out :] *= rise(out)[::-1]
        return made

    def _ringing(self, pitch: float, velocity: float, samples: int, rate: int, rng: np.random.Generator) -> Samples:
        frequencies, sizes, decays = self.spectrum(hertz(pitch), round(velocity * _STRENGTHS) / _STRENGTHS)
        made = np.empty((2, samples), np.float32)
        ratios, shares, factors = (np.array(column) for column in zip(*self.strings, strict=True))
        together = np.repeat(shares, len(sizes)) * np.tile(sizes, len(shares))
        fading = np.repeat(factors, len(decays)) * np.tile(decays, len(factors))
        start = rng.uniform(0, 2 * np.pi, len(together)) if self.rings_s is None else np.zeros(len(together))
        # one of several strings is heard in the middle
        middle = np.repeat(np.arange(len(ratios)) == len(ratios) // 2, len(sizes)) & (len(ratios) > 1)
        for side, cents in enumerate((-self.wide_cents / 2, self.wide_cents / 2)):
            if side and not self.wide_cents:
                made[1] = made[0]
                break
            apart = np.where(middle, 0.0, cents) + np.repeat(ratios, len(sizes))
            tuned = 2.0 ** (apart / 1200) * np.tile(frequencies, len(ratios))
            if side and self.rings_s is None:
                start = np.where(middle, start, rng.uniform(0, 2 * np.pi, len(together)))
            made[side] = partials(tuned, together, fading, start, samples, rate)
        if self.knock:
            made += _knock(*self.knock, samples, rate, rng)
        return made


def _knock(size: float, colour_hz: float, samples: int, rate: int, rng: np.random.Generator) -> Samples:
    """The short dull noise of a hammer or a nail: 30 ms."""
    length = min(samples, round(0.03 * rate))
    noise = rng.normal(0, 1, length)
    width = max(3, round(rate / colour_hz))
    smooth = np.convolve(noise, np.hanning(width + 2), "same")
    smooth *= np.exp(-np.arange(length) / (0.006 * rate)) * size / max(1e-9, float(np.abs(smooth).max()))
    made = np.zeros(samples, np.float32)
    made[:length] = smooth * rise(length)[::-1]
    return made


def _harmonics(frequency: float, most: int, highest_hz: float) -> Values:
    return np.arange(1.0, 1 + max(1, min(most, int(highest_hz / frequency))))


def _felt(frequency: float, velocity: float) -> tuple[Values, Values, Values]:
    k = _harmonics(frequency, 24, 6000)
    stiff = k * frequency * np.sqrt(1 + 0.0003 * k**2)
    sizes = (np.abs(np.sin(np.pi * k * 0.13)) + 0.1) * k**-0.9 * np.exp(-stiff / (700 + 1700 * velocity))
    return stiff, sizes / sizes.sum(), 0.55 + frequency / 700 + 0.22 * k


def _plucked(position: float, tilt: float, bright_hz: float, decay: float, damping: float) -> Spectrum:
    def spectrum(frequency: float, velocity: float) -> tuple[Values, Values, Values]:
        k = _harmonics(frequency, 30, 9000)
        sizes = (np.abs(np.sin(np.pi * k * position)) + 0.03) * k**-tilt
        sizes *= np.exp(-k * frequency / (bright_hz * (0.5 + velocity)))
        return k * frequency * np.sqrt(1 + 0.00006 * k**2), sizes / sizes.sum(), decay + frequency / 400 + damping * k

    return spectrum


def _bars(ratios: tuple[float, ...], sizes: tuple[float, ...], decays: tuple[float, ...], steep: float) -> Spectrum:
    """Bars, tines and bells: partials that are no multiples; higher notes die away sooner."""

    def spectrum(frequency: float, velocity: float) -> tuple[Values, Values, Values]:
        own = np.array(sizes) * np.array([1.0] + [0.3 + 0.9 * velocity] * (len(sizes) - 1))
        return frequency * np.array(ratios), own / own.sum(), np.array(decays) * (frequency / 440) ** steep

    return spectrum


def _steady(
    tilt: float, dark_hz: float, most: int = 24, formants: tuple[tuple[float, float, float], ...] = ()
) -> Spectrum:
    """Tones that last; `formants`: centre (Hz), width (Hz) and size of what a body or a mouth brings out."""

    def spectrum(frequency: float, velocity: float) -> tuple[Values, Values, Values]:
        k = _harmonics(frequency, most, 5500)
        heard = k * frequency
        sizes = k**-tilt * np.exp(-heard / (dark_hz * (0.6 + 0.7 * velocity)))
        if formants:
            sizes *= 0.15 + sum(size * np.exp(-(((heard - at) / width) ** 2)) for at, width, size in formants)
        return heard, sizes / np.sqrt((sizes**2).sum()) * 0.3, np.zeros(len(k))

    return spectrum


def _deep(sizes: tuple[float, ...], decay: float, damping: float) -> Spectrum:
    def spectrum(frequency: float, velocity: float) -> tuple[Values, Values, Values]:
        k = np.arange(1.0, 1 + len(sizes))
        own = np.array(sizes) * (0.6 + 0.5 * velocity) ** (k - 1)
        return k * frequency, own / own.sum(), decay + damping * (k - 1)

    return spectrum


def _filtered(dark_hz: float, decay: float, damping: float) -> Spectrum:
    """An electric tone whose upper partials close soon."""

    def spectrum(frequency: float, velocity: float) -> tuple[Values, Values, Values]:
        k = _harmonics(frequency, 28, 8000)
        sizes = np.exp(-k * frequency / (dark_hz * (0.5 + velocity))) / k
        return k * frequency, sizes / sizes.sum(), decay + damping * (k - 1)

    return spectrum


_PAIR = ((-0.5, 0.6, 2.0), (0.6, 0.4, 0.55))
_ENSEMBLE = ((-7.0, 0.5, 1.0), (0.0, 0.6, 1.0), (6.0, 0.5, 1.0))
_TWO = ((-3.5, 0.6, 1.0), (3.5, 0.6, 1.0))

INSTRUMENTS: Mapping[str, Instrument] = {
    "felt_piano": Instrument(_felt, 0.006, 0.25, 5.0, _PAIR, 1.2, (0.05, 420)),
    "nylon": Instrument(_plucked(0.21, 1.2, 2600, 0.8, 0.32), 0.002, 0.15, 3.5, wide_cents=0.8, knock=(0.05, 1400)),
    "harp": Instrument(_plucked(0.4, 1.5, 2200, 0.7, 0.16), 0.003, 0.6, 4.0, wide_cents=0.8, knock=(0.02, 900)),
    "muted": Instrument(_plucked(0.16, 1.2, 1500, 7.0, 0.9), 0.002, 0.06, 0.7, wide_cents=0.6, knock=(0.06, 700)),
    "pizzicato": Instrument(_plucked(0.18, 1.1, 1600, 5.5, 0.7), 0.003, 0.1, 0.9, _TWO, 1.5, (0.05, 600)),
    "marimba": Instrument(
        _bars((1, 3.93, 9.3), (1, 0.22, 0.05), (4.2, 16, 30), 0.55), 0.0015, 0.4, 1.6, wide_cents=1.0, knock=(0.04, 900)
    ),
    "kalimba": Instrument(
        _bars((1, 2, 5.6, 11.2), (1, 0.1, 0.12, 0.03), (2.6, 5, 14, 26), 0.4),
        0.0015,
        0.5,
        2.4,
        wide_cents=1.0,
        knock=(0.05, 1600),
    ),
    "glockenspiel": Instrument(
        _bars((1, 2.76, 5.4), (1, 0.22, 0.06), (3.0, 6.0, 11.0), 0.25), 0.0015, 0.6, 2.4, wide_cents=1.0
    ),
    "celesta": Instrument(
        _bars((1, 2, 3, 4.02), (1, 0.12, 0.16, 0.05), (1.9, 3, 5, 8), 0.35), 0.003, 0.8, 3.5, wide_cents=2.0
    ),
    "bell": Instrument(
        _bars((0.5, 1, 2, 2.76, 4.07), (0.25, 1, 0.3, 0.12, 0.05), (0.9, 1.1, 1.8, 3.0, 5.0), 0.3),
        0.005,
        1.5,
        6.0,
        wide_cents=2.5,
    ),
    "electric_piano": Instrument(
        _bars((1, 2, 3, 7.1), (1, 0.22, 0.07, 0.05), (0.9, 1.5, 2.4, 9.0), 0.35), 0.003, 0.3, 4.5, _TWO, 1.5
    ),
    "strings": Instrument(
        _steady(0.9, 2400, formants=((480, 260, 0.7), (1150, 420, 0.5), (2500, 700, 0.25))),
        0.45,
        0.9,
        strings=_ENSEMBLE,
        wide_cents=3.0,
        swell=0.3,
    ),
    "low_strings": Instrument(
        _steady(0.8, 1700, formants=((250, 150, 0.9), (600, 260, 0.5), (1300, 450, 0.2))),
        0.3,
        0.7,
        strings=_ENSEMBLE,
        wide_cents=2.0,
        swell=0.25,
    ),
    "warm_pad": Instrument(_steady(1.3, 1700), 0.6, 0.9, strings=_TWO, wide_cents=4.0, swell=0.2),
    "glass_pad": Instrument(
        _steady(1.9, 2600, formants=((800, 500, 0.5), (3000, 900, 0.7))),
        1.0,
        1.4,
        strings=_TWO,
        wide_cents=5.0,
        swell=0.35,
    ),
    "choir": Instrument(
        _steady(0.7, 2600, formants=((430, 160, 1.0), (860, 220, 0.6), (2500, 500, 0.12))),
        0.7,
        1.2,
        strings=_ENSEMBLE,
        wide_cents=5.0,
        swell=0.4,
    ),
    "synth_pad": Instrument(_steady(1.0, 1500), 0.12, 0.35, strings=_ENSEMBLE, wide_cents=6.0),
    "flute": Instrument(
        _steady(1.8, 2400, 8), 0.07, 0.18, strings=((0.0, 0.9, 1.0), (3.0, 0.25, 1.0)), wide_cents=2.0, swell=0.25
    ),
    "soft_bass": Instrument(_deep((1, 0.4, 0.14, 0.05), 0.7, 0.5), 0.020, 0.25, 7.0),
    "upright_bass": Instrument(_deep((1, 0.65, 0.35, 0.18, 0.09, 0.04), 1.8, 0.9), 0.005, 0.09, 2.5, knock=(0.05, 500)),
    "synth_bass": Instrument(_filtered(420, 1.2, 0.9), 0.004, 0.05, 2.0, ((-2.0, 0.5, 1.0), (2.0, 0.5, 1.0))),
    "synth_pluck": Instrument(_filtered(1700, 3.5, 0.7), 0.003, 0.12, 1.4, _TWO, 4.0),
    "synth_lead": Instrument(_steady(1.1, 1500, 14), 0.02, 0.15, strings=_TWO, wide_cents=4.0),
}
