"""What delivered files are called."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from lingoreel.tasks.delivery import file_stem


def stem(source: dict[str, Any] | None, asked: str | None = None) -> str:
    return file_stem(SimpleNamespace(facts=SimpleNamespace(source=source)), asked)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("talk.mp4", "talk"),
        ("talk.v1.2.mp4", "talk.v1.2"),
        ("Episode 1.5", "Episode 1.5"),
        ("Episode 1.5.mkv", "Episode 1.5"),
        ("Dr. Who", "Dr. Who"),
        ("Dr. Who.webm", "Dr. Who"),
        ("no ending", "no ending"),
        ("what a name.Überraschung", "what a name.Überraschung"),
        ("発表.mp4", "発表"),
        ("発表.第二", "発表.第二"),
        (".mp4", ".mp4"),
        ("...", "result"),
        ("", "result"),
        ("folder/talk.mp4", "talk"),
        ("C:\\films\\talk.mp4", "talk"),
        ("ta\x00lk\r\n\x1b[1m.mp4", "talk[1m"),
        ("a\u202etxt.mp4", "atxt"),
        ("x" * 300 + ".mp4", "x" * 100),
    ],
)
def test_a_source_gives_its_name(name: str, expected: str):
    assert stem({"name": name}) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/films/talk.mp4?token=a.b", "talk"),
        ("https://example.org/My%20talk%20%E2%80%93%20part%201.mp4", "My talk – part 1"),
        ("https://example.org/%2e%2e%2fsecret.mp4", "secret"),
        ("https://example.org/", "result"),
        ("https://example.org", "result"),
    ],
)
def test_an_address_gives_its_last_part(url: str, expected: str):
    assert stem({"url": url, "extension": "mp4"}) == expected


def test_what_was_asked_for_comes_first():
    assert stem({"name": "talk.mp4"}, "Bilingual talk.mp4") == "Bilingual talk"
    assert stem({"name": "talk.mp4"}, "../../etc/Episode 1.5") == "Episode 1.5"
    assert stem({"name": "talk.mp4"}, "") == "talk"
    assert stem({"name": "talk.mp4"}, "\x00\x01") == "result"


def test_without_a_source_it_is_a_result():
    assert stem(None) == "result"
