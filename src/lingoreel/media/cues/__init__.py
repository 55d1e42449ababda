"""From recognised words to cues that can be read, and how well they keep the rules."""

from lingoreel.media.cues.cue import Cue, Span
from lingoreel.media.cues.cutting import ReadingRules, break_lines, make_cues, quality, reading_rules

__all__ = ["Cue", "ReadingRules", "Span", "break_lines", "make_cues", "quality", "reading_rules"]
