"""The rows of resumable uploads: all SQL on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

_COLUMNS = "id, customer_id, name, content_type, size_bytes, received_bytes, sha256, expires_at"


@dataclass(frozen=True)
class ResumableUpload:
    """One upload. `received_bytes` is where the next byte goes; `sha256` is set once it is whole and stored."""

    id: UUID
    customer_id: UUID
    name: str
    content_type: str | None
    size_bytes: int
    received_bytes: int
    sha256: str | None
    expires_at: datetime

    @property
    def pieces_prefix(self) -> str:
        """Where its pieces lie until it is whole."""
        return f"uploads/{self.customer_id}/{self.id}"

    @property
    def key(self) -> str:
        """Where it lies once it is whole."""
        return f"sources/{self.customer_id}/{self.id}"


def _upload(row: RowMapping) -> ResumableUpload:
    return ResumableUpload(**row)


def insert(tx: Connection, upload: ResumableUpload, keep_s: int) -> ResumableUpload:
    row = tx.execute(
        text(
            "INSERT INTO uploads (id, customer_id, name, content_type, size_bytes, expires_at)"
            " VALUES (:id, :customer_id, :name, :content_type, :size_bytes, now() + :keep_s * interval '1 second')"
            f" RETURNING {_COLUMNS}"
        ),
        {
            "id": upload.id,
            "customer_id": upload.customer_id,
            "name": upload.name,
            "content_type": upload.content_type,
            "size_bytes": upload.size_bytes,
            "keep_s": keep_s,
        },
    )
    return _upload(row.mappings().one())


def unfinished(tx: Connection, customer_id: UUID) -> int:
    """How many uploads of a customer are open. Its customer row stays locked, so that the count holds."""
    tx.execute(text("SELECT FROM customers WHERE id = :id FOR UPDATE"), {"id": customer_id})
    count = tx.execute(
        text("SELECT count(*) FROM uploads WHERE customer_id = :id AND sha256 IS NULL AND expires_at > now()"),
        {"id": customer_id},
    )
    return int(count.scalar_one())


def find(tx: Connection, customer_id: UUID, upload_id: UUID) -> ResumableUpload | None:
    """A customer's own upload that has not expired."""
    row = tx.execute(
        text(f"SELECT {_COLUMNS} FROM uploads WHERE id = :id AND customer_id = :customer_id AND expires_at > now()"),
        {"id": upload_id, "customer_id": customer_id},
    )
    found = row.mappings().one_or_none()
    return _upload(found) if found else None


def add_piece(tx: Connection, upload_id: UUID, start_byte: int, size_bytes: int, key: str) -> bool:
    """Append a stored piece; False when the upload no longer ends at `start_byte`."""
    moved = tx.execute(
        text(
            "UPDATE uploads SET received_bytes = received_bytes + :size_bytes"
            " WHERE id = :id AND received_bytes = :start_byte AND sha256 IS NULL RETURNING id"
        ),
        {"id": upload_id, "start_byte": start_byte, "size_bytes": size_bytes},
    )
    if moved.one_or_none() is None:
        return False
    tx.execute(
        text("INSERT INTO upload_pieces (upload_id, start_byte, key) VALUES (:id, :start_byte, :key)"),
        {"id": upload_id, "start_byte": start_byte, "key": key},
    )
    return True


def pieces(tx: Connection, upload_id: UUID) -> list[str]:
    """The keys of an upload's pieces in their order."""
    rows = tx.execute(
        text("SELECT key FROM upload_pieces WHERE upload_id = :id ORDER BY start_byte"), {"id": upload_id}
    )
    return list(rows.scalars())


def finish(tx: Connection, upload_id: UUID, sha256: str) -> None:
    """The upload is whole and stored; its pieces are no longer needed."""
    tx.execute(text("UPDATE uploads SET sha256 = :sha256 WHERE id = :id"), {"id": upload_id, "sha256": sha256})
    tx.execute(text("DELETE FROM upload_pieces WHERE upload_id = :id"), {"id": upload_id})


def prolong(tx: Connection, upload_id: UUID, keep_s: int) -> None:
    """Keep an upload for at least `keep_s` seconds from now."""
    tx.execute(
        text(
            "UPDATE uploads SET expires_at = greatest(expires_at, now() + :keep_s * interval '1 second') WHERE id = :id"
        ),
        {"id": upload_id, "keep_s": keep_s},
    )


def delete(tx: Connection, upload_id: UUID) -> None:
    tx.execute(text("DELETE FROM uploads WHERE id = :id"), {"id": upload_id})


def delete_expired(tx: Connection) -> list[ResumableUpload]:
    rows = tx.execute(text(f"DELETE FROM uploads WHERE expires_at <= now() RETURNING {_COLUMNS}"))
    return [_upload(row) for row in rows.mappings()]
