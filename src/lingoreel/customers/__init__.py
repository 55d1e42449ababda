"""Customers: who they are, their keys, their request rate and the limits of their own."""

from lingoreel.customers.idempotency import hash_request, purge, remember, replay_or_claim
from lingoreel.customers.identify import Caller, RateState, identify
from lingoreel.customers.keys import key_secret
from lingoreel.customers.repository import Customer, Key
from lingoreel.customers.service import (
    RIGHTS,
    IssuedKey,
    create,
    disable,
    enable,
    find,
    get,
    issue_key,
    list_customers,
    list_keys,
    lock,
    rename,
    revoke_key,
    set_limits,
)

__all__ = [
    "RIGHTS",
    "Caller",
    "Customer",
    "IssuedKey",
    "Key",
    "RateState",
    "create",
    "disable",
    "enable",
    "find",
    "get",
    "hash_request",
    "identify",
    "issue_key",
    "key_secret",
    "list_customers",
    "list_keys",
    "lock",
    "purge",
    "remember",
    "rename",
    "replay_or_claim",
    "revoke_key",
    "set_limits",
]
