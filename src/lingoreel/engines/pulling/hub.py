"""Models from the Hugging Face hub."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from lingoreel.errors import EngineUnavailable

Report = Callable[[dict[str, Any]], None]
LOOK_S = 0.5


def fetch(repository: str, patterns: Sequence[str], folder: Path, report: Report, *, by_hand: str) -> None:
    """Download the files of `repository` that match `patterns` into `folder`.

    Honours HF_ENDPOINT, HF_TOKEN and the proxy variables. Reports `{"fraction", "bytes", "total_bytes"}`. Raises
    EngineUnavailable with the reason, and `by_hand` as its remedy.
    """
    from huggingface_hub import HfApi

    api = HfApi(endpoint=os.environ.get("HF_ENDPOINT") or None)
    try:
        info = api.model_info(repository, files_metadata=True, timeout=20)
        sizes = {entry.rfilename: entry.size or 0 for entry in info.siblings or ()}
        total = sum(size for name, size in sizes.items() if any(fnmatch(name, pattern) for pattern in patterns))
        free = shutil.disk_usage(folder).free
        if total > free:
            raise EngineUnavailable(
                f"{repository} needs {total / 1e9:.1f} GB and {free / 1e9:.1f} GB are free", remedy="free some space"
            )
        with _Watch(folder, total, report):
            api.snapshot_download(
                repository, revision=info.sha, local_dir=folder, allow_patterns=list(patterns), max_workers=4
            )
    except EngineUnavailable:
        raise
    except Exception as error:  # the library lets its transport's errors through, of many kinds
        raise EngineUnavailable(
            f"{repository} could not be downloaded: {_reason(error)}", code="download_failed", remedy=by_hand
        ) from error
    shutil.rmtree(folder / ".cache", ignore_errors=True)


def _reason(error: BaseException) -> str:
    """The innermost cause in one line: the outer ones tell of retries and caches."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]


class _Watch:
    """Reports how much lies in the folder while the library downloads; its own bars are made for terminals."""

    def __init__(self, folder: Path, total: int, report: Report) -> None:
        self._folder, self._total, self._report = folder, total, report
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *failure: object) -> None:
        self._done.set()
        self._thread.join()
        if failure[0] is None:
            self._report({"fraction": 1.0, "bytes": self._total, "total_bytes": self._total})

    def _look(self) -> None:
        while not self._done.wait(LOOK_S):
            lying = folder_size(self._folder)
            fraction = min(0.999, lying / self._total) if self._total else 0.0
            self._report({"fraction": fraction, "bytes": lying, "total_bytes": self._total})


def folder_size(folder: Path) -> int:
    """Bytes of all files below the folder; one that vanishes meanwhile counts nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(place) / name).lstat().st_size
            except OSError:
                continue
    return total
