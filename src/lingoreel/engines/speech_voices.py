"""Which voice speaks, out of what the live workers have."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from lingoreel.engines import languages
from lingoreel.engines.modules import Record, rank
from lingoreel.engines.pulling.items import ITEMS
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.speech.protocol import Capabilities, Voice
from lingoreel.errors import EngineUnavailable, InvalidRequest

OWN_SERVICE = "set LINGOREEL_SPEECH_URL to an OpenAI-compatible service whose voices speak it"
GENDERS = {"neutral": 0, "male": 1, "female": 2}  # ISO/IEC 5218
SHOWN = 8  # voices or languages listed in a message

Chosen = tuple[Capabilities, Voice]


def choose_voice(
    capabilities: Iterable[Record],
    voice: str | None,
    language: str | None,
    wanted: str = "auto",
    *,
    field: str = "voice",
) -> Chosen:
    """The engine and the voice for a text.

    `voice` is a voice's id, or None for the standard voice of `language` (a code in any spelling; None: English). A
    region in the code, as in `pt-PT`, takes the best engine's voice of that region where it has one.
    Neural before embedded. `wanted` names an engine, or is `auto`; engines that imitate a recording are taken only
    by name. Raises InvalidRequest for what is no language, for an unknown voice and for one of another language, with
    near matches; EngineUnavailable (`no_voice`) for a language that no voice here speaks.
    """
    records = [record for record in capabilities if record.capability == "speech"]
    code = None if language is None else languages.normalise(language)
    engines = _engines(records, wanted)
    if voice is not None and voice.strip():
        return _named(records, engines, voice.strip(), code, wanted, field)
    code = code or "en"
    for engine in engines:
        found = _of_region(engine, code, language or "") or _standard(engine, code)
        if found is not None:
            return engine, found
    raise EngineUnavailable(
        _why_none(records, engines, code, wanted),
        code="no_voice",
        field="language" if language else field,
        remedy="; or ".join(_remedies(records, code, wanted)),
    )


def voices(capabilities: Iterable[Record], language: str | None = None) -> list[dict[str, Any]]:
    """All voices, or those of one language: by language, standard ones first; each id once.

    `standard` marks the one voice of a language that is taken when none is asked for; `sample` is left for the caller,
    who knows where it can be heard. Raises InvalidRequest for what is no language.
    """
    code = None if language is None else languages.normalise(language)
    found: dict[str, tuple[Capabilities, Voice]] = {}
    standard: dict[str, str] = {}
    for engine in _engines([record for record in capabilities if record.capability == "speech"], "auto"):
        for voice in engine.voices:
            found.setdefault(voice.id, (engine, voice))
        for spoken in sorted(engine.languages):
            chosen = _standard(engine, spoken)
            if chosen is not None:
                standard.setdefault(spoken, chosen.id)
    listed = [
        {
            "id": voice.id,
            "name": voice.name,
            "language": voice.language,
            "gender": GENDERS[voice.gender],
            "engine": engine.name,
            "tier": engine.tier,
            "standard": standard.get(voice.language) == voice.id,
            "sample": None,
        }
        for engine, voice in found.values()
        if code is None or voice.language == code
    ]
    return sorted(listed, key=lambda entry: (str(entry["language"]), not entry["standard"]))


def speaks(capabilities: Iterable[Record]) -> dict[str, str]:
    """For every language that is spoken now, the engine that would speak it, in order of codes."""
    found: dict[str, str] = {}
    for engine in _engines([record for record in capabilities if record.capability == "speech"], "auto"):
        for code in engine.languages:
            found.setdefault(code, engine.name)
    return dict(sorted(found.items()))


def _engines(records: list[Record], wanted: str) -> list[Capabilities]:
    """Those to choose from, best first."""
    usable = [
        record
        for record in records
        if isinstance(record, Capabilities)
        and (record.name == wanted or (wanted == "auto" and not record.reference_audio))
    ]
    return sorted(usable, key=rank)


def _of_region(engine: Capabilities, code: str, spelled: str) -> Voice | None:
    """The engine's voice for a code with a region; its id starts with that."""
    asked = spelled.strip().replace("_", "-").lower()
    if "-" not in asked:
        return None
    wanted = [asked, "es-419"] if code == "es" and asked != "es-es" else [asked]
    for beginning in wanted:
        for voice in engine.voices:
            ending = voice.id.partition(":")[2].replace("_", "-").lower()
            if voice.language == code and (ending == beginning or ending.startswith(f"{beginning}-")):
                return voice
    return None


