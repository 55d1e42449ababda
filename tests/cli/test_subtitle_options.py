from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from lingoreel.cli.subtitle_options import cues_of, glossary_of, style_of
from lingoreel.errors import InvalidFile, InvalidRequest


def test_style_values_become_numbers_flags_and_colours(capsys: pytest.CaptureFixture[str]) -> None:
    style = style_of(["font_size=24", "enable_bg = false", "font_color=255,0,0,1", "fnt=3"])
    assert style == {"font_size": 24, "enable_bg": False, "font_color": "255,0,0,1", "fnt": 3}
    assert "subtitle_style.fnt is not a known key" in capsys.readouterr().err


@pytest.mark.parametrize("pair", ["font_size", "=24", ""])
def test_a_style_that_is_no_pair_is_refused(pair: str) -> None:
    with pytest.raises(typer.BadParameter, match="KEY=VALUE"):
        style_of([pair])


def test_a_style_out_of_range_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(InvalidRequest, match=r"subtitle_style\.font_size"):
        style_of(["font_size=100000"])


GLOSSARIES = {
    "object.json": '{"crew": "equipo", "take": "toma"}',
    "list.json": '[{"source": "crew", "target": "equipo"}, {"source": "take", "target": "toma"}]',
    "plain.csv": "crew,equipo\n\ntake,toma\n",
    "header.csv": "\ufeffSource,Target\r\ncrew,equipo\r\ntake, toma\r\n",
    "quoted.csv": '"crew","equipo"\n"take","toma"\n',
    "excel.csv": "crew;equipo\ntake;toma\n",
    "tabs.tsv": "term\ttranslation\ncrew\tequipo\ntake\ttoma\n",
    "no ending": '{"crew": "equipo", "take": "toma"}',
}


@pytest.mark.parametrize("name", GLOSSARIES)
def test_glossaries_in_every_kind(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(GLOSSARIES[name].encode())
    assert glossary_of(path) == {"crew": "equipo", "take": "toma"}


def test_a_term_may_hold_the_other_mark_and_brackets(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("crew;equipo, plantilla\n[music];[música]\n", encoding="utf-8")
    assert glossary_of(path) == {"crew": "equipo, plantilla", "[music]": "[música]"}
    path.write_text("[music],[música]\n", encoding="utf-8")
    assert glossary_of(path) == {"[music]": "[música]"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"crew,equipo\ntake\n", "line 2"),
        ("a.csv", b"crew,\n", "line 1"),
        ("a.csv", b"source,target\n", "no terms"),
        ("a.csv", b"", "no terms"),
        ("a.csv", b"cr\xe9w,equipo\n", "not UTF-8"),
        ("a.json", b'{"crew": 3}', "must be a text"),
        ("a.json", b'["crew"]', "an object of terms"),
        ("a.json", b'{"crew": ', "not JSON"),
        ("a.json", b"[" * 100_000, "not JSON"),
        ("a.json", b"{" + b" " * 2_100_000 + b"}", "more than 2000000 bytes"),
    ],
)
def test_a_glossary_that_cannot_be_used_says_why(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(typer.BadParameter, match=said):
        glossary_of(path)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match="there is no file"):
        glossary_of(tmp_path / "none.csv")
    with pytest.raises(typer.BadParameter, match="there is no file"):
        cues_of(tmp_path / "none.srt")


def test_a_subtitle_file_becomes_the_array_and_tells_what_was_mended(tmp_path: Path) -> None:
    path = tmp_path / "own.srt"
    path.write_bytes(
        "2\r\n00:00:02,000 --> 00:00:03,000\r\n<i>Adiós</i>\r\n\r\n"
        "1\r\n00:00:00,500 --> 00:00:01,500\r\n¡Hola!\r\nSoy yo\r\n".encode("cp1252")
    )
    array, notes = cues_of(path)
    assert json.loads(json.dumps(array)) == [
        {"start": 500, "end": 1500, "text": "¡Hola!\nSoy yo"},
        {"start": 2000, "end": 3000, "text": "Adiós"},
    ]
    assert any("out of order" in note for note in notes)
    assert any("lose their slant" in note for note in notes)


def test_a_page_is_no_subtitle_file(tmp_path: Path) -> None:
    path = tmp_path / "own.srt"
    path.write_text("<!doctype html><html><body>Sign in</body></html>")
    with pytest.raises(InvalidFile, match=r"own\.srt"):
        cues_of(path)
