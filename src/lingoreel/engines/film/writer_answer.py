"""Reading a storyboard that a language model wrote: the text itself in scenes, or why it is not."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from unicodedata import category, east_asian_width

from lingoreel.engines.film.writer_prompt import DRAWINGS, MOST_DRAWINGS
from lingoreel.engines.film.writing import Written
from lingoreel.engines.translation.llm_answer import Unreadable, clean, declines, without_thoughts
from lingoreel.media.film.headlines import choose_headline
from lingoreel.media.film.keywords import lexicon
from lingoreel.media.film.motif_choice import LEAST_MOTIFS
from lingoreel.media.film.scenes import spread
from lingoreel.media.film.splitting import LONGEST_S, MOST_SCENES
from lingoreel.media.film.storyboard import GENRES, MOODS, Scene, Storyboard
from lingoreel.media.film.word_places import cut_places, says, speaking_seconds, word_places
from lingoreel.media.speech_text.stretches import UNSPACED

LONGEST_SCENE_S = 1.6 * LONGEST_S
HEADLINE_WORDS, HEADLINE_LETTERS, WIDE = 7, 36.0, 2.8
PROMPT_CHARACTERS = 600
TRIES = 40  # places in an answer where JSON may start

Span = tuple[int, int]
# Marks that models write in another way than the text has them; each stays one character.
_MARKS = str.maketrans("‘’‚‛´`“”„‟«»–—−‐‑،؛؟", "''''''\"\"\"\"\"\"-----,;?")
_UNSPACED = re.compile(f"[{UNSPACED}]")


def read_storyboard(content: str, text: str, draft: Storyboard, *, prompts: bool) -> Written:
    """The storyboard in an answer, for the cleaned `text` that `draft` tells.

    What is small is mended: a headline that is none, a mood or a drawing that there is not, come from the rules. Raises
    Unreadable (its reason is for the model and for people) when the narrations are not the text, cut between words into
    scenes of a bearable length; and when there are no `prompts` though they are wanted.
    """
    data = _document(content)
    told = _scenes(data)
    spans = spans_of(text, [scene["narration"] for scene in told])
    if spans is None:
        raise Unreadable("the narrations joined are not the text")
    _check(text, spans, draft)
    genre = data.get("genre")
    scenes = _made(text, spans, told, draft)
    described = tuple(_prompt(scene.get("prompt")) for scene in told) if prompts else ()
    if not all(described):
        raise Unreadable("a scene has no prompt")
    return Written(Storyboard(draft.language, genre if genre in GENRES else draft.genre, scenes), "llm", described)


def spans_of(text: str, narrations: Sequence[str]) -> list[Span] | None:
    """Where each narration stands in the text, blanks at the ends left out; None when together they are not the text.

    Blanks do not count, nor how quotation marks and dashes are written.
    """
    at, spans = 0, []
    written = text.translate(_MARKS)
    for narration in narrations:
        begin = end = None
        for character in narration.translate(_MARKS):
            if character.isspace():
                continue
            while at < len(text) and text[at].isspace():
                at += 1
            if at == len(text) or written[at] != character:
                return None
            begin = at if begin is None else begin
            at = end = at + 1
        if begin is None or end is None:
            return None
        spans.append((begin, end))
    return spans if not text[at:].strip() else None


def _document(content: str) -> dict[str, Any]:
    text = without_thoughts(content)
    decoder = json.JSONDecoder()
    for _, found in zip(range(TRIES), re.finditer(r"\{", text), strict=False):
        try:
            data, _ = decoder.raw_decode(text, found.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict) and isinstance(data.get("scenes"), list):
            return data
    raise Unreadable("refused" if declines(text) else "no JSON object with scenes")


def _scenes(data: dict[str, Any]) -> list[dict[str, Any]]:
    told = data["scenes"]
    if not told or not all(isinstance(scene, dict) and isinstance(scene.get("narration"), str) for scene in told):
        raise Unreadable("a scene without a narration")
    if len(told) > MOST_SCENES:
        raise Unreadable(f"{len(told)} scenes, and {MOST_SCENES} are the most")
    return [scene for scene in told if scene["narration"].strip()]


def _check(text: str, spans: Sequence[Span], draft: Storyboard) -> None:
    places = {begin for begin, _ in cut_places(text, draft.language)}
    for begin, end in spans:
        if begin not in places and not _after_a_mark(text, begin):
            raise Unreadable(f"a cut inside a word, before {text[begin : begin + 20]!r}")
        if not says(text[begin:end]):
            raise Unreadable(f"a scene in which nothing is said: {text[begin:end]!r}")
        if (seconds := speaking_seconds(text[begin:end])) > LONGEST_SCENE_S:
            raise Unreadable(f"a scene of {seconds:.0f} seconds: {text[begin : begin + 40]!r}")
    if len(spans) < (least := least_scenes(draft)):
        raise Unreadable(f"{len(spans)} scenes, and {least} are needed")


def _after_a_mark(text: str, at: int) -> bool:
    """Whether a clause of a script without blanks begins there."""
    return at > 0 and not _in_words(text[at - 1]) and bool(_UNSPACED.match(text[at]))


def least_scenes(draft: Storyboard) -> int:
    """As many scenes as there are pictures that were brought along."""
    return max(1, sum(scene.asset is not None for scene in draft.scenes))


def _made(text: str, spans: Sequence[Span], told: Sequence[dict[str, Any]], draft: Storyboard) -> tuple[Scene, ...]:
    known = spans_of(text, [scene.narration for scene in draft.scenes]) or []
    assets = [scene.asset for scene in draft.scenes if scene.asset is not None]
    placed = spread(len(assets), len(spans))
    primary = draft.language.partition("-")[0].lower()
    words = lexicon(primary)
    scenes: list[Scene] = []
    for number, (span, scene) in enumerate(zip(spans, told, strict=True)):
        narration = text[slice(*span)]
        near = max(zip(known, draft.scenes, strict=True), key=lambda pair: _shared(pair[0], span))[1]
        mood = scene.get("mood")
        headline = _headline(narration, scene.get("headline"))
        motifs = _motifs(scene.get("motifs"), near.motifs, scenes[-1].motifs[0] if scenes else None)
        called = words.keywords(narration, word_places(narration, draft.language))
        scenes.append(
            Scene(
                number=number,
                narration=narration,
                headline=headline or choose_headline(narration, primary, words),
                mood=mood if mood in MOODS else near.mood,
                keywords=tuple(dict.fromkeys(narration[k.begin : k.end] for k in called if k.motif in motifs)),
                motifs=motifs,
                asset=None if (place := placed[number]) is None else assets[place],
            )
        )
    return tuple(scenes)


def _shared(one: Span, other: Span) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def _motifs(told: Any, near: Sequence[str], before: str | None) -> tuple[str, ...]:
    """2 to 4 drawings that there are, the first another than the scene's before."""
    named = [name for name in told if isinstance(name, str) and name in DRAWINGS] if isinstance(told, list) else []
    found = list(dict.fromkeys(named))[:MOST_DRAWINGS]
    if len(found) < LEAST_MOTIFS:
        found = list(dict.fromkeys([*found, *near, *DRAWINGS]))[:LEAST_MOTIFS]
    if found[0] == before:
        found[0], found[1] = found[1], found[0]
    return tuple(found)


def _headline(narration: str, told: Any) -> Span | None:
    """Where the headline stands in the narration, in whole words; None where it does not, or is too long."""
    wanted = clean(told).translate(_MARKS) if isinstance(told, str) else ""
    if not says(wanted) or len(wanted.split()) > HEADLINE_WORDS or sum(map(_width, wanted)) > HEADLINE_LETTERS:
        return None
    pattern = r"\s+".join(map(re.escape, wanted.split()))
    for found in re.finditer(pattern, narration.translate(_MARKS), re.IGNORECASE):
        if not (_inside_word(narration, found.start()) or _inside_word(narration, found.end())):
            return found.span()
    return None


def _inside_word(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if category(after)[0] == "M" or "\u200d" in (before, after):
        return True
    return _in_words(before) and _in_words(after) and not (_UNSPACED.match(before) or _UNSPACED.match(after))


def _in_words(character: str) -> bool:
    """Whether it is a letter, a figure, or a mark on one."""
    return character.isalnum() or category(character)[0] == "M"


def _width(character: str) -> float:
    return WIDE if east_asian_width(character) in "WF" else 1.0


def _prompt(told: Any) -> str:
    return clean(told)[:PROMPT_CHARACTERS] if isinstance(told, str) else ""
