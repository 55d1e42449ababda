"""The recipe of a film on made-up engines: what is made of what, in which order, and what is told when it fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from lingoreel.engines.film import Capabilities as FilmEngine
from lingoreel.engines.film import ClipRules
from lingoreel.engines.speech.protocol import Capabilities, SpokenWord, Voice
from lingoreel.errors import EngineFailed, EngineUnavailable, InvalidFile, SourceError, TaskError
from lingoreel.products.film import accept, encoder, workflow
from lingoreel.products.film import assets as bringing
from lingoreel.settings import Limits, Settings
from lingoreel.storage import Storage
from lingoreel.tasks import speaking
from lingoreel.tasks.offer import Offer
from lingoreel.tasks.parts import CellPart, HostPart, Part
from lingoreel.tasks.product import Asking, Outcome
from lingoreel.tasks.speaking import Said, ToSpeak
from lingoreel.tasks.stages import digest

TASK = UUID(int=9)
RATE = 1000
"""Samples are milliseconds here."""
ROBOT = Capabilities(
    "robot", "1", "embedded", (Voice("robot:en", "EN", "en", "neutral", "robot", RATE, standard=True),), "robot:Host"
)
DRAWING = FilmEngine("storyboard", "1", "embedded", licence="ours")
RULES = ClipRules(fps=16, frame_step=4, frames_most=81, side_multiple=16, pixels_most=832 * 480)
DREAMING = FilmEngine(
    "diffusion", "1", "neural", "dream:Host", "gpu", clip=RULES, steps=4, licence="Apache-2.0", model="wan"
)
STORY = (
    "The sun rises over the old city and its quiet harbour. People wake up, make coffee and open their windows. "
    "A train leaves the station for the mountains at nine. In the evening everybody comes home, tired and happy."
)


def spoken(item: ToSpeak, at: int) -> Said:
    """Every word lasts 300 samples."""
    begin, told = 0, []
    for number, word in enumerate(item.utterance.text.split()):
        place = item.utterance.text.index(word, begin)
        begin = place + len(word)
        told.append(SpokenWord(place, begin, at + 300 * number, at + 300 * (number + 1)))
    if item.utterance.text.startswith("Mute"):
        return Said("pcm/robot", RATE, at, at)
    return Said("pcm/robot", RATE, at, at + 300 * len(told), tuple(told))


class MadeUpRun:
    """Draws and hears nothing: every part's value is what its cell would answer."""

    def __init__(self, storage: Storage, text: str | None, *engines: Any, **fields: Any) -> None:
        self.engines = [engine.to_dict() for engine in (ROBOT, *(engines or (DRAWING,)))]
        asking = Asking(Limits(), Offer(1, tuple(self.engines)), lambda *_: pytest.fail("not asked for"))
        accepted = accept({"text": text or STORY, **fields}, None, asking)
        self.given = {} if text is None else accepted.inputs or {}
        self.kit = SimpleNamespace(settings=Settings(cpu_slots=2), storage=storage)
        self.facts = SimpleNamespace(
            task_id=TASK, parameters=json.loads(json.dumps(accepted.parameters)), limits=Limits()
        )
        self.held: list[dict[str, int]] = []
        self.steps: list[str] = []
        self.batches: dict[str, list[Part]] = {}
        self.broken: dict[str, Exception] = {}
        self.bounds: list[float] = []
        self.fonts: list[dict[str, str]] = []
        self.warned: list[str] = []

    async def step(self, name: str, work: Callable[[], Any], **_: Any) -> Any:
        self.steps.append(name)
        done = await work()
        assert len(json.dumps(done)) < 20_000, "a step's result is stored"
        return done

    async def kept(self, name: str, make: Callable[[], Any], **_: Any) -> Any:
        self.steps.append(name)
        return json.loads(json.dumps(await make()))

    async def inputs(self) -> dict[str, Any]:
        return self.given

    async def offered(self, capability: str) -> list[dict[str, Any]]:
        return [each for each in self.engines if each["capability"] == capability]

    async def hold(self, measured: dict[str, int]) -> None:
        self.held.append(measured)

    async def warn(self, *warnings: str) -> None:
        self.warned += warnings

    async def cell(self, name: str, part: CellPart, *, low: float, high: float) -> Any:
        [made] = await self.results(name, "cell", [part], low=low, high=high)
        return made

    async def results(self, name: str, lane: str, work: Sequence[Part], *, low: float, high: float) -> list[Any]:
        self.steps.append(name)
        self.bounds += [low, high]
        self.batches[name] = list(work)
        if name in self.broken:
            raise self.broken[name]
        json.dumps([part.request for part in work])
        return [await self._value(name, number, part) for number, part in enumerate(work)]

    async def _value(self, name: str, number: int, part: Part) -> dict[str, Any]:
        key = part.output_key or f"stages/{name}-{digest(part.made_of)[:12]}"
        await self.kit.storage.put(key, b"made")
        if name == "setting":
            told = part.request["narrations"]
            undrawn = [sign for sign in "🎉🛒" if sign in "".join(told)]
            return {"font_files": self.fonts, "type": [digest(text) for text in told], "undrawn": undrawn}
        if name == "assets":
            return {"key": key, "warnings": ["it is HDR"]}
        if name == "clips":
            clip = {name: part.request[name] for name in ("frames", "fps", "width", "height", "seed", "steps")}
            return {**clip, "model": "wan", "pipeline": "P", "licence": "Apache-2.0", "key": key}
        sound = {"loudness": -16.0, "true_peak": -1.2, "music": True, "speech_over_music_db": 16.0}
        return {"key": key, "size_bytes": 4, "duration_ms": 1234, "frames": 1, **sound}

    async def film(self) -> Outcome:
        run: Any = self
        return await workflow.film(run)

    @property
    def pieces(self) -> list[str]:
        return [digest(part.made_of) for part in self.batches["film"][1:]]


