"""The parameters of a text to film, their limits, and the price item it means."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from lingoreel import sources
from lingoreel.engines import languages
from lingoreel.engines.choose import choose_film_engine
from lingoreel.engines.modules import Record
from lingoreel.engines.speech.protocol import Voice
from lingoreel.engines.speech_voices import choose_voice
from lingoreel.errors import InvalidRequest, NotReady
from lingoreel.media.speech_text import Limits as TextLimits
from lingoreel.media.speech_text import Script, parse
from lingoreel.media.text_language import guess_language
from lingoreel.products.film.pictographs import without_pictographs
from lingoreel.products.film.picture_size import picture_size
from lingoreel.settings import Limits
from lingoreel.sources import Upload
from lingoreel.tasks.parameters import Flag, Number, Parameters, understand
from lingoreel.tasks.product import Accepted, Asking
from lingoreel.tasks.reading_aloud import unread

ITEM = "video_generation.basic"
SEED_MOST = 2**32 - 1
_REGION = re.compile("[A-Za-z]{2}|[0-9]{3}", re.ASCII)


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _seed(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("must be a whole number")
    return value


def _urls(value: Any) -> Any:
    urls = [value] if isinstance(value, str) else value
    if not isinstance(urls, list | tuple) or not all(isinstance(url, str) for url in urls):
        raise ValueError("must be a list of urls")
    return tuple(urls)


class FilmParameters(Parameters):
    """What a client may send."""

    text: str | None = None
    prompt: str | None = None
    model: Literal["basic"] = "basic"
    engine: Literal["auto", "storyboard", "diffusion"] = "auto"
    aspect_ratio: str | None = None
    resolution: Annotated[str | None, BeforeValidator(_as_text)] = None
    language: str | None = None
    voice: str | None = None
    subtitles: Flag = True
    music: Flag = True
    seed: Annotated[int | None, BeforeValidator(_seed)] = Field(None, ge=0, le=SEED_MOST)
    rate: Number = Field(1.0, ge=0.5, le=2)
    assets: Annotated[tuple[str, ...], BeforeValidator(_urls)] = ()


class StoredParameters(FilmParameters):
    """What is kept of them, all settled. `spelling` is the language with the script and region it came with."""

    language: str
    voice: str
    spelling: str
    width: int
    height: int
    seed: int
    characters: int


_INPUTS = {"text", "prompt", "assets"}


def accept(fields: dict[str, Any], upload: Upload | None, asking: Asking) -> Accepted:
    """Understand a create call.

    Raises InvalidRequest, and EngineUnavailable for a language that no voice speaks or an engine that is not here.
    """
    if upload is not None:
        raise InvalidRequest("a text is filmed, not a file", field="file", remedy="send the text as text")
    parameters, warnings = understand(FilmParameters, fields)
    text, field = _text(parameters, fields)
    shape, resolution, width, height = picture_size(parameters.aspect_ratio, parameters.resolution)
    assets, asset_warnings = _assets(parameters, asking.limits)
    if not asking.offer.workers:
        raise NotReady("no worker is there to make films yet", remedy="try again in some seconds")
    choose_film_engine(asking.offer.records("film"), parameters.engine)
    records = asking.offer.records("speech")
    voice, spelling, guessed = _voice(parameters, text, records)
    script = read(text, voice.language, parameters.rate, asking.limits, field)
    told = [f"{note['code']}: {note['message']}" for note in script.warnings]
    stored = StoredParameters(
        **parameters.model_dump(
            exclude={"voice", "language", "seed", "aspect_ratio", "resolution", *_INPUTS}, exclude_none=True
        ),
        aspect_ratio=shape,
        resolution=resolution,
        width=width,
        height=height,
        language=voice.language,
        spelling=spelling,
        voice=voice.id,
        seed=_seed_of(text) if parameters.seed is None else parameters.seed,
        characters=script.characters,
    )
    return Accepted(
        parameters=stored.model_dump(mode="json", exclude=_INPUTS, exclude_none=True),
        source=None,
        items=(ITEM,),
        warnings=(*warnings, *asset_warnings, *guessed, *told, *unread(script.utterances, voice, records)),
        inputs={"text": text, "assets": assets},
        measured={ITEM: 1},
    )


def items(_parameters: dict[str, Any]) -> tuple[str, ...]:
    """The price items that stored parameters need."""
    return (ITEM,)


def measured(_parameters: dict[str, Any]) -> dict[str, int]:
    """What is paid for: one run, known from the beginning."""
    return {ITEM: 1}


def read(text: str, language: str, rate: float, limits: Limits, field: str = "text", *, tags: bool = False) -> Script:
    """The text as it is to be spoken, all of it; without HTML's tags unless they are text (`tags`).

    Raises InvalidRequest naming what is wrong with it.
    """
    script = parse(
        text,
        language,
        ssml=False,
        tags=tags,
        rate=rate,
        limits=TextLimits.of(limits.film_characters),
        code=lambda code: languages.normalise(code, field=field),
        field=field,
    )
    if not any(letter.isalnum() for letter in without_pictographs(script.text)):
        raise InvalidRequest(
            f"{field} has nothing that can be told: {script.text[:20]!r}",
            code="nothing_to_speak",
            field=field,
            remedy="Give at least one letter or figure.",
        )
    return script


def _text(parameters: FilmParameters, fields: dict[str, Any]) -> tuple[str, str]:
    """The text, and by which name it came."""
    given = {name: text for name in ("text", "prompt") if (text := getattr(parameters, name)) is not None}
    if not given:
        empty = next((name for name in ("text", "prompt") if fields.get(name) is not None), None)
        raise InvalidRequest(f"{empty} is empty" if empty else "text is missing", field=empty or "text")
    if len(set(given.values())) > 1:
        raise InvalidRequest(
            "text and prompt came, and differ", field="prompt", remedy="send one of them: they mean the same"
        )
    field = next(iter(given))
    return given[field], field


def _assets(parameters: FilmParameters, limits: Limits) -> tuple[list[dict[str, str]], list[str]]:
    """Where each asset is, by which name it goes, and warnings."""
    if len(parameters.assets) > limits.film_assets:
        raise InvalidRequest(
            f"assets has {len(parameters.assets)} entries; at most {limits.film_assets} are taken", field="assets"
        )
    found, warnings = [], []
    for number, url in enumerate(parameters.assets):
        field = f"assets[{number}]"
        clean = sources.clean_url(url, limits, field=field)
        warnings += [f"{field}: {warning}" for warning in clean.warnings]
        found.append({"url": clean.url, "field": field})
    return found, warnings


def _voice(parameters: FilmParameters, text: str, records: Sequence[Record]) -> tuple[Voice, str, tuple[str, ...]]:
    """Who speaks, how the language is spelled, and a warning where it was guessed."""
    language = parameters.language
    warnings: tuple[str, ...] = ()
    if language is None and parameters.voice is None:
        language = guess_language(text)
        if language not in (None, "en"):
            name = languages.name(language)
            warnings = (f"language: the text is read as {name} ({language}); send language where it is another",)
    _, voice = choose_voice(records, parameters.voice, language)
    return voice, _spelling(language or voice.language), warnings


def _spelling(code: str) -> str:
    """The language in one spelling, with the script and the region that came with it: zho_tw is zh-TW.

    Letters are large and small as BCP 47 (RFC 5646, 2.1.1) has them; of a code that says the language itself in a later
    subtag (zh-yue), and of variants, nothing is kept.
    """
    _, *others = code.strip().replace("_", "-").split("-")
    script = next((each.title() for each in others if len(each) == 4 and each.isalpha()), None)
    region = next((each.upper() for each in others if _REGION.fullmatch(each)), None)
    return "-".join(filter(None, (languages.normalise(code), script, region)))


def _seed_of(text: str) -> int:
    """A number of the text's own: the same text makes the same film."""
    plain = unicodedata.normalize("NFC", text).strip()
    return int.from_bytes(hashlib.sha256(plain.encode()).digest()[:4], "big")
