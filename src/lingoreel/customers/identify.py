"""Who calls, and whether now: the key and the exact request rate, in one statement.

The rate is GCRA (ITU-T I.371) per customer by the database's clock, so it is exact over any number of API
processes. With T = 1/rate and a burst of max(1, ceil(rate)) requests, a request at time t is taken when
t >= TAT - T·(burst - 1), and then TAT becomes max(TAT, t) + T; a refused one leaves TAT alone. Within any span
of s seconds no more than rate·s + burst requests are taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from lingoreel.customers.keys import hash_key, is_well_formed
from lingoreel.errors import Forbidden, TooManyRequests, Unauthenticated
from lingoreel.settings import Limits

# The insert waits for the customer's row and then works on its latest version, so concurrent requests take turns.
# A TAT further ahead than any burst can put it (a minute of grace) means that the clock was set back: start anew.
# After a change of rate the backlog counts the same number of requests at the new pace.
_IDENTIFY = text(
    """
    WITH caller AS MATERIALIZED (
        SELECT k.id AS key_id, k.customer_id, k.rights, k.revoked_at, k.expires_at, c.disabled_at, c.limits,
               k.revoked_at IS NULL AND c.disabled_at IS NULL
                   AND (k.expires_at IS NULL OR k.expires_at > statement_timestamp()) AS valid,
               k.last_used_at IS NULL OR k.last_used_at < statement_timestamp() - interval '1 minute' AS stale,
               COALESCE((c.limits ->> 'requests_per_second')::float8, :rate) AS rate
        FROM api_keys k JOIN customers c ON c.id = k.customer_id
        WHERE k.hash = :hash
    ), pace AS MATERIALIZED (
        SELECT customer_id, (extract(epoch FROM statement_timestamp()) * 1000000000)::bigint AS now_ns,
               ceil(1e9 / greatest(rate, 1e-6))::bigint AS step_ns, greatest(1, ceil(rate))::bigint AS burst
        FROM caller WHERE valid
    ), request AS (
        INSERT INTO request_rates AS r (customer_id, tat_ns, step_ns, tolerance_ns, taken)
        SELECT customer_id, now_ns + step_ns, step_ns, step_ns * (burst - 1), true FROM pace
        ON CONFLICT (customer_id) DO UPDATE SET
            step_ns = excluded.step_ns,
            tolerance_ns = excluded.tolerance_ns,
            (tat_ns, taken) = (
                SELECT CASE WHEN due <= excluded.tolerance_ns
                            THEN excluded.tat_ns + greatest(due, 0)
                            ELSE excluded.tat_ns - excluded.step_ns + due END,
                       due <= excluded.tolerance_ns
                FROM (
                    SELECT CASE WHEN ahead > r.step_ns + r.tolerance_ns + 60000000000 THEN 0
                                WHEN r.step_ns = excluded.step_ns THEN ahead
                                ELSE least(ahead::numeric * excluded.step_ns / r.step_ns,
                                           excluded.step_ns + excluded.tolerance_ns)::bigint END AS due
                    FROM (SELECT r.tat_ns - (excluded.tat_ns - excluded.step_ns) AS ahead) AS since
                ) AS backlog
            )
        RETURNING r.tat_ns, r.step_ns, r.tolerance_ns, r.taken
    ), used AS (
        UPDATE api_keys SET last_used_at = statement_timestamp()
        FROM request, caller
        WHERE api_keys.id = caller.key_id AND caller.stale AND request.taken
          AND (api_keys.last_used_at IS NULL OR api_keys.last_used_at < statement_timestamp() - interval '1 minute')
    )
    SELECT caller.key_id, caller.customer_id, caller.rights, caller.revoked_at, caller.expires_at,
           caller.disabled_at, caller.limits, caller.valid,
           pace.now_ns, pace.burst, request.tat_ns, request.step_ns, request.tolerance_ns, request.taken
    FROM caller LEFT JOIN pace ON true LEFT JOIN request ON true
    """
)


@dataclass(frozen=True)
class RateState:
    """The customer's request rate after this request: what the `RateLimit-*` headers say.

    `limit` requests may come at once; `remaining` more would be taken right now; after `reset_s` seconds of
    silence the whole burst is there again; a refused request would be taken after `retry_after_s` seconds
    (0 for one that was taken).
    """

    limit: int
    remaining: int
    reset_s: float
    retry_after_s: float

    def as_dict(self) -> dict[str, Any]:
        return {
            "limit": self.limit,
            "remaining": self.remaining,
            "reset_s": self.reset_s,
            "retry_after_s": self.retry_after_s,
        }


@dataclass(frozen=True)
class Caller:
    """A customer behind a valid key, within the request rate. `limits` are the ones in force for this customer."""

    customer_id: UUID
    key_id: UUID
    rights: frozenset[str]
    overrides: dict[str, Any]
    limits: Limits
    rate: RateState

    def require(self, right: str) -> None:
        """Raises Forbidden when the key lacks the right."""
        if right not in self.rights:
            raise Forbidden(
                f"this key lacks the right '{right}'",
                remedy=f"use a key with the right '{right}' (lingoreel customers keys)",
            )


def identify(tx: Connection, hash_secret: bytes, key_text: str | None, default_limits: Limits) -> Caller:
    """The caller behind an API key, counting this request against the customer's rate.

    One statement; none for a mistyped key, and an unknown one writes nothing. The customer's own limits are read
    each time, so a change takes effect at once. Give it a transaction of its own and commit before the request's
    work: the customer's rate row stays locked until then. Raises Unauthenticated (no key, malformed, unknown,
    revoked, expired, customer disabled) and TooManyRequests, whose `details` are those of `RateState`.
    """
    if not key_text:
        raise Unauthenticated("no API key was sent", remedy="send it in the header X-API-KEY")
    if not is_well_formed(key_text):
        raise Unauthenticated(
            "the API key is mistyped: it is not one of ours", remedy="copy the whole key, starting with lr_"
        )
    row = (
        tx.execute(
            _IDENTIFY, {"hash": hash_key(hash_secret, key_text), "rate": float(default_limits.requests_per_second)}
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise Unauthenticated("the API key is unknown", remedy="ask the operator for a key")
    if not row["valid"]:
        raise _refused_key(row["disabled_at"], row["revoked_at"], row["expires_at"])
    rate = _rate_state(row)
    if not row["taken"]:
        raise TooManyRequests(
            f"more than {1e9 / row['step_ns']:.6g} requests per second",
            remedy=f"wait {rate.retry_after_s:.3f} s, or ask the operator for a higher limit",
            details=rate.as_dict(),
        )
    overrides = dict(row["limits"])
    return Caller(
        customer_id=row["customer_id"],
        key_id=row["key_id"],
        rights=frozenset(row["rights"]),
        overrides=overrides,
        limits=default_limits.with_overrides(overrides),
        rate=rate,
    )


def _rate_state(row: RowMapping) -> RateState:
    ahead_ns = row["tat_ns"] - row["now_ns"]
    wait_ns = ahead_ns - row["tolerance_ns"]
    return RateState(
        limit=row["burst"],
        remaining=max(0, -wait_ns // row["step_ns"] + 1) if row["taken"] else 0,
        reset_s=max(0, ahead_ns) / 1e9,
        retry_after_s=0.0 if row["taken"] else wait_ns / 1e9,
    )


def _refused_key(disabled: datetime | None, revoked: datetime | None, expired: datetime | None) -> Unauthenticated:
    remedy = "ask the operator for a new key"
    if revoked is not None:
        return Unauthenticated(f"the API key was revoked at {int(revoked.timestamp())}", remedy=remedy)
    if disabled is not None:
        return Unauthenticated("the customer of this API key is disabled", remedy="ask the operator")
    when = f" at {int(expired.timestamp())}" if expired is not None else ""
    return Unauthenticated(f"the API key expired{when}", remedy=remedy)
