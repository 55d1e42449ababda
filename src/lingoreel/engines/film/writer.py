"""A language model behind any OpenAI-compatible endpoint as the writer of storyboards.

It is never needed: whatever goes wrong, the answer is the rules' own storyboard, with a warning.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lingoreel.engines.film.protocol import Capabilities
from lingoreel.engines.film.writing import WritingRequest, Written
from lingoreel.engines.recognition.protocol import Unavailable
from lingoreel.engines.translation import llm
from lingoreel.errors import InvalidRequest, LingoreelError
from lingoreel.settings import Settings

NAME = "llm"
HOST = "lingoreel.engines.film.writer:Engine"
CAPABILITY = "storyboard"
RECIPE = 1  # raised when the same text may give another storyboard
ATTEMPTS = 2  # the second is told what was wrong with the first
BUDGET_ANSWERS = 2  # answers' time that one storyboard may take in all
CONNECT_S = 10.0
TOKENS_LEAST, TOKENS_PER_CHARACTER = 2048, 8

Report = Callable[[dict[str, Any]], None]


def capabilities(settings: Settings) -> Capabilities | Unavailable:
    """Able where the language model of translation is configured, unless the settings want the rules alone."""
    if settings.film_writer == "rules":
        return Unavailable(NAME, "LINGOREEL_FILM_WRITER is rules", "set LINGOREEL_FILM_WRITER=auto", CAPABILITY)
    record = llm.capabilities(settings)
    if isinstance(record, Unavailable):
        return Unavailable(NAME, record.reason, record.remedy, CAPABILITY)
    return Capabilities(
        name=NAME,
        version=f"{record.model} at {llm.service_mark(settings.llm_url or '')} recipe {RECIPE}",
        tier="neural",
        host=HOST,
        lane="net",
        parallel=settings.llm_parallel,
        licence="the service's own terms",
        capability=CAPABILITY,
        model=record.model,
    )


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from. Raises EngineUnavailable while the endpoint or the model is not set."""
    return llm.host_config(settings)


def request_limit_s(answer_s: float) -> float:
    """The longest that one storyboard takes, in seconds, whatever the service does."""
    return BUDGET_ANSWERS * answer_s + CONNECT_S


class Engine:
    """Host class: `WritingRequest` in, `Written` out. `config`: see `translation.llm.Engine`.

    Raises InvalidRequest for a draft that is not of the text, and nothing else.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        import openai
        import openai.resources.chat.completions  # else loaded in the first answer's time

        from lingoreel.engines.translation.llm_service import Dialect

        self._config = config
        self._openai = openai
        self._dialect = Dialect()

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        from lingoreel.engines.film.writer_answer import spans_of
        from lingoreel.media.speech_text.cleaning import clean

        given = WritingRequest.from_dict(request)
        asked = replace(given, text=clean(given.text, lambda *warning: None))  # noqa: ARG005
        if spans_of(asked.text, [scene.narration for scene in asked.draft.scenes]) is None:
            raise InvalidRequest("the draft is no storyboard of the text", field="draft")
        written = asyncio.run(self._write(asked))
        report({"fraction": 1.0})
        return written.to_dict()

    async def _write(self, request: WritingRequest) -> Written:
        from lingoreel.engines.translation.llm_answer import Unreadable
        from lingoreel.engines.translation.llm_failures import Mismatch, OutOfTime

        try:
            return await self._asked(request)
        except LingoreelError as error:
            reason = error.message
        except (Unreadable, Mismatch) as error:
            reason = f"the language model's answer was of no use: {error.reason}"
        except OutOfTime:
            reason = "the language model took too long"
        message = f"the scenes were made by rules: {reason}"
        return Written(request.draft, "rules", warnings=({"code": "storyboard_by_rules", "message": message},))

    async def _asked(self, request: WritingRequest) -> Written:
        """Raises what `Service.ask` raises, and Unreadable when no answer was a storyboard of the text."""
        from lingoreel.engines.film.writer_answer import least_scenes, read_storyboard
        from lingoreel.engines.film.writer_prompt import messages, schema
        from lingoreel.engines.translation.llm_answer import Unreadable
        from lingoreel.engines.translation.llm_service import Service

        answer_s = float(self._config["answer_s"])
        client = self._openai.AsyncOpenAI(
            base_url=self._config["url"],
            api_key=self._config.get("key") or "none",
            max_retries=0,  # what to try again, and how often, is ours to say
            timeout=self._openai.Timeout(answer_s + 1, connect=min(CONNECT_S, answer_s)),
            default_headers={"Accept-Encoding": "identity"},
        )
        tokens = TOKENS_LEAST + TOKENS_PER_CHARACTER * len(request.text)
        async with client:
            service = Service(
                client,
                self._config["model"],
                self._dialect,
                answer_s=answer_s,
                budget_s=BUDGET_ANSWERS * answer_s,
                pause_s=float(self._config.get("pause_s", 1.0)),
            )
            fault: str | None = None
            for attempt in range(1, ATTEMPTS + 1):
                asked = messages(request, request.draft, least_scenes(request.draft), fault)
                content = await service.ask(asked, schema(prompts=request.prompts), tokens)
                try:
                    return read_storyboard(content, request.text, request.draft, prompts=request.prompts)
                except Unreadable as unreadable:
                    if attempt == ATTEMPTS:
                        raise
                    fault = unreadable.reason
        raise AssertionError("the last attempt returns or raises")
