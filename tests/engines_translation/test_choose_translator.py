"""Which route a pair takes, and what is told when there is none."""

from __future__ import annotations

import pytest

from lingoreel.engines import choose
from lingoreel.engines.recognition import Unavailable
from lingoreel.engines.translation import Capabilities
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.settings import Settings


def engine(name: str, *pairs: str, tier: str = "neural") -> Capabilities:
    read = frozenset((a, b) for a, b in (pair.split("-") for pair in pairs)) if pairs else None
    return Capabilities(name, "1", tier, read, "m:E", draft=tier == "embedded")


LLM = engine("llm")
NEURAL = engine("ctranslate2", "en-es", "de-en", "en-fr")
APERTIUM = engine("apertium", "en-es", "es-en", "es-pt", "fr-es", "es-it", "en-ca", tier="embedded")


def path(route: choose.Route) -> str:
    return " ".join(f"{hop.engine.name}:{hop.source}-{hop.target}" for hop in route.hops)


@pytest.mark.parametrize(
    ("engines", "source", "target", "wanted"),
    [
        ([APERTIUM, NEURAL, LLM], "en", "es", "llm:en-es"),
        ([APERTIUM, NEURAL], "en", "es", "ctranslate2:en-es"),
        ([APERTIUM, NEURAL], "en-US", "es_MX", "ctranslate2:en-es"),
        ([APERTIUM], "en", "es", "apertium:en-es"),
        ([APERTIUM, NEURAL], "es", "pt", "apertium:es-pt"),  # direct embedded before anything with a pivot
        ([APERTIUM, NEURAL], "de", "es", "ctranslate2:de-en ctranslate2:en-es"),
        ([APERTIUM, NEURAL], "de", "ca", "ctranslate2:de-en apertium:en-ca"),
        ([APERTIUM], "en", "pt", "apertium:en-es apertium:es-pt"),
        ([APERTIUM], "fr", "en", "apertium:fr-es apertium:es-en"),
        ([LLM], "zh", "la", "llm:zh-la"),
    ],
)
def test_routes(engines, source, target, wanted):
    for records in (engines, engines[::-1]):
        route = choose.choose_translator(records, source, target)
        assert path(route) == wanted
        assert route.pivot == (route.hops[0].target if len(route.hops) == 2 else None)
        assert choose.translates_into(records, route.hops[0].source, route.hops[-1].target)


def test_english_is_the_pivot_where_there_is_a_choice_of_equals():
    both = engine("ctranslate2", "de-en", "en-es", "de-ca", "ca-es")
    assert choose.choose_translator([both], "de", "es").pivot == "en"
    worse = engine("apertium", "en-es", tier="embedded")
    better = engine("ctranslate2", "de-en", "de-fr", "fr-es")
    assert choose.choose_translator([worse, better], "de", "es").pivot == "fr"


def test_a_named_engine_and_no_other():
    assert path(choose.choose_translator([APERTIUM, NEURAL], "en", "es", "apertium")) == "apertium:en-es"
    with pytest.raises(EngineUnavailable, match="'ctranslate2' cannot translate Spanish"):
        choose.choose_translator([APERTIUM, NEURAL], "es", "pt", "ctranslate2")
    absent = Unavailable("llm", "LINGOREEL_LLM_URL is not set", "set LINGOREEL_LLM_URL", "translation")
    with pytest.raises(EngineUnavailable, match="LINGOREEL_LLM_URL is not set") as caught:
        choose.choose_translator([APERTIUM, absent], "en", "es", "llm")
    assert caught.value.remedy == "set LINGOREEL_LLM_URL"


def test_what_nothing_serves_tells_what_could():
    with pytest.raises(EngineUnavailable) as caught:
        choose.choose_translator([NEURAL, APERTIUM], "zh", "es")
    told = caught.value
    assert (told.code, told.status, told.field) == ("pair_unavailable", 400, "language")
    assert "Chinese (zh) into Spanish (es)" in told.message
    assert "from en, fr" in told.message
    assert told.remedy.startswith("lingoreel models pull nllb-600m")
    assert "LINGOREEL_LLM_URL" in told.remedy
    with pytest.raises(EngineUnavailable) as caught:
        choose.choose_translator([], "en", "gl")
    assert caught.value.remedy.startswith("lingoreel models pull apertium-en-gl; or lingoreel models pull nllb-600m")
    with pytest.raises(EngineUnavailable) as caught:
        choose.choose_translator([], "la", "br")
    assert caught.value.remedy == "set LINGOREEL_LLM_URL to an OpenAI-compatible service"


def test_what_is_no_language_or_the_same_one_is_an_invalid_parameter():
    with pytest.raises(InvalidRequest) as caught:
        choose.choose_translator([LLM], "en", "qq")
    assert caught.value.field == "language"
    with pytest.raises(InvalidRequest):
        choose.choose_translator([LLM], "en", "en-GB")


def test_a_draft_names_the_command_for_a_better_one():
    assert choose.better(choose.choose_translator([APERTIUM], "en", "es")) == "lingoreel models pull opus-en-es"
    assert choose.better(choose.choose_translator([APERTIUM], "en", "pt")) == "lingoreel models pull nllb-600m"
    assert choose.better(choose.choose_translator([NEURAL], "en", "es")) is None
    mixed = choose.choose_translator([APERTIUM, NEURAL], "de", "ca")
    assert mixed.draft
    assert choose.better(mixed) == "lingoreel models pull nllb-600m"


def test_what_can_be_reached():
    assert choose.translates_to([APERTIUM], "en") == ["ca", "es", "it", "pt"]
    assert choose.translates_from([APERTIUM], "es") == ["en", "fr"]
    assert choose.translates_to([APERTIUM], "zh") == []
    assert len(choose.translates_to([LLM], "zh")) > 100
    assert "zh" not in choose.translates_to([LLM], "zh")
    every = choose.translations([APERTIUM, NEURAL])
    for source, targets in every.items():
        assert source not in targets
        for target in targets:
            assert choose.choose_translator([APERTIUM, NEURAL], source, target).hops[-1].target == target


def test_this_machine_tells_what_it_has_and_what_it_lacks(tmp_path, tiny):
    settings = Settings(data_dir=tmp_path, translation_engine="auto", translation_device="cpu")
    tiny.opus(settings.models_dir / "translation" / "opus-en-es")
    records = {r.name: r for r in choose.local_capabilities(settings) if r.capability == "translation"}
    assert set(records) == {"llm", "ctranslate2", "apertium"}
    assert choose.choose_translator(records.values(), "en", "es").hops[0].engine.name == "ctranslate2"
    only = Settings(data_dir=tmp_path, translation_engine="apertium")
    told = {r.name: r for r in choose.local_capabilities(only) if r.capability == "translation"}
    assert told["ctranslate2"].remedy == "set LINGOREEL_TRANSLATION_ENGINE=auto"
    for record in choose.local_capabilities(settings):
        assert choose.from_dict(record.to_dict()) == record
