"""Which translators get which lines, what becomes of those that one of them cannot do, and what the customer learns.

The run and the engines are made up: an engine is a function from a request to as many texts, None where it has none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from lingoreel.engines.translation import Capabilities, Problem, TranslatedLine, Translation, TranslationRequest
from lingoreel.errors import EngineFailed, EngineUnavailable, ProcessingTimeout
from lingoreel.settings import Limits, Settings
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.translating import PROBLEMS_SHOWN, Translated, Wanted, translate

Engine = Callable[[TranslationRequest], Sequence[str | None]]
PAIRS = {"any": None, "en-es": {("en", "es")}, "es-ca": {("es", "ca")}, "en-de": {("en", "de")}}


def translator(name: str, pairs: str = "any", **more: Any) -> Capabilities:
    served = PAIRS[pairs]
    tier = more.pop("tier", "embedded")
    return Capabilities(name, "1", tier, None if served is None else frozenset(served), f"{name}:Host", **more)


class MadeUpRun:
    """Carries parts out at once, by the engines named in their hosts."""

    def __init__(self, **engines: tuple[Capabilities, Engine]) -> None:
        self.engines = engines
        self.kit = SimpleNamespace(settings=Settings())
        self.facts = SimpleNamespace(limits=Limits())
        self.asked: list[tuple[str, TranslationRequest]] = []
        self.batches: list[tuple[str, str, float, float]] = []
        self.parts: list[HostPart] = []
        self.made: dict[str, dict[str, Any]] = {}

    async def step(self, _name: str, work: Callable[[], Any], **_: Any) -> Any:
        return await work()

    async def offered(self, capability: str) -> list[dict[str, Any]]:
        assert capability == "translation"
        return [engine.to_dict() for engine, _ in self.engines.values()]

    async def batch(self, name: str, lane: str, work: Sequence[HostPart], *, low: float, high: float) -> list[str]:
        assert name not in {batch[0] for batch in self.batches}
        assert low <= high
        self.batches.append((name, lane, low, high))
        keys = []
        for number, part in enumerate(work):
            self.parts.append(part)
            engine = part.host.partition(":")[0]
            request = TranslationRequest.from_dict(part.request)
            self.asked.append((engine, request))
            texts = self.engines[engine][1](request)
            assert len(texts) == len(request.lines)
            key = f"{name}/{number}"
            self.made[key] = Translation(tuple(map(TranslatedLine, texts))).to_dict()
            keys.append(key)
        return keys

    async def values(self, keys: list[str]) -> list[dict[str, Any]]:
        return [self.made[key] for key in keys]

    results = Run.results

    async def translate(self, lines: list[str], target: str = "es", **wanted: Any) -> Translated:
        """From English, within 75 to 92 percent."""
        run: Any = self
        return await translate(run, lines, Wanted("en", target, **wanted), low=75, high=92)


def shouts(request: TranslationRequest) -> list[str | None]:
    return [line.upper() for line in request.lines]


def marks(mark: str, *unknown: str) -> Engine:
    """Puts a mark on every line but those it does not know."""
    return lambda request: [None if line in unknown else f"{mark} {line}" for line in request.lines]


def fails(error: Exception) -> Engine:
    def raising(_request: TranslationRequest) -> list[str | None]:
        raise error

    return raising


def texts(made: Translated) -> list[str | None]:
    return [line.text for line in made.lines]


LINES = [f"line {number}" for number in range(10)]
NEURAL = translator("big", tier="neural", lane="net", context_lines=2, batch_lines=4)
SMALL = translator("small", "en-es", draft=True)


async def test_batches_have_their_neighbours_as_context():
    run = MadeUpRun(big=(NEURAL, marks("es")))
    made = await run.translate(LINES, glossary={"line": "línea"}, keep=("Lingoreel",))
    assert texts(made) == [f"es {line}" for line in LINES]
    assert [request.lines for _, request in run.asked] == [tuple(LINES[:4]), tuple(LINES[4:8]), tuple(LINES[8:])]
    assert [(request.before, request.after) for _, request in run.asked] == [
        ((), tuple(LINES[4:6])),
        (tuple(LINES[2:4]), tuple(LINES[8:10])),
        (tuple(LINES[6:8]), ()),
    ]
    assert all((r.glossary, r.keep) == ({"line": "línea"}, ("Lingoreel",)) for _, r in run.asked)
    assert run.batches == [("translate", "net", 75, 92)]
    assert not any(part.optional for part in run.parts), "nothing else could do it"
    assert made.told["path"] == ["en", "es"]
    assert (made.told["name"], made.told["draft"], made.warnings, made.untranslated) == ("big", False, (), [])
    assert made.told["report"] == {
        "lines": 10,
        "repaired": 0,
        "untranslated": [],
        "problem_count": 0,
        "problems": [],
    }


async def test_stages_differ_by_whatever_changes_the_text():
    made_of = []
    for lines, wanted in ((LINES[:1], {}), (LINES[:1], {"glossary": {"a": "b"}}), (LINES[1:2], {}), (LINES[:1], {})):
        run = MadeUpRun(small=(SMALL, shouts))
        await run.translate(lines, **wanted)
        made_of.append(run.parts[0].made_of)
    assert made_of[0] == made_of[3]
    assert made_of[0] != made_of[1] != made_of[2] != made_of[0]


async def test_another_translator_does_the_lines_that_the_first_leaves_out():
    run = MadeUpRun(big=(NEURAL, marks("big", "line 2", "line 7", "line 9")), small=(SMALL, marks("small", "line 9")))
    made = await run.translate(LINES)
    assert texts(made)[2] == "small line 2"
    assert texts(made)[7] == "small line 7"
    assert texts(made)[9] is None
    assert [text for at, text in enumerate(texts(made)) if at not in (2, 7, 9)] == [
        f"big line {n}" for n in (0, 1, 3, 4, 5, 6, 8)
    ]
    assert [request.lines for engine, request in run.asked if engine == "small"] == [("line 2", "line 7", "line 9")]
    assert made.untranslated == [9]
    assert (made.told["name"], made.told["draft"]) == ("big", True)
    assert made.told["fallback"]["name"] == "small"
    assert made.told["fallback"]["lines"] == [2, 7]
    assert made.told["report"]["untranslated"] == [9]
    assert codes(made) == ["draft_translation", "fallback_translator", "untranslated"]
    assert "2 lines" in made.warnings[1]
    assert "1 of 10" in made.warnings[2]
    names, lows, highs = zip(*((name, low, high) for name, _, low, high in run.batches), strict=True)
    assert names == ("translate", "translate_1_0")
    assert (lows[0], highs[1]) == (75, 92)
    assert lows[1] >= highs[0]
    assert all(part.optional for part in run.parts)


async def test_nothing_missing_asks_nobody_else():
    run = MadeUpRun(big=(NEURAL, shouts), small=(SMALL, fails(AssertionError("never asked"))))
    made = await run.translate(LINES)
    assert texts(made) == [line.upper() for line in LINES]
    assert "fallback" not in made.told


@pytest.mark.parametrize(
    "error",
    [EngineFailed("the service is down"), EngineUnavailable("the key was refused"), ProcessingTimeout("it took long")],
)
async def test_another_translator_takes_over_from_one_that_is_down(error: Exception):
    run = MadeUpRun(big=(NEURAL, fails(error)), small=(SMALL, marks("small")))
    made = await run.translate(LINES)
    assert texts(made) == [f"small {line}" for line in LINES]
    assert (made.told["name"], made.told["draft"]) == ("small", True)
    assert "fallback" not in made.told
    assert codes(made) == ["draft_translation", "translator_failed"]
    assert made.warnings[1] == f"translator_failed: big: {error}"
    assert [part.optional for part in run.parts] == [True, False], "the last one's failure is the task's"
    assert run.batches[1][2:] == (75, 92)


async def test_when_all_are_down_the_last_ones_error_is_told():
    run = MadeUpRun(big=(NEURAL, fails(EngineFailed("down"))), small=(SMALL, fails(EngineFailed("out of memory"))))
    with pytest.raises(EngineFailed, match="out of memory"):
        await run.translate(LINES)


async def test_a_second_translator_that_is_down_spoils_nothing():
    run = MadeUpRun(big=(NEURAL, marks("big", "line 3")), small=(SMALL, fails(EngineFailed("down"))))
    made = await run.translate(LINES)
    assert made.untranslated == [3]
    assert codes(made) == ["untranslated", "translator_failed"]
    assert "fallback" not in made.told


async def test_an_error_of_our_own_is_not_hidden():
    run = MadeUpRun(big=(NEURAL, fails(KeyError("a mistake"))), small=(SMALL, shouts))
    with pytest.raises(KeyError):
        await run.translate(LINES)


@pytest.mark.parametrize(("lost", "fine"), [(1, True), (2, True), (3, False), (10, False)])
async def test_more_than_a_fifth_lost_is_a_failure(lost: int, fine: bool):
    run = MadeUpRun(small=(SMALL, marks("small", *LINES[:lost])))
    if fine:
        assert len((await run.translate(LINES)).untranslated) == lost
        return
    with pytest.raises(EngineFailed) as failed:
        await run.translate(LINES)
    assert failed.value.code == "translation_failed"
    assert f"{lost} of 10" in failed.value.message
    assert "Spanish" in failed.value.message
    assert failed.value.remedy


async def test_two_hops_put_the_glossary_in_first_and_keep_it_then():
    first, second = translator("first", "en-es"), translator("second", "es-ca", batch_lines=2)
    run = MadeUpRun(first=(first, marks("es")), second=(second, marks("ca")))
    made = await run.translate(LINES[:3], "ca", glossary={"net": "xarxa"}, keep=("Lingoreel",))
    assert texts(made) == [f"ca es {line}" for line in LINES[:3]]
    hops = [(engine, r.source, r.target, r.glossary, r.keep) for engine, r in run.asked]
    assert hops == [
        ("first", "en", "es", {"net": "xarxa"}, ("Lingoreel",)),
        *[("second", "es", "ca", {}, ("Lingoreel", "xarxa"))] * 2,
    ]
    assert (made.told["path"], made.told["pivot"]) == (["en", "es", "ca"], "es")
    assert codes(made) == ["pivoted"]
    assert [batch[0] for batch in run.batches] == ["translate", "translate_0_1"]
    assert run.batches[0][3] == run.batches[1][2] == pytest.approx(83.5)


async def test_a_line_lost_on_the_first_hop_is_never_shown_half_way():
    first, second = translator("first", "en-es"), translator("second", "es-ca")
    run = MadeUpRun(first=(first, marks("es", "line 4")), second=(second, marks("ca", "es line 8")))
    made = await run.translate(LINES, "ca")
    assert made.untranslated == [4, 8]
    assert texts(made)[5] == "ca es line 5"
    assert [len(request.lines) for _, request in run.asked] == [10, 9]


async def test_a_pivot_that_breaks_half_way_is_a_failure():
    first, second = translator("first", "en-es"), translator("second", "es-ca")
    run = MadeUpRun(first=(first, marks("es")), second=(second, fails(EngineFailed("down"))))
    with pytest.raises(EngineFailed, match="down"):
        await run.translate(LINES, "ca")


async def test_lines_without_text_are_not_asked_for():
    run = MadeUpRun(small=(SMALL, marks("small")))
    made = await run.translate(["one", " ", "", "two"])
    assert texts(made) == ["small one", "", "", "small two"]
    assert [request.lines for _, request in run.asked] == [("one", "two")]
    assert made.untranslated == []


@pytest.mark.parametrize("lines", [[], ["", "  "]])
async def test_nothing_to_translate(lines: list[str]):
    run = MadeUpRun(big=(NEURAL, shouts), small=(SMALL, shouts))
    made = await run.translate(lines)
    assert texts(made) == [""] * len(lines)
    assert run.asked == []
    assert made.told["report"]["lines"] == len(lines)


async def test_nothing_that_serves_the_pair():
    run = MadeUpRun(small=(SMALL, shouts))
    with pytest.raises(EngineUnavailable) as refused:
        await run.translate(LINES, "de")
    assert refused.value.code == "pair_unavailable"
    assert run.batches == []


@pytest.mark.parametrize("wanted", ["big", "small"])
async def test_an_engine_asked_for_by_the_operator_is_the_only_one(wanted: str):
    engines = {"big": (NEURAL, marks("big")), "small": (SMALL, marks("small"))}
    engines[wanted] = (engines[wanted][0], fails(EngineFailed("down")))
    run = MadeUpRun(**engines)
    run.kit.settings = Settings(translation_engine=wanted)
    with pytest.raises(EngineFailed, match="down"):
        await run.translate(LINES)
    assert {engine for engine, _ in run.asked} == {wanted}


async def test_an_engine_on_another_machine_ends_before_its_part_does():
    settings = Settings(llm_answer_s=5000)
    run = MadeUpRun(big=(NEURAL, shouts))
    run.kit.settings = settings
    await run.translate(LINES[:1])
    assert run.parts[0].wall_s > settings.llm_answer_s


async def test_the_report_is_bounded():
    class Doubtful(MadeUpRun):
        async def values(self, keys: list[str]) -> list[dict[str, Any]]:
            lines = tuple(
                TranslatedLine("x", (Problem("number", "5"), Problem("name", "Ann")), True) for _ in range(200)
            )
            return [Translation(lines, ({"code": "odd", "message": "as ever"},)).to_dict() for _ in keys]

    run = Doubtful(small=(translator("small", "en-es", batch_lines=200), shouts))
    made = await run.translate(["line"] * 200)
    report = made.told["report"]
    assert (report["problem_count"], report["repaired"], len(report["problems"])) == (400, 200, PROBLEMS_SHOWN)
    assert report["problems"][:2] == [
        {"line": 0, "code": "number", "detail": "5"},
        {"line": 0, "code": "name", "detail": "Ann"},
    ]
    assert codes(made) == ["translation_checks", "odd"]


async def test_unknown_words_are_told_once_with_a_few_of_them():
    class Wordless(MadeUpRun):
        async def values(self, keys: list[str]) -> list[dict[str, Any]]:
            lines = tuple(
                TranslatedLine("x", (Problem("unknown_word", f"Zorg{n % 20}"), Problem("unknown_word", "blorf")))
                for n in range(25)
            )
            return [Translation(lines).to_dict() for _ in keys]

    run = Wordless(small=(translator("small", "en-es", batch_lines=25), shouts))
    made = await run.translate(["line"] * 50)
    assert codes(made) == ["unknown_words"]
    [warning] = made.warnings
    assert warning.endswith("Zorg0, blorf, Zorg1, Zorg2, Zorg3, Zorg4, Zorg5, Zorg6 and 13 others")
    assert made.told["report"]["problem_count"] == 100
    assert made.told["report"]["problems"][0] == {"line": 0, "code": "unknown_word", "detail": "Zorg0"}


def codes(made: Translated) -> list[str]:
    return [warning.partition(":")[0] for warning in made.warnings]
