"""Small videos of known content, in many containers, and the cells that burn subtitles into them."""

from __future__ import annotations

import io
import json
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from lingoreel.media.program import find_ffmpeg
from lingoreel.processes import Cells
from lingoreel.settings import Settings

SETTINGS = {"preset": "ultrafast", "crf": 20}
WALL_S = 120.0
RATE = 48_000
# the box of the drawing in SCRIPT, in a picture of 160 × 120
BOX = (10, 10, 60, 40)
SCRIPT = """[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Blocks,20,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1

[Fonts]
fontname: blocks.ttf
{font}

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.40,0:00:00.80,Default,,0,0,0,,{{\\an7\\pos(10,10)\\p1}}m 0 0 l 50 0 50 30 0 30
"""


def _embedded(font: bytes) -> str:
    """A font as ASS embeds it: three bytes in four letters from "!" on, 80 letters a line."""
    letters = []
    for at in range(0, len(font), 3):
        part = font[at : at + 3]
        bits = int.from_bytes(part.ljust(3, b"\0"), "big")
        four = [chr(33 + (bits >> shift & 63)) for shift in (18, 12, 6, 0)]
        letters += four[: len(part) + 1]
    text = "".join(letters)
    return "\n".join(text[at : at + 80] for at in range(0, len(text), 80))


