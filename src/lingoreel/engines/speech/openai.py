"""Voices of any OpenAI-compatible `/v1/audio/speech`: OpenAI's own, or a server beside us."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from typing import Any

from lingoreel.engines import languages
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.speech.protocol import Capabilities, Gender, Utterance, Voice
from lingoreel.engines.speech.speech_service import LANGUAGES, SAMPLE_RATE, ServiceHost
from lingoreel.engines.translation.llm import base_url, service_mark
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.settings import Settings

NAME = "openai"
HOST = "lingoreel.engines.speech.openai:Engine"
RECIPE = 1  # raised when the same text may sound another way
VARIABLE = "LINGOREEL_SPEECH"
DEFAULT_VOICES = ("nova/female", "onyx/male", "alloy/neutral", "shimmer/female")
VOICES_MOST = 500


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """Its voices, once an endpoint and a model are set. The endpoint is not asked.

    Reads `speech_url`, `speech_model`, `speech_voices` (`name`, `name=es`, `name=es/female`, …, comma-separated; a
    voice without a language speaks all that such services speak), `speech_parallel`.
    """
    url, model = text(settings, "speech_url"), text(settings, "speech_model")
    for variable, value in ((f"{VARIABLE}_URL", url), (f"{VARIABLE}_MODEL", model)):
        if not value:
            remedy = f"set {VARIABLE}_URL and {VARIABLE}_MODEL (and {VARIABLE}_KEY where it needs one)"
            return Unavailable(NAME, f"{variable} is not set", remedy, "speech")
    if base_url(url) is None:
        remedy = f"set {VARIABLE}_URL to an address such as http://host:8000/v1"
        return Unavailable(NAME, f"{VARIABLE}_URL is not an http or https address", remedy, "speech")
    if importlib.util.find_spec("openai") is None:
        return Unavailable(NAME, "the package openai is not installed", "uv sync", "speech")
    try:
        voices = _voices(settings.speech_voices or DEFAULT_VOICES)
    except InvalidRequest as error:
        return Unavailable(NAME, f"{VARIABLE}_VOICES: {error.message}", "write it like nova=en/female,onyx", "speech")
    return Capabilities(
        name=NAME,
        version=f"{model} at {service_mark(service_url(url) or '')} recipe {RECIPE}",
        tier="neural",
        voices=voices,
        host=HOST,
        lane="net",
        parallel=settings.speech_parallel,
        pitch=True,
        model=model,
    )


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from. Raises EngineUnavailable while the endpoint or the model is not set."""
    record = capabilities(settings)
    if isinstance(record, Unavailable):
        raise EngineUnavailable(f"no speech service: {record.reason}", remedy=record.remedy)
    return {
        "url": service_url(text(settings, "speech_url")),
        "key": key(settings, "speech_key"),
        "model": record.model,
        "answer_s": settings.speech_answer_s,
        "variable": VARIABLE,
        "voices": sorted(voice.id for voice in record.voices),
    }


def text(settings: Settings, name: str) -> str:
    """A setting as text, empty where there is none."""
    return str(getattr(settings, name, None) or "").strip()


def key(settings: Settings, name: str) -> str | None:
    """A secret setting."""
    found: Any = getattr(settings, name, None)
    return str(found.get_secret_value()) if found else None


def service_url(url: str) -> str | None:
    """The address that `/audio/speech` is put behind."""
    return base_url(url.strip().rstrip("/").removesuffix("/audio/speech"))


def _voices(told: str | Iterable[str]) -> tuple[Voice, ...]:
    """Raises InvalidRequest for what is no language."""
    entries = told.split(",") if isinstance(told, str) else list(told)
    found: list[Voice] = []
    spoken: set[str] = set()
    for entry in (part.strip() for part in entries if part.strip()):
        named, _, gender_told = entry.partition("/")
        name, _, language_told = (part.strip() for part in named.partition("="))
        gender: Gender = "female" if gender_told == "female" else "male" if gender_told == "male" else "neutral"
        codes = [languages.normalise(code) for code in language_told.split("+")] if language_told else LANGUAGES
        for code in codes:
            found.append(
                Voice(
                    id=f"{NAME}:{name}" + (f".{code}" if len(codes) > 1 else ""),
                    name=f"{languages.name(code)}, {name}",
                    language=code,
                    gender=gender,
                    engine=NAME,
                    sample_rate=SAMPLE_RATE,
                    standard=code not in spoken,
                    licence="the service's own terms",
                )
            )
            spoken.add(code)
    return tuple(found[:VOICES_MOST])


class Engine(ServiceHost):
    """See ServiceHost. `config`: `voices`, their ids, besides."""

    def name_of(self, utterance: Utterance) -> str:
        if utterance.voice not in self._config["voices"]:
            raise EngineUnavailable(f"the speech service has no voice {utterance.voice[:60]!r}", code="no_voice")
        name = utterance.voice.partition(":")[2]
        plain, dot, code = name.rpartition(".")
        return plain if dot and code in languages.NAMES else name
