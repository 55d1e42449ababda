"""The parameters of a recognition, their limits, and the price items they mean."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator

from lingoreel.engines import languages
from lingoreel.engines.choose import choose_recognizer
from lingoreel.engines.recognition import Capabilities
from lingoreel.engines.translation import Capabilities as Translator
from lingoreel.engines.translation_routes import choose_translator, translates_into
from lingoreel.errors import EngineUnavailable
from lingoreel.media.cues import ReadingRules, parse_rules
from lingoreel.media.subtitle_files import FORMATS
from lingoreel.sources import Upload
from lingoreel.tasks.given import SOURCE_FIELDS, SourceParameters, given_source
from lingoreel.tasks.offer import Offer
from lingoreel.tasks.parameters import Flag, Glossary, Terms, understand
from lingoreel.tasks.product import Accepted, Asking

TRANSLATE_ITEM = "subtitles.translate"


class RecognitionParameters(SourceParameters):
    """What a client may send. `language` is the output language, `source_language` the spoken one."""

    type: Literal[4] | None = None
    content_type: int | None = None
    language: str | None = None
    source_language: str | None = None
    speaker_recognition: Flag = False
    words: Flag = False
    vocabulary: Terms = ()
    glossary: Glossary = Field(default_factory=dict)
    do_not_translate: Terms = ()
    subtitle_preset: Literal["netflix", "social"] = "netflix"
    subtitle_rules: dict[str, Any] = Field(default_factory=dict)
    bilingual_top: Literal["translation", "source"] = "translation"
    formats: Terms = ()

    @field_validator("type", mode="before")
    @classmethod
    def _type(cls, value: Any) -> Any:
        if str(value) != "4":
            raise ValueError("must be 4 (segments), or left out for plain text")
        return 4

    @field_validator("formats")
    @classmethod
    def _formats(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in value if name not in FORMATS]:
            raise ValueError(f"knows {', '.join(FORMATS)}, not {unknown[0]}")
        return value

    @property
    def as_segments(self) -> bool:
        """Whether the result is an array of segments rather than plain text."""
        return self.type == 4 and self.content_type != 1

    @property
    def item(self) -> str:
        """The price item of the recognition itself."""
        return "subtitles.recognize" if self.as_segments else "speech_to_text"

    def items(self, spoken: str | None) -> tuple[str, ...]:
        """The price items for speech in that language; None: it is not known yet, and no translation is counted."""
        translating = None not in (spoken, self.language) and spoken != self.language
        return (self.item, TRANSLATE_ITEM) if translating else (self.item,)

    def rules(self, language: str, fps: float | None = None) -> ReadingRules:
        """The reading rules of the cues in that language. Raises InvalidRequest for a number out of its range."""
        return parse_rules({"preset": self.subtitle_preset, **self.subtitle_rules}).rules(language, fps=fps)


def accept(fields: dict[str, Any], upload: Upload | None, asking: Asking) -> Accepted:
    """Understand a create call. Raises InvalidRequest, and EngineUnavailable where nothing could serve it."""
    parameters, warnings = understand(RecognitionParameters, fields)
    source, source_warnings = given_source(parameters, upload, asking)
    spoken = _language(parameters.source_language, "source_language")
    wanted = _language(parameters.language, "language")
    if asking.offer.workers:
        _require_engines(asking.offer, spoken, wanted)
    parameters.rules(wanted or spoken or "en")
    chosen = parameters.model_copy(update={"source_language": spoken, "language": wanted})
    return Accepted(
        parameters=chosen.model_dump(mode="json", exclude=set(SOURCE_FIELDS), exclude_defaults=True),
        source=source,
        items=chosen.items(spoken),
        warnings=(*warnings, *source_warnings),
    )


def items(parameters: dict[str, Any]) -> tuple[str, ...]:
    """The price items that stored parameters need."""
    known = RecognitionParameters.model_validate(parameters)
    return known.items(known.source_language)


def _language(code: str | None, field: str) -> str | None:
    return None if code is None else languages.normalise(code, field=field)


def _require_engines(offer: Offer, spoken: str | None, wanted: str | None) -> None:
    recognizers = [Capabilities.from_dict(record) for record in offer.of("recognition")]
    choose_recognizer(recognizers, spoken)
    if wanted is None or wanted == spoken:
        return
    translators = [Translator.from_dict(record) for record in offer.of("translation")]
    if spoken is not None:
        choose_translator(translators, spoken, wanted)
        return
    heard = set().union(*(engine.languages for engine in recognizers))
    if wanted in heard or any(translates_into(translators, language, wanted) for language in heard):
        return
    try:
        choose_translator(translators, "en" if "en" in heard else min(heard), wanted)
    except EngineUnavailable as error:
        error.message = f"nothing here translates into {languages.name(wanted)} ({wanted})"
        raise
