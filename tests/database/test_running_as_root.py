"""What root must give up: PostgreSQL does not run as root."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from lingoreel.database import EmbeddedPostgres, postmaster

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")

_DAC_OVERRIDE = 1 << 1


def status_of(data_dir: Path) -> dict[str, str]:
    pid = postmaster.live_postmaster(data_dir / "postgres")
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def test_the_server_reaches_a_closed_folder_with_one_capability_and_no_other(new_dir: Path) -> None:
    new_dir.parent.chmod(0o700)
    with EmbeddedPostgres.join(new_dir):
        status = status_of(new_dir)
        uids = {int(uid) for uid in status["Uid"].split()}
        assert uids == {(new_dir / "postgres").stat().st_uid}
        assert 0 not in uids
        assert status["Groups"] == ""
        assert {int(status[name], 16) for name in ("CapPrm", "CapEff", "CapAmb")} == {_DAC_OVERRIDE}
        assert status["NoNewPrivs"] == "1"
        assert new_dir.stat().st_uid == 0
        assert (new_dir / "postgres.password").stat().st_uid == 0


def test_in_a_folder_of_somebody_else_everything_is_theirs(new_dir: Path) -> None:
    new_dir.mkdir(mode=0o700)
    os.chown(new_dir, 65534, 65534)
    with EmbeddedPostgres.join(new_dir):
        assert set(status_of(new_dir)["Uid"].split()) == {"65534"}
    assert {path.stat().st_uid for path in new_dir.rglob("*")} == {65534}


def test_a_root_that_may_not_become_another_user_is_told_so(new_dir: Path) -> None:
    code = """
        import ctypes, os, sys
        for capability in (6, 7):  # CAP_SETGID, CAP_SETUID
            assert ctypes.CDLL(None).prctl(24, capability, 0, 0, 0) == 0
        os.execv(sys.executable, [sys.executable, "-c", sys.argv[1], sys.argv[2]])
        """
    join = """
        import sys
        from pathlib import Path
        from lingoreel.database import EmbeddedPostgres
        from lingoreel.errors import NotReady
        try:
            EmbeddedPostgres.join(Path(sys.argv[1]))
        except NotReady as error:
            print(error.message, "|", error.remedy)
        """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), textwrap.dedent(join), str(new_dir)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Operation not permitted" in done.stdout
    assert "LINGOREEL_DATABASE_URL" in done.stdout
    assert "Traceback" not in done.stdout
