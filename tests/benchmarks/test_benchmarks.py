"""The benchmarks themselves: their files, their verdicts, and that they run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import av
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _from_the_root(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(ROOT)


def seconds_of(path: Path) -> float:
    with av.open(str(path)) as container:
        return sum(frame.samples for frame in container.decode(audio=0)) / 16_000


def test_files_have_the_length_and_the_words_they_tell(tmp_path: Path):
    from benchmarks import speech

    made = speech.readings(tmp_path / "speech.flac", 60)
    assert 50 < made.seconds <= 60
    assert seconds_of(made.path) == pytest.approx(made.seconds, abs=0.01)
    _, words = speech.sample()
    assert made.words == f"{words} {words}"


def test_no_two_files_are_alike(tmp_path: Path):
    from benchmarks import speech

    files = [speech.excerpt(tmp_path / f"{n}.flac", 10, 20 * n) for n in range(2)]
    files += [speech.readings(tmp_path / f"again {n}.flac", 60, first=n) for n in range(2)]
    assert len({file.path.read_bytes() for file in files}) == 4
    assert seconds_of(files[0].path) == pytest.approx(10, abs=0.01)
    assert seconds_of(files[1].path) == pytest.approx(10.02, abs=0.01)


def test_a_missed_target_is_told(tmp_path: Path):
    from benchmarks.table import Table, at_least, at_most

    rows = [("a", at_most(0.6, 0.6)), ("b", at_most(0.61, 0.6)), ("c", at_least(0.5, 0.5)), ("d", at_least(0.4, 0.5))]
    table = Table("name", "Title", "Notes.", ("measure", "verdict"), rows)
    assert table.missed == 2
    kept = table.keep(tmp_path / "results").read_text(encoding="utf-8")
    assert "| b       | target missed |" in kept
    assert "| c       | met           |" in kept
    assert str(Path.home()) not in kept


def test_words_are_compared_without_case_and_punctuation():
    from benchmarks.speech import word_error_rate

    assert word_error_rate("One, two. Three four!", "one two three four") == 0
    assert word_error_rate("one two three four", "one too four") == 0.5


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_requests_are_measured():
    printed = run("--quick", "requests")
    assert "create + query, requests per second" in printed


@pytest.mark.long
def test_all_are_measured():
    printed = run("--quick")
    for row in ("pocketsphinx: wall", "pocketsphinx: WER", "whisper: wall", "beyond the engine", "| worker", "| api"):
        assert row in printed
