"""A language model behind any OpenAI-compatible endpoint: whole context, checked answers, nothing dropped.

Lines go out in batches with their neighbours around them, and come back by id. An answer that is not exactly the lines
asked for is thrown away and asked again in halves, down to single lines; then a line is asked in plain words. What
comes back is verified, and what fails is asked once more with the problems told. A line that nothing could translate
has no text and says why.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.translation.protocol import Capabilities, Translation, TranslationRequest
from lingoreel.errors import EngineUnavailable
from lingoreel.settings import Settings

NAME = "llm"
HOST = "lingoreel.engines.translation.llm:Engine"
RECIPE = 1  # raised when the same lines may give another text
BATCH_LINES = 40
CONTEXT_LINES = 8
BUDGET_ANSWERS = 4  # answers' time that one request may take in all, when the service is slow or failing
CONNECT_S = 10.0

Report = Callable[[dict[str, Any]], None]


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """What it can do here: any pair, once an endpoint and a model are set. The endpoint is not asked."""
    for variable, value in (("LINGOREEL_LLM_URL", settings.llm_url), ("LINGOREEL_LLM_MODEL", settings.llm_model)):
        if not (value or "").strip():
            remedy = "set LINGOREEL_LLM_URL and LINGOREEL_LLM_MODEL (and LINGOREEL_LLM_KEY where it needs one)"
            return Unavailable(NAME, f"{variable} is not set", remedy, "translation")
    if base_url(settings.llm_url or "") is None:
        remedy = "set LINGOREEL_LLM_URL to an address such as http://host:8000/v1"
        return Unavailable(NAME, "LINGOREEL_LLM_URL is not an http or https address", remedy, "translation")
    if importlib.util.find_spec("openai") is None:
        return Unavailable(NAME, "the package openai is not installed", "uv sync", "translation")
    model = (settings.llm_model or "").strip()
    return Capabilities(
        name=NAME,
        version=f"{model} at {service_mark(settings.llm_url or '')} recipe {RECIPE}",
        tier="neural",
        pairs=None,
        host=HOST,
        lane="net",
        parallel=settings.llm_parallel,
        batch_lines=BATCH_LINES,
        context_lines=CONTEXT_LINES,
        model=model,
    )


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from. Raises EngineUnavailable while the endpoint or the model is not set."""
    record = capabilities(settings)
    if isinstance(record, Unavailable):
        raise EngineUnavailable(f"no language model: {record.reason}", remedy=record.remedy)
    return {
        "url": base_url(settings.llm_url or ""),
        "key": settings.llm_key.get_secret_value() if settings.llm_key else None,
        "model": record.model,
        "answer_s": settings.llm_answer_s,
    }


def request_limit_s(answer_s: float) -> float:
    """The longest that one request to the engine takes, in seconds, whatever the service does."""
    return BUDGET_ANSWERS * answer_s + CONNECT_S


def base_url(url: str) -> str | None:
    """The address that `/chat/completions` is put behind; None for what is no http address."""
    url = url.strip().rstrip("/").removesuffix("/chat/completions").rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    return url if usable else None


def service_mark(url: str) -> str:
    """Tells one service's work from another's of the same model, without its address or what is secret in that."""
    parts = urlsplit(base_url(url) or "")
    place = f"{parts.hostname}:{parts.port or {'http': 80, 'https': 443}.get(parts.scheme)}{parts.path}"
    return hashlib.sha256(place.encode()).hexdigest()[:8]


class Engine:
    """Host class: `TranslationRequest` in, `Translation` out.

    `config`: `url`, `key` (or None), `model`, `answer_s` (seconds one answer may take); `pause_s` (first pause
    after a failure, default 1). Raises EngineUnavailable where only the operator can help, and EngineFailed
    (retryable) when the service is dead, broken or busy for too long: within `request_limit_s`.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        import openai
        import openai.resources.chat.completions  # else loaded in the first answer's time

        from lingoreel.engines.translation.llm_service import Dialect

        self._config = config
        self._openai = openai
        self._dialect = Dialect()

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        import asyncio

        return asyncio.run(self._translate(TranslationRequest.from_dict(request), report)).to_dict()

    async def _translate(self, request: TranslationRequest, report: Report) -> Translation:
        from lingoreel.engines.translation.llm_lines import Lines
        from lingoreel.engines.translation.llm_service import Service

        answer_s = float(self._config["answer_s"])
        client = self._openai.AsyncOpenAI(
            base_url=self._config["url"],
            api_key=self._config.get("key") or "none",
            max_retries=0,  # what to try again, and how often, is ours to say
            timeout=self._openai.Timeout(answer_s + 1, connect=min(CONNECT_S, answer_s)),
            default_headers={"Accept-Encoding": "identity"},
        )
        async with client:
            service = Service(
                client,
                self._config["model"],
                self._dialect,
                answer_s=answer_s,
                budget_s=BUDGET_ANSWERS * answer_s,
                pause_s=float(self._config.get("pause_s", 1.0)),
            )
            return await Lines(request, service, report).translation()
