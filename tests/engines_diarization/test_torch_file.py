import os
import pickle

import numpy as np
import pytest

from lingoreel.engines.diarization.torch_file import read_tensors
from lingoreel.errors import EngineUnavailable


def test_tensors_come_back_as_they_were_saved(tmp_path, torch_legacy):
    saved = {
        "a": np.arange(12, dtype=np.float32).reshape(3, 4),
        "half": np.array([1.5, -2], np.float16),
        "long": np.array([2**40], np.int64),
        "empty": np.zeros((0, 3), np.float32),
    }
    torch_legacy.write_legacy(
        tmp_path / "w.pt", {"model_state": saved, "optimizer": {"moment": np.ones(1000)}, "step": 3}
    )
    read = read_tensors(tmp_path / "w.pt", "model_state")
    assert read.keys() == saved.keys()
    for name, array in saved.items():
        assert read[name].dtype == array.dtype
        assert np.array_equal(read[name], array)


class Malice:
    def __init__(self, target):
        self.target = target

    def __reduce__(self):
        return os.mkdir, (str(self.target),)


@pytest.mark.parametrize("place", range(5))
def test_a_pickle_that_runs_something_is_refused(tmp_path, place):
    target = tmp_path / "made by the pickle"
    values = [0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}, {"model_state": {}}, []]
    values[place] = Malice(target)
    with (tmp_path / "w.pt").open("wb") as file:
        for value in values:
            pickle.dump(value, file, 2)
    with pytest.raises(EngineUnavailable, match="no part of a tensor") as caught:
        read_tensors(tmp_path / "w.pt", "model_state")
    assert not target.exists()
    assert str(tmp_path) not in caught.value.message


@pytest.mark.parametrize(
    "name", [("builtins", "eval"), ("torch.storage", "_load_from_bytes"), ("collections", "Counter"), ("torch", "load")]
)
def test_every_name_that_is_no_part_of_a_tensor_is_refused(tmp_path, torch_legacy, name):
    named = torch_legacy.call(torch_legacy.Global(*name))
    with (tmp_path / "w.pt").open("wb") as file:
        for value in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}, {"model_state": named}):
            torch_legacy.LegacyPickler(file, 2).dump(value)
    with pytest.raises(EngineUnavailable, match=name[1]):
        read_tensors(tmp_path / "w.pt", "model_state")


def test_a_view_outside_its_storage_is_refused(tmp_path, torch_legacy):
    array = np.lib.stride_tricks.as_strided(np.zeros(4, np.float32), (4,), (4,))
    torch_legacy.write_legacy(tmp_path / "w.pt", {"model_state": {"a": array}})
    data = (tmp_path / "w.pt").read_bytes()
    # the shape (4,) is written as K\x04\x85: make it (100,)
    assert data.count(b"K\x04\x85") >= 1
    (tmp_path / "w.pt").write_bytes(data.replace(b"K\x04\x85", b"Kd\x85", 1))
    with pytest.raises(EngineUnavailable, match="outside its storage"):
        read_tensors(tmp_path / "w.pt", "model_state")


@pytest.mark.parametrize("cut", [0.0, 0.01, 0.3, 0.9])
def test_a_file_cut_short_is_refused(tmp_path, torch_legacy, cut):
    torch_legacy.write_legacy(tmp_path / "w.pt", {"model_state": {"a": np.ones(500, np.float32)}}, cut=cut)
    with pytest.raises(EngineUnavailable, match="cannot be read"):
        read_tensors(tmp_path / "w.pt", "model_state")


def test_other_formats_are_refused(tmp_path, torch_legacy):
    path = tmp_path / "w.pt"
    torch_legacy.write_legacy(path, {"model_state": {}}, magic=5)
    with pytest.raises(EngineUnavailable, match="legacy"):
        read_tensors(path, "model_state")
    torch_legacy.write_legacy(path, {"model_state": {}}, little_endian=False)
    with pytest.raises(EngineUnavailable, match="big-endian"):
        read_tensors(path, "model_state")
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(EngineUnavailable):
        read_tensors(path, "model_state")
    with pytest.raises(EngineUnavailable):
        read_tensors(tmp_path / "absent.pt", "model_state")
