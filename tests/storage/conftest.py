"""Both kinds of storage."""

from __future__ import annotations

from pathlib import Path

import pytest
from obstore.store import MemoryStore

from lingoreel.settings import Settings
from lingoreel.storage import Storage
from lingoreel.storage.cache import FileCache
from lingoreel.storage.remote import RemoteStore


@pytest.fixture
def folder(tmp_path: Path) -> Storage:
    """Storage in the data folder."""
    return Storage.open(Settings(data_dir=tmp_path / "data"))


@pytest.fixture
def remote(tmp_path: Path) -> Storage:
    """Storage elsewhere, with a cache of 10,000 bytes."""
    return Storage(RemoteStore(MemoryStore()), FileCache(tmp_path / "cache", 10_000))


@pytest.fixture(params=["folder", "remote"])
def storage(request: pytest.FixtureRequest) -> Storage:
    """Each of the two in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Storage)
    return found
