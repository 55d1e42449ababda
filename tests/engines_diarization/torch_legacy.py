"""Writes files in torch's legacy format without torch, for tests of their reader."""

import pickle
import struct
from collections import OrderedDict

import numpy as np

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
STORAGES = {"<f4": "FloatStorage", "<f8": "DoubleStorage", "<f2": "HalfStorage", "<i8": "LongStorage"}


class Global:
    """A name that is pickled as a reference to something that need not exist here."""

    def __init__(self, module, name):
        self.module, self.name = module, name


class _Call:
    def __init__(self, function, arguments):
        self.function, self.arguments = function, arguments


class _Pid:
    def __init__(self, value):
        self.value = value


class LegacyPickler(pickle._Pickler):
    """The Python pickler: the C one cannot be taught to write names that do not exist."""

    def persistent_id(self, value):
        return value.value if isinstance(value, _Pid) else None

    def save(self, value, save_persistent_id=True):
        if isinstance(value, Global):
            self.write(pickle.GLOBAL + f"{value.module}\n{value.name}\n".encode())
        elif isinstance(value, _Call):
            self.save(value.function)
            self.save(value.arguments)
            self.write(pickle.REDUCE)
        else:
            super().save(value, save_persistent_id)


def call(function, *arguments):
    return _Call(function, arguments)


def write_legacy(path, saved, *, magic=MAGIC, little_endian=True, cut=None):
    """Arrays inside `saved` (nested dictionaries) become tensors, each with a storage of its own."""
    storages = []

    def tensor(array):
        key = str(1000 + len(storages))
        storages.append((key, array))
        kind = Global("torch", STORAGES[array.dtype.str])
        pid = _Pid(("storage", kind, key, "cpu", array.size, None))
        strides = tuple(stride // array.itemsize for stride in array.strides)
        return call(
            Global("torch._utils", "_rebuild_tensor_v2"), pid, 0, array.shape, strides, False, call(OrderedDict)
        )

    def convert(value):
        if isinstance(value, np.ndarray):
            return tensor(value)
        return {key: convert(item) for key, item in value.items()} if isinstance(value, dict) else value

    saved = convert(saved)
    with open(path, "wb") as file:
        for value in (magic, PROTOCOL, {"protocol_version": PROTOCOL, "little_endian": little_endian}, saved):
            LegacyPickler(file, 2).dump(value)
        LegacyPickler(file, 2).dump([key for key, _ in storages])
        for _, array in storages:
            file.write(struct.pack("<q", array.size) + array.tobytes())
    if cut is not None:
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * cut)])
