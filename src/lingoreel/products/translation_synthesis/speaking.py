"""The lines spoken, each at the speed that its time asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lingoreel.engines.speech.protocol import Utterance
from lingoreel.errors import InvalidRequest
from lingoreel.media.dub.fit import Need, Placed, Spoken, ask_rates, fit, rooms_ms
from lingoreel.media.dub.line import DubLine, windows_ms
from lingoreel.media.speech_text import Utterance as Shown
from lingoreel.media.studio import HOST as STUDIO
from lingoreel.products.translation_synthesis.groups import Group, SpokenLine, part, read_groups, shared, to_cut
from lingoreel.products.translation_synthesis.request import SynthesisParameters
from lingoreel.products.translation_synthesis.voices import LineVoice, Voices, settle
from lingoreel.tasks.intake import wall_s
from lingoreel.tasks.parts import HostPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.speaking import Said, ToSpeak, speak, voice_gone
from lingoreel.tasks.stages import digest
from lingoreel.tasks.translating import Wanted
from lingoreel.tasks.wording import TooLong, shorten
from lingoreel.tasks.workflows import CPU_LANE

RECIPE = 1
HURRIED = 1.2
"""A line that would have to be spoken faster than this is worded anew first, where that can be had."""
SAME_RATE = 0.02
NUMBERS_SHOWN = 20
CLIPS_EACH = 500
CUTTING = 0.05
"""The share of cutting in the progress of speaking."""


@dataclass(frozen=True)
class SpokenLines:
    """Every line as it was worded and spoken, its voice, and where it was placed."""

    lines: tuple[DubLine, ...]
    spoken: tuple[SpokenLine, ...]
    voices: tuple[LineVoice, ...]
    placed: tuple[Placed, ...]
    warnings: tuple[str, ...]


async def settle_voices(run: Run, parameters: SynthesisParameters, lines: Sequence[DubLine]) -> Voices:
    """Who speaks each line. Raises EngineUnavailable for a voice that is not here any more."""

    async def choose() -> dict[str, Any]:
        groups = await asyncio.to_thread(read_groups, lines, parameters.code)
        others = sorted({said.language for group in groups for said in group.utterances} - {parameters.code})
        offered = await run.offered("speech")
        try:
            voices = await asyncio.to_thread(settle, parameters, lines, others, offered)
        except InvalidRequest as error:
            raise voice_gone(error) from error
        return voices.to_dict()

    return Voices.from_dict(await run.kept("voices", choose))


async def speak_lines(
    run: Run,
    parameters: SynthesisParameters,
    lines: Sequence[DubLine],
    machine: Collection[int],
    voices: Voices,
    duration_ms: int,
    *,
    low: float,
    high: float,
) -> SpokenLines:
    """Speak every line, at another rate where it does not fit, and place it. Raises what engines do.

    `machine`: the lines, by number, that may be worded anew.
    """
    third = (high - low) / 3
    alone = {number for number, voice in enumerate(voices.of_line) if not voice.engine.word_events}
    groups = await asyncio.to_thread(read_groups, lines, parameters.code, alone)
    natural, warnings = await _speak(run, groups, voices, {}, name="speak", low=low, high=low + third)
    needs = _needs(lines, groups, natural, voices)
    worded = await _reworded(run, parameters, lines, machine, needs, duration_ms, low=low + third)
    if worded != list(lines):
        groups = await asyncio.to_thread(read_groups, worded, parameters.code, alone)
        shorter = {"low": low + third, "high": low + 2 * third}
        natural, warnings = await _speak(run, groups, voices, {}, name="speak_shorter", **shorter)
        warnings |= dict.fromkeys(_told(lines, worded))
        needs = _needs(worded, groups, natural, voices)
    rates = await asyncio.to_thread(_rates, needs, natural, voices, duration_ms)
    again = [group for group in groups if any(number in rates for number in group.lines)]
    faster, more = await _speak(run, again, voices, rates, name="speak_rates", low=low + 2 * third, high=high)
    spoken = [_quicker(natural[number], faster.get(number)) for number in range(len(lines))]
    asked = [Spoken(need, line.rate, line.spoken_ms) for need, line in zip(needs, spoken, strict=True)]
    placed = await asyncio.to_thread(fit, asked, duration_ms)
    return SpokenLines(tuple(worded), tuple(spoken), voices.of_line, tuple(placed), (*(warnings | more),))


def _rates(
    needs: Sequence[Need], natural: Mapping[int, SpokenLine], voices: Voices, duration_ms: int
) -> dict[int, float]:
    """The lines to be spoken at another rate than 1, and that rate."""
    found = {}
    for number, rate in enumerate(ask_rates(needs, duration_ms)):
        least, most = voices.of_line[number].engine.rate
        rate = min(max(rate, least), most)  # noqa: PLW2901
        if rate != 1.0 and natural[number].clips:
            found[number] = rate
    return found


def _quicker(natural: SpokenLine, again: SpokenLine | None) -> SpokenLine:
    """The line at the rate that it really has: not every engine keeps to what it was asked."""
    if again is None or not again.spoken_ms:
        return natural
    rate = round(natural.spoken_ms / again.spoken_ms, 2)
    return natural if abs(rate - 1) < SAME_RATE else replace(again, rate=rate)


async def _reworded(
    run: Run,
    parameters: SynthesisParameters,
    lines: Sequence[DubLine],
    machine: Collection[int],
    needs: Sequence[Need],
    duration_ms: int,
    *,
    low: float,
) -> list[DubLine]:
    """The lines with shorter words where theirs do not fit, where that can be had and no person chose them."""
    worded = list(lines)
    if parameters.source_language is None:
        return worded
    rooms = await asyncio.to_thread(rooms_ms, needs, duration_ms)
    long = {}
    for number in sorted(machine):
        line, room, natural = lines[number], rooms[number], needs[number].natural_ms
        if line.source_text and natural > HURRIED * room:
            long[number] = TooLong(line.source_text, line.text, int(len(line.text) * room * HURRIED / natural))
    if not long:
        return worded
    wanted = Wanted(parameters.source_language, parameters.code, parameters.glossary, parameters.do_not_translate)
    for number, text in zip(long, await shorten(run, list(long.values()), wanted, low=low, high=low), strict=True):
        if text is not None:
            worded[number] = replace(worded[number], text=text)
    return worded


def _told(lines: Sequence[DubLine], worded: Sequence[DubLine]) -> list[str]:
    changed = [str(at) for at, pair in enumerate(zip(lines, worded, strict=True), 1) if pair[0].text != pair[1].text]
    shown = ", ".join(changed[:NUMBERS_SHOWN]) + (" …" if len(changed) > NUMBERS_SHOWN else "")
    return [f"shortened: {len(changed)} lines were worded shorter to fit their time (counted from 1: {shown})"]


async def _speak(
    run: Run,
    groups: Sequence[Group],
    voices: Voices,
    rates: Mapping[int, float],
    *,
    name: str,
    low: float,
    high: float,
) -> tuple[dict[int, SpokenLine], dict[str, None]]:
    """The groups' lines as they were spoken, by number; and warnings."""
    wanted = [
        _to_speak(utterance, voices.of_line[group.lines[0]], voices.others, rates.get(group.lines[0], 1.0))
        for group in groups
        for utterance in group.utterances
    ]
    said = await speak(run, wanted, name=name, low=low, high=high - (high - low) * CUTTING)
    warnings = {f"{note['code']}: {note['message']}": None for heard in said for note in heard.warnings}
    rest = iter(said)
    heard_by = [(group, [next(rest) for _ in group.utterances]) for group in groups]
    cut = await _cut(run, heard_by, name=f"{name}_cut", low=high - (high - low) * CUTTING, high=high)
    found: dict[int, SpokenLine] = {}
    for at, (group, mine) in enumerate(heard_by):
        found |= part(group, mine, cut.get(at, {}), rates.get(group.lines[0], 1.0))
    return found, warnings


