"""Which face draws each letter of a text: decided before anything is drawn, so that nothing is ever a box."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from lingoreel.errors import InvalidRequest, TaskError
from lingoreel.media.fonts.face import Face
from lingoreel.media.fonts.ids import FONT_IDS, FontId
from lingoreel.media.fonts.index import FontIndex
from lingoreel.media.fonts.scripts import (
    CJK,
    COMMON,
    WESTERN,
    comes_last,
    is_cjk_punctuation,
    is_invisible,
    preferred,
    region,
    script_name,
    script_of,
)

STANDARD = 0
"""The font id of the API that is taken where none is named."""
NAMED_LETTERS = 20
_SAME_WEIGHT = 150
# Wide in Chinese and Japanese type, narrow in Western: quotation marks, dashes, the ellipsis.
_AMBIGUOUS = frozenset("“”‘’…—―·‥～")


@dataclass
class FontChoice:
    """The face of every visible character of a text, for its plain letters, and the warnings about it.

    `index` gives bold and slanted relatives of these faces; `weight` is that of plain letters.
    """

    font: FontId
    index: FontIndex
    weight: int
    faces: dict[str, Face] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def styled(self, character: str, bold: bool, italic: bool) -> tuple[Face, bool] | None:
        """The face for a character in bold or italic, and whether it really is.

        Where the family has no such face it is the plain one, which libass then thickens or slants.
        """
        plain = self.faces.get(character)
        if plain is None:
            return None
        weight = 700 if bold else self.weight
        near = self.index.find(plain.family, weight, italic) if bold or italic else None
        if near is None or near.italic != italic or abs(near.weight - weight) > _SAME_WEIGHT or not near.has(character):
            return plain, False
        return near, True


def choose_faces(
    index: FontIndex,
    font_id: int | None,
    characters: Iterable[str],
    language: str | None = None,
    *,
    where: str = "of the subtitles",
) -> FontChoice:
    """Give every character of a text a face.

    `characters` may be the text itself: combining marks are seen with the letters they stand on. `language` decides
    the shapes of Chinese characters; `where` says in an error where the letters stand. `font_id` None is the standard
    font, and no word is lost on what stands for it. Raises InvalidRequest on an
    unknown `font_id`; TaskError `font_missing` naming the letters that no face here can draw, and what to install.
    """
    font = FONT_IDS.get(STANDARD if font_id is None else font_id)
    if font is None:
        known = ", ".join(f"{number} {one.name}" for number, one in FONT_IDS.items())
        raise InvalidRequest(
            f"subtitle_style.font must be one of {known}, not {font_id!r}.", field="subtitle_style.font"
        )
    text = characters if isinstance(characters, str) else "".join(characters)
    return _Chooser(index, font, text, language, where, named=font_id is not None).choose()


class _Chooser:
    def __init__(
        self, index: FontIndex, font: FontId, text: str, language: str | None, whose: str, *, named: bool
    ) -> None:
        self._index = index
        self._named = named
        self._whose = whose
        self._letters = frozenset(character for character in set(text) if not is_invisible(character))
        self._text = text
        self._where = region(language, self._letters)
        self._choice = FontChoice(font, index, font.families[0].weight)
        self._faces = self._choice.faces
        self._primary = self._first_of((wanted.family, wanted.weight) for wanted in font.families)
        self._chains: dict[str, list[Face]] = {}

    def choose(self) -> FontChoice:
        scripts: dict[str, set[str]] = defaultdict(set)
        for letter in self._letters:
            scripts[script_of(letter)].add(letter)
        for script in sorted(scripts, key=lambda code: (code in COMMON, -len(scripts[code]), code)):
            self._give(script, sorted(scripts[script]))
        self._keep_marks_with_letters()
        missing = sorted(self._letters - self._faces.keys())
        if missing:
            raise missing_letters(missing, self._whose)
        self._faces[" "] = self._primary or next(iter(self._faces.values()), None) or self._any_with(" ")
        self._tell(scripts)
        return self._choice

    def _any_with(self, character: str) -> Face:
        for face in self._index:
            if face.has(character):
                return face
        raise missing_letters([character], self._whose)

    def _first_of(self, wanted: Iterable[tuple[str, int]]) -> Face | None:
        for family, weight in wanted:
            face = self._index.find(family, weight)
            if face is not None and face.has("A"):
                return face
        return None

    def _give(self, script: str, letters: list[str]) -> None:
        if script in COMMON:
            self._give_shared(letters)
            return
        for face in self._best_first(script, letters):
            for letter in letters:
                if letter not in self._faces and face.has(letter):
                    self._faces[letter] = face
            if all(letter in self._faces for letter in letters):
                return

    def _best_first(self, script: str, letters: list[str]) -> Iterable[Face]:
        chain = self._chain(script)
        if script not in WESTERN:  # one face for a whole script: letters of two do not join, nor match
            for face in chain:
                if all(face.has(letter) for letter in letters):
                    yield face
                    return
        yield from chain
        yield from self._everything()

    def _chain(self, script: str) -> list[Face]:
        """The faces that a script is looked for in first."""
        if script not in self._chains:
            font = self._choice.font
            own = [self._primary] if self._primary is not None else []
            names = preferred(script, font.kind, self._where)
            others = [face for name in names if (face := self._index.find(name, self._choice.weight)) is not None]
            of_id = [face for w in font.families if (face := self._index.find(w.family, w.weight)) is not None]
            first = own if script in WESTERN or self._is_made_for(script) else []
            self._chains[script] = list(dict.fromkeys([*first, *others, *own, *of_id]))
        return self._chains[script]

    def _is_made_for(self, script: str) -> bool:
        """Whether the face asked for is one of Chinese type, and Chinese is what is written."""
        chinese = self._choice.font.name in {"SimSun", "SimHei", "KaiTi", "LiShu", "Microsoft YaHei"}
        return chinese and script in CJK and self._where == "SC"

    def _everything(self) -> Iterable[Face]:
        names = self._index.families
        for name in sorted(names, key=lambda name: (comes_last(name), name.casefold())):
            face = self._index.find(name, self._choice.weight)
            if face is not None:
                yield face

    def _give_shared(self, letters: list[str]) -> None:
        """Digits, punctuation and symbols: from the face asked for, else from one in use, else from any."""
        used = [face for face, _ in Counter(self._faces.values()).most_common()]
        cjk = [face for face in used if any(script_of(c) in CJK for c, f in self._faces.items() if f is face)]
        by_script = Counter(script_of(letter) for letter in self._letters)
        mostly_cjk = sum(by_script[code] for code in CJK) > by_script["Latn"]
        own = [self._primary] if self._primary is not None else []
        symbols = self._chain("Zyyy")
        for letter in letters:
            wide = is_cjk_punctuation(letter) or (mostly_cjk and letter in _AMBIGUOUS)
            quick = [*cjk, *own, *used, *symbols] if wide else [*own, *used, *symbols]
            face = next((face for face in quick if face.has(letter)), None)
            face = face or next((face for face in self._everything() if face.has(letter)), None)
            if face is not None:
                self._faces[letter] = face

    def _keep_marks_with_letters(self) -> None:
        """A combining mark comes from the face of the letters it stands on, or they move to one that has both."""
        marks = {letter for letter in self._letters if unicodedata.category(letter)[0] == "M"}
        if not marks:
            return
        bases: dict[str, Counter[str]] = defaultdict(Counter)
        base = ""
        for character in self._text:
            if character in marks:
                if base:
                    bases[character][base] += 1
            elif not is_invisible(character):
                base = character
        for mark in sorted(bases):
            self._join(mark, bases[mark])

    def _join(self, mark: str, bases: Counter[str]) -> None:
        votes: Counter[Face] = Counter()
        for base, times in bases.items():
            if base in self._faces:
                votes[self._faces[base]] += times
        for face, _ in votes.most_common():
            if face.has(mark):
                self._faces[mark] = face
                return
        letters = [base for base in bases if base in self._faces]
        for face in [*self._chain("Latn"), *self._everything()]:
            if face.has(mark) and all(face.has(letter) for letter in letters):
                self._faces.update(dict.fromkeys([mark, *letters], face))
                return

    def _tell(self, scripts: dict[str, set[str]]) -> None:
        font, primary = self._choice.font, self._primary
        used = Counter(self._faces.values())
        if self._named and primary is not None and used[primary] and primary.family != font.name:
            self._choice.warnings.append(f"The font {font.name!r} is not installed; {primary.family} stands for it.")
        told: dict[str, list[str]] = defaultdict(list)
        for script in sorted(set(scripts) - COMMON):
            for face in dict.fromkeys(self._faces[letter] for letter in sorted(scripts[script])):
                if face is not primary:
                    told[face.family].append(script_name(script))
        for family, names in told.items():
            self._choice.warnings.append(f"{_listed(names)} letters are drawn with {family}.")


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def missing_letters(letters: Iterable[str], where: str) -> TaskError:
    """The failure that names letters no installed font can draw, and what to install."""
    letters = sorted(set(letters))
    scripts = {letter: script_of(letter) for letter in letters}
    shown = [
        f"{_shown(letter)} (U+{ord(letter):04X}, {script_name(scripts[letter])})" for letter in letters[:NAMED_LETTERS]
    ]
    more = f" and {len(letters) - NAMED_LETTERS} more" if len(letters) > NAMED_LETTERS else ""
    items = []
    if any(code in CJK or is_cjk_punctuation(letter) for letter, code in scripts.items()):
        items.append("fonts-cjk")
    if any(code not in CJK and code != "Zzzz" and not is_cjk_punctuation(c) for c, code in scripts.items()):
        items.append("fonts")
    pull = f"Run `lingoreel models pull {' '.join(items)}`, or put" if items else "Put"
    return TaskError(
        f"No installed font can draw {'these letters' if len(letters) > 1 else 'this letter'} {where}: "
        f"{', '.join(shown)}{more}.",
        code="font_missing",
        remedy=f"{pull} a font that has them into a folder named in LINGOREEL_FONT_DIRS.",
        details={
            "letters": [f"U+{ord(letter):04X}" for letter in letters[:NAMED_LETTERS]],
            "count": len(letters),
            "scripts": sorted({script_name(code) for code in scripts.values()}),
            "items": items,
        },
    )


def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    if category[0] == "M":
        return f"◌{letter}"
    return letter if category[0] != "C" else "?"
