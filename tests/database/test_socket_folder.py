"""Where the socket lies when somebody else was there first."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from lingoreel.database import socket_folder
from lingoreel.database.socket_folder import claim_socket_folder
from lingoreel.errors import NotReady


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """A data folder with too long a path for a socket."""
    folder = tmp_path / ("d" * 120)
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place there is for short paths."""
    folder = Path(tempfile.mkdtemp(prefix="lr-"))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(socket_folder, "_bases", lambda _owner: [folder])
    return folder


def test_in_the_data_folder_where_the_path_is_short() -> None:
    with tempfile.TemporaryDirectory(prefix="lr-") as name:
        assert claim_socket_folder(Path(name)) == Path(name).resolve() / "postgres.socket"


def test_elsewhere_it_is_the_same_each_time_and_differs_by_data_folder(deep: Path, temp: Path) -> None:
    other = deep.with_name("e" * 120)
    other.mkdir()
    first = claim_socket_folder(deep)
    assert first.parent == temp
    assert first.name.startswith(f"lingoreel-{os.geteuid()}-")
    assert first.stat().st_mode & 0o777 == 0o700
    assert claim_socket_folder(deep) == first
    assert claim_socket_folder(other) != first


def test_a_folder_open_to_others_is_refused(deep: Path, temp: Path) -> None:
    folder = claim_socket_folder(deep)
    folder.chmod(0o755)
    with pytest.raises(NotReady, match=r"open to others \(mode 0755\)") as caught:
        claim_socket_folder(deep)
    assert str(folder) in caught.value.message


def test_a_symlink_is_refused(deep: Path, temp: Path, tmp_path: Path) -> None:
    folder = claim_socket_folder(deep)
    folder.rmdir()
    target = tmp_path / "target"
    target.mkdir(mode=0o700)
    folder.symlink_to(target)
    with pytest.raises(NotReady, match="is not a folder"):
        claim_socket_folder(deep)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to make a folder of somebody else")
def test_a_folder_of_somebody_else_is_refused(deep: Path, temp: Path) -> None:
    folder = claim_socket_folder(deep)
    os.chown(folder, 65534, 65534)
    with pytest.raises(NotReady, match="belongs to uid 65534"):
        claim_socket_folder(deep)


def test_the_next_place_is_taken_when_one_is_occupied(deep: Path, temp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="lr-") as name:
        taken = claim_socket_folder(deep)
        taken.chmod(0o777)
        monkeypatch.setattr(socket_folder, "_bases", lambda _owner: [temp, Path(name)])
        assert claim_socket_folder(deep).parent == Path(name)


def test_the_last_place_is_taken_again(deep: Path, temp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="lr-") as name:
        last = claim_socket_folder(deep)
        monkeypatch.setattr(socket_folder, "_bases", lambda _owner: [Path(name)])
        assert claim_socket_folder(deep, last) == last
        assert claim_socket_folder(deep, Path("/tmp/of-somebody-else")).parent == Path(name)


def test_a_runtime_folder_counts_only_when_it_is_ours_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    assert socket_folder._bases(os.geteuid())[0] == runtime
    runtime.chmod(0o755)
    assert runtime not in socket_folder._bases(os.geteuid())
    # Anybody could swap a folder in an open one that is not sticky.
    monkeypatch.setattr(tempfile, "tempdir", str(runtime))
    runtime.chmod(0o777)
    assert runtime not in socket_folder._bases(os.geteuid())
