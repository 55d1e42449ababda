"""One OpenAI-compatible service: asked within limits, its failures sorted into what to do about them."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any, Literal

from lingoreel.engines.translation.llm_failures import Again, Mismatch, OutOfTime, Rejected, meaning
from lingoreel.engines.translation.llm_prompt import Message
from lingoreel.errors import EngineFailed

Form = Literal["schema", "object", "text"]
FORMS: tuple[Form, ...] = ("schema", "object", "text")

BODY_BYTES = 4_000_000  # of one answer
TRIES = 5  # of one question while the service is away
TRIES_BUSY = 10  # of one question while it says that it is busy
WAIT_MOST_S = 60.0  # between two tries, whatever the service asks for
STALLS = 3  # answers in a row that did not come in time, before the service counts as dead
NONSENSE = 3  # bodies in a row that are no chat completion


@dataclass(slots=True)
class Dialect:
    """What a service turned out to understand; learned from its refusals and kept as long as the engine lives."""

    form: Form = "schema"
    temperature: bool = True
    tokens_as: Literal["max_tokens", "max_completion_tokens", None] = "max_tokens"

    def arguments(self, schema: dict[str, Any] | None, most_tokens: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.temperature:
            found["temperature"] = 0
        if self.tokens_as:
            found[self.tokens_as] = most_tokens
        if schema is not None and self.form == "schema":
            wrapped = {"name": "subtitles", "strict": True, "schema": schema}
            found["response_format"] = {"type": "json_schema", "json_schema": wrapped}
        elif schema is not None and self.form == "object":
            found["response_format"] = {"type": "json_object"}
        return found

    def give_in(self, told: str, schema: bool) -> bool:
        """Ask for less after a 400 that says `told`. False: nothing is left to do without."""
        if self.temperature and "temperature" in told:
            self.temperature = False
        elif self.tokens_as and "max_tokens" in told and self.tokens_as == "max_tokens":
            self.tokens_as = "max_completion_tokens"
        elif self.tokens_as and "max_completion_tokens" in told:
            self.tokens_as = None
        elif schema and self.form != "text":
            self.form = FORMS[FORMS.index(self.form) + 1]
        elif self.temperature:
            self.temperature = False
        elif self.tokens_as:
            self.tokens_as = "max_completion_tokens" if self.tokens_as == "max_tokens" else None
        else:
            return False
        return True


@dataclass(slots=True)
class Service:
    """A connection to the service for one request of ours.

    `answer_s`: seconds one answer may take, to its last byte. `budget_s`: seconds for all. `pause_s`: the first
    pause after a failure; each further one is twice as long.
    """

    client: Any
    model: str
    dialect: Dialect
    answer_s: float
    budget_s: float
    pause_s: float = 1.0
    _started: float = field(default_factory=time.monotonic)
    _stalls: int = 0
    _nonsense: int = 0

    @property
    def left_s(self) -> float:
        return self.budget_s - (time.monotonic() - self._started)

    async def ask(self, messages: list[Message], schema: dict[str, Any] | None, most_tokens: int) -> str:
        """The text of the model's answer.

        Raises Mismatch (refused, cut off, too much at once, not in time), OutOfTime, EngineUnavailable where only the
        operator can help (key, model, quota), and EngineFailed (retryable) when the service is away, broken or busy
        for too long.
        """
        tried = 0
        while True:
            if self.left_s <= 0:
                raise OutOfTime
            try:
                async with asyncio.timeout(min(self.answer_s, self.left_s)):
                    body = await self._exchange(messages, self.dialect.arguments(schema, most_tokens))
                return self._content(body)
            except TimeoutError:
                self._stalled()
            except Again as again:
                tried += 1
                await self._pause(again, tried)
            except Rejected as rejected:
                if not self.dialect.give_in(rejected.told, schema is not None):
                    raise EngineFailed(
                        "the language model's service refuses our requests (HTTP 400)",
                        retryable=False,
                        remedy="check that LINGOREEL_LLM_MODEL is a chat model",
                    ) from None

    async def _exchange(self, messages: list[Message], arguments: dict[str, Any]) -> bytes:
        """The body of one answer. Raises TimeoutError, Again, Rejected, Mismatch and errors of the tree."""
        import openai

        create = self.client.chat.completions.with_streaming_response.create
        body = bytearray()
        try:
            async with create(model=self.model, messages=messages, **arguments) as response:
                async for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > BODY_BYTES:
                        raise Mismatch("far too long an answer")
        except openai.APITimeoutError:
            raise TimeoutError from None
        except openai.APIStatusError as error:
            raise meaning(error) from None
        except openai.APIConnectionError:
            raise Again("cannot be reached") from None
        except openai.OpenAIError:
            raise Again("answers nonsense") from None
        except (OSError, EOFError):
            raise Again("broke off its answer") from None
        except Exception as error:
            # the transport's own errors pass while a body is read
            if type(error).__module__.startswith(("httpx2", "httpcore2", "httpx", "httpcore", "h11", "anyio")):
                raise Again("broke off its answer") from None
            raise
        return bytes(body)

    def _content(self, body: bytes) -> str:
        """The text in a chat completion. Raises Mismatch when it is cut off or refused, Again when it is none."""
        try:
            data = json.loads(body)
            if isinstance(data, dict) and data.get("error") and not data.get("choices"):
                raise Again("fails")  # some routers pass their upstream's failures on with HTTP 200
            choice = data["choices"][0]
            message = choice["message"]
            finish, refusal, content = choice.get("finish_reason"), message.get("refusal"), message.get("content")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
            self._nonsense += 1
            if self._nonsense >= NONSENSE:
                raise EngineFailed(
                    "the language model's service answers with something that is no chat completion",
                    remedy="check LINGOREEL_LLM_URL (it mostly ends in /v1)",
                    details={"reason": "nonsense"},
                ) from None
            raise Again("answers nonsense") from None
        self._nonsense = self._stalls = 0
        if refusal or finish == "content_filter":
            raise Mismatch("refused")
        if finish == "length":
            raise Mismatch("cut off")
        if isinstance(content, list):  # parts, as some services give
            content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
        if not isinstance(content, str) or not content.strip():
            raise Mismatch("empty")
        return content

    def _stalled(self) -> None:
        self._stalls += 1
        if self.left_s <= 0:
            raise OutOfTime
        if self._stalls >= STALLS:
            raise EngineFailed(
                f"the language model did not answer within {self.answer_s:g} s, {STALLS} times in a row",
                remedy="try again later, or raise LINGOREEL_LLM_ANSWER_S",
                details={"reason": "timeout", "limit_s": self.answer_s},
            )
        raise Mismatch("not in time")

    async def _pause(self, again: Again, tried: int) -> None:
        wait = min(self.pause_s * 2 ** (tried - 1), WAIT_MOST_S)
        if again.retry_after_s is not None:
            wait = max(again.retry_after_s, self.pause_s / 10)
        asked_too_long = wait > WAIT_MOST_S
        tries = TRIES_BUSY if again.busy else TRIES
        if tried >= tries or wait >= self.left_s or asked_too_long:
            raise EngineFailed(
                f"the language model's service {again.reason}, after {tried} tries",
                remedy="try again later; check LINGOREEL_LLM_URL if it never works",
                details={"reason": again.reason, "retry_after_s": again.retry_after_s},
            )
        await asyncio.sleep(wait)
