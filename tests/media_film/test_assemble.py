"""Pieces and a soundtrack become one film: every frame once and in its time, the sound as long and in step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from lingoreel.media.film.assemble import assemble
from lingoreel.media.film.poster import make_poster
from lingoreel.media.film.storyboard import FPS

WIDTH, HEIGHT, RATE = 320, 180, 48_000
BITS = 10


def write_piece(path: Path, first: int, last: int, crf: str = "20", **options: str) -> Path:
    """Frames that bear their number: one bar for each bit of it."""
    with av.open(str(path), "w", format="mp4") as out:
        stream: Any = out.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.time_base = Fraction(1, FPS)
        stream.options = {"preset": "veryfast", "crf": crf, "x264-params": "stitchable=1:open-gop=0", **options}
        for number in range(first, last):
            grey = np.full((HEIGHT, WIDTH), 40, np.uint8)
            for bit in range(BITS):
                grey[:, bit * 32 : bit * 32 + 32] = 220 if number >> bit & 1 else 30
            frame = av.VideoFrame.from_ndarray(np.repeat(grey[:, :, None], 3, axis=2), format="rgb24")
            frame.pts, frame.time_base = number - first, Fraction(1, FPS)
            out.mux(stream.encode(frame.reformat(format="yuv420p")))
        out.mux(stream.encode(None))
    return path


def number_in(frame: Any) -> int:
    grey = frame.to_ndarray(format="gray")
    return sum(1 << bit for bit in range(BITS) if grey[HEIGHT // 2, bit * 32 + 16] > 128)


def write_sound(path: Path, samples: int) -> Path:
    """A click every half second."""
    sound = np.zeros(samples, np.float32)
    sound[:: RATE // 2] = 0.9
    with av.open(str(path), "w", format="mp4", options={"movie_timescale": str(RATE)}) as out:
        stream: Any = out.add_stream("aac", rate=RATE, layout="stereo")
        stream.bit_rate = 160_000
        for at in range(0, samples, 1024):
            part = sound[at : at + 1024]
            frame = av.AudioFrame.from_ndarray(np.stack([part, part]), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def heard(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., tuple[Path, dict]]:
    def run(counts: Sequence[int], *, samples: int | None = None, **more: Any) -> tuple[Path, dict]:
        firsts = np.cumsum([0, *counts]).tolist()
        pieces = [
            write_piece(tmp_path / f"{number}.mp4", first, last)
            for number, (first, last) in enumerate(pairwise(firsts))
        ]
        frames = firsts[-1]
        sound = write_sound(tmp_path / "sound.m4a", frames * RATE // FPS if samples is None else samples)
        output = tmp_path / "film.mp4"
        asked = {
            "piece_paths": [str(piece) for piece in pieces],
            "frames": list(counts),
            "sound_path": str(sound),
            "output_path": str(output),
            "title": "A day\nin the city",
            "language": "es",
            "comment": "Spoken by nobody",
        }
        return output, assemble(asked | more, lambda _: None)

    return run


@pytest.mark.parametrize("counts", [[48], [30, 1, 2, 50, 17], [1], [25, 24, 23]])
def test_every_frame_once_and_in_its_time(counts: list[int], make):
    output, made = make(counts)
    with av.open(str(output)) as container:
        stream = container.streams.video[0]
        seen = [(frame.pts * stream.time_base * FPS, number_in(frame)) for frame in container.decode(video=0)]
    assert seen == [(number, number) for number in range(sum(counts))]
    assert made["frames"] == sum(counts)
    assert made["duration_ms"] == round(sum(counts) * 1000 / FPS)


def test_sound_and_pictures_are_of_one_length_and_the_sound_is_untouched(make, tmp_path: Path):
    output, made = make([50, 50])
    with av.open(str(output)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.start_time, audio.start_time) == (0, 0)
        shown, sounds = video.duration * video.time_base, audio.duration * audio.time_base
        assert abs(shown - sounds) <= Fraction(1024, RATE)
    assert abs(made["audio_ms"] - made["duration_ms"]) <= 22
    before, after = heard(tmp_path / "sound.m4a"), heard(output)
    assert np.array_equal(before, after)
    clicks = np.flatnonzero(after > 0.4)
    assert min(abs(clicks - RATE)) <= 2, "in step"


def test_any_frame_can_be_sought(make):
    output, _ = make([30, 30, 30])
    with av.open(str(output)) as container:
        stream = container.streams.video[0]
        container.seek(round(Fraction(40, FPS) / stream.time_base), stream=stream)
        first = next(container.decode(stream))
        assert number_in(first) == 30, "a piece begins with a key frame"


def test_it_begins_to_play_before_it_has_arrived_and_says_what_it_is(make):
    output, _ = make([24])
    content = output.read_bytes()
    assert 0 < content.find(b"moov") < content.find(b"mdat")
    with av.open(str(output)) as container:
        assert container.metadata["title"] == "A day in the city"
        assert container.metadata["comment"] == "Spoken by nobody"
        assert [stream.language for stream in container.streams] == ["spa", "spa"]


def test_the_same_pieces_are_the_same_file(make):
    output, _ = make([24, 12])
    before = output.read_bytes()
    make([24, 12])
    assert output.read_bytes() == before


@pytest.mark.parametrize("samples", [24 * 2000 - 3000, 24 * 2000 + 3000, 1024])
def test_sound_of_another_length_is_a_fault(samples: int, make, tmp_path: Path):
    with pytest.raises(RuntimeError, match="sound lasts"):
        make([24], samples=samples)
    assert not (tmp_path / "film.mp4").exists()


def test_a_piece_that_is_not_what_was_drawn_is_a_fault(make, tmp_path: Path):
    with pytest.raises(RuntimeError, match="not the 30"):
        make([24, 12], frames=[30, 6])
    assert not (tmp_path / "film.mp4").exists()


def test_pieces_of_different_settings_are_a_fault(make, tmp_path: Path):
    other = write_piece(tmp_path / "other.mp4", 24, 48, profile="baseline")
    with pytest.raises(RuntimeError, match="different settings"):
        make([24], frames=[24, 24], samples=48 * 2000, piece_paths=[str(tmp_path / "0.mp4"), str(other)])


def test_the_poster_is_the_frame_that_was_asked_for(tmp_path: Path):
    piece, output = write_piece(tmp_path / "piece.mp4", 100, 150), tmp_path / "poster.jpg"
    made = make_poster({"path": str(piece), "frame": 33, "output_path": str(output)}, lambda _: None)
    assert made == {"width": WIDTH, "height": HEIGHT}
    assert output.read_bytes()[:3] == b"\xff\xd8\xff"
    with av.open(str(output)) as container:
        assert number_in(next(container.decode(video=0))) == 133
    with pytest.raises(RuntimeError, match="no frame 50"):
        make_poster({"path": str(piece), "frame": 50, "output_path": str(output)}, lambda _: None)
