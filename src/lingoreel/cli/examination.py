"""The examinations of `lingoreel doctor`: each tries the thing itself rather than asking whether it should work."""

from __future__ import annotations

import asyncio
import platform
import shutil
import sys
from collections.abc import Callable, Iterable
from typing import Any

from lingoreel.cli.commands import explain
from lingoreel.cli.finding import Finding
from lingoreel.cli.font_examination import examine_fonts
from lingoreel.errors import LingoreelError
from lingoreel.settings import GIB, Settings

FEW = 5


def examine(settings: Settings) -> list[Finding]:
    """Try everything; takes some seconds. A failed try is a finding, never an exception."""
    return [
        Finding("python", True, f"{platform.python_version()} on {platform.machine()}, {sys.executable}", needed=True),
        *_try("data folder", lambda: _data_folder(settings)),
        *_try("postgresql", lambda: _postgresql(settings)),
        *_try("storage", lambda: asyncio.run(_storage(settings))),
        *_try("cells", lambda: asyncio.run(_cells(settings))),
        *_try("engines", lambda: _engines(settings)),
        *_try("ffmpeg program", lambda: [_ffmpeg()]),
        *_try("fonts", lambda: examine_fonts(settings)),
    ]


def _try(part: str, look: Callable[[], Iterable[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except Exception as error:  # whatever it is, it is what the doctor was asked about
        told = explain(error)
        what = told.message if told else f"{type(error).__name__}: {error}"
        return [Finding(part, False, what, told.remedy if told else None, needed=True)]


def _data_folder(settings: Settings) -> list[Finding]:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    probe = settings.data_dir / ".doctor"
    probe.write_bytes(b"")
    probe.unlink()
    free = shutil.disk_usage(settings.data_dir).free
    return [Finding("data folder", True, f"{settings.data_dir}, {free / GIB:.0f} GiB free", needed=True)]


def _postgresql(settings: Settings) -> list[Finding]:
    from lingoreel.database import open_database

    with open_database(settings) as opened, opened.database.begin() as tx:
        version = tx.exec_driver_sql("SHOW server_version").scalar_one()
    where = "embedded, in the data folder" if opened.embedded else "at LINGOREEL_DATABASE_URL"
    return [Finding("postgresql", True, f"{version}, {where}", needed=True)]


async def _storage(settings: Settings) -> list[Finding]:
    from lingoreel.ids import new_id
    from lingoreel.storage import Storage

    storage, key = Storage.open(settings), f"doctor/{new_id()}"
    await storage.put(key, b"probe")
    kept = await storage.get(key)
    await storage.delete(key)
    where = settings.storage_url or "a local folder, in the data folder"
    if kept != b"probe":
        return [Finding("storage", False, f"{where}: what was written is not what is read", needed=True)]
    return [Finding("storage", True, f"{where}: written, read, deleted", needed=True)]


async def _cells(settings: Settings) -> list[Finding]:
    from lingoreel.processes import Cells

    cells = Cells(settings)
    try:
        measures = await cells.confinement()
    finally:
        await cells.close()
    held = ", ".join(name.replace("_", " ") for name, holds in measures.items() if holds) or "none"
    lacking = [name.replace("_", " ") for name, holds in measures.items() if not holds]
    found = [Finding("cells", True, f"children that open files start; confined by: {held}", needed=True)]
    if lacking:
        remedy = "allow unprivileged user namespaces to have it too" if "own network" in lacking else None
        found.append(Finding("cells", None, f"not to be had on this machine: {', '.join(lacking)}", remedy))
    return found


def _engines(settings: Settings) -> list[Finding]:
    from lingoreel.engines.choose import local_capabilities
    from lingoreel.engines.recognition import Unavailable

    found = []
    for record in local_capabilities(settings):
        part = f"{record.capability}: {record.name}"
        if isinstance(record, Unavailable):
            found.append(Finding(part, None, record.reason, record.remedy))
        else:
            found.append(Finding(part, True, _abilities(record.to_dict())))
    able = {finding.part.partition(":")[0] for finding in found if finding.ok}
    if "recognition" not in able:
        found.append(
            Finding("recognition", False, "no engine can be used", "lingoreel models pull whisper-small", needed=True)
        )
    if "translation" not in able:
        remedy = "lingoreel models pull apertium for drafts, nllb-600m for better ones; or set LINGOREEL_LLM_URL"
        found.append(Finding("translation", None, "nothing here translates", remedy))
    return found


def _abilities(record: dict[str, Any]) -> str:
    told = [record["version"], record.get("model"), _serves(record), record["tier"]]
    return ", ".join([*(str(one) for one in told if one), *(["makes drafts"] if record.get("draft") else [])])


def _serves(record: dict[str, Any]) -> str:
    if "pairs" in record:
        pairs = record["pairs"]
        names, many = [" → ".join(pair) for pair in pairs or ()], "pairs of languages"
        if pairs is None:
            return "any pair of languages"
    else:
        names, many = list(record.get("languages") or ()), "languages"
    return ", ".join(names) if len(names) <= FEW else f"{len(names)} {many}"


def _ffmpeg() -> Finding:
    from lingoreel.media.program import find_ffmpeg

    part = "ffmpeg program"
    try:
        found = find_ffmpeg()
    except LingoreelError as error:
        return Finding(part, None, error.message, error.remedy)
    return Finding(part, True, f"{found.version}, {found.path}: burns subtitles in")
