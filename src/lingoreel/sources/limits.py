"""What a probed source may be: its size, its length, and whether it can be heard."""

from __future__ import annotations

from typing import Any

from lingoreel.errors import InvalidFile, OverLimit
from lingoreel.settings import Limits


def _clock(duration_ms: int) -> str:
    seconds, rest_ms = divmod(duration_ms, 1000)
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{rest_ms:03}" if rest_ms else text


def check_media(probe: dict[str, Any], limits: Limits, *, require_audio: bool = True) -> None:
    """Refuse a probed source that is too long, too large, without length, or silent where sound is needed.

    `probe` is the answer of `lingoreel.media.probe`: `presented_ms`, `size_bytes`, `audio_index`.
    Raises OverLimit `over_limit` (duration) or `source_too_large` (size), and InvalidFile.
    """
    size_bytes = int(probe.get("size_bytes") or 0)
    if size_bytes > limits.media_size_bytes:
        raise OverLimit(
            f"the source has {size_bytes} bytes; at most {limits.media_size_bytes} bytes are allowed",
            code="source_too_large",
            remedy="use a smaller file, or ask the operator for a higher limit",
            details={"size_bytes": size_bytes, "limit_bytes": limits.media_size_bytes},
        )
    if require_audio and probe.get("audio_index") is None:
        raise InvalidFile(
            "the source has no audio, and audio is needed",
            remedy="send a file with an audio track",
            details={"reason": "no_audio"},
        )
    presented_ms = int(probe.get("presented_ms") or 0)
    if presented_ms <= 0:
        raise InvalidFile("the source has no length: nothing in it can be played")
    limit_ms = limits.media_duration_s * 1000
    if presented_ms > limit_ms:
        raise OverLimit(
            f"the source lasts {_clock(presented_ms)} ({presented_ms / 1000:g} s); "
            f"at most {_clock(limit_ms)} ({limits.media_duration_s} s) are allowed",
            remedy="cut the source into parts, or ask the operator for a higher limit",
            details={"duration_ms": presented_ms, "limit_ms": limit_ms},
        )
