"""Who words a line shorter, and which wordings are taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from lingoreel.engines.translation import Capabilities, TranslatedLine, Translation, TranslationRequest
from lingoreel.errors import EngineFailed
from lingoreel.settings import Limits, Settings
from lingoreel.tasks.translating import Wanted
from lingoreel.tasks.wording import TooLong, shorten

MODEL = Capabilities("llm", "m recipe 1", "neural", None, "llm:Host", lane="net", batch_lines=2)
SMALL = Capabilities("apertium", "1", "embedded", frozenset({("en", "es")}), "apertium:Host")

Engine = Callable[[TranslationRequest], Sequence[str | None]]


class MadeUpRun:
    """Carries parts out at once by one function, as a worker that has these engines."""

    def __init__(self, engine: Engine | None, *records: Capabilities, **settings: Any) -> None:
        self.engine, self.records = engine, records
        self.kit = SimpleNamespace(settings=Settings(**settings))
        self.facts = SimpleNamespace(limits=Limits())
        self.asked: list[TranslationRequest] = []

    async def step(self, _name: str, work: Callable[[], Any], **_: Any) -> Any:
        return await work()

    async def offered(self, _capability: str) -> list[dict[str, Any]]:
        return [record.to_dict() for record in self.records]

    async def results(self, name: str, lane: str, work: Sequence[Any], **_: Any) -> list[dict[str, Any]]:
        assert (name, lane) == ("word", "net")
        assert self.engine is not None
        made = []
        for part in work:
            request = TranslationRequest.from_dict(part.request)
            self.asked.append(request)
            made.append(Translation(tuple(map(TranslatedLine, self.engine(request)))).to_dict())
        return made

    async def shorten(self, *items: TooLong, target: str = "es", **wanted: Any) -> list[str | None]:
        run: Any = self
        return await shorten(run, items, Wanted("en", target, **wanted), low=70, high=80)


LONG = TooLong("He has 3 boats, of course.", "Bueno, él tiene realmente 3 barcos, por supuesto, en este momento.", 30)


async def test_a_model_is_asked_with_drafts_and_lengths():
    run = MadeUpRun(lambda request: ["Tiene 3 barcos."] * len(request.lines), MODEL, SMALL)
    assert await run.shorten(LONG, LONG, LONG, glossary={"boat": "barco"}) == ["Tiene 3 barcos."] * 3
    assert [len(request.lines) for request in run.asked] == [2, 1]
    first = run.asked[0]
    assert first.drafts == (LONG.text, LONG.text)
    assert first.lines == (LONG.source_text, LONG.source_text)
    assert (first.limits, first.glossary) == ((30, 30), {"boat": "barco"})


async def test_without_a_model_rules_shorten():
    run = MadeUpRun(None, SMALL)
    (text,) = await run.shorten(LONG)
    assert text is not None
    assert len(text) < len(LONG.text)
    assert "3 barcos" in text


@pytest.mark.parametrize("text", [None, "Tiene barcos.", LONG.text, LONG.text + " Sí."])
async def test_what_the_model_spoils_is_left_to_the_rules(text):
    """No text, one that lost the number, the same, and a longer one."""
    by_rules = await MadeUpRun(None).shorten(LONG)
    run = MadeUpRun(lambda request: [text] * len(request.lines), MODEL)
    assert await run.shorten(LONG) == by_rules


async def test_a_wording_that_is_shorter_but_not_enough_is_taken_and_shortened_on():
    run = MadeUpRun(lambda _: ["Pues él tiene 3 barcos en este momento, por supuesto."], MODEL)
    assert await run.shorten(LONG) == ["Pues él tiene 3 barcos ahora."]


async def test_a_model_that_fails_is_no_failure():
    def fails(_request: TranslationRequest) -> list[str | None]:
        raise EngineFailed("it is down")

    assert await MadeUpRun(fails, MODEL).shorten(LONG) == await MadeUpRun(None).shorten(LONG)


async def test_another_engine_that_is_set_leaves_the_model_out():
    run = MadeUpRun(lambda _: ["Tiene 3 barcos."], MODEL, translation_engine="apertium")
    assert await run.shorten(LONG) == await MadeUpRun(None).shorten(LONG)


async def test_what_nothing_can_shorten_has_no_wording():
    assert await MadeUpRun(None).shorten(TooLong("He left.", "Se fue.", 3), TooLong("", "王", 0)) == [None, None]
    assert await MadeUpRun(None).shorten(TooLong("x y", "Bien, por supuesto.", 3), target="zh") == [None]
    assert await MadeUpRun(None).shorten() == []
