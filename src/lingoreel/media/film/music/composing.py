"""A bed of music as long as the film: composed, played and mixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lingoreel.media.dub.limiting import true_peak
from lingoreel.media.dub.stereo_loudness import ChannelsMeter
from lingoreel.media.film.music.arranging import arrange
from lingoreel.media.film.music.drums import drum
from lingoreel.media.film.music.form import Bar, lay_out
from lingoreel.media.film.music.forms_of_text import in_manner
from lingoreel.media.film.music.instruments import INSTRUMENTS
from lingoreel.media.film.music.moods import STYLES
from lingoreel.media.film.music.room import reflections, resound
from lingoreel.media.film.music.score import Note, Part, Style
from lingoreel.media.film.music.theory import Key
from lingoreel.media.film.music.tones import Samples, rise
from lingoreel.media.sound.loudness import SILENT

LOUDNESS_LUFS = -17.0
PEAK = 0.95
_FORM, _PLAYERS = 50, 51  # what random numbers are for
_STROKES = 3  # of each drum, none quite like the other
_PUMP, _PUMP_S = 0.55, 0.13
_FADE_SHARE = 0.6  # of the last chord
_FADE_IN_S = 0.02


def compose(
    mood: str, genre: str, seed: int, duration_s: float, rate: int = 48_000, accents_s: Sequence[float] = ()
) -> NDArray[np.float32]:
    """Music for `duration_s` (samples × 2, full scale 1.0), about `LOUDNESS_LUFS`, its peaks below `PEAK`.

    It begins at once and ends on the tonic, which dies away with the last sample. Bars begin at as many of
    `accents_s` (where scenes begin, in s) as the tempo can be bent to. The same arguments give the same samples.
    Raises KeyError for a mood or genre that is not known.
    """
    style, tempo = in_manner(STYLES[mood], genre)
    rng = np.random.default_rng([seed, _FORM])
    style = _cast(style, rng)
    key = Key(style.keys[rng.integers(len(style.keys))], style.mode)
    bars = lay_out(style, rng, duration_s, accents_s, tempo)
    played = [
        (part, arrange(style, part, bars, key, np.random.default_rng([seed, _PLAYERS, number])))
        for number, part in enumerate(style.parts)
    ]
    made = _mixed(style, played, seed, round(duration_s * rate), rate)
    _end(made, bars[-1], duration_s, rate)
    return np.ascontiguousarray(made.T)


def _cast(style: Style, rng: np.random.Generator) -> Style:
    """One player for each part, the sides they sit on, and which pattern is the common one."""
    side = 1 if rng.integers(2) else -1
    parts = []
    for part in style.parts:
        patterns = part.patterns
        if len(patterns) > 2:
            turned = int(rng.integers(len(patterns) - 1))
            patterns = (*patterns[turned:-1], *patterns[:turned], patterns[-1])
        player = part.instruments[int(rng.integers(len(part.instruments)))]
        parts.append(replace(part, instruments=(player,), patterns=patterns, pan=side * part.pan))
    return replace(style, parts=tuple(parts))


def _mixed(style: Style, played: Sequence[tuple[Part, list[Note]]], seed: int, total: int, rate: int) -> Samples:
    """All parts (2 × samples) at their levels, in the style's room."""
    dry, sent = np.zeros((2, total), np.float32), np.zeros((2, total), np.float32)
    kicks = [note.start_s for part, notes in played if part.instruments == ("kick",) for note in notes]
    meter = ChannelsMeter(rate, 2)
    for number, (part, notes) in enumerate(played):
        if not notes:
            continue
        own = _part(part, notes, total, rate, np.random.default_rng([seed, _PLAYERS, number, 1]))
        if part.pumps:
            own *= _pump(kicks, total, rate)
        meter.restart()
        meter.add(own)
        if meter.integrated > SILENT:
            own *= np.float32(10 ** ((LOUDNESS_LUFS + part.level_lu - meter.integrated) / 20))
        dry += own
        own *= np.float32(part.room)
        sent += own
    dry += resound(sent, reflections(style.room_s, style.dark_hz, rate))
    meter.restart()
    meter.add(dry)
    if meter.integrated > SILENT:
        dry *= np.float32(10 ** ((LOUDNESS_LUFS - meter.integrated) / 20))
    dry *= np.float32(min(1.0, PEAK / max(true_peak(dry), 1e-9)))
    return dry


def _part(part: Part, notes: Sequence[Note], total: int, rate: int, rng: np.random.Generator) -> Samples:
    """One part alone, where it sits."""
    made = np.zeros((2, total), np.float32)
    name = part.instruments[0]
    angle = (part.pan + 1) * np.pi / 4
    sides = (np.array([np.cos(angle), np.sin(angle)]) * np.sqrt(2)).astype(np.float32)[:, None]
    strokes = [drum(name, rate, rng) for _ in range(_STROKES)] if part.kind == "drums" else []
    for number, note in enumerate(notes):
        start = note.start_s
        if strokes:
            sound = strokes[number % _STROKES]
        else:
            player = INSTRUMENTS[name]
            start = max(0.0, start - player.early_s)
            lasts = note.start_s + note.length_s - start
            sound = player.sound(note.pitch, lasts, note.velocity, rate, rng)
        begin = round(start * rate)
        sound = sound[:, : total - begin]
        made[:, begin : begin + sound.shape[1]] += sound * (sides * np.float32(note.velocity**1.5))
    return made


def _pump(kicks: Sequence[float], total: int, rate: int) -> NDArray[np.float32]:
    """Factors: down at each stroke of the kick drum, up again before the next."""
    shape = 1 - _PUMP * np.exp(-np.arange(round(0.6 * rate)) / (_PUMP_S * rate))
    into = round(0.01 * rate)
    shape[:into] = 1 - (1 - shape[into]) * rise(into)
    gains = np.ones(total, np.float32)
    for at in kicks:
        begin = max(0, round(at * rate) - into)
        part = gains[begin : begin + len(shape)]
        np.minimum(part, shape[: len(part)], out=part, casting="same_kind")
    return gains


def _end(made: Samples, last: Bar, duration_s: float, rate: int) -> None:
    """The last chord dies away; the first sample is not a step."""
    total = made.shape[1]
    into = min(total, round(_FADE_IN_S * rate))
    made[:, :into] *= rise(into)
    out = min(total, max(1, round(_FADE_SHARE * (duration_s - last.start_s) * rate)))
    made[:, total - out :] *= rise(out)[::-1]
