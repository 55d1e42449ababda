"""What a `url` parameter may look like, before anything is resolved or fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import unquote

import httpx

from lingoreel.errors import InvalidRequest
from lingoreel.settings import Limits

LITERAL_AMPERSAND = "\\u0026"
AMPERSAND_WARNING = "the url contained the six characters \\u0026; they were read as &"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")
_LABEL = re.compile(r"^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$")
_EXTENSION = re.compile(r"^[a-z0-9]{1,10}$")


@dataclass(frozen=True)
class CleanUrl:
    """An absolute http(s) address in ASCII, and what was corrected in it."""

    url: str
    warnings: tuple[str, ...] = ()


def _refuse(field: str, problem: str, remedy: str | None = None) -> InvalidRequest:
    return InvalidRequest(f"{field}: {problem}", field=field, remedy=remedy)


def _host_is_sound(host: str) -> bool:
    if ":" in host:
        try:
            return IPv6Address(host).scope_id is None
        except ValueError:
            return False
    labels = host.removesuffix(".").split(".")
    return len(host) <= 253 and all(_LABEL.match(label) for label in labels)


def parse_url(text: str, field: str = "url") -> httpx.URL:
    """`text` as an absolute http(s) URL, percent-encoded, its host in ASCII, without a fragment.

    Raises InvalidRequest naming `field` for another scheme, credentials, a missing or impossible
    host, an impossible port, control characters and backslashes (which clients read differently).
    """
    if _CONTROL.search(text):
        raise _refuse(field, "contains a control character")
    scheme = _SCHEME.match(text)
    if scheme is None:
        raise _refuse(field, "is not an absolute address", "start it with https:// or http://")
    if scheme.group().lower() not in ("http:", "https:"):
        raise _refuse(field, f"scheme {scheme.group()[:20]} is not supported", "use https:// or http://")
    if "\\" in text:
        raise _refuse(field, "contains a backslash", "write / between the parts, and %5C for a backslash")
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        raise _refuse(field, "is not a valid address") from None
    if url.userinfo:
        raise _refuse(field, "contains a user name or password", "use a signed link instead")
    host = url.raw_host.decode("ascii", "replace")
    if not host:
        raise _refuse(field, "has no host")
    if not _host_is_sound(host):
        raise _refuse(field, "has an invalid host name")
    if url.port is not None and not 1 <= url.port <= 65535:
        raise _refuse(field, f"port {url.port} is not between 1 and 65535")
    return url.copy_with(fragment=None)


def clean_url(text: str, limits: Limits, field: str = "url") -> CleanUrl:
    """The address a customer gave, checked and normalised. Nothing is resolved here.

    Ends are trimmed, and a literally typed `\\u0026` is read as `&`, which `warnings` tells. At
    most `limits.url_characters` characters after that. Raises InvalidRequest naming `field`.
    Which addresses and ports it may lead to is decided when connecting.
    """
    trimmed = text.strip()
    if not trimmed:
        raise _refuse(field, "is empty")
    corrected = trimmed.replace(LITERAL_AMPERSAND, "&")
    if len(corrected) > limits.url_characters:
        raise _refuse(
            field,
            f"has {len(corrected)} characters; at most {limits.url_characters} are allowed",
            "use a shorter link, or upload the file",
        )
    warnings = (AMPERSAND_WARNING,) if corrected != trimmed else ()
    return CleanUrl(str(parse_url(corrected, field)), warnings)


def extension_of(url: str, extension: str | None = None) -> str:
    """The extension of the source, lower case and without a dot: the given one, else that of the url's path.

    Raises InvalidRequest(field="extension") when neither has one, or the given one is not 1 to 10
    ASCII letters and digits.
    """
    given = (extension or "").strip().removeprefix(".").lower()
    if given:
        if not _EXTENSION.match(given):
            raise _refuse("extension", "must be 1 to 10 letters and digits, such as mp4")
        return given
    last = unquote(httpx.URL(url).raw_path.decode("ascii").partition("?")[0]).rpartition("/")[2]
    stem, _, found = last.rpartition(".")
    if stem and _EXTENSION.match(found.lower()):
        return found.lower()
    raise _refuse("extension", "is needed, because the path of the url ends in none", "send extension, such as mp4")
