"""What a translation must keep of its source: checked line by line, whoever translated it.

The checks are made to be believed: each rather misses a fault than reports one that is none. All are functions of
their arguments alone, and take time in proportion to the lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from lingoreel.engines.translation import names, numerals
from lingoreel.engines.translation.fixed_parts import Part, fixed_parts, pattern, tags, terms, urls, without
from lingoreel.engines.translation.protocol import Problem
from lingoreel.engines.translation.scripts import letters, script_of, scripts_of, unspaced, weight

# A line with one of these says something else than its source, or nothing: rather no text than this one.
UNUSABLE = frozenset({"empty", "length", "repetition"})
# A hint for whoever looks over the text, not a fault for sure.
ADVISORY = frozenset({"name"})

MOST = 20  # problems told of one line
DETAIL = 80  # characters of a problem's detail
TOO_LONG, TOO_SHORT = 4.0, 1 / 6  # times the source, in letters of an alphabet
SLACK = 24.0  # letters that short lines may differ by anyway
COPIED_WORDS = 4  # words of a sentence from which an unchanged one counts as untranslated
COPIED_SHARE = 0.8
LOOP = 4  # repetitions of one word or phrase
_LOOP = re.compile(r"(?<!\w)(\w.{0,60}?)(?:[\s,.;:!?、。，！？…\-]*\1){3,}(?!\w)", re.IGNORECASE)
_LOOP_UNSPACED = re.compile(r"([^\s\d]{2,20}?)\1{5,}")
LOOKED_AT = 4000  # characters of a line looked at for repetition

# Languages so close that a whole sentence may be the same in both.
_CLOSE = tuple(
    frozenset(group.split())
    for group in (
        "es pt gl ca oc ast it",
        "no nn da sv",
        "hbs hr sr bs sl",
        "cs sk",
        "ru uk be",
        "bg mk",
        "id ms su jv",
        "zh yue",
        "hi ur",
        "af nl",
        "tr az tk",
        "kk ky tt ba",
    )
)

_GRAMMAR_TAG = re.compile(r"<[a-z][a-z0-9_]{0,12}>")
_WORD_MARK = re.compile(r"(?<![\w*@#])[*@#]+(?=\w)")
_MODEL_MARK = re.compile(r"<unk>|</?s>|<pad>|⁇|▁|�|\[\]\[|\[\]|\b[a-z]{3}_[A-Z][a-z]{3}\b|\b__[a-z]{2,3}__\b")
_CODE = re.compile(r"<(script|style)\b[^>]{0,200}>.{0,2000}?</\1>", re.DOTALL | re.IGNORECASE)
_DRAWN_TAGS = frozenset({"<i>", "<b>", "<u>", "<s>"})  # look like a grammar's, and are an author's


def problems(
    source_line: str,
    target_line: str | None,
    source: str,
    target: str,
    glossary: Mapping[str, str],
    keep: Iterable[str],
) -> tuple[Problem, ...]:
    """What is wrong with `target_line` as a translation of `source_line`; nothing: as far as can be checked.

    `source` and `target` are normalised codes. Codes: `empty`, `number` (missing, or added when the source lacks it),
    `url` and `tag` (likewise), `glossary`, `keep`, `name` (advisory), `untranslated`, `marks` (an engine's own signs in
    the text), `length` (more than 4 × or less than 1/6 of the source), `repetition`. At most 20, whole-line faults
    first.
    """
    text = (target_line or "").strip()
    if not has_letters(source_line) and not any(letter.isdigit() for letter in source_line):
        return ()
    if not any(map(str.isalnum if has_letters(source_line) else str.isdigit, without(text, tags(text)))):
        return (Problem("empty", ""),)
    keep = tuple(keep)
    found: list[Problem] = []
    found += _length(source_line, text)
    found += _repetition(source_line, text)
    found += _untranslated(source_line, text, source, target, glossary, keep)
    found += [Problem("marks", mark) for mark in marks(source_line, text)]
    found += _counted("tag", tags(source_line), _not_marks(source_line, text, tags(text)))
    found += _counted("url", urls(source_line), _not_marks(source_line, text, urls(text)))
    found += _terms(source_line, text, glossary, keep)
    found += _numbers(source_line, text, source, target, glossary, keep)
    found += _names(source_line, text, source, target, glossary, keep)
    unique = dict.fromkeys(Problem(problem.code, problem.detail[:DETAIL]) for problem in found)
    return tuple(unique)[:MOST]


def severity(found: Iterable[Problem]) -> tuple[int, int, int]:
    """How bad a line is, for choosing between two: unusable, faults, hints."""
    counts = Counter("unusable" if p.code in UNUSABLE else "hint" if p.code in ADVISORY else "fault" for p in found)
    return counts["unusable"], counts["fault"], counts["hint"]


def has_letters(line: str) -> bool:
    """Whether there is anything in a line to translate."""
    return any(map(str.isalpha, without(line, tags(line))))


def marks(source_line: str, target_line: str) -> list[str]:
    """Signs of an engine that leaked into its text: `*word`, `@word`, `#word`, `<prn>`, `<unk>`, `⁇` and the like."""
    found = [match.group() for match in _MODEL_MARK.finditer(target_line) if match.group() not in source_line]
    found += [tag for tag in _GRAMMAR_TAG.findall(target_line) if tag not in source_line and tag not in _DRAWN_TAGS]
    for match in _WORD_MARK.finditer(target_line):
        word = re.match(r"[*@#]+\w+", target_line[match.start() : match.start() + 80])
        if word and word.group() not in source_line:
            found.append(word.group())
    return list(dict.fromkeys(found))


def without_leaks(source_line: str, target_line: str) -> str:
    """The target without engine's marks and without tags that the source does not have."""
    if not _CODE.search(source_line):
        target_line = _CODE.sub("", target_line)
    known = {part.text for part in (*tags(source_line), *urls(source_line))}
    for part in reversed(tags(target_line)):
        if part.text not in known:
            target_line = target_line[: part.start] + target_line[part.end :]
    text = _MODEL_MARK.sub(lambda match: match.group() if match.group() in source_line else " ", target_line)
    for mark in marks(source_line, text):
        if mark[0] in "*@#":
            text = text.replace(mark, mark.lstrip("*@#"))
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def _not_marks(source_line: str, text: str, parts: Sequence[Part]) -> Sequence[Part]:
    leaked = set(marks(source_line, text))
    return [part for part in parts if part.text not in leaked]


