"""Metadata of any name in an MP4 file, beside the few names that its players know.

libavformat writes either those names or any (`use_metadata_tags`), never both. So it is made to leave room, where the
others are put when the file is finished: nothing in it has to be moved.
"""

from __future__ import annotations

from pathlib import Path

from lingoreel.media.burn.mp4_enabled import boxes

# What libavformat has a place for in MP4: those of players, and what stands elsewhere
_PLAYERS = frozenset(
    {"title", "artist", "album_artist", "composer", "album", "date", "encoder", "comment", "genre", "copyright"}
    | {"grouping", "lyrics", "description", "synopsis", "show", "episode_id", "network", "keywords", "track", "disc"}
    | {"episode_sort", "season_number", "media_type", "hd_video", "gapless_playback", "compilation", "tmpo"}
    | {"creation_time", "location", "timecode", "language"}
)
_ROOM = {"synopsis": b"ldes", "grouping": b"\xa9grp", "lyrics": b"\xa9lyr", "network": b"tvnn"}
_ROOM_HEADS = 24  # bytes of the two boxes around such a text
_MAX = 1 << 20
_TEXT = 1  # a value's type: UTF-8


class Mp4Keys:
    """Those of a file's metadata that only a box of their own can hold; at most 1 MiB of them."""

    def __init__(self, metadata: dict[str, str]) -> None:
        taken = {name.lower() for name in metadata}
        others = {name: text for name, text in metadata.items() if text and name.lower().split("-")[0] not in _PLAYERS}
        self._box = _meta(others) if others else b""
        self._name = next((name for name in _ROOM if name not in taken), "")
        if not self._name or len(self._box) > _MAX:
            self._box = b""

    @property
    def room(self) -> dict[str, str]:
        """Metadata to be written in place of them."""
        return {self._name: "." * (len(self._box) - _ROOM_HEADS)} if self._box else {}

    def put(self, path: Path) -> None:
        """Put them into the room left in a finished file. Raises RuntimeError when there is none."""
        if not self._box:
            return
        with path.open("r+b") as file:
            for movie in boxes(file, 0, path.stat().st_size, b"moov"):
                for begin, end in boxes(file, *movie, b"udta"):
                    file.seek(begin)
                    held = _without(file.read(end - begin), [b"meta", b"ilst", _ROOM[self._name]], len(self._box))
                    if held is not None:
                        file.seek(begin - 8)
                        file.write(_boxed(b"udta", held) + self._box)
                        return
        raise RuntimeError("the file has no room for its metadata")


def _without(data: bytes, way: list[bytes], size: int) -> bytes | None:
    """The content of a box without the box of that size at the end of the way; None where there is none."""
    at = 0
    while at + 8 <= len(data):
        end = at + int.from_bytes(data[at : at + 4], "big")
        if not at + 8 <= end <= len(data):
            return None
        if data[at + 4 : at + 8] == way[0]:
            if len(way) == 1:
                return data[:at] + data[end:] if end - at == size else None
            head = at + (12 if way[0] == b"meta" else 8)
            inner = _without(data[head:end], way[1:], size)
            return None if inner is None else data[:at] + _boxed(way[0], data[at + 8 : head] + inner) + data[end:]
        at = end
    return None


def _boxed(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def _meta(texts: dict[str, str]) -> bytes:
    """A `meta` box as QuickTime File Format, "Metadata", lays it out, with ISO's version and flags."""
    none = bytes(4)
    handler = _boxed(b"hdlr", none + none + b"mdta" + bytes(13))
    names = [_boxed(b"mdta", name.encode()) for name in texts]
    keys = _boxed(b"keys", none + len(names).to_bytes(4, "big") + b"".join(names))
    values = [_boxed(b"data", _TEXT.to_bytes(4, "big") + none + text.encode()) for text in texts.values()]
    items = [_boxed(number.to_bytes(4, "big"), value) for number, value in enumerate(values, 1)]
    return _boxed(b"meta", none + handler + keys + _boxed(b"ilst", b"".join(items)))
