"""One small film's subtitles in every format, as other programs write them."""

import pytest

SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\nHello, <i>world</i>.\n\n"
    "2\n00:00:03,000 --> 00:00:04,250\n{\\an8}Up here,\nin two lines.\n\n"
    "3\n00:00:05,000 --> 00:00:06,000\nAT&amp;T is a < b\n"
)
VTT = (
    "WEBVTT - a film\n\nSTYLE\n::cue { color: white }\n\nNOTE nothing --\n\nfirst\n00:01.000 --> 00:02.500\n"
    "Hello, <i.loud>world</i>.\n\n00:00:03.000 --> 00:00:04.250 line:0 align:center\n<v Ann>Up here,\nin two lines.\n\n"
    "00:00:05.000 --> 00:00:06.000\nAT&amp;T is a &lt; b\n"
)
ASS = """[Script Info]
Title: A film
ScriptType: v4.00+
PlayResX: 640
PlayResY: 360

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,20,&H00FFFFFF,&H0000FFFF,&H00000000,&H00000000,-1,0,0,0,100,100,0,0,1,2,2,2,10,10,10,1
Style: Thought,Arial,20,&H00FFFFFF,&H0000FFFF,&H00000000,&H00000000,-1,-1,0,0,100,100,0,0,1,2,2,8,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,a note of the typist
Dialogue: 0,0:00:01.00,0:00:02.50,Default,Ann,0,0,0,,Hello, {\\i1}world{\\i0}.
Dialogue: 0,0:00:03.00,0:00:04.25,Thought,,0,0,0,,Up here,\\Nin two lines.
Dialogue: 0,0:00:03.00,0:00:04.25,Default,,0,0,0,,{\\p1\\pos(3,4)}m 0 0 l 100 0 100 100{\\p0}
Dialogue: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,{\\fad(100,200)\\c&H00FF00&}AT&T is a < b{a comment}
Dialogue: 0,0:00:05.50,0:00:06.00,Default,,0,0,0,,{\\pos(320,20)}SIGN
"""
TTML = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling"
    xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" ttp:tickRate="10000000" xml:lang="en">
  <head>
    <styling>
      <style xml:id="slant" tts:fontStyle="italic"/><style xml:id="strong" style="slant" tts:fontWeight="bold"/>
    </styling>
    <layout>
      <region xml:id="top" tts:origin="10% 10%" tts:extent="80% 20%" tts:displayAlign="before" tts:textAlign="center"/>
      <region xml:id="low" tts:origin="10% 70%" tts:extent="80% 20%" tts:displayAlign="after" tts:textAlign="center"/>
    </layout>
  </head>
  <body region="low"><div>
    <p begin="00:00:01:00" end="00:00:02:12">Hello,
      <span style="slant">world</span>.</p>
    <p begin="30000000t" end="4.25s" region="top">Up <span style="strong">here</span>,<br/>in two lines.</p>
    </div><div begin="5s">
    <p begin="0s" dur="1000ms">AT&amp;T is a &lt; b</p>
  </div></body>
</tt>
"""
SBV = (
    "0:00:01.000,0:00:02.500\nHello, world.\n\n0:00:03.000,0:00:04.250\nUp here,\nin two lines.\n\n"
    "0:00:05.000,0:00:06.000\nAT&T is a < b\n"
)
LRC = (
    "[ar:Nobody]\n[00:01.00]Hello, <00:01.50>world.\n[00:02.50]\n[00:03.00]Up here, in two lines.\n"
    "[00:05.00]AT&T is a < b\n"
)
WHISPER = (
    '{"text": "all", "segments": [{"id": 0, "start": 1.0, "end": 2.5, "text": " Hello, world."},'
    ' {"id": 1, "start": 3.0, "end": 4.25, "text": " Up here, in two lines."},'
    ' {"id": 2, "start": 5.0, "end": 6.0, "text": " AT&T is a < b"}], "language": "en"}'
)

WRITTEN = {"srt": SRT, "vtt": VTT, "ass": ASS, "ttml": TTML, "sbv": SBV, "lrc": LRC, "json": WHISPER}


@pytest.fixture(params=sorted(WRITTEN))
def sample(request):
    """(format, text) of one file of each format."""
    return request.param, WRITTEN[request.param]


@pytest.fixture(scope="session")
def files():
    """The text of a file by its format."""
    return WRITTEN
