"""What is usable now: the engines of the live workers."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from lingoreel.engines import languages
from lingoreel.engines.choose import choose_recognizer
from lingoreel.engines.modules import Record, from_dict
from lingoreel.engines.recognition.protocol import Capabilities
from lingoreel.engines.speech_voices import speaks, voices
from lingoreel.engines.translation import Capabilities as Translator
from lingoreel.engines.translation_routes import translations
from lingoreel.errors import EngineUnavailable

_ENGINES = text("SELECT engines, lanes FROM workers WHERE beat_at > clock_timestamp() - make_interval(secs => :ttl)")


@dataclass(frozen=True)
class Offer:
    """The capability records that live workers share, lane by lane; `workers` is how many live."""

    workers: int
    engines: tuple[dict[str, Any], ...]

    def languages(self) -> list[dict[str, Any]]:
        """Each language code, its name, the engine that would recognise it now (None: nothing does), and what it can be
        translated into."""
        found: list[dict[str, Any]] = []
        recognizers = [Capabilities.from_dict(record) for record in self.of("recognition")]
        targets = translations(Translator.from_dict(record) for record in self.of("translation"))
        speakers = speaks(self.records("speech"))
        for code, name in languages.NAMES.items():
            serving = None
            with contextlib.suppress(EngineUnavailable):
                serving = choose_recognizer(recognizers, code).name
            found.append(
                {
                    "code": code,
                    "name": name,
                    "recognize": serving,
                    "translate_to": targets.get(code, []),
                    "speak": speakers.get(code),
                }
            )
        return found

    def voices(self, language: str | None) -> list[dict[str, Any]]:
        """The voices there are now, or those of one language. Raises InvalidRequest for what is no language."""
        return voices(self.records("speech"), language)

    def records(self, capability: str) -> list[Record]:
        """The same as `of`, as records."""
        return [from_dict(record) for record in self.of(capability)]

    def of(self, capability: str) -> list[dict[str, Any]]:
        """The records of one kind of engine, such as `recognition`."""
        return [record for record in self.engines if record["capability"] == capability]


def read(tx: Connection, ttl_s: float) -> Offer:
    """The offer of the workers that were heard within `ttl_s` seconds.

    Any worker of a lane may be handed any part for it, so an engine counts when all workers of its lane have it,
    in the same version.
    """
    workers = tx.execute(_ENGINES, {"ttl": ttl_s}).all()
    records = {_identity(record): record for worker in workers for record in worker.engines}
    have = Counter(identity for worker in workers for identity in {_identity(record) for record in worker.engines})
    lanes = Counter(lane for worker in workers for lane in worker.lanes)
    usable = (record for identity, record in records.items() if have[identity] >= lanes[record["lane"]] > 0)
    return Offer(len(workers), tuple(usable))


def _identity(record: dict[str, Any]) -> tuple[str, str, str]:
    return record["capability"], record["name"], record["version"]


@dataclass
class CachedOffer:
    """The offer, read again when it is older than a second."""

    load: Callable[[], Offer]
    _at: float = field(default=float("-inf"))
    _offer: Offer = field(default=Offer(0, ()))

    def now(self) -> Offer:
        """The offer, at most a second old."""
        if time.monotonic() - self._at > 1.0:
            self._offer = self.load()
            self._at = time.monotonic()
        return self._offer
