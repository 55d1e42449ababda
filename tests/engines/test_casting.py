"""Who speaks with which voice."""

from __future__ import annotations

import pytest

from lingoreel.engines.casting import (
    APART,
    cast,
    choose_line_voice,
    joined_voice,
    speaking_rate,
    split_voice,
)
from lingoreel.engines.modules import local_capabilities
from lingoreel.engines.speech.protocol import Capabilities, Voice
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.settings import Settings

MAN, WOMAN, UNKNOWN = {"hz": 105.0, "gender": 1}, {"hz": 205.0, "gender": 2}, {"hz": None, "gender": 0}


@pytest.fixture(scope="module")
def embedded():
    """What espeak is here; it is part of every installation."""
    return [record for record in local_capabilities(Settings()) if record.name == "espeak"]


def engine(name, *voices, tier="neural", pitch=True, **more):
    made = tuple(Voice(f"{name}:{ending}", ending, "es", gender, name, 22_050) for ending, gender in voices)
    return Capabilities(name, "1", tier, made, "nothing:Host", pitch=pitch, **more)


def test_everybody_has_a_voice_of_the_own_gender_and_nobody_shares_it(embedded):
    speakers = {"a": MAN, "b": MAN, "c": WOMAN, "d": UNKNOWN, "e": WOMAN}
    found = cast(embedded, "es", speakers)
    assert list(found) == list(speakers)
    assert found["a"].id == "espeak:es"
    assert [found[speaker].gender for speaker in "abce"] == [1, 1, 2, 2]
    assert len({voice.id for voice in found.values()}) == 5
    for one in found.values():
        for other in found.values():
            if one is not other and one.gender == other.gender:
                assert abs(one.pitch - other.pitch) >= APART


def test_a_further_speaker_changes_nobody_before(embedded):
    speakers = {f"speaker{number}": (MAN, WOMAN, UNKNOWN)[number % 3] for number in range(9)}
    whole = cast(embedded, "es", speakers)
    for count in range(1, 9):
        few = dict(list(speakers.items())[:count])
        assert cast(embedded, "es", few) == {speaker: whole[speaker] for speaker in few}


def test_the_deeper_of_two_men_stays_the_deeper_one(embedded):
    found = cast(embedded, "es", {"high": {"hz": 140.0, "gender": 1}, "low": {"hz": 85.0, "gender": 1}})
    assert found["high"].pitch > found["low"].pitch


def test_a_pitch_without_a_gender_tells_the_gender(embedded):
    found = cast(embedded, "es", {"a": {"hz": 215.0, "gender": 0}, "b": {"hz": 100.0}})
    assert (found["a"].gender, found["b"].gender) == (2, 1)


def test_one_region_speaks_in_one_film(embedded):
    found = cast(embedded, "pt-PT", {"a": MAN, "b": WOMAN, "c": MAN})
    assert {voice.voice for voice in found.values()} == {"espeak:pt-pt", "espeak:pt-pt-female"}


def test_voices_of_the_better_tier_go_before_all_others(embedded):
    neural = engine("piper", ("one", "male"), ("two", "male"), ("three", "female"))
    found = cast([*embedded, neural], "es", {"a": MAN, "b": WOMAN, "c": MAN, "d": MAN, "e": MAN})
    assert [found[speaker].id for speaker in "abc"] == ["piper:one", "piper:three", "piper:two"]
    assert {voice.engine for voice in found.values()} == {"piper"}


def test_voices_that_cannot_be_shifted_are_joined_by_others(embedded):
    neural = engine("piper", ("one", "male"), pitch=False)
    found = cast([*embedded, neural], "es", {"a": MAN, "b": MAN})
    assert [found["a"].id, found["b"].engine] == ["piper:one", "espeak"]


def test_a_voice_is_shared_only_when_there_is_no_other():
    alone = engine("piper", ("one", "male"), pitch=False)
    found = cast([alone], "es", {"a": MAN, "b": WOMAN})
    assert [voice.id for voice in found.values()] == ["piper:one", "piper:one"]


def test_imitating_engines_are_never_cast(embedded):
    imitating = engine("cloning", ("any", "male"), reference_audio=True)
    assert cast([*embedded, imitating], "es", {"a": MAN})["a"].engine == "espeak"


def test_what_is_asked_for_is_given_and_nobody_else_has_it(embedded):
    found = cast(embedded, "es", {"a": MAN, "b": MAN, "c": MAN}, "espeak:es-419", {"b": "espeak:es@-3"})
    assert (found["a"].id, found["b"].id, found["b"].pitch) == ("espeak:es-419", "espeak:es@-3", -3.0)
    assert min(abs(found["c"].pitch - other) for other in (0, -3)) >= APART


def test_a_voice_of_ones_own_needs_no_speakers(embedded):
    assert cast(embedded, "es", {}) == {}
    assert cast(embedded, "es", {"only": WOMAN}, "espeak:es")["only"].id == "espeak:es"


@pytest.mark.parametrize(
    ("voice", "field", "shown"),
    [
        ("espeak:ess", "subtitles[3].voice", "espeak:es"),
        ("espeak:fr", "subtitles[3].voice", "speaks French"),
        ("espeak:es@-13", "subtitles[3].voice", "-12 to 12"),
        ("espeak:es@low", "subtitles[3].voice", "no voice"),
        ("espeak:es@nan", "subtitles[3].voice", "no voice"),
    ],
)
def test_a_bad_voice_is_named(embedded, voice, field, shown):
    with pytest.raises(InvalidRequest) as caught:
        choose_line_voice(embedded, voice, "es", field)
    assert caught.value.field == field
    assert shown in f"{caught.value.message} {caught.value.remedy}"


def test_a_pitch_for_an_engine_without_one_is_refused():
    with pytest.raises(InvalidRequest, match="cannot shift"):
        choose_line_voice([engine("piper", ("one", "male"), pitch=False)], "piper:one@2", "es", "voice")


def test_strangers_are_named_with_those_who_are_there(embedded):
    with pytest.raises(InvalidRequest) as caught:
        cast(embedded, "es", {"speaker0": MAN}, asked={"speaker7": "espeak:es"})
    assert "speaker7" in caught.value.message
    assert "speaker0" in (caught.value.remedy or "")


def test_a_language_without_a_voice_is_told(embedded):
    with pytest.raises(EngineUnavailable) as caught:
        cast(embedded, "he", {"a": MAN})
    assert caught.value.code == "no_voice"


@pytest.mark.parametrize("pitch", [-12.0, -3.0, -0.5, 0.0, 1.0, 4.5, 12.0])
def test_a_pitch_in_an_id_is_read_back(pitch):
    assert split_voice(joined_voice("espeak:es", pitch)) == ("espeak:es", pitch)


def test_what_is_no_pitch_stays_in_the_id():
    assert split_voice("openai:me@home") == ("openai:me@home", 0.0)
    assert split_voice("espeak:es") == ("espeak:es", 0.0)


def test_the_rate_knows_the_script():
    assert speaking_rate("zh") < speaking_rate("ja") < speaking_rate("ar") < speaking_rate("es")
    assert speaking_rate("pt") == pytest.approx(17.5)
    assert speaking_rate("kn") < speaking_rate("mk")
    assert speaking_rate(None) == speaking_rate("xx") > 10


def test_a_shouting_man_keeps_a_mans_voice(embedded):
    found = cast(embedded, "es", {"a": {"hz": 248.0, "gender": 1}})
    assert found["a"].gender == 1
    assert abs(found["a"].pitch) <= 4
