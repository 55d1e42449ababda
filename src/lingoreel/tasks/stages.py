"""The stage store: what was made once, from the same things, by the same engine, is not made again.

A stage's key is a hash over its name and everything it was made from; its value is small JSON, and
its objects lie under its own prefix. One customer never sees another's stages. What is made together and wanted one
by one, such as sentences that were spoken in a row, is found by keys of its own: the items of a stage.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

_READ = text("""
    UPDATE stages SET used_at = clock_timestamp() WHERE customer_id = :customer_id AND key = :key RETURNING value
""")
_FIND = text("SELECT value FROM stages WHERE customer_id = :customer_id AND key = :key")
_VALUES = text("SELECT key, value FROM stages WHERE customer_id = :customer_id AND key = ANY(:keys)")
_WRITE = text("""
    INSERT INTO stages (customer_id, key, name, value) VALUES (:customer_id, :key, :name, CAST(:value AS json))
    ON CONFLICT (customer_id, key) DO UPDATE SET used_at = clock_timestamp(), value = CASE
        WHEN stages.value::jsonb ?| ARRAY['key', 'incomplete'] THEN EXCLUDED.value ELSE stages.value END
    RETURNING value
""")
# Used in the order of their keys, as by every other task: two of them never wait for each other.
_USE_ALL = text("""
    WITH kept AS (
        SELECT key FROM stages WHERE customer_id = :customer_id AND key = ANY(:keys) ORDER BY key FOR UPDATE
    ), touched AS (
        UPDATE stages SET used_at = clock_timestamp() FROM kept
        WHERE stages.customer_id = :customer_id AND stages.key = kept.key RETURNING stages.key, stages.value
    ), used AS (
        INSERT INTO stage_uses (customer_id, key, task_id) SELECT :customer_id, key, :task_id FROM touched
        ON CONFLICT DO NOTHING
    )
    SELECT key, value FROM touched
""")
_USE = text("""
    INSERT INTO stage_uses (customer_id, key, task_id) VALUES (:customer_id, :key, :task_id) ON CONFLICT DO NOTHING
""")
_NAME_ITEMS = text("""
    INSERT INTO stage_items (customer_id, key, stage_key, place)
    SELECT :customer_id, item.key, :stage_key, item.place - 1
    FROM unnest(CAST(:items AS text[])) WITH ORDINALITY AS item (key, place)
    ON CONFLICT DO NOTHING
""")
_FIND_ITEMS = text("""
    WITH found AS (
        SELECT DISTINCT ON (key) key, stage_key, place FROM stage_items
        WHERE customer_id = :customer_id AND key = ANY(:items) ORDER BY key, stage_key
    ), kept AS (
        SELECT key FROM stages WHERE customer_id = :customer_id AND key IN (SELECT stage_key FROM found)
        ORDER BY key FOR UPDATE
    ), touched AS (
        UPDATE stages SET used_at = clock_timestamp() FROM kept
        WHERE stages.customer_id = :customer_id AND stages.key = kept.key RETURNING stages.key
    ), used AS (
        INSERT INTO stage_uses (customer_id, key, task_id) SELECT :customer_id, key, :task_id FROM touched
        ON CONFLICT DO NOTHING
    )
    SELECT found.key, found.stage_key, found.place FROM found JOIN touched ON touched.key = found.stage_key
""")
_FORGET_ITEMS = text("DELETE FROM stage_items WHERE customer_id = :customer_id AND stage_key = ANY(:stages)")
# First the rows are locked, in the order of their keys as everybody locks them, then looked at again: who came to use
# one in between keeps it.
_LOCK_MINE = text("""
    SELECT stages.key FROM stages JOIN stage_uses USING (customer_id, key)
    WHERE stage_uses.task_id = :task_id ORDER BY stages.key FOR UPDATE OF stages
""")
_RELEASE = text("""
    WITH mine AS (DELETE FROM stage_uses WHERE task_id = :task_id RETURNING customer_id, key)
    DELETE FROM stages USING mine
    WHERE stages.customer_id = mine.customer_id AND stages.key = mine.key AND NOT EXISTS (
        SELECT 1 FROM stage_uses u
        WHERE u.customer_id = mine.customer_id AND u.key = mine.key AND u.task_id <> :task_id)
    RETURNING stages.customer_id, stages.key
""")
_EXISTS = text("SELECT 1 FROM stages WHERE customer_id = :customer_id AND key = :key")
_LOCK_OLD = text("""
    SELECT customer_id, key FROM stages WHERE used_at < clock_timestamp() - make_interval(secs => :keep_s)
    AND NOT EXISTS (
        SELECT 1 FROM tasks WHERE tasks.customer_id = stages.customer_id AND completed_at IS NULL
          AND created_at <= stages.used_at)
    ORDER BY key LIMIT 200 FOR UPDATE SKIP LOCKED
""")
_OLD = text("""
    DELETE FROM stages USING unnest(CAST(:customers AS uuid[]), CAST(:keys AS text[])) AS old (customer_id, key)
    WHERE stages.customer_id = old.customer_id AND stages.key = old.key
    AND stages.used_at < clock_timestamp() - make_interval(secs => :keep_s)
    AND NOT EXISTS (
        SELECT 1 FROM tasks WHERE tasks.customer_id = stages.customer_id AND completed_at IS NULL
          AND created_at <= stages.used_at)
    RETURNING stages.customer_id, stages.key