def _standard(engine: Capabilities, code: str) -> Voice | None:
    """The engine's voice for a language: the one it marks, else its first."""
    spoken = [voice for voice in engine.voices if voice.language == code]
    return next((voice for voice in spoken if voice.standard), spoken[0] if spoken else None)


def _named(
    records: list[Record], engines: list[Capabilities], asked: str, code: str | None, wanted: str, field: str
) -> Chosen:
    for engine in engines:
        found = engine.voice(asked) or next((v for v in engine.voices if v.id.casefold() == asked.casefold()), None)
        if found is None:
            continue
        if code is not None and found.language != code:
            raise InvalidRequest(
                f"{field} {found.id!r} speaks {languages.name(found.language)} ({found.language}), not "
                f"{languages.name(code)} ({code})",
                field=field,
                remedy=_instead(engines, asked, code),
            )
        return engine, found
    name = asked.partition(":")[0]
    absent = next((r for r in records if isinstance(r, Unavailable) and r.name == name), None)
    if ":" in asked and absent is not None:
        raise EngineUnavailable(
            f"{field} {asked[:60]!r} is not here: {absent.reason}", code="no_voice", field=field, remedy=absent.remedy
        )
    by = "" if wanted == "auto" else f" of the engine {wanted!r}"
    raise InvalidRequest(
        f"{field} {asked[:60]!r} is no voice{by} here", field=field, remedy=_instead(engines, asked, code)
    )


def _instead(engines: list[Capabilities], asked: str, code: str | None) -> str:
    """What to ask for in place of a voice that cannot be had."""
    spoken = {voice.id: voice for engine in engines for voice in engine.voices if code in (None, voice.language)}
    folded = {voice_id.casefold(): voice_id for voice_id in spoken}
    folded |= {voice.name.casefold(): voice.id for voice in spoken.values()}
    folded |= {voice_id.partition(":")[2].casefold(): voice_id for voice_id in spoken}
    near = [folded[match] for match in get_close_matches(asked.casefold(), folded, n=SHOWN, cutoff=0.6)]
    if not near and code is not None:
        near = list(spoken)
    near = list(dict.fromkeys(near))[:SHOWN]
    listed = f"GET /api/voices{f'?language={code}' if code else ''} lists all"
    if not near:
        return f"{listed}; or leave the voice out"
    return f"one of: {', '.join(near)}; {listed}"


def _why_none(records: list[Record], engines: list[Capabilities], code: str, wanted: str) -> str:
    language = f"{languages.name(code)} ({code})"
    if wanted != "auto":
        if engines:
            return f"the engine {wanted!r} has no voice that speaks {language}"
        told = next((r.reason for r in records if isinstance(r, Unavailable) and r.name == wanted), "no worker has it")
        return f"the engine {wanted!r} is not usable: {told}"
    if not engines:
        return "no worker with a voice is running"
    return f"no voice here speaks {language}"


def _remedies(records: list[Record], code: str, wanted: str) -> list[str]:
    told = [r.remedy for r in records if isinstance(r, Unavailable) and r.name == wanted]
    if told:
        return told
    pulled = [f"lingoreel models pull {name}" for name in ITEMS if name.startswith(f"piper-{code}-")]
    return [*pulled[:1], OWN_SERVICE]
