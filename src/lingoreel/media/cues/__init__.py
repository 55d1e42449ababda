"""From recognised words to cues that can be read, and how well they keep the rules."""

from lingoreel.media.cues.bilingual import BilingualCue, bilingual, tracks
from lingoreel.media.cues.coverage import coverage
from lingoreel.media.cues.cue import Cue, Span
from lingoreel.media.cues.made import MadeCues
from lingoreel.media.cues.making import make_cues, within
from lingoreel.media.cues.quality import quality
from lingoreel.media.cues.rules import PRESETS, ReadingRules, RuleChoice, parse_rules, reading_rules

__all__ = [
    "PRESETS",
    "BilingualCue",
    "Cue",
    "MadeCues",
    "ReadingRules",
    "RuleChoice",
    "Span",
    "bilingual",
    "coverage",
    "make_cues",
    "parse_rules",
    "quality",
    "reading_rules",
    "tracks",
    "within",
]
