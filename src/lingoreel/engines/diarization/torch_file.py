"""Reading tensors from a file in torch's legacy format, without torch and without trusting the file.

The format: three pickles (a magic number, a protocol number, facts about the machine), the saved object as a
pickle in which each tensor names its storage, the list of storage keys as a pickle, and for each key an int64
count of elements and the raw little-endian numbers. Unpickling runs what the pickle names, so nothing but
the parts of a tensor may be named; every other name ends the reading.
"""

from __future__ import annotations

import pickle  # only through the Unpickler below, which refuses all but five names
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from lingoreel.errors import EngineUnavailable

MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
LARGEST_BYTES = 256 * 1024 * 1024
_COUNT_BYTES = 8

_STORAGES = {
    "FloatStorage": np.dtype("<f4"),
    "DoubleStorage": np.dtype("<f8"),
    "HalfStorage": np.dtype("<f2"),
    "LongStorage": np.dtype("<i8"),
}


@dataclass(frozen=True, slots=True)
class _Storage:
    key: str
    kind: np.dtype[Any]


@dataclass(frozen=True, slots=True)
class _Tensor:
    """A view of a storage that has not been read yet; offset, shape and strides in elements."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def _rebuild_tensor(storage: Any, offset: Any, shape: Any, strides: Any, *_: Any) -> _Tensor:
    if not isinstance(storage, _Storage):
        raise pickle.UnpicklingError("a tensor without a storage")
    return _Tensor(storage, int(offset), tuple(map(int, shape)), tuple(map(int, strides)))


_ALLOWED: dict[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch", "Size"): tuple,
    ("torch._utils", "_rebuild_tensor_v2"): _rebuild_tensor,
    **{("torch", name): kind for name, kind in _STORAGES.items()},
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a tensor") from None

    def persistent_load(self, pid: Any) -> _Storage:
        if not (isinstance(pid, tuple) and len(pid) >= 3 and pid[0] == "storage" and isinstance(pid[1], np.dtype)):
            raise pickle.UnpicklingError("a reference that is no storage")
        return _Storage(str(pid[2]), pid[1])


def read_tensors(path: Path, entry: str) -> dict[str, npt.NDArray[Any]]:
    """The tensors of the dictionary `entry` in the saved object, by name.

    Raises EngineUnavailable for a file that is missing, is no such file, is damaged, or names anything else.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ValueError("larger than any file of weights we know")
        with path.open("rb") as file:
            return _read(file, entry)
    except EngineUnavailable:
        raise
    except Exception as error:  # a damaged pickle may raise anything
        raise EngineUnavailable(
            f"the weights file {path.name} cannot be read: {error}", remedy="lingoreel models pull resemblyzer"
        ) from error


def _read(file: BinaryIO, entry: str) -> dict[str, npt.NDArray[Any]]:
    if _Unpickler(file).load() != MAGIC or _Unpickler(file).load() != PROTOCOL:
        raise ValueError("not in torch's legacy format")
    facts = _Unpickler(file).load()
    if not facts["little_endian"]:
        raise ValueError("big-endian")
    saved = _Unpickler(file).load()
    wanted = {name: tensor for name, tensor in saved[entry].items() if isinstance(tensor, _Tensor)}
    kinds = {tensor.storage.key: tensor.storage.kind for tensor in _tensors(saved)}
    needed = {tensor.storage.key for tensor in wanted.values()}
    storages = {}
    for key in _Unpickler(file).load():
        count = int.from_bytes(file.read(_COUNT_BYTES), "little", signed=True)
        kind = kinds[key]
        if count < 0:
            raise ValueError("a storage of negative size")
        if key in needed:
            data = file.read(count * kind.itemsize)
            if len(data) != count * kind.itemsize:
                raise ValueError("it ends too early")
            storages[key] = np.frombuffer(data, kind)
        else:
            file.seek(count * kind.itemsize, 1)
    return {name: _view(tensor, storages[tensor.storage.key]) for name, tensor in wanted.items()}


def _tensors(saved: Any) -> list[_Tensor]:
    """All tensors inside nested dictionaries, lists and tuples, found without recursion."""
    found: list[_Tensor] = []
    waiting = [saved]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, _Tensor):
            found.append(value)
        elif isinstance(value, dict | list | tuple) and id(value) not in seen:
            seen.add(id(value))
            waiting.extend(value.values() if isinstance(value, dict) else value)
    return found


def _view(tensor: _Tensor, storage: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if len(tensor.shape) != len(tensor.strides) or min((*tensor.shape, *tensor.strides, tensor.offset), default=0) < 0:
        raise ValueError("a tensor of impossible shape")
    last = tensor.offset + sum((size - 1) * stride for size, stride in zip(tensor.shape, tensor.strides, strict=True))
    if 0 not in tensor.shape and last >= len(storage):
        raise ValueError("a tensor outside its storage")
    strides = tuple(stride * storage.itemsize for stride in tensor.strides)
    return np.lib.stride_tricks.as_strided(storage[tensor.offset :], tensor.shape, strides).copy()
