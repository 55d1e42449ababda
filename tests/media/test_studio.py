"""One kind of child for all work on a dub's sound."""

import importlib

import numpy as np
import pytest

from lingoreel.errors import InvalidRequest
from lingoreel.media.studio import HOST, WORKS, Studio, host_config
from lingoreel.settings import Settings


def test_every_work_is_there():
    for name in (*WORKS.values(), HOST):
        module, _, attribute = name.partition(":")
        assert callable(getattr(importlib.import_module(module), attribute)), name


def test_it_works_with_one_thread_each():
    assert host_config(Settings()) == {"threads": 1}


def test_what_is_asked_is_done(tmp_path):
    path = tmp_path / "sound.pcm"
    np.concatenate([np.zeros(8000), np.full(8000, 16_384)]).astype("<i2").tofile(path)
    studio = Studio({})
    request = {"work": "survey", "path": str(path), "rate": 16_000, "channels": 1, "speech": []}
    peaks = studio.handle(request, lambda _: None)["peaks"]
    assert (peaks[0], peaks[-1], len(peaks)) == (0, 128, 50)
    assert studio.handle(request, lambda _: None)["peaks"] == peaks
    clips = {"work": "loudness", "clip_paths": [str(path)]}
    line = {"clip": 0, "sample_rate": 16_000, "start_sample": 8000, "end_sample": 16_000}
    assert studio.handle({**clips, "lines": [line]}, lambda _: None)["lines"][0]["peak"] == pytest.approx(-6, abs=0.1)


def test_unknown_work_is_refused():
    with pytest.raises(InvalidRequest, match="dance"):
        Studio({}).handle({"work": "dance"}, lambda _: None)
