"""Music for films: harmony and form by their rules, sound by measurement."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from lingoreel.media.dub.limiting import true_peak
from lingoreel.media.dub.stereo_loudness import ChannelsMeter
from lingoreel.media.film.music.arranging import arrange
from lingoreel.media.film.music.composing import PEAK, compose
from lingoreel.media.film.music.form import Bar, lay_out
from lingoreel.media.film.music.forms_of_text import in_manner
from lingoreel.media.film.music.moods import STYLES
from lingoreel.media.film.music.score import Style
from lingoreel.media.film.music.theory import Key
from lingoreel.media.film.music.tones import hertz, partials
from lingoreel.media.film.music.voicing import bass_line, voice
from lingoreel.media.film.storyboard import GENRES, MOODS
from lingoreel.media.sound.check import click_ratio
from lingoreel.media.sound.loudness import decibels

RATE = 48_000
ACCENTS = (4.1, 9.2, 13.7, 19.6, 24.4)


def _bars(
    style: Style, seed: int, duration_s: float, accents: tuple[float, ...] = ACCENTS, tempo: float = 1.0
) -> list[Bar]:
    return lay_out(style, np.random.default_rng(seed), duration_s, accents, tempo)


def _decibels(part: np.ndarray, whole: np.ndarray) -> float:
    return float(10 * np.log10(part.sum() / whole.sum()))


@pytest.fixture(scope="module")
def beds() -> dict[str, np.ndarray]:
    """Ten seconds of each mood, channels × samples."""
    return {mood: compose(mood, "story", 11, 10.0, RATE, (3.2, 6.1)).T for mood in MOODS}


@pytest.mark.parametrize("mood", MOODS)
def test_a_bed_is_as_long_and_as_loud_as_it_is_to_be(beds: dict[str, np.ndarray], mood: str) -> None:
    bed = beds[mood]
    meter = ChannelsMeter(RATE, 2)
    meter.add(bed)
    assert bed.shape == (2, 10 * RATE)
    assert bed.dtype == np.float32
    assert meter.integrated == pytest.approx(-17, abs=1.5)
    assert true_peak(bed) <= PEAK + 0.001
    assert np.abs(bed[:, :4]).max() < 0.001
    assert np.abs(bed[:, -40:]).max() < 0.001
    # it does not stop before its time
    assert decibels(float(np.mean(bed[:, -2 * RATE : -RATE] ** 2))) > -50


@pytest.mark.parametrize("mood", MOODS)
def test_nothing_folds_back_and_nothing_hisses(beds: dict[str, np.ndarray], mood: str) -> None:
    power = np.abs(np.fft.rfft(beds[mood].mean(axis=0))) ** 2
    hertz_of = np.fft.rfftfreq(beds[mood].shape[1], 1 / RATE)
    assert _decibels(power[hertz_of > 16_500], power) < -55
    assert _decibels(power[(hertz_of > 2000) & (hertz_of < 5000)], power) < -14
    assert _decibels(power[hertz_of < 30], power) < -25


@pytest.mark.parametrize("mood", MOODS)
def test_it_does_not_click(beds: dict[str, np.ndarray], mood: str) -> None:
    mono = beds[mood].mean(axis=0)
    largest = np.argsort(np.abs(np.diff(mono)))[-200:]
    assert max(click_ratio(mono, RATE, int(at)) for at in largest) < 4


@pytest.mark.parametrize("mood", MOODS)
def test_both_sides_are_heard_and_fit_together(beds: dict[str, np.ndarray], mood: str) -> None:
    left, right = beds[mood]
    assert abs(decibels(float(np.mean(left**2))) - decibels(float(np.mean(right**2)))) < 3
    assert -0.1 < np.corrcoef(left, right)[0, 1] < 0.95


def test_moods_differ_in_speed_mode_and_players() -> None:
    spans = {mood: np.median([bar.end_s - bar.start_s for bar in _bars(STYLES[mood], 1, 40.0, ())]) for mood in MOODS}
    assert spans["dreamy"] > spans["calm"] > spans["serious"] * 1.02 > spans["bright"] * 1.3
    assert spans["bright"] > spans["energetic"]
    assert len({STYLES[mood].mode for mood in ("calm", "serious", "dreamy", "energetic")}) == 4
    players = {mood: {name for part in STYLES[mood].parts for name in part.instruments} for mood in MOODS}
    for one, other in combinations(MOODS, 2):
        assert len(players[one] & players[other]) < len(players[one] | players[other]) / 2
    strokes = {mood: {part.instruments for part in STYLES[mood].parts if part.kind == "drums"} for mood in MOODS}
    assert not strokes["calm"]
    assert len(strokes["energetic"]) > len(strokes["bright"]) > len(strokes["serious"])


def test_the_same_film_has_the_same_music_another_one_another() -> None:
    once = compose("bright", "recipe", 3, 4.0, RATE, (2.0,))
    assert once.tobytes() == compose("bright", "recipe", 3, 4.0, RATE, (2.0,)).tobytes()
    for other in (("bright", "recipe", 4), ("warm", "recipe", 3), ("bright", "news", 3)):
        bed = compose(*other, 4.0, RATE, (2.0,))
        assert abs(np.corrcoef(once[:, 0], bed[:, 0])[0, 1]) < 0.9


@pytest.mark.parametrize("duration_s", [1 / 24, 0.3, 1.0, 2.9, 3.1, 5.0])
def test_short_films_have_music_too(duration_s: float) -> None:
    for mood in MOODS:
        bed = compose(mood, "poem", 1, duration_s, RATE)
        assert len(bed) == round(duration_s * RATE)
        assert np.isfinite(bed).all()
        assert np.abs(bed).max() > 0.005


@pytest.mark.parametrize("mood", MOODS)
def test_bars_follow_each_other_to_the_end_on_the_tonic(mood: str) -> None:
    for seed, (genre, duration_s) in enumerate(zip(GENRES, (6.0, 17.3, 31.0, 44.9, 80.0, 119.5), strict=True)):
        style, tempo = in_manner(STYLES[mood], genre)
        rng = np.random.default_rng(seed)
        accents = tuple(np.cumsum(rng.uniform(3, 8, 12)))
        bars = _bars(style, seed, duration_s, accents, tempo)
        assert bars[0].start_s == 0
        assert bars[-1].end_s == duration_s
        assert all(before.end_s == pytest.approx(after.start_s) for before, after in pairwise(bars))
        assert bars[-1].role == "e"
        assert bars[-1].symbol.startswith("1")
        assert bars[-1].end_s - bars[-1].start_s > 0.8
        key = Key(style.keys[0], style.mode)
        assert key.chord(bars[-1].symbol).bass == key.tonic
        for number, part in enumerate(style.parts):
            for note in arrange(style, part, bars, key, np.random.default_rng([seed, number])):
                assert 0 <= note.start_s < duration_s
                assert note.length_s > 0


@pytest.mark.parametrize("mood", MOODS)
def test_chords_change_where_most_scenes_begin(mood: str) -> None:
    met = scenes = 0
    for seed in range(12):
        accents = tuple(np.cumsum(np.random.default_rng(seed).uniform(3, 8, 8)))
        starts = [bar.start_s for bar in _bars(STYLES[mood], seed, accents[-1] + 8, accents)]
        scenes += len(accents)
        met += sum(min(abs(start - accent) for start in starts) < 0.02 for accent in accents)
    assert met / scenes > 0.5


@pytest.mark.parametrize("mood", MOODS)
def test_the_tempo_is_bent_little(mood: str) -> None:
    style = STYLES[mood]
    for seed in range(6):
        bars = _bars(style, seed, 60.0, tuple(np.cumsum(np.random.default_rng(seed).uniform(3, 8, 8))))
        speeds = [60 * style.beats * bar.share / (bar.end_s - bar.start_s) for bar in bars[1:-3]]
        assert min(speeds) > style.bpm[0] * (1 - style.bend) * 0.97
        assert max(speeds) < style.bpm[1] * (1 + style.bend) * 1.04


@pytest.mark.parametrize("mood", MOODS)
def test_voices_move_little_and_never_in_parallel(mood: str) -> None:
    style = STYLES[mood]
    key = Key(style.keys[1], style.mode)
    symbols = [symbol for theme in (*style.first, *style.second) for symbol in theme]
    chords = [key.chord(symbol) for symbol in symbols]
    voicings = voice(chords, key, 4, 50, 74)
    moves, parallel = [], 0
    for (before, after), (first, second) in zip(pairwise(voicings), pairwise(chords), strict=True):
        moves += [abs(a - b) for a, b in zip(before, after, strict=True)]
        if first == second:
            assert before == after
        for low, high in combinations(range(4), 2):
            moved = (after[low] - before[low]) * (after[high] - before[high]) > 0
            interval = (before[high] - before[low]) % 12
            parallel += moved and interval in (0, 7) and (after[high] - after[low]) % 12 == interval
    assert np.mean(moves) < 2.6
    assert max(moves) <= 7
    assert parallel <= 1
    for chord, voicing in zip(chords, voicings, strict=True):
        classes = {pitch % 12 for pitch in voicing}
        assert chord.needed <= classes <= set(chord.tones)
    line = bass_line(chords, 33, 47)
    assert [pitch % 12 for pitch in line] == [chord.bass for chord in chords]
    leaps = [abs(a - b) for a, b in pairwise(line)]
    assert max(leaps) <= 10
    assert np.mean(leaps) < 5


def test_phrases_are_not_all_alike() -> None:
    style = STYLES["calm"]
    bars = _bars(style, 5, 70.0, ())
    themes: dict[int, list[str]] = {}
    for bar in bars[:-1]:
        themes.setdefault(bar.phrase, []).append(bar.symbol)
    assert len({tuple(symbols) for symbols in themes.values()}) >= len(themes) - 1 >= 3
    part = next(part for part in style.parts if part.kind == "melody")
    notes = arrange(style, part, bars, Key(0, style.mode), np.random.default_rng(5))
    assert len({note.pitch for note in notes}) >= 5
    steps = [abs(after.pitch - before.pitch) for before, after in pairwise(notes)]
    assert np.mean(np.array(steps) <= 4) > 0.7  # it sings
    assert notes[-1].pitch % 12 == 0  # and comes home


@pytest.mark.parametrize(
    ("symbol", "mode", "tones", "bass"),
    [
        ("1", "ionian", (0, 4, 7), 0),
        ("27", "ionian", (2, 5, 9, 0), 2),
        ("5sus4", "ionian", (7, 0, 2), 7),
        ("1/3", "ionian", (0, 4, 7), 4),
        ("b7", "ionian", (10, 2, 5), 10),
        ("4m6", "ionian", (5, 8, 0, 2), 5),
        ("2", "lydian", (2, 6, 9), 2),
        ("5M", "aeolian", (7, 11, 2), 7),
        ("4", "dorian", (5, 9, 0), 5),
        ("19", "ionian", (0, 4, 7, 2), 0),
    ],
)
def test_degrees_are_chords(symbol: str, mode: str, tones: tuple[int, ...], bass: int) -> None:
    for tonic in (0, 5):
        chord = Key(tonic, mode).chord(symbol)
        assert chord.tones == tuple((tone + tonic) % 12 for tone in tones)
        assert chord.bass == (bass + tonic) % 12
    with pytest.raises(ValueError, match="no chord"):
        Key(0, mode).chord("8")


def test_partials_are_the_sines_they_stand_for() -> None:
    frequencies, sizes = np.array([220.0, 441.5, 20_000.0]), np.array([0.5, 0.25, 1.0])
    decays, phases = np.array([0.5, 3.0, 0.0]), np.array([0.3, 2.0, 0.0])
    t = np.arange(70_001) / RATE
    wanted = sum(sizes[n] * np.exp(-decays[n] * t) * np.sin(2 * np.pi * frequencies[n] * t + phases[n]) for n in (0, 1))
    assert np.abs(partials(frequencies, sizes, decays, phases, len(t), RATE) - wanted).max() < 1e-5
    assert hertz(69) == 440
    assert hertz(57) == 220
