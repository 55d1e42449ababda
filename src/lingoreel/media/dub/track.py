"""The dub put into the video as a track, beside pictures and everything else as they are. Runs in a cell."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.stream import Discard

from lingoreel.media import container as media
from lingoreel.media.burn.beside import mp4_options, mux_beside
from lingoreel.media.burn.copied import (
    Copies,
    add_copy,
    chapters_of,
    container_for,
    like,
    own_handler,
    plain_metadata,
    stream_for,
    title_of,
)
from lingoreel.media.burn.mp4_enabled import disable_subtitles
from lingoreel.media.burn.mp4_keys import Mp4Keys
from lingoreel.media.burn.soft_tracks import add_track, cue_packets, is_default, make_default, read_cues
from lingoreel.media.burn.source import Source, open_source
from lingoreel.media.cues import Cue
from lingoreel.media.disk_full import told_when_full
from lingoreel.media.dub.packets import DubSound, describe, dub_sound, open_sound_file

Report = Callable[[dict[str, Any]], None]

_ORIGINAL = "Original"
REPLACE = "replace"


def mux_dub(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """Put the dub into the video at `path`; writes `output_path`.

    The dub: `span_paths` (its packets, see `packets.read_span`), `spans` (of each, `packets`), `extradata`, `rate`,
    `channels`, `samples`; `language` and `title` tag its track, which comes before all other sound and is the only one
    played unasked. `audio_mode`: "replace" leaves out the sound that was dubbed, "add_track" keeps it, with
    `source_language` where it has no language and `source_title` where it has no title. `audio_index` is that sound's
    stream (None: the best one). `picture_path`: a file of pictures that are shown in place of the source's, times from
    the beginning of the presentation (None: the source's own, copied). Soft subtitles: `cues_path`, `tracks`,
    `languages` and `titles` as for `soft.mux_soft`. Every other stream, chapters and metadata are copied; all times
    count from the beginning of the presentation.

    Returns `container` ("mp4" or "matroska"), `frames`, `audio_samples`, `video_ms` (when the last picture ends),
    `audio_ms`, `difference_ms` (how much longer the sound is), `streams` (how many were copied), `tracks` (of
    subtitles), `size_bytes` and `warnings`.

    Raises InvalidRequest for a track that the cues have not, InvalidFile when the source cannot be read,
    RuntimeError when the spans are not the dub told of, ResultNotStored when the disk is full; no output is left then.
    """
    output = Path(str(request["output_path"]))
    try:
        return _mux(request, output, report)
    except BaseException:
        output.unlink(missing_ok=True)
        raise


def container_of(request: dict[str, Any], report: Report) -> dict[str, Any]:  # noqa: ARG001  (a cell's function)
    """What `mux_dub` would make of the video at `path` with this `audio_mode` and `audio_index`: told beforehand.

    `burned`: its pictures will be encoded anew. Returns `container` and `warnings`; raises InvalidFile where the
    pictures, or the sound that is to be kept, fit no container of ours.
    """
    with open_source(str(request["path"])) as source:
        name, warnings = container_for(
            source, pictures_too=not request.get("burned"), without=_replaced(request, source)[1]
        )
    return {"container": name, "warnings": warnings}


def write_dub(request: dict[str, Any], report: Report) -> dict[str, Any]:
    """The dub alone as an M4A file at `output_path`: `span_paths` … `title` as for `mux_dub`.

    Returns `samples`, `duration_ms` (rounded up) and `size_bytes`. Raises RuntimeError, ResultNotStored.
    """
    output = Path(str(request["output_path"]))
    dub = dub_sound(request)
    rate = int(request["rate"])
    try:
        with told_when_full(), open_sound_file(output, rate) as out:
            stream = dub.add_to(out, request.get("language"), None)
            if title := request.get("title"):
                out.metadata["title"] = str(title)
            for packet in dub.packets(stream):
                out.mux_one(packet)
    except BaseException:
        output.unlink(missing_ok=True)
        raise
    report({"fraction": 1.0})
    return {
        "samples": dub.samples,
        "duration_ms": -(-dub.samples * 1000 // rate),
        "size_bytes": output.stat().st_size,
    }


@dataclass
class _Pictures:
    """Counts the pictures of one stream, and finds when the last one ends, in seconds of the presentation."""

    standing: Fraction
    frames: int = 0
    _base: Fraction = Fraction(1)
    _last: Fraction | int = 0

    def count(self, packet: Any) -> None:
        if packet.pts is not None and not packet.is_discard:
            if not self.frames:
                self._base = packet.time_base
            self.frames += 1
            self._last = max(self._last, packet.pts + (packet.duration or self.standing / self._base))

    @property
    def end(self) -> Fraction:
        return self._last * self._base


def _mux(request: dict[str, Any], output: Path, report: Report) -> dict[str, Any]:
    dub = dub_sound(request)
    cues = read_cues(request, [str(name) for name in request.get("tracks") or ()])
    picture_path = request.get("picture_path")
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(open_source(str(request["path"])))
        picture = None if picture_path is None else stack.enter_context(_open_picture(str(picture_path)))
        dubbed, replaced = _replaced(request, source)
        name, warnings = container_for(source, pictures_too=picture is None, without=replaced)
        pictures = _Pictures(1 / Fraction(source.video.average_rate or 25))
        with told_when_full():
            layout = _Layout(source, picture, dub, dubbed, replaced, cues, name)
            copies = layout.write(request, output, pictures, report)
        if name == "mp4" and not cues and not any(map(is_default, source.container.streams.subtitles)):
            disable_subtitles(output)
    rate = int(request["rate"])
    audio, video = Fraction(dub.samples, rate), pictures.end
    warnings += copies.warnings
    if abs(audio - video) > pictures.standing:
        order = "after" if audio > video else "before"
        warnings.append(f"The sound ends {float(abs(audio - video)):.2f} s {order} the picture does.")
    report({"fraction": 1.0})
    return {
        "container": name,
        "frames": pictures.frames,
        "audio_samples": dub.samples,
        "video_ms": round(video * 1000),
        "audio_ms": round(audio * 1000),
        "difference_ms": round((audio - video) * 1000),
        "streams": len(copies.streams) + copies.attached,
        "tracks": len(cues),
        "size_bytes": output.stat().st_size,
        "warnings": warnings,
    }


def _replaced(request: dict[str, Any], source: Source) -> tuple[int | None, frozenset[int]]:
    """The sound that was dubbed, and what of the source is left out for it."""
    asked = request.get("audio_index")
    dubbed = media.select(source.container).audio if asked is None else int(asked)
    replaced = dubbed is not None and request["audio_mode"] == REPLACE
    return dubbed, frozenset({dubbed}) if replaced and dubbed is not None else frozenset()


@contextlib.contextmanager
def _open_picture(path: str) -> Iterator[Any]:
    with av.open(path) as container:
        yield container


@dataclass(frozen=True)
class _Layout:
    """What becomes of the source's streams in the output."""

    source: Source
    picture: Any | None
    dub: DubSound
    dubbed: int | None
    replaced: frozenset[int]
    cues: list[list[Cue]]
    name: str

    def write(self, request: dict[str, Any], output: Path, pictures: _Pictures, report: Report) -> Copies:
        container, copies = self.source.container, Copies()
        kept = plain_metadata(container.metadata)
        keys = Mp4Keys(kept if self.name == "mp4" else {})
        with av.open(str(output), "w", format=self.name, options=self._options(int(request["rate"]))) as out:
            dub, shown = self._add_streams(request, out, copies)
            asked = zip(request.get("languages") or (), request.get("titles") or (), strict=True)
            tracks = [add_track(out, self.name, language, title) for language, title in asked]
            if tracks:
                make_default(container, copies.streams, tracks)
            out.metadata.update({**kept, **keys.room})
            if chapters := chapters_of(self.source, -self.source.origin):
                out.set_chapters(chapters)
            ours = [
                self.dub.packets(dub),
                *(cue_packets(track, stream, self.name) for track, stream in zip(self.cues, tracks, strict=True)),
            ]
            if not self.source.jumping:  # else every packet tells where the clock jumps
                for index in self.replaced:
                    container.streams[index].discard = Discard.all
            if self.picture is not None:
                ours.append(_counted(_moved(self.picture, shown), pictures))
            for packet in mux_beside(self.source, copies, ours, out, report):
                if packet.stream is shown:
                    pictures.count(packet)
        keys.put(output)
        return copies

    def _options(self, rate: int) -> dict[str, str]:
        if self.name != "mp4":
            return {}
        bases = [stream.time_base for stream in self.source.container.streams if stream.time_base]
        return mp4_options(self.source.time_base, [Fraction(1, rate), *bases])

    def _add_streams(self, request: dict[str, Any], out: Any, copies: Copies) -> tuple[Any, Any]:
        """The dub's stream, before all other sound, and that of the pictures."""
        dub: Any = None
        shown: Any = None
        for stream in self.source.container.streams:
            if stream.type == "audio" and dub is None:
                dub = self._add_dub(request, out)
            if stream.index in self.replaced:
                continue
            if stream.index == self.source.video.index and self.picture is not None:
                shown = stream_for(self.picture.streams.video[0], str(request["picture_path"]), out, self.name)
                like(stream, shown)
                continue
            copy = add_copy(copies, stream, str(request["path"]), out, self.name)
            if stream.index == self.source.video.index:
                shown = copy
            elif copy is not None and stream.type == "audio":
                self._describe_other(request, stream, copy)
        return dub if dub is not None else self._add_dub(request, out), shown

    def _add_dub(self, request: dict[str, Any], out: Any) -> Any:
        stream = self.dub.add_to(out, request.get("language"), request.get("title"))
        kind = type(stream.disposition)
        stream.disposition = kind.default | kind.dub
        return stream

    def _describe_other(self, request: dict[str, Any], stream: Any, copy: Any) -> None:
        """Other sound is played only when asked for; what was dubbed is told as the original."""
        kind = type(stream.disposition)
        copy.disposition = stream.disposition & ~kind.default
        if stream.index != self.dubbed:
            return
        copy.disposition |= kind.original
        language = stream.metadata.get("language")
        if language in (None, "", "und"):
            language = request.get("source_language")
        title = title_of(stream) or request.get("source_title") or _ORIGINAL
        describe(copy, language, title, handler=self.name == "mp4" and own_handler(stream) is None)


def _moved(picture: Any, stream: Any) -> Iterator[Any]:
    """The packets of a file's pictures, for another file's stream."""
    for packet in picture.demux(picture.streams.video[0]):
        if packet.size:
            packet.stream = stream
            yield packet


def _counted(packets: Iterator[Any], pictures: _Pictures) -> Iterator[Any]:
    for packet in packets:
        pictures.count(packet)
        yield packet