@pytest.fixture
def run(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., MadeUpRun]:
    async def speak(run: Any, wanted: Sequence[ToSpeak], *, low: float, high: float) -> list[Said]:
        run.steps.append("speak")
        return [spoken(item, 10_000 * number) for number, item in enumerate(wanted)]

    async def fetch(run: Any, asset: dict[str, str]) -> dict[str, Any]:
        if "missing" in asset["url"]:
            raise SourceError("not found", code="source_not_found", field=asset["field"])
        return {"key": f"inputs/{asset['field']}", "sha256": digest(asset["url"]), "field": asset["field"]}

    monkeypatch.setattr(speaking, "speak", speak)
    monkeypatch.setattr(bringing, "_fetch", fetch)
    storage = Storage.open(Settings(data_dir=tmp_path / "data"))
    return lambda text=STORY, *engines, **fields: MadeUpRun(storage, text, *engines, **fields)


async def test_what_a_film_delivers(run):
    task = run()
    outcome = await task.film()
    assert task.held == [outcome.measured] == [{"video_generation.basic": 1}]
    assert {artifact.name for artifact in outcome.artifacts} == {"video", "poster", "srt", "vtt", "storyboard"}
    scenes = outcome.data["storyboard"]
    assert " ".join(scene["text"] for scene in scenes) == STORY
    assert scenes[0]["start"] == 0
    assert all(a["end"] == b["start"] for a, b in pairwise(scenes))
    assert all(scene["motifs"] for scene in scenes)
    assert outcome.data["engine"]["name"] == "storyboard"
    assert (outcome.data["duration"], outcome.data["voice"]) == (2, "robot:en")
    files = {artifact.name: artifact for artifact in outcome.artifacts}
    told = json.loads(await task.kit.storage.get(files["storyboard"].object_key))
    assert [len(scene["words"]) for scene in told["scenes"]] == [len(scene["text"].split()) for scene in scenes]
    cues = (await task.kit.storage.get(files["srt"].object_key)).decode()
    assert "quiet harbour" in cues.replace("\n", " ")
    assert task.bounds == sorted(task.bounds), "progress goes forward"


async def test_what_may_fail_for_the_customers_own_reasons_comes_first(run):
    task = run(assets=["https://example.com/a.jpg"])
    await task.film()
    order = [task.steps.index(name) for name in ("setting", "fetch_assets", "assets", "speak", "film", "join")]
    assert order == sorted(order)


