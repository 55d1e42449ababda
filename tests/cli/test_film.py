"""`lingoreel film` as the service sees it: what is asked, and what is made of the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
FILM = "/api/tasks/media/video-generation"


@pytest.fixture
def filmed(service: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A service that has made a film, seen from an empty folder."""
    link = service.link("A story.mp4")
    line = {"item": "video_generation.basic", "unit": "run", "measured": 1, "billed_units": 1, "points": 10}
    scene = {"text": "A story.", "start": 0, "end": 2500, "headline": None, "mood": "calm", "motifs": ["book"]}
    service.answers[FILM] = {
        **{"file": link, "result": {"video": link}, "duration": 3, "width": 1280, "height": 720, "seed": 7},
        **{"storyboard": [scene], "voice": "espeak:en-us", "language": "en"},
        "files": {"video": link, "poster": service.link("A story.jpg")}
        | {name: service.link(f"A story.{name}") for name in ("srt", "vtt")},
        "engine": {"name": "storyboard", "version": "1", "tier": "embedded", "model": None, "licence": None},
        "points": {"lines": [line], "charged": 10, "price_version": 1},
        "warnings": ["language: the text is read as English"],
    }
    folder = tmp_path / "a folder ü"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return service


@pytest.fixture
def film(bare: Run, filmed: Any) -> Run:
    return lambda *arguments: bare("film", *arguments, "--url", filmed.base_url, "--key", "k")


def asked(service: Any) -> dict[str, Any]:
    ((path, parameters),) = service.asked
    assert path == FILM
    return dict(parameters)


def test_a_text_becomes_a_file(film: Run, filmed: Any) -> None:
    ended = film("A story.")
    assert ended.code == 0
    assert asked(filmed)["text"] == "A story."
    assert Path("film.mp4").is_file()
    assert "film: 3 s, 1280×720, 1 scenes by storyboard, seed 7, told by espeak:en-us (en)" in ended.out
    assert "charged 10 points" in ended.out
    assert "read as English" in ended.err


def test_every_option_is_sent(film: Run, filmed: Any) -> None:
    Path("tale.txt").write_text("Once upon a time.", encoding="utf-8")
    ended = film(
        *("tale.txt", "-l", "en", "--voice", "espeak:en-us", "--shape", "9:16", "--resolution", "1080p", "--seed", "7"),
        *("--no-captions", "--no-music", "--engine", "diffusion"),
        *("--asset", "https://x/1.jpg", "--asset", "https://x/2"),
    )
    assert ended.code == 0
    sent = asked(filmed)
    assert sent == {
        **{"text": "Once upon a time.", "language": "en", "voice": "espeak:en-us", "aspect_ratio": "9:16"},
        **{"resolution": "1080p", "subtitles": 0, "music": 0, "seed": 7, "engine": "diffusion"},
        "assets": ["https://x/1.jpg", "https://x/2"],
    }
    assert Path("tale.mp4").is_file()


def test_captions_and_poster_beside_it(film: Run) -> None:
    assert film("A story.", "-o", "out.mp4", "--files").code == 0
    assert sorted(path.name for path in Path().iterdir()) == ["out.jpg", "out.mp4", "out.srt", "out.vtt"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--shape", "4:3"), "'4:3' is none of 16:9, 9:16, 1:1"),
        (("--resolution", "4k"), "'4k' is none of 480p, 720p, 1080p"),
        (("--engine", "magic"), "'magic' is none of auto, storyboard, diffusion"),
        (("-o", "out.avi"), "out.avi must end in .mp4, or be a folder"),
        (("--seed", "-1"), "greater than or equal to 0"),
    ],
)
def test_what_is_wrongly_typed_is_told_before_anything_is_asked(
    film: Run, filmed: Any, options: tuple[str, ...], told: str
) -> None:
    ended = film("A story.", *options)
    assert ended.code == 2
    assert told in " ".join(ended.err.replace("│", " ").split())
    assert not filmed.asked
