"""What is copied beside the pictures, and how the file is laid out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from lingoreel.errors import InvalidFile


def _described(stream: Any) -> dict[str, str]:
    return {"language": stream.metadata.get("language", ""), "title": stream.metadata.get("title", "")}


async def test_mp4_with_chapters_languages_and_a_cover(
    make_video: Callable[..., Path], burn: Callable[..., Any], look: Any
) -> None:
    def touch(out: Any, stream: Any) -> None:
        out.metadata["title"] = "A film"
        stream.metadata["language"] = "deu"
        out.streams.audio[0].metadata["language"] = "fra"
        out.set_chapters(
            [
                {"id": 1, "start": 0, "end": 900, "time_base": Fraction(1, 1000), "metadata": {"title": "One"}},
                {"id": 2, "start": 900, "end": 1900, "time_base": Fraction(1, 1000), "metadata": {"title": "Two"}},
            ]
        )

    source = make_video("mp4", audio="aac", touch=touch)

    burnt = await burn(source, parts=2)

    assert burnt.joined["container"] == burnt.plan["container"] == "mp4"
    with av.open(str(burnt.path)) as container:
        assert container.metadata["title"] == "A film"
        assert [stream.metadata["language"] for stream in container.streams if stream.type != "data"] == ["deu", "fra"]
        assert [chapter["metadata"]["title"] for chapter in container.chapters()] == ["One", "Two"]
        assert [chapter["start"] * chapter["time_base"] for chapter in container.chapters()] == [0, Fraction(9, 10)]
        assert container.duration is not None
    assert not burnt.plan["warnings"], "what is copied needs no telling"
    data = burnt.path.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat"), "faststart"


async def test_mp4_keeps_metadata_of_any_name(make_video: Callable[..., Path], burn: Callable[..., Any]) -> None:
    given = {"title": "A film", "DIRECTOR": "Somebody", "COM.MINE.KEY": "xyz"}

    burnt = await burn(make_video("matroska", audio="aac", touch=lambda out, _: out.metadata.update(given)))

    assert burnt.joined["container"] == "mp4"
    with av.open(str(burnt.path)) as container:
        assert {name: container.metadata.get(name) for name in given} == given


async def test_a_length_is_that_of_the_source(make_video: Callable[..., Path], burn: Callable[..., Any]) -> None:
    source = make_video("mp4", count=40, options={"g": "12", "bf": "3", "preset": "veryfast"})

    burnt = await burn(source, parts=2)

    with av.open(str(source)) as before, av.open(str(burnt.path)) as after:
        spans = [
            (s.start_time * s.time_base, s.duration * s.time_base)
            for s in (before.streams.video[0], after.streams.video[0])
        ]
    assert spans[0] == spans[1] == (0, Fraction(40, 25))
    assert burnt.joined["duration_ms"] == 1600


async def test_matroska_keeps_subtitles_fonts_and_dispositions(
    make_video: Callable[..., Path], burn: Callable[..., Any], look: Any
) -> None:
    def touch(out: Any, stream: Any) -> None:
        track = out.add_stream("subrip")
        track.codec_context.subtitle_header = b"[Script Info]\n"
        track.time_base = Fraction(1, 1000)
        track.metadata.update({"language": "spa", "title": "Texto"})
        track.disposition = type(track.disposition).forced
        out.add_attachment("face.ttf", "font/ttf", b"font" * 50)
        packet = av.Packet(b"Hola")
        packet.stream, packet.time_base, packet.pts, packet.dts, packet.duration = (
            track,
            Fraction(1, 1000),
            300,
            300,
            500,
        )
        held.append(packet)
        out.mux(packet)

    held: list[Any] = []
    source = make_video("matroska", audio="pcm_s16le", base=Fraction(1, 1000), touch=touch)

    burnt = await burn(source, parts=2)

    assert burnt.joined["container"] == "matroska"
    assert any("MKV" in warning for warning in burnt.plan["warnings"])
    assert look.packets(burnt.path, "subtitles") == look.packets(source, "subtitles") == [(Fraction(3, 10), b"Hola")]
    assert look.packets(burnt.path, "audio") == look.packets(source, "audio")
    assert look.times(burnt.path) == look.times(source)
    with av.open(str(burnt.path)) as container:
        track = container.streams.subtitles[0]
        assert _described(track) == {"language": "spa", "title": "Texto"}
        assert track.disposition & type(track.disposition).forced
        assert [stream.data for stream in container.streams if stream.type == "attachment"] == [b"font" * 50]


async def test_a_cover_stays_a_cover(make_video: Callable[..., Path], burn: Callable[..., Any]) -> None:
    picture = av.CodecContext.create("mjpeg", "w")
    picture.width, picture.height, picture.pix_fmt, picture.time_base = 32, 32, "yuvj420p", Fraction(1, 25)
    cover = bytes(picture.encode(av.VideoFrame(32, 32, "yuvj420p"))[0])

    def touch(out: Any, stream: Any) -> None:
        front = out.add_stream("mjpeg", rate=25)
        front.width, front.height, front.pix_fmt = 32, 32, "yuvj420p"
        front.disposition = type(front.disposition).attached_pic
        packet = av.Packet(cover)
        packet.stream, packet.pts, packet.dts, packet.time_base = front, 0, 0, Fraction(1, 25)
        out.mux(packet)

    source = make_video("mp4", audio="aac", touch=touch)
    with av.open(str(source)) as container:
        assert len(container.streams.video) == 2

    burnt = await burn(source, parts=2)

    with av.open(str(burnt.path)) as container:
        covers = [s for s in container.streams.video if s.disposition & type(s.disposition).attached_pic]
        assert len(covers) == 1
        assert bytes(next(p for p in container.demux(covers[0]) if p.size)) == cover


@pytest.mark.parametrize("start", [0.0, 0.4])
async def test_pictures_alone_keep_their_times(
    start: float, make_video: Callable[..., Path], burn: Callable[..., Any], here: Any, look: Any, tmp_path: Path
) -> None:
    """For a video that gets its sound later: nothing but the pictures, counted from the presentation's beginning."""
    source = make_video(
        "matroska", audio="pcm_s16le", start=start, options={"g": "12", "bf": "3", "preset": "veryfast"}
    )
    burnt = await burn(source, parts=2)
    output = tmp_path / "alone"

    told = await here(
        "join:join",
        path=str(source),
        piece_paths=[str(burnt.path.parent / f"piece {piece['index']}.mp4") for piece in burnt.pieces],
        pieces=burnt.pieces,
        video=burnt.plan["video"],
        container="mp4",
        alone=True,
        output_path=str(output),
    )

    assert (told["frames"], told["streams"], told["warnings"]) == (50, 0, [])
    with av.open(str(output)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        assert "mp4" in container.format.name
    alone, whole = look.packets(output, "video"), look.packets(burnt.path, "video")
    assert alone == whole
    assert min(shown for shown, _ in alone) == Fraction(start).limit_denominator(1000)


async def test_sound_that_no_container_of_ours_holds_is_refused(make_video: Callable[..., Path], here: Any) -> None:
    def touch(out: Any, _: Any) -> None:
        out.streams.audio[0].codec_context.bit_rate = 64_000

    source = make_video("asf", codec="wmv2", options={}, base=Fraction(1, 25), audio="wmav2", touch=touch)
    with pytest.raises(InvalidFile, match=r"sound \(wmav2\)") as refused:
        await here("plan:plan", path=str(source), slots=1)
    assert refused.value.remedy
    with pytest.raises(InvalidFile, match=r"pictures \(wmv2\)"):
        await here("soft:mux_soft", path=str(source), output_path=str(source.parent / "out"))
    assert (await here("plan:plan", path=str(source), slots=1, alone=True))["container"] == "mp4"
