import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect

from lingoreel.errors import InvalidRequest, UploadTooLarge
from lingoreel.settings import Limits
from lingoreel.sources import Body, decode_form_value, read_body
from lingoreel.sources.strict_json import parse_json


class Sent:
    """A request whose body arrives in given chunks."""

    def __init__(self, body: bytes, content_type: str | None = None, chunk: int = 1 << 16, **headers: str) -> None:
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if content_type is not None:
            self.headers["content-type"] = content_type
        self._chunks = [body[start : start + chunk] for start in range(0, len(body), chunk)]
        self.taken = 0

    async def stream(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            self.taken += len(chunk)
            yield chunk
        yield b""


def no_writer(name):
    raise AssertionError("there is no file")


async def read(body: bytes, content_type: str | None = None, **more) -> Body:
    return await read_body(Sent(body, content_type, **more), limits=Limits(), open_writer=no_writer)


JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


async def test_json_fields_keep_their_types():
    value = {"url": "https://example.com/ü.mp4", "type": 4, "words": True, "vocabulary": ["a", {"b": None}], "x": 1.5}
    for kind in (JSON, "application/json; charset=utf-8", "Application/JSON", "application/vnd.x+json", "text/json"):
        body = await read(json.dumps(value).encode(), kind, chunk=7)
        assert body == Body(value)
    assert (await read(b"\xef\xbb\xbf" + json.dumps(value).encode(), JSON)).fields == value


async def test_form_fields_are_text():
    body = await read(
        b"url=https%3A%2F%2Fexample.com%2F%C3%BC.mp4&type=4&text=a+b%2Bc&empty=&bare&&language=de\r\n", FORM
    )
    assert body.fields == {
        "url": "https://example.com/ü.mp4",
        "type": "4",
        "text": "a b+c",
        "empty": "",
        "bare": "",
        "language": "de",
    }


async def test_a_repeated_field_and_a_bracketed_one_are_lists():
    body = await read(b"a=1&a=2&a=3&b[]=1&c%5B%5D=1&c[]=2", FORM)
    assert body.fields == {"a": ["1", "2", "3"], "b": ["1"], "c": ["1", "2"]}


@pytest.mark.parametrize("kind", [None, JSON, FORM, "text/plain", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("body", [b"", b" \r\n"])
async def test_an_empty_body_has_no_fields(kind, body):
    if body and kind in (None, "text/plain", "multipart/form-data; boundary=x"):
        with pytest.raises(InvalidRequest):
            await read(body, kind)
    else:
        assert await read(body, kind) == Body()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"{", "line 1, column 2"),
        (b'{"a": 1,}', "not valid JSON"),
        (b"{'a': 1}", "not valid JSON"),
        (b'{"a": "\x01"}', "not valid JSON"),
        (b"[]", "must be a JSON object"),
        (b'"text"', "must be a JSON object"),
        (b"null", "must be a JSON object"),
        (b"1", "must be a JSON object"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": [-Infinity]}', "-Infinity"),
        (b'{"a": 1e999}', "too large"),
        (b'{"a": ' + b"1" * 5000 + b"}", "too long"),
        (b'{"a": "\\u0000"}', "NUL"),
        (b'{"a": ["\\ud800"]}', "surrogate"),
        (b'{"a": {"\\udfff": 1}}', "surrogate"),
        (b'{"a": "\xff"}', "UTF-8"),
        (b'{"a": "\xed\xa0\x80"}', "UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "UTF-8"),
        (b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}", "nested"),
        (b'{"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested"),
        (b'{"a": ' + b'{"a":' * 100_000, "nested"),
        (b'{"a": [' + b"0," * 600_000 + b"0]}", "elements"),
    ],
)
async def test_bad_json_says_what_is_wrong(body, problem):
    with pytest.raises(InvalidRequest, match=problem) as caught:
        await read(body, JSON)
    assert caught.value.status == 400
    assert caught.value.field == "body"
    assert len(caught.value.message) < 300


async def test_a_whole_surrogate_pair_is_a_character():
    assert (await read(b'{"a": "\\ud83d\\ude00"}', JSON)).fields == {"a": "😀"}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"a=%ff", "UTF-8"),
        (b"%ff=1", "UTF-8"),
        (b"a=%00", "NUL"),
        (b"=1", "without a name"),
        (b"&".join(b"a%d=1" % n for n in range(201)), "200 fields"),
        (b"a" * 201 + b"=1", "200 characters"),
    ],
)
async def test_bad_forms_say_what_is_wrong(body, problem):
    with pytest.raises(InvalidRequest, match=problem) as caught:
        await read(body, FORM)
    assert caught.value.status == 400


