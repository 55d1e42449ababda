"""Loudness and true peak against signals of known loudness, FFmpeg's ebur128 and scipy's filters."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest
from scipy.signal import resample, sosfilt

from lingoreel.media.sound.loudness import PEAK_BLOCK, SILENT, BlockPeaks, Meter, block_peaks
from lingoreel.media.sound.weighting import KWeighting, k_weighting


def _sine(rate: int, seconds: float, db: float, hertz: float = 997.0) -> np.ndarray:
    return 10 ** (db / 20) * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)


def _measured(samples: np.ndarray, rate: int, block: int | None = None) -> Meter:
    meter = Meter(rate)
    for at in range(0, len(samples), block or len(samples)):
        meter.add(samples[at : at + (block or len(samples))])
    return meter


def _by_ffmpeg(samples: np.ndarray, rate: int) -> dict[str, float]:
    graph = av.filter.Graph()
    source = graph.add("abuffer", f"sample_rate={rate}:sample_fmt=flt:channel_layout=mono:time_base=1/{rate}")
    meter = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(samples.astype(np.float32)[None, :], "flt", "mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    graph.push(frame)
    graph.push(None)
    last: dict[str, str] = {}
    while True:
        try:
            last = dict(graph.pull().metadata) or last
        except (av.error.BlockingIOError, av.error.EOFError):
            break
    return {"integrated": float(last["lavfi.r128.I"]), "peak": 20 * np.log10(float(last["lavfi.r128.true_peak"]))}


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("db", [-23.0, -36.0])
def test_a_sine_has_the_loudness_that_the_standard_gives_it(rate: int, db: float) -> None:
    # EBU Tech 3341, cases 1 and 2, in one channel: 3.01 LU below the two of a stereo signal
    meter = _measured(_sine(rate, 20, db), rate)
    assert meter.integrated == pytest.approx(db - 3.01, abs=0.1)
    assert meter.short_term_max == pytest.approx(db - 3.01, abs=0.1)
    assert meter.momentary_max == pytest.approx(db - 3.01, abs=0.1)


def test_gates_leave_out_what_is_soft() -> None:
    # EBU Tech 3341, cases 3 and 4
    rate = 48_000
    parts = [_sine(rate, 10, -36), _sine(rate, 60, -23), _sine(rate, 10, -36)]
    assert _measured(np.concatenate(parts), rate).integrated == pytest.approx(-26.01, abs=0.1)
    parts = [_sine(rate, 10, -72), *parts, _sine(rate, 10, -72)]
    assert _measured(np.concatenate(parts), rate).integrated == pytest.approx(-26.01, abs=0.1)


def test_silence_has_no_loudness() -> None:
    meter = _measured(np.zeros(48_000), 48_000)
    assert (meter.integrated, meter.true_peak, Meter(8000).integrated) == (SILENT, SILENT, SILENT)


@pytest.mark.parametrize("rate", [16_000, 44_100])
def test_speech_measures_as_ffmpeg_measures_it(voices: dict[str, list[np.ndarray]], rate: int) -> None:
    speech = np.concatenate(voices["slt"][:2] + voices["kal16"][:2]) / 32768
    speech = resample(speech, len(speech) * rate // 16_000)
    meter, theirs = _measured(speech, rate), _by_ffmpeg(speech, rate)
    assert meter.integrated == pytest.approx(theirs["integrated"], abs=0.1)
    assert meter.true_peak == pytest.approx(theirs["peak"], abs=0.2)


def test_the_cut_into_blocks_changes_nothing(voices: dict[str, list[np.ndarray]]) -> None:
    speech = voices["awb"][0][:32_000] / 32768
    whole, pieces = _measured(speech, 16_000), _measured(speech, 16_000, block=777)
    assert pieces.integrated == pytest.approx(whole.integrated, abs=1e-6)
    assert pieces.true_peak == pytest.approx(whole.true_peak, abs=1e-4)


@pytest.mark.parametrize("phase", [0.0, 0.25, 0.5])
def test_a_peak_between_samples_is_found(phase: float) -> None:
    # EBU Tech 3341, cases 15 to 17: a sine at a quarter of the rate, whose samples miss its peaks
    rate = 48_000
    wave = 0.5 * np.sin(np.pi / 2 * np.arange(rate) + np.pi * phase)
    wave[:480] *= np.linspace(0, 1, 480)
    wave[-480:] *= np.linspace(1, 0, 480)
    assert _measured(wave, rate, block=1000).true_peak == pytest.approx(-6.02, abs=0.25)


@pytest.mark.parametrize("above", [0.05, 0.1, 0.4])
def test_what_is_spared_does_not_change_the_peaks_above(voices: dict[str, list[np.ndarray]], above: float) -> None:
    noise = np.random.default_rng(5).standard_normal(PEAK_BLOCK * 2000) / 8
    speech = voices["kal16"][0][: PEAK_BLOCK * 2000] / 32768
    for sound in (speech, noise * np.linspace(0, 1, len(noise))):
        every, spared = block_peaks(sound.astype(np.float32)), block_peaks(sound.astype(np.float32), above)
        assert len(every) == len(sound) // PEAK_BLOCK - 2
        assert np.array_equal(every[every > above], spared[every > above])
        assert not (spared > every).any()


def test_block_peaks_are_those_of_the_sound_oversampled(voices: dict[str, list[np.ndarray]]) -> None:
    speech = (voices["slt"][0][: PEAK_BLOCK * 1000] / 32768).astype(np.float32)
    smooth = resample(speech, len(speech) * 64)
    most = [np.abs(smooth[at * 64 : (at + PEAK_BLOCK) * 64]).max() for at in range(0, len(speech), PEAK_BLOCK)][1:-1]
    found = block_peaks(speech)
    ratios = (found / most)[np.array(most) > 0.05]
    assert found.max() == pytest.approx(max(most), rel=0.02)
    assert np.quantile(ratios, 0.02) > 0.93  # 0.6 dB: what EBU Tech 3341 grants a meter
    assert ratios.min() > 0.85  # a few hisses at the highest pitch


def test_peaks_of_a_stream_do_not_depend_on_its_cuts(voices: dict[str, list[np.ndarray]]) -> None:
    speech = voices["slt"][1][:20_000] / 32768
    whole, pieces = BlockPeaks(), BlockPeaks()
    got = [pieces.push(speech[at : at + 37]) for at in range(0, len(speech), 37)]
    wanted = np.concatenate((whole.push(speech), whole.rest()))
    assert np.array_equal(np.concatenate((*got, pieces.rest())), wanted)


def test_weighting_is_the_two_sections_whatever_the_blocks() -> None:
    noise = np.random.default_rng(3).standard_normal(30_000)
    weighting = KWeighting(22_050)
    got = np.concatenate([weighting.apply(noise[at : at + 4321]) for at in range(0, len(noise), 4321)])
    assert np.allclose(got, sosfilt(np.array(k_weighting(22_050)), noise), atol=1e-9)


def test_the_sections_are_those_printed_for_48_khz() -> None:
    shelf, high_pass = k_weighting(48_000)
    assert shelf == pytest.approx(
        (1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585), abs=1e-8
    )
    assert high_pass == pytest.approx((1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621), abs=1e-8)
