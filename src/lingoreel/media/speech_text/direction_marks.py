"""Marks of writing direction: nothing is said of them, and what is said keeps its places in the text that has them."""

from __future__ import annotations

from dataclasses import replace

from lingoreel.media.speech_text.cleaning import MARKS
from lingoreel.media.speech_text.script import Stretch, Utterance


class Bare:
    """A text without its marks, and where in the text what is found in it stands."""

    def __init__(self, marked: str) -> None:
        self._marked = marked
        self._places = [at for at, character in enumerate(marked) if not MARKS.match(character)]
        self.text = "".join(marked[at] for at in self._places)

    def in_marked(self, utterance: Utterance) -> Utterance:
        """The utterance with places in the text that has the marks."""
        begin, end = self._border(utterance.begin), self._border(utterance.end)
        stretches = tuple(part for stretch in utterance.stretches for part in self._stretches(stretch))
        return replace(utterance, text=self._marked[begin:end], begin=begin, end=end, stretches=stretches)

    def _border(self, at: int) -> int:
        """Marks before a blank belong to what stands before them, others to what follows."""
        if at == len(self.text):
            return len(self._marked)
        if self.text[at].isspace():
            return self._places[at]
        return self._places[at - 1] + 1 if at else 0

    def _stretches(self, stretch: Stretch) -> list[Stretch]:
        if not stretch.same:
            return [replace(stretch, begin=self._border(stretch.begin), end=self._border(stretch.end))]
        found: list[Stretch] = []
        for number, place in enumerate(self._places[stretch.begin : stretch.end]):
            said = stretch.spoken_begin + number
            if found and found[-1].end == place:
                found[-1] = replace(found[-1], spoken_end=said + 1, end=place + 1)
            else:
                found.append(Stretch(said, said + 1, place, place + 1, True))
        return found