@pytest.fixture(scope="session")
def block_font() -> str:
    """A font, embedded, in which "A" is a full block: without any font nothing is drawn at all."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 1000), (1000, 1000), (1000, 0)):
        pen.lineTo(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord("A"): "A"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "A": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "A": (1000, 0)})
    builder.setupHorizontalHeader(ascent=1000, descent=0)
    builder.setupNameTable({"familyName": "Blocks", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=1000, sTypoDescender=0, usWinAscent=1000, usWinDescent=0)
    builder.setupPost()
    data = io.BytesIO()
    builder.save(data)
    return _embedded(data.getvalue())


class Look:
    """What is in a file, as a decoder sees it."""

    @staticmethod
    def times(path: Path) -> list[Fraction]:
        """When the pictures are shown, in seconds from the first one."""
        with av.open(str(path), metadata_errors="replace") as container:
            stream = moving(container)
            shown = [frame.pts * stream.time_base for frame in container.decode(stream)]
        return [time - shown[0] for time in shown]

    @staticmethod
    def packets(path: Path, kind: str, number: int = 0) -> list[tuple[Fraction, bytes]]:
        """(time in seconds, bytes) of each packet of the `number`th stream of that kind."""
        with av.open(str(path), metadata_errors="replace") as container:
            stream = getattr(container.streams, kind)[number]
            return [(p.pts * p.time_base, bytes(p)) for p in container.demux(stream) if p.size]

    @staticmethod
    def pictures(path: Path) -> list[np.ndarray]:
        """The pictures as RGB."""
        with av.open(str(path)) as container:
            return [frame.to_ndarray(format="rgb24") for frame in container.decode(moving(container))]


def moving(container: Any) -> Any:
    """The video stream that is no cover."""
    return next(s for s in container.streams.video if not s.disposition & type(s.disposition).attached_pic)


@pytest.fixture
def script() -> str:
    """The script before size and font are put in."""
    return SCRIPT


@pytest.fixture
def look() -> type[Look]:
    return Look


def _variable_times(count: int, base: Fraction) -> list[int]:
    """Ticks at which pictures stand, 10 to 100 ms apart."""
    steps = random.Random(1)
    times = [0]
    while len(times) < count:
        times.append(times[-1] + max(1, round(Fraction(steps.randint(10, 100), 1000) / base)))
    return times


def _draw(number: int, width: int, height: int) -> np.ndarray:
    picture = np.full((height, width, 3), 40, np.uint8)
    at = (number * 3) % (width - 8)
    picture[height // 2 :, at : at + 8] = (200, 60, 60)
    return picture


@pytest.fixture
def make_video(tmp_path: Path) -> Callable[..., Path]:
    """make(format, …) -> a video of `count` pictures whose name says nothing.

    25 a second or, if `variable`, 10 to 100 ms apart, in ticks of `base`; `start`: seconds at which pictures
    begin; `audio`: codec, with `audio_start`; `codec`, `options`, `pixels`, `size` of the pictures; `rotate`:
    degrees; `touch` gets container and stream before anything is written.
    """
    made = 0

    def make(
        form: str,
        *,
        count: int = 50,
        variable: bool = False,
        base: Fraction = Fraction(1, 12_800),
        start: float = 0.0,
        codec: str = "libx264",
        options: dict[str, str] | None = None,
        pixels: str = "yuv420p",
        size: tuple[int, int] = (160, 120),
        rotate: int = 0,
        audio: str | None = None,
        audio_start: float = 0.0,
        touch: Callable[[Any, Any], None] | None = None,
        container_options: dict[str, str] | None = None,
    ) -> Path:
        nonlocal made
        made += 1
        path = tmp_path / f"video {made}"
        width, height = size
        even = [round(Fraction(n, 25) / base) for n in range(count)]
        shown = _variable_times(count, base) if variable else even
        with av.open(str(path), "w", format=form, options=container_options or {}) as out:
            stream: Any = out.add_stream(codec, rate=25, options=options or {"g": "10", "preset": "ultrafast"})
            stream.width, stream.height, stream.pix_fmt = width, height, pixels
            stream.time_base = stream.codec_context.time_base = base
            if rotate:
                stream.set_display_rotation(rotate)
            sound: Any = None
            if audio:
                sound = out.add_stream(audio, rate=RATE)
                sound.codec_context.layout = "mono"
            if touch is not None:
                touch(out, stream)
            if sound is not None:
                _sound(out, sound, float(shown[-1] * base), audio_start)
            for number, time in enumerate(shown):
                frame = av.VideoFrame.from_ndarray(_draw(number, width, height), "rgb24").reformat(format=pixels)
                frame.pts, frame.time_base = time + round(start / base), base
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
        return path

    return make


def _sound(out: Any, stream: Any, seconds: float, start: float) -> None:
    resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=RATE)
    wave = (np.sin(np.arange(round(seconds * RATE)) / 20) * 9000).astype(np.int16)
    for at in range(0, len(wave), 1024):
        frame = av.AudioFrame.from_ndarray(wave[None, at : at + 1024], "s16", "mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, at + round(start * RATE), Fraction(1, RATE)
        for ready in resampler.resample(frame):
            out.mux(stream.encode(ready))
    out.mux(stream.encode(None))


@dataclass
class Burnt:
    """What came of a burn-in: the file, the plan, the pieces' results and the join's."""

    path: Path
    plan: dict[str, Any]
    pieces: list[dict[str, Any]]
    joined: dict[str, Any]


@pytest.fixture
async def cells(tmp_path: Path) -> AsyncIterator[Cells]:
    """Real cells."""
    running = Cells(Settings(data_dir=tmp_path / "data"))
    yield running
    await running.close()


Call = Callable[..., Any]


@pytest.fixture
def in_cell(cells: Cells) -> Call:
    """`await in_cell("plan:plan", path=…)`: one of our functions in a real cell."""

    async def call(name: str, **request: Any) -> dict[str, Any]:
        return await cells.run(
            f"lingoreel.media.burn.{name}",
            {"program_path": find_ffmpeg().path, **request},
            wall_s=WALL_S,
            allow_programs=True,
        )

    return call


@pytest.fixture
def here() -> Call:
    """The same in this process, which is quicker to start."""

    async def call(name: str, **request: Any) -> dict[str, Any]:
        module, _, function = name.partition(":")
        answer = getattr(import_module(f"lingoreel.media.burn.{module}"), function)(request, lambda _: None)
        return dict(json.loads(json.dumps(answer)))

    return call


@pytest.fixture
def burn(here: Call, tmp_path: Path, block_font: str) -> Callable[..., Any]:
    """`await burn(source, parts=1)`: plan, encode, join; `parts` cuts short videos too; `call` is here or in_cell."""
    made = 0

    async def run(source: Path, *, parts: int = 1, script: str = SCRIPT, call: Call = here) -> Burnt:
        nonlocal made
        made += 1
        folder = tmp_path / f"burnt {made}"
        folder.mkdir()
        planned = await call("plan:plan", path=str(source), slots=2, parts=parts)
        video = planned["video"]
        size = {"width": video["width"], "height": video["height"]}
        (folder / "s.ass").write_text(script.format(font=block_font, **size))
        results, paths = [], []
        for piece in planned["pieces"]:
            paths.append(str(folder / f"piece {piece['index']}.mp4"))
            results.append(
                piece
                | await call(
                    "encode:encode_piece",
                    path=str(source),
                    script_path=str(folder / "s.ass"),
                    piece=piece,
                    video=video,
                    settings=SETTINGS,
                    threads=planned["threads"],
                    output_path=paths[-1],
                )
            )
        joined = await call(
            "join:join",
            path=str(source),
            piece_paths=paths,
            pieces=results,
            video=video,
            container=planned["container"],
            output_path=str(folder / "out"),
        )
        return Burnt(folder / "out", planned, results, joined)

    return run
