"""What a script shows in a piece of a video: pieces told alike look alike, and what changes a picture is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lingoreel.media.burn.script import Picture, Script, compose
from lingoreel.media.burn.script_seen import NOTHING
from lingoreel.media.burn.script_text import has_styled_span, unescaped
from lingoreel.media.burn.shown import shown_ms
from lingoreel.media.burn.style import SubtitleStyle, parse_style
from lingoreel.media.burn.transcode import environment
from lingoreel.media.cues import Cue, Span
from lingoreel.media.fonts import FontIndex
from lingoreel.media.program import find_ffmpeg
from pulled import pulled

SIZE = (320, 180)
SPANS = [(0, 1999), (2000, 3999), (4000, 5999)]
RATE = 10
PLAIN = {"font": 1, "font_size": 20, "enable_bg": 0}
FIRST, SECOND, THIRD = Cue(500, 1500, ("What is shown",)), Cue(2500, 3500, ("and told",)), Cue(4500, 5500, ("at last",))
CUES = (FIRST, SECOND, THIRD)

Draw = Callable[[Script, tuple[int, int]], np.ndarray]


@pytest.fixture(scope="session")
def index() -> FontIndex:
    return FontIndex([pulled("fonts-cjk") / "fonts-cjk"])


@pytest.fixture
def make(index: FontIndex) -> Callable[..., Script]:
    """make(cue, …, style={…}, second=[cue…]) -> the script, told about SPANS."""

    def run(*cues: Cue, style: dict[str, Any] | None = None, second: Sequence[Cue] = (), **more: Any) -> Script:
        look, _ = parse_style({**PLAIN, **(style or {})})
        return compose(cues, second or None, look, Picture(*SIZE), index, spans=SPANS, **more)

    return run


@pytest.fixture
def draw(tmp_path: Path) -> Draw:
    """draw(script, span) -> what libass draws on grey when it begins with the span, as a piece's encoder does."""

    def run(script: Script, span: tuple[int, int]) -> np.ndarray:
        (tmp_path / "s.ass").write_bytes(script.ass)
        first, last = span
        source = f"color=c=gray:s={SIZE[0]}x{SIZE[1]}:r={RATE}:d={(last + 1 - first) / 1000}"
        done = subprocess.run(
            [
                *(find_ffmpeg().path, "-v", "error", "-f", "lavfi", "-i", source),
                *("-vf", f"format=gbrp,setpts=PTS+{first}/1000/TB,ass=s.ass", "-fps_mode", "passthrough"),
                *("-f", "rawvideo", "-pix_fmt", "gbrp", "-"),
            ],
            cwd=tmp_path,
            env=environment(tmp_path),
            capture_output=True,
            check=True,
        )
        return np.frombuffer(done.stdout, np.uint8).reshape(-1, 3 * SIZE[0] * SIZE[1])

    return run


def changed(one: Script, other: Script) -> list[int]:
    """The spans that are told to differ."""
    return [at for at, (a, b) in enumerate(zip(one.seen, other.seen, strict=True)) if a != b]