async def test_the_sound_has_every_utterance_where_its_words_are_shown(run):
    task = run()
    outcome = await task.film()
    sound = task.batches["film"][0]
    assert sound.objects == {"speech_paths": ["pcm/robot"]}
    assert sound.request["music"] is True
    film = task.batches["film"][1].request["film"]
    assert sound.request["duration_ms"] == pytest.approx(film["shots"][-1]["last"] * 1000 / 24)
    first_words = [shot["words"][0]["start_ms"] for shot in film["shots"]]
    starts = [utterance["start_ms"] for utterance in sound.request["utterances"]]
    assert set(first_words) <= set(starts)
    assert len(outcome.data["storyboard"]) == len(film["shots"])


async def test_the_pieces_are_the_whole_film_once(run):
    task = run()
    await task.film()
    spans = [(part.request["first"], part.request["last"]) for part in task.batches["film"][1:]]
    assert spans[0][0] == 0
    assert all(a[1] == b[0] for a, b in pairwise(spans))
    joined = task.batches["join"][0]
    assert joined.request["frames"] == [last - first for first, last in spans]
    assert len(joined.objects["piece_paths"]) == len(spans)


async def test_fonts_travel_as_one_object_that_films_share(run):
    one, two = run(), run(STORY.replace("train", "bus"))
    for number, task in enumerate((one, two)):
        task.fonts = [{"path": f"/usr/share/fonts/{number}/cjk.ttc", "sha256": "5e" * 32}]
        await task.film()
    [packed] = one.batches["fonts_pack"]
    assert packed.made_of == two.batches["fonts_pack"][0].made_of, "where the files lie makes nothing of it"
    pieces = [*one.batches["film"][1:], *two.batches["film"][1:]]
    assert len({piece.objects["fonts_path"] for piece in pieces}) == 1
    for piece in pieces:
        assert '"/' not in json.dumps(piece.request), "no path of one worker is told to another"
        assert len(piece.request["type"]) == len(piece.request["film"]["shots"])


async def test_fonts_that_come_with_the_installation_do_not_travel(run):
    task = run()
    await task.film()
    assert "fonts_pack" not in task.batches
    assert all("fonts_path" not in part.objects for part in task.batches["film"][1:])


async def test_the_same_request_makes_the_same_and_another_seed_another_film(run):
    one, two, other, upright = run(), run(), run(seed=7), run(aspect_ratio="9:16")
    for task in (one, two, other, upright):
        await task.film()
    assert one.pieces == two.pieces
    assert not set(one.pieces) & (set(other.pieces) | set(upright.pieces))
    assert len(set(one.pieces)) == len(one.pieces)


async def test_a_scene_that_changes_costs_its_own_pieces_and_the_next_ones_first(run):
    one, two = run(seed=1), run(STORY.replace("at nine", "at three"), seed=1)
    await one.film()
    await two.film()
    changed = [n for n, (a, b) in enumerate(zip(one.pieces, two.pieces, strict=True)) if a != b]
    places = [part.request["first"] for part in one.batches["film"][1:]]
    shots = one.batches["film"][1].request["film"]["shots"]
    number = next(n for n, shot in enumerate(shots) if "train" in shot["scene"]["narration"])
    begin, after = shots[number]["first"], shots[number + 1]["first"]
    assert changed
    assert all(begin <= places[n] <= after for n in changed)
    assert len(changed) < len(one.pieces) - 1


async def test_another_film_of_the_same_words_spoken_later_is_the_same(run):
    """Where a shot lies in the film decides nothing: one before it that grew moves it only."""
    one, two = run(seed=1), run(STORY.replace("The sun rises", "The warm sun rises"), seed=1)
    await one.film()
    await two.film()
    assert one.pieces[-1] == two.pieces[-1]
    assert one.pieces[0] != two.pieces[0]


