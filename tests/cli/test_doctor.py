from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lingoreel.cli.examination import _abilities
from lingoreel.cli.font_examination import examine_fonts
from lingoreel.settings import Settings

Run = Callable[..., Any]


def test_this_machine_is_healthy(run: Run) -> None:
    ended = run("doctor", "--json")
    found = {one["part"]: one for one in ended.json["findings"]}
    assert ended.code == 0
    assert ended.json["healthy"]
    needed = ("python", "data folder", "postgresql", "storage", "cells", "recognition: pocketsphinx")
    assert all(found[part]["ok"] for part in needed)
    assert "embedded" in found["postgresql"]["what"]
    whisper = found["recognition: whisper"]
    assert whisper["ok"] is None
    assert "models pull whisper" in whisper["remedy"]


def test_it_tells_who_translates_what_burns_in_and_which_scripts_can_be_drawn(run: Run) -> None:
    findings = run("doctor", "--json").json["findings"]
    translators = {one["part"]: one for one in findings if one["part"].startswith("translation")}
    assert {"translation: llm", "translation: apertium", "translation: ctranslate2", "translation"} == set(translators)
    assert all(one["ok"] is None and one["remedy"] for one in translators.values())
    assert "models pull apertium" in translators["translation"]["remedy"]
    (ffmpeg,) = [one for one in findings if one["part"] == "ffmpeg program"]
    assert ffmpeg["ok"]
    drawn = next(one for one in findings if one["part"] == "fonts" and one["ok"])
    assert "Latin, Greek, Cyrillic" in drawn["what"]
    assert not any("nothing needs it" in one["what"] for one in findings)


def test_a_language_model_makes_any_pair_translatable(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGOREEL_LLM_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("LINGOREEL_LLM_MODEL", "some-model")
    found = {one["part"]: one for one in run("doctor", "--json").json["findings"]}
    assert found["translation: llm"]["ok"]
    assert "some-model, any pair of languages, neural" in found["translation: llm"]["what"]
    assert "translation" not in found


def test_what_translators_can_do_is_told_in_few_words() -> None:
    record = {"version": "3.9", "model": None, "tier": "embedded", "draft": True}
    pairs = [["en", "es"], ["es", "en"]]
    assert _abilities({**record, "pairs": pairs}) == "3.9, en → es, es → en, embedded, makes drafts"
    assert _abilities({**record, "pairs": pairs * 9}) == "3.9, 18 pairs of languages, embedded, makes drafts"


def test_fonts_that_are_missing_come_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lingoreel.media.fonts.font_folders", lambda _: [])
    drawn, missing = examine_fonts(Settings(data_dir=tmp_path))
    assert drawn.ok
    assert "Latin" in drawn.what
    assert "Chinese, Japanese, Korean" in missing.what
    assert missing.ok is None
    assert str(missing.remedy).startswith("lingoreel models pull ")
    assert "fonts-cjk" in str(missing.remedy)


def test_what_is_broken_is_named_and_the_rest_still_examined(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGOREEL_DATABASE_URL", "postgresql://me:hunter2@127.0.0.1:9/none?connect_timeout=1")
    ended = run("doctor")
    assert ended.code == 1
    assert "✗  postgresql" in ended.out
    assert "✓  storage" in ended.out
    assert "hunter2" not in ended.out + ended.err