def with_(cue: Cue, *lines: str, at: int = 1, **more: Any) -> tuple[Cue, ...]:
    """CUES with another text, and maybe other times, in the place of one."""
    fresh = Cue(more.get("start_ms", cue.start_ms), more.get("end_ms", cue.end_ms), lines, None, more.get("spans", ()))
    return (*CUES[:at], fresh, *CUES[at + 1 :])


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (with_(SECOND, "and heard"), [1]),
        (with_(SECOND, "and", "quite another text, Öffnungszeiten included?"), [1]),
        (with_(SECOND, "and told", start_ms=2510), [1]),
        (with_(SECOND, "and told", end_ms=4200), [1, 2]),
        (with_(SECOND, "and told", start_ms=1900), [0, 1]),
        (with_(SECOND, "and told", start_ms=2000, end_ms=3999), [1]),
        (with_(SECOND, "and told", end_ms=4000), [1]),
        (CUES[1:], [0]),
        ((*CUES, Cue(4600, 5000, ("two at once",))), [2]),
        ((*CUES, Cue(6000, 7000, ("after the end",))), []),
    ],
)
def test_a_change_is_told_where_it_is_seen_and_nowhere_else(
    make: Callable[..., Script], draw: Draw, after: tuple[Cue, ...], expected: list[int]
) -> None:
    one, other = make(*CUES), make(*after)

    assert changed(one, other) == expected
    for at, span in enumerate(SPANS):
        same = np.array_equal(draw(one, span), draw(other, span))
        assert same == (at not in expected), at


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(with_(SECOND, "這裡顯示的內容"), id="another face"),
        pytest.param(with_(SECOND, "Ẫ Ṩ ậ"), id="taller letters"),
        pytest.param(with_(SECOND, "x\u0323\u0301 q\u0323"), id="marks without a letter of their own"),
        pytest.param(with_(SECOND, "said", spans=(Span(0, 0, 4, "bold"),)), id="the same letters in bold"),
        pytest.param(with_(SECOND, "a " * 40), id="a cue that takes two lines"),
        pytest.param(with_(SECOND, "سلام (عليكم)"), id="another direction"),
    ],
)
@pytest.mark.parametrize(
    ("text", "style", "second"),
    [
        ("What is said", {}, ()),
        ("What (is) said", {"font_bold": 1}, (Cue(500, 5500, ("两种语言",)),)),
        ("قال (سلام", {"enable_bg": 1}, ()),
        ("Xin chào e\u0301 か\u3099", {"font_italic": 1}, ()),
    ],
)
def test_what_stands_elsewhere_is_told_where_it_changes_a_picture(
    make: Callable[..., Script],
    draw: Draw,
    after: tuple[Cue, ...],
    text: str,
    style: dict[str, Any],
    second: tuple[Cue, ...],
) -> None:
    here = Cue(FIRST.start_ms, FIRST.end_ms, (text,))
    one, other = (make(here, *cues[1:], style=style, second=second) for cues in (CUES, after))

    told = changed(one, other)
    assert 1 in told
    for at in (0, 2):
        if not np.array_equal(draw(one, SPANS[at]), draw(other, SPANS[at])):
            assert at in told


def test_taller_lines_are_told_everywhere(make: Callable[..., Script], draw: Draw) -> None:
    one, other = make(*CUES), make(*with_(SECOND, "Ẫ Ṩ ậ"))

    assert not np.array_equal(draw(one, SPANS[0]), draw(other, SPANS[0]))
    assert changed(one, other) == [0, 1, 2]


def test_a_letter_that_others_are_measured_by_is_told(make: Callable[..., Script], draw: Draw) -> None:
    """FreeType spaces Latin letters by the stems of an "o", where a font has one."""
    cue = Cue(500, 1500, ("and seen",))
    without, other, having = (make(cue, Cue(2500, 3500, (text,))) for text in ("cut", "bus", "bus to"))

    assert changed(without, other) == [1]
    assert np.array_equal(draw(without, SPANS[0]), draw(other, SPANS[0]))
    assert changed(other, having) == [0, 1]
    assert not np.array_equal(draw(other, SPANS[0]), draw(having, SPANS[0]))


def test_letters_that_another_cue_moves_to_another_face_are_told(make: Callable[..., Script], draw: Draw) -> None:
    """Marks of Chinese type are drawn with the Chinese face as soon as there is Chinese."""
    dashes = Cue(500, 1500, ("— “x” …",))
    one, other = make(dashes, THIRD), make(dashes, SECOND, Cue(4500, 5500, ("這裡顯示的內容都是中文",)))

    assert not np.array_equal(draw(one, SPANS[0]), draw(other, SPANS[0]))
    assert 0 in changed(one, other)


@pytest.mark.parametrize(
    "style", [{"font_size": 21}, {"font_color": "255,0,0,1"}, {"enable_bg": 1}, {"font_italic": 1}]
)
def test_another_style_is_told_everywhere(make: Callable[..., Script], style: dict[str, Any]) -> None:
    assert changed(make(*CUES), make(*CUES, style=style)) == [0, 1, 2]


def test_the_style_of_a_track_that_is_not_seen_is_not_told(make: Callable[..., Script]) -> None:
    """Of two tracks, only the one that is shown there has a say."""
    one, other = (make(*CUES, second=[Cue(2600, 3000, (text,))]) for text in ("zwei", "deux"))

    assert changed(one, other) == [1]