async def test_emoji_are_shown_and_not_said(run):
    task = run("Great 🎉 news! The shop 🛒 opens on Monday.", language="en")
    outcome = await task.film()
    texts = [scene["text"] for scene in outcome.data["storyboard"]]
    assert "🎉" in " ".join(texts)
    assert [warning for warning in outcome.warnings if warning.startswith("pictographs: 🎉 🛒 are not drawn")]
    film = task.batches["film"][1].request["film"]
    words = [
        (shot["scene"]["narration"][w["begin"] : w["end"]], w["end_ms"] - w["start_ms"])
        for shot in film["shots"]
        for w in shot["words"]
    ]
    said = [word for word, length in words if length >= 200]
    assert [word.strip(".!") for word in said] == ["Great", "news", "The", "shop", "opens", "on", "Monday"]


async def test_tags_are_neither_shown_nor_said(run):
    task = run("<p>Salt &amp; <b>pepper</b>.</p><p>Write &lt;b&gt; for bold letters.</p>", language="en")
    outcome = await task.film()
    texts = [scene["text"] for scene in outcome.data["storyboard"]]
    assert " ".join(" ".join(texts).split()) == "Salt & pepper. Write <b> for bold letters."
    said = [
        shot["scene"]["narration"][w["begin"] : w["end"]]
        for shot in task.batches["film"][1].request["film"]["shots"]
        for w in shot["words"]
    ]
    assert {"Salt", "pepper.", "Write", "letters."} <= set(said)


async def test_the_figures_on_keycaps_are_said(run):
    task = run("1️⃣ 2️⃣ 🎉", language="en")
    outcome = await task.film()
    assert [scene["text"] for scene in outcome.data["storyboard"]] == ["1️⃣ 2️⃣ 🎉"]
    [utterance] = task.batches["film"][0].request["utterances"]
    assert utterance["end_sample"] - utterance["start_sample"] == 600


async def test_assets_that_no_scene_shows_are_not_fetched(run):
    task = run("One short line.", assets=[f"https://example.com/{n}.jpg" for n in range(5)])
    outcome = await task.film()
    assert len(task.batches["assets"]) == 1
    assert any(warning.startswith("assets: 4 of 5 are not shown") for warning in outcome.warnings)
    assert outcome.data["storyboard"][0]["asset"] == "https://example.com/0.jpg"
    film = task.batches["film"][1].request["film"]
    assert [shot["scene"]["asset"] for shot in film["shots"]] == [0]


async def test_another_picture_changes_the_pieces_that_show_it(run):
    one, two = run(seed=1, assets=["https://example.com/a.jpg"]), run(seed=1, assets=["https://example.com/b.jpg"])
    await one.film()
    await two.film()
    assert one.pieces[0] != two.pieces[0]
    assert one.pieces[-1] == two.pieces[-1]


async def test_a_piece_gets_only_the_assets_that_are_seen_in_it(run):
    task = run(assets=[f"https://example.com/{n}.jpg" for n in range(4)])
    await task.film()
    shots: dict[int, list[str]] = {}
    for piece in task.batches["film"][1:]:
        film, keys = piece.request["film"]["shots"], piece.objects["asset_paths"]
        number = next(n for n, shot in enumerate(film) if shot["first"] <= piece.request["first"] < shot["last"])
        shown = [(n, keys[shot["scene"]["asset"]]) for n, shot in enumerate(film) if shot["scene"]["asset"] is not None]
        begins = piece.request["first"] == film[number]["first"] and number > 0
        assert [n for n, _ in shown] == ([number - 1, number] if begins else [number])
        shots.setdefault(number, []).append(shown[-1][1])
    assert sorted(shots) == list(range(4))
    assert len({key for found in shots.values() for key in found}) == 4
    assert all(len(set(found)) == 1 for found in shots.values())


async def test_another_encoder_makes_other_pieces_and_assets(run, monkeypatch: pytest.MonkeyPatch):
    one, two = run(assets=["https://example.com/a.jpg"]), run(assets=["https://example.com/a.jpg"])
    await one.film()
    assert encoder.program().startswith("av ")
    monkeypatch.setattr(encoder, "program", lambda: "av 99 libx264-new.so")
    await two.film()
    assert not set(one.pieces) & set(two.pieces)
    assert one.batches["assets"][0].made_of != two.batches["assets"][0].made_of


