"""The stage store: what was made once, from the same things, by the same engine, is not made again.

A stage's key is a hash over its name and everything it was made from; its value is small JSON, and
its object, which the value names by its `key`, lies under a name that no other making of the stage has: what is deleted
is never what somebody is making anew. One customer never sees another's stages. What is made together and wanted one by
one, such as sentences that were spoken in a row, is found by keys of its own: the items of a stage.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from lingoreel.ids import new_id

_READ = text("""
    UPDATE stages SET used_at = clock_timestamp() WHERE customer_id = :customer_id AND key = :key RETURNING value
""")
_VALUES = text("SELECT key, value FROM stages WHERE customer_id = :customer_id AND key = ANY(:keys)")
_WRITE = text("""
    INSERT INTO stages (customer_id, key, name, value) VALUES (:customer_id, :key, :name, CAST(:value AS json))
    ON CONFLICT (customer_id, key) DO UPDATE SET used_at = clock_timestamp() RETURNING value
""")
_REPLACE = text("UPDATE stages SET value = CAST(:value AS json) WHERE customer_id = :customer_id AND key = :key")
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
    RETURNING stages.customer_id, stages.name, stages.key, stages.value
""")
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
    RETURNING stages.customer_id, stages.name, stages.key, stages.value
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

    def new_object(self, name: str) -> str:
        """A place for an object of one making of this stage: another one each time."""
        return f"{self._prefix}{new_id().hex}/{name}"

    def owns(self, object_key: str) -> bool:
        """Whether the object lies with this stage, and not with a result."""
        return object_key.startswith(self._prefix)

    @property
    def _prefix(self) -> str:
        return f"stages/{self.customer_id}/{self.key}/"


def object_of(value: Any) -> str | None:
    """The object that a stage's value names; None where it has none."""
    key = value.get("key") if isinstance(value, dict) else None
    return key if isinstance(key, str) else None


def read(tx: Connection, stage: StageKey, task_id: UUID) -> Any | None:
    """The stage's value, from now on in use by this task too; None when it was not made yet."""
    value = tx.execute(_READ, {"customer_id": stage.customer_id, "key": stage.key}).scalar()
    if value is not None:
        tx.execute(_USE, {"customer_id": stage.customer_id, "key": stage.key, "task_id": task_id})
    return value


def use(tx: Connection, customer_id: UUID, keys: Sequence[str], task_id: UUID) -> dict[str, Any]:
    """The values of those of these stages that were made, by key; from now on in use by this task too."""
    found = tx.execute(_USE_ALL, {"customer_id": customer_id, "keys": list(keys), "task_id": task_id})
    return {row.key: row.value for row in found}


def values(tx: Connection, customer_id: UUID, keys: list[str]) -> list[Any]:
    """The values of these stages, in this order. Raises KeyError on one that is missing."""
    found = {row.key: row.value for row in tx.execute(_VALUES, {"customer_id": customer_id, "keys": keys})}
    return [found[key] for key in keys]


def write(tx: Connection, stage: StageKey, value: Any, task_id: UUID, *, gone: str | None = None) -> Any:
    """Remember what this task made; what is remembered: where two made it at once, the first one's.

    Engines may answer differently a second time, and a running task must not find its stage changed. Only a value
    that is not whole (`incomplete`), or whose object is `gone` or was written over, is replaced.
    """
    written = {
        "customer_id": stage.customer_id,
        "key": stage.key,
        "name": stage.name,
        "value": json.dumps(value, ensure_ascii=False),
    }
    kept = tx.execute(_WRITE, written).scalar_one()
    if kept != value and _gives_way(kept, value, gone):
        tx.execute(_REPLACE, written)
        kept = value
    tx.execute(_USE, {"customer_id": stage.customer_id, "key": stage.key, "task_id": task_id})
    return kept


def _gives_way(kept: Any, value: Any, gone: str | None) -> bool:
    if isinstance(kept, dict) and "incomplete" in kept:
        return True
    return (key := object_of(kept)) is not None and key in (gone, object_of(value))


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
    """Forget what only this task used; the objects to delete."""
    tx.execute(_LOCK_MINE, {"task_id": task_id})
    return _owned(tx.execute(_RELEASE, {"task_id": task_id}))


def names(tx: Connection, customer_id: UUID, key: str, object_key: str) -> bool:
    """Whether the stage is kept and this is its object."""
    found = tx.execute(_VALUES, {"customer_id": customer_id, "keys": [key]})
    return any(object_of(row.value) == object_key for row in found)


def forget_unused(tx: Connection, keep_s: int) -> list[str]:
    """Forget stages unused for `keep_s` seconds that no open task can have used; the objects to delete."""
    old = tx.execute(_LOCK_OLD, {"keep_s": keep_s}).all()
    told = {"customers": [row.customer_id for row in old], "keys": [row.key for row in old], "keep_s": keep_s}
    return _owned(tx.execute(_OLD, told))


def _owned(forgotten: Iterable[Row[Any]]) -> list[str]:
    """Read here, as PostgreSQL reads nothing in a value with a NUL in one of its texts."""
    found = ((StageKey(row.customer_id, row.name, row.key), object_of(row.value)) for row in forgotten)
    return [key for stage, key in found if key is not None and stage.owns(key)]
