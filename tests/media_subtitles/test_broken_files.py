"""Files as people have them: read as far as sense allows, each fault told with its line."""

import pytest

from lingoreel.errors import InvalidFile
from lingoreel.media.subtitle_files import read


def shown(found):
    return [(cue.start_ms, cue.end_ms, " | ".join(cue.lines)) for cue in found.cues]


A, B = (1000, 2000, "one"), (3000, 4000, "two")


@pytest.mark.parametrize(
    ("text", "cues", "told"),
    [
        ("00:00:01,000 --> 00:00:02,000\none\n\n00:00:03,000 --> 00:00:04,000\ntwo\n", [A, B], "line 1: the number"),
        ("1\n00:00:01.000 --> 00:00:02,000\none\n", [A], "line 2: the times have a point"),
        ("1\n00:01,000 --> 00:02,000\none\n", [A], "line 2: the times have no hours"),
        ("1\n00:00:01:000 --> 00:00:02:000\none\n", [A], "line 2: the times have a point"),
        ("1\n0:0:1 --> 0:0:2\none\n", [A], None),
        ("1\n00:00:01,000 -> 00:00:02,000\none\n", [A], "line 2: the times are not joined by"),
        ("1\n00:00:01,000 –> 00:00:02,000\none\n", [A], "line 2: the times are not joined by"),
        ("1\n00:00:01,000--\x00>00:00:02,000\none\n", [A], None),
        ("1\n-00:00:01,000 --> 00:00:02,000\none\n", [(-1000, 2000, "one")], "line 2: the cue begins before 0"),
        ("1\n00:00:02,000 --> 00:00:01,000\none\n", [(2000, 1000, "one")], "line 2: the cue ends before it begins"),
        ("1\n00:00:01,000 --> 00:00:01,000\none\n", [(1000, 1000, "one")], "line 2: the cue ends when it begins"),
        (
            "A translation by X\n\n1\n00:00:01,000 --> 00:00:02,000\none\n",
            [A],
            "line 1: text before the first cue was left out: “A translation by X”",
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,000\none\n2\n00:00:03,000 --> 00:00:04,000\ntwo\n",
            [A, B],
            "line 5: there is no empty line between two cues",
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,000\none\n00:00:03,000 --> 00:00:04,000\ntwo\n",
            [A, B],
            "line 4: the number of the cue is missing",
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,000\none\n\nmore\n\n2\n00:00:03,000 --> 00:00:04,000\ntwo\n",
            [(1000, 2000, "one | more"), B],
            "line 2: an empty line inside a cue",
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\ntwo\n",
            [B],
            "line 2: the cue has no text",
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,000\none\n\n2\n00:00:03,000 -->\ntwo\n",
            [A, (3000, 5000, "two")],
            "line 6: the end of the cue cannot be read",
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,000\none\n\n2\n --> 00:00:04,000\ntwo\n",
            [A],
            "line 6: the times cannot be read: the cue was left out: “two”",
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,000\none\n\n2\n00:00:03,000 --> 00:00:04,000\n",
            [A],
            "line 6: the file ends after a line of times",
        ),
        ("1\n00:00:01,000 --> 00:00:02,000\none\n\n2", [A], "line 5: the file ends with the number of a cue"),
        (
            "1\n999:99:99,999 --> 999:99:99,999\none\n\n2\n00:00:03,000 --> 00:00:04,000\ntwo\n",
            [B],
            "line 2: the cue's time",
        ),
        ("\ufeff\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\none\r\n", [A], None),
        ("1\r\r\n00:00:01,000 --> 00:00:02,000\r\r\none\r\r\n\r\r\n", [A], None),
        ("1\r00:00:01,000 --> 00:00:02,000\rone\r\r2\n00:00:03,000 --> 00:00:04,000\r\ntwo", [A, B], None),
        ("1\n00:00:01,000 --> 00:00:02,000 X1:10 X2:20 Y1:1 Y2:2\no\x00ne\n", [A], None),
        ("1\n\n00:00:01,000 --> 00:00:02,000\none\n", [A], "line 3: an empty line between the number"),
        (
            "1\n00:00:01,000 --> 00:00:02,000\n1999\n\n2\n00:00:03,000 --> 00:00:04,000\ntwo\n",
            [(1000, 2000, "1999"), B],
            None,
        ),
        ("1\n00:00:01,000 -- 00:00:02,000\none\n", [A], "line 2: the times are not joined by"),
        (
            "1\n00:00:01,000 --> 00:00:02,000\none\n\n2\n00:0x:03,000 --> 00:00:04,000\ntwo\n",
            [A],
            "line 6: the times cannot be read: the cue was left out: “two”",
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,000\none00:00:03,000 --> 00:00:04,000\ntwo\n",
            [(1000, 2000, "one00:00:03,000 --> 00:00:04,000 | two")],
            "line 3: this looks like times and stands in a text",
        ),
        ("1\n00:00:01,000 --> 00:00:02,000\nat 10:30 - 11:45\n", [(1000, 2000, "at 10:30 - 11:45")], None),
        ("1\n00:00:01,000 --> 00:00:02,000\n1 --> 2\n", [(1000, 2000, "1 --> 2")], None),
    ],
)
def test_broken_subrip(text, cues, told):
    found = read(text.encode())
    assert found.format == "srt"
    assert shown(found) == cues
    if told is None:
        assert found.warnings == ()
    else:
        assert any(warning.startswith(told) for warning in found.warnings), found.warnings


