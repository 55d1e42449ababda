"""The recipe of a recognition on made-up engines: what is held, what is delivered, and in which order."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from lingoreel.engines.recognition import Capabilities as Recognizer
from lingoreel.engines.recognition import Recognition
from lingoreel.engines.translation import Capabilities as Translator
from lingoreel.engines.translation import TranslatedLine, Translation
from lingoreel.errors import EngineUnavailable, NoSpeech
from lingoreel.media.cues import MadeCues
from lingoreel.media.segments import Segment
from lingoreel.products.recognition import workflow
from lingoreel.settings import Limits, Settings
from lingoreel.storage import Storage
from lingoreel.tasks.intake import Audio, Media
from lingoreel.tasks.parts import Part
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Run

TASK = UUID(int=7)
DURATION_MS = 61_000
SENTENCES = tuple(
    Segment(at * 5000, at * 5000 + 4000, f"This is the sentence with the number {at}.") for at in range(12)
)
EAR = Recognizer("ear", "1", "neural", frozenset({"en", "es"}), "ear:E", detects_language=True, low_confidence=0.5)
DEAF = Recognizer("ear", "1", "embedded", frozenset({"en"}), "ear:E")
TONGUE = Translator("tongue", "1", "embedded", frozenset({("en", "es"), ("es", "en")}), "tongue:T")


class MadeUpRun:
    """Answers what the engines would; notes what happens, in order."""

    def __init__(self, storage: Storage, *engines: Recognizer | Translator, **parameters: Any) -> None:
        self.engines = engines
        self.kit = SimpleNamespace(settings=Settings(), storage=storage)
        source = {"name": "talk.v1.mp4", "key": "sources/x"}
        self.facts = SimpleNamespace(task_id=TASK, parameters=parameters, source=source, limits=Limits())
        self.happened: list[Any] = []
        self.spans = [[0, 16 * DURATION_MS]]
        self.untranslated: tuple[int, ...] = ()
        self.spoken = "en"
        self.made: dict[str, dict[str, Any]] = {}

    async def step(self, _name: str, work: Callable[[], Any], **_: Any) -> Any:
        done = await work()
        json.dumps(done)  # a step's result is stored
        return done

    async def stage(self, _name: str, _made_of: dict[str, Any], _make: Any, **_: Any) -> Any:
        return {"spans": self.spans}

    async def offered(self, capability: str) -> list[dict[str, Any]]:
        return [engine.to_dict() for engine in self.engines if engine.capability == capability]

    async def hold(self, measured: dict[str, int]) -> None:
        self.happened.append(measured)

    async def batch(self, name: str, _lane: str, work: Sequence[Part], **_: Any) -> list[str]:
        self.happened.append(name)
        return [self._keep(f"{name}/{number}", part.request) for number, part in enumerate(work)]

    async def values(self, keys: list[str]) -> list[dict[str, Any]]:
        return [self.made[key] for key in keys]

    results = Run.results

    def _keep(self, key: str, request: dict[str, Any]) -> str:
        if key.startswith("detect"):
            self.made[key] = {"language": self.spoken}
        elif key.startswith("recognise"):
            begin, end = request["start_sample"] // 16, request["end_sample"] // 16
            mine = tuple(one for one in SENTENCES if begin <= one.start_ms < end)
            self.made[key] = Recognition(mine, request["language"]).to_dict()
        else:
            lost = {SENTENCES[at].text for at in self.untranslated}
            lines = [TranslatedLine(None if line in lost else f"Es {line}") for line in request["lines"]]
            self.made[key] = Translation(tuple(lines)).to_dict()
        return key

    async def recognise(self) -> Outcome:
        run: Any = self
        return await workflow.recognise(run)


@pytest.fixture
def run(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., MadeUpRun]:
    async def take_in(_run: Any, *, need_audio: bool) -> Media:
        assert need_audio
        return Media("sources/x", "00", {"presented_ms": DURATION_MS, "video_index": None})

    async def decode_audio(_run: Any, _media: Media, *, progress: float) -> Audio:
        return Audio("stages/x/audio.pcm", "11", DURATION_MS * 16)

    monkeypatch.setattr(workflow, "take_in", take_in)
    monkeypatch.setattr(workflow, "decode_audio", decode_audio)
    storage = Storage.open(Settings(data_dir=tmp_path / "data"))
    return lambda *engines, **parameters: MadeUpRun(storage, *engines, **parameters)


async def test_what_could_not_be_translated_is_not_charged(run):
    task = run(EAR, TONGUE, type=4, source_language="en", language="es")
    task.untranslated = (3, 8)
    outcome = await task.recognise()
    assert task.happened[0] == {"subtitles.recognize": DURATION_MS, "subtitles.translate": DURATION_MS}
    assert outcome.measured == {"subtitles.recognize": DURATION_MS, "subtitles.translate": DURATION_MS - 2 * 4000}
    texts = [entry["text"] for entry in outcome.data["segments"]]
    assert [at for at, text in enumerate(texts) if not text.startswith("Es ")] == [3, 8]
    assert texts[3] == SENTENCES[3].text
    assert outcome.data["translation"]["report"]["untranslated"] == [3, 8]
    assert any(warning.startswith("untranslated: 2 of 12") for warning in outcome.warnings)


async def test_a_whole_translation_is_charged_whole(run):
    outcome = await run(EAR, TONGUE, source_language="en", language="es").recognise()
    assert outcome.measured == {"speech_to_text": DURATION_MS, "subtitles.translate": DURATION_MS}


async def test_what_was_delivered_lies_where_a_later_task_looks(run):
    task = run(EAR, TONGUE, type=4, source_language="en", language="es")
    outcome = await task.recognise()
    names = {artifact.name: artifact.file_name for artifact in outcome.artifacts}
    assert names["srt"] == "talk.v1.srt"
    assert names["bilingual_srt"] == "talk.v1.bilingual.srt"
    for artifact in outcome.artifacts:
        assert len(await task.kit.storage.get(artifact.object_key)) == artifact.size_bytes
    held = MadeCues.from_dict(json.loads(await task.kit.storage.get(f"results/{TASK}/cues.json")))
    assert held.languages == {"translation": "es", "source": "en"}
    assert "cues" not in names


async def test_points_are_held_once_the_language_is_known(run):
    task = run(EAR, TONGUE, type=4, language="es")
    await task.recognise()
    assert task.happened == [
        "detect",
        {"subtitles.recognize": DURATION_MS, "subtitles.translate": DURATION_MS},
        "recognise",
        "translate",
    ]


async def test_points_are_held_at_once_where_they_hang_on_nothing(run):
    for parameters in ({}, {"source_language": "en"}, {"source_language": "en", "language": "es"}):
        task = run(EAR, TONGUE, **parameters)
        await task.recognise()
        assert isinstance(task.happened[0], dict)
        assert sum(isinstance(event, dict) for event in task.happened) == 1


async def test_the_spoken_language_is_no_translation(run):
    task = run(EAR, TONGUE, type=4, language="es")
    task.spoken = "es"
    outcome = await task.recognise()
    assert task.happened == ["detect", {"subtitles.recognize": DURATION_MS}, "recognise"]
    assert outcome.data["target_language"] == "origin"
    assert outcome.measured == {"subtitles.recognize": DURATION_MS}


async def test_a_pair_that_nothing_serves_ends_it_right_after_detection(run):
    task = run(EAR, TONGUE, type=4, language="de")
    with pytest.raises(EngineUnavailable) as refused:
        await task.recognise()
    assert refused.value.code == "pair_unavailable"
    assert task.happened == ["detect"], "nothing held, nothing recognised"


async def test_an_engine_that_cannot_tell_languages_says_what_it_assumed(run):
    outcome = await run(DEAF).recognise()
    assert outcome.data["source_language"] == "en"
    assert any(warning.startswith("language_assumed: ear") for warning in outcome.warnings)
    told = await run(DEAF, source_language="en").recognise()
    assert not any(warning.startswith("language_assumed") for warning in told.warnings)


async def test_silence(run):
    task = run(EAR)
    task.spans = []
    with pytest.raises(NoSpeech):
        await task.recognise()
    assert "recognise" not in task.happened
