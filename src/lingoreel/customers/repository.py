"""The rows of customers and their keys: all SQL on them but `identify`'s."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

_CUSTOMER = "id, name, limits, created_at, disabled_at"
_LOCK = text(f"SELECT {_CUSTOMER} FROM customers WHERE id = :id FOR NO KEY UPDATE")
_KEY = "id, customer_id, prefix, last4, rights, created_at, expires_at, revoked_at, last_used_at"


@dataclass(frozen=True)
class Customer:
    """One customer. `overrides` are the limits of its own, by the names of `settings.Limits`."""

    id: UUID
    name: str
    overrides: dict[str, Any]
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True)
class Key:
    """What is known of an issued key: never its text. `prefix` and `last4` are for recognising it."""

    id: UUID
    customer_id: UUID
    prefix: str
    last4: str
    rights: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


def insert_customer(tx: Connection, customer_id: UUID, name: str, overrides: dict[str, Any]) -> None:
    tx.execute(
        text("INSERT INTO customers (id, name, limits) VALUES (:id, :name, CAST(:limits AS jsonb))"),
        {"id": customer_id, "name": name, "limits": json.dumps(overrides)},
    )


def customer_by_id(tx: Connection, customer_id: UUID) -> Customer | None:
    row = tx.execute(text(f"SELECT {_CUSTOMER} FROM customers WHERE id = :id"), {"id": customer_id})
    found = row.mappings().one_or_none()
    return _customer(found) if found else None


def customers_by_name(tx: Connection, name: str, limit: int) -> list[Customer]:
    rows = tx.execute(
        text(f"SELECT {_CUSTOMER} FROM customers WHERE name = :name ORDER BY id LIMIT :limit"),
        {"name": name, "limit": limit},
    )
    return [_customer(row) for row in rows.mappings()]


def customers_after(tx: Connection, after: UUID | None, limit: int) -> list[Customer]:
    rows = tx.execute(
        text(
            f"SELECT {_CUSTOMER} FROM customers WHERE CAST(:after AS uuid) IS NULL OR id > :after "
            "ORDER BY id LIMIT :limit"
        ),
        {"after": after, "limit": limit},
    )
    return [_customer(row) for row in rows.mappings()]


def lock_customer(tx: Connection, customer_id: UUID) -> Customer | None:
    # NO KEY UPDATE excludes every other holder of this lock and yet lets rows that refer to the customer be inserted.
    row = tx.execute(_LOCK, {"id": customer_id}).mappings().one_or_none()
    return _customer(row) if row else None


def update_name(tx: Connection, customer_id: UUID, name: str) -> bool:
    statement = text("UPDATE customers SET name = :name WHERE id = :id")
    return tx.execute(statement, {"id": customer_id, "name": name}).rowcount == 1


def update_limits(tx: Connection, customer_id: UUID, overrides: dict[str, Any]) -> None:
    tx.execute(
        text("UPDATE customers SET limits = CAST(:limits AS jsonb) WHERE id = :id"),
        {"id": customer_id, "limits": json.dumps(overrides)},
    )


def update_disabled(tx: Connection, customer_id: UUID, disabled: bool) -> bool:
    statement = text(
        "UPDATE customers SET disabled_at = CASE WHEN :disabled THEN COALESCE(disabled_at, now()) END WHERE id = :id"
    )
    return tx.execute(statement, {"id": customer_id, "disabled": disabled}).rowcount == 1


def insert_key(
    tx: Connection,
    key_id: UUID,
    customer_id: UUID,
    *,
    prefix: str,
    last4: str,
    digest: bytes,
    rights: Sequence[str],
    expires_at: datetime | None,
) -> None:
    tx.execute(
        text(
            "INSERT INTO api_keys (id, customer_id, prefix, last4, hash, rights, expires_at) "
            "VALUES (:id, :customer_id, :prefix, :last4, :hash, CAST(:rights AS text[]), :expires_at)"
        ),
        {
            "id": key_id,
            "customer_id": customer_id,
            "prefix": prefix,
            "last4": last4,
            "hash": digest,
            "rights": list(rights),
            "expires_at": expires_at,
        },
    )


def keys_of(tx: Connection, customer_id: UUID) -> list[Key]:
    rows = tx.execute(
        text(f"SELECT {_KEY} FROM api_keys WHERE customer_id = :id ORDER BY created_at, id"), {"id": customer_id}
    )
    return [Key(**{**row, "rights": tuple(row["rights"])}) for row in rows.mappings()]


def mark_revoked(tx: Connection, key_id: UUID) -> bool:
    statement = text("UPDATE api_keys SET revoked_at = COALESCE(revoked_at, statement_timestamp()) WHERE id = :id")
    return tx.execute(statement, {"id": key_id}).rowcount == 1


def _customer(row: RowMapping) -> Customer:
    return Customer(row["id"], row["name"], dict(row["limits"]), row["created_at"], row["disabled_at"])
