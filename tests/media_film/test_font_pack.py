"""The fonts of a film in one object: any worker draws the same letters from it, whatever fonts it has itself."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from lingoreel.errors import EngineFailed
from lingoreel.media.film.font_pack import pack_fonts, unpack_fonts
from lingoreel.media.film.render import render_piece
from lingoreel.media.film.scenes import make_storyboard
from lingoreel.media.film.shots import lay_shots
from lingoreel.media.film.storyboard import Film
from lingoreel.media.film.trial_setting import try_setting
from lingoreel.media.film.word_times import SpokenPart
from lingoreel.media.fonts.carried import carried_bytes
from lingoreel.processes import Cells
from lingoreel.settings import Settings

TEXT = "One sun."


@pytest.fixture
def fonts(tmp_path: Path) -> Path:
    """A folder with a font of another worker: a typewriter's letters under the name of those that films are set in."""
    from fontTools.ttLib import TTFont

    folder = tmp_path / "fonts"
    folder.mkdir()
    source = tmp_path / "mono"
    source.write_bytes(carried_bytes("CascadiaMono_Bold"))
    with TTFont(source) as font:
        for number in (1, 16):
            font["name"].setName("Noto Sans", number, 3, 1, 0x409)
        font["name"].setName("Noto Sans Bold", 4, 3, 1, 0x409)
        font.save(folder / "other.ttf")
    return folder


def setting(paths: list[Path]) -> dict[str, Any]:
    asked = {"narrations": [TEXT], "language": "en", "font_paths": [str(path) for path in paths]}
    return try_setting(asked, lambda _: None)


def packed(made: dict[str, Any], path: Path) -> Path:
    files = made["font_files"]
    asked = {"font_paths": [file["path"] for file in files], "sha256": [file["sha256"] for file in files]}
    pack_fonts({**asked, "output_path": str(path)}, lambda _: None)
    return path


def piece(**fonts: Any) -> dict[str, Any]:
    storyboard = make_storyboard(TEXT, "en", seed=1)
    [shot] = lay_shots(storyboard, [[SpokenPart(0, len(TEXT), 800)]]).shots
    film = Film(160, 90, 1, "en", storyboard.genre, True, (shot,))
    return {"film": film.to_dict(), "first": 0, "last": 2, "preset": "ultrafast", "crf": 30, **fonts}


def test_the_letters_are_those_of_the_pack(fonts: Path, tmp_path: Path):
    there, here = setting([fonts]), setting([])
    assert there["type"] != here["type"]
    assert [Path(file["path"]).name for file in there["font_files"]] == ["other.ttf"]
    assert here["font_files"] == []
    pack = packed(there, tmp_path / "pack")
    for file in fonts.iterdir():
        file.unlink()
    asked = piece(fonts_path=str(pack), type=there["type"], output_path=str(tmp_path / "piece.mp4"))
    assert render_piece(asked, lambda _: None) == {"frames": 2}


def test_other_letters_are_never_kept_as_good(fonts: Path, tmp_path: Path):
    made = setting([fonts])
    asked = piece(font_paths=[], type=made["type"], output_path=str(tmp_path / "piece.mp4"))
    with pytest.raises(EngineFailed, match="otherwise") as told:
        render_piece(asked, lambda _: None)
    assert told.value.retryable


def test_the_same_fonts_make_the_same_pack(fonts: Path, tmp_path: Path):
    one = packed(setting([fonts]), tmp_path / "one")
    (fonts / "other.ttf").rename(fonts / "renamed.ttf")
    assert packed(setting([fonts]), tmp_path / "two").read_bytes() == one.read_bytes()


async def test_in_cells_which_see_nothing_but_what_they_are_given(fonts: Path, tmp_path: Path):
    cells = Cells(Settings(data_dir=tmp_path / "data"))
    made = setting([fonts])
    files, out = made["font_files"], tmp_path / "out"
    out.mkdir()
    asked = {"font_paths": [file["path"] for file in files], "sha256": [file["sha256"] for file in files]}
    drawing = piece(fonts_path=str(out / "pack"), type=made["type"], output_path=str(out / "piece.mp4"))
    try:
        packing = {**asked, "output_path": str(out / "pack")}
        await cells.run("lingoreel.media.film.font_pack:pack_fonts", packing, wall_s=60)
        assert await cells.run("lingoreel.media.film.render:render_piece", drawing, wall_s=60) == {"frames": 2}
    finally:
        await cells.close()


@pytest.mark.parametrize("change", [lambda path: path.unlink(), lambda path: path.write_bytes(b"another")])
def test_a_font_that_changed_meanwhile(fonts: Path, tmp_path: Path, change: Any):
    made = setting([fonts])
    change(fonts / "other.ttf")
    with pytest.raises(EngineFailed, match=r"other\.ttf has changed"):
        packed(made, tmp_path / "pack")


@pytest.mark.parametrize("names", [["../0"], ["/0"], ["1"], ["0", "0"]])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_pack_that_is_none_of_ours_writes_nothing(names: list[str], tmp_path: Path):
    folder = tmp_path / "unpacked"
    folder.mkdir()
    with zipfile.ZipFile(tmp_path / "pack", "w") as pack:
        for name in names:
            pack.writestr(name, b"font")
    with pytest.raises(EngineFailed):
        unpack_fonts(tmp_path / "pack", folder)
    (tmp_path / "noise").write_bytes(b"noise")
    with pytest.raises(EngineFailed):
        unpack_fonts(tmp_path / "noise", folder)
    assert list(folder.iterdir()) == []
