"""Texts with word times in seven languages, and a checker of the hard rules that shares no code with the product."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from lingoreel.media.segments import Segment, Word

CORPUS = Path(__file__).parents[2] / "benchmarks" / "cue_corpus.json"
LANGUAGES = ("en", "es", "de", "zh", "ja", "ko", "ar")


@pytest.fixture(scope="session")
def corpus():
    """corpus(language, rate) -> segments; at rate 2 everybody speaks twice as fast."""
    texts = json.loads(CORPUS.read_text(encoding="utf-8"))["texts"]

    def segments(language, rate=1.0, speakers=True):
        made = []
        for turn in texts[language]:
            words = tuple(Word(int(a / rate), int(b / rate), text) for a, b, text in turn["words"])
            speaker = turn["speaker"] if speakers else None
            made.append(Segment(words[0].start_ms, words[-1].end_ms, turn["text"], words, speaker))
        return made

    return segments


@pytest.fixture(scope="session")
def spoken():
    """spoken(text, start_ms, speaker): a segment whose words take time by their letters."""

    def segment(text, start_ms=0, speaker=None, letter_ms=60, pause_ms=60, end_pause_ms=450):
        words = []
        at = start_ms
        for part in text.split():
            words.append(Word(at, at + letter_ms * len(part), part.strip(".,;:!?")))
            at = words[-1].end_ms + (end_pause_ms if part[-1] in ".!?" else pause_ms)
        return Segment(start_ms, words[-1].end_ms, text, tuple(words), speaker)

    return segment


@pytest.fixture(scope="session")
def hard_rules_broken():
    """What a stickler finds: one sentence for each hard rule that a cue breaks."""

    def find(cues, line_length=42, lines=2, min_ms=834, max_ms=7000, gap_ms=84):
        found = []
        free_ms = 0
        for number, cue in enumerate(cues):
            if cue.start_ms < free_ms:
                found.append(f"cue {number} begins at {cue.start_ms}, not before {free_ms} allowed")
            if not min_ms <= cue.end_ms - cue.start_ms <= max_ms:
                found.append(f"cue {number} lasts {cue.end_ms - cue.start_ms}")
            if not 1 <= len(cue.lines) <= lines:
                found.append(f"cue {number} has {len(cue.lines)} lines")
            for line in cue.lines:
                seen = [c for c in line if unicodedata.category(c) not in ("Mn", "Me", "Cf")]
                if len(seen) > line_length:
                    found.append(f"cue {number} has a line of {len(seen)}")
                if not "".join(seen).strip():
                    found.append(f"cue {number} has an empty line")
                if line != line.strip() or "\n" in line:
                    found.append(f"cue {number} has a line with blanks around it")
            free_ms = cue.end_ms + gap_ms
        return found

    return find
