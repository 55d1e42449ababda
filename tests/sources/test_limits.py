import pytest

from lingoreel.errors import InvalidFile, OverLimit
from lingoreel.settings import Limits
from lingoreel.sources import check_media

LIMITS = Limits(media_duration_s=60, media_size_bytes=1000)


def probe(**changes):
    return {"presented_ms": 60_000, "size_bytes": 1000, "audio_index": 1, **changes}


def test_a_source_at_every_limit_is_taken():
    check_media(probe(), LIMITS)


def test_too_long_names_both_lengths():
    with pytest.raises(OverLimit) as caught:
        check_media(probe(presented_ms=60_001), LIMITS)
    assert (caught.value.state, caught.value.code) == (-5, "over_limit")
    assert "60.001 s" in caught.value.message
    assert "(60 s)" in caught.value.message
    assert caught.value.remedy


def test_too_large():
    with pytest.raises(OverLimit) as caught:
        check_media(probe(size_bytes=1001), LIMITS)
    assert (caught.value.state, caught.value.code) == (-5, "source_too_large")


def test_no_audio_is_refused_where_audio_is_needed():
    with pytest.raises(InvalidFile, match="no audio"):
        check_media(probe(audio_index=None), LIMITS)
    check_media(probe(audio_index=None), LIMITS, require_audio=False)
    check_media(probe(audio_index=0), LIMITS)


@pytest.mark.parametrize("presented_ms", [0, None])
def test_nothing_to_play(presented_ms):
    with pytest.raises(InvalidFile, match="no length"):
        check_media(probe(presented_ms=presented_ms), LIMITS)