""")


def digest(value: Any) -> str:
    """A hash over plain data, for what is too large to stand in a key's `made_of` itself."""
    text_ = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text_.encode()).hexdigest()


@dataclass(frozen=True)
class StageKey:
    """Names one stage of one customer."""

    customer_id: UUID
    name: str
    key: str

    @classmethod
    def of(cls, customer_id: UUID, name: str, made_of: dict[str, Any]) -> StageKey:
        """The key of the stage `name` made from `made_of` (JSON: engine, version, parameters, inputs)."""
        return cls(customer_id, name, digest([name, made_of])[:40])

    def object_key(self, name: str) -> str:
        """Where an object of this stage lies."""
        return f"{prefix(self.customer_id, self.key)}{name}"


def prefix(customer_id: UUID, key: str) -> str:
    """The prefix of a stage's objects."""
    return f"stages/{customer_id}/{key}/"


def read(tx: Connection, stage: StageKey, task_id: UUID) -> Any | None:
    """The stage's value, from now on in use by this task too; None when it was not made yet."""
    value = tx.execute(_READ, {"customer_id": stage.customer_id, "key": stage.key}).scalar()
    if value is not None:
        tx.execute(_USE, {"customer_id": stage.customer_id, "key": stage.key, "task_id": task_id})
    return value


def find(tx: Connection, stage: StageKey) -> Any | None:
    """The stage's value, without coming to use it; None when it was not made yet."""
    return tx.execute(_FIND, {"customer_id": stage.customer_id, "key": stage.key}).scalar()


def use(tx: Connection, customer_id: UUID, keys: Sequence[str], task_id: UUID) -> dict[str, Any]:
    """The values of those of these stages that were made, by key; from now on in use by this task too."""
    found = tx.execute(_USE_ALL, {"customer_id": customer_id, "keys": list(keys), "task_id": task_id})
    return {row.key: row.value for row in found}


def values(tx: Connection, customer_id: UUID, keys: list[str]) -> list[Any]:
    """The values of these stages, in this order. Raises KeyError on one that is missing."""
    found = {row.key: row.value for row in tx.execute(_VALUES, {"customer_id": customer_id, "keys": keys})}
    return [found[key] for key in keys]


def write(tx: Connection, stage: StageKey, value: Any, task_id: UUID) -> Any:
    """Remember what this task made; what is remembered: where two made it at once, the first one's.

    Engines may answer differently a second time, and a running task must not find its stage changed. Only a value
    that is not whole (`incomplete`), or whose object may have gone (`key`), is replaced.
    """
    kept = tx.execute(
        _WRITE,
        {
            "customer_id": stage.customer_id,
            "key": stage.key,
            "name": stage.name,
            "value": json.dumps(value, ensure_ascii=False),
        },
    ).scalar_one()
    tx.execute(_USE, {"customer_id": stage.customer_id, "key": stage.key, "task_id": task_id})
    return kept


def name_items(tx: Connection, stage: StageKey, items: Sequence[str]) -> None:
    """Let what the stage's value holds be found by itself, in its order, under these keys."""
    tx.execute(_NAME_ITEMS, {"customer_id": stage.customer_id, "stage_key": stage.key, "items": list(items)})


def find_items(tx: Connection, customer_id: UUID, items: Sequence[str], task_id: UUID) -> dict[str, tuple[str, int]]:
    """Which stage holds each of these items, and in which place; those that no stage holds are left out.

    The stages are from now on in use by this task too.
    """
    found = tx.execute(_FIND_ITEMS, {"customer_id": customer_id, "items": list(items), "task_id": task_id})
    return {row.key: (row.stage_key, row.place) for row in found}


def forget_items(tx: Connection, customer_id: UUID, stage_keys: Sequence[str]) -> None:
    """Find nothing in these stages any more: what they made is gone."""
    tx.execute(_FORGET_ITEMS, {"customer_id": customer_id, "stages": list(stage_keys)})


def release(tx: Connection, task_id: UUID) -> list[str]:
    """Forget what only this task used; the prefixes to delete."""
    tx.execute(_LOCK_MINE, {"task_id": task_id})
    return [prefix(row.customer_id, row.key) for row in tx.execute(_RELEASE, {"task_id": task_id})]


def exists(tx: Connection, customer_id: UUID, key: str) -> bool:
    """Whether the stage was made and is kept."""
    return tx.execute(_EXISTS, {"customer_id": customer_id, "key": key}).first() is not None


def forget_unused(tx: Connection, keep_s: int) -> list[str]:
    """Forget stages unused for `keep_s` seconds that no open task can have used; the prefixes to delete."""
    old = tx.execute(_LOCK_OLD, {"keep_s": keep_s}).all()
    told = {"customers": [row.customer_id for row in old], "keys": [row.key for row in old], "keep_s": keep_s}
    return [prefix(row.customer_id, row.key) for row in tx.execute(_OLD, told)]
