"""Tokens for links that we serve ourselves: a key and when it expires, under an HMAC (RFC 2104) with SHA-256."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time

from lingoreel.errors import LinkExpired

_MAC_BYTES = 32
_EXPIRY_BYTES = 6


def make_token(secret: bytes, key: str, expires_at: int) -> str:
    """A URL-safe token that gives access to one object until `expires_at` (Unix seconds).

    Equal arguments give equal tokens, so that a link can be cached.
    """
    payload = expires_at.to_bytes(_EXPIRY_BYTES) + key.encode()
    return base64.urlsafe_b64encode(_mac(secret, payload) + payload).decode().rstrip("=")


def read_token(secret: bytes, token: str, *, now: float | None = None) -> str:
    """The token's key. Raises LinkExpired when its time is over or it was not made with this secret."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    mac, payload = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    # The last letter has bits that decoding drops: only the one canonical spelling counts.
    canonical = base64.urlsafe_b64encode(raw).decode().rstrip("=") == token
    signed = hmac.compare_digest(mac, _mac(secret, payload))
    if not (signed and canonical and len(payload) > _EXPIRY_BYTES):
        raise LinkExpired("this link is not valid", remedy="query the task again for a fresh one")
    if int.from_bytes(payload[:_EXPIRY_BYTES]) <= (time.time() if now is None else now):
        raise LinkExpired("this link has expired", remedy="query the task again for a fresh one")
    return payload[_EXPIRY_BYTES:].decode()


def _mac(secret: bytes, payload: bytes) -> bytes:
    return hmac.new(secret, payload, hashlib.sha256).digest()
