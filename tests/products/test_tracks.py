"""The subtitles of a video, wherever they come from, as the cues that are shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from lingoreel.errors import InvalidFile, SourceError
from lingoreel.media.cues import Cue, MadeCues
from lingoreel.products.subtitle_video.tracks import take_tracks
from lingoreel.settings import Settings
from lingoreel.storage import Storage

MADE = uuid4()
CUES = MadeCues(
    {"translation": "es", "source": "en"},
    {"translation": [Cue(0, 900, ("hola",))], "source": [Cue(0, 1000, ("hello",))]},
    {"translation": [Cue(0, 950, ("hola junto",))], "source": [Cue(0, 950, ("hello together",))]},
)
SPOKEN = MadeCues({"source": "en"}, {"source": [Cue(0, 1000, ("only spoken",))]})


class MadeUpRun:
    """A run whose task was given these inputs."""

    def __init__(self, storage: Storage, inputs: dict[str, Any] | None) -> None:
        self.kit = SimpleNamespace(storage=storage)
        self.facts = SimpleNamespace(task_id=UUID(int=9))
        self.given = inputs
        self.warnings: list[str] = []

    async def step(self, _name: str, work: Callable[[], Any], **_: Any) -> Any:
        return json.loads(json.dumps(await work()))

    async def inputs(self) -> dict[str, Any]:
        return self.given or {}

    async def warn(self, *warnings: str) -> None:
        self.warnings += warnings


@pytest.fixture
async def shown(tmp_path):
    """Take the tracks of these inputs; each track's languages and lines."""
    storage = Storage.open(Settings(data_dir=tmp_path / "data"))
    await storage.put(f"results/{MADE}/cues.json", json.dumps(CUES.to_dict()).encode())
    await storage.put(f"results/{UUID(int=1)}/cues.json", json.dumps(SPOKEN.to_dict()).encode())

    async def take(**inputs: dict[str, Any]) -> dict[str, tuple[str | None, list[str]]]:
        run: Any = MadeUpRun(storage, inputs)
        tracks = await take_tracks(run, 10_000)
        held = json.loads(await storage.get(tracks.key))
        assert {name for name, cues in held.items() if cues is not None} == tracks.languages.keys()
        assert tracks.counts == {name: len(held[name]) for name in tracks.languages}
        return {
            name: (language, [line for cue in held[name] for line in cue["lines"]])
            for name, language in tracks.languages.items()
        }

    return take


def of_task(task: UUID = MADE, *, together: bool = False, side: str | None = None, language: str | None = None) -> dict:
    return {"task_id": str(task), "together": together, "side": side, "field": "subtitles", "language": language}


def array(*texts: str, language: str | None = None, at_ms: int = 0) -> dict:
    cues = [Cue(at_ms + number * 1000, at_ms + number * 1000 + 900, (text,)) for number, text in enumerate(texts)]
    return {"cues": [cue.to_dict() for cue in cues], "field": "subtitles", "language": language}


async def test_one_track_of_a_translated_recognition_is_the_translation(shown):
    assert await shown(primary=of_task()) == {"primary": ("es", ["hola"])}


async def test_without_a_translation_it_is_what_was_said(shown):
    assert await shown(primary=of_task(UUID(int=1))) == {"primary": ("en", ["only spoken"])}


async def test_both_of_one_recognition_are_cut_together(shown):
    assert await shown(primary=of_task(together=True), secondary=of_task(together=True, side="source")) == {
        "primary": ("es", ["hola junto"]),
        "secondary": ("en", ["hello together"]),
    }


async def test_a_language_that_was_sent_comes_first(shown):
    assert await shown(primary=of_task(language="ca"), secondary=array("x", language="fr")) == {
        "primary": ("ca", ["hola"]),
        "secondary": ("fr", ["x"]),
    }
    assert (await shown(primary=array("x")))["primary"][0] is None


async def test_a_task_whose_cues_are_gone(shown):
    with pytest.raises(SourceError) as failed:
        await shown(primary=of_task(uuid4()))
    assert failed.value.field == "subtitles"
    assert "not kept any more" in failed.value.message


async def test_subtitles_that_show_nothing_in_this_video(shown):
    with pytest.raises(InvalidFile) as failed:
        await shown(primary=array("too late", at_ms=20_000))
    assert failed.value.field == "subtitles"
    assert failed.value.remedy


async def test_inputs_that_are_gone(shown):
    with pytest.raises(SourceError):
        await shown()
