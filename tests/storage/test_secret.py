"""One secret per installation, whoever comes first."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lingoreel.errors import NotReady
from lingoreel.settings import Settings
from lingoreel.storage import derive, load_secret


def test_made_once_and_for_its_owner(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    first = load_secret(settings)
    assert len(first) >= 32
    assert load_secret(settings) == first
    assert stat.S_IMODE((tmp_path / "data" / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert load_secret(Settings(data_dir=tmp_path / "other")) != first


def test_the_settings_win(tmp_path: Path) -> None:
    assert load_secret(Settings(data_dir=tmp_path / "data", secret="k" * 40)) == b"k" * 40
    assert not (tmp_path / "data").exists()


def test_many_first_processes_agree(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from lingoreel.settings import Settings;"
        "from lingoreel.storage import load_secret; sys.stdin.readline();"
        "print(load_secret(Settings(data_dir=Path(sys.argv[1]))).decode())"
    )
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "data")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    answers = {child.communicate()[0] for child in children}
    assert len(answers) == 1
    assert len(answers.pop().strip()) >= 32


def test_a_secret_open_to_others_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("k" * 40)
    path.chmod(0o644)
    assert load_secret(Settings(data_dir=tmp_path)) == b"k" * 40
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_damaged_secret_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("")
    with pytest.raises(NotReady, match="shorter than 32"):
        load_secret(Settings(data_dir=tmp_path))
    assert (tmp_path / "secret").read_text() == ""


def test_keys_differ_by_purpose_and_secret() -> None:
    keys = {derive(secret, purpose) for secret in (b"a" * 32, b"b" * 32) for purpose in ("links", "api keys")}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}
    assert derive(b"a" * 32, "links") == derive(b"a" * 32, "links")
