"""Pictures and clips of any kind become frames that fill the picture; what is none is told by its name."""

from __future__ import annotations

import random
import struct
import tracemalloc
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import Interpolation

from lingoreel.errors import InvalidFile
from lingoreel.media.film.assets import LONGEST_S, ROOM, fill_frame, prepare_asset
from lingoreel.media.film.clips import Clip
from lingoreel.media.film.storyboard import FPS
from lingoreel.processes import Cells
from lingoreel.settings import Settings

WIDE = (320, 180)
_EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
Picture = np.ndarray


def quarters(width: int, height: int) -> Picture:
    """Red, green, blue and grey, from the top left in reading order (stored blue, green, red)."""
    picture = np.full((height, width, 3), 128, np.uint8)
    picture[: height // 2, : width // 2] = (0, 0, 230)
    picture[: height // 2, width // 2 :] = (0, 230, 0)
    picture[height // 2 :, : width // 2] = (230, 0, 0)
    return picture


def write(
    path: Path,
    pictures: Sequence[Picture],
    codec: str,
    pixels: str,
    *,
    rate: int = 10,
    container: str = "image2",
    shape: Fraction | None = None,
    source: str = "bgr24",
    **options: str,
) -> Path:
    with av.open(str(path), "w", format=container) as out:
        stream: Any = out.add_stream(codec, rate=rate, options=options)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = pixels
        stream.time_base = Fraction(1, rate)
        if shape is not None:
            stream.codec_context.sample_aspect_ratio = shape
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format=source).reformat(format=pixels, interpolation=_EXACT)
            frame.pts, frame.time_base = number, Fraction(1, rate)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


KINDS: dict[str, Callable[[Path, Picture], Path]] = {
    "jpeg": lambda path, picture: write(path, [picture], "mjpeg", "yuvj420p"),
    "png": lambda path, picture: write(path, [picture], "png", "rgb24"),
    "webp": lambda path, picture: write(path, [picture], "libwebp", "yuv420p", container="webp"),
    "bmp": lambda path, picture: write(path, [picture], "bmp", "bgr24"),
    "tiff": lambda path, picture: write(path, [picture], "tiff", "rgb24"),
    "gif": lambda path, picture: write(path, [picture], "gif", "rgb8", container="gif"),
}


@pytest.fixture
def prepare(tmp_path: Path) -> Callable[..., tuple[dict, list[Picture]]]:
    def run(path: Path, width: int = WIDE[0], height: int = WIDE[1]) -> tuple[dict, list[Picture]]:
        output = tmp_path / "asset.mp4"
        asked = {"path": path, "output_path": output, "width": width, "height": height, "name": "assets[2]"}
        made = prepare_asset(asked, lambda _: None)
        with av.open(str(output)) as container:
            assert not container.streams.audio
            packets = [packet for packet in container.demux(video=0) if packet.size]
            assert all(packet.is_keyframe for packet in packets)
        with av.open(str(output)) as container:
            frames = list(container.decode(video=0))
            assert container.streams.video[0].average_rate == FPS
        assert made == {
            "frames": len(frames),
            "width": frames[0].width,
            "height": frames[0].height,
            "still": len(frames) == 1,
            "warnings": made["warnings"],
        }
        assert Clip(output).frames == len(frames), "what draws the film can read it"
        return made, [frame.reformat(format="bgr24", interpolation=_EXACT).to_ndarray() for frame in frames]

    return run


def corners(picture: Picture) -> list[str]:
    height, width = picture.shape[:2]
    found = []
    for y in (height // 4, height * 3 // 4):
        for x in (width // 4, width * 3 // 4):
            blue, green, red = picture[y, x].astype(int)
            spread = max(blue, green, red) - min(blue, green, red)
            found.append("grey" if spread < 60 else "brg"[[blue, red, green].index(max(blue, red, green))])
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_of_every_kind(kind: str, prepare, tmp_path: Path):
    made, [frame] = prepare(KINDS[kind](tmp_path / "some.bin", quarters(480, 270)))
    assert made["still"]
    assert corners(frame) == ["r", "g", "b", "grey"]
    assert frame.shape[1] / frame.shape[0] == pytest.approx(16 / 9, rel=0.01)
    assert frame.shape[1] <= WIDE[0] * ROOM + 2


def test_it_is_never_larger_than_need_be_nor_than_it_was(prepare, tmp_path: Path):
    small, _ = prepare(KINDS["png"](tmp_path / "small.png", quarters(330, 186)))
    large, _ = prepare(KINDS["png"](tmp_path / "large.png", quarters(3200, 1800)))
    assert small["width"] <= 332
    assert large["width"] * large["height"] <= 1.32 * WIDE[0] * WIDE[1]


def test_a_clip_has_the_films_rate_and_its_first_seconds(prepare, tmp_path: Path):
    pictures = [np.full((90, 160, 3), 20 + 2 * number, np.uint8) for number in range(110)]
    source = write(tmp_path / "clip.bin", pictures, "libx264", "yuv420p", container="mp4", preset="ultrafast")
    made, frames = prepare(source)
    assert made["frames"] == LONGEST_S * FPS
    told = [round((frame.mean() - 20) / 2) for frame in frames]
    assert all(abs(number - tick * 10 // FPS) <= 1 for tick, number in enumerate(told))


def test_a_short_clip_keeps_its_length(prepare, tmp_path: Path):
    pictures = [np.full((90, 160, 3), 20 + 20 * number, np.uint8) for number in range(5)]
    made, _ = prepare(write(tmp_path / "clip.gif", pictures, "gif", "rgb8", container="gif"))
    assert made["frames"] == pytest.approx(0.5 * FPS, abs=1)


@pytest.mark.parametrize(("transfer", "count"), [("smpte2084", 1), ("arib-std-b67", 1), ("bt709", 0)])
def test_a_picture_in_hdr_is_told(transfer: str, count: int, prepare, tmp_path: Path):
    colours = {"color_trc": transfer, "color_primaries": "bt2020", "colorspace": "bt2020nc"}
    source = write(tmp_path / "clip.mp4", [quarters(160, 90)] * 2, "libx264", "yuv420p", container="mp4", **colours)
    made, _ = prepare(source)
    assert len(made["warnings"]) == count
    assert all("HDR" in note for note in made["warnings"])


def test_sound_beside_the_pictures_is_left_out(prepare, tmp_path: Path):
    path = tmp_path / "loud.mp4"
    with av.open(str(path), "w") as out:
        picture: Any = out.add_stream("libx264", rate=10)
        picture.width, picture.height, picture.pix_fmt = 160, 90, "yuv420p"
        sound: Any = out.add_stream("aac", rate=48_000, layout="mono")
        for _ in range(10):
            out.mux(picture.encode(av.VideoFrame.from_ndarray(quarters(160, 90), format="bgr24")))
        for start in range(0, 48_000, 1024):
            voice = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            voice.sample_rate, voice.pts = 48_000, start
            out.mux(sound.encode(voice))
        out.mux(picture.encode(None))
        out.mux(sound.encode(None))
    _, frames = prepare(path)
    assert corners(frames[0]) == ["r", "g", "b", "grey"]


def test_wide_pixels_are_shown_as_wide_as_they_are(prepare, tmp_path: Path):
    source = write(
        tmp_path / "clip.mp4",
        [quarters(160, 180)] * 3,
        "libx264",
        "yuv420p",
        container="mp4",
        shape=Fraction(2, 1),
    )
    _, frames = prepare(source)
    assert corners(frames[0]) == ["r", "g", "b", "grey"]
    assert np.abs(frames[0][:, 5].astype(int) - frames[0][:, 60]).mean() < 12, "no blurred sides"


def test_what_is_transparent_is_white(prepare, tmp_path: Path):
    picture = np.zeros((90, 160, 4), np.uint8)
    picture[30:60, 50:110] = (0, 0, 255, 255)
    source = write(tmp_path / "logo.png", [picture], "png", "rgba", source="bgra")
    _, [frame] = prepare(source)
    height, width = frame.shape[:2]
    assert frame[height // 2, width // 2, 2] > 220
    assert frame[5, 5].min() > 240


# EXIF's orientations, and the corners of a picture stored with red, green, blue and grey ones, as they are to be seen.
ORIENTATIONS = {
    1: ["r", "g", "b", "grey"],
    2: ["g", "r", "grey", "b"],
    3: ["grey", "b", "g", "r"],
    4: ["b", "grey", "r", "g"],
    5: ["r", "b", "g", "grey"],
    6: ["b", "r", "grey", "g"],
    7: ["grey", "g", "b", "r"],
    8: ["g", "grey", "r", "b"],
}


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_a_photograph_is_turned_and_mirrored_as_it_was_held(orientation: int, prepare, tmp_path: Path):
    stored = quarters(*((480, 270) if orientation < 5 else (270, 480)))
    path = KINDS["jpeg"](tmp_path / "photo.jpg", stored)
    tag = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + tag + bytes(4)
    content = path.read_bytes()
    path.write_bytes(content[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + content[2:])
    _, [frame] = prepare(path)
    assert corners(frame) == ORIENTATIONS[orientation]
    assert frame.shape[1] > frame.shape[0]


def test_a_large_logo_takes_little_memory_and_has_no_dark_edge(prepare, tmp_path: Path):
    rows, columns = np.mgrid[:1800, :3200]
    picture = np.zeros((1800, 3200, 4), np.uint8)
    picture[(rows - 900) ** 2 + (columns - 1600) ** 2 < 600**2] = (200, 200, 200, 255)
    source = write(tmp_path / "logo.png", [picture], "png", "rgba", source="bgra")
    tracemalloc.start()
    _, [frame] = prepare(source)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3200 * 1800 * 3
    assert frame.min() > 190, "between grey and white nothing is darker"
    height, width = frame.shape[:2]
    assert frame[height // 2, width // 2].tolist() == pytest.approx([200, 200, 200], abs=6)
    assert frame[3, 3].min() > 245


def test_an_upright_picture_is_whole_in_a_wide_film():
    filled = fill_frame(quarters(90, 160), *WIDE)
    assert filled.shape == (180, 320, 3)
    left = (320 - 101) // 2
    inner = filled[:, left : left + 101]
    assert corners(inner) == ["r", "g", "b", "grey"]
    assert filled[:, : left - 2].mean() < inner.mean(), "its sides are darker"
    assert np.abs(np.diff(filled[:, 10].astype(int), axis=0)).max() < 25, "and out of focus"


def test_a_wide_picture_is_whole_in_an_upright_film():
    filled = fill_frame(quarters(320, 180), 180, 320)
    top = (320 - 101) // 2
    assert corners(filled[top : top + 101]) == ["r", "g", "b", "grey"]


def test_a_tiny_picture_is_not_blown_up():
    filled = fill_frame(quarters(16, 9), 1280, 720)
    middle = filled[360 - 12 : 360 + 12, 640 - 22 : 640 + 22]
    assert corners(middle) == ["r", "g", "b", "grey"]


def _page(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html><body>Not found</body></html>")


def _cut_png(path: Path) -> None:
    KINDS["png"](path, np.random.default_rng(1).integers(0, 255, (200, 300, 3), np.uint8))
    path.write_bytes(path.read_bytes()[:60])


def _sound(path: Path) -> None:
    with av.open(str(path), "w", format="wav") as out:
        stream: Any = out.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.int16), format="s16", layout="mono")
        frame.sample_rate = 8000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _huge(path: Path) -> None:
    """A PNG that says it has 100,000 × 100,000 pixels."""
    KINDS["png"](path, quarters(16, 16))
    content = bytearray(path.read_bytes())
    content[16:24] = (100_000).to_bytes(4, "big") * 2
    path.write_bytes(content)


HOSTILE: dict[str, Callable[[Path], None]] = {
    "nothing": lambda path: path.write_bytes(b""),
    "a page": _page,
    "a drawing": lambda path: path.write_text("<svg xmlns='http://www.w3.org/2000/svg'><rect/></svg>"),
    "a playlist": lambda path: path.write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
    "a list of files": lambda path: path.write_text("ffconcat version 1.0\nfile '/etc/passwd'\n"),
    "noise": lambda path: path.write_bytes(random.Random(7).randbytes(5000)),
    "a picture cut off": _cut_png,
    "a JPEG without an end": lambda path: path.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF"),
    "an empty GIF": lambda path: path.write_bytes(b"GIF89a\x10\x00\x10\x00\x00\x00\x00;"),
    "sound": _sound,
    "too many pixels": _huge,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_picture_is_told_by_its_name(kind: str, tmp_path: Path):
    path, output = tmp_path / "hostile", tmp_path / "asset.mp4"
    HOSTILE[kind](path)
    asked = {"path": path, "output_path": output, "width": 320, "height": 180, "name": "assets[2]"}
    with pytest.raises(InvalidFile) as told:
        prepare_asset(asked, lambda _: None)
    assert told.value.field == "assets[2]"
    assert told.value.message.startswith("assets[2]: ")
    assert told.value.remedy
    assert not output.exists()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("a page", "it is a web page: pictures are read as PNG, JPEG"),
        ("a drawing", "it is a picture (SVG): pictures are read as PNG, JPEG"),
        ("too many pixels", "it has 100000 × 100000 pixels; at most 64,000,000 are read"),
    ],
)
def test_why_it_is_none_is_told(kind: str, told: str, tmp_path: Path):
    HOSTILE[kind](tmp_path / "hostile")
    asked = {"path": tmp_path / "hostile", "output_path": tmp_path / "asset.mp4", "width": 320, "height": 180}
    with pytest.raises(InvalidFile) as error:
        prepare_asset({**asked, "name": "assets[2]"}, lambda _: None)
    assert error.value.message.startswith(f"assets[2]: {told}")


async def test_in_a_cell(tmp_path: Path):
    source = KINDS["jpeg"](tmp_path / "photo", quarters(480, 270))
    output = tmp_path / "out" / "asset.mp4"
    output.parent.mkdir()
    cells = Cells(Settings(data_dir=tmp_path / "data"))
    asked = {"path": str(source), "output_path": str(output), "width": 320, "height": 180, "name": "assets[0]"}
    try:
        made = await cells.run("lingoreel.media.film.assets:prepare_asset", asked, wall_s=60)
    finally:
        await cells.close()
    assert made["still"]
    assert output.stat().st_size
