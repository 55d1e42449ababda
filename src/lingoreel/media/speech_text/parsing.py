"""From a request's text to a script: who says what, in which order, with which pauses."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from lingoreel.errors import InvalidRequest
from lingoreel.media.speech_text.cleaning import MARKS, clean, count, refuse_surrogates
from lingoreel.media.speech_text.direction_marks import Bare
from lingoreel.media.speech_text.lexicon import Lexicon
from lingoreel.media.speech_text.limits import Limits
from lingoreel.media.speech_text.marked import Fixed, Marked, Style
from lingoreel.media.speech_text.rules import ATOM, rules
from lingoreel.media.speech_text.script import Script, Utterance
from lingoreel.media.speech_text.splitting import PARAGRAPH_MS, SENTENCE_MS, SWITCH_MS, Sentence, clauses, sentences
from lingoreel.media.speech_text.spoken import write
from lingoreel.media.speech_text.ssml import looks_like_ssml, parse_ssml
from lingoreel.media.speech_text.stretches import stretches
from lingoreel.media.speech_text.tags import without_tags

_MOST_WARNINGS = 20


def parse(
    text: str,
    language: str,
    *,
    ssml: bool | None = None,
    tags: bool = True,
    dictionary: Mapping[str, Any] | None = None,
    voice: str | None = None,
    rate: float = 1.0,
    pitch: float = 0.0,
    volume: float = 100.0,
    limits: Limits | None = None,
    field: str = "text",
    code: Callable[[str], str] | None = None,
    voice_language: Callable[[str], str | None] | None = None,
) -> Script:
    """A text as utterances, in order; nothing that can be spoken is lost.

    `language` is a primary code (`es`); `ssml` None takes a text that begins with <speak> as SSML. `tags`: what HTML's
    tags and character references say is text, too, where there is no SSML; else they are left out, and told.
    `dictionary` gives a term its respelling, or {"phonemes": …}. `rate`, `pitch` and `volume` are what prosody
    multiplies and adds to.
    `code` normalises the markup's language tags, raising InvalidRequest for unknown ones; `voice_language` tells the
    language of a voice that <voice> names, or None where it is not known.

    Raises InvalidRequest with the field at fault: nothing to speak, too long, half surrogate pairs, markup that is
    broken, unknown or out of range, a bad dictionary.
    """
    limits = limits or Limits()
    notes = _Notes()
    if not isinstance(text, str):
        raise InvalidRequest(
            f"{field} is no text but {'null' if text is None else f'a {type(text).__name__}'}.", field=field
        )
    if len(text) > limits.source_characters:
        raise InvalidRequest(
            f"{field} has {len(text):,} characters with its markup; at most {limits.source_characters:,} are taken.",
            code="text_too_long",
            field=field,
        )
    refuse_surrogates(text, field)
    lexicon = Lexicon(dictionary, limits)
    style = Style(language, voice, rate, pitch, volume)
    marked = _marked(text, style, ssml, tags, limits, notes, field, code, voice_language)
    bare, whole = None, marked.text
    if not marked.markup and MARKS.search(marked.text):
        bare = Bare(whole)
        marked = Marked(bare.text, [(0, len(bare.text), style)])
    characters = count(marked.text) if marked.markup else count(text)
    _refuse_length(characters, limits, field)
    marked.fixed = sorted([*marked.fixed, *lexicon.find(marked.text, marked.fixed)], key=lambda item: item.begin)
    inserted = sum(len(item.phonemes or item.spoken) for item in marked.fixed)
    if inserted > limits.characters:
        raise InvalidRequest(
            f"The respellings of {field} have {inserted:,} characters in all; at most {limits.characters:,} are taken.",
            code="text_too_long",
            field="dictionary" if dictionary else field,
        )
    utterances = tuple(_utterances(marked, style, limits, notes))
    if not utterances:
        shown = marked.text[:20]
        what = f"nothing that can be spoken: {shown!r}" if shown else "is empty"
        raise InvalidRequest(
            f"{field} {'has ' if shown else ''}{what}.",
            code="nothing_to_speak",
            field=field,
            remedy="Give at least one letter or figure.",
        )
    if bare is not None:
        return Script(whole, tuple(map(bare.in_marked, utterances)), characters, tuple(notes.items))
    return Script(marked.text, utterances, characters, tuple(notes.items))


def count_characters(text: str, *, ssml: bool | None = None, limits: Limits | None = None, field: str = "text") -> int:
    """How many characters of a text are paid for, markup not counted. Raises InvalidRequest where `parse` would."""
    refuse_surrogates(text, field)
    if ssml is False or (ssml is None and not looks_like_ssml(text)):
        return count(text)
    marked = parse_ssml(text, Style("en"), limits or Limits(), lambda *_: None, field=field)
    return count(marked.text)


def _marked(
    text: str,
    style: Style,
    ssml: bool | None,
    tags: bool,
    limits: Limits,
    notes: _Notes,
    field: str,
    code: Callable[[str], str] | None,
    voice_language: Callable[[str], str | None] | None,
) -> Marked:
    is_markup = looks_like_ssml(text) if ssml is None else ssml
    if not is_markup:
        _refuse_length(count(text), limits, field)
        shown = clean(text if tags else without_tags(text, notes.add), notes.add)
        return Marked(shown, [(0, len(shown), style)])
    if not looks_like_ssml(text):
        text = f"<speak>{text}</speak>"
    marked = parse_ssml(text, style, limits, notes.add, field=field, code=code, voice_language=voice_language)
    marked.markup = True
    return marked


def _refuse_length(characters: int, limits: Limits, field: str) -> None:
    if characters > limits.characters:
        raise InvalidRequest(
            f"{field} has {characters:,} characters; at most {limits.characters:,} are taken.",
            code="text_too_long",
            field=field,
            remedy="Send it in parts.",
            details={"characters": characters, "limit": limits.characters},
        )


class _Notes:
    """Warnings, each kind once."""

    def __init__(self) -> None:
        self.items: list[dict[str, str]] = []
        self._known: set[str] = set()

    def add(self, code: str, message: str) -> None:
        if code not in self._known and len(self.items) < _MOST_WARNINGS:
            self._known.add(code)
            self.items.append({"code": code, "message": message})


def _utterances(marked: Marked, style: Style, limits: Limits, notes: _Notes) -> Iterator[Utterance]:
    """Utterances in order; one is held back until it is known what pause follows it."""
    held: Utterance | None = None
    number = -1
    breaks = sorted(marked.breaks.items())
    at = 0
    for sentence in _sentences(marked, style):
        number += 1
        for piece in _pieces(marked, sentence, limits):
            made = _make(marked, piece, number, notes)
            pause = 0
            while at < len(breaks) and breaks[at][0] <= piece.begin:
                pause += breaks[at][1]
                at += 1
            if made is None:
                if held is not None and pause:
                    held = _paused(held, pause)
                if held is not None and piece.last:
                    held = _ended(held, piece.pause_ms)
                continue
            if held is not None:
                yield _paused(held, pause)
            held = made
    if held is not None:
        rest = sum(length for _, length in breaks[at:])
        yield _paused(_with_pause(held, 0), rest)


class _Piece:
    """[begin, end) of a sentence in one style and one language."""

    __slots__ = ("begin", "end", "language", "last", "pause_ms", "phonemes", "style")

    def __init__(self, begin: int, end: int, style: Style, language: str, pause_ms: int, last: bool) -> None:
        self.begin, self.end, self.style, self.language = begin, end, style, language
        self.pause_ms, self.last = pause_ms, last
        self.phonemes: str | None = None


def _sentences(marked: Marked, style: Style) -> Iterator[Sentence]:
    ends = [(place, PARAGRAPH_MS) for place in marked.paragraph_ends]
    ends += [(place, SENTENCE_MS) for place in marked.sentence_ends - marked.paragraph_ends]
    return sentences(marked.text, style.language, rules(style.language), ends)


def _pieces(marked: Marked, sentence: Sentence, limits: Limits) -> Iterator[_Piece]:
    text = marked.text
    found: list[_Piece] = []
    for begin, end, style in _styled(marked, sentence):
        inside = marked.fixed_in(begin, end)
        atoms = [(item.begin, item.end) for item in inside]
        atoms += [match.span() for match in ATOM.finditer(text, begin, end)]
        for first, last, language in stretches(text, begin, end, style.language, atoms):
            own = style.voice if language == style.language else None
            told = Style(language, own, style.rate, style.pitch, style.volume)
            spans = _around_phonemes(first, last, inside)
            for low, high, phonemes in spans:
                for cut_begin, cut_end, pause in _cut(text, low, high, limits, inside):
                    piece = _Piece(cut_begin, cut_end, told, language, pause or SWITCH_MS, False)
                    piece.phonemes = phonemes
                    found.append(piece)
    if found:
        found[-1].pause_ms, found[-1].last = sentence.pause_ms, True
    yield from found


def _cut(text: str, begin: int, end: int, limits: Limits, inside: list[Fixed]) -> list[tuple[int, int, int]]:
    """A long stretch in clauses, never inside a fixed reading."""
    if end - begin <= limits.utterance_characters // 2:
        return [(begin, end, 0)]
    parts = clauses(text, begin, end, limits.utterance_characters)
    joined: list[tuple[int, int, int]] = []
    for first, last, pause in parts:
        if joined and any(item.begin < first < item.end for item in inside):
            joined[-1] = (joined[-1][0], last, pause)
        else:
            joined.append((first, last, pause))
    return joined


def _styled(marked: Marked, sentence: Sentence) -> Iterator[tuple[int, int, Style]]:
    """The sentence's stretches of one style, cut at breaks too."""
    for first, last, style in marked.styles_in(sentence.begin, sentence.end):
        begin, end = max(first, sentence.begin), min(last, sentence.end)
        for place in marked.break_places(begin, end):
            yield begin, place, style
            begin = place
        if end > begin:
            yield begin, end, style


