"""From recognised segments to cues."""

from __future__ import annotations

from collections.abc import Iterable

from lingoreel.media.cues.cue import Cue
from lingoreel.media.cues.cutting import cut
from lingoreel.media.cues.placing import Spoken, place
from lingoreel.media.cues.rules import ReadingRules, reading_rules
from lingoreel.media.cues.streams import runs, streams
from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import width


def make_cues(segments: Iterable[Segment], language: str | None = None, rules: ReadingRules | None = None) -> list[Cue]:
    """Cut the segments into cues in order of time, by the rules given or the language's own.

    No word is lost, and every hard rule (see `ReadingRules`) is kept, whatever is said how fast: where too much is
    said at once, cues move away from their speech as little as they can. Two speakers who follow each other too
    quickly for a cue each share one, a line each behind a hyphen; its `speaker` is None. Time grows with the number
    of words.
    """
    rules = rules or reading_rules(language)
    drafts = [
        draft for pieces in streams(segments, language, rules) for run in runs(pieces) for draft in cut(run, rules)
    ]
    drafts.sort(key=lambda draft: (draft.start_ms, draft.order))
    times = place(
        [Spoken(draft.start_ms, draft.end_ms, rules.needed_ms(sum(map(width, draft.lines)))) for draft in drafts],
        rules,
    )
    return [
        Cue(start_ms, end_ms, draft.lines, draft.speaker)
        for draft, (start_ms, end_ms) in zip(drafts, times, strict=True)
    ]
