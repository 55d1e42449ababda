"""What may be sent to be spoken, and what is stored of it."""

from __future__ import annotations

from typing import Any

import pytest

from lingoreel.engines.speech.protocol import Capabilities, Voice
from lingoreel.errors import EngineUnavailable, InvalidRequest, NotReady
from lingoreel.media.speech_text import Limits as TextLimits
from lingoreel.products.speech import accept
from lingoreel.settings import Limits
from lingoreel.tasks.offer import Offer
from lingoreel.tasks.product import Accepted, Asking

VOICES = tuple(
    Voice(f"robot:{name}", name, code, "neutral", "robot", 8000, standard=name == code)
    for name, code in (("en", "en"), ("deep", "en"), ("es", "es"))
)
ROBOT = Capabilities("robot", "1", "embedded", VOICES, "robot:Host")


def ask(text: Any = "Hello.", *, workers: int = 1, characters: int = 30_000, **fields: Any) -> Accepted:
    def earlier(task_id: str, field: str) -> Any:
        raise AssertionError(f"{field} {task_id} is not asked for")

    limits = Limits(speech_characters=characters)
    engines = (ROBOT.to_dict(),) if workers else ()
    return accept({"text": text, **fields}, None, Asking(limits, Offer(workers, engines), earlier))


def test_voice_and_language_are_settled_at_once_and_the_text_is_kept_apart():
    accepted = ask("  Hola, ¿qué tal?  ", language="es-ES", dictionary={"tal": "tal"})
    stored = accepted.parameters
    assert (stored["voice"], stored["language"], stored["characters"]) == ("robot:es", "es", 15)
    assert not {"text", "dictionary"} & set(stored)
    assert accepted.inputs == {"text": "  Hola, ¿qué tal?  ", "dictionary": {"tal": "tal"}}
    assert accepted.measured == {"text_to_speech": 15}


@pytest.mark.parametrize("characters", [1, 30_000, 250_000, 1_000_000])
def test_a_raised_limit_is_the_limit(characters: int):
    words = ("word " * (characters // 5 + 1))[:characters].rstrip().ljust(characters, "s")
    assert ask(words, characters=characters).measured == {"text_to_speech": characters}
    with pytest.raises(InvalidRequest, match=f"{characters:,}"):
        ask(words + "s", characters=characters)


def test_markup_has_room_that_grows_with_the_text():
    said = '<s>Good <prosody rate="slow">morning</prosody> to you.</s>' * 6_000
    with pytest.raises(InvalidRequest, match=r"200,000|5,000"):
        ask(f"<speak>{said}</speak>")
    assert ask(f"<speak>{said}</speak>", characters=300_000).measured["text_to_speech"] > 100_000


def test_less_than_usual_takes_no_markup_away():
    assert TextLimits.of(800).source_characters == TextLimits().source_characters
    assert TextLimits.of(800).characters == 800


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": ["Hello"]}, "text"),
        ({"voice": "robot:nobody"}, "voice"),
        ({"voice": "robot:es", "language": "en"}, "voice"),
        ({"rate": True}, "rate"),
        ({"rate": 0}, "rate"),
        ({"loudness": 0}, "loudness"),
        ({"unknown": 1}, None),
    ],
)
def test_what_is_wrong_is_named(fields: dict[str, Any], field: str | None):
    if field is None:
        assert any("unknown" in warning for warning in ask(**fields).warnings)
        return
    with pytest.raises(InvalidRequest) as refused:
        ask(**fields)
    assert refused.value.field == field


def test_how_many_characters_there_are_is_not_for_the_caller_to_say():
    assert ask("Hello.", characters=30_000).measured == {"text_to_speech": 6}
    accepted = accept({"text": "Hello.", "characters": 0}, None, Asking(Limits(), Offer(1, (ROBOT.to_dict(),)), None))  # type: ignore[arg-type]
    assert accepted.measured == {"text_to_speech": 6}


@pytest.mark.parametrize("ssml", [None, 0])
def test_tags_that_are_left_out_are_told(ssml: int | None):
    told = "markup_removed: 2 HTML tags were left out."
    assert told in ask("<b>Salt</b> and pepper", ssml=ssml).warnings


def test_nobody_there_yet():
    with pytest.raises(NotReady):
        ask(workers=0)


def test_a_language_that_nobody_speaks():
    with pytest.raises(EngineUnavailable) as refused:
        ask(language="th")
    assert refused.value.code == "no_voice"
    assert refused.value.remedy
