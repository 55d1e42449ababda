"""Speech recognition: PCM in, segments with words and their times out."""

from lingoreel.engines.recognition.protocol import (
    Capabilities,
    Recognition,
    RecognitionRequest,
    Suppressed,
    Unavailable,
    merge,
)

__all__ = ["Capabilities", "Recognition", "RecognitionRequest", "Suppressed", "Unavailable", "merge"]
