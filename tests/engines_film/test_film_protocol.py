"""What film engines say about themselves and take, as plain data, and the sizes and lengths that they can make."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingoreel.engines.film import Capabilities, Clip, ClipRules, FilmRequest
from lingoreel.engines.film.families import family_of
from lingoreel.engines.modules import from_dict
from lingoreel.errors import InvalidRequest
from lingoreel.media.film.storyboard import SIZES

WAN = ClipRules(fps=16, frame_step=4, frames_most=81, side_multiple=16, pixels_most=832 * 480)
LTX = ClipRules(fps=24, frame_step=8, frames_most=241, side_multiple=32, pixels_most=1216 * 704)
REQUEST = FilmRequest("a fox in the snow", "blurry", 33, 16, 832, 480, 30, 7)


def test_records_and_requests_survive_the_way_through_json():
    record = Capabilities("diffusion", "1", "neural", "m:E", "gpu", 1, "Apache-2.0", WAN, 50, ("en", "zh"), model="wan")
    assert from_dict(json.loads(json.dumps(record.to_dict()))) == record
    assert from_dict(json.loads(json.dumps(Capabilities("storyboard", "1", "embedded").to_dict()))).clip is None
    assert FilmRequest.from_dict(json.loads(json.dumps({**REQUEST.to_dict(), "output_path": "x"}))) == REQUEST
    clip = Clip(33, 16, 832, 480, 7, 30, "wan", "WanPipeline", "MIT", ({"code": "a", "message": "b"},))
    assert Clip.from_dict({**json.loads(json.dumps(clip.to_dict())), "key": "stages/x"}) == clip
    assert clip.duration_ms == 2062


@pytest.mark.parametrize(
    ("field", "value"),
    [("prompt", "  "), ("frames", 0), ("width", 8), ("height", 10_000), ("steps", 0), ("seed", -1), ("seed", 2**32)],
)
def test_a_request_out_of_range_names_its_field(field, value):
    with pytest.raises(InvalidRequest) as caught:
        FilmRequest.from_dict({**REQUEST.to_dict(), field: value})
    assert caught.value.field == field


@pytest.mark.parametrize("rules", [WAN, LTX])
@pytest.mark.parametrize("shape", ["16:9", "9:16", "1:1"])
@pytest.mark.parametrize("resolution", SIZES)
def test_every_shape_of_film_has_a_size_that_the_model_can_make(rules, shape, resolution):
    width, height = SIZES[resolution][shape]
    made = rules.size(width, height)
    assert made[0] % rules.side_multiple == made[1] % rules.side_multiple == 0
    assert made[0] * made[1] <= min(rules.pixels_most, (width + rules.side_multiple) * (height + rules.side_multiple))
    assert made[0] * made[1] >= 0.75 * min(rules.pixels_most, width * height)
    assert made[0] / made[1] == pytest.approx(width / height, rel=0.05)


@given(st.integers(16, 4096), st.integers(16, 4096), st.sampled_from([WAN, LTX]), st.floats(0.01, 60, allow_nan=False))
def test_sizes_and_lengths_hold_for_anything(width, height, rules, duration_s):
    wide, high = rules.size(width, height)
    assert wide % rules.side_multiple == high % rules.side_multiple == 0
    assert 0 < wide * high <= max(rules.pixels_most, rules.side_multiple * max(wide, high))
    frames = rules.frames(duration_s)
    assert frames % rules.frame_step == 1
    assert 1 < frames <= rules.frames_most
    assert frames >= min(duration_s * rules.fps, rules.frames_most) - 1e-6
    assert frames < max(duration_s * rules.fps, 2) + rules.frame_step


def test_lengths_of_clips():
    assert [WAN.frames(seconds) for seconds in (0.1, 1, 2, 5, 9)] == [5, 17, 33, 81, 81]
    assert [LTX.frames(seconds) for seconds in (0.1, 1, 2, 5, 30)] == [9, 25, 49, 121, 241]


def test_the_wan_models_differ_in_what_their_configs_say():
    family = family_of("WanPipeline")
    assert family is not None
    patch = {"patch_size": [1, 2, 2]}
    assert family.rules({}, {**patch, "num_attention_heads": 12}) == WAN
    large = family.rules({}, {**patch, "num_attention_heads": 40})
    assert (large.pixels_most, large.fps, large.side_multiple) == (1280 * 720, 16, 16)
    dense = family.rules({"scale_factor_spatial": 16}, {**patch, "num_attention_heads": 24})
    assert (dense.pixels_most, dense.fps, dense.side_multiple, dense.frames_most) == (1280 * 704, 24, 32, 121)
    assert family_of("StableDiffusionPipeline") is None
