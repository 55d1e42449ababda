"""What a subtitle file may hold. A film of three hours has some 3,000 cues and 200 KB."""

from __future__ import annotations

SIZE_BYTES = 20_000_000
CUES = 200_000
CUE_CHARACTERS = 50_000
"""Letters of one cue; what is beyond is cut off, and told."""
MARKED_UP_CHARACTERS = 4 * CUE_CHARACTERS
CUE_LINES = 20
"""Lines of one cue; what is beyond goes on in the last one, and it is told."""
LONGEST_MS = 100 * 3600 * 1000
"""Times beyond this are no times of a subtitle."""
WARNINGS = 60
