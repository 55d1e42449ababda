"""The recipe of a preview on made-up engines: what is asked of whom, what is held, and what is delivered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from lingoreel.engines.diarization import Diarization, Speaker, Turn
from lingoreel.engines.recognition import Capabilities as Recognizer
from lingoreel.engines.recognition import Recognition
from lingoreel.engines.speech.protocol import Capabilities as Speaking
from lingoreel.engines.translation import Capabilities as Translator
from lingoreel.engines.translation import TranslatedLine, Translation
from lingoreel.errors import EngineUnavailable, InvalidFile, InvalidRequest, NoSpeech
from lingoreel.media.cues import MadeCues
from lingoreel.media.segments import Segment
from lingoreel.media.subtitle_files.reading import read_file
from lingoreel.products.translation_preview import brought, source, workflow
from lingoreel.products.translation_preview.request import ITEM, ORIGINAL, TRANSLATION
from lingoreel.settings import Limits, Settings
from lingoreel.storage import Storage
from lingoreel.tasks.delivery import result_key
from lingoreel.tasks.intake import Audio, Media
from lingoreel.tasks.parts import Part
from lingoreel.tasks.product import Outcome
from lingoreel.tasks.run import Run

TASK = UUID(int=7)
DURATION_MS = 61_000
SENTENCES = tuple(Segment(at * 5000, at * 5000 + 4000, f"This is the sentence number {at}.") for at in range(12))
EAR = Recognizer("ear", "1", "neural", frozenset({"en", "es"}), "ear:E", detects_language=True)
TONGUE = Translator("tongue", "1", "embedded", frozenset({("en", "es")}), "tongue:T")
MODEL = Translator("llm", "1", "neural", None, "llm:L")
DEAF = Recognizer("ear", "1", "embedded", frozenset(), "ear:E")
APART = Recognizer("apart", "1", "embedded", frozenset(), "apart:A", capability="diarization")
HERS = (2, 3, 7)
"""Sentences of the second speaker."""


class MadeUpRun:
    """Answers what the engines would; notes what happens, in order."""

    def __init__(self, storage: Storage, engines: Sequence[Any], parameters: dict[str, Any]) -> None:
        self.engines = engines
        decoders = SimpleNamespace(run=self._decode)
        self.kit = SimpleNamespace(
            settings=Settings(), storage=storage, decoders=decoders, decoding=asyncio.Semaphore(1)
        )
        self.facts = SimpleNamespace(
            task_id=TASK, parameters=parameters, source={"name": "talk.mp4", "key": "sources/x"}, limits=Limits()
        )
        self.happened: list[Any] = []
        self.asked: dict[str, list[dict[str, Any]]] = {}
        self.warned: list[str] = []
        self.spans = [[16 * one.start_ms, 16 * one.end_ms] for one in SENTENCES]
        self.untranslated: tuple[int, ...] = ()
        self.spoken = "en"
        self.says: Callable[[str], str] = lambda line: f"Es {line}"
        self.made: dict[str, Any] = {}

    async def _decode(self, _cell: str, request: dict[str, Any], **_: Any) -> dict[str, Any]:
        return read_file(request, lambda _: None)

    async def step(self, _name: str, work: Callable[[], Any], **_: Any) -> Any:
        done = await work()
        return json.loads(json.dumps(done))  # a step's result is stored

    async def stage(self, _name: str, _made_of: dict[str, Any], _make: Any, **_: Any) -> Any:
        return {"spans": self.spans}

    async def offered(self, capability: str) -> list[dict[str, Any]]:
        return [engine.to_dict() for engine in self.engines if engine.capability == capability]

    async def hold(self, measured: dict[str, int]) -> None:
        self.happened.append(measured)

    async def warn(self, *warnings: str) -> None:
        self.warned += warnings

    async def batch(self, name: str, _lane: str, work: Sequence[Part], *, low: float, high: float) -> list[str]:
        assert 0 <= low <= high <= 92
        if work:
            self.happened.append(name)
        self.asked[name] = [part.request for part in work]
        for number, part in enumerate(work):
            self.made[f"{name}/{number}"] = self._answer(part)
        return [f"{name}/{number}" for number in range(len(work))]

    async def values(self, keys: list[str]) -> list[Any]:
        return [self.made[key] for key in keys]

    results = Run.results

    def _answer(self, part: Part) -> dict[str, Any]:
        request = part.request
        if request.get("detect"):
            return {"language": self.spoken}
        if "start_sample" in request:
            begin, end = request["start_sample"] // 16, request["end_sample"] // 16
            mine = tuple(one for one in SENTENCES if begin <= one.start_ms < end)
            return Recognition(mine, request["language"]).to_dict()
        if "phase" in request:
            turns = tuple(Turn(one.start_ms, one.end_ms, int(at in HERS)) for at, one in enumerate(SENTENCES))
            return Diarization(turns, (Speaker(1), Speaker(2))).to_dict()
        if "starts_ms" in request:
            return {"starts_ms": [start + 20 for start in request["starts_ms"]], "methods": []}
        if "stretches" in request:
            return {one: {"hz": 110.0 + 90 * n, "gender": 1 + n} for n, one in enumerate(request["stretches"])}
        lost = {SENTENCES[at].text for at in self.untranslated}
        if request.get("drafts"):
            return Translation(tuple(TranslatedLine("Corta.") for _ in request["lines"])).to_dict()
        return Translation(
            tuple(TranslatedLine(None if line in lost else self.says(line)) for line in request["lines"])
        ).to_dict()

    async def preview(self) -> Outcome:
        run: Any = self
        return await workflow.preview(run)


@pytest.fixture
def run(tmp_path, mouth: Speaking, monkeypatch: pytest.MonkeyPatch) -> Callable[..., MadeUpRun]:
    """A run with those engines besides a voice, and these parameters; `srt` are the files that it fetches by them."""

    async def take_in(_run: Any, *, need_audio: bool) -> Media:
        assert need_audio
        return Media("sources/x", "00", {"presented_ms": DURATION_MS, "video_index": 0, "streams": [{"fps": 25}]})

    async def decode_audio(_run: Any, _media: Media, *, progress: float) -> Audio:
        return Audio("stages/x/audio.pcm", "11", DURATION_MS * 16)

    files: dict[str, str] = {}

    async def fetch_text(made: Any, _url: str, key: str, *, name: str, field: str) -> dict[str, Any]:
        assert name == field
        await made.kit.storage.put(key, files[field].encode())
        return {"sha256": "22", "name": f"{field}.srt"}

    monkeypatch.setattr(workflow, "take_in", take_in)
    monkeypatch.setattr(source, "decode_audio", decode_audio)
    monkeypatch.setattr(brought, "fetch_text", fetch_text)
    storage = Storage.open(Settings(data_dir=tmp_path / "data"))

    def make(*engines: Any, srt: dict[str, str] | None = None, **parameters: Any) -> MadeUpRun:
        files.update(srt or {})
        urls = {field: f"https://example.org/{field}" for field in srt or {}}
        asked = {"language": "es", "speaker_identification": True, **urls, **parameters}
        return MadeUpRun(storage, (*(engines or (EAR, TONGUE, APART)), mouth), asked)

    return make


def srt(*texts: str, first_ms: int = 0) -> str:
    def entry(at: int, text: str) -> str:
        start = first_ms + 5000 * at
        return f"{at + 1}\n00:00:{start / 1000:06.3f} --> 00:00:{start / 1000 + 3:06.3f}\n{text}\n".replace(".", ",", 2)

    return "\n".join(entry(at, text) for at, text in enumerate(texts))


async def test_everything_from_the_sound(run):
    task = run(source_language="en")
    outcome = await task.preview()
    assert task.happened == [{ITEM: DURATION_MS}, "recognise", "translate", "measure"]
    lines = outcome.data["result"]["subtitles"]
    assert [line["source_text"] for line in lines] == [one.text for one in SENTENCES]
    assert [line["text"] for line in lines] == [f"Es {one.text}" for one in SENTENCES]
    assert [line["start"] for line in lines] == [one.start_ms + 20 for one in SENTENCES]
    assert [line["speaker"] for line in lines] == [f"speaker{int(at in HERS)}" for at in range(12)]
    voices = {entry["speaker"]: entry["voice"] for entry in outcome.data["speakers"]}
    assert voices == {"speaker0": "mouth:es-m", "speaker1": "mouth:es-f"}
    assert all(line["voice"] == voices[line["speaker"]] for line in lines)
    assert [entry["pitch_hz"] for entry in outcome.data["speakers"]] == [110.0, 200.0]
    assert outcome.measured == {ITEM: DURATION_MS}
    assert outcome.data["engine"]["diarization"]["name"] == "apart"


async def test_what_is_delivered_lies_where_a_later_task_looks(run):
    task = run(source_language="en")
    outcome = await task.preview()
    assert {artifact.name: artifact.file_name for artifact in outcome.artifacts} == {
        "source_srt": "talk.source.srt",
        "translated_srt": "talk.translated.srt",
        "lines": "talk.lines.json",
    }
    for artifact in outcome.artifacts:
        assert len(await task.kit.storage.get(artifact.object_key)) == artifact.size_bytes
    lines = json.loads(await task.kit.storage.get(f"results/{TASK}/lines.json"))
    assert lines == outcome.data["result"]["subtitles"]
    held = MadeCues.from_dict(json.loads(await task.kit.storage.get(f"results/{TASK}/cues.json")))
    assert held.languages == {"translation": "es", "source": "en"}
    assert held.alone.keys() == held.together.keys() == {"translation", "source"}


async def test_untranslated_time_is_not_charged(run):
    task = run(source_language="en")
    task.untranslated = (3, 8)
    outcome = await task.preview()
    assert outcome.measured == {ITEM: DURATION_MS - 2 * 4000}
    assert outcome.data["result"]["subtitles"][3]["text"] == SENTENCES[3].text
    assert any(warning.startswith("untranslated: 2 of 12") for warning in outcome.warnings)


async def test_a_model_is_told_how_long_a_line_may_be_and_asked_again_for_a_shorter_one(run):
    task = run(EAR, MODEL, APART, source_language="en")
    task.says = lambda line: line if "number 4" not in line else " ".join(["muy largo"] * 30)
    outcome = await task.preview()
    [request] = task.asked["translate"]
    assert len(request["limits"]) == 12
    assert all(60 <= most <= 140 for most in request["limits"])
    [again] = task.asked["word"]
    assert again["lines"] == [SENTENCES[4].text]
    assert outcome.data["result"]["subtitles"][4]["text"] == "Corta."
    assert outcome.data["translation"]["shortened"] == 1
    assert outcome.data["quality"]["long_lines"] == []


async def test_an_engine_that_knows_no_lengths_is_asked_as_ever(run):
    task = run(source_language="en")
    task.says = lambda line: " ".join(["muy largo"] * 30) if "number 4" in line else "Sí."
    outcome = await task.preview()
    assert not any("limits" in request for request in task.asked["translate"])
    assert [entry["line"] for entry in outcome.data["quality"]["long_lines"]] == [4]
    assert any(warning.startswith("long_lines: 1 of 12") for warning in outcome.warnings)


async def test_subtitles_brought_for_both_languages_need_nobody_who_hears_or_translates(run):
    given = {ORIGINAL: srt("One.", "Two.", "Three."), TRANSLATION: srt("Eins.", "Zwei.", "Drei.", first_ms=100)}
    task = run(DEAF, srt=given, source_language="en", language="de", speaker_identification=False)
    outcome = await task.preview()
    assert task.happened == [{ITEM: DURATION_MS}, "measure"]
    lines = outcome.data["result"]["subtitles"]
    assert [(line["source_text"], line["text"], line["start"]) for line in lines] == [
        ("One.", "Eins.", 120),
        ("Two.", "Zwei.", 5120),
        ("Three.", "Drei.", 10_120),
    ]
    assert {line["voice"] for line in lines} == {"mouth:de-m"}
    assert (outcome.data["translation"], outcome.data["engine"]) == (None, None)
    assert "speakers" not in outcome.data
    assert any(warning.startswith("low_coverage") for warning in outcome.warnings)


async def test_a_translation_that_was_brought_is_spoken_by_those_who_were_heard(run):
    task = run(srt={TRANSLATION: srt(*(f"Frase {at}." for at in range(12)))}, source_language="en")
    outcome = await task.preview()
    assert task.happened == [{ITEM: DURATION_MS}, "recognise", "measure"]
    lines = outcome.data["result"]["subtitles"]
    assert [line["speaker"] for line in lines] == [f"speaker{int(at in HERS)}" for at in range(12)]
    assert [line["source_text"] for line in lines] == [one.text for one in SENTENCES]


async def test_the_language_of_brought_subtitles_is_heard_where_nobody_says_it(run):
    task = run(srt={ORIGINAL: srt("One.", "Two.", "Three.")}, speaker_identification=False)
    outcome = await task.preview()
    assert task.happened == [{ITEM: DURATION_MS}, "detect", "translate", "measure"]
    assert outcome.data["source_language"] == "en"
    assert outcome.data["engine"] is None


async def test_one_voice_at_a_pitch_for_all(run):
    outcome = await run(source_language="en", speaker_identification=False, voice="mouth:es-f@-3").preview()
    assert {line["voice"] for line in outcome.data["result"]["subtitles"]} == {"mouth:es-f@-3"}


async def test_a_voice_that_went_meanwhile(run):
    with pytest.raises(EngineUnavailable) as refused:
        await run(source_language="en", voice="mouth:es-x").preview()
    assert (refused.value.code, refused.value.retryable) == ("no_voice", True)


async def test_a_pair_that_nothing_serves_ends_it_before_anything_is_recognised(run):
    task = run(EAR, APART)
    with pytest.raises(EngineUnavailable) as refused:
        await task.preview()
    assert refused.value.code == "pair_unavailable"
    assert "recognise" not in task.happened


async def test_the_spoken_language_is_refused_once_it_is_known(run):
    task = run()
    task.spoken = "es"
    with pytest.raises(InvalidRequest) as refused:
        await task.preview()
    assert refused.value.field == "language"
    assert "recognise" not in task.happened


async def test_silence(run):
    task = run()
    task.spans = []
    with pytest.raises(NoSpeech):
        await task.preview()


@pytest.mark.parametrize("field", [ORIGINAL, TRANSLATION])
async def test_subtitles_where_nobody_speaks(run, field: str):
    task = run(srt={field: srt("One.", "Two.")}, source_language="en")
    task.spans = [[16 * 40_000, 16 * 60_000]]
    with pytest.raises(InvalidFile) as refused:
        await task.preview()
    assert (refused.value.code, refused.value.field) == ("subtitles_do_not_match", field)


async def test_most_subtitles_where_nobody_speaks_is_told(run):
    task = run(srt={ORIGINAL: srt(*(f"Sentence {at}." for at in range(6)))}, source_language="en")
    task.spans = [[0, 16 * 4000], [16 * 40_000, 16 * 60_000]]
    await task.preview()
    assert any(warning.startswith("subtitles_do_not_match: original_srt_url: 5 of 6") for warning in task.warned)
    assert await task.kit.storage.exists(result_key(task, f"inputs/{ORIGINAL}"))
