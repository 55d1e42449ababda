from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from lingoreel.cli import demo_video


def test_the_video_is_real_moves_and_speaks(tmp_path: Path) -> None:
    path = tmp_path / "sample.mp4"
    told: list[float] = []
    demo_video.make_video(path, told.append)
    with av.open(str(path)) as video:
        picture, sound = video.streams.video[0], video.streams.audio[0]
        assert (picture.codec.name, picture.width, picture.height) == ("h264", 640, 360)
        assert sound.codec.name == "aac"
        assert 25 < float(video.duration or 0) / 1e6 < 28
        frames = [frame.to_ndarray(format="gray") for frame, _ in zip(video.decode(video=0), range(60), strict=False)]
    assert np.abs(frames[50].astype(int) - frames[25]).mean() > 2
    with av.open(str(path)) as video:
        loud = max(float(np.abs(frame.to_ndarray()).max()) for frame in video.decode(audio=0))
    assert loud > 0.1
    assert told == sorted(told)
    assert path.stat().st_size < 4_000_000


def test_its_words_are_kept_beside_its_sound() -> None:
    assert len(demo_video.spoken_words().split()) > 40
    assert (demo_video.SAMPLE / "speech.opus").stat().st_size < 200_000
