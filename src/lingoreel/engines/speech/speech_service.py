"""One OpenAI-compatible `/audio/speech` service: asked within limits, its failures sorted into what to do."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from lingoreel.engines.speech.protocol import SpeechRequest, Utterance
from lingoreel.errors import EngineFailed, EngineUnavailable, LingoreelError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from lingoreel.engines.speech.sound import Report, SpeechFile

SAMPLE_RATE = 24_000
AT_ONCE = 4  # questions under way for one request
CHARACTERS_MOST = 3_500  # of one question; OpenAI takes 4,096
BODY_BYTES = 64_000_000  # of one answer: 11 minutes at 48 kHz
TRIES = 4
CONNECT_S = 10.0
WAIT_MOST_S = 30.0
SPEED = (0.25, 4.0)

# What the models behind such services are said to speak.
_CODES = (
    "af ar az be bg bs ca cs cy da de el en es et fa fi fr gl he hi hr hu hy id is it ja kk kn ko lt lv mi mk mr "
    "ms ne nl no pl pt ro ru sk sl sr sv sw ta th tl tr uk ur vi zh"
)
LANGUAGES = tuple(_CODES.split())


class ServiceHost(ABC):
    """Host class: `SpeechRequest` with `output_path` in, `Speech` out.

    `config`: `url`, `key` (or None), `model`, `answer_s` (seconds for one answer), `variable` (what the settings are
    called, for remedies), `pause_s` (first pause after a failure, default 1). Raises EngineUnavailable where only the
    operator can help, EngineFailed (retryable) when the service is away, broken or busy for too long.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        import openai
        import openai.resources.audio.speech  # else loaded in the first answer's time
        import scipy.signal  # noqa: F401 - likewise

        self._config = config
        self._openai = openai
        self._speed = True  # whether the service takes a speed

    @abstractmethod
    def name_of(self, utterance: Utterance) -> str:
        """What the service calls the voice. Raises EngineUnavailable (`no_voice`)."""

    def besides(self, request: SpeechRequest) -> dict[str, Any]:
        """Further fields of each question."""
        del request
        return {}

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        return asyncio.run(self._speak_all(SpeechRequest.from_dict(request), str(request["output_path"]), report))

    async def _speak_all(self, asked: SpeechRequest, path: str, report: Report) -> dict[str, Any]:
        import numpy as np

        from lingoreel.engines.speech.sound import SpeechFile, shifted

        answer_s = float(self._config["answer_s"])
        besides = self.besides(asked)
        client = self._openai.AsyncOpenAI(
            base_url=self._config["url"],
            api_key=self._config.get("key") or "none",
            max_retries=0,  # what to try again, and how often, is ours to say
            timeout=self._openai.Timeout(answer_s + 1, connect=min(CONNECT_S, answer_s)),
            default_headers={"Accept-Encoding": "identity"},
        )
        async with client:
            with SpeechFile(path, SAMPLE_RATE, len(asked.utterances), report) as out:
                for first in range(0, len(asked.utterances), AT_ONCE):
                    some = asked.utterances[first : first + AT_ONCE]
                    spoken = await _together([self._said(client, one, besides, out) for one in some])
                    for utterance, audio in zip(some, spoken, strict=True):
                        whole = np.clip(np.rint(audio * 32767), -32768, 32767).astype(np.int16)
                        out.add(utterance, shifted(whole, utterance.pitch))
        return out.speech().to_dict()

    async def _said(
        self, client: Any, utterance: Utterance, besides: dict[str, Any], out: SpeechFile
    ) -> npt.NDArray[np.float32]:
        """The audio of an utterance at our rate."""
        import numpy as np

        from lingoreel.engines.speech.phonemes import pieces
        from lingoreel.engines.speech.readable import readable

        voice = self.name_of(utterance)
        given = readable(utterance.text)
        text = " ".join(given.text.split())
        if utterance.phonemes:
            out.warn(
                utterance,
                "phonemes_ignored",
                "this voice does not take phonemes: the words were read as they are written",
            )
        if not given.speakable:
            if text:
                out.warn(utterance, "not_spoken", f"nothing to say in {text[:40]!r}")
            return np.zeros(0, np.float32)
        speed = min(max(utterance.rate * 2 ** (-utterance.pitch / 12), SPEED[0]), SPEED[1])
        parts = [await self._asked(client, voice, piece, speed, besides) for piece in pieces(text, CHARACTERS_MOST)]
        if speed != 1 and not self._speed:
            out.warn(utterance, "rate_ignored", "the speech service cannot speak faster or slower")
        return np.concatenate(parts)

    async def _asked(
        self, client: Any, voice: str, text: str, speed: float, besides: dict[str, Any]
    ) -> npt.NDArray[np.float32]:
        tried = 0
        while True:
            try:
                async with asyncio.timeout(float(self._config["answer_s"])):
                    body = await self._exchange(client, voice, text, speed if self._speed else 1.0, besides)
                return _at_our_rate(body)
            except _Rejected as rejected:
                if not self._speed or speed == 1 or "speed" not in rejected.told:
                    raise EngineFailed(
                        "the speech service refuses our requests (HTTP 400)",
                        retryable=False,
                        remedy=f"check {self._variable}_MODEL, and that it knows the voice {voice[:40]!r}",
                    ) from None
                self._speed = False
            except (_Again, TimeoutError, ValueError) as error:
                tried += 1
                reason = str(error) if isinstance(error, _Again) else "answers with something that is no WAV"
                reason = "does not answer in time" if isinstance(error, TimeoutError) else reason
                wait = min(float(self._config.get("pause_s", 1.0)) * 2 ** (tried - 1), WAIT_MOST_S)
                if tried >= TRIES:
                    raise EngineFailed(
                        f"the speech service {reason}, after {tried} tries",
                        remedy=f"try again later; check {self._variable}_URL if it never works",
                        details={"reason": reason},
                    ) from None
                await asyncio.sleep(wait)

    async def _exchange(self, client: Any, voice: str, text: str, speed: float, besides: dict[str, Any]) -> bytes:
        """The body of one answer. Raises _Again, _Rejected and errors of the tree."""
        openai = self._openai
        create = client.audio.speech.with_streaming_response.create
        body = bytearray()
        more: dict[str, Any] = {"extra_body": besides} if besides else {}
        if speed != 1:
            more["speed"] = round(speed, 4)
        try:
            async with create(
                model=self._config["model"], voice=voice, input=text, response_format="wav", **more
            ) as response:
                async for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > BODY_BYTES:
                        raise _Again("answers without an end")
        except openai.APITimeoutError:
            raise TimeoutError from None
        except openai.APIStatusError as error:
            raise self._meaning(int(error.status_code), str(error.message)) from None
        except openai.APIConnectionError:
            raise _Again("cannot be reached") from None
        except (openai.OpenAIError, OSError, EOFError):
            raise _Again("breaks off its answers") from None
        except (LingoreelError, _Again, asyncio.CancelledError):
            raise
        except Exception as error:
            # the transport's own errors pass while a body is read
            if type(error).__module__.startswith(("httpx2", "httpcore2", "httpx", "httpcore", "h11", "anyio")):
                raise _Again("breaks off its answers") from None
            raise
        return bytes(body)

    def _meaning(self, status: int, told: str) -> Exception:
        """What a status of 400 and above means. The service's own words stay here: they may quote the key."""
        if status in (401, 403):
            return EngineUnavailable(
                f"the speech service does not accept our key (HTTP {status})",
                remedy=f"set {self._variable}_KEY to a key that may use the model in {self._variable}_MODEL",
            )
        if status == 404:
            return EngineUnavailable(
                "the speech service does not know the model, or has nothing at that address (HTTP 404)",
                remedy=f"check {self._variable}_MODEL and {self._variable}_URL (it mostly ends in /v1)",
            )
        if status == 402 or (status == 429 and "quota" in told.lower()):
            return EngineUnavailable(
                f"the account at the speech service is used up (HTTP {status})", remedy="see to its billing"
            )
        if status == 429 or status >= 500:
            return _Again("is busy" if status == 429 else f"fails (HTTP {status})")
        return _Rejected(told.lower())

    @property
    def _variable(self) -> str:
        return str(self._config["variable"])


class _Again(Exception):
    """A failure that may pass by itself."""


class _Rejected(Exception):
    """The service does not take the request as it stands; `told` are its words, not for customers."""

    def __init__(self, told: str) -> None:
        super().__init__("rejected")
        self.told = told


async def _together(asked: list[Any]) -> list[npt.NDArray[np.float32]]:
    """All of them; the first failure ends the others."""
    tasks = [asyncio.ensure_future(one) for one in asked]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()


def _at_our_rate(body: bytes) -> npt.NDArray[np.float32]:
    """Raises ValueError for what is no WAV."""
    import numpy as np

    from lingoreel.engines.speech import wav

    audio, rate = wav.read(body)
    if rate != SAMPLE_RATE and len(audio):
        from scipy.signal import resample_poly

        audio = resample_poly(audio, SAMPLE_RATE, rate).astype(np.float32)
    return audio
