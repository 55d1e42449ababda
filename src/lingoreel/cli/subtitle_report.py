"""How good subtitles are, told in a few lines: the reading rules, and how the translation was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from lingoreel.client import Task

SHOWN = 5
TOLD_HERE = ("draft_translation",)
"""Codes of warnings that `show_subtitles` says in its own words."""
_SOFT = {
    "reading_speed": "read faster than {limit:g} characters a second",
    "in_time": "not within {limit:g} ms of speech",
}


def show_subtitles(task: Task) -> None:
    """What a recognition made: cues and the rules they keep, and who translated."""
    lines = [*quality_lines(task.data.get("quality") or {}), *translation_lines(task.data.get("translation") or {})]
    for line in lines:
        typer.echo(line)


def show_video(task: Task) -> None:
    """What a subtitled video is, as far as the service says."""
    for line in video_lines(task.data.get("video") or {}):
        typer.echo(line)


def quality_lines(quality: Mapping[str, Any]) -> list[str]:
    """The number of cues and of those that break a rule; then each rule that is broken, and by which cue."""
    rules: Mapping[str, Mapping[str, Any]] = quality.get("rules") or {}
    if not rules:
        return []
    hard = [name for name, rule in rules.items() if rule.get("hard")]
    broken = [name for name in hard if rules[name]["count"]]
    kept = "every hard rule is kept" if not broken else f"broken: {', '.join(map(_words, broken))}"
    told = [f"{quality['cues']} cues", kept]
    told += [
        f"{rules[name]['count']} {phrase.format(**rules[name])}" for name, phrase in _SOFT.items() if name in rules
    ]
    share = (quality.get("coverage") or {}).get("share")
    if share is not None:
        told.append(f"{share:.0%} of the speech is under a cue")
    lines = [f"quality: {'; '.join(told)}"]
    for name, rule in rules.items():
        # Positions count from 0, the numbers in a file from 1.
        lines += [
            f"  cue {cue + 1}, {_words(name)}: {why}"
            for cue, why in list(zip(rule["cues"], rule["why"], strict=False))[:SHOWN]
        ]
        if rule["count"] > SHOWN:
            lines.append(f"  and {rule['count'] - SHOWN} more, {_words(name)}: see quality in --json")
    return lines


def translation_lines(translation: Mapping[str, Any]) -> list[str]:
    """Who translated by which way, whether it is a draft and what would be better, and what the checks found."""
    if not translation:
        return []
    engine = " ".join(str(part) for part in (translation["name"], translation.get("model")) if part)
    lines = [f"translation: {' → '.join(translation['path'])} by {engine}{_draft(translation)}"]
    if translation.get("draft") and translation.get("better"):
        lines.append(f"  for a better one: {translation['better']}")
    report: Mapping[str, Any] = translation.get("report") or {}
    lost, problems = report.get("untranslated") or [], report.get("problems") or []
    if report:
        found = report.get("problem_count", len(problems))
        lines.append(
            f"  checked {report['lines']} sentences: {report.get('repaired', 0)} repaired, "
            f"{found} problems left, {len(lost)} not translated"
        )
        lines += [f"  sentence {one['line'] + 1}, {one['code']}: {one['detail']}" for one in problems[:SHOWN]]
        if found > SHOWN:
            lines.append(f"  and {found - SHOWN} more: see translation in --json")
    return lines


def video_lines(video: Mapping[str, Any]) -> list[str]:
    """The plain facts about a video, in one line."""
    facts = [f"{video[name]}{unit}" for name, unit in (("container", ""), ("frames", " frames")) if video.get(name)]
    if video.get("faces"):
        facts.append(f"drawn with {', '.join(video['faces'])}")
    return [f"video: {', '.join(facts)}"] if facts else []


def _draft(translation: Mapping[str, Any]) -> str:
    return ", a draft that a person has to revise" if translation.get("draft") else ""


def _words(name: str) -> str:
    return name.replace("_", " ")
