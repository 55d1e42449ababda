"""When each sentence and each word of a spoken text is heard, as segments and subtitle files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from lingoreel.media.cues import make_cues
from lingoreel.media.segments import Segment, Word, clip_words
from lingoreel.media.speech_text import Utterance
from lingoreel.media.subtitle_files import write
from lingoreel.tasks.reading_aloud import shown_words
from lingoreel.tasks.speaking import Said

CUE_FORMATS = ("srt", "vtt", "ass")


@dataclass(frozen=True)
class Timed:
    """Utterances with their times in the finished file (ms), and their words' places in the shown text."""

    utterances: tuple[tuple[Utterance, int, int, tuple[tuple[int, int, int, int], ...]], ...]

    def segments(self, text: str) -> list[Segment]:
        """A segment for each sentence of the shown text that was said, with the words that the engine told of."""
        found = []
        sentences = [list(group) for _, group in groupby(self.utterances, key=lambda item: item[0].sentence)]
        begins = [min(utterance.begin for utterance, *_ in items) for items in sentences]
        # What stands between two sentences, such as a full stop behind markup, belongs to the one before.
        for items, begin, end in zip(sentences, [0, *begins[1:]], [*begins[1:], len(text)], strict=True):
            start_ms, end_ms = items[0][1], max(item[2] for item in items)
            words = [
                Word(word_start, word_end, text[place:stop].strip())
                for *_, told in items
                for place, stop, word_start, word_end in told
                if text[place:stop].strip()
            ]
            found.append(Segment(start_ms, end_ms, text[begin:end].strip(), clip_words(words, start_ms, end_ms)))
        return [segment for segment in found if segment.text and segment.end_ms > segment.start_ms]


def timed(utterances: Sequence[Utterance], said: Sequence[Said], heard: Sequence[Mapping[str, int]]) -> Timed:
    """Put together what was to be said, how it was said, and when (`start_ms`, `end_ms`) in the finished file."""
    told = []
    for utterance, spoken, times in zip(utterances, said, heard, strict=True):
        start_ms, end_ms = times["start_ms"], times["end_ms"]
        words = shown_words(utterance, spoken, end_ms - start_ms)
        at = tuple((place, stop, start_ms + begins, start_ms + ends) for place, stop, begins, ends in words)
        told.append((utterance, start_ms, end_ms, at))
    return Timed(tuple(told))


def subtitle_files(segments: Sequence[Segment], language: str | None, *, with_cues: bool, title: str) -> dict[str, str]:
    """The text of each file by its name: `json` always, subtitles where they are wanted."""
    files = {"json": write(segments, "json")}
    if with_cues:
        cues = make_cues(segments, language)
        files |= {name: write(cues, name, title=title, language=language) for name in CUE_FORMATS}
    return files
