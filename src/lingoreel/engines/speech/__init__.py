"""Voices: how text becomes speech."""

from lingoreel.engines.speech.protocol import (
    Capabilities,
    Speech,
    SpeechRequest,
    SpokenUtterance,
    SpokenWord,
    Utterance,
    Voice,
)

__all__ = ["Capabilities", "Speech", "SpeechRequest", "SpokenUtterance", "SpokenWord", "Utterance", "Voice"]
