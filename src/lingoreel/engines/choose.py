"""Which engine serves a request, out of what the live workers can do.

A worker publishes `local_capabilities(settings)` when it registers; the API picks from the union of those
records with `choose_recognizer` and `choose_diarizer`, and never imports an engine's library.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from lingoreel.engines import languages
from lingoreel.engines.recognition.protocol import Capabilities, Unavailable
from lingoreel.errors import EngineUnavailable
from lingoreel.settings import Settings

# Module of each engine, best first within its tier.
MODULES: dict[tuple[str, str], str] = {
    ("recognition", "whisper"): "lingoreel.engines.recognition.whisper",
    ("recognition", "pocketsphinx"): "lingoreel.engines.recognition.pocketsphinx",
    ("diarization", "sherpa"): "lingoreel.engines.diarization.sherpa",
    ("diarization", "resemblyzer"): "lingoreel.engines.diarization.resemblyzer",
    ("diarization", "spectral"): "lingoreel.engines.diarization.spectral",
}
TIERS = ("neural", "embedded")
PULL_WHISPER = "lingoreel models pull whisper-small"


def local_capabilities(settings: Settings) -> list[Capabilities | Unavailable]:
    """What each engine can do on this machine with these settings; imports no model library.

    An engine whose module is not part of this installation is left out. An engine that the settings exclude
    (`recognition_engine`, `diarization_engine` other than `auto`) is told as unavailable.
    """
    found: list[Capabilities | Unavailable] = []
    for capability, name in MODULES:
        module = _module(capability, name)
        if module is None:
            continue
        only = settings.recognition_engine if capability == "recognition" else settings.diarization_engine
        if only not in ("auto", name):
            variable = f"LINGOREEL_{capability.upper()}_ENGINE"
            found.append(Unavailable(name, f"{variable} is {only}", f"set {variable}=auto", capability))
        else:
            found.append(module.capabilities(settings))
    return found


def host_config(capability: str, name: str, settings: Settings) -> dict[str, Any]:
    """What the host class of the engine is made from on this machine. Raises EngineUnavailable when it is not here."""
    module = _module(capability, name)
    if module is None:
        raise EngineUnavailable(f"the {capability} engine {name!r} is not installed here")
    config: dict[str, Any] = module.host_config(settings)
    return config


def _module(capability: str, name: str) -> ModuleType | None:
    path = MODULES.get((capability, name))
    if path is None or importlib.util.find_spec(path) is None:
        return None
    return importlib.import_module(path)


def choose_recognizer(
    capabilities: Iterable[Capabilities | Unavailable],
    language: str | None,
    wanted: str = "auto",
    *,
    field: str = "source_language",
) -> Capabilities:
    """The recogniser for speech in `language` (a code in any spelling; None when it is not known).

    Neural before embedded. Without a language, an engine that detects it comes first; one that cannot hears its own
    first language, and the caller warns that this was assumed. `wanted` names an engine, or is `auto`.
    Raises InvalidRequest for what is no language, and EngineUnavailable naming the language, what
    could serve it and the command that installs it.
    """
    code = None if language is None else languages.normalise(language, field=field)
    usable, absent = _split(capabilities, "recognition")
    serving = [
        record for record in usable if wanted in ("auto", record.name) and (code is None or code in record.languages)
    ]
    if serving:
        return min(serving, key=lambda record: (_rank(record), not record.detects_language and code is None))
    raise EngineUnavailable(
        _why_none(code, wanted, usable, absent), field=field if code else None, remedy=_remedy(wanted, absent)
    )


def choose_diarizer(capabilities: Iterable[Capabilities | Unavailable], wanted: str = "auto") -> Capabilities:
    """The best usable diarizer, or the one `wanted` names. Raises EngineUnavailable when there is none."""
    usable, absent = _split(capabilities, "diarization")
    serving = [record for record in usable if wanted in ("auto", record.name)]
    if serving:
        return min(serving, key=_rank)
    told = next((f": {record.reason}" for record in absent if record.name == wanted), "")
    remedy = next(
        (record.remedy for record in absent if record.name == wanted), "set LINGOREEL_DIARIZATION_ENGINE=auto"
    )
    raise EngineUnavailable(f"no worker can tell speakers apart with {wanted!r}{told}", remedy=remedy)


def _split(
    capabilities: Iterable[Capabilities | Unavailable], capability: str
) -> tuple[list[Capabilities], list[Unavailable]]:
    mine = [record for record in capabilities if record.capability == capability]
    usable = [record for record in mine if isinstance(record, Capabilities)]
    names = {record.name for record in usable}
    absent = [record for record in mine if isinstance(record, Unavailable) and record.name not in names]
    return usable, absent


def _rank(record: Capabilities) -> tuple[int, int, str]:
    """Tier, then the order of MODULES; among workers with different models the same one each time."""
    order = list(MODULES)
    place = (record.capability, record.name)
    return TIERS.index(record.tier), order.index(place) if place in order else len(order), record.version


def _why_none(code: str | None, wanted: str, usable: list[Capabilities], absent: list[Unavailable]) -> str:
    if wanted != "auto":
        if any(record.name == wanted for record in usable):
            return f"the engine {wanted!r} does not hear {languages.name(code or '')} ({code})"
        told = next((record.reason for record in absent if record.name == wanted), "no worker has it")
        return f"the engine {wanted!r} is not usable: {told}"
    if not usable:
        return "no worker with a speech recogniser is running"
    heard = ", ".join(sorted({record.name for record in usable}))
    return (
        f"no engine here hears {languages.name(code or '')} ({code}): {heard} does not; whisper does with a "
        "multilingual model"
    )


def _remedy(wanted: str, absent: list[Unavailable]) -> str:
    named = wanted if wanted != "auto" else "whisper"
    return next((record.remedy for record in absent if record.name == named), PULL_WHISPER)
