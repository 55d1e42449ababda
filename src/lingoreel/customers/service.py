"""What an operator does with customers: create, name, limit, disable; issue and revoke their keys.

Every function works in the caller's transaction and never commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Connection

from lingoreel.customers import repository
from lingoreel.customers.keys import hash_key, make_key
from lingoreel.customers.repository import Customer, Key
from lingoreel.errors import Conflict, InvalidRequest, NotFound
from lingoreel.ids import new_id
from lingoreel.settings import Limits

RIGHTS = frozenset({"use", "admin"})
NAME_CHARACTERS = 200


@dataclass(frozen=True)
class IssuedKey:
    """A new key. `key` is its text: shown this once, stored nowhere."""

    id: UUID
    key: str


def create(tx: Connection, name: str, overrides: Mapping[str, Any] | None = None) -> UUID:
    """A new customer with limits of its own where `overrides` names them. Raises InvalidRequest."""
    customer_id = new_id()
    repository.insert_customer(tx, customer_id, _valid_name(name), _valid_overrides(overrides or {}))
    return customer_id


def get(tx: Connection, customer_id: UUID) -> Customer:
    """Raises NotFound."""
    customer = repository.customer_by_id(tx, customer_id)
    if customer is None:
        raise _unknown(customer_id)
    return customer


def find(tx: Connection, id_or_name: str) -> Customer:
    """The customer with this id or exactly this name. Raises NotFound, and Conflict when the name is shared."""
    try:
        customer_id = UUID(id_or_name)
    except ValueError:
        pass
    else:
        return get(tx, customer_id)
    found = repository.customers_by_name(tx, id_or_name, limit=2)
    if len(found) > 1:
        raise Conflict(f"several customers are named '{id_or_name}'", remedy="use the customer's id")
    if not found:
        raise _unknown(id_or_name)
    return found[0]


def list_customers(tx: Connection, after: UUID | None = None, limit: int = 1000) -> list[Customer]:
    """Customers in the order they were created, after the given one."""
    return repository.customers_after(tx, after, limit)


def lock(tx: Connection, customer_id: UUID) -> Customer:
    """Hold the customer's row until the transaction ends. Always the first lock taken. Raises NotFound."""
    customer = repository.lock_customer(tx, customer_id)
    if customer is None:
        raise _unknown(customer_id)
    return customer


def rename(tx: Connection, customer_id: UUID, name: str) -> None:
    """Raises NotFound and InvalidRequest."""
    if not repository.update_name(tx, customer_id, _valid_name(name)):
        raise _unknown(customer_id)


def set_limits(tx: Connection, customer_id: UUID, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Change limits of one customer; None gives a limit back its default. In force from the next request on.

    Answers the customer's own limits after the change. Raises NotFound and InvalidRequest.
    """
    merged = {**lock(tx, customer_id).overrides, **changes}
    overrides = _valid_overrides({name: value for name, value in merged.items() if value is not None})
    repository.update_limits(tx, customer_id, overrides)
    return overrides


def disable(tx: Connection, customer_id: UUID) -> None:
    """Refuse all keys of the customer from now on. Raises NotFound."""
    if not repository.update_disabled(tx, customer_id, disabled=True):
        raise _unknown(customer_id)


def enable(tx: Connection, customer_id: UUID) -> None:
    """Undo `disable`. Raises NotFound."""
    if not repository.update_disabled(tx, customer_id, disabled=False):
        raise _unknown(customer_id)


def issue_key(
    tx: Connection,
    hash_secret: bytes,
    customer_id: UUID,
    rights: Iterable[str] = ("use",),
    expires_at: datetime | None = None,
) -> IssuedKey:
    """A new key of the customer. Raises NotFound, and InvalidRequest for unknown rights or a time that is past."""
    chosen = sorted(set(rights))
    if not chosen or not RIGHTS.issuperset(chosen):
        raise InvalidRequest(f"rights {chosen} must be some of {sorted(RIGHTS)}", field="rights")
    if expires_at is not None and (expires_at.tzinfo is None or expires_at <= datetime.now(UTC)):
        raise InvalidRequest("expires_at must lie in the future, with a time zone", field="expires_at")
    get(tx, customer_id)
    key, key_id = make_key(), new_id()
    repository.insert_key(
        tx,
        key_id,
        customer_id,
        prefix=key[:7],
        last4=key[-4:],
        digest=hash_key(hash_secret, key),
        rights=chosen,
        expires_at=expires_at,
    )
    return IssuedKey(key_id, key)


def list_keys(tx: Connection, customer_id: UUID) -> list[Key]:
    """All keys ever issued to the customer, oldest first."""
    return repository.keys_of(tx, customer_id)


def revoke_key(tx: Connection, key_id: UUID) -> None:
    """Refuse the key from the commit on; again is no change. Raises NotFound."""
    if not repository.mark_revoked(tx, key_id):
        raise NotFound(f"there is no key '{key_id}'")


def _valid_name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= NAME_CHARACTERS or not name.isprintable():
        raise InvalidRequest(f"name must have 1 to {NAME_CHARACTERS} printable characters", field="name")
    return name


def _valid_overrides(overrides: Mapping[str, Any]) -> dict[str, Any]:
    try:
        limits = Limits().with_overrides(dict(overrides))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise InvalidRequest(f"limit {name}: {first['msg']}", field=name) from error
    return {name: getattr(limits, name) for name in overrides}


def _unknown(customer: UUID | str) -> NotFound:
    return NotFound(f"there is no customer '{customer}'", remedy="list them with: lingoreel customers list")
