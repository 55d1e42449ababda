from __future__ import annotations

from lingoreel.cli.subtitle_report import quality_lines, translation_lines, video_lines
from lingoreel.media.cues import Cue, quality


def test_broken_rules_are_named_with_their_cues() -> None:
    cues = [
        Cue(0, 1000, ("Short",)),
        Cue(1000, 1400, ("x" * 60,)),
        *(Cue(t, t + 900, ("y" * 30,)) for t in range(2000, 12000, 1000)),
    ]
    first, *rest = quality_lines(quality(cues, "en"))
    assert first.startswith("quality: 12 cues; broken: ")
    assert "line length" in first
    assert "read faster than 20 characters a second" in first
    assert any(line.startswith("  cue 2, line length: 60 characters") for line in rest)
    assert any("more, reading speed" in line for line in rest)
    assert len(rest) < 20


def test_cues_that_keep_all_rules_take_one_line() -> None:
    cues = [Cue(0, 2000, ("Short",)), Cue(3000, 5000, ("And good",))]
    (line,) = quality_lines(quality(cues, "en"))
    assert line.startswith("quality: 2 cues; every hard rule is kept; 0 read faster")


def test_nothing_known_is_nothing_said() -> None:
    assert quality_lines({}) == []
    assert translation_lines({}) == []


def test_a_translation_tells_its_way_and_what_it_lost() -> None:
    told = {"name": "nllb", "model": None, "draft": False, "better": None, "path": ["eu", "en", "es"]}
    report = {"lines": 9, "repaired": 0, "untranslated": [4], "problem_count": 7}
    problems = [{"line": at, "code": "name", "detail": "Ana"} for at in range(7)]
    lines = translation_lines({**told, "report": {**report, "problems": problems}})
    assert lines[0] == "translation: eu → en → es by nllb"
    assert lines[1] == "  checked 9 sentences: 0 repaired, 7 problems left, 1 not translated"
    assert lines[2] == "  sentence 1, name: Ana"
    assert lines[-1] == "  and 2 more: see translation in --json"


def test_a_video_tells_what_drew_its_letters() -> None:
    assert video_lines({"container": "mp4", "frames": 653, "faces": ["Open Sans", "FiraGO"]}) == [
        "video: mp4, 653 frames, drawn with Open Sans, FiraGO"
    ]
    assert video_lines({"container": "matroska"}) == ["video: matroska"]
    assert video_lines({}) == []
