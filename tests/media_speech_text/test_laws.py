"""What holds for every text: nothing lost, nothing blank, places in order."""

from __future__ import annotations

import unicodedata
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.errors import InvalidRequest
from lingoreel.media.speech_text import Script, parse
from lingoreel.media.speech_text.vocabulary import LANGUAGES

_SCRAPS = (
    "Dr. Mr. etc. $1,000.50 5 km 3.14 1/2 14:30 2024-03-05 5/3/2024 XIV II 50% -3 3–5 @a #b a@b.com www.x.org/y 😀"
    ' 👩‍👩‍👧 🇪🇸 你好 。 さくら 한국어 Привет مرحبا नमस्ते ไทย αβγ — … " ( ) « » < > & ½ x² C++ 1st 2e 3. am März 人 I'
    " 2024年3月5日"
)
_PIECES = st.sampled_from([*_SCRAPS.split(), "\n\n", " \n"])
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(_PIECES, max_size=30).map(" ".join),
    st.lists(_PIECES, max_size=30).map("".join),
    st.text(alphabet="aB1.,:/-+$€% \n中のق", max_size=200),
)


def _laws(script: Script) -> None:
    place = 0
    covered: list[range] = []
    for utterance in script.utterances:
        assert utterance.begin >= place
        assert utterance.end > utterance.begin
        place = utterance.end
        covered.append(range(utterance.begin, utterance.end))
        assert script.text[utterance.begin : utterance.end] == utterance.text
        assert any(c.isalnum() for c in utterance.spoken)
        assert utterance.spoken == utterance.spoken.strip()
        assert utterance.pause_after_ms >= 0
        at = 0
        for stretch in utterance.stretches:
            assert at <= stretch.spoken_begin < stretch.spoken_end <= len(utterance.spoken)
            assert utterance.begin <= stretch.begin < stretch.end <= utterance.end
            at = stretch.spoken_end
        assert not any(not c.isspace() for c in _unmapped(utterance.spoken, utterance.stretches))
    letters = {at for at, c in enumerate(script.text) if unicodedata.category(c)[0] in "LN" and c.isalnum()}
    assert not letters - {at for places in covered for at in places}


def _unmapped(spoken: str, stretches: tuple) -> str:  # type: ignore[type-arg]
    at, rest = 0, ""
    for stretch in stretches:
        rest += spoken[at : stretch.spoken_begin]
        at = stretch.spoken_end
    return rest + spoken[at:]


@given(text=_TEXTS, language=st.sampled_from([*sorted(LANGUAGES), "tr", "th", "sr", "yue"]))
@settings(max_examples=400, deadline=None)
def test_plain_text(text: str, language: str) -> None:
    try:
        script = parse(text, language, ssml=False)
    except InvalidRequest as refused:
        assert refused.code == "nothing_to_speak" or any(0xD800 <= ord(c) < 0xE000 for c in text)
        return
    _laws(script)
    assert script.characters == len(unicodedata.normalize("NFC", text).strip())
    assert Script.from_dict(script.to_dict()) == script


_ELEMENTS = st.sampled_from((
    "<p>{}</p>", "<s>{}</s>", "{}<break/>", '<break time="1s"/>{}', '<prosody rate="slow">{}</prosody>',
    '<sub alias="other">{}</sub>', '<say-as interpret-as="characters">{}</say-as>', '<voice name="v">{}</voice>',
    '<lang xml:lang="es">{}</lang>', "{}", '<say-as interpret-as="cardinal">{}</say-as>',
))  # fmt: skip


@given(parts=st.lists(st.tuples(_ELEMENTS, _TEXTS), max_size=6), language=st.sampled_from(["en", "de", "ja"]))
@settings(max_examples=250, deadline=None)
def test_markup(parts: list[tuple[str, str]], language: str) -> None:
    inside = "".join(element.format(escape(text)) for element, text in parts)
    try:
        script = parse(f"<speak>{inside}</speak>", language)
    except InvalidRequest:
        return
    _laws(script)


@given(text=st.text(alphabet="<>/&;=\"' spbreakvoic!?-[]", max_size=80))
@settings(max_examples=300, deadline=None)
def test_broken_markup_is_refused_and_never_breaks_us(text: str) -> None:
    try:
        _laws(parse(f"<speak>{text}", "en"))
    except InvalidRequest as refused:
        assert refused.field == "text"


@pytest.mark.parametrize(
    "dictionary", [{"a": "x y"}, {"1": "uno", "mr.": "mister", "你": "您", "i": {"phonemes": "aI"}}]
)
@given(text=_TEXTS)
@settings(max_examples=150, deadline=None)
def test_with_a_dictionary(dictionary: dict[str, object], text: str) -> None:
    try:
        _laws(parse(text, "en", ssml=False, dictionary=dictionary))
    except InvalidRequest:
        return
