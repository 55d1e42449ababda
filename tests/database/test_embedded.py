"""The embedded server's life, with real processes and real kills."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from lingoreel.database import EmbeddedPostgres, postmaster
from lingoreel.errors import NotReady


def ask(server: EmbeddedPostgres, query: str) -> Any:
    with psycopg.connect(server.url, autocommit=True) as connection:
        cursor = connection.execute(query)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def pid_of(data_dir: Path) -> int:
    pid = postmaster.live_postmaster(data_dir / "postgres")
    assert pid is not None
    return pid


def runs(data_dir: Path) -> bool:
    """Whether any process of the server is left."""
    fd = postmaster.open_lock(data_dir / postmaster.SERVER_LOCK)
    try:
        return not postmaster.try_lock(fd)
    finally:
        os.close(fd)


def eventually(condition: Callable[[], bool], within_s: float = 15.0) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def start_user(data_dir: Path, then: str = "import time; time.sleep(120)") -> subprocess.Popen[str]:
    """Another process that uses the server; it prints a line once it does."""
    code = f"""
        import sys
        from pathlib import Path
        from lingoreel.database import EmbeddedPostgres
        server = EmbeddedPostgres.join(Path(sys.argv[1]))
        print("joined", flush=True)
        {then}
        """
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(data_dir)], stdout=subprocess.PIPE, text=True
    )


def joined(user: subprocess.Popen[str]) -> None:
    assert user.stdout is not None
    assert user.stdout.readline() == "joined\n"


def end(user: subprocess.Popen[str]) -> None:
    user.kill()
    user.communicate()


def test_the_last_user_stops_it_and_the_data_stays(new_dir: Path) -> None:
    first = EmbeddedPostgres.join(new_dir)
    second = EmbeddedPostgres.join(new_dir)
    assert first.url == second.url
    ask(first, "CREATE TABLE kept AS SELECT 7 AS n")
    first.release()
    first.release()
    assert second.is_alive()
    second.release()
    assert not second.is_alive()
    assert not runs(new_dir)
    with EmbeddedPostgres.join(new_dir) as again:
        assert ask(again, "SELECT n FROM kept") == 7


def test_only_its_owner_can_reach_its_files_and_its_socket(new_dir: Path) -> None:
    new_dir.parent.chmod(0o755)
    with EmbeddedPostgres.join(new_dir) as server:
        folder = Path(server.url.split("host=")[1].split("&")[0].replace("%2F", "/"))
        modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (new_dir, new_dir / "postgres", folder)}
        assert set(modes.values()) == {0o700}
        for name in ("postgres.password", "postgres.log", "postgres.users.lock", "postgres.server.lock"):
            assert stat.S_IMODE((new_dir / name).stat().st_mode) == 0o600
        assert stat.S_IMODE(new_dir.parent.stat().st_mode) == 0o755
        assert ask(server, "SHOW listen_addresses") == ""


def test_the_password_is_asked_for(server: EmbeddedPostgres) -> None:
    password = (server.data_dir / "postgres.password").read_text().strip()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url.replace(password, "guess"))
    with pytest.raises(psycopg.OperationalError, match="pg_hba"):
        psycopg.connect(server.url.replace("//lingoreel:", "//postgres:"))


def test_the_role_owns_its_database_and_is_no_superuser(server: EmbeddedPostgres) -> None:
    assert ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    ask(server, "CREATE SCHEMA dbos")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, "COPY (SELECT 1) TO PROGRAM 'true'")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become another user")
def test_another_local_user_gets_nowhere(new_dir: Path) -> None:
    # Everything above the data folder is open here: it alone must keep others out.
    for folder in (new_dir.parent, *new_dir.parent.parents[:2]):
        folder.chmod(0o755)
    with EmbeddedPostgres.join(new_dir) as server:
        account = (new_dir / "postgres").stat().st_uid
        assert account != 0
        script = textwrap.dedent(
            """
            import os, socket, sys
            folder, password, pgdata = sys.argv[1:]
            for attempt in (
                lambda: socket.socket(socket.AF_UNIX).connect(folder + "/.s.PGSQL.5432"),
                lambda: open(password),
                lambda: os.listdir(pgdata),
                lambda: os.listdir(folder),
            ):
                try:
                    attempt()
                except PermissionError:
                    continue
                sys.exit("was let in")
            """
        )
        folder = new_dir / "postgres.socket"
        paths = [str(folder), str(new_dir / "postgres.password"), str(new_dir / "postgres")]
        # The server's own account is a stranger too, unless it is the server.
        for uid in (65534, account):
            subprocess.run(
                [sys.executable, "-I", "-S", "-c", script, *paths] if _reachable(uid) else _base_python(script, paths),
                user=uid,
                group=uid,
                extra_groups=[],
                check=True,
                cwd="/",
            )
        assert server.is_alive()


def _reachable(uid: int) -> bool:
    probe = [sys.executable, "-I", "-S", "-c", ""]
    try:
        return subprocess.run(probe, user=uid, group=uid, extra_groups=[], cwd="/", check=False).returncode == 0
    except PermissionError:
        return False


def _base_python(script: str, paths: list[str]) -> list[str]:
    found = "/usr/bin/python3"
    if not Path(found).exists():
        pytest.skip("no Python that another user may run")
    return [found, "-I", "-S", "-c", script, *paths]


@pytest.mark.parametrize("name", ["x" * 150, 'it\'s "quoted" $(touch oops) `id` {0} %s, 中文 é ' + "y" * 90])
def test_long_and_odd_paths(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with EmbeddedPostgres.join(tmp_path / name) as server:
        folder = Path(server.url.split("host=")[1].split("&")[0].replace("%2F", "/"))
        assert len(os.fsencode(folder / ".s.PGSQL.5432")) <= 107
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert ask(server, "SELECT 1") == 1
    assert not folder.exists()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_stale_pid_file_of_a_dead_process(data_dir: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    (data_dir / "postgres" / "postmaster.pid").write_text(f"{gone.pid}\n/elsewhere\n0\n5432\n/tmp\n\n0 0\nready\n")
    with EmbeddedPostgres.join(data_dir) as server:
        assert ask(server, "SELECT 1") == 1


def test_a_stale_pid_file_whose_number_another_program_got(data_dir: Path) -> None:
    with EmbeddedPostgres.join(data_dir) as server:
        home = data_dir / "postgres"
        old = (home / "postmaster.pid").read_bytes()
        postmaster.signal_all(home, signal.SIGKILL)
        eventually(lambda: not runs(data_dir))
        bystander = subprocess.Popen(["sleep", "60"])
        try:
            (home / "postmaster.pid").write_bytes(b"%d" % bystander.pid + old[old.index(b"\n") :])
            server.ensure_running()
            assert ask(server, "SELECT 1") == 1
            server.release()
            assert bystander.poll() is None
        finally:
            bystander.kill()
            bystander.wait()


def test_killed_while_a_backend_is_busy(data_dir: Path) -> None:
    with EmbeddedPostgres.join(data_dir) as server:
        ask(server, "CREATE TABLE kept AS SELECT 7 AS n")
        busy = psycopg.connect(server.url)
        busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 20000000000) AS a(n) WHERE n % 7 = 3")
        eventually(lambda: ask(server, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%% 7 = 3'") > 0)
        os.kill(pid_of(data_dir), signal.SIGKILL)
        eventually(lambda: not server.is_alive())
        assert runs(data_dir), "the busy backend should have outlived its server"
        began = time.monotonic()
        server.ensure_running()
        assert time.monotonic() - began < 10
        assert ask(server, "SELECT n FROM kept") == 7
        busy.close()


def test_several_processes_notice_its_death_at_once(data_dir: Path) -> None:
    with EmbeddedPostgres.join(data_dir) as server:
        then = "sys.stdin.readline(); server.ensure_running(); print(server.is_alive(), flush=True); server.release()"
        code = (
            "import sys; from pathlib import Path; from lingoreel.database import EmbeddedPostgres;"
            f"server = EmbeddedPostgres.join(Path(sys.argv[1])); print('joined', flush=True); {then}"
        )
        users = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(data_dir)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for user in users:
            joined(user)
        os.kill(pid_of(data_dir), signal.SIGKILL)
        answers = []
        for user in users:
            assert user.stdin is not None
            user.stdin.write("\n")
            user.stdin.flush()
        for user in users:
            out, _ = user.communicate(timeout=30)
            answers.append(out.strip())
        assert answers == ["True"] * 2
        assert ask(server, "SELECT 1") == 1


def test_many_first_users_at_once(new_dir: Path) -> None:
    users = [start_user(new_dir, "server.release()") for _ in range(3)]
    for user in users:
        out, _ = user.communicate(timeout=60)
        assert out == "joined\n"
        assert user.returncode == 0
    eventually(lambda: not runs(new_dir))


def test_it_survives_the_kill_of_who_started_it(data_dir: Path) -> None:
    starter = start_user(data_dir)
    joined(starter)
    with EmbeddedPostgres.join(data_dir) as server:
        pid = pid_of(data_dir)
        end(starter)
        time.sleep(0.3)
        assert pid_of(data_dir) == pid
        assert ask(server, "SELECT 1") == 1
    assert not runs(data_dir), "a killed user must not be counted for ever"


def test_without_any_user_left_it_ends_by_itself(data_dir: Path) -> None:
    starter = start_user(data_dir)
    joined(starter)
    end(starter)
    assert runs(data_dir)
    eventually(lambda: not runs(data_dir), within_s=postmaster.KEEPER_GRACE_S + 10)


def test_the_next_user_takes_over_after_a_kill(data_dir: Path) -> None:
    starter = start_user(data_dir)
    joined(starter)
    pid = pid_of(data_dir)
    end(starter)
    with EmbeddedPostgres.join(data_dir) as server:
        assert pid_of(data_dir) == pid
        time.sleep(postmaster.KEEPER_GRACE_S + 1)
        assert pid_of(data_dir) == pid
        assert ask(server, "SELECT 1") == 1


def test_no_signal_of_our_terminal_reaches_it(server: EmbeddedPostgres) -> None:
    pid = pid_of(server.data_dir)
    assert os.getsid(pid) != os.getsid(0)
    assert os.getpgid(pid) != os.getpgid(0)


def test_a_removed_socket_comes_back(data_dir: Path) -> None:
    with EmbeddedPostgres.join(data_dir) as server:
        for path in (data_dir / "postgres.socket").iterdir():
            path.unlink()
        assert not server.is_alive()
        server.ensure_running()
        assert ask(server, "SELECT 1") == 1


def test_a_start_that_was_killed_half_way_leaves_nothing_in_the_way(new_dir: Path) -> None:
    (new_dir / "postgres.new" / "base").mkdir(parents=True)
    (new_dir / "postgres.new" / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres.join(new_dir) as server:
        assert ask(server, "SELECT 1") == 1
    assert not (new_dir / "postgres.new").exists()


def test_a_lost_password_file_is_made_anew(data_dir: Path) -> None:
    with EmbeddedPostgres.join(data_dir) as server:
        old = server.url
        ask(server, "CREATE TABLE kept AS SELECT 7 AS n")
        (data_dir / "postgres.password").unlink()
        with pytest.raises(NotReady, match="password is gone"):
            EmbeddedPostgres.join(data_dir)
    with EmbeddedPostgres.join(data_dir) as server:
        assert server.url != old
        assert ask(server, "SELECT n FROM kept") == 7


def test_what_the_server_says_is_in_the_error(data_dir: Path) -> None:
    (data_dir / "postgres" / "global" / "pg_control").unlink()
    with pytest.raises(NotReady, match="could not find the database system") as caught:
        EmbeddedPostgres.join(data_dir)
    assert "postgres.log" in (caught.value.remedy or "")
    assert not runs(data_dir)


def test_another_version_is_refused(new_dir: Path) -> None:
    (new_dir / "postgres").mkdir(parents=True)
    (new_dir / "postgres" / "PG_VERSION").write_text("12\n")
    with pytest.raises(NotReady, match="made by PostgreSQL 12"):
        EmbeddedPostgres.join(new_dir)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotReady) as caught:
        EmbeddedPostgres.join(tmp_path / "file" / "data")
    assert "LINGOREEL_DATA_DIR" in (caught.value.remedy or "")
