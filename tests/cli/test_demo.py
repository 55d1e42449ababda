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
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from lingoreel.cli import demo_video
from lingoreel.cli.demo_verdict import examine
from lingoreel.cli.local_service import LocalService
from lingoreel.settings import Settings
from pulled import pulled

SPEECH = demo_video.SAMPLE / "speech.opus"
SENTENCE_S = 4


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


def with_models(folder: Path) -> None:
    """Give the data folder the translator and the fonts that tests have pulled once."""
    (folder / "data").mkdir()
    (folder / "data" / "models").symlink_to(pulled("apertium-en-es", "fonts"), target_is_directory=True)


def test_the_demo_goes_from_nothing_to_a_dubbed_video_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with_models(tmp_path)
    done = lingoreel(tmp_path, "demo")
    assert done.returncode == 0, done.stdout + done.stderr
    rate = re.search(r"Word error rate against what was spoken: ([\d.]+)", done.stdout)
    assert rate
    assert float(rate[1]) <= 0.15
    assert "apertium-en-es: here already" in done.stdout
    assert re.search(r"(\d+) of \1 frames; 5 of 5 subtitles looked for are in the picture", done.stdout)
    assert re.search(r"(\d+) of \1 lines listened for are heard, none over another", done.stdout)
    assert re.search(r"translation: en → es by apertium.*, a draft", done.stdout)
    assert "for a better one: lingoreel models pull" in done.stdout
    assert re.search(r"sync: \d+ lines \(\d+ \w+.*\); overlap 0 ms; dead air \d+ ms", done.stdout)
    assert re.search(r"start drift: median \d+ ms", done.stdout)
    for item, points in (("video_translation.translate", "2"), ("video_translation.synthesize", "6")):
        assert re.search(rf"{item} +minute +26\.\d s +1 +{points}\b", done.stdout)
    assert "charged 8 points" in done.stdout
    assert "balance before 100, after 92" in done.stdout
    output = tmp_path / "demo-output"
    assert {path.name for path in output.iterdir()} == {
        "service.log",
        "sample.mp4",
        *(f"sample.es.{ending}" for ending in ("mp4", "srt", "lines.json", "sync.json", "sync.svg")),
    }
    assert " --> " in (output / "sample.es.srt").read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"demo-output", "data"}
    assert left_behind(tmp_path) == []


def test_without_debian_the_demo_names_what_it_leaves_out_and_burns_english_in(tmp_path: Path) -> None:
    first_sentence(tmp_path / "my own.mkv")
    done = lingoreel(tmp_path, "demo", VIDEO="my own.mkv", PATH=str(tmp_path / "nothing"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "apertium-en-es: left out" in done.stdout
    assert "fonts: left out" in done.stdout
    assert "left out: the translation into es, and the dub: no translator is here" in done.stdout
    assert re.search(r"(\d+) of \1 frames; ([1-9]) of \2 subtitles", done.stdout)
    assert "charged 1.5 points" in done.stdout
    assert "voice" in (tmp_path / "demo-output" / "my own.srt").read_text(encoding="utf-8").lower()
    assert (tmp_path / "demo-output" / "my own.subtitled.mp4").stat().st_size > 10_000
    assert left_behind(tmp_path) == []


def first_sentence(path: Path) -> Path:
    """The first seconds of the demo's own speech under a still picture."""
    with av.open(str(SPEECH)) as speech, av.open(str(path), "w") as out:
        picture = out.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 320, 180, "yuv420p"
        sound = out.add_stream("aac", rate=48_000, layout="mono")
        resampler = av.AudioResampler("fltp", "mono", 48_000)
        for frame in speech.decode(audio=0):
            if float(frame.time or 0) > SENTENCE_S:
                break
            for piece in resampler.resample(frame):
                out.mux(sound.encode(piece))
        for number in range(SENTENCE_S * 25):
            image = av.VideoFrame.from_ndarray(np.full((180, 320, 3), 90 + number % 20, np.uint8), format="rgb24")
            image.pts, image.time_base = number, Fraction(1, 25)
            out.mux(picture.encode(image))
        for stream in (picture, sound):
            out.mux(stream.encode(None))
    return path


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


def test_subtitles_of_ones_own_go_into_a_film_in_both_ways(tmp_path: Path) -> None:
    film = first_sentence(tmp_path / "a film.mkv")
    (tmp_path / "own.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:03.000\nWhat I wrote\n", encoding="utf-8")
    with LocalService(tmp_path / "service.log", environment(tmp_path)) as service:
        port = {"LINGOREEL_PORT": service.base_url.rpartition(":")[2]}
        own = ("subtitle", film.name, "--subtitles", "own.vtt")
        burnt = lingoreel(tmp_path, *own, "--burn", "--style", "font_size=30", "-o", "burnt", **port)
        soft = lingoreel(tmp_path, *own, "--soft", "--from", "en", "-o", "soft", "--json", **port)
        sound = lingoreel(tmp_path, "subtitle", str(SPEECH), "--subtitles", "own.vtt", "--burn", **port)
    assert burnt.returncode == 0, burnt.stderr
    assert "charged 0.5 points" in burnt.stdout
    (tmp_path / "own.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nWhat I wrote\n", encoding="utf-8")
    made = tmp_path / "burnt" / "a film.subtitled.mp4"
    verdict = examine(film, made, tmp_path / "own.srt", SENTENCE_S, Settings(data_dir=tmp_path / "data"))
    assert verdict.faults == ()
    assert soft.returncode == 0, soft.stderr
    with av.open(json.loads(soft.stdout)["saved"][0].replace("soft/", f"{tmp_path}/soft/")) as tracks:
        (track,) = tracks.streams.subtitles
        assert track.metadata["language"] == "eng"
    assert sound.returncode == 1
    assert "error: " in sound.stderr
    assert "Traceback" not in sound.stderr
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
    with_models(tmp_path)
    # A shell starts what is in its background with SIGINT ignored, and children would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    command = [sys.executable, "-m", "lingoreel.cli", "demo", "--video", str(SPEECH)]
    demo = subprocess.Popen(
        command, cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert demo.stdout
    for line in demo.stdout:
        if line.startswith("5 "):
            break
    demo.send_signal(number)
    demo.stdout.read()
    assert demo.wait(60) != 0
    demo.stdout.close()
    assert left_behind(tmp_path) == []
