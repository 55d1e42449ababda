"""How cues are cut elsewhere, for comparison: by length alone, and greedily as common tools do.

Both are written from what such tools are seen to do; no code is theirs. A word is what a recogniser gives one time
for: in Chinese and Japanese a letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lingoreel.media.cues import Cue, ReadingRules
from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import apart, clean, locate_words, width

_ENDS = ".!?…。！？؟"
_LONG_SILENCE_MS = 3000


@dataclass(frozen=True)
class _Spoken:
    text: str
    start_ms: int
    end_ms: int
    spaced: bool


def fixed_length(segments: Sequence[Segment], rules: ReadingRules) -> list[Cue]:
    """Lines filled to the limit, as many as a cue may have, whatever is said; from the first word to the last."""
    words = [word for segment in segments for word in _words(segment)]
    return list(_filled(words, rules))


def greedy(segments: Sequence[Segment], rules: ReadingRules) -> list[Cue]:
    """Segment by segment: lines filled to the limit; a cue ends when full, with a sentence, or at a long silence."""
    cues: list[Cue] = []
    for segment in segments:
        part: list[_Spoken] = []
        for word in _words(segment):
            if part and word.start_ms - part[-1].end_ms >= _LONG_SILENCE_MS:
                cues += _filled(part, rules)
                part = []
            part.append(word)
            if word.text[-1] in _ENDS:
                cues += _filled(part, rules)
                part = []
        cues += _filled(part, rules)
    return cues


def _words(segment: Segment) -> list[_Spoken]:
    """The words as they are written, punctuation with the word before it."""
    text = clean(segment.text)
    spots = locate_words(text, segment.words)
    found = [(spot, word) for spot, word in zip(spots, segment.words, strict=True) if spot is not None]
    made = []
    for index, ((begin, end), word) in enumerate(found):
        upto = found[index + 1][0][0] if index + 1 < len(found) else len(text)
        since = 0 if index == 0 else begin
        shown = text[since:upto].strip()
        made.append(_Spoken(shown, word.start_ms, word.end_ms, since == 0 or text[since - 1] == " "))
        assert end <= upto
    return made


def _filled(words: Sequence[_Spoken], rules: ReadingRules) -> Iterator[Cue]:
    lines: list[str] = []
    start_ms = end_ms = 0
    for word in words:
        blank = " " if word.spaced and (not lines or apart(lines[-1], word.text)) else ""
        if lines and width(lines[-1] + blank + word.text) <= rules.line_length:
            lines[-1] += blank + word.text
        elif lines and len(lines) < rules.lines:
            lines.append(word.text)
        else:
            if lines:
                yield Cue(start_ms, end_ms, tuple(lines))
            lines, start_ms = [word.text], word.start_ms
        end_ms = word.end_ms
    if lines:
        yield Cue(start_ms, end_ms, tuple(lines))