@pytest.mark.parametrize(
    ("text", "cues", "told"),
    [
        ("WEBVTT\n00:01.000 --> 00:02.000\none\n", [A], None),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\none\n", [A], "line 3: the times have a comma"),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\none\n00:03.000 --> 00:04.000\ntwo\n",
            [A, B],
            "line 5: there is no empty line",
        ),
        ("WEBVTT\n\nstray words\n\n00:01.000 --> 00:02.000\none\n", [A], "line 3: text outside of a cue"),
        ("WEBVTT\n\nNOTE 00:01\nlong\n\n00:01.000 --> 00:02.000\none\n", [A], None),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\none\n\n00:03.000 --> 00:04.000\n", [A], "line 6: the file ends after"),
    ],
)
def test_broken_webvtt(text, cues, told):
    found = read(text.encode())
    assert shown(found) == cues
    assert any(w.startswith(told) for w in found.warnings) if told else found.warnings == ()


HEAD = "[Script Info]\n[V4+ Styles]\nStyle: Broken\nStyle: X,&HZZ,a,b\n[Events]\n"


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (
            "Dialogue: 0,0:00:0x.00,0:00:02.00,Default,,0,0,0,,bad",
            "line 6: the times cannot be read: the cue was left out: “bad”",
        ),
        ("Dialogue: 0,0:00:01.00", "line 6: an event has fewer fields"),
        ("stray words", "line 6: a line that is no event"),
    ],
)
def test_one_bad_event_costs_only_itself(event, told):
    good = "Dialogue: 0,0:00:01.00,0:00:02.00,Nosuch,,0,0,0,,one"
    found = read(f"{HEAD}{event}\n{good}\n".encode())
    assert shown(found) == [A]
    assert any(warning.startswith(told) for warning in found.warnings), found.warnings


def test_a_fault_is_told_once_with_its_number():
    text = "".join(f"{n}\n00:00:{n:02}.000 --> 00:00:{n:02}.500\nx\n\n" for n in range(1, 30))
    assert read(text.encode()).warnings == (
        "line 2: the times have a point where SubRip has a comma (29 times, last at line 114)",
    )