async def test_two_hundred_fields_are_taken():
    body = await read(b"&".join(b"a%d=1" % n for n in range(200)), FORM)
    assert len(body.fields) == 200


@pytest.mark.parametrize(
    "kind",
    [None, "", "text/plain", "application/xml", "video/mp4", "multipart/mixed; boundary=x", "x" * 500],
)
async def test_another_content_type_is_refused_by_name(kind):
    with pytest.raises(InvalidRequest, match="Content-Type") as caught:
        await read(b'{"a": 1}', kind)
    assert "multipart/form-data" in caught.value.message
    assert len(caught.value.message) < 300


@pytest.mark.parametrize(
    ("headers", "kind"),
    [({"content_encoding": "gzip"}, JSON), ({}, JSON + "; charset=utf-16"), ({}, FORM + '; charset="iso-8859-1"')],
)
async def test_encodings_that_are_not_read_are_refused(headers, kind):
    with pytest.raises(InvalidRequest, match="Content-"):
        await read(b"{}", kind, **headers)


@pytest.mark.parametrize("kind", [JSON, FORM])
async def test_eight_mebibytes_are_the_limit(kind):
    start, end = (b'{"a":"', b'"}') if kind == JSON else (b"a=", b"")
    limit = 8 * 1024 * 1024
    exactly = start + b"x" * (limit - len(start) - len(end)) + end
    assert len((await read(exactly, kind)).fields["a"]) == limit - len(start) - len(end)
    sent = Sent(exactly + b" " * 10_000_000, kind)
    with pytest.raises(UploadTooLarge, match="8388608 bytes"):
        await read_body(sent, limits=Limits(), open_writer=no_writer)
    assert sent.taken < limit + 100_000
    announced = Sent(b"x", kind, content_length=str(limit + 1))
    with pytest.raises(UploadTooLarge):
        await read_body(announced, limits=Limits(), open_writer=no_writer)
    assert announced.taken == 0


async def test_a_client_that_goes_away_or_stalls_is_a_bad_request():
    class Broken(Sent):
        async def stream(self):
            yield b'{"a":'
            raise ClientDisconnect

    class Stalled(Sent):
        async def stream(self):
            yield b'{"a":'
            await asyncio.sleep(60)

    for request, words in ((Broken(b"", JSON), "before it was complete"), (Stalled(b"", JSON), "stopped arriving")):
        with pytest.raises(InvalidRequest, match=words) as caught:
            await read_body(request, limits=Limits(), open_writer=no_writer, idle_s=0.05)
        assert caught.value.code == "body_incomplete"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('["a", 1]', ["a", 1]),
        (' {"a": [1]}', {"a": [1]}),
        ("4", "4"),
        ("true", "true"),
        ("a, b", "a, b"),
        ("", ""),
        (4, 4),
        (["x"], ["x"]),
        (None, None),
    ],
)
def test_nested_values_of_forms_are_json_text(value, expected):
    assert decode_form_value(value, "subtitles") == expected


@pytest.mark.parametrize("value", ["[", "{'a': 1}", '["\\u0000"]', "[NaN]"])
def test_bad_nested_json_names_its_field(value):
    with pytest.raises(InvalidRequest) as caught:
        decode_form_value(value, "subtitles")
    assert caught.value.field == "subtitles"
    assert caught.value.message.startswith("subtitles")


TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
)


@given(VALUES)
def test_what_is_sound_json_reads_back(value):
    assert parse_json(json.dumps(value), "body") == value


@given(st.binary(max_size=200), st.sampled_from([JSON, FORM, "multipart/form-data; boundary=b"]))
@settings(max_examples=300)
def test_any_bytes_are_a_body_or_a_bad_request(body, kind):
    for data in (
        body,
        b'{"a":' + body + b"}",
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + body + b"\r\n--b--",
    ):
        try:
            asyncio.run(read(data, kind, chunk=3))
        except InvalidRequest as error:
            assert len(error.message) < 500
