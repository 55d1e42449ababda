"""Fields of forms: collected under bounds, nested values as JSON text."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_to_bytes

from lingoreel.errors import InvalidRequest, UploadTooLarge
from lingoreel.settings import MIB
from lingoreel.sources.strict_json import check_text, parse_json

MAX_FIELDS = 200
MAX_NAME_CHARACTERS = 200
# A form carries the 3 h of subtitles that JSON does, percent-encoded or not.
MAX_FIELDS_BYTES = 8 * MIB


def decode_form_value(value: Any, name: str) -> Any:
    """A nested parameter that came as JSON text, parsed; anything else as it is.

    Only text that starts with [ or { is read as JSON, so use this for parameters that are lists or
    objects, never for free text. Raises InvalidRequest(field=name).
    """
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        return parse_json(value, name)
    return value


def decode_utf8(data: bytes, name: str) -> str:
    """Text of a form. Raises InvalidRequest(field=name) for what is not UTF-8 or cannot be stored."""
    try:
        return check_text(data.decode("utf-8"), name)
    except UnicodeDecodeError:
        raise InvalidRequest(f"{name}: is not valid UTF-8", field=name) from None


class FormFields:
    """The text fields of one form. A name that comes again, or ends in [], makes a list."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._count = 0
        self._bytes = 0

    def start(self, name: bytes) -> str:
        """Take note of one more part and return its name. Raises InvalidRequest."""
        self._count += 1
        if self._count > MAX_FIELDS:
            raise InvalidRequest(f"the form has more than {MAX_FIELDS} fields")
        text = decode_utf8(name, "the name of a field")
        if not text:
            raise InvalidRequest("the form has a field without a name")
        if len(text) > MAX_NAME_CHARACTERS:
            raise InvalidRequest(f"the name of a field has more than {MAX_NAME_CHARACTERS} characters")
        return text

    def count(self, size_bytes: int) -> None:
        """Take note of more bytes of values. Raises UploadTooLarge."""
        self._bytes += size_bytes
        if self._bytes > MAX_FIELDS_BYTES:
            raise UploadTooLarge(f"the form's fields have more than {MAX_FIELDS_BYTES} bytes together")

    def add(self, name: str, value: bytes) -> None:
        """Keep a finished field."""
        text = decode_utf8(value, name)
        if name.endswith("[]"):
            plain = name[:-2]
            earlier = self.values.get(plain, [])
            self.values[plain] = [*(earlier if isinstance(earlier, list) else [earlier]), text]
        elif name in self.values:
            earlier = self.values[name]
            self.values[name] = [*earlier, text] if isinstance(earlier, list) else [earlier, text]
        else:
            self.values[name] = text


def parse_urlencoded(body: bytes) -> dict[str, Any]:
    """The fields of an application/x-www-form-urlencoded body (WHATWG URL §5.1). Raises InvalidRequest."""
    fields = FormFields()
    if body.count(b"&") >= MAX_FIELDS:
        raise InvalidRequest(f"the form has more than {MAX_FIELDS} fields")
    for pair in body.split(b"&"):
        if not pair:
            continue
        name, _, value = pair.partition(b"=")
        fields.add(fields.start(_unescape(name)), _unescape(value))
    return fields.values


def _unescape(data: bytes) -> bytes:
    return unquote_to_bytes(data.replace(b"+", b" "))
