"""Products without a service: who asks, with made-up engines and earlier tasks."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest

from lingoreel.engines.recognition import Capabilities as Recognizer
from lingoreel.engines.translation import Capabilities as Translator
from lingoreel.errors import InvalidRequest
from lingoreel.settings import Limits
from lingoreel.tasks.offer import Offer
from lingoreel.tasks.product import Asking, Earlier

Pairs = Collection[tuple[str, str]] | None


@pytest.fixture
def asking() -> Callable[..., Asking]:
    """Who asks where these languages are heard and these pairs translated (None: any), and these tasks are complete."""

    def make(
        hears: Collection[str] = ("en",), pairs: Pairs = (), *, tasks: Collection[Earlier] = (), workers: int = 1
    ) -> Asking:
        recognizer = Recognizer("ear", "1", "neural", frozenset(hears), "a.b:C", detects_language=len(hears) > 1)
        translator = Translator("tongue", "1", "embedded", None if pairs is None else frozenset(pairs), "a.b:C")
        engines = (recognizer.to_dict(), *(() if pairs == () else (translator.to_dict(),)))

        def earlier(task_id: str, field: str) -> Earlier:
            for task in tasks:
                if str(task.task_id) == task_id.lower():
                    return task
            raise InvalidRequest(f"{field}: there is no task '{task_id}'", field=field)

        return Asking(Limits(), Offer(workers, engines if workers else ()), earlier)

    return make
