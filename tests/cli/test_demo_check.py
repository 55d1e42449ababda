"""The demo must notice a video that is not what it should be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from lingoreel.cli import demo_check
from lingoreel.cli.demo_verdict import examine, has_picture, judge, listen
from lingoreel.errors import InvalidFile
from lingoreel.settings import Settings

WIDTH, HEIGHT, FPS, SECONDS = 320, 240, 10, 4
SHOWN_S = ((0.5, 1.5), (2.5, 3.5))
SRT = "".join(
    f"{number}\n00:00:0{start:.1f}00 --> 00:00:0{end:.1f}00\nHello\n\n".replace(".", ",")
    for number, (start, end) in enumerate(SHOWN_S, 1)
)


def picture(at_s: float, subtitles: tuple[tuple[float, float], ...]) -> Any:
    """Moving, noisy bars, with white on black below while a subtitle is shown."""
    noise = np.random.default_rng(int(at_s * 1000)).integers(0, 12, (HEIGHT, WIDTH))
    image = (np.linspace(40, 180, WIDTH)[None, :] + 20 * np.sin(at_s) + noise).astype(np.uint8)
    if any(start <= at_s < end for start, end in subtitles):
        image[190:220, 100:220] = 0
        image[198:212, 110:210:6] = 255
    return np.repeat(image[:, :, None], 3, axis=2)


def video(path: Path, subtitles: tuple[tuple[float, float], ...] = (), frames: int = SECONDS * FPS) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=FPS, options={"crf": "23", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(frames):
            image = av.VideoFrame.from_ndarray(picture(number / FPS, subtitles), format="rgb24")
            out.mux(stream.encode(image))
        out.mux(stream.encode(None))
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "a.srt").write_text(SRT)
    return video(tmp_path / "source.mp4")


@pytest.fixture
def look(tmp_path: Path, source: Path) -> Callable[[Path], Any]:
    def look(made: Path) -> Any:
        return examine(source, made, tmp_path / "a.srt", SECONDS, Settings(data_dir=tmp_path / "data"))

    return look


def test_a_subtitled_video_is_as_it_should_be(tmp_path: Path, look: Callable[[Path], Any]) -> None:
    verdict = look(video(tmp_path / "made.mp4", SHOWN_S))
    assert verdict.faults == ()
    assert verdict.seen == (
        "40 of 40 frames; 2 of 2 subtitles looked for are in the picture, and none at the 2 moments without"
    )


def test_a_video_without_its_subtitles_is_noticed(look: Callable[[Path], Any], source: Path) -> None:
    assert look(source).faults == ("no subtitle is seen at 1.0 s", "no subtitle is seen at 3.0 s")


def test_one_missing_subtitle_and_one_too_long_are_noticed(tmp_path: Path, look: Callable[[Path], Any]) -> None:
    assert look(video(tmp_path / "one.mp4", SHOWN_S[:1])).faults == ("no subtitle is seen at 3.0 s",)
    faults = look(video(tmp_path / "long.mp4", ((0.5, 3.5),))).faults
    assert faults == ("the picture differs at 1.8 s, where no subtitle stands",)


def test_two_frames_between_cues_are_enough_and_less_is_passed_over() -> None:
    found = {"source_frames": 9, "made_frames": 9, "changed": [20, 20, 0, 30], "seen_ms": [500, 1500, 1040, 2000]}
    verdict = judge(found, [(0, 1000), (1080, 1960)], [(1000, 1080), (1960, 2010)])
    assert verdict.faults == ()
    assert "2 of 2 subtitles" in verdict.seen
    assert "the 1 moment without" in verdict.seen


def test_pictures_of_another_shape_are_not_compared() -> None:
    found = {"source_frames": 9, "made_frames": 9, "changed": [None], "seen_ms": [500]}
    assert "were not compared" in judge(found, [(0, 1000)], []).seen


def test_lost_frames_are_noticed(tmp_path: Path, look: Callable[[Path], Any]) -> None:
    (fault,) = look(video(tmp_path / "made.mp4", SHOWN_S, frames=SECONDS * FPS - 1)).faults
    assert fault == "it has 39 frames, its source 40"


def test_a_turned_source_is_compared_upright() -> None:
    before, after = picture(1.0, ())[:, :, 0].astype(np.int16), picture(1.0, SHOWN_S)[:, :, 0].astype(np.int16)
    straight = demo_check._changed(before, after)
    assert straight is not None
    assert straight >= 4
    assert demo_check._changed(np.rot90(before), after) == straight
    assert demo_check._changed(before[:, :100], after) is None


def test_sound_has_no_picture_and_noise_is_refused(tmp_path: Path, source: Path) -> None:
    from lingoreel.cli.demo_video import SAMPLE

    settings = Settings(data_dir=tmp_path / "data")
    assert has_picture(source, settings)
    assert not has_picture(SAMPLE / "speech.opus", settings)
    (tmp_path / "noise.mp4").write_bytes(bytes(range(256)) * 64)
    with pytest.raises(InvalidFile):
        has_picture(tmp_path / "noise.mp4", settings)


LINES = [{"start": 500, "end": 1500}, {"start": 2000, "end": 3000}]


def sound(path: Path, heard: dict[int, int], under: float = 0.0) -> Path:
    """Noise where something is said, by its seed (ms and seed); over it, `under` times the noise of the source."""
    samples = np.zeros(4 * 16_000)
    for voices, gain in ((heard, 1.0), ({500: 1, 2000: 2}, under)):
        for start, seed in voices.items():
            noise = np.random.default_rng(seed).standard_normal(16_000)
            samples[start * 16 : start * 16 + 16_000] += 0.1 * gain * noise
    frame = av.AudioFrame.from_ndarray((samples[None] * 32767).clip(-32767, 32767).astype(np.int16), "s16", "mono")
    frame.sample_rate = 16_000
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=16_000, layout="mono")
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


@pytest.fixture
def hear(tmp_path: Path) -> Callable[..., Any]:
    source = sound(tmp_path / "source.wav", {500: 1, 2000: 2})

    def hear(heard: dict[int, int], lines: list[dict[str, int]] = LINES, under: float = 0.0) -> Any:
        made = sound(tmp_path / "made.wav", heard, under)
        return listen(source, made, lines, SECONDS, Settings(data_dir=tmp_path / "data"))

    return hear


def test_a_dub_is_heard_over_the_voice_it_replaces(hear: Callable[..., Any]) -> None:
    verdict = hear({500: 3, 2000: 4}, under=0.2)
    assert verdict.faults == ()
    assert verdict.seen.startswith("2 of 2 lines listened for are heard")


def test_what_is_wrong_with_a_dub_is_noticed(hear: Callable[..., Any]) -> None:
    assert hear({500: 3}).faults == ("no line is heard at 2.0 s",)
    assert hear({500: 3, 2000: 2}).faults == ("the original voice is still heard at 2.0 s",)
    assert hear({500: 3, 2000: 4}, under=2.0).faults[:1] == ("the original voice is still heard at 0.5 s",)
    over = [LINES[0], {"start": 1400, "end": 3000}]
    assert hear({500: 3, 2000: 4}, over).faults == ("lines 1 and 2 are heard at once",)
    assert hear({}, []).faults == ("no line was spoken",)