def _length(source_line: str, text: str) -> list[Problem]:
    before, after = weight(source_line), weight(text)
    if after > TOO_LONG * before + SLACK:
        return [Problem("length", f"{len(text)} characters for {len(source_line)}")]
    if after < TOO_SHORT * before - SLACK / 6:
        return [Problem("length", f"{len(text)} characters for {len(source_line)}")]
    return []


def _repetition(source_line: str, text: str) -> list[Problem]:
    found = _longest_loop(text)
    if found is None:
        return []
    phrase, count = found
    before = _longest_loop(source_line)
    return [] if before and before[1] + 2 >= count else [Problem("repetition", phrase)]


def _longest_loop(text: str) -> tuple[str, int] | None:
    best: tuple[str, int] | None = None
    text = text[:LOOKED_AT]
    words = text.casefold().replace("-", " ").split()
    shapes = []
    if words and Counter(word.strip(".,;:!?…") for word in words).most_common(1)[0][1] >= LOOP - 1:
        shapes.append(_LOOP)
    if any(len(word) >= 12 for word in words):
        shapes += [_LOOP, _LOOP_UNSPACED]
    for shape in shapes:
        for match in shape.finditer(text):
            count = match.group().casefold().count(match.group(1).casefold())
            if best is None or count > best[1]:
                best = match.group(1).strip(), count
    return best


def _untranslated(
    source_line: str, text: str, source: str, target: str, glossary: Mapping[str, str], keep: tuple[str, ...]
) -> list[Problem]:
    either = {**glossary, **{value: value for value in glossary.values()}}
    bare_source = without(source_line, fixed_parts(source_line, either, keep))
    bare_target = without(text, fixed_parts(text, either, keep))
    for name in names.names(source_line, source):
        bare_source, bare_target = bare_source.replace(name, " "), bare_target.replace(name, " ")
    here, there = letters(bare_source), letters(bare_target)
    foreign = scripts_of(target).isdisjoint(scripts_of(source))
    right = sum(there[script] for script in scripts_of(target))
    if there.total() >= 8 and foreign and right < 0.3 * there.total() and here.total() >= 8:
        return [Problem("untranslated", text)]
    if target == "ja" and there.total() >= 14 and not there["KANA"]:
        return [Problem("untranslated", text)]
    if target in ("zh", "yue") and source == "ja" and there["KANA"] >= 3:
        return [Problem("untranslated", "".join(c for c in bare_target if script_of(c) == "KANA"))]
    strays = _strays(source_line, bare_target, target)
    if strays:
        return [Problem("untranslated", stray) for stray in strays]
    return [Problem("untranslated", text)] if _copied(bare_source, bare_target, source, target) else []