async def _cut(
    run: Run, heard_by: Sequence[tuple[Group, list[Said]]], *, name: str, low: float, high: float
) -> dict[int, dict[int, list[list[int]]]]:
    """What was said for several lines at once cut into them: by group, and by utterance in it."""
    found = [(at, number) for at, (group, said) in enumerate(heard_by) for number in shared(group, said)]
    if not found:
        return {}
    parts = [_cutter(run, heard_by, found[at : at + CLIPS_EACH]) for at in range(0, len(found), CLIPS_EACH)]
    made = await run.results(name, CPU_LANE, parts, low=low, high=high)
    cut: dict[int, dict[int, list[list[int]]]] = {}
    for (at, number), ranges in zip(found, (one for value in made for one in value["ranges"]), strict=True):
        cut.setdefault(at, {})[number] = ranges
    return cut


def _cutter(run: Run, heard_by: Sequence[tuple[Group, list[Said]]], found: Sequence[tuple[int, int]]) -> HostPart:
    paths = list(dict.fromkeys(heard_by[at][1][number].key for at, number in found))
    clips = []
    for at, number in found:
        group, said = heard_by[at]
        clips.append({"clip": paths.index(said[number].key), **to_cut(group, number, said[number])})
    return HostPart(
        host=STUDIO,
        parallel=run.kit.settings.cpu_slots,
        request={"work": "cut", "clips": clips},
        objects={"clip_paths": paths},
        made_of={"clips": digest(clips), "paths": paths, "version": RECIPE},
        wall_s=wall_s(run, len(clips)),
    )


def _to_speak(shown: Shown, main: LineVoice, others: Mapping[str, LineVoice], rate: float) -> ToSpeak:
    voice = others.get(shown.language, main)
    utterance = Utterance(
        text=shown.spoken,
        voice=voice.voice,
        language=voice.language,
        rate=rate,
        pitch=voice.pitch,
        phonemes=shown.phonemes,
    )
    return ToSpeak(utterance, voice.engine)


def _needs(
    lines: Sequence[DubLine], groups: Sequence[Group], natural: Mapping[int, SpokenLine], voices: Voices
) -> list[Need]:
    group_of = {number: at for at, group in enumerate(groups) for number in group.lines}
    lengths_ms = [natural[number].spoken_ms for number in range(len(lines))]
    return [
        Need(
            start_ms,
            end_ms,
            lengths_ms[number],
            group_of[number],
            rates=voices.of_line[number].engine.rate[1] > 1,
        )
        for number, (start_ms, end_ms) in enumerate(windows_ms(lines, lengths_ms))
    ]
