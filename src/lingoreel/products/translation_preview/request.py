"""The parameters of a preview, their limits, and the price item it means."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from lingoreel import sources
from lingoreel.engines import languages
from lingoreel.engines.casting import choose_line_voice
from lingoreel.engines.choose import choose_recognizer
from lingoreel.engines.recognition import Capabilities
from lingoreel.engines.translation import Capabilities as Translator
from lingoreel.engines.translation_routes import choose_translator, translates_into
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.sources import Upload
from lingoreel.tasks.given import SOURCE_FIELDS, AgainParameters, given_source
from lingoreel.tasks.offer import Offer
from lingoreel.tasks.parameters import Flag, Glossary, Terms, understand
from lingoreel.tasks.product import Accepted, Asking

ITEM = "video_translation.translate"
ORIGINAL, TRANSLATION = "original_srt_url", "translate_srt_url"


class PreviewParameters(AgainParameters):
    """What a client may send. `language` is what the dub is to speak, `source_language` what is spoken.

    Speakers are told apart unless one `voice` is named for all.
    """

    language: str | None = None
    source_language: str | None = None
    original_srt_url: str | None = None
    translate_srt_url: str | None = None
    speaker_identification: Flag | None = None
    voice: str | None = None
    glossary: Glossary = Field(default_factory=dict)
    do_not_translate: Terms = ()
    vocabulary: Terms = ()

    @property
    def target(self) -> str:
        """The language of the dub, as engines call it; `language` may name a region too."""
        assert self.language is not None
        return languages.normalise(self.language)


def accept(fields: dict[str, Any], upload: Upload | None, asking: Asking) -> Accepted:
    """Understand a create call. Raises InvalidRequest, and EngineUnavailable where nothing could serve it."""
    parameters, warnings = understand(PreviewParameters, fields)
    language = (parameters.language or "").partition("_")[0].strip()
    if not language:
        raise InvalidRequest(
            "language is missing", field="language", remedy="name the language to translate into, such as es"
        )
    languages.normalise(language, field="language")
    spoken = parameters.source_language
    chosen = parameters.model_copy(
        update={
            "language": language,
            "source_language": spoken and languages.normalise(spoken, field="source_language"),
            "speaker_identification": _told_apart(parameters),
        }
    )
    for field in (ORIGINAL, TRANSLATION):
        if (url := getattr(parameters, field)) is not None:
            clean = sources.clean_url(url, asking.limits, field=field)
            chosen = chosen.model_copy(update={field: clean.url})
            warnings += clean.warnings
    require_other_language(chosen, chosen.source_language)
    if asking.offer.workers:
        _require_engines(asking.offer, chosen)
    source, source_warnings = given_source(parameters, upload, asking)
    return Accepted(
        parameters=chosen.model_dump(mode="json", exclude=set(SOURCE_FIELDS), exclude_defaults=True),
        source=source,
        items=(ITEM,),
        warnings=(*warnings, *source_warnings),
    )


def items(_parameters: dict[str, Any]) -> tuple[str, ...]:
    """The price items that stored parameters need."""
    return (ITEM,)


def require_other_language(parameters: PreviewParameters, spoken: str | None) -> None:
    """Raises InvalidRequest where there is nothing to translate: what is spoken is what is wanted."""
    if parameters.target == spoken and parameters.translate_srt_url is None:
        raise InvalidRequest(
            f"language {parameters.language!r} is what is spoken already",
            field="language",
            remedy="name another language; to have it spoken again in the same one, send the lines as "
            "translate_srt_url",
        )


def _told_apart(parameters: PreviewParameters) -> bool:
    if parameters.speaker_identification is None:
        return parameters.voice is None
    return parameters.speaker_identification


def _require_engines(offer: Offer, parameters: PreviewParameters) -> None:
    spoken, wanted = parameters.source_language, parameters.target
    choose_line_voice(offer.records("speech"), parameters.voice, parameters.language or wanted, "voice")
    recognizers = [Capabilities.from_dict(record) for record in offer.of("recognition")]
    if parameters.original_srt_url is None or spoken is None:
        choose_recognizer(recognizers, spoken)
    if parameters.translate_srt_url is not None:
        return
    translators = [Translator.from_dict(record) for record in offer.of("translation")]
    if spoken is not None:
        choose_translator(translators, spoken, wanted)
        return
    heard = set().union(*(engine.languages for engine in recognizers)) - {wanted}
    if any(translates_into(translators, language, wanted) for language in heard):
        return
    if not heard:
        raise InvalidRequest(
            f"language {parameters.language!r} is the only one that is understood here",
            field="language",
            remedy="name another language, or send source_language",
        )
    try:
        choose_translator(translators, "en" if "en" in heard else min(heard), wanted)
    except EngineUnavailable as error:
        error.message = f"nothing here translates into {languages.name(wanted)} ({wanted})"
        raise
