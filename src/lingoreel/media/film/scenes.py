"""From a text to a storyboard, by rules alone: scenes, their headlines, moods and drawings."""

from __future__ import annotations

from collections.abc import Sequence

from lingoreel.errors import InvalidRequest
from lingoreel.media.cues.function_words import FUNCTION_WORDS, NONE
from lingoreel.media.film.forms import Form, read_form
from lingoreel.media.film.genres import tell_genre
from lingoreel.media.film.headlines import choose_headline
from lingoreel.media.film.keywords import Lexicon, lexicon
from lingoreel.media.film.moods import tell_moods
from lingoreel.media.film.motif_choice import choose_motifs
from lingoreel.media.film.splitting import split_scenes
from lingoreel.media.film.storyboard import Scene, Storyboard
from lingoreel.media.film.word_places import says, word_places
from lingoreel.media.speech_text.cleaning import clean, refuse_surrogates


def make_storyboard(text: str, language: str, *, seed: int = 0, assets: int = 0) -> Storyboard:
    """The storyboard of a text in one language (a BCP 47 code).

    The scenes' narrations joined are the text, cleaned as for speaking (`media.speech_text.cleaning.clean`), blanks
    apart. The same text and seed give the same storyboard; another seed other drawings where no word calls for one.
    `assets`: so many pictures or clips are spread over the scenes, in order.
    Raises InvalidRequest for a text in which nothing can be said.
    """
    refuse_surrogates(text, "text")
    text = clean(text, lambda *_: None)
    if not says(text):
        raise InvalidRequest(
            f"text has nothing that can be spoken: {text[:20]!r}." if text else "text is empty.",
            code="nothing_to_speak",
            field="text",
            remedy="Give at least one letter or figure.",
        )
    language = language.replace("_", "-")
    primary = _primary(language)
    words = lexicon(primary)
    form = read_form(text)
    spans = [(scene[0].begin, scene[-1].end) for scene in split_scenes(text, language, form, at_least=assets)]
    narrations = [text[begin:end] for begin, end in spans]
    places = [_content_words(narration, language) for narration in narrations]
    genre = tell_genre(text, word_places(text, language), form, words)
    moods = tell_moods(narrations, places, genre, words)
    headlines = _headlines(narrations, spans, primary, words, form)
    keywords = [words.keywords(narration, spots) for narration, spots in zip(narrations, places, strict=True)]
    motifs = choose_motifs(keywords, headlines, moods, genre, seed)
    scenes = tuple(
        Scene(
            number=number,
            narration=narration,
            headline=headlines[number],
            mood=moods[number],
            keywords=tuple(
                dict.fromkeys(
                    narration[found.begin : found.end]
                    for found in keywords[number]
                    if found.motif in motifs[number] and says(narration[found.begin : found.end])
                )
            ),
            motifs=motifs[number],
            asset=asset,
        )
        for number, (narration, asset) in enumerate(zip(narrations, spread(assets, len(narrations)), strict=True))
    )
    return Storyboard(language, genre, scenes)


def spread(assets: int, scenes: int) -> list[int | None]:
    """The number of the asset of every scene: in order and evenly, the first scene first; all scenes where they do."""
    if assets >= scenes:
        return [scene * assets // scenes for scene in range(scenes)]
    placed: list[int | None] = [None] * scenes
    for asset in range(assets):
        placed[asset * scenes // assets] = asset
    return placed


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _content_words(text: str, language: str) -> list[tuple[int, int]]:
    """The places of the words that are no function words."""
    lists = FUNCTION_WORDS.get(_primary(language), NONE)
    small = lists.binds_next | lists.opens | lists.binds_previous
    return [(begin, end) for begin, end in word_places(text, language) if text[begin:end].lower() not in small]


def _headlines(
    narrations: Sequence[str], spans: Sequence[tuple[int, int]], language: str, words: Lexicon, form: Form
) -> list[tuple[int, int] | None]:
    marks = {line.begin: line.mark_end for line in form.lines}
    shown: set[str] = set()
    found: list[tuple[int, int] | None] = []
    for narration, (begin, _) in zip(narrations, spans, strict=True):
        skip = marks.get(begin, begin) - begin
        headline = choose_headline(narration, language, words, skip=skip, shown=shown)
        if headline is not None:
            shown |= {
                narration[b:e].lower() for b, e in word_places(narration, language) if headline[0] <= b < headline[1]
            }
        found.append(headline)
    return found
