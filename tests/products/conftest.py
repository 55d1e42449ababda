"""Products without a service: who asks, with made-up engines and earlier tasks."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest

from lingoreel.engines.recognition import Capabilities as Recognizer
from lingoreel.engines.speech.protocol import Capabilities as Speaker
from lingoreel.engines.speech.protocol import Gender, Voice
from lingoreel.engines.translation import Capabilities as Translator
from lingoreel.errors import InvalidRequest
from lingoreel.settings import Limits
from lingoreel.tasks.offer import Offer
from lingoreel.tasks.product import Asking, Earlier

Pairs = Collection[tuple[str, str]] | None


def speaker(*languages: str) -> Speaker:
    """An engine with a man's and a woman's voice of each language: `mouth:es-m`, `mouth:es-f`."""
    genders: tuple[tuple[str, Gender], ...] = (("m", "male"), ("f", "female"))
    voices = [
        Voice(f"mouth:{code}-{short}", f"{code} {gender}", code, gender, "mouth", 22_050, standard=short == "m")
        for code in languages
        for short, gender in genders
    ]
    return Speaker("mouth", "1", "embedded", tuple(voices), "mouth:M", pitch=True)


@pytest.fixture
def mouth() -> Speaker:
    """Speaks Spanish and German."""
    return speaker("es", "de")


@pytest.fixture
def asking() -> Callable[..., Asking]:
    """Who asks where these languages are heard and spoken, these pairs translated (None: any), these tasks complete."""

    def make(
        hears: Collection[str] = ("en",),
        pairs: Pairs = (),
        *,
        speaks: Collection[str] = (),
        tasks: Collection[Earlier] = (),
        workers: int = 1,
    ) -> Asking:
        recognizer = Recognizer("ear", "1", "neural", frozenset(hears), "a.b:C", detects_language=len(hears) > 1)
        translator = Translator("tongue", "1", "embedded", None if pairs is None else frozenset(pairs), "a.b:C")
        engines = (recognizer.to_dict(), *(() if pairs == () else (translator.to_dict(),)))
        if speaks:
            engines += (speaker(*speaks).to_dict(),)

        def earlier(task_id: str, field: str) -> Earlier:
            for task in tasks:
                if str(task.task_id) == task_id.lower():
                    return task
            raise InvalidRequest(f"{field}: there is no task '{task_id}'", field=field)

        return Asking(Limits(), Offer(workers, engines if workers else ()), earlier)

    return make
