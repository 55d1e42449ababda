"""A sentence cut back into its lines: every sound in one of them, each beginning with its first word."""

import json
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from lingoreel.engines.speech.espeak import Engine, host_config
from lingoreel.errors import EngineFailed
from lingoreel.media.dub.cutting import cut_at_words, cut_clips
from lingoreel.settings import Settings

RATE = 16_000
ASSETS = Path(__file__).parent.parent / "assets"


def word(seconds):
    """Something that is heard: noise that sets in and fades out within 20 ms, between -12 and -6 dBFS."""
    size = round(seconds * RATE)
    edges = np.minimum(1, np.minimum(np.arange(size) + 1, np.arange(size, 0, -1)) / (0.02 * RATE))
    noise = np.random.default_rng(size).uniform(-1, 1, size)
    return np.rint(noise * edges * 14_000).astype(np.int16)


def silence(seconds):
    return np.zeros(round(seconds * RATE), np.int16)


def said(*parts):
    """Words by turns with silences, as one sound, and the samples of each word."""
    places, at = [], 0
    for number, part in enumerate(parts):
        if number % 2 == 0:
            places.append((at, at + len(part)))
        at += len(part)
    return np.concatenate(parts), places


TEXT = "one two three four"
PLACES = [(0, 8), (8, 13), (14, 18)]
BEGINS = [(0, 3), (4, 7), (8, 13), (14, 18)]


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("late", [-0.04, 0, 0.04])
def test_each_line_begins_with_its_first_sound(told, late):
    samples, heard = said(word(0.4), silence(0.02), word(0.4), silence(0.3), word(0.6), silence(0.2), word(0.5))
    off = round(late * RATE)
    words = [(*at, max(0, a + off), b + off) for at, (a, b) in zip(BEGINS, heard, strict=True)] if told else []
    parts = cut_at_words(samples, RATE, TEXT, PLACES, words)
    assert [first for first, _ in parts] == pytest.approx([0, heard[2][0], heard[3][0]], abs=0.012 * RATE)
    assert [last for _, last in parts] == pytest.approx([heard[1][1], heard[2][1], len(samples)], abs=0.022 * RATE)
    for (_, stop), (start, _) in pairwise(parts):
        assert not np.abs(samples[stop:start]).max(initial=0) > 150  # nothing that is heard is lost


def test_words_that_run_into_each_other_are_cut_where_it_is_quietest():
    first, second = word(0.5), word(0.5)
    samples = np.concatenate((first, second))
    words = [(0, 3, 0, len(first) - 300), (4, 7, len(first) - 300, len(samples))]
    (begin, stop), (start, end) = cut_at_words(samples, RATE, "one two", [(0, 4), (4, 7)], words)
    assert begin == 0 and end == len(samples)
    assert stop == start == pytest.approx(len(first), abs=0.01 * RATE)


def test_lines_without_a_word_are_empty_and_nothing_is_lost():
    samples, heard = said(word(0.4), silence(0.1), word(0.4))
    words = [(4, 7, *heard[0]), (8, 11, *heard[1])]
    text = "... two six ..."
    parts = cut_at_words(samples, RATE, text, [(0, 3), (4, 11), (12, 15)], words)
    assert parts == [(0, 0), (0, len(samples)), (len(samples), len(samples))]
    assert cut_at_words(samples, RATE, text, [(0, 15)], words) == [(0, len(samples))]
    assert cut_at_words(samples, RATE, text, []) == []
    assert cut_at_words(samples[:0], RATE, "a b", [(0, 1), (2, 3)]) == [(0, 0), (0, 0)]


def test_real_speech_is_cut_between_its_sentences():
    with av.open(str(ASSETS / "flite_voices.ogg")) as container:
        resampler = av.AudioResampler("s16", "mono", RATE)
        frames = [made for frame in container.decode(audio=0) for made in resampler.resample(frame)]
        frames += resampler.resample(None)
    samples = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    told = json.loads((ASSETS / "flite_voices.json").read_text())["sentences"][:2]
    whole = samples[told[0]["start"] : told[1]["end"]]
    text = f"{told[0]['text']} {told[1]['text']}"
    border = len(told[0]["text"])
    (_, stop), (start, _) = cut_at_words(whole, RATE, text, [(0, border), (border + 1, len(text))])
    pause = told[0]["end"] - told[0]["start"], told[1]["start"] - told[0]["start"]
    assert pause[0] - 0.2 * RATE < stop <= start < pause[1] + 0.1 * RATE
    assert start - stop > 0.4 * RATE


def test_a_sentence_of_an_engine_is_cut_back(tmp_path):
    texts = ["When the first boat came in,", "we counted every box twice", "and wrote the numbers down."]
    text = " ".join(texts)
    path = tmp_path / "said.pcm"
    utterance = {"text": text, "voice": "espeak:en-us", "language": "en"}
    spoken = Engine(host_config(Settings())).handle(
        {"utterances": [utterance], "output_path": str(path)}, lambda _: None
    )
    one, rate = spoken["utterances"][0], spoken["sample_rate"]
    begins = [text.index(part) for part in texts]
    clip = {
        "clip": 0,
        "sample_rate": rate,
        "start_sample": one["start_sample"],
        "end_sample": one["end_sample"],
        "text": text,
        "places": [(begin, begin + len(part)) for begin, part in zip(begins, texts, strict=True)],
        "words": [[w["begin"], w["end"], w["start_sample"], w["end_sample"]] for w in one["words"]],
    }
    (ranges,) = cut_clips({"clip_paths": [str(path)], "clips": [clip]}, lambda _: None)["ranges"]
    onsets = [next(w["start_sample"] for w in one["words"] if w["begin"] >= begin) for begin in begins]
    assert ranges[0][0] == one["start_sample"] and ranges[-1][1] == one["end_sample"]
    for (start, end), onset in zip(ranges, onsets, strict=True):
        assert abs(start - onset) <= 0.06 * rate
        assert 1.0 * rate < end - start < 2.5 * rate
    with pytest.raises(EngineFailed, match="less speech"):
        cut_clips({"clip_paths": [str(path)], "clips": [{**clip, "end_sample": path.stat().st_size}]}, lambda _: None)
