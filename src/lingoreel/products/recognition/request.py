"""The parameters of a recognition, their limits, and the price item they mean."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import field_validator

from lingoreel import sources
from lingoreel.engines import languages
from lingoreel.engines.choose import choose_recognizer
from lingoreel.engines.recognition import Capabilities
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.settings import Limits
from lingoreel.sources import Upload
from lingoreel.tasks.offer import Offer
from lingoreel.tasks.parameters import Flag, Parameters, understand
from lingoreel.tasks.product import Accepted

_SOURCE = {"url", "file", "upload_id", "extension"}
VOCABULARY_TERMS = 500
VOCABULARY_TERM_CHARACTERS = 100


class RecognitionParameters(Parameters):
    """What a client may send. `language` is the output language, `source_language` the spoken one."""

    url: str | None = None
    upload_id: str | None = None
    file: str | None = None
    extension: str | None = None
    type: Literal[4] | None = None
    content_type: int | None = None
    language: str | None = None
    source_language: str | None = None
    speaker_recognition: Flag = False
    words: Flag = False
    vocabulary: tuple[str, ...] = ()

    @field_validator("type", mode="before")
    @classmethod
    def _type(cls, value: Any) -> Any:
        if str(value) != "4":
            raise ValueError("must be 4 (segments), or left out for plain text")
        return 4

    @field_validator("vocabulary", mode="before")
    @classmethod
    def _terms(cls, value: Any) -> Any:
        terms = [term.strip() for term in value.split(",")] if isinstance(value, str) else value
        if not isinstance(terms, list) or not all(isinstance(term, str) for term in terms):
            raise ValueError("must be a list of texts")
        if len(terms) > VOCABULARY_TERMS or any(len(term) > VOCABULARY_TERM_CHARACTERS for term in terms):
            raise ValueError(
                f"takes at most {VOCABULARY_TERMS} terms of at most {VOCABULARY_TERM_CHARACTERS} characters"
            )
        return tuple(term for term in terms if term)

    @property
    def as_segments(self) -> bool:
        """Whether the result is an array of segments rather than plain text."""
        return self.type == 4 and self.content_type != 1

    @property
    def item(self) -> str:
        """The price item."""
        return "subtitles.recognize" if self.as_segments else "speech_to_text"


def accept(fields: dict[str, Any], upload: Upload | None, limits: Limits, offer: Offer) -> Accepted:
    """Understand a create call. Raises InvalidRequest, and EngineUnavailable where nothing could serve it."""
    parameters, warnings = understand(RecognitionParameters, fields)
    if parameters.file is not None:
        raise InvalidRequest("file must be an uploaded file, not a text", field="file")
    source, source_warnings = _source(parameters, upload, limits)
    spoken = _language(parameters.source_language, "source_language")
    wanted = _language(parameters.language, "language")
    if offer.workers:
        _require_engines(offer, spoken, wanted)
    chosen = parameters.model_copy(
        update={"source_language": spoken, "language": wanted, "url": None, "extension": None}
    )
    return Accepted(
        parameters=chosen.model_dump(mode="json", exclude=_SOURCE, exclude_none=True),
        source=source,
        items=(parameters.item,),
        warnings=(*warnings, *source_warnings),
    )


def items(parameters: dict[str, Any]) -> tuple[str, ...]:
    """The price items that stored parameters need."""
    return (RecognitionParameters.model_validate(parameters).item,)


def _source(
    parameters: RecognitionParameters, upload: Upload | None, limits: Limits
) -> tuple[dict[str, Any], tuple[str, ...]]:
    given = [name for name in ("url", "upload_id") if getattr(parameters, name)] + (["file"] if upload else [])
    if len(given) != 1:
        raise InvalidRequest(
            f"one source is needed, {' and '.join(given) or 'none'} came" if given else "a source is missing",
            field=given[0] if given else "url",
            remedy="send exactly one of url, file and upload_id",
        )
    if upload is not None:
        return {
            "key": upload.key,
            "sha256": upload.sha256,
            "size_bytes": upload.size_bytes,
            "name": upload.name,
        }, ()
    if parameters.upload_id:
        raise InvalidRequest(f"upload_id '{parameters.upload_id[:64]}' is unknown", field="upload_id")
    assert parameters.url is not None
    url = sources.clean_url(parameters.url, limits)
    extension = sources.extension_of(url.url, parameters.extension)
    return {"url": url.url, "extension": extension}, url.warnings


def _language(code: str | None, field: str) -> str | None:
    return None if code is None else languages.normalise(code, field=field)


def _require_engines(offer: Offer, spoken: str | None, wanted: str | None) -> None:
    recognizers = [Capabilities.from_dict(record) for record in offer.of("recognition")]
    choose_recognizer(recognizers, spoken)
    if wanted is None or wanted == spoken:
        return
    heard = set().union(*(engine.languages for engine in recognizers))
    if spoken is not None or wanted not in heard:
        raise EngineUnavailable(
            f"nothing here translates {f'from {spoken} ' if spoken else ''}into {wanted}",
            code="pair_unavailable",
            field="language",
            remedy="leave language out to get the text as it is spoken",
        )
