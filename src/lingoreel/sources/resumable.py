"""Uploads that survive a broken connection: kept in pieces as they arrive, joined once whole."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection

from lingoreel import metrics
from lingoreel.database import Database
from lingoreel.errors import Conflict, InvalidRequest, NotFound, TooManyRequests, UploadTooLarge
from lingoreel.ids import new_id
from lingoreel.settings import MIB, Limits
from lingoreel.sources import upload_repository as repository
from lingoreel.sources.multipart import Upload, too_large
from lingoreel.sources.names import clean_name
from lingoreel.sources.upload_repository import ResumableUpload
from lingoreel.storage import Storage

PIECE_BYTES = 8 * MIB
MAX_UNFINISHED = 100

T = TypeVar("T")


class ResumableUploads:
    """The uploads of all customers. Each lives `keep_s` seconds after it was made or last used."""

    def __init__(self, database: Database, storage: Storage, *, keep_s: int) -> None:
        self._database = database
        self._storage = storage
        self._keep_s = keep_s

    async def create(
        self, customer_id: UUID, limits: Limits, *, size_bytes: int, name: str, content_type: str | None
    ) -> ResumableUpload:
        """A new, empty upload. Raises InvalidRequest, UploadTooLarge, TooManyRequests (100 unfinished ones)."""
        if size_bytes <= 0:
            raise InvalidRequest("Upload-Length: must be at least 1 byte", field="Upload-Length")
        if size_bytes > limits.media_size_bytes:
            raise too_large(limits.media_size_bytes)
        fresh = ResumableUpload(
            id=new_id(),
            customer_id=customer_id,
            name=clean_name(name, "file"),
            content_type=content_type,
            size_bytes=size_bytes,
            received_bytes=0,
            sha256=None,
            expires_at=datetime.now(UTC),
        )

        def make(tx: Connection) -> ResumableUpload:
            if repository.unfinished(tx, customer_id) >= MAX_UNFINISHED:
                raise TooManyRequests(
                    f"{MAX_UNFINISHED} uploads are unfinished, the most a customer may have",
                    remedy="finish or delete some of them",
                    details={"retry_after_s": 60},
                )
            return repository.insert(tx, fresh, self._keep_s)

        return await self._query(make)

    async def get(self, customer_id: UUID, upload_id: UUID) -> ResumableUpload:
        """A customer's own upload. Raises NotFound."""
        found = await self._query(lambda tx: repository.find(tx, customer_id, upload_id))
        if found is None:
            raise NotFound("there is no such upload", code="upload_not_found")
        return found

    async def append(
        self, customer_id: UUID, upload_id: UUID, offset: int, chunks: AsyncIterator[bytes]
    ) -> ResumableUpload:
        """Keep what arrives, and join the upload when it is whole.

        What came before a broken connection stays. Raises NotFound; Conflict when the upload does
        not end at `offset`, now or any more; UploadTooLarge for bytes past its size; what `chunks` raises.
        """
        upload = await self.get(customer_id, upload_id)
        if upload.received_bytes != offset:
            raise _moved(upload.received_bytes)
        buffer = bytearray()
        try:
            async for chunk in chunks:
                if offset + len(buffer) + len(chunk) > upload.size_bytes:
                    raise UploadTooLarge(
                        f"more bytes came than Upload-Length announced ({upload.size_bytes})", field="Upload-Length"
                    )
                buffer += chunk
                if len(buffer) >= PIECE_BYTES:
                    piece, buffer = bytes(buffer), bytearray()
                    offset = await self._keep(upload, offset, piece)
        finally:
            if buffer:
                offset = await self._keep(upload, offset, bytes(buffer))
        if offset == upload.size_bytes:
            await self._join(upload)
        return await self.get(customer_id, upload_id)

    async def delete(self, customer_id: UUID, upload_id: UUID) -> None:
        """Forget an upload and what it holds. A task that was made from it loses its source. Raises NotFound."""
        upload = await self.get(customer_id, upload_id)
        await self._query(lambda tx: repository.delete(tx, upload_id))
        await self._storage.delete_prefix(upload.pieces_prefix)
        await self._storage.delete(upload.key)

    async def claim(self, customer_id: UUID, upload_id: str) -> Upload:
        """The finished upload named by the parameter `upload_id`, kept for `keep_s` seconds from now.

        Raises InvalidRequest(field="upload_id") for a malformed, unknown, foreign, expired or unfinished one.
        """
        try:
            upload = await self.get(customer_id, UUID(upload_id))
        except (ValueError, NotFound):
            raise InvalidRequest(f"upload_id '{upload_id[:64]}' is unknown", field="upload_id") from None
        if upload.received_bytes < upload.size_bytes:
            raise InvalidRequest(
                f"upload_id: only {upload.received_bytes} of {upload.size_bytes} bytes have arrived",
                field="upload_id",
                remedy="finish the upload first",
            )
        if upload.sha256 is None:  # the process died while it joined the pieces
            await self._join(upload)
            upload = await self.get(customer_id, upload.id)
        await self._query(lambda tx: repository.prolong(tx, upload.id, self._keep_s))
        return Upload(upload.name, upload.size_bytes, upload.sha256 or "", upload.content_type, upload.key)

    async def _keep(self, upload: ResumableUpload, offset: int, piece: bytes) -> int:
        # Two requests may send the same place at once; each has a key of its own and one of them wins.
        key = f"{upload.pieces_prefix}/{offset:015}-{new_id()}"
        await self._storage.put(key, piece)
        if not await self._query(lambda tx: repository.add_piece(tx, upload.id, offset, len(piece), key)):
            await self._storage.delete(key)
            raise _moved(None)
        metrics.upload_bytes.inc(len(piece))
        return offset + len(piece)

    async def _join(self, upload: ResumableUpload) -> None:
        keys = await self._query(lambda tx: repository.pieces(tx, upload.id))
        digest = hashlib.sha256()
        try:
            async with self._storage.writer(upload.key) as writer:
                for key in keys:
                    async for chunk in self._storage.stream(key):
                        digest.update(chunk)
                        await writer.write(chunk)
        except FileNotFoundError:
            if (await self.get(upload.customer_id, upload.id)).sha256 is None:
                raise
            return  # another request joined it meanwhile
        await self._query(lambda tx: repository.finish(tx, upload.id, digest.hexdigest()))
        await self._storage.delete_prefix(upload.pieces_prefix)

    async def _query(self, work: Callable[[Connection], T]) -> T:
        def on_thread() -> T:
            with self._database.begin() as tx:
                return work(tx)

        return await asyncio.to_thread(on_thread)


def forget_expired_uploads(tx: Connection) -> list[tuple[str, str]]:
    """Forget the uploads past their time; for each the prefix of its pieces and the key of its whole.

    The caller deletes both, the second only where no task uses it.
    """
    return [(upload.pieces_prefix, upload.key) for upload in repository.delete_expired(tx)]


def _moved(received_bytes: int | None) -> Conflict:
    now = "another request was faster" if received_bytes is None else f"the upload ends at {received_bytes}"
    return Conflict(
        f"Upload-Offset: {now}", code="offset_mismatch", field="Upload-Offset", remedy="ask with HEAD and go on there"
    )
