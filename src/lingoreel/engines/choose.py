"""Which engine serves a request, out of what the live workers can do.

A worker publishes `local_capabilities(settings)` when it registers; the API picks from the union of those records
with `choose_recognizer`, `choose_diarizer`, `choose_translator`, `choose_separator` and `choose_film_engine`, and never
imports an engine's library.
"""

from __future__ import annotations

from collections.abc import Iterable

from lingoreel.engines import film, languages, separation
from lingoreel.engines.modules import MODULES, Record, from_dict, local_capabilities, rank
from lingoreel.engines.recognition.protocol import Capabilities, Unavailable
from lingoreel.engines.translation_routes import (
    Hop,
    Route,
    better,
    choose_translator,
    translates_from,
    translates_into,
    translates_to,
    translations,
)
from lingoreel.errors import EngineUnavailable

__all__ = [
    "MODULES",
    "Hop",
    "Record",
    "Route",
    "better",
    "choose_diarizer",
    "choose_film_engine",
    "choose_recognizer",
    "choose_separator",
    "choose_storyboard_writer",
    "choose_translator",
    "from_dict",
    "local_capabilities",
    "translates_from",
    "translates_into",
    "translates_to",
    "translations",
]

PULL_WHISPER = "lingoreel models pull whisper-small"


def choose_recognizer(
    capabilities: Iterable[Record],
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
        return min(serving, key=lambda record: (rank(record), not record.detects_language and code is None))
    raise EngineUnavailable(
        _why_none(code, wanted, usable, absent), field=field if code else None, remedy=_remedy(wanted, absent)
    )


def choose_diarizer(capabilities: Iterable[Record], wanted: str = "auto") -> Capabilities:
    """The best usable diarizer, or the one `wanted` names. Raises EngineUnavailable when there is none."""
    usable, absent = _split(capabilities, "diarization")
    serving = [record for record in usable if wanted in ("auto", record.name)]
    if serving:
        return min(serving, key=rank)
    told = next((f": {record.reason}" for record in absent if record.name == wanted), "")
    remedy = next(
        (record.remedy for record in absent if record.name == wanted), "set LINGOREEL_DIARIZATION_ENGINE=auto"
    )
    raise EngineUnavailable(f"no worker can tell speakers apart with {wanted!r}{told}", remedy=remedy)


def choose_film_engine(
    capabilities: Iterable[Record], wanted: str = "auto", *, field: str = "engine"
) -> film.Capabilities:
    """The best usable film engine, or the one `wanted` names: neural before embedded.

    Raises EngineUnavailable when there is none, with why and the command that changes it.
    """
    mine = [record for record in capabilities if record.capability == "film"]
    usable = [record for record in mine if isinstance(record, film.Capabilities) and wanted in ("auto", record.name)]
    if usable:
        return min(usable, key=rank)
    absent = [record for record in mine if isinstance(record, Unavailable) and wanted in ("auto", record.name)]
    told = "; ".join(record.reason for record in absent) or "no worker has it"
    what = "no worker can make a film" if wanted == "auto" else f"the film engine {wanted!r} is not usable"
    remedy = absent[0].remedy if absent else "lingoreel doctor says what a worker lacks"
    raise EngineUnavailable(f"{what}: {told}", field=field, remedy=remedy)


def choose_storyboard_writer(capabilities: Iterable[Record]) -> film.Capabilities | None:
    """The language model that writes storyboards; None where there is none, and the rules are enough."""
    able = (record for record in capabilities if record.capability == "storyboard")
    return next((record for record in able if isinstance(record, film.Capabilities)), None)


def choose_separator(capabilities: Iterable[Record], wanted: str = "auto") -> separation.Capabilities | None:
    """What takes voices out of a sound best, or the one `wanted` names; None where there is none."""
    usable = [record for record in capabilities if isinstance(record, separation.Capabilities)]
    return min((record for record in usable if wanted in ("auto", record.name)), key=rank, default=None)


def _split(capabilities: Iterable[Record], capability: str) -> tuple[list[Capabilities], list[Unavailable]]:
    mine = [record for record in capabilities if record.capability == capability]
    usable = [record for record in mine if isinstance(record, Capabilities)]
    names = {record.name for record in usable}
    absent = [record for record in mine if isinstance(record, Unavailable) and record.name not in names]
    return usable, absent


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
