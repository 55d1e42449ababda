"""A voice imitated from a recording, by a service that can: OpenAI-compatible, with `ref_audio` and `ref_text`.

Taken only by name, never by `auto`, and never without the speaker's consent in the request. `ref_audio` is a data URL
of the recording, as vLLM's speech models read it.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from lingoreel.engines import languages
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.speech import openai
from lingoreel.engines.speech.protocol import CONSENT, Capabilities, SpeechRequest, Utterance, Voice
from lingoreel.engines.speech.speech_service import LANGUAGES, SAMPLE_RATE, ServiceHost
from lingoreel.engines.translation.llm import base_url, service_mark
from lingoreel.errors import EngineFailed, EngineUnavailable, InvalidRequest
from lingoreel.settings import Settings

NAME = "cloning"
HOST = "lingoreel.engines.speech.cloning:Engine"
RECIPE = 1  # raised when the same text may sound another way
VARIABLE = "LINGOREEL_CLONING"
REFERENCE_MOST_S = 60


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """One voice of each language, the recording's own, once `cloning_url` and `cloning_model` are set."""
    url, model = openai.text(settings, "cloning_url"), openai.text(settings, "cloning_model")
    if not url or not model or base_url(url) is None:
        reason = f"{VARIABLE}_URL and {VARIABLE}_MODEL are not set to a service that imitates voices"
        remedy = f"set {VARIABLE}_URL and {VARIABLE}_MODEL to an OpenAI-compatible service that takes ref_audio"
        return Unavailable(NAME, reason, remedy, "speech")
    voices = tuple(
        Voice(
            id=f"{NAME}:{code}",
            name=f"{languages.name(code)}, the recorded voice",
            language=code,
            gender="neutral",
            engine=NAME,
            sample_rate=SAMPLE_RATE,
            standard=True,
            licence=CONSENT,
        )
        for code in LANGUAGES
    )
    return Capabilities(
        name=NAME,
        version=f"{model} at {service_mark(openai.service_url(url) or '')} recipe {RECIPE}",
        tier="neural",
        voices=voices,
        host=HOST,
        lane="net",
        parallel=settings.speech_parallel,
        pitch=True,
        reference_audio=True,
        model=model,
    )


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from. Raises EngineUnavailable while no service is set."""
    record = capabilities(settings)
    if isinstance(record, Unavailable):
        raise EngineUnavailable(f"no voice can be imitated: {record.reason}", remedy=record.remedy)
    return {
        "url": openai.service_url(openai.text(settings, "cloning_url")),
        "key": openai.key(settings, "cloning_key"),
        "model": record.model,
        "answer_s": settings.speech_answer_s,
        "variable": VARIABLE,
    }


class Engine(ServiceHost):
    """See ServiceHost. Raises InvalidRequest (`consent_missing`) for a recording without consent, or without one."""

    def besides(self, request: SpeechRequest) -> dict[str, Any]:
        from lingoreel.engines.speech import wav

        reference = request.reference
        if reference is None:
            raise InvalidRequest(
                f"a voice is imitated from a recording, with {CONSENT}", field="reference", code="reference_missing"
            )
        try:
            with Path(reference.pcm_path).open("rb") as file:
                pcm = file.read(2 * reference.sample_rate * REFERENCE_MOST_S)
        except OSError as error:
            raise EngineFailed("the recording is not there any more") from error
        told = base64.b64encode(wav.write(pcm[: len(pcm) // 2 * 2], reference.sample_rate)).decode("ascii")
        return {"task_type": "Base", "ref_audio": f"data:audio/wav;base64,{told}", "ref_text": reference.text}

    def name_of(self, utterance: Utterance) -> str:
        if not utterance.voice.startswith(f"{NAME}:"):
            raise EngineUnavailable(f"{utterance.voice[:60]!r} is no recorded voice", code="no_voice")
        return "reference"
