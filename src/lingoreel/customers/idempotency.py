"""`Idempotency-Key`: the same request sent twice is served once and answered twice.

Claim, work and answer belong in one transaction: after a crash either all of it is there or nothing, and a second
request waits for the first to end and then replays its answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from lingoreel.errors import Conflict, InvalidRequest

KEY_CHARACTERS = 255
KEEP_S = 24 * 3600

_CLAIM = text(
    """
    INSERT INTO idempotency_keys AS k (customer_id, key, request_hash)
    VALUES (:customer_id, :key, :request_hash)
    ON CONFLICT (customer_id, key) DO UPDATE
        SET request_hash = excluded.request_hash, answer = NULL, created_at = excluded.created_at
        WHERE k.created_at <= statement_timestamp() - make_interval(secs => :keep_s)
    RETURNING true
    """
)
_READ = text("SELECT request_hash, answer FROM idempotency_keys WHERE customer_id = :customer_id AND key = :key")
_REMEMBER = text(
    """
    UPDATE idempotency_keys SET answer = CAST(:answer AS jsonb)
    WHERE customer_id = :customer_id AND key = :key AND answer IS NULL
    """
)
_PURGE = text(
    """
    DELETE FROM idempotency_keys WHERE (customer_id, key) IN (
        SELECT customer_id, key FROM idempotency_keys
        WHERE created_at <= statement_timestamp() - make_interval(secs => :keep_s)
        ORDER BY created_at LIMIT :limit FOR UPDATE SKIP LOCKED
    )
    """
)


def hash_request(path: str, parameters: Mapping[str, Any]) -> bytes:
    """What makes two requests the same: the path and the parameters, whatever their order. JSON values only."""
    canonical = json.dumps([path, parameters], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).digest()


def replay_or_claim(
    tx: Connection, customer_id: UUID, key: str, request_hash: bytes, keep_s: float = KEEP_S
) -> dict[str, Any] | None:
    """The first request's answer, or None when this one is the first and must `remember` its own.

    A request with the same key that is still under way is waited for. Raises InvalidRequest for a key that is not
    1 to 255 printable characters, and Conflict when the key came before with other parameters.
    """
    if not 1 <= len(key) <= KEY_CHARACTERS or not key.isprintable():
        raise InvalidRequest(
            f"Idempotency-Key has {len(key)} characters; 1 to {KEY_CHARACTERS} printable ones are taken",
            field="Idempotency-Key",
        )
    where = {"customer_id": customer_id, "key": key}
    if tx.execute(_CLAIM, {**where, "request_hash": request_hash, "keep_s": float(keep_s)}).scalar():
        return None
    row = tx.execute(_READ, where).mappings().one()
    if bytes(row["request_hash"]) != request_hash:
        raise Conflict(
            "this Idempotency-Key came before with other parameters",
            field="Idempotency-Key",
            remedy="send a new key with a new request",
        )
    if row["answer"] is None:
        raise Conflict("the request with this Idempotency-Key has no answer yet", field="Idempotency-Key")
    return dict(row["answer"])


def remember(tx: Connection, customer_id: UUID, key: str, answer: dict[str, Any]) -> None:
    """Keep the answer of the request that claimed the key, in the same transaction."""
    kept = tx.execute(_REMEMBER, {"customer_id": customer_id, "key": key, "answer": json.dumps(answer)})
    if kept.rowcount != 1:
        raise RuntimeError("only a claimed Idempotency-Key without an answer takes one")


def purge(tx: Connection, keep_s: float = KEEP_S, limit: int = 10_000) -> int:
    """Forget keys older than `keep_s` seconds, at most `limit`; answers how many."""
    return tx.execute(_PURGE, {"keep_s": float(keep_s), "limit": limit}).rowcount
