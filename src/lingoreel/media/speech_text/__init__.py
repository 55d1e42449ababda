"""Text made ready to be spoken: sentences, languages, numbers and signs in words, pronunciations and simple SSML.

Pure and light to import: the API process counts and refuses with it. Word lists and rules of a language load at its
first use, emoji names at the first emoji.
"""

from __future__ import annotations

from lingoreel.media.speech_text.limits import Limits
from lingoreel.media.speech_text.parsing import count_characters, parse
from lingoreel.media.speech_text.script import Script, Stretch, Utterance

__all__ = ["Limits", "Script", "Stretch", "Utterance", "count_characters", "parse"]
