"""What may be sent to be filmed, and what is stored of it."""

from __future__ import annotations

from typing import Any

import pytest

from lingoreel.engines.film import Capabilities as FilmEngine
from lingoreel.engines.speech.protocol import Capabilities, Voice
from lingoreel.errors import EngineUnavailable, InvalidRequest, NotReady
from lingoreel.products.film import FILM, accept
from lingoreel.settings import Limits
from lingoreel.sources import Upload
from lingoreel.tasks.offer import Offer
from lingoreel.tasks.product import Accepted, Asking

VOICES = tuple(
    Voice(f"robot:{name}", name, code, "neutral", "robot", 8000, standard=name == code)
    for name, code in (("en", "en"), ("deep", "en"), ("es", "es"), ("zh", "zh"))
)
ROBOT = Capabilities("robot", "1", "embedded", VOICES, "robot:Host")
DRAWING = FilmEngine("storyboard", "1", "embedded")
STORY = "The sun rises over the city. People wake up and make coffee."


def ask(
    text: Any = STORY, *, workers: int = 1, limits: Limits | None = None, upload: Upload | None = None, **fields: Any
) -> Accepted:
    def earlier(task_id: str, field: str) -> Any:
        raise AssertionError(f"{field} {task_id} is not asked for")

    engines = (ROBOT.to_dict(), DRAWING.to_dict()) if workers else ()
    given = fields if text is None else {"text": text, **fields}
    return accept(given, upload, Asking(limits or Limits(), Offer(workers, engines), earlier))


def refused(**fields: Any) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as told:
        ask(**fields)
    return told.value


def test_everything_is_settled_at_once_and_the_text_is_kept_apart():
    accepted = ask(f"  {STORY}  ")
    stored = accepted.parameters
    assert (stored["voice"], stored["language"], stored["characters"]) == ("robot:en", "en", len(STORY))
    assert (stored["width"], stored["height"], stored["aspect_ratio"]) == (1280, 720, "16:9")
    assert (stored["subtitles"], stored["music"], stored["model"]) == (True, True, "basic")
    assert accepted.inputs == {"text": f"  {STORY}  ", "assets": []}
    assert not {"text", "prompt", "assets"} & set(stored)
    assert accepted.measured == FILM.measured(stored) == {"video_generation.basic": 1}
    assert accepted.items == FILM.items(stored) == ("video_generation.basic",)
    assert accepted.warnings == ()


def test_the_prompt_is_the_text_by_another_name():
    assert ask(None, prompt=STORY).inputs == ask().inputs
    assert ask(prompt=STORY).inputs == ask().inputs
    assert refused(text=STORY, prompt="Something else.").field == "prompt"
    assert refused(text=None, prompt="x" * 801).field == "prompt"
    assert refused(text=None, prompt="").field == "prompt"


def test_800_characters_are_the_limit_and_both_numbers_are_told():
    text = ("word " * 160)[:799] + "s"
    assert ask(text).parameters["characters"] == 800
    error = refused(text=text + "s")
    assert "801" in error.message
    assert "800" in error.message
    assert error.field == "text"
    assert ask(text + "s", limits=Limits(film_characters=801)).parameters["characters"] == 801


@pytest.mark.parametrize("text", ["", "   ", "…!? —", "🎉🎉", "#️⃣", "ℹ️", "\u200b", None])
def test_a_text_with_nothing_to_tell(text: Any):
    assert refused(text=text).field == "text"


@pytest.mark.parametrize("text", ["ok 🎉", "7", "«Sí»", "1️⃣ 2️⃣"])
def test_little_to_tell_is_enough(text: str):
    assert ask(text, language="en").measured == {"video_generation.basic": 1}


