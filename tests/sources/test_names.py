import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingoreel.sources.names import clean_name


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("clip.mp4", "clip.mp4"),
        ("../../etc/passwd", "passwd"),
        ("C:\\videos\\clip.mp4", "clip.mp4"),
        ("  spaced name.wav ", "spaced name.wav"),
        ("a\x00b\r\nc.mp4", "abc.mp4"),
        ("evil\u202e4pm.exe", "evil4pm.exe"),
        ("e\u0301.mp4", "é.mp4"),
        ("", "source"),
        ("..", "source"),
        ("a/", "source"),
        ("\ud800", "source"),
    ],
)
def test_names_are_made_safe(given_name, expected):
    assert clean_name(given_name) == expected


def test_a_long_name_keeps_its_ending():
    assert clean_name("ü" * 300 + ".mp4") == "ü" * 125 + ".mp4"
    assert len(clean_name("x" * 300 + "." + "y" * 300).encode()) == 255


@given(st.text())
def test_any_name_is_short_flat_and_printable_to_postgresql(text):
    name = clean_name(text)
    assert 0 < len(name.encode()) <= 255
    assert not set(name) & {"/", "\\", "\x00", "\n"}
    assert clean_name(name) == name
