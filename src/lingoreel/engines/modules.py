"""The engines there are, best first, and what each can do on this machine."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType
from typing import Any

from lingoreel.engines import film, separation, speech, translation
from lingoreel.engines.recognition.protocol import Capabilities, Unavailable
from lingoreel.settings import Settings

Usable = Capabilities | translation.Capabilities | speech.Capabilities | separation.Capabilities | film.Capabilities
Record = Usable | Unavailable

# Module of each engine, best first within its tier.
MODULES: dict[tuple[str, str], str] = {
    ("recognition", "whisper"): "lingoreel.engines.recognition.whisper",
    ("recognition", "pocketsphinx"): "lingoreel.engines.recognition.pocketsphinx",
    ("diarization", "sherpa"): "lingoreel.engines.diarization.sherpa",
    ("diarization", "resemblyzer"): "lingoreel.engines.diarization.resemblyzer",
    ("diarization", "spectral"): "lingoreel.engines.diarization.spectral",
    ("translation", "llm"): "lingoreel.engines.translation.llm",
    ("translation", "ctranslate2"): "lingoreel.engines.translation.ctranslate2",
    ("translation", "apertium"): "lingoreel.engines.translation.apertium",
    ("speech", "openai"): "lingoreel.engines.speech.openai",
    ("speech", "cloning"): "lingoreel.engines.speech.cloning",
    ("speech", "kokoro"): "lingoreel.engines.speech.kokoro",
    ("speech", "piper"): "lingoreel.engines.speech.piper",
    ("speech", "flite"): "lingoreel.engines.speech.flite",
    ("speech", "espeak"): "lingoreel.engines.speech.espeak",
    ("separation", "mdx"): "lingoreel.engines.separation.mdx",
    ("film", "diffusion"): "lingoreel.engines.film.diffusion",
    ("film", "storyboard"): "lingoreel.engines.film.storyboard",
    ("storyboard", "llm"): "lingoreel.engines.film.writer",
}
TIERS = ("neural", "embedded")


def local_capabilities(settings: Settings) -> list[Record]:
    """What each engine can do on this machine with these settings; imports no model library.

    An engine whose module is not part of this installation is left out. An engine that the settings exclude
    (`recognition_engine` and the like other than `auto`) is told as unavailable.
    """
    found: list[Record] = []
    for capability, name in MODULES:
        module = _module(capability, name)
        if module is None:
            continue
        only = getattr(settings, f"{capability}_engine", "auto")
        if only not in ("auto", name):
            variable = f"LINGOREEL_{capability.upper()}_ENGINE"
            found.append(Unavailable(name, f"{variable} is {only}", f"set {variable}=auto", capability))
        else:
            found.append(module.capabilities(settings))
    return found


def from_dict(data: dict[str, Any]) -> Record:
    """The record that a worker published, by its `capability`."""
    if "reason" in data:
        return Unavailable.from_dict(data)
    kinds: dict[str, type[Usable]] = {
        "translation": translation.Capabilities,
        "speech": speech.Capabilities,
        "separation": separation.Capabilities,
        "film": film.Capabilities,
        "storyboard": film.Capabilities,
    }
    return kinds.get(data["capability"], Capabilities).from_dict(data)


def rank(record: Usable) -> tuple[int, int, str]:
    """Tier, then the order of MODULES; among workers with different models the same one each time."""
    order = list(MODULES)
    place = (record.capability, record.name)
    return TIERS.index(record.tier), order.index(place) if place in order else len(order), record.version


def _module(capability: str, name: str) -> ModuleType | None:
    path = MODULES[capability, name]
    return importlib.import_module(path) if importlib.util.find_spec(path) else None
