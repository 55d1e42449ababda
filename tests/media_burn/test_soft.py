"""Subtitle tracks beside pictures and sound that are not touched."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from lingoreel.errors import InvalidFile

ENGLISH = """1
00:00:00,200 --> 00:00:00,900
Hello <i>there</i>

2
00:00:00,600 --> 00:00:01,200
Both & at once
"""
GERMAN = """1
00:00:00,200 --> 00:00:00,900
Grüß Gott 你好
"""


@pytest.fixture
def subtitles(tmp_path: Path) -> list[str]:
    paths = [tmp_path / "en.srt", tmp_path / "de.srt"]
    for path, text in zip(paths, (ENGLISH, GERMAN), strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


@pytest.mark.parametrize(("form", "audio", "expected"), [("mp4", "aac", "mp4"), ("matroska", "pcm_s16le", "matroska")])
async def test_everything_else_is_packet_for_packet_the_same(
    form: str,
    audio: str,
    expected: str,
    make_video: Callable[..., Path],
    in_cell: Any,
    look: Any,
    subtitles: list[str],
    tmp_path: Path,
) -> None:
    source = make_video(form, audio=audio, options={"g": "12", "bf": "3", "preset": "veryfast"}, rotate=90)
    output = tmp_path / "out"

    told = await in_cell(
        "soft:mux_soft",
        path=str(source),
        subtitle_paths=subtitles,
        languages=["en-GB", "deu"],
        titles=["English", None],
        output_path=str(output),
    )

    assert (told["container"], told["tracks"], told["cues"]) == (expected, 2, [2, 1])
    for kind in ("video", "audio"):
        assert look.packets(output, kind) == look.packets(source, kind)
    with av.open(str(source)) as before, av.open(str(output)) as after:
        assert next(after.decode(video=0)).rotation == next(before.decode(video=0)).rotation != 0
    with av.open(str(output)) as container:
        tracks = container.streams.subtitles
        assert [track.metadata["language"] for track in tracks] == ["eng", "deu"]
        assert [bool(track.disposition & type(track.disposition).default) for track in tracks] == [True, False]
        shown = {}
        for track in tracks:
            container.seek(0)
            found = []
            for packet in container.demux(track):
                for entry in packet.decode() if packet.size else []:
                    found.append((packet.pts * packet.time_base, entry.dialogue.decode()))
            shown[track.metadata["language"]] = [(time, text) for time, text in found if text]
    assert shown["deu"] == [(Fraction(1, 5), "Grüß Gott 你好")]
    english = shown["eng"]
    assert english[0] == (Fraction(1, 5), "Hello {\\i1}there" + ("" if expected == "mp4" else "{\\i0}"))
    if expected == "mp4":
        assert [time for time, _ in english] == [Fraction(1, 5), Fraction(3, 5), Fraction(9, 10)]
        assert "Both & at once" in english[1][1] and "Hello" in english[1][1]
        data = output.read_bytes()
        assert 0 < data.index(b"moov") < data.index(b"mdat")


async def test_older_subtitles_are_kept(
    make_video: Callable[..., Path], here: Any, look: Any, subtitles: list[str], tmp_path: Path
) -> None:
    source = make_video("mp4", audio="aac")
    first, second = tmp_path / "first", tmp_path / "second"

    await here(
        "soft:mux_soft", path=str(source), subtitle_paths=subtitles[1:], languages=["deu"], output_path=str(first)
    )
    await here(
        "soft:mux_soft", path=str(first), subtitle_paths=subtitles[:1], languages=["eng"], output_path=str(second)
    )

    with av.open(str(second)) as container:
        tracks = container.streams.subtitles
        assert [track.metadata["language"] for track in tracks] == ["deu", "eng"]
        assert [bool(track.disposition & type(track.disposition).default) for track in tracks] == [False, True]
    then, now = (([p for p in look.packets(path, "subtitles") if p[1] != b"\0\0"]) for path in (first, second))
    assert now == then
    assert look.packets(second, "video") == look.packets(source, "video")


async def test_what_is_no_subtitle_file_is_named(make_video: Callable[..., Path], here: Any, tmp_path: Path) -> None:
    (tmp_path / "page.srt").write_text("<html><body>404</body></html>")

    with pytest.raises(InvalidFile, match="Subtitle file 1"):
        await here(
            "soft:mux_soft",
            path=str(make_video("mp4")),
            subtitle_paths=[str(tmp_path / "page.srt")],
            output_path=str(tmp_path / "out"),
        )
