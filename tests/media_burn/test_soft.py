"""Subtitle tracks beside pictures and sound that are not touched."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest
from av.packet import Packet

from lingoreel.errors import InvalidRequest
from lingoreel.media.burn.soft_cues import MOV_TEXT_HEADER
from lingoreel.media.cues import Cue, Span
from lingoreel.media.subtitle_files.letters import JOINER
from lingoreel.media.subtitle_files.markup import parse_subrip

ENGLISH = [
    Cue(200, 900, ("Hello there",), spans=(Span(0, 6, 11, "italic"),)),
    Cue(600, 1200, ("Both & at once",)),
]
GERMAN = [Cue(200, 900, ("Grüß Gott 你好",))]
LETTERS = [
    ("Tom & Jerry",),
    ("Tom &amp; Jerry &lt;3 &nbsp;",),
    ("1 < 2 > 0 <3",),
    ("<i>x</i> <b> </u>",),
    ("a {b} c {",),
    (r"{\an8}up",),
    (r"C:\Not\new\here",),
    ("00:00:01,000 --> 00:00:02,000", "7"),
    (" two ", "  lines"),
    ("مرحبا \u200fبك", "👩‍👩‍👧 é e\u0301"),
]
BOTH = [("mp4", "aac", "mp4"), ("matroska", "pcm_s16le", "matroska")]


@pytest.fixture
def cues_file(tmp_path: Path) -> Callable[..., str]:
    """cues_file(primary, secondary=None) -> the path of a file of cues."""

    def write(primary: list[Cue], secondary: list[Cue] | None = None) -> str:
        given = {"primary": primary, "secondary": secondary}
        path = tmp_path / "cues.json"
        path.write_text(json.dumps({name: cues and [cue.to_dict() for cue in cues] for name, cues in given.items()}))
        return str(path)

    return write


def samples(path: Path, number: int = 0) -> list[tuple[int, int, bytes]]:
    """(start, end, bytes) of a subtitle track, in ms, without MP4's samples for the time in which nothing stands."""
    with av.open(str(path)) as container:
        stream = container.streams.subtitles[number]
        found = [(p.pts * p.time_base, p.duration * p.time_base, bytes(p)) for p in container.demux(stream) if p.size]
    return [(int(at * 1000), int((at + long) * 1000), data) for at, long, data in found if data != b"\0\0"]


def text_of(sample: bytes) -> str:
    """A MOV text sample's letters."""
    return sample[2 : 2 + int.from_bytes(sample[:2], "big")].decode()


def styles_of(sample: bytes) -> list[tuple[int, int, int]]:
    """A MOV text sample's style records: first letter, last, face."""
    box = sample[2 + int.from_bytes(sample[:2], "big") :]
    if not box:
        return []
    assert (int.from_bytes(box[:4], "big"), box[4:8]) == (len(box), b"styl")
    records = [box[at : at + 12] for at in range(10, len(box), 12)]
    assert int.from_bytes(box[8:10], "big") == len(records)
    return [(int.from_bytes(r[:2], "big"), int.from_bytes(r[2:4], "big"), r[6]) for r in records]


def dispositions(path: Path) -> list[int]:
    with av.open(str(path)) as container:
        return [int(stream.disposition) for stream in container.streams.subtitles]


