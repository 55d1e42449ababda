"""Small copies of faces: text is shaped by them as by the whole face."""

from __future__ import annotations

import pytest
import uharfbuzz as hb

from lingoreel.media.fonts import FontIndex, choose_faces, embed
from lingoreel.media.fonts.carried import carried_bytes
from pulled import pulled

Shaped = list[tuple[int, int, int]]


@pytest.fixture(scope="module")
def index() -> FontIndex:
    return FontIndex([pulled("fonts") / "fonts"])


def shape(data: bytes, number: int, text: str) -> tuple[bool, Shaped]:
    """Whether a letter became a box, and how far each glyph moves on and is moved, in units of the em."""
    font, buffer = hb.Font(hb.Face(data, number)), hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    placed = [(one.x_advance, one.x_offset, one.y_offset) for one in buffer.glyph_positions]
    return any(one.codepoint == 0 for one in buffer.glyph_infos), placed


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("น้ำทำ", id="Thai"),
        pytest.param("ນ້ຳ", id="Lao"),
        pytest.param("កើកឿកៀកោកៅ", id="Khmer"),
        pytest.param("கொகோகௌ", id="Tamil"),
        pytest.param("কোকৌ", id="Bengali"),
        pytest.param("കൊകോ", id="Malayalam"),
        pytest.param("කේකොකෝකෞ", id="Sinhala"),
        pytest.param("ಕೀಕೊಕೋ", id="Kannada"),
        pytest.param("కై", id="Telugu"),
        pytest.param("କୈକୋକୌ", id="Odia"),
        pytest.param("क़ड़ऩ", id="Devanagari"),
        pytest.param("ကောဦ", id="Burmese"),
    ],
)
def test_letters_drawn_as_two_others_need_none_of_these_in_the_text(index: FontIndex, text: str) -> None:
    choice = choose_faces(index, 1, text)
    fonts = embed(choice, {(False, False): set(text)}, "Copy")
    [copy] = [one for one in fonts.copies if set(text) <= one.characters]
    whole = copy.face.path.read_bytes() if copy.face.path else carried_bytes(copy.face.carried or "")

    boxed, placed = shape(copy.data, 0, text)
    assert not boxed
    assert placed == shape(whole, max(0, copy.face.number), text)[1]
