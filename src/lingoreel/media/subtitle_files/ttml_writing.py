"""Cues as TTML that conforms to the IMSC 1.1 text profile (https://www.w3.org/TR/ttml-imsc1.1/)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from lingoreel.media.cues.cue import Cue
from lingoreel.media.subtitle_files.letters import BOLD, ITALIC, UNDERLINE, keep_letters, runs_of

_ATTRIBUTES = (
    (ITALIC, ' tts:fontStyle="italic"'),
    (BOLD, ' tts:fontWeight="bold"'),
    (UNDERLINE, ' tts:textDecoration="underline"'),
)
_ROWS = ("after", "center", "before")
_COLUMNS = ("left", "center", "right")
_PLACES = {number: f"place{number}" for number in range(1, 10)}
_DEFAULT = 2


def write_ttml(cues: Sequence[Cue], title: str | None, language: str | None) -> str:
    """The document. Cues stand in one of nine regions; bottom centre is where those without a place go."""
    shown = [cue for cue in cues if any(keep_letters(line).strip() for line in cue.lines)]
    used = sorted({cue.alignment or _DEFAULT for cue in shown} | {_DEFAULT})
    agents = {
        name: f"speaker-{number}" for number, name in enumerate(dict.fromkeys(c.speaker for c in shown if c.speaker))
    }
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
        ' xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling"'
        ' ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text"'
        f' ttp:timeBase="media" ttp:cellResolution="32 15" xml:lang={quoteattr(_language(language))}'
        ' xml:space="preserve"><head>',
        *([f"<metadata><ttm:title>{_letters(title)}</ttm:title></metadata>"] if title else []),
        *(
            f'<ttm:agent xml:id="{key}" type="person"><ttm:name type="full">{_letters(name)}</ttm:name></ttm:agent>'
            for name, key in agents.items()
        ),
        '<styling><style xml:id="basic" tts:color="white" tts:fontFamily="proportionalSansSerif" tts:fontSize="100%"'
        ' tts:lineHeight="125%" tts:textAlign="center"/></styling><layout>',
        *map(_region, used),
        '</layout></head><body style="basic"><div>\n',
    ]
    parts += (_paragraph(cue, agents) for cue in shown)
    parts.append("</div></body></tt>\n")
    return "".join(parts)


def _language(language: str | None) -> str:
    code = (language or "").replace("_", "-")
    return code if re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}", code) else ""


def _region(place: int) -> str:
    row, column = divmod(place - 1, 3)
    return (
        f'<region xml:id="{_PLACES[place]}" tts:origin="10% 10%" tts:extent="80% 80%"'
        f' tts:displayAlign="{_ROWS[row]}" tts:textAlign="{_COLUMNS[column]}"/>'
    )


def _paragraph(cue: Cue, agents: dict[str, str]) -> str:
    place = cue.alignment or _DEFAULT
    _, column = divmod(place - 1, 3)
    align = "" if column == 1 else f' tts:textAlign="{_COLUMNS[column]}"'
    agent = f' ttm:agent="{agents[cue.speaker]}"' if cue.speaker else ""
    lines = []
    for runs in runs_of(cue):
        if "".join(text for text, _ in runs).strip():
            lines.append("".join(_span(text, style) for text, style in runs))
    return (
        f'<p begin="{_time(cue.start_ms)}" end="{_time(cue.end_ms)}" region="{_PLACES[place]}"{align}{agent}>'
        f"{'<br/>'.join(lines)}</p>\n"
    )


def _span(text: str, style: int) -> str:
    if not style:
        return _letters(text)
    attributes = "".join(attribute for bit, attribute in _ATTRIBUTES if style & bit)
    return f"<span{attributes}>{_letters(text)}</span>"


def _letters(text: str) -> str:
    return escape(keep_letters(text))


def _time(time_ms: int) -> str:
    hours, rest = divmod(max(0, time_ms), 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
