"""The calls of the API, as methods."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

from lingoreel.client.failures import (
    ClientError,
    ServiceUnreachable,
    TaskFailed,
    UnexpectedAnswer,
    WaitTimeout,
    refused,
)
from lingoreel.client.task import Task
from lingoreel.client.transfer import BytesDone, CountedFile, save

_RECOGNITION = "/api/tasks/audio/recognition"
_SUBTITLE = "/api/tasks/media/subtitle"
_SPEECH = "/api/tasks/audio/speech"
_FILM = "/api/tasks/media/video-generation"
_TRANSLATE = "/api/tasks/media/video-translation/preview"
_DUB = "/api/tasks/media/video-translation/synthesis"
PATIENCE_S = 60.0
_BUSY = (429, 502, 503, 504)
_FIRST_POLL_S = 0.5
_LAST_POLL_S = 2.0


class Client:
    """One service and one key. Safe to keep for long; close it, or use it in a `with`.

    `patience_s`: how long, in seconds (60 by default), one call goes on trying while the service says 429 or 503
    or cannot be reached. `timeout_s`: how long one answer may take. Every call may raise a `RefusedRequest` or
    `ServiceUnreachable`.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        timeout_s: float = 120.0,
        patience_s: float | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._patience_s = PATIENCE_S if patience_s is None else patience_s
        self._key = {"X-API-KEY": api_key}
        # Proxies of the environment are for the open web; a service is named by its own address.
        self._http = httpx.Client(timeout=timeout_s, transport=transport, trust_env=False)

    def transcribe(
        self,
        source: str | PathLike[str],
        *,
        on_upload: BytesDone | None = None,
        idempotency_key: str | None = None,
        **parameters: Any,
    ) -> Task:
        """Start the recognition of a file, which is uploaded as it is read, or of an http(s) URL.

        `parameters` are those of `POST /api/tasks/audio/recognition`, such as `type=4`, `source_language="en"`,
        `language="es"`, `glossary={"crew": "equipo"}`, `speaker_recognition=True`. `on_upload(done, total)` is told
        bytes. The answer has little more than an id: pass that to `wait`. Raises OSError when the file cannot be read.
        """
        return self._create(_RECOGNITION, source, parameters, on_upload, idempotency_key)

    def subtitle(
        self,
        source: str | PathLike[str] | None = None,
        *,
        on_upload: BytesDone | None = None,
        idempotency_key: str | None = None,
        **parameters: Any,
    ) -> Task:
        """Start putting subtitles into a video: a file, which is uploaded, an http(s) URL, or none with `task_id`.

        `parameters` are those of `POST /api/tasks/media/subtitle`. `task_id` takes the source of an earlier task, so
        that nothing is uploaded twice; `primary_subtitles` are the cues, `[{"start", "end", "text"}]` in ms, or the id
        of a recognition; `mode` is "burn" or "soft"; `subtitle_style` is an object. When it is complete, `Task.file`
        links to the video. Raises OSError when the file cannot be read.
        """
        return self._create(_SUBTITLE, source, parameters, on_upload, idempotency_key)

    def speak(self, text: str, *, idempotency_key: str | None = None, **parameters: Any) -> Task:
        """Start speaking a text, or SSML.

        `parameters` are those of `POST /api/tasks/audio/speech`, such as `voice="espeak:es"`, `language="es"`,
        `rate=1.2`, `format="flac"`, `subtitles=True`, `dictionary={"Lingoreel": "lingo reel"}`. When it is complete,
        `Task.file` links to the sound file, and `Task.segments` tell when each sentence is heard.
        """
        return self._create(_SPEECH, None, {"text": text, **parameters}, None, idempotency_key)

    def translate(
        self,
        source: str | PathLike[str] | None = None,
        *,
        on_upload: BytesDone | None = None,
        idempotency_key: str | None = None,
        **parameters: Any,
    ) -> Task:
        """Start the first half of a dub: what is said in a video, translated, with a voice for each speaker.

        The video is a file, which is uploaded, an http(s) URL, or none with `task_id`. `parameters` are those of
        `POST /api/tasks/media/video-translation/preview`: `language` (needed), `source_language`,
        `speaker_identification`, `voice`, `glossary` and so on. When it is complete, `Task.result["subtitles"]` are
        the lines, `[{"start", "end", "text", "source_text", "speaker", "voice", "modified"}]`, times in ms: change
        them as you like and give them to `dub`. Raises OSError when the file cannot be read.
        """
        return self._create(_TRANSLATE, source, parameters, on_upload, idempotency_key)

    def dub(
        self,
        source: str | PathLike[str] | None = None,
        *,
        on_upload: BytesDone | None = None,
        idempotency_key: str | None = None,
        **parameters: Any,
    ) -> Task:
        """Start the second half of a dub: the same video, speaking another language.

        `parameters` are those of `POST /api/tasks/media/video-translation/synthesis`. `task_id` of a `translate` takes
        its video and its lines, of an earlier `dub` only what changed since is spoken and charged; `subtitles` are
        lines of your own; `background`, `original_volume`, `subtitle_mode`, `audio_mode`, `speaker_voices` and
        so on. When it is complete, `Task.file` links to the video, and `Task.result["sync"]` says how well it is in
        step. Raises OSError when the file cannot be read.
        """
        return self._create(_DUB, source, parameters, on_upload, idempotency_key)

    def film(self, text: str, *, idempotency_key: str | None = None, **parameters: Any) -> Task:
        """Start making a film of a text: scenes, voice, captions, music.

        `parameters` are those of `POST /api/tasks/media/video-generation`, such as `language="en"`,
        `voice="espeak:en-gb"`, `aspect_ratio="9:16"`, `resolution="1080p"`, `subtitles=False`, `seed=7`,
        `assets=["https://…/photo.jpg"]`. When it is complete, `Task.file` links to the video, and
        `Task.data["storyboard"]` tells its scenes.
        """
        return self._create(_FILM, None, {"text": text, **parameters}, None, idempotency_key)

    def voices(self, language: str | None = None) -> list[dict[str, Any]]:
        """The voices there are now, or those of one language: `id`, `name`, `language`, `gender`, `engine`, `tier`,
        `standard` (taken when none is asked for), `sample` (a link, or None)."""
        asked = {} if language is None else {"language": language}
        voices: list[dict[str, Any]] = self._data("GET", "/api/voices", params=asked)
        return voices

    def task(self, task_id: str) -> Task:
        """What the service says of a task now."""
        return Task.from_data(self._data("GET", f"/api/tasks/{task_id}"))

    def wait(
        self, task_id: str, on_progress: Callable[[Task], None] | None = None, *, timeout_s: float | None = None
    ) -> Task:
        """Ask until the task is complete, then return it. `on_progress` is called after each query.

        Raises TaskFailed when it ends otherwise, WaitTimeout after `timeout_s` seconds.
        """
        give_up_at = None if timeout_s is None else time.monotonic() + timeout_s
        pause_s = _FIRST_POLL_S
        while True:
            task = self.task(task_id)
            if on_progress is not None:
                on_progress(task)
            if task.complete:
                return task
            if task.failed:
                raise TaskFailed(task)
            if give_up_at is not None and time.monotonic() + pause_s > give_up_at:
                raise WaitTimeout(f"task {task_id} is not over after {timeout_s:g} s", task)
            time.sleep(pause_s)
            pause_s = min(_LAST_POLL_S, pause_s * 1.2)

    def cancel(self, task_id: str) -> None:
        """Stop a running task, uncharged; of a finished one, delete the media and the links."""
        self._data("DELETE", f"/api/tasks/{task_id}")

    def points(self) -> Mapping[str, Any]:
        """The balance in points: `available`, `held`, and the lots with their expiry."""
        balance: Mapping[str, Any] = self._data("GET", "/api/customers/points")
        return balance

    def limits(self) -> Mapping[str, Any]:
        """The limits in force for this customer."""
        limits: Mapping[str, Any] = self._data("GET", "/api/customers/limits")
        return limits

    def download(self, link: str, path: str | PathLike[str], on_progress: BytesDone | None = None) -> Path:
        """Save what a link of `Task.files` points to. Nothing is left at `path` when it fails."""
        target = Path(path)

        def attempt() -> httpx.Response:
            # A link may point to an object store: the key is not sent there.
            with self._http.stream("GET", link, follow_redirects=True) as answer:
                if answer.is_success:
                    save(answer, target, on_progress)
                else:
                    answer.read()
                return answer

        answer = self._patiently(attempt)
        if not answer.is_success:
            raise _refusal(answer)
        return target

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _create(
        self,
        path: str,
        source: str | PathLike[str] | None,
        parameters: Mapping[str, Any],
        on_upload: BytesDone | None,
        idempotency_key: str | None,
    ) -> Task:
        # One key over all attempts: a create that was taken but whose answer was lost is not done twice.
        headers = {"Idempotency-Key": idempotency_key or str(uuid.uuid4())}
        values = {name: _plain(value) for name, value in parameters.items() if value is not None}
        if source is None or _is_url(source):
            sent = values if source is None else {**values, "url": str(source)}
            headers["Content-Type"] = "application/json"
            return Task.from_data(self._data("POST", path, headers=headers, content=_json_bytes(sent)))
        form = {name: value if isinstance(value, str) else _json_text(value) for name, value in values.items()}
        with CountedFile(Path(source), on_upload) as file:
            files = {"file": (Path(source).name, file, "application/octet-stream")}
            return Task.from_data(self._data("POST", path, headers=headers, data=form, files=files))

    def _data(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **content: Any) -> Any:
        sent = {**self._key, **(headers or {})}
        answer = self._patiently(lambda: self._http.request(method, self.base_url + path, headers=sent, **content))
        if not answer.is_success:
            raise _refusal(answer)
        body = _json(answer)
        if "data" not in body:
            raise UnexpectedAnswer(f"{self.base_url}{path} answered without data: is this a Lingoreel service?")
        return body["data"]

    def _patiently(self, attempt: Callable[[], httpx.Response]) -> httpx.Response:
        give_up_at = time.monotonic() + self._patience_s
        pause_s = 0.25
        while True:
            try:
                answer = attempt()
                if answer.status_code not in _BUSY:
                    return answer
                wait_s, failure = _retry_after(answer) or pause_s, None
            except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
                raise ClientError(
                    f"not an address: {error}", remedy="give one such as http://127.0.0.1:8765"
                ) from error
            except httpx.TransportError as error:
                answer, wait_s, failure = None, pause_s, error
            except httpx.RequestError as error:
                raise UnexpectedAnswer(f"{self.base_url} answered nonsense: {error}") from error
            if time.monotonic() + wait_s > give_up_at:
                if answer is not None:
                    return answer
                raise ServiceUnreachable(
                    f"no answer from {self.base_url}: {failure}", remedy="see that the service runs: lingoreel serve"
                ) from failure
            time.sleep(wait_s)
            pause_s = min(5.0, pause_s * 2)


def _is_url(source: str | PathLike[str] | None) -> bool:
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))


def _json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _json_bytes(value: Any) -> bytes:
    try:
        return _json_text(value).encode()
    except UnicodeEncodeError:
        # Half surrogate pairs have no UTF-8; escaped, the service can say what is wrong with them.
        return json.dumps(value).encode()


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise UnexpectedAnswer(
            f"{answer.request.url.host} answered {answer.status_code} without JSON: is this a Lingoreel service?"
        )
    return body


def _refusal(answer: httpx.Response) -> ClientError:
    try:
        return refused(answer.status_code, _json(answer), retry_after_s=_retry_after(answer))
    except UnexpectedAnswer as error:
        return error


def _retry_after(answer: httpx.Response) -> float | None:
    try:
        return max(0.0, float(answer.headers["Retry-After"]))
    except (KeyError, ValueError):
        return None
