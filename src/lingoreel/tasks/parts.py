"""Heavy work as plain data, for any worker: what a host or a cell is to make of which stored objects."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from lingoreel import logs
from lingoreel.errors import EngineFailed, ResultNotStored
from lingoreel.processes.host import CHILD_FAILED
from lingoreel.settings import GIB

if TYPE_CHECKING:
    from lingoreel.tasks.kit import Kit
    from lingoreel.tasks.stages import StageKey

log = logs.get(__name__)
ENGINE_ATTEMPTS = 3
FILE_BYTES = 8 * GIB
Progress = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One piece of heavy work.

    `request` is what its function gets; `objects` names the request's fields that are paths of stored objects, by
    key (a list of keys for a field of paths); `made_of` is what makes the result what it is; `wall_s` bounds it once
    a lane has it; `weight` is its share of the batch's progress. `optional`: its failure ends its batch, not
    the task. `output` names the object made of the file that is
    written at the request's `output_path`, and `output_key` says where it lies (None: with the stage); the value
    then has its `key`. `beside`: keys of further objects, by the request's fields for the paths where their files are
    written. `items` are the keys under which what the value holds is found by itself, in its order.
    """

    request: dict[str, Any]
    objects: Mapping[str, str | list[str]]
    made_of: dict[str, Any]
    wall_s: float
    weight: float = 1.0
    optional: bool = False
    output: str | None = None
    output_key: str | None = None
    beside: Mapping[str, str] = field(default_factory=dict)
    items: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class HostPart(Part):
    """For a warm engine: its host class (`package.module:Class`), and how many of it a worker may run."""

    host: str
    parallel: int = 1


@dataclass(frozen=True, kw_only=True)
class CellPart(Part):
    """For a confined child: its function (`package.module:function`).

    `programs`: it may start some. `memory_bytes` bounds its address space (None: as the settings say), `file_bytes`
    each file it writes.
    """

    cell: str
    programs: bool = False
    memory_bytes: int | None = None
    file_bytes: int = FILE_BYTES


_KINDS: dict[str, type[Part]] = {"host": HostPart, "cell": CellPart}


def to_dict(part: Part) -> dict[str, Any]:
    """The part as plain data."""
    return asdict(part)


def from_dict(data: dict[str, Any]) -> Part:
    """The part again."""
    return next(kind for field, kind in _KINDS.items() if field in data)(**data)


async def carry_out(kit: Kit, part: Part, stage: StageKey, on_progress: Progress) -> dict[str, Any]:
    """Do the part's work on this worker; the stage's value. An engine that died is asked again."""
    async with contextlib.AsyncExitStack() as stack:
        named = [[keys] if isinstance(keys, str) else keys for keys in part.objects.values()]
        files = await stack.enter_async_context(kit.storage.open_as_files(key for keys in named for key in keys))
        paths = {
            name: str(files[keys]) if isinstance(keys, str) else [str(files[key]) for key in keys]
            for name, keys in part.objects.items()
        }
        request = {**part.request, **paths}
        if part.output is None:
            return await _made(kit, part, request, on_progress)
        folder = await stack.enter_async_context(kit.scratch_folder())
        files_made = {name: folder / str(number) for number, name in enumerate(part.beside)}
        files_made["output_path"] = folder / part.output
        made = await _made(kit, part, request | {name: str(path) for name, path in files_made.items()}, on_progress)
        key = part.output_key or stage.new_object(part.output)
        try:
            for name, path in files_made.items():
                await kit.storage.put_file(part.beside.get(name, key), path)
        except OSError as error:
            raise not_stored() from error
        return {**made, "key": key}


def not_stored() -> ResultNotStored:
    """The error for a result that was made and could not be written."""
    return ResultNotStored(
        "the result could not be stored", remedy="try again; the operator should look at the storage"
    )


async def _made(kit: Kit, part: Part, request: dict[str, Any], on_progress: Progress) -> dict[str, Any]:
    if isinstance(part, HostPart):
        return await _by_host(kit, part, request, on_progress)
    assert isinstance(part, CellPart)
    return await kit.decoders.run(
        part.cell,
        request,
        wall_s=part.wall_s,
        memory_bytes=part.memory_bytes,
        on_progress=on_progress,
        allow_programs=part.programs,
        file_bytes=part.file_bytes,
    )


async def _by_host(kit: Kit, part: HostPart, request: dict[str, Any], on_progress: Progress) -> dict[str, Any]:
    for attempt in range(1, ENGINE_ATTEMPTS + 1):
        try:
            return await kit.call_host(
                part.host, request, wall_s=part.wall_s, parallel=part.parallel, on_progress=on_progress
            )
        except EngineFailed as error:
            log.warning("engine failed", host=part.host, attempt=attempt, error=error.message)
            if attempt == ENGINE_ATTEMPTS or not error.details.get(CHILD_FAILED):
                raise
    raise AssertionError("a part returns or raises")