HTML = b"<!DOCTYPE html>\n<html><head><title>No</title></head><body>1\n00:00:01,000 --> 00:00:02,000\nno</body></html>"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "it is empty"),
        (b"\xef\xbb\xbf \r\n", "it is empty"),
        (HTML, "it is an HTML page: the link leads to a web page, not to a subtitle file"),
        (b"\n  <!-- x -->\n" + HTML, "it is an HTML page"),
        (HTML.decode().encode("utf-16"), "it is an HTML page"),
        (b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:6.0,\nseg1.vtt\n", "it is a playlist"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "it is a picture (PNG)"),
        (b"\x1a\x45\xdf\xa3" + b"1\n00:00:01,000 --> 00:00:02,000\nno\n", "it is a media file (matroska)"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00", "it is a ZIP archive"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "it is a gzip archive"),
        (bytes(range(256)) * 40, "it is no text"),
        (b"Once upon a time\nthere was a cat.\n", "it is a text without times"),
        (b"{1}{2}no rate\n", "counts frames"),
        (b"<SAMI><HEAD></HEAD></SAMI>", "it is a SAMI file"),
        (b"WEBVTT\n\nNOTE nothing\n", "holds no subtitle: it is in the vtt format"),
        (b'{"a": [1, 2', "the JSON is broken at line 1"),
        (b'{"words": {"a": 1}}', "holds no subtitles: expected a list of"),
        (b"[" * 100_000, "nested"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n", "holds no subtitle: it is in the srt format"),
    ],
)
def test_what_is_no_subtitle_file_is_named(data, what):
    with pytest.raises(InvalidFile) as refused:
        read(data, name="film.srt")
    assert what.lower() in refused.value.message.lower()
    assert "“film.srt”" in refused.value.message
    assert refused.value.remedy


BOMB = """<?xml version="1.0"?><!DOCTYPE tt [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">&b;</p></div></body></tt>"""
STOLEN = """<!DOCTYPE tt [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">&x;</p></div></body></tt>"""


@pytest.mark.parametrize("text", [BOMB, STOLEN])
def test_xml_entities_are_refused(text):
    with pytest.raises(InvalidFile, match="declares a document type"):
        read(text.encode())


def ttml(paragraphs, root=""):
    return f'<tt xmlns="http://www.w3.org/ns/ttml" {root}><body><div>{paragraphs}</div></body></tt>'.encode()


@pytest.mark.parametrize(
    ("data", "cues", "told"),
    [
        (
            ttml('<p begin="1s" end="2s">one</p><p begin="3s" end="4s">two</p')[:-20],
            [A, B],
            "line 1: the XML is broken here",
        ),
        (ttml('<p begin="00:00:01,000" end="2">one</p>'), [A], "line 1: a time is not written as TTML asks for"),
        (
            ttml('<p begin="00:00:01:00" end="00:00:01:99">one</p>', 'p:frameRate="25"'),
            [(1000, 1960, "one")],
            "line 1: a time counts more frames than a second has (25): “00:00:01:99”",
        ),
        (ttml('<p begin="1s" end="2s">a < b <3</p>'), [(1000, 2000, "a < b <3")], None),
        (
            ttml('<p begin="1s" end="2s">one</q>\n</p></div><div><p begin=3s>x</p>\n<p begin="3s" end="4s">two</p>'),
            [A, B],
            "line 1: the XML is broken here (mismatched tag)",
        ),
        (
            ttml('<p begin="soon" end="2s">one</p>'),
            [(0, 2000, "one")],
            "line 1: a time cannot be read and was ignored: “soon”",
        ),
        (ttml('<p begin="1s">one</p>'), [(1000, 3000, "one")], "line 1: the cue has no end"),
        (
            ttml('<p begin="1s" end="2s">AT&T&nbsp;R&amp;D &#0;&nosuch;</p>'),
            [(1000, 2000, "AT&T\u00a0R&D &nosuch;")],
            None,
        ),
        (ttml('<p begin="1s" end="2s" tts:fontStyle="italic">one</p>'), [A], None),
        (ttml('<p begin="30f" end="60f">one</p>', 'p:frameRate="30000"'), [(1, 2, "one")], None),
        (
            ttml('<p begin="30f" end="60f">one</p>', 'p:frameRate="0" p:frameRateMultiplier="1 0"'),
            [A],
            "line 1: the frame rate",
        ),
        (ttml('<p><span begin="1s" end="2s">one</span><span begin="3s" end="4s">two</span></p>'), [A, B], None),
        (ttml('<p begin="1s" end="2s"><span begin="0s">o</span><span begin="0.5s">ne</span></p>'), [A], None),
        (ttml('<p begin="1s" end="2s" xml:space="preserve">one\n</p>'), [A], None),
        (
            ttml('<div timeContainer="seq" begin="1s"><p dur="1s">one</p><p begin="1s" dur="1s">two</p></div>'),
            [A, B],
            None,
        ),
        (ttml('<p begin="1s" end="2s">one</p>').replace(b"/ns/ttml", b"/2006/10/ttaf1"), [A], None),
    ],
)
def test_broken_ttml(data, cues, told):
    found = read(data)
    assert shown(found) == cues
    assert any(w.startswith(told) for w in found.warnings) if told else found.warnings == ()


def test_floods_are_bounded_and_told():
    found = read(("1\n00:00:01,000 --> 00:00:02,000\n" + "x<br>" * 5000).encode())
    (cue,) = found.cues
    assert len(cue.lines) == 20
    assert sum(line.count("x") for line in cue.lines) == 5000  # joined, not lost
    assert any("more than 20 lines" in warning for warning in found.warnings)
    found = read((HEAD + "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,," + r"\N" * 50_000 + "end").encode())
    assert found.cues[0].lines == ("end",)
    long_word = "w" * 10_000
    assert read(f"1\n00:00:01,000 --> 00:00:02,000\n{long_word}\n".encode()).cues[0].lines == (long_word,)
    found = read(("1\n00:00:01,000 --> 00:00:02,000\n" + "w" * 60_000).encode())
    assert len(found.cues[0].text) == 50_000
    assert any("more than 50,000 letters" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202bשלום\u202c ok", "\u202bשלום\u202c ok"),
        ("\u202bשלום", "\u202bשלום\u202c"),
        ("a\u202cb\u2069", "ab"),
        ("evil\u202egpj.exe\u202c", "evilgpj.exe"),
        ("\u200fשלום\u200e", "\u200fשלום\u200e"),
        ("\u2067مرحبا\u2069 abc", "\u2067مرحبا\u2069 abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\x07b\x1bc\x7fd\x9fe", "abcde"),
        ("a\ufffeb\ufeffc", "abc"),
        ("tab\tbed", "tab bed"),
    ],
)
def test_controls_and_directions(typed, kept):
    (cue,) = read(f"1\n00:00:01,000 --> 00:00:02,000\n{typed}\n".encode()).cues
    assert cue.lines == (kept,)
