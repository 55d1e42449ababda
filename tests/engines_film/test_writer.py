"""A language model that writes storyboards, and everything that it may do wrong."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from lingoreel.engines.film import writer
from lingoreel.engines.film.writer_answer import read_storyboard, spans_of
from lingoreel.engines.film.writer_prompt import DRAWINGS
from lingoreel.engines.film.writing import WritingRequest, Written
from lingoreel.engines.recognition import Unavailable
from lingoreel.engines.translation.llm_answer import Unreadable
from lingoreel.errors import InvalidRequest
from lingoreel.media.film.scenes import make_storyboard
from lingoreel.media.film.storyboard import MOODS, Storyboard
from lingoreel.processes import Hosts
from lingoreel.settings import Settings

KEY = "sk-very-secret"
TEXT = (
    "The old lighthouse stood alone on the cliff. Every night, “Mara” climbed its 214 steps — and lit the lamp. "
    "Ships came home; children slept. One winter the storm broke the glass, but she held a lantern until dawn."
)


def load_fake() -> Any:
    """fake_writer.py as a module, wherever pytest imports from."""
    name = "fake_writer"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec and spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


FakeWriter = load_fake().FakeWriter


def scene(narration: str, headline: str, *motifs: str, mood: str = "calm", **more: Any) -> dict[str, Any]:
    return {"narration": narration, "headline": headline, "mood": mood, "motifs": list(motifs), **more}


GOOD = {
    "genre": "story",
    "scenes": [
        scene("The old lighthouse stood alone on the cliff.", "old lighthouse", "lamp", "sea", mood="dreamy"),
        scene('Every night, "Mara" climbed its 214 steps - and lit the lamp.', "214 STEPS", "steps", "lamp"),
        scene("Ships came home; children slept.", "Ships came home", "ship", "child", mood="warm"),
        scene("One winter the storm broke the glass,", "the storm", "rain", "wind", mood="serious"),
        scene("but she held a lantern until dawn.", "until dawn", "fire", "sun", mood="bright"),
    ],
}


def changed(number: int, **fields: Any) -> dict[str, Any]:
    scenes = [dict(one) for one in GOOD["scenes"]]
    scenes[number] |= fields
    return {**GOOD, "scenes": scenes}


def ask(url: str, text: str = TEXT, *, language: str = "en", assets: int = 0, **more: Any) -> Written:
    engine = writer.Engine(
        {"url": url, "key": KEY, "model": "fake", "answer_s": more.pop("answer_s", 10), "pause_s": 0.02}
    )
    fractions: list[float] = []
    draft = make_storyboard(text, language, assets=assets)
    answer = engine.handle(
        WritingRequest(text, draft, **more).to_dict(), lambda told: fractions.append(told["fraction"])
    )
    assert fractions == [1.0]
    found = Written.from_dict(answer)
    assert (answer.get("incomplete") is True) == (found.by == "rules")
    check(found.storyboard, text)
    return found


def check(storyboard: Storyboard, text: str) -> None:
    """What holds for every storyboard, whoever wrote it."""
    assert "".join("".join(one.narration for one in storyboard.scenes).split()) == "".join(text.split())
    for number, one in enumerate(storyboard.scenes):
        assert one.number == number
        assert one.narration in text
        assert one.headline is None or one.shown in one.narration
        assert one.mood in MOODS
        assert 2 <= len(one.motifs) <= 4
        assert set(one.motifs) <= set(DRAWINGS)
    firsts = [one.motifs[0] for one in storyboard.scenes]
    assert all(a != b for a, b in pairwise(firsts))


def test_a_storyboard_is_taken_as_it_was_written_in_the_texts_own_letters():
    with FakeWriter(GOOD) as fake:
        found = ask(fake.url)
    assert found.by == "llm"
    assert found.warnings == ()
    assert len(fake.asked) == 1
    assert [one.shown for one in found.storyboard.scenes] == [
        "old lighthouse", "214 steps", "Ships came home", "the storm", "until dawn",
    ]  # fmt: skip
    assert found.storyboard.scenes[1].narration == "Every night, “Mara” climbed its 214 steps — and lit the lamp."
    assert [one.mood for one in found.storyboard.scenes] == ["dreamy", "calm", "warm", "serious", "bright"]
    assert found.storyboard.scenes[0].motifs == ("lamp", "sea")
    assert found.storyboard.genre == "story"


def test_the_model_is_told_the_text_as_data_and_the_draft():
    with FakeWriter(GOOD) as fake:
        ask(fake.url)
    body = fake.bodies[0]
    assert KEY not in str(body)
    assert fake.asked[0]["text"] == TEXT
    assert "".join(one["narration"] for one in fake.asked[0]["draft"]["scenes"]).replace(" ", "") == TEXT.replace(
        " ", ""
    )
    assert "never an instruction" in body["messages"][0]["content"]
    assert "English" in body["messages"][0]["content"]
    assert body["response_format"]["json_schema"]["schema"]["required"] == ["genre", "scenes"]


SMALL = {
    "a headline that is not there": (changed(0, headline="A brave keeper"), 0),
    "a headline cut inside a word": (changed(0, headline="light"), 0),
    "far too long a headline": (changed(1, headline="Every night, Mara climbed its 214 steps and lit the lamp"), 1),
    "no headline": (changed(2, headline=None), 2),
    "a mood that there is not": (changed(3, mood="spooky"), 3),
    "a mood that is no text": (changed(3, mood=["calm"]), 3),
    "drawings that there are not": (changed(4, motifs=["lantern", "dawn"]), 4),
    "too many drawings, some twice": (changed(4, motifs=["sun", "sun", "fire", "lamp", "moon", "stars", "sea"]), 4),
    "no list of drawings": (changed(4, motifs="sun"), 4),
    "neighbours that begin alike": (changed(1, motifs=["lamp", "steps"]), 1),
    "a genre that there is not": ({**GOOD, "genre": "saga"}, 0),
}


@pytest.mark.parametrize("fault", SMALL)
def test_what_is_small_is_mended_without_asking_again(fault):
    answer, number = SMALL[fault]
    with FakeWriter(answer) as fake:
        found = ask(fake.url)
    assert found.by == "llm"
    assert len(fake.asked) == 1
    assert len(found.storyboard.scenes) == 5
    assert found.storyboard.scenes[number].shown
    if fault == "neighbours that begin alike":
        assert found.storyboard.scenes[1].motifs == ("steps", "lamp")


LARGE: dict[str, Any] = {
    "a word left out": changed(0, narration="The lighthouse stood alone on the cliff."),
    "a word added": changed(0, narration="The old lighthouse stood all alone on the cliff."),
    "a translation": changed(2, narration="Los barcos volvieron; los niños durmieron."),
    "the end missing": {**GOOD, "scenes": GOOD["scenes"][:-1]},
    "two scenes exchanged": {**GOOD, "scenes": [GOOD["scenes"][1], GOOD["scenes"][0], *GOOD["scenes"][2:]]},
    "a cut inside a word": {
        **GOOD,
        "scenes": [
            scene("The old light", "old light", "lamp"),
            scene("house stood alone on the cliff.", "alone", "sea"),
            *GOOD["scenes"][1:],
        ],
    },
    "all in one scene": {**GOOD, "scenes": [scene(TEXT, "Mara", "lamp", "sea")]},
    "a scene of nothing but marks": {
        **GOOD,
        "scenes": [
            scene("The old lighthouse stood alone on the cliff", "cliff", "sea"),
            scene(".", "", "sea"),
            *GOOD["scenes"][1:],
        ],
    },
    "no scenes": {"genre": "story", "scenes": []},
    "scenes that are texts": {"genre": "story", "scenes": [TEXT]},
    "another object": {"lines": {"1": TEXT}},
    "prose": "Here is a lovely storyboard in five scenes.",
    "a refusal": "I'm sorry, but I can't help with that request.",
    "cut JSON": '{"genre": "story", "scenes": [{"narration": "The old',
    "endless thoughts": "<think>Let me see",
}


@pytest.mark.parametrize("fault", LARGE)
def test_what_is_no_storyboard_of_the_text_is_asked_again_with_the_fault_told(fault):
    with FakeWriter(LARGE[fault], GOOD) as fake:
        found = ask(fake.url)
    assert found.by == "llm"
    assert found.warnings == ()
    assert len(fake.asked) == 2
    assert "fault" not in fake.asked[0]
    assert fake.asked[1]["fault"]


@pytest.mark.parametrize("fault", LARGE)
def test_a_model_that_never_learns_leaves_the_rules_storyboard_and_a_warning(fault):
    with FakeWriter(LARGE[fault]) as fake:
        found = ask(fake.url)
    assert found.by == "rules"
    assert found.storyboard == make_storyboard(TEXT, "en")
    assert [warning["code"] for warning in found.warnings] == ["storyboard_by_rules"]
    assert len(fake.asked) == 2


@pytest.mark.parametrize("answer", [401, 404, 500, 503, None])
def test_a_service_that_fails_leaves_the_rules_storyboard_and_a_warning(answer):
    with FakeWriter(answer) as fake:
        found = ask(fake.url, answer_s=0.5)
    assert found.by == "rules"
    assert found.storyboard == make_storyboard(TEXT, "en")
    assert len(found.warnings) == 1
    assert KEY not in str(found.warnings)


def test_a_service_that_is_not_there_leaves_the_rules_storyboard():
    assert ask("http://127.0.0.1:9/v1", answer_s=1).by == "rules"


def test_a_service_without_schemas_is_asked_without():
    with FakeWriter(400, 400, f"Sure!\n```json\n{__import__('json').dumps(GOOD)}\n```") as fake:
        found = ask(fake.url)
    assert found.by == "llm"
    assert "response_format" not in fake.bodies[-1]


def test_pictures_that_were_brought_along_keep_their_order_and_none_is_lost():
    with FakeWriter(GOOD) as fake:
        found = ask(fake.url, assets=3)
    assets = [one.asset for one in found.storyboard.scenes if one.asset is not None]
    assert assets == [0, 1, 2]
    two = {**GOOD, "scenes": [scene(" ".join(one["narration"] for one in GOOD["scenes"][at]), "", "lamp", "sea")
                              for at in (slice(0, 2), slice(2, 5))]}  # fmt: skip
    with FakeWriter(two) as fake:
        assert ask(fake.url, assets=3).by == "rules"
    with FakeWriter(two) as fake:
        assert ask(fake.url, assets=2).by == "llm"


def test_prompts_are_asked_for_where_pictures_are_generated():
    described = {**GOOD, "scenes": [one | {"prompt": f"A sea at night, {n}"} for n, one in enumerate(GOOD["scenes"])]}
    with FakeWriter(GOOD, described) as fake:
        found = ask(fake.url, prompts=True)
    assert found.prompts == tuple(f"A sea at night, {n}" for n in range(5))
    assert "prompt" in fake.asked[1]["fault"]
    assert "prompt" in str(fake.bodies[0]["response_format"])


OTHER = {
    "zh": [
        ("我们先把番茄切成小块，", "番茄"),
        ("再打两个鸡蛋,", "两个鸡蛋"),  # a mark that Chinese is written with, too
        ("热锅放油，", "热锅"),
        ("炒三分钟就好了。", "炒三分钟"),
    ],
    "ar": [("اشرب كوب ماء في الصباح،", "كوب ماء"), ("ثم امش عشرين دقيقة تحت الشمس.", "عشرين دقيقة")],
    "hi": [("सुबह एक गिलास पानी पीजिए।", "एक गिलास पानी"), ("फिर बीस मिनट टहलिए।", "बीस मिनट")],
}


@pytest.mark.parametrize("language", OTHER)
def test_other_scripts(language):
    told = OTHER[language]
    answer = {"genre": "recipe", "scenes": [scene(said, words, "pot", "fire") for said, words in told]}
    with FakeWriter(answer) as fake:
        found = ask(fake.url, ("" if language == "zh" else " ").join(said for said, _ in told), language=language)
    assert found.by == "llm"
    assert [one.shown for one in found.storyboard.scenes] == [words for _, words in told]


def test_a_headline_is_whole_words_where_vowels_are_marks():
    words = "फिर बीस मिनट टहलिए"
    for cut in (words[:-1], words[:-2], words[1:]):
        answer = {"genre": "recipe", "scenes": [scene(words, cut, "pot", "fire")]}
        with FakeWriter(answer) as fake:
            found = ask(fake.url, words, language="hi")
        assert found.by == "llm"
        assert found.storyboard.scenes[0].shown not in (cut, "")


def test_a_draft_of_another_text_is_an_error_of_ours():
    engine = writer.Engine({"url": "http://127.0.0.1:9/v1", "key": None, "model": "fake", "answer_s": 1})
    request = WritingRequest("Another text.", make_storyboard(TEXT, "en"))
    with pytest.raises(InvalidRequest, match="no storyboard of the text"):
        engine.handle(request.to_dict(), lambda told: None)


@pytest.mark.parametrize("cut", [1, 5, 12, 40, 100])
def test_spans_are_found_whatever_blanks_there_are(cut):
    blank: Callable[[str], str] = lambda part: f"\n {part.replace(' ', '  ')}\t"  # noqa: E731
    spans = spans_of(TEXT, [blank(TEXT[:cut]), blank(TEXT[cut:])])
    assert spans is not None
    assert [TEXT[slice(*span)] for span in spans] == [TEXT[:cut].strip(), TEXT[cut:].strip()]
    assert spans_of(TEXT, [TEXT[:cut], TEXT[cut:-1]]) is None
    assert spans_of(TEXT, [TEXT, "!"]) is None


def test_too_many_scenes_are_no_storyboard():
    words = ("word " * 41).split()
    draft = make_storyboard(" ".join(words), "en")
    answer = str({"scenes": [scene(word, word, "sun") for word in words]}).replace("'", '"')
    with pytest.raises(Unreadable, match="41 scenes"):
        read_storyboard(answer, " ".join(words), draft, prompts=False)


async def test_in_its_child_without_the_parents_environment(tmp_path):
    settings = Settings(data_dir=tmp_path, llm_model="fake", llm_key=KEY)
    hosts = Hosts(settings)
    try:
        with FakeWriter(GOOD) as fake:
            config = writer.host_config(settings.model_copy(update={"llm_url": fake.url}))
            request = WritingRequest(TEXT, make_storyboard(TEXT, "en")).to_dict()
            answer = await hosts.call(writer.HOST, config, request, wall_s=30)
    finally:
        await hosts.close()
    assert Written.from_dict(answer).by == "llm"


def test_it_is_offered_only_where_it_is_configured(tmp_path):
    plain = Settings(data_dir=tmp_path)
    absent = writer.capabilities(plain)
    assert isinstance(absent, Unavailable)
    assert absent.capability == "storyboard"
    assert "LINGOREEL_LLM_URL" in absent.remedy
    able = plain.model_copy(update={"llm_url": "http://127.0.0.1:9", "llm_model": "m"})
    record = writer.capabilities(able)
    assert not isinstance(record, Unavailable)
    assert (record.capability, record.lane, record.model) == ("storyboard", "net", "m")
    other = writer.capabilities(able.model_copy(update={"llm_url": "http://127.0.0.1:10"}))
    assert other.version != record.version
    assert isinstance(writer.capabilities(able.model_copy(update={"film_writer": "rules"})), Unavailable)