@pytest.mark.parametrize(
    ("fields", "size"),
    [
        ({"resolution": "480p"}, (854, 480)),
        ({"resolution": 1080, "aspect_ratio": "9:16"}, (1080, 1920)),
        ({"resolution": "1080x1920"}, (1080, 1920)),
        ({"resolution": "848X480"}, (854, 480)),
        ({"resolution": " 720 x 720 "}, (720, 720)),
        ({"aspect_ratio": "1:1"}, (720, 720)),
        ({"aspect_ratio": "16/9", "resolution": "1920x1080"}, (1920, 1080)),
    ],
)
def test_sizes_in_the_ways_people_say_them(fields: dict[str, Any], size: tuple[int, int]):
    stored = ask(**fields).parameters
    assert (stored["width"], stored["height"]) == size


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"resolution": "4k"}, "resolution"),
        ({"resolution": "720x100"}, "resolution"),
        ({"resolution": "0x0"}, "resolution"),
        ({"resolution": "99999x99999"}, "resolution"),
        ({"resolution": "1080x1920", "aspect_ratio": "16:9"}, "resolution"),
        ({"resolution": True}, "resolution"),
        ({"aspect_ratio": "4:3"}, "aspect_ratio"),
        ({"model": "pro"}, "model"),
        ({"engine": "magic"}, "engine"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"seed": True}, "seed"),
        ({"seed": "abc"}, "seed"),
        ({"rate": 3}, "rate"),
        ({"subtitles": 2}, "subtitles"),
        ({"voice": "robot:nobody"}, "voice"),
        ({"voice": "robot:es", "language": "en"}, "voice"),
        ({"language": "xx"}, "language"),
        ({"assets": 5}, "assets"),
        ({"assets": [5]}, "assets"),
        ({"assets": ["https://example.com/a.jpg"] * 21}, "assets"),
        ({"assets": ["https://example.com/a.jpg", "ftp://example.com/b.jpg"]}, "assets[1]"),
        ({"assets": ["https://example.com/" + "a" * 600]}, "assets[0]"),
    ],
)
def test_what_is_wrong_is_named(fields: dict[str, Any], field: str):
    assert refused(**fields).field == field


def test_forms_send_everything_as_text():
    accepted = ask(
        subtitles="0", music="false", seed="42", rate="1.25", assets='["https://example.com/a.jpg"]', resolution="480"
    )
    stored = accepted.parameters
    assert (stored["subtitles"], stored["music"], stored["seed"], stored["rate"]) == (False, False, 42, 1.25)
    assert accepted.inputs is not None
    assert accepted.inputs["assets"] == [{"url": "https://example.com/a.jpg", "field": "assets[0]"}]
    assert ask(assets="https://example.com/a.jpg").inputs == accepted.inputs


def test_the_seed_is_the_texts_own_unless_one_is_sent():
    assert ask().parameters["seed"] == ask(f" {STORY}\n").parameters["seed"] != ask(STORY + "!").parameters["seed"]
    assert ask(seed=0).parameters["seed"] == 0


def test_a_language_is_guessed_and_told():
    accepted = ask("Bate los huevos y añade un poco de sal. Después, calienta la sartén.")
    assert (accepted.parameters["language"], accepted.parameters["voice"]) == ("es", "robot:es")
    assert "Spanish" in accepted.warnings[0]
    assert ask("今天天气很好，我们去公园。").parameters["language"] == "zh"
    assert ask("Hola", voice="robot:deep").parameters["language"] == "en"


def test_a_region_is_remembered_beside_the_language():
    stored = ask("今天天氣很好。", language="zh_TW").parameters
    assert (stored["language"], stored["spelling"]) == ("zh", "zh-TW")


@pytest.mark.parametrize(
    ("given", "code", "spelling"),
    [
        ("eng", "en", "en"),
        (" EN ", "en", "en"),
        ("en_us", "en", "en-US"),
        ("es-419", "es", "es-419"),
        ("zho-TW", "zh", "zh-TW"),
        ("zh-Hant", "zh", "zh-Hant"),
        ("ZH_hant_tw", "zh", "zh-Hant-TW"),
        ("cmn", "zh", "zh"),
    ],
)
def test_a_language_has_one_spelling(given: str, code: str, spelling: str):
    stored = ask(STORY if code != "zh" else "今天天氣很好。", language=given).parameters
    assert (stored["language"], stored["spelling"]) == (code, spelling)


def test_a_language_that_nobody_speaks():
    with pytest.raises(EngineUnavailable) as told:
        ask(language="th")
    assert (told.value.code, told.value.field) == ("no_voice", "language")


def test_tags_that_are_left_out_are_told():
    told = "markup_removed: 2 HTML tags were left out and 1 character reference was decoded."
    assert told in ask("<b>Salt</b> &amp; pepper").warnings
    assert refused(text="<p> </p>").code == "nothing_to_speak"


def test_an_engine_that_is_not_here():
    with pytest.raises(EngineUnavailable) as told:
        ask(engine="diffusion")
    assert told.value.field == "engine"


def test_a_file_is_no_text():
    upload = Upload("a.mp4", 5, "0" * 64, "video/mp4", "sources/x")
    assert refused(upload=upload).field == "file"


def test_nobody_there_yet():
    with pytest.raises(NotReady):
        ask(workers=0)


def test_unknown_parameters_are_named():
    assert any("unknown_parameter: 'style'" in warning for warning in ask(style="anime").warnings)