def test_where_nothing_is_drawn_all_scripts_are_alike(make: Callable[..., Script], draw: Draw) -> None:
    one, other = make(FIRST), make(Cue(500, 1500, ("這裡",)), style={"font_size": 50, "enable_bg": 1})

    assert one.seen[1:] == other.seen[1:] == (NOTHING, NOTHING)
    assert one.seen[0] != other.seen[0]
    assert np.array_equal(draw(one, SPANS[1]), draw(other, SPANS[1]))
    assert make().seen == (NOTHING,) * 3


def test_another_picture_is_told(index: FontIndex) -> None:
    style = SubtitleStyle(font=1)
    tall, wide, hdr = (
        compose(CUES, None, style, picture, index, spans=SPANS)
        for picture in (Picture(180, 320), Picture(320, 180), Picture(320, 180, "pq"))
    )
    assert changed(tall, wide) == changed(wide, hdr) == [0, 1, 2]


PROGRAM = """
import sys
from lingoreel.media.burn.script import Picture, compose
from lingoreel.media.burn.style import SubtitleStyle
from lingoreel.media.cues import Cue, Span
from lingoreel.media.fonts import FontIndex
cues = [Cue(0, 900, ("Latin, السلام (x\\u0301) नमस्ते", "Ελληνικά → ✓"), None, (Span(0, 0, 5, "bold"),))]
script = compose(cues, None, SubtitleStyle(font=1), Picture(1280, 720), FontIndex(), spans=[(0, 1000)])
print(*script.seen)
sys.stdout.flush()
sys.stdout.buffer.write(script.ass)
"""


def test_two_processes_make_the_same_script_and_tell_the_same() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert len(told[0]) > 10_000


def test_letters_without_tags() -> None:
    text = r"{\an2}{\fs12.5}a\{b\}{\i1}c{\i0}\N﹨\Nd"
    assert unescaped(text) == "a{b}c﹨﹨Nd".replace("﹨Nd", "d")
    assert has_styled_span(text)
    assert not has_styled_span(r"{\an2}\{\b1\}{\u1}x{\u0}")


def test_the_clock_of_a_piece_is_the_presentations() -> None:
    piece = {"start": 900_000, "end": 1_800_000, "shift": -90_000}
    video = {"time_base": [1, 90_000], "origin": [7, 5]}
    assert shown_ms(video, piece) == (7600, 17_599)


async def test_pieces_told_alike_are_the_same_pictures(
    make_video: Callable[..., Path], here: Any, look: Any, tmp_path: Path, make: Callable[..., Script]
) -> None:
    """The whole way, on a recording whose clock begins at 1.4 s."""
    source = make_video("mpegts", count=150, options={"g": "10", "bf": "0"}, size=SIZE)
    planned = await here("plan:plan", path=str(source), slots=1, parts=3)
    video = planned["video"]
    spans = [list(shown_ms(video, piece)) for piece in planned["pieces"]]
    assert [first for first, _ in spans] == [0, 2000, 4040]
    border = Cue(1500, 2500, ("on both sides",))
    scripts = {"before": (border, THIRD), "after": (border, Cue(4500, 5500, ("Öffnungen at length",)))}
    told, pictures = {}, {}
    for name, cues in scripts.items():
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps({"primary": [cue.to_dict() for cue in cues]}))
        made = await here(
            "script:compose_file",
            cues_path=str(path),
            output_path=str(tmp_path / f"{name}.ass"),
            style=PLAIN,
            picture={"width": video["width"], "height": video["height"]},
            spans=spans,
        )
        told[name] = made["seen"]
        for piece in planned["pieces"]:
            output = tmp_path / f"{name} {piece['index']}.mp4"
            await here(
                "encode:encode_piece",
                path=str(source),
                script_path=str(tmp_path / f"{name}.ass"),
                piece=piece,
                video=video,
                settings={"preset": "ultrafast", "crf": 20},
                threads=1,
                output_path=str(output),
            )
            pictures[name, piece["index"]] = np.array(look.pictures(output))

    assert [a == b for a, b in zip(told["before"], told["after"], strict=True)] == [True, True, False]
    assert [np.array_equal(pictures["before", at], pictures["after", at]) for at in range(3)] == [True, True, False]
    bright = [(pictures["after", at][:, 90:].max(axis=(1, 2, 3)) > 250).nonzero()[0].tolist() for at in range(3)]
    # 25 pictures a second: the cue across the border in both pieces, the changed one in its time
    assert bright == [list(range(38, 50)), list(range(13)), list(range(12, 37))]
