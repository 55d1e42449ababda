"""The headers of an answer to a download, read with distrust."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.message import Message
from urllib.parse import unquote

import httpx

from lingoreel.sources.names import clean_name

_CONTENT_RANGE = re.compile(r"^bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)$")
_MEDIA_TYPE = re.compile(r"^[\w.+-]{1,64}/[\w.+-]{1,64}$", re.ASCII)
_STRONG_TAG = re.compile(r'^"[\x21\x23-\x7e]{0,256}"$')
_DISPOSITION_CHARACTERS = 4096


class ResponseHeaders:
    """Typed views of raw headers; what is malformed reads as absent."""

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self._values: dict[str, str] = {}
        for name, value in raw:
            self._values.setdefault(name.decode("latin-1").lower(), _text(value).strip())

    @property
    def location(self) -> str:
        """Where a redirect leads; empty if nowhere."""
        return self._values.get("location", "")

    @property
    def content_length(self) -> int | None:
        """Bytes of the body as transferred."""
        text = self._values.get("content-length", "")
        return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None

    @property
    def content_type(self) -> str | None:
        """The media type without parameters, lower case."""
        text = self._values.get("content-type", "").partition(";")[0].strip().lower()
        return text if _MEDIA_TYPE.match(text) else None

    @property
    def content_encoding(self) -> str:
        """Empty when the body was not compressed."""
        return self._values.get("content-encoding", "")

    @property
    def content_range(self) -> tuple[int | None, int | None]:
        """First byte and size of the whole, each None when not told."""
        match = _CONTENT_RANGE.match(self._values.get("content-range", ""))
        if match is None:
            return None, None
        return int(match[1]), None if match[3] == "*" else int(match[3])

    @property
    def validator(self) -> str | None:
        """What If-Range may carry (RFC 9110 §13.1.5): a strong ETag, else Last-Modified, else nothing."""
        if self._values.get("accept-ranges", "").lower() == "none":
            return None
        tag = self._values.get("etag", "")
        if _STRONG_TAG.match(tag):
            return tag
        modified = self._values.get("last-modified", "")
        return modified if modified.isascii() and modified.isprintable() and 0 < len(modified) <= 64 else None

    @property
    def retry_after_s(self) -> float:
        """Seconds the server asks to wait; 0 when it gives none, or a date."""
        text = self._values.get("retry-after", "")
        return float(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0.0

    def file_name(self, url: httpx.URL) -> str:
        """The name from Content-Disposition, else the last part of the url's path."""
        last = unquote(url.path.rpartition("/")[2], errors="replace")
        disposition = self._values.get("content-disposition", "")
        if not disposition or len(disposition) > _DISPOSITION_CHARACTERS:
            return clean_name(last)
        message = Message()
        message["content-disposition"] = disposition.replace("\r", " ").replace("\n", " ")
        try:
            given = message.get_filename()
        except (ValueError, LookupError, TypeError):
            given = None
        return clean_name(given or last, clean_name(last))


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
