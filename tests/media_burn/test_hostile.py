"""Files that are not what they should be: a clear error, or what can be had of them; in real cells."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import av
import numpy as np
import psutil
import pytest

from lingoreel.errors import EngineFailed, InvalidFile, ProcessingTimeout, TaskError

Make = Callable[..., Path]


@pytest.mark.parametrize(
    ("kind", "said"),
    [("sound", "no moving pictures"), ("cover", "cover"), ("gif", "GIF"), ("one picture", "still picture")],
)
async def test_what_has_no_moving_pictures_is_told(
    kind: str, said: str, make_video: Make, in_cell: Any, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    if kind == "gif":
        path.write_bytes(b"GIF89a" + bytes(100))
    elif kind == "one picture":
        path = make_video("mp4", count=1)
    else:
        _sound(path, with_cover=kind == "cover")

    with pytest.raises(InvalidFile, match=said):
        await in_cell("plan:plan", path=str(path), slots=1)


def _sound(path: Path, *, with_cover: bool) -> None:
    with av.open(str(path), "w", format="mp3") as out:
        stream = out.add_stream("mp3", rate=44_100)
        front: Any = None
        if with_cover:
            front = out.add_stream("mjpeg", rate=25)
            front.width, front.height, front.pix_fmt = 16, 16, "yuvj420p"
            front.disposition = type(front.disposition).attached_pic
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 44_100), np.int16), "s16", "mono")
        frame.sample_rate, frame.pts, frame.time_base = 44_100, 0, Fraction(1, 44_100)
        if front is not None:
            out.mux(front.encode(av.VideoFrame(16, 16, "yuvj420p")))
            out.mux(front.encode(None))
        resampler = av.AudioResampler(format=stream.codec_context.format, layout="stereo", rate=44_100)
        for ready in resampler.resample(frame):
            out.mux(stream.encode(ready))
        out.mux(stream.encode(None))


async def test_the_whole_way_in_cells(make_video: Make, burn: Any, in_cell: Any, look: Any) -> None:
    source = make_video("mp4", audio="aac", count=40)

    burnt = await burn(source, parts=2, call=in_cell)

    assert look.times(burnt.path) == look.times(source)
    assert look.pictures(burnt.path)[15][13:37, 13:57].min() > 225


async def test_damage_in_the_middle_is_passed_and_told(make_video: Make, burn: Any, look: Any) -> None:
    source = make_video("mpegts", count=75, options={"g": "10", "preset": "veryfast"}, audio="mp2")
    data = bytearray(source.read_bytes())
    middle = len(data) // 2 // 188 * 188
    data[middle : middle + 188 * 12] = bytes(188 * 12)
    source.write_bytes(data)

    burnt = await burn(source, parts=2)

    assert 60 < burnt.joined["frames"] <= 75
    ours, theirs = look.times(burnt.path), look.times(source)
    assert set(ours) <= set(theirs)


async def test_pieces_in_which_nothing_can_be_decoded_are_passed(make_video: Make, burn: Any, look: Any) -> None:
    source = make_video("mp4", count=120, options={"g": "20", "preset": "veryfast"})
    data, noise = bytearray(source.read_bytes()), Random(3)
    with av.open(str(source)) as container:
        places = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    for at, size in places[40:80]:
        data[at + 4 : at + size] = noise.randbytes(size - 4)
    source.write_bytes(data)

    burnt = await burn(source, parts=6)

    assert 0 in [piece["frames"] for piece in burnt.pieces]
    assert burnt.joined["lost"] == 40
    base = Fraction(1, 25)
    assert look.times(burnt.path) == [number * base for number in (*range(40), *range(80, 120))]
    assert any("40 pictures" in warning for warning in burnt.joined["warnings"])


async def test_a_file_cut_off_is_burnt_as_far_as_it_goes(make_video: Make, burn: Any, look: Any) -> None:
    source = make_video("matroska", count=60, audio="ac3")
    source.write_bytes(source.read_bytes()[: source.stat().st_size * 2 // 3])

    burnt = await burn(source, parts=2)

    assert look.times(burnt.path) == look.times(source)


async def test_letters_without_a_face_are_an_error_not_boxes(make_video: Make, burn: Any, script: str) -> None:
    text = script.replace("{{\\an7\\pos(10,10)\\p1}}m 0 0 l 50 0 50 30 0 30", "A 中 B")
    assert "中" in text

    with pytest.raises(TaskError, match=r"B \(U\+0042\) 中 \(U\+4E2D\)") as raised:
        await burn(make_video("mp4", count=20), script=text)

    assert raised.value.code == "font_missing"


@pytest.mark.parametrize("way", ["timeout", "cancel"])
async def test_nothing_runs_on_after_a_timeout_or_cancel(
    way: str, make_video: Make, in_cell: Any, cells: Any, tmp_path: Path, script: str, block_font: str
) -> None:
    source = make_video("mp4", count=60, size=(1280, 720))
    planned = await in_cell("plan:plan", path=str(source), slots=1)
    (tmp_path / "s.ass").write_text(script.format(width=1280, height=720, font=block_font))
    request = {
        "path": str(source),
        "script_path": str(tmp_path / "s.ass"),
        "piece": planned["pieces"][0],
        "video": planned["video"],
        "settings": {"preset": "placebo", "crf": 1},
        "threads": 1,
        "output_path": str(tmp_path / "piece.mp4"),
    }
    running = asyncio.create_task(
        cells.run(
            "lingoreel.media.burn.encode:encode_piece",
            request,
            wall_s=1.5 if way == "timeout" else 60,
            allow_programs=True,
        )
    )
    while not (programs := _programs()) and not running.done():
        await asyncio.sleep(0.01)
    assert programs, "it was seen at work"

    if way == "cancel":
        running.cancel()
    with pytest.raises((ProcessingTimeout, asyncio.CancelledError)):
        await running

    assert not any(program.is_running() and program.status() != psutil.STATUS_ZOMBIE for program in programs)


def _programs() -> list[psutil.Process]:
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            if "ffmpeg" in child.name():
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found


async def test_an_encoder_that_is_killed_is_no_fault_of_the_file(
    make_video: Make, in_cell: Any, cells: Any, tmp_path: Path, script: str, block_font: str, look: Any
) -> None:
    source = make_video("mp4", count=60, size=(640, 480))
    planned = await in_cell("plan:plan", path=str(source), slots=1)
    (tmp_path / "s.ass").write_text(script.format(width=640, height=480, font=block_font))

    def encode(preset: str) -> Any:
        return in_cell(
            "encode:encode_piece",
            path=str(source),
            script_path=str(tmp_path / "s.ass"),
            piece=planned["pieces"][0],
            video=planned["video"],
            settings={"preset": preset, "crf": 1},
            threads=1,
            output_path=str(tmp_path / "piece.mp4"),
        )

    running = asyncio.create_task(encode("placebo"))
    while not (programs := _programs()):
        await asyncio.sleep(0.01)
    programs[0].kill()
    with pytest.raises(EngineFailed) as raised:
        await running
    assert raised.value.retryable

    assert (await encode("ultrafast"))["frames"] == 60, "and it is done again over what was left"


async def test_mutated_files_end_in_an_error_or_a_video(make_video: Make, here: Any, burn: Any, look: Any) -> None:
    whole = make_video("mp4", count=30, audio="aac").read_bytes()
    random = Random(5)
    ended = {"error": 0, "video": 0}
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(20):
            data[random.randrange(len(data))] = random.randrange(256)
        source = make_video("mp4", count=2)
        source.write_bytes(data)
        try:
            burnt = await burn(source)
        except InvalidFile:
            ended["error"] += 1
        else:
            ended["video"] += 1
            assert burnt.joined["frames"] == len(look.times(burnt.path))
    assert sum(ended.values()) == 12