def _around_phonemes(begin: int, end: int, inside: list[Fixed]) -> Iterator[tuple[int, int, str | None]]:
    for item in inside:
        if item.phonemes is None or not begin <= item.begin < end:
            continue
        if item.begin > begin:
            yield begin, item.begin, None
        yield item.begin, min(item.end, end), item.phonemes
        begin = min(item.end, end)
    if end > begin:
        yield begin, end, None


def _make(marked: Marked, piece: _Piece, number: int, notes: _Notes) -> Utterance | None:
    shown = marked.text[piece.begin : piece.end]
    begin = piece.begin + len(shown) - len(shown.lstrip())
    shown = shown.strip()
    if not shown:
        return None
    end = begin + len(shown)
    fixed = [item for item in marked.fixed_in(begin, end) if item.begin >= begin and item.end <= end]
    spoken, places = write(marked.text, begin, end, piece.language, fixed, notes.add)
    if not any(_sounds(c) for c in spoken):
        return None
    style = piece.style
    return Utterance(
        text=shown,
        spoken=spoken,
        begin=begin,
        end=end,
        language=piece.language,
        voice=style.voice,
        rate=style.rate,
        pitch=style.pitch,
        volume=style.volume,
        pause_after_ms=round(piece.pause_ms / style.rate),
        phonemes=piece.phonemes,
        stretches=places,
        ends_sentence=piece.last,
        sentence=number,
    )


def _sounds(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "L"


def _with_pause(utterance: Utterance, pause_ms: int) -> Utterance:
    return replace(utterance, pause_after_ms=pause_ms, ends_sentence=True)


def _paused(utterance: Utterance, pause_ms: int) -> Utterance:
    """With a break of the markup after it, which stands in place of the natural pause where it is longer."""
    return replace(utterance, pause_after_ms=max(utterance.pause_after_ms, pause_ms)) if pause_ms else utterance


def _ended(utterance: Utterance, pause_ms: int) -> Utterance:
    return replace(utterance, pause_after_ms=max(utterance.pause_after_ms, pause_ms), ends_sentence=True)
