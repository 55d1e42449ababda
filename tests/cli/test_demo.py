"""The first minute, as a newcomer sees it: real processes, a real service, real HTTP."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lingoreel.cli import demo_video
from lingoreel.cli.local_service import LocalService

SPEECH = demo_video.SAMPLE / "speech.opus"


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LINGOREEL_") and name != "VIDEO"}
    return {**kept, "LINGOREEL_DATA_DIR": str(folder / "data"), "TMPDIR": str(folder), **more}


def processes_of(folder: Path) -> list[str]:
    """Processes that know of this folder, by their command line or their environment."""
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit() or int(process.name) == os.getpid():
            continue
        try:
            known = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in known:
            found.append(f"{process.name}: {known[:200].decode(errors='replace')}")
    return found


def left_behind(folder: Path) -> list[str]:
    """Processes that are still there after the seconds an embedded server outlives a user that was killed."""
    give_up_at = time.monotonic() + 30
    while (found := processes_of(folder)) and time.monotonic() < give_up_at:
        time.sleep(0.2)
    return found


def lingoreel(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lingoreel.cli", *arguments],
        cwd=folder,
        env=environment(folder, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


def test_the_demo_goes_from_nothing_to_a_receipt_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = lingoreel(tmp_path, "demo")
    assert done.returncode == 0, done.stdout + done.stderr
    rate = re.search(r"Word error rate against what was spoken: ([\d.]+)", done.stdout)
    assert rate
    assert float(rate[1]) <= 0.15
    assert re.search(r"speech_to_text +minute +26\.\d s +1 +1\b", done.stdout)
    assert "balance before 100, after 99" in done.stdout
    output = tmp_path / "demo-output"
    assert {path.name for path in output.iterdir()} == {
        "service.log",
        *(f"sample.{ending}" for ending in ("mp4", "txt", "srt", "vtt", "ass", "json")),
    }
    assert " --> " in (output / "sample.srt").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["demo-output"]
    assert left_behind(tmp_path) == []


def test_transcribe_starts_a_service_for_the_while_and_uses_its_key_again(tmp_path: Path) -> None:
    shutil.copy(SPEECH, tmp_path / "a talk.opus")
    port = {"LINGOREEL_PORT": "9"}  # nobody serves there
    done = lingoreel(tmp_path, "transcribe", "a talk.opus", "-o", "out", "--language", "en", "--json", **port)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["state"], answer["points"]["charged"]) == (1, 1)
    assert {Path(path).name for path in answer["saved"]} == {
        f"a talk.{ending}" for ending in ("txt", "srt", "vtt", "ass", "json")
    }
    kept = tmp_path / "data" / "local-customer.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    before = kept.read_bytes()

    # What was recognised before is not recognised again; the key is the same.
    again = lingoreel(tmp_path, "transcribe", "a talk.opus", "--language", "en", **port)
    assert again.returncode == 0, again.stderr
    assert "every voice leaves a trace" in again.stdout.lower()
    assert kept.read_bytes() == before
    assert left_behind(tmp_path) == []


def test_transcribe_uses_the_running_service_unless_it_is_of_another_data_folder(tmp_path: Path) -> None:
    (tmp_path / "noise.mp4").write_bytes(bytes(range(256)) * 64)
    with LocalService(tmp_path / "service.log", environment(tmp_path)) as service:
        port = {"LINGOREEL_PORT": service.base_url.rpartition(":")[2]}
        same = lingoreel(tmp_path, "transcribe", "noise.mp4", **port)
        other = lingoreel(tmp_path, "transcribe", "noise.mp4", **port, LINGOREEL_DATA_DIR=str(tmp_path / "other"))
    assert same.returncode == other.returncode == 1
    assert "started a service for the while" not in same.stderr
    assert "started a service for the while" in other.stderr
    assert left_behind(tmp_path) == []


def test_a_failed_task_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "noise.mp4").write_bytes(bytes(range(256)) * 64)
    done = lingoreel(tmp_path, "transcribe", "noise.mp4", LINGOREEL_PORT="9")
    assert done.returncode == 1
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_demo_leaves_no_process(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "lingoreel.cli", "demo", "--video", str(SPEECH)]
    demo = subprocess.Popen(
        command, cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert demo.stdout
    for line in demo.stdout:
        if line.startswith("4 "):
            break
    demo.send_signal(number)
    demo.stdout.read()
    assert demo.wait(60) != 0
    demo.stdout.close()
    assert left_behind(tmp_path) == []