@pytest.mark.parametrize(("form", "audio", "expected"), BOTH)
async def test_everything_else_is_packet_for_packet_the_same(
    form: str,
    audio: str,
    expected: str,
    make_video: Callable[..., Path],
    in_cell: Any,
    look: Any,
    cues_file: Callable[..., str],
    tmp_path: Path,
) -> None:
    source = make_video(form, audio=audio, options={"g": "12", "bf": "3", "preset": "veryfast"}, rotate=90)
    output = tmp_path / "out"

    told = await in_cell(
        "soft:mux_soft",
        path=str(source),
        cues_path=cues_file(ENGLISH, GERMAN),
        tracks=["primary", "secondary"],
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
        assert text_of(samples(output)[1][2]) == "Hello there\nBoth & at once"
        assert styles_of(samples(output)[1][2]) == [(6, 11, 2)]
        data = output.read_bytes()
        assert 0 < data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize(("form", "audio", "expected"), BOTH)
async def test_every_letter_arrives_as_it_was(
    form: str,
    audio: str,
    expected: str,
    make_video: Callable[..., Path],
    here: Any,
    cues_file: Callable[..., str],
    tmp_path: Path,
) -> None:
    cues = [Cue(100 * at, 100 * at + 90, lines) for at, lines in enumerate(LETTERS)]
    output = tmp_path / "out"

    await here(
        "soft:mux_soft",
        path=str(make_video(form, audio=audio)),
        cues_path=cues_file(cues),
        tracks=["primary"],
        output_path=str(output),
    )

    found = samples(output)
    assert [(start, end) for start, end, _ in found] == [(cue.start_ms, cue.end_ms) for cue in cues]
    if expected == "mp4":
        assert [text_of(data) for _, _, data in found] == [cue.text for cue in cues]
        assert not any(styles_of(data) for _, _, data in found)
        return
    assert [data.decode().replace(JOINER, "") for _, _, data in found] == [cue.text for cue in cues]
    for cue, (_, _, data) in zip(cues, found, strict=True):
        read = parse_subrip(data.decode())
        assert "".join(text for text, _ in read.runs).replace(JOINER, "") == cue.text
        assert (read.alignment, {style for _, style in read.runs}) == (None, {0})
    assert found[0][2] == b"Tom & Jerry"


@pytest.mark.parametrize(("form", "audio", "expected"), BOTH)
async def test_spans_and_places(
    form: str,
    audio: str,
    expected: str,
    make_video: Callable[..., Path],
    here: Any,
    cues_file: Callable[..., str],
    tmp_path: Path,
) -> None:
    spans = (
        Span(0, 2, 5, "italic"),
        Span(0, 4, 7, "bold"),
        Span(1, 0, 3, "underline"),
        Span(5, 0, 3, "bold"),  # of no line
        Span(1, 2, 99, "bold"),  # beyond its line
    )
    output = tmp_path / "out"

    await here(
        "soft:mux_soft",
        path=str(make_video(form, audio=audio)),
        cues_path=cues_file([Cue(0, 500, ("👋 <i>one", "two"), spans=spans, alignment=8)]),
        tracks=["primary"],
        output_path=str(output),
    )

    ((_, _, data),) = samples(output)
    if expected == "mp4":
        assert text_of(data) == "👋 <i>one\ntwo"
        assert styles_of(data) == [(2, 4, 2), (4, 5, 3), (5, 7, 1), (9, 12, 4)]
        return
    assert data.decode().startswith(r"{\an8}👋 <i><")
    read = parse_subrip(data.decode())
    assert read.alignment == 8
    assert [(text.replace(JOINER, ""), style) for text, style in read.runs if text] == [
        ("👋 ", 0),
        ("<i", 1),
        (">", 3),
        ("on", 2),
        ("e\n", 0),
        ("two", 4),
    ]


async def test_older_subtitles_are_kept(
    make_video: Callable[..., Path], here: Any, look: Any, cues_file: Callable[..., str], tmp_path: Path
) -> None:
    source = make_video("mp4", audio="aac")
    cues = cues_file(ENGLISH, GERMAN)
    first, second = tmp_path / "first", tmp_path / "second"

    for path, output, track, language in (
        (source, first, "secondary", "deu"),
        (first, second, "primary", "eng"),
    ):
        await here(
            "soft:mux_soft",
            path=str(path),
            cues_path=cues,
            tracks=[track],
            languages=[language],
            output_path=str(output),
        )

    with av.open(str(second)) as container:
        tracks = container.streams.subtitles
        assert [track.metadata["language"] for track in tracks] == ["deu", "eng"]
        assert [bool(track.disposition & type(track.disposition).default) for track in tracks] == [False, True]
    then, now = (([p for p in look.packets(path, "subtitles") if p[1] != b"\0\0"]) for path in (first, second))
    assert now == then
    assert look.packets(second, "video") == look.packets(source, "video")


def with_subtitles(source: Path, path: Path, form: str, kinds: list[int]) -> Path:
    """The source with a subtitle track for each disposition, and none enabled that is not."""
    with av.open(str(source)) as container, av.open(str(path), "w", format=form) as out:
        video = out.add_stream_from_template(container.streams.video[0])
        tracks = [out.add_stream("mov_text" if form == "mp4" else "subrip") for _ in kinds]
        for track, kind in zip(tracks, kinds, strict=True):
            track.codec_context.subtitle_header = MOV_TEXT_HEADER
            track.time_base = Fraction(1, 1000)
            track.disposition = type(track.disposition)(kind)
        for track in tracks:
            packet: Packet[Any] = Packet(b"\0\5older" if form == "mp4" else b"older")
            packet.stream, packet.time_base = track, Fraction(1, 1000)
            packet.pts, packet.dts, packet.duration = 100, 100, 500
            out.mux_one(packet)
        for packet in container.demux(video=0):
            if packet.dts is not None:
                packet.stream = video
                out.mux_one(packet)
    if form == "mp4" and not any(kind & 1 for kind in kinds):
        data = bytearray(path.read_bytes())
        at = -1
        while (at := data.find(b"tkhd", at + 1)) >= 0:
            if b"sbtl" in data[at : at + 250]:
                data[at + 7] &= 0xFE
        path.write_bytes(data)
    return path


@pytest.mark.parametrize("form", ["mp4", "matroska"])
@pytest.mark.parametrize("kinds", [(0, 1), (1, 0), (0, 0), (1, 1)])
async def test_without_a_new_track_older_ones_stay_as_they_are(
    form: str, kinds: tuple[int, ...], make_video: Callable[..., Path], here: Any, look: Any, tmp_path: Path
) -> None:
    source = with_subtitles(make_video(form), tmp_path / "older", form, list(kinds))
    output = tmp_path / "out"
    assert dispositions(source) == list(kinds)

    told = await here("soft:mux_soft", path=str(source), tracks=[], languages=[], titles=[], output_path=str(output))

    assert (told["tracks"], told["cues"]) == (0, [])
    assert dispositions(output) == list(kinds)
    assert look.packets(output, "video") == look.packets(source, "video")
    assert samples(output) == samples(source) != []
    with av.open(str(source)) as before, av.open(str(output)) as after:
        assert after.streams.video[0].disposition == before.streams.video[0].disposition


@pytest.mark.parametrize(("form", "audio", "expected"), BOTH)
async def test_a_hundred_thousand_cues(
    form: str,
    audio: str,
    expected: str,
    make_video: Callable[..., Path],
    here: Any,
    cues_file: Callable[..., str],
    tmp_path: Path,
) -> None:
    count = 100_000
    cues = cues_file([Cue(at * 20, at * 20 + 30, (f"<{at}> & more",)) for at in range(count)])
    output = tmp_path / "out"
    begun = time.process_time()

    told = await here(
        "soft:mux_soft",
        path=str(make_video(form, audio=audio, count=25)),
        cues_path=cues,
        tracks=["primary"],
        output_path=str(output),
    )

    assert time.process_time() - begun < 60
    assert told["cues"] == [count]
    assert told["size_bytes"] < 20_000_000
    found = samples(output)
    if expected == "mp4":
        assert len(found) == 2 * count - 1  # each alone, then with the next one
        assert text_of(found[-1][2]) == f"<{count - 1}> & more"
        assert all(end == start for (_, end, _), (start, _, _) in pairwise(found))
    else:
        assert len(found) == count
        assert found[-1][2] == f"<{count - 1}> & more".encode()


async def test_a_track_without_cues_is_named(
    make_video: Callable[..., Path], here: Any, cues_file: Callable[..., str], tmp_path: Path
) -> None:
    with pytest.raises(InvalidRequest, match="secondary"):
        await here(
            "soft:mux_soft",
            path=str(make_video("mp4")),
            cues_path=cues_file(ENGLISH),
            tracks=["primary", "secondary"],
            output_path=str(tmp_path / "out"),
        )
