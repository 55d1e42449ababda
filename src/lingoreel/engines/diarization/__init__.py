"""Who speaks when. The engines are `sherpa`, `resemblyzer` and `spectral`, best first; `choose` picks."""

from lingoreel.engines.diarization.assign import assign_speakers
from lingoreel.engines.diarization.protocol import Diarization, DiarizationRequest, Speaker, Turn

__all__ = ["Diarization", "DiarizationRequest", "Speaker", "Turn", "assign_speakers"]
