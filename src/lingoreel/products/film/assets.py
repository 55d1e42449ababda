"""Pictures and clips that were brought along: fetched where they are shown, and made ready to fill the frame."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lingoreel import sources
from lingoreel.errors import LingoreelError
from lingoreel.products.film.request import StoredParameters
from lingoreel.tasks.delivery import result_key
from lingoreel.tasks.intake import wall_s
from lingoreel.tasks.parts import CellPart
from lingoreel.tasks.run import Run
from lingoreel.tasks.stages import digest
from lingoreel.tasks.states import State
from lingoreel.tasks.workflows import CPU_LANE

# By name: decoders are loaded in cells alone.
PREPARE = "lingoreel.media.film.assets:prepare_asset"
RECIPE = 3
"""Raised when the same file would become another asset."""
AT_ONCE = 4
"""Assets that are fetched side by side."""
LONGEST_S = 10.0
_BATCH = "assets"


@dataclass(frozen=True)
class Asset:
    """Frames that fill the picture: the object, and what decides them."""

    key: str
    made_of: str


async def fetch_assets(run: Run, given: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    """Fetch what scenes show; of each its `key`, `sha256` and `field`. Raises SourceError, OverLimit, InvalidFile,
    naming the asset."""
    if not given:
        return []

    async def fetch() -> list[dict[str, Any]]:
        at_once = asyncio.Semaphore(AT_ONCE)

        async def one(asset: dict[str, str]) -> dict[str, Any]:
            async with at_once:
                return await _fetch(run, asset)

        try:
            async with asyncio.TaskGroup() as group:
                fetching = [group.create_task(one(asset)) for asset in given]
        except ExceptionGroup as failures:  # the first to fail has ended the others
            raise failures.exceptions[0] from None
        return [task.result() for task in fetching]

    fetched: list[dict[str, Any]] = await run.step("fetch_assets", fetch, state=State.PREPARING, progress=2)
    return fetched


async def prepare_assets(
    run: Run, parameters: StoredParameters, fetched: Sequence[dict[str, Any]], program: str, *, low: float, high: float
) -> list[Asset]:
    """The assets in the film's size, in order; `program` encodes them.

    Raises InvalidFile and ProcessingTimeout, naming the asset.
    """
    size = {"width": parameters.width, "height": parameters.height}
    identities = [{"source": each["sha256"], **size, "program": program, "version": RECIPE} for each in fetched]
    parts = [
        CellPart(
            cell=PREPARE,
            request={**size, "name": each["field"]},
            objects={"path": each["key"]},
            made_of=made_of,
            wall_s=wall_s(run, LONGEST_S),
            output="asset.mp4",
            optional=True,  # so that the error can be told which asset it is about
        )
        for each, made_of in zip(fetched, identities, strict=True)
    ]
    try:
        made = await run.results(_BATCH, CPU_LANE, parts, low=low, high=high)
    except LingoreelError as error:
        number = str(error.details.get("stage", "")).removeprefix(f"{_BATCH}/")
        if error.field is None and number.isdecimal():
            error.field = fetched[int(number)]["field"]
            error.message = f"{error.field}: {error.message}"
        raise
    told = zip(fetched, made, strict=True)
    await run.warn(*(f"{each['field']}: {note}" for each, value in told for note in value["warnings"]))
    return [Asset(value["key"], digest(made_of)) for value, made_of in zip(made, identities, strict=True)]


async def _fetch(run: Run, asset: dict[str, str]) -> dict[str, Any]:
    limits, field = run.facts.limits, asset["field"]
    key = result_key(run, f"inputs/asset-{field.partition('[')[2].rstrip(']')}")
    async with run.kit.scratch_folder() as folder:
        path = folder / "asset"
        async with sources.FileSink(path) as sink:
            fetched = await sources.fetch(
                asset["url"],
                sink,
                settings=run.kit.settings,
                limits=limits,
                max_bytes=limits.film_asset_bytes,
                field=field,
            )
        await run.kit.storage.put_file(key, path)
    await run.warn(*(f"{field}: {warning}" for warning in fetched.warnings))
    return {"key": key, "sha256": fetched.sha256, "field": field}
