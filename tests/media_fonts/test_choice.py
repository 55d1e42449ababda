"""Which face draws which letter, what is missing, and what font files may be like."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from lingoreel.errors import InvalidRequest, TaskError
from lingoreel.media.fonts import FONT_IDS, FONT_PACKAGES, FontIndex, choose_faces, font_folders
from lingoreel.media.fonts.scripts import preferred, region
from lingoreel.settings import Settings


def families(fonts, text, font=1, language=None):
    choice = choose_faces(fonts, font, text, language)
    return {letter: choice.faces[letter].family for letter in text if letter in choice.faces}


def test_a_bare_machine_writes_the_commonest_scripts(carried):
    found = families(carried, "Aé Ωω Яя Ưễ عربي עברית ქართ हिन्दी ไทย 1,2 “…” ♪ → ✓")
    assert found["A"] == found["Я"] == found["1"] == found["…"] == "Noto Sans"
    assert {found[letter] for letter in "عربيहिन्दीไทย"} == {"FiraGO"}
    assert found["♪"].startswith("Noto")


@pytest.mark.parametrize("font", sorted(FONT_IDS))
def test_every_font_id_has_a_face_on_a_bare_machine_and_tells_what_stands_for_it(carried, font):
    choice = choose_faces(carried, font, "Latin")
    faces = {choice.faces[letter] for letter in "Latin"}
    assert len(faces) == 1
    assert any(repr(FONT_IDS[font].name) in warning and faces.pop().family in warning for warning in choice.warnings)


def test_nothing_is_told_of_a_font_that_nobody_named(carried):
    named, standard = choose_faces(carried, 0, "Latin"), choose_faces(carried, None, "Latin")
    assert standard.faces == named.faces
    assert named.warnings
    assert standard.warnings == []


def test_kinds_are_kept(carried):
    assert families(carried, "a", 0)["a"] == "Cascadia Mono"
    choice = choose_faces(carried, 3, "a")
    assert choice.faces["a"].weight == 700


def test_chinese_fonts_by_id(cjk):
    assert families(cjk, "世界abc", 5) == dict.fromkeys("世界abc", "AR PL UMing CN")
    assert families(cjk, "世界", 7) == dict.fromkeys("世界", "AR PL UKai CN")
    assert families(cjk, "世界abc", 9) == dict.fromkeys("世界abc", "WenQuanYi Micro Hei")
    assert families(cjk, "世界abc", 1) == dict.fromkeys("世界", "WenQuanYi Micro Hei") | dict.fromkeys(
        "abc", "Noto Sans"
    )


def test_punctuation_goes_with_the_letters_around_it(cjk):
    assert set(families(cjk, "他说：“你好……”，（真的）。", 1, "zh").values()) == {"WenQuanYi Micro Hei"}
    assert families(cjk, "He said “hello…” to 他", 1, "en")["“"] == "Noto Sans"


@pytest.mark.parametrize(
    ("language", "text", "shapes"),
    [
        ("zh", "直", "SC"),
        ("zh-CN", "かな", "SC"),
        ("zh-TW", "直", "TC"),
        ("zh_Hant", "直", "TC"),
        ("yue", "直", "HK"),
        ("ja", "直", "JP"),
        ("ko", "直", "KR"),
        (None, "直", "SC"),
        (None, "直に", "JP"),
        (None, "한국어 直", "KR"),
        ("en", "東京タワー", "JP"),
    ],
)
def test_whose_shapes_chinese_characters_take(language, text, shapes):
    assert region(language, text) == shapes
    assert preferred("Hani", "sans", shapes)[0] == f"Noto Sans CJK {shapes}"


def test_marks_come_from_the_face_of_their_letter(carried):
    for text in ("x\u0323\u0301", "\u0938\u094d\u0924\u0947", "\u0e19\u0e49\u0e33", "\u05e9\u05bc\u05c1", "q\u0308"):
        assert len(set(families(carried, text).values())) == 1, text


def test_missing_letters_are_named_with_the_remedy(carried):
    with pytest.raises(TaskError) as caught:
        choose_faces(carried, 0, "ok 你好, ᚠ")
    error = caught.value
    assert error.code == "font_missing"
    assert error.state == -1
    for part in ("你 (U+4F60, Han)", "好 (U+597D, Han)", "ᚠ (U+16A0, Runic)"):
        assert part in error.message
    assert "lingoreel models pull fonts-cjk fonts" in error.remedy
    assert "LINGOREEL_FONT_DIRS" in error.remedy
    assert "ok" not in error.message.replace("No installed font", "")


def test_many_missing_letters_are_counted_not_listed(carried):
    with pytest.raises(TaskError) as caught:
        choose_faces(carried, 0, "".join(map(chr, range(0x4E00, 0x4E00 + 3000))))
    assert "and 2980 more" in caught.value.message
    assert len(caught.value.message) < 1000
    assert len(str(caught.value.details)) < 1000


def test_an_emoji_that_nothing_draws_is_named(carried):
    with pytest.raises(TaskError, match=r"🦖 \(U\+1F996"):
        choose_faces(carried, 0, "dinosaur 🦖")


@pytest.mark.parametrize("letter", ["\ue000", "\U0010fffd", "\u0378", "\U000e1000"])
def test_letters_that_no_script_has(carried, letter):
    with pytest.raises(TaskError, match=f"U\\+{ord(letter):04X}"):
        choose_faces(carried, 0, letter)


@pytest.mark.parametrize("invisible", ["\u200b", "\u200d", "\u200c", "\u200e", "\u2067", "\ufe0f", "\u2060", "\u00a0"])
def test_what_shows_nothing_is_not_missing(carried, invisible):
    choose_faces(carried, 0, f"a{invisible}b")


def test_an_unknown_font_id_is_refused(carried):
    with pytest.raises(InvalidRequest) as caught:
        choose_faces(carried, 10, "a")
    assert caught.value.field == "subtitle_style.font"


def test_broken_fonts_are_passed_over(cjk_folder, tmp_path):
    good = next(cjk_folder.rglob("wqy-microhei.ttc")).read_bytes()
    rng = random.Random(3)
    for number in range(12):
        damaged = bytearray(good[: 200_000 if number % 2 else len(good)])
        for _ in range(200):
            damaged[rng.randrange(2000 if number % 3 else len(damaged))] = rng.randrange(256)
        (tmp_path / f"bad {number}.ttf").write_bytes(damaged)
    (tmp_path / "empty.otf").touch()
    (tmp_path / "text.ttf").write_text("no font")
    (tmp_path / "many.ttc").write_bytes(b"ttcf\0\1\0\0\xff\xff\xff\xff")
    (tmp_path / "folder.ttf").mkdir()
    (tmp_path / "gone.ttf").symlink_to(tmp_path / "nowhere")
    fonts = FontIndex([tmp_path, tmp_path / "not there"])
    for face in fonts:
        assert isinstance(face.glyphs, dict)
    assert families(fonts, "Still there")["S"] == "Noto Sans"


def test_folders_are_those_of_the_settings_first(tmp_path):
    own, models = tmp_path / "my fonts", tmp_path / "data" / "models" / "fonts-cjk"
    own.mkdir()
    models.mkdir(parents=True)
    settings = Settings(data_dir=tmp_path / "data", font_dirs=(own, tmp_path / "missing"))
    folders = font_folders(settings)
    assert folders[:2] == [own, models]
    assert tmp_path / "missing" not in folders
    assert all(isinstance(folder, Path) for folder in folders)


def test_faces_are_found_quickly(cjk_folder):
    folders = [cjk_folder, Path("/usr/share/fonts")]
    begun = time.process_time()
    fonts = FontIndex(folders)
    taken = time.process_time() - begun
    assert taken < 0.5 + 0.02 * len(fonts)


def test_packages_are_named_for_each_item():
    assert FONT_PACKAGES.keys() == {"fonts", "fonts-cjk", "fonts-noto-cjk"}
    assert all(package.startswith("fonts-") for packages in FONT_PACKAGES.values() for package in packages)