def _strays(source_line: str, text: str, target: str) -> list[str]:
    """Words of a script that neither the source has nor the target is written in: a model slipped."""
    allowed = scripts_of(target) | set(letters(source_line)) | {"LATIN"}
    if "HAN" in allowed and target != "ko":
        allowed |= {"KANA"} if target == "ja" else set()
    found: list[str] = []
    if text.isascii():
        return found
    run = ""
    for letter in (*text, " "):
        script = script_of(letter)
        # a single letter of Greek and the like is a sign: π, Ω, µ
        if script and script not in allowed and script not in ("MODIFIER", "MICRO", "FEMININE", "MASCULINE"):
            run += letter
            continue
        if len(run) > 1 or (run and unspaced(script_of(run))):
            found.append(run)
        run = ""
    return found


def _copied(bare_source: str, bare_target: str, source: str, target: str) -> bool:
    here, there = _words(bare_source), _words(bare_target)
    close = any(source in group and target in group for group in _CLOSE)
    least = 2 * COPIED_WORDS if close else COPIED_WORDS
    if here == there:
        long = any(unspaced(script_of(word[0])) for word in here) and len("".join(here)) >= 2 * least
        return long or (len(here) >= least and len(set(here)) >= COPIED_WORDS - 1)
    if close or len(there) < COPIED_WORDS + 2 or len(set(here)) < COPIED_WORDS:
        return False
    same = sum((Counter(here) & Counter(there)).values())
    return same >= COPIED_SHARE * max(len(here), len(there))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


def _counted(code: str, here: Sequence[Part], there: Sequence[Part]) -> list[Problem]:
    """Parts of the source that the target lacks, and parts of the target that the source never had."""
    wanted, found = Counter(p.text.casefold() for p in here), Counter(p.text.casefold() for p in there)
    spelled = {part.text.casefold(): part.text for part in (*there, *here)}
    missing = [Problem(code, spelled[text]) for text in wanted - found]
    return missing + [Problem(code, spelled[text]) for text in found - wanted if text not in wanted]


def _terms(source_line: str, text: str, glossary: Mapping[str, str], keep: tuple[str, ...]) -> list[Problem]:
    found = []
    canonical = {term.casefold(): term for term in keep}
    for part in {(part.kind, part.text): part for part in terms(source_line, glossary, keep)}.values():
        if part.kind == "keep":
            if part.text not in text and canonical.get(part.text.casefold(), part.text) not in text:
                found.append(Problem("keep", part.text))
        elif not has_term(text, part.wanted):
            found.append(Problem("glossary", f"{part.text} → {part.wanted}"))
    return found


def has_term(text: str, wanted: str) -> bool:
    """Whether a text has a term, in any case and, word by word, with another ending: `bases de datos`."""
    if not wanted.strip() or pattern(wanted).search(text):
        return True
    if any(unspaced(script_of(letter)) for letter in wanted):
        return "".join(wanted.split()) in "".join(text.split())
    parts = []
    for word in wanted.split():
        stem = word if len(word) <= 3 else word[: max(3, len(word) - max(2, len(word) // 4))]
        parts.append(re.escape(stem) + r"\w{0,6}")
    return re.search(r"(?<!\w)" + r"\W+".join(parts), text, re.IGNORECASE) is not None


def _numbers(
    source_line: str, text: str, source: str, target: str, glossary: Mapping[str, str], keep: tuple[str, ...]
) -> list[Problem]:
    """Numbers outside addresses, tags and terms, which are checked as such."""
    bare_source = without(source_line, fixed_parts(source_line, glossary, keep))
    wanted = {value: value for value in glossary.values() if value}
    bare_target = without(text, fixed_parts(text, wanted, keep))
    found = numerals.compare(bare_source, bare_target, source, target)
    return [Problem("number", number.text) for number in (*found.missing, *found.added)]


def _names(
    source_line: str, text: str, source: str, target: str, glossary: Mapping[str, str], keep: tuple[str, ...]
) -> list[Problem]:
    """Only between languages that share letters: elsewhere a name is written by its sound."""
    if scripts_of(source).isdisjoint(scripts_of(target)) or "LATIN" not in scripts_of(source):
        return []
    bare = without(source_line, fixed_parts(source_line, glossary, keep))
    return [Problem("name", name) for name in names.names(bare, source) if not names.kept(name, text)]
