"""Links to results: signed, expiring, absolute; they need no key."""

from __future__ import annotations

import mimetypes
import time
from dataclasses import dataclass
from urllib.parse import quote

from lingoreel.settings import Settings
from lingoreel.storage import Storage, make_token

_TYPES = {
    "srt": "application/x-subrip",
    "vtt": "text/vtt; charset=utf-8",
    "ass": "text/x-ssa; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True)
class Links:
    """Makes links for one answer: under `base`, ending at `expires_at` (Unix seconds)."""

    storage: Storage
    secret: bytes
    base: str
    expires_at: int

    @classmethod
    def for_request(cls, settings: Settings, storage: Storage, secret: bytes, request_base: str) -> Links:
        """Links under the public address, else under the address the request came to."""
        base = (settings.public_url or request_base).rstrip("/")
        return cls(storage, secret, base, int(time.time()) + settings.link_ttl_s)

    def to(self, object_key: str, file_name: str) -> str:
        """A link to an object under a file name: the store's own where it signs, else ours."""
        signed = self.storage.sign(object_key, max(1, self.expires_at - int(time.time())))
        if signed is not None:
            return signed
        return f"{self.base}/files/{make_token(self.secret, object_key, self.expires_at)}/{quote(file_name)}"


def content_type(file_name: str) -> str:
    """The media type by a file name's ending."""
    ending = file_name.rpartition(".")[2].lower()
    return _TYPES.get(ending) or mimetypes.guess_type(file_name)[0] or "application/octet-stream"
