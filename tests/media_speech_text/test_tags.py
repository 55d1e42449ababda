"""HTML in a plain text: tags are not read aloud, and what only looks like one is."""

from __future__ import annotations

import time

import pytest

from lingoreel.errors import InvalidRequest
from lingoreel.media.speech_text import parse
from lingoreel.media.speech_text.tags import without_tags


def shown(text: str) -> str:
    return without_tags(text, lambda *_: None)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<b>Hello</b> world", "Hello world"),
        ("Tom &amp; Jerry&nbsp;&#8211; caf&eacute; &#x2014; &lt;3", "Tom & Jerry\u00a0– café — <3"),
        ("<p>One.</p>\n<p class='x y' id=z>Two.</p>", "\n\nOne.\n\nTwo.\n\n"),
        ("One<br>two<BR/>three<br />four", "One\ntwo\nthree\nfour"),
        ("<ul><li>One</li><li>Two</li></ul>", "\n\nOne\nTwo\n\n"),
        ('See <a href="https://example.com/?a=1&b=2" target=_blank>here</a>.', "See here."),
        ("H<sub>2</sub>O<!-- a <b>note</b> -->!", "H2O!"),
        ("<!DOCTYPE html><html><body>Hi</body></html>", "\n\nHi\n\n"),
        ("&lt;b&gt; makes it bold", "<b> makes it bold"),
    ],
)
def test_what_a_browser_would_show_is_left(text: str, left: str) -> None:
    assert shown(text) == left


@pytest.mark.parametrize(
    "text",
    [
        *("a < b and c > d", "if a <b and c> d then", "I <3 you", "x<y>z", "<name>, hello", "AT&T; R&D & me", "1 < 2"),
        *("< b >", "<speak>", "<https://example.com>", "me <me@example.com>", "&nothing;", "<b", "<!-- open"),
        *("  two   blanks\n\n\nkept  ", ""),
    ],
)
def test_what_is_no_tag_stays(text: str) -> None:
    told: list[str] = []
    assert without_tags(text, lambda code, _: told.append(code)) == text
    assert told == []


def test_it_is_told_once() -> None:
    script = parse("<b>Hello</b> &amp; <i>goodbye</i>", "en", tags=False)
    assert script.text == "Hello & goodbye"
    assert [each.spoken for each in script.utterances] == ["Hello and goodbye"]
    assert script.warnings == (
        {
            "code": "markup_removed",
            "message": "4 HTML tags were left out and 1 character reference was decoded.",
        },
    )


def test_only_tags_is_nothing_to_speak() -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse("<p><b></b></p>", "en", tags=False)
    assert refused.value.code == "nothing_to_speak"


def test_tags_are_text_unless_they_are_to_be_left_out() -> None:
    assert parse("<b>Hello</b>", "en").text == "<b>Hello</b>"


@pytest.mark.parametrize("text", ["<", "<!--", "<b ", "<b a=", "&", "&#", "<p>", " ", "<b a='", "<a a=a "])
def test_time_grows_with_the_length(text: str) -> None:
    began = time.perf_counter()
    shown(text * (300_000 // len(text)))
    assert time.perf_counter() - began < 5
