"""What every translator takes, answers and says about itself.

A translator is one module with

- `capabilities(settings) -> Capabilities | Unavailable`: cheap, imports no model library;
- `host_config(settings) -> dict`: the plain data its host class is made from;
- `HOST`: the host class as `package.module:Class`, with `__init__(config)` and `handle(request, report)`,
  where `request` is `TranslationRequest.to_dict()` and the answer is `Translation.to_dict()`.

A line is a whole sentence (or what is said between two pauses), never a subtitle's line. The answer has exactly one
entry per line, in order; what could not be translated says so by `text` None, and is never left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, Self

Tier = Literal["embedded", "neural"]
Lane = Literal["cpu", "gpu", "net"]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a translator on a live worker can do. Plain data: a worker publishes it, the API reads it.

    `pairs` are (source, target) codes as `languages.normalise` gives them; None: any pair. `version` changes whenever
    the same lines may give another text. `draft`: its work is a draft that a person must rewrite. `batch_lines` is
    how many lines it is best handed at once, `context_lines` how many before and after help it (0: none do).
    Lane `net` is for engines that wait for another machine.
    """

    name: str
    version: str
    tier: Tier
    pairs: frozenset[Pair] | None
    host: str
    lane: Lane = "cpu"
    parallel: int = 1
    draft: bool = False
    batch_lines: int = 100
    context_lines: int = 0
    capability: str = "translation"
    model: str | None = None

    def serves(self, source: str, target: str) -> bool:
        """Whether it translates this pair directly."""
        return source != target and (self.pairs is None or (source, target) in self.pairs)

    def to_dict(self) -> dict[str, Any]:
        return {
            "capability": self.capability,
            "name": self.name,
            "version": self.version,
            "tier": self.tier,
            "pairs": None if self.pairs is None else _plain(self.pairs),
            "host": self.host,
            "lane": self.lane,
            "parallel": self.parallel,
            "draft": self.draft,
            "batch_lines": self.batch_lines,
            "context_lines": self.context_lines,
            "model": self.model,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        pairs = data["pairs"]
        if isinstance(pairs, dict):
            read: frozenset[Pair] | None = _all_between(tuple(pairs["between"]))
        else:
            read = None if pairs is None else frozenset((a, b) for a, b in pairs)
        return cls(**{**data, "pairs": read})


def _plain(pairs: frozenset[Pair]) -> list[list[str]] | dict[str, list[str]]:
    """The pairs as plain data; short where every language goes into every other, of which there may be ten thousand."""
    codes = tuple(sorted({code for pair in pairs for code in pair}))
    if len(codes) > 2 and len(pairs) == len(codes) * (len(codes) - 1):
        return {"between": list(codes)}
    return sorted([list(pair) for pair in pairs])


@lru_cache(maxsize=16)
def _all_between(codes: tuple[str, ...]) -> frozenset[Pair]:
    return frozenset((source, target) for source in codes for target in codes if source != target)


@dataclass(frozen=True, slots=True)
class TranslationRequest:
    """Lines to translate from `source` to `target` (normalised codes).

    `before` and `after` are the lines around them, for context alone. `glossary` maps terms of the source to what they
    must become; `keep` are terms that stay as they are. `limits` are the most characters that each line's translation
    should have (None: any), `drafts` translations to start from: both empty or one for each line, and only for
    engines that can do something with them.
    """

    source: str
    target: str
    lines: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    glossary: dict[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    limits: tuple[int | None, ...] = ()
    drafts: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data; without limits and drafts where there are none, so that what is kept by it stays known."""
        more: dict[str, Any] = {"limits": list(self.limits)} if self.limits else {}
        more |= {"drafts": list(self.drafts)} if self.drafts else {}
        return more | {
            "source": self.source,
            "target": self.target,
            "lines": list(self.lines),
            "before": list(self.before),
            "after": list(self.after),
            "glossary": dict(self.glossary),
            "keep": list(self.keep),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            source=str(data["source"]),
            target=str(data["target"]),
            lines=tuple(str(line) for line in data["lines"]),
            before=tuple(str(line) for line in data.get("before") or ()),
            after=tuple(str(line) for line in data.get("after") or ()),
            glossary={str(term): str(wanted) for term, wanted in (data.get("glossary") or {}).items()},
            keep=tuple(str(term) for term in data.get("keep") or ()),
            limits=tuple(None if most is None else int(most) for most in data.get("limits") or ()),
            drafts=tuple(str(draft) for draft in data.get("drafts") or ()),
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found in one translated line after every repair.

    `code`: `number`, `name`, `url`, `tag`, `glossary`, `keep`, `untranslated`, `empty`, `marks` (an engine's own,
    left in), `length`, `repetition` or `unknown_word` (left as it is); `detail` is the term at fault.
    """

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class TranslatedLine:
    """One line's translation; `text` None when the engine could not make one, and `problems` say why.

    `repaired`: a check failed first and a second attempt mended it.
    """

    text: str | None
    problems: tuple[Problem, ...] = ()
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Translation:
    """As many lines as were asked for, in order. `warnings` are `{"code", "message"}` pairs for the customer."""

    lines: tuple[TranslatedLine, ...]
    warnings: tuple[dict[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data; with lines that have no text it says that it is `incomplete`."""
        gaps = any(line.text is None for line in self.lines)
        return ({"incomplete": True} if gaps else {}) | {
            "lines": [
                {
                    "text": line.text,
                    "problems": [[problem.code, problem.detail] for problem in line.problems],
                    "repaired": line.repaired,
                }
                for line in self.lines
            ],
            "warnings": [dict(warning) for warning in self.warnings],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            lines=tuple(
                TranslatedLine(
                    line["text"],
                    tuple(Problem(code, detail) for code, detail in line["problems"]),
                    bool(line["repaired"]),
                )
                for line in data["lines"]
            ),
            warnings=tuple(dict(warning) for warning in data.get("warnings") or ()),
        )