async def test_titles_and_what_the_look_says_already_decide_nothing(run):
    task = run()
    await task.film()
    sound, piece = task.batches["film"][:2]
    assert not {"title", "language"} & {*sound.made_of, *sound.request}
    assert task.batches["join"][0].request["title"]
    assert not {"mood", "keywords"} & set(piece.made_of["shot"]["scene"])


async def test_an_asset_that_cannot_be_had_is_named_before_anything_is_spoken(run):
    task = run(assets=["https://example.com/a.jpg", "https://example.com/missing.jpg"])
    with pytest.raises(SourceError) as told:
        await task.film()
    assert told.value.field == "assets[1]"
    assert "speak" not in task.steps


async def test_what_is_to_be_said_of_an_asset_is_told_by_its_name(run):
    task = run(assets=["https://example.com/a.jpg"])
    await task.film()
    assert task.warned == ["assets[0]: it is HDR"]


async def test_an_asset_whose_cell_died_is_named(run):
    task = run(assets=["https://example.com/a.jpg", "https://example.com/b.jpg"])
    task.broken["assets"] = InvalidFile("its contents stopped the decoder", details={"stage": "assets/1"})
    with pytest.raises(InvalidFile) as told:
        await task.film()
    assert told.value.field == "assets[1]"
    assert told.value.message == "assets[1]: its contents stopped the decoder"
    assert "speak" not in task.steps


@pytest.mark.parametrize("stage", ["film", "join"])
async def test_a_process_of_ours_that_dies_is_not_the_customers_fault(run, stage: str):
    task = run()
    task.broken[stage] = EngineFailed("its process ended", details={"reason": "signal 9"})
    with pytest.raises(EngineFailed) as told:
        await task.film()
    assert told.value.retryable
    assert told.value.details["reason"] == "signal 9"
    assert all(isinstance(part, HostPart) for part in task.batches[stage]), "a cell that dies blames the file"


async def test_letters_without_a_font_end_it_before_anything_is_spoken(run):
    task = run()
    task.broken["setting"] = TaskError("no font", code="font_missing", field="text")
    with pytest.raises(TaskError, match="no font"):
        await task.film()
    assert "speak" not in task.steps


async def test_a_text_that_is_not_kept_any_more(run):
    with pytest.raises(SourceError) as gone:
        await run(None).film()
    assert gone.value.code == "source_not_found"


async def test_when_nothing_of_it_can_be_said_it_is_told(run):
    with pytest.raises(EngineUnavailable, match="can say nothing"):
        await run("Mute.").film()


async def test_a_generating_engine_makes_a_clip_for_every_scene_that_has_none(run):
    task = run(STORY, DRAWING, DREAMING, assets=["https://example.com/a.jpg"])
    outcome = await task.film()
    shots = task.batches["film"][1].request["film"]["shots"]
    clips = task.batches["clips"]
    assert len(clips) == len(shots) - 1
    pieces = task.batches["film"][1:]
    assert len({key for piece in pieces for key in piece.objects["asset_paths"]}) == len(shots)
    assert all(part.request["frames"] % 4 == 1 for part in clips)
    assert len({part.request["seed"] for part in clips}) == len(clips)
    assert outcome.data["engine"]["model"] == "wan"
    assert [scene["asset"] for scene in outcome.data["storyboard"]][1:] == [None] * (len(shots) - 1)


async def test_a_generating_engine_that_fails_leaves_the_scenes_to_be_drawn(run):
    task = run(STORY, DRAWING, DREAMING)
    task.broken["clips"] = EngineFailed("out of memory")
    outcome = await task.film()
    assert outcome.data["engine"]["name"] == "storyboard"
    assert any("out of memory" in warning for warning in outcome.warnings)


async def test_one_that_was_asked_for_by_name_must_not_fail(run):
    task = run(STORY, DRAWING, DREAMING, engine="diffusion")
    task.broken["clips"] = EngineFailed("out of memory")
    with pytest.raises(EngineFailed):
        await task.film()


async def test_the_storyboard_engine_can_be_asked_for_where_a_model_is(run):
    task = run(STORY, DRAWING, DREAMING, engine="storyboard")
    outcome = await task.film()
    assert "clips" not in task.batches
    assert outcome.data["engine"]["name"] == "storyboard"
