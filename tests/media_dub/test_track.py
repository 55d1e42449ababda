"""A dub as a track of a video: heard to the sample, and nothing else touched."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.packet import Packet
from av.stream import Disposition

from lingoreel.errors import InvalidFile, InvalidRequest, ResultNotStored
from lingoreel.media.burn.soft import mux_soft
from lingoreel.media.burn.soft_cues import MOV_TEXT_HEADER
from lingoreel.media.cues import Cue
from lingoreel.media.dub.span_encode import encode_span
from lingoreel.media.dub.track import container_of, mux_dub, write_dub
from lingoreel.media.program import find_ffmpeg
from lingoreel.processes import Cells
from lingoreel.settings import Settings

SPAN = 40 * 1024
TAGS = {"language": "es-MX", "title": "Spanish", "source_language": "en", "source_title": "English"}


def speech(samples: int, channels: int) -> np.ndarray:
    """Noise that is nowhere like itself elsewhere, with most of it where AAC is exact."""
    rng = np.random.default_rng(3)
    steps = np.repeat(rng.normal(size=samples // 32 + 1), 32)[:samples]
    smooth = np.convolve(steps, np.hanning(96) / 48, "same").astype(np.float32) * 0.2
    return np.stack([smooth, -smooth][:channels])


@dataclass
class Dub:
    """A dub in spans: what the cell is asked for, and the sound itself."""

    request: dict[str, Any]
    sound: np.ndarray


@pytest.fixture
def make_dub(tmp_path: Path) -> Callable[..., Dub]:
    """make(seconds, rate=48000, channels=2) -> a dub, encoded span by span."""

    def make(seconds: float, rate: int = 48_000, channels: int = 2) -> Dub:
        samples = round(seconds * rate)
        sound = speech(samples, channels)
        paths, spans, extradata = [], [], b""
        for number, start in enumerate(range(0, samples, SPAN)):
            end = min(start + SPAN, samples)
            heard = max(0, start - 16 * 1024)
            path = tmp_path / f"span {number}"
            part = sound[:, heard : min(samples, end + 8 * 1024)]
            made = encode_span(part, heard, (start, end), rate, path, last=end == samples)
            paths.append(str(path))
            spans.append({"packets": made.packets, "samples": end - start})
            extradata = made.extradata
        told = {"rate": rate, "channels": channels, "samples": samples, "extradata": extradata.hex()}
        return Dub({"span_paths": paths, "spans": spans, **told}, sound)

    return make


@dataclass
class Sound:
    """An audio stream of a source."""

    codec: str = "aac"
    language: str | None = None
    title: str | None = None
    handler: str | None = None
    default: bool = True
    start: float = 0.0
    pitch: float = 300.0


@dataclass
class Film:
    """What a source is made of; the pictures are 25 a second, or at `times` (seconds)."""

    form: str = "mp4"
    codec: str = "libx264"
    options: dict[str, str] = field(default_factory=lambda: {"g": "12", "bf": "3", "preset": "veryfast"})
    times: list[float] = field(default_factory=lambda: [n / 25 for n in range(75)])
    sounds: list[Sound] = field(default_factory=lambda: [Sound()])
    cover: bool = False
    subtitles: bool = False
    chapters: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    tag: str | None = None
    names: dict[str, str] = field(default_factory=dict)  # the pictures' own
    attached: list[tuple[str, str, bytes]] = field(default_factory=list)


RATE = 44_100


@pytest.fixture
def shoot(tmp_path: Path) -> Callable[..., Path]:
    """shoot(film) -> the file."""
    made = 0

    def make(film: Film) -> Path:
        nonlocal made
        made += 1
        path = tmp_path / f"film {made}"
        with av.open(str(path), "w", format=film.form) as out:
            _fill(out, film)
        return path

    return make


def _fill(out: Any, film: Film) -> None:
    base = Fraction(1, 12_800)
    out.metadata.update(film.metadata)
    if film.cover:
        art = out.add_stream("mjpeg", rate=25)
        art.width, art.height, art.pix_fmt = 32, 32, "yuvj420p"
        art.disposition = Disposition.attached_pic
    video: Any = out.add_stream(film.codec, rate=25, options=film.options)
    video.width, video.height, video.pix_fmt = 96, 64, "yuv420p"
    if film.tag is not None:
        video.codec_context.codec_tag = film.tag
    video.metadata.update(film.names)
    for attached in film.attached:
        out.add_attachment(*attached)
    video.time_base = video.codec_context.time_base = base if film.codec != "wmv2" else Fraction(1, 1000)
    tracks = [_add_sound(out, sound) for sound in film.sounds]
    text: Any = None
    if film.subtitles:
        text = out.add_stream("mov_text" if film.form == "mp4" else "subrip")
        text.codec_context.subtitle_header = MOV_TEXT_HEADER
        text.time_base = Fraction(1, 1000)
        text.metadata["language"] = "fra"
    if film.chapters:
        second = {"start": 1000, "end": 2000, "time_base": Fraction(1, 1000)}
        out.set_chapters(
            [
                {"id": 1, "start": 0, "end": 1000, "time_base": Fraction(1, 1000), "metadata": {"title": "One"}},
                {"id": 2, **second, "metadata": {"title": "Two"}},
            ]
        )
    if film.cover:
        frame = av.VideoFrame.from_ndarray(np.full((48, 32), 90, np.uint8), "yuv420p").reformat(format="yuvj420p")
        frame.pts = 0
        out.mux(art.encode(frame))
        out.mux(art.encode(None))
    if text is not None:
        packet: Packet[Any] = Packet(b"\0\5older" if film.form == "mp4" else b"older")
        packet.stream, packet.time_base = text, Fraction(1, 1000)
        packet.pts, packet.dts, packet.duration = 100, 100, 500
        out.mux_one(packet)
    for sound, track in zip(film.sounds, tracks, strict=True):
        _play(out, track, sound, film.times[-1])
    for number, time in enumerate(film.times):
        picture = np.full((96, 96), 128, np.uint8)
        picture[:64, (number * 3) % 80 : (number * 3) % 80 + 12] = 30 + number
        frame = av.VideoFrame.from_ndarray(picture, "yuv420p")
        frame.pts, frame.time_base = round(time / base), base
        out.mux(video.encode(frame))
    out.mux(video.encode(None))


def _add_sound(out: Any, sound: Sound) -> Any:
    track = out.add_stream(sound.codec, rate=48_000 if sound.codec == "libopus" else RATE, layout="mono")
    if sound.codec in ("aac", "wmav2"):
        track.codec_context.bit_rate = 64_000
    if sound.language:
        track.metadata["language"] = sound.language
    if sound.title:
        track.metadata["title"] = sound.title
    if sound.handler:
        track.metadata["handler_name"] = sound.handler
    track.disposition = Disposition.default if sound.default else Disposition(0)
    return track


def _play(out: Any, track: Any, sound: Sound, seconds: float) -> None:
    rate = track.codec_context.sample_rate
    resampler = av.AudioResampler(format=track.codec_context.format, layout="mono", rate=rate)
    wave = (np.sin(np.arange(round((seconds - sound.start) * rate)) * sound.pitch / rate) * 9000).astype(np.int16)
    for at in range(0, len(wave), 1024):
        frame = av.AudioFrame.from_ndarray(wave[None, at : at + 1024], "s16", "mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, at + round(sound.start * rate), Fraction(1, rate)
        for ready in resampler.resample(frame):
            out.mux(track.encode(ready))
    out.mux(track.encode(None))


@pytest.fixture
def put_in(tmp_path: Path) -> Callable[..., tuple[dict[str, Any], Path]]:
    """put_in(path, dub, …) -> what was told, and the output."""
    made = 0

    def run(path: Path, dub: Dub, **request: Any) -> tuple[dict[str, Any], Path]:
        nonlocal made
        made += 1
        output = tmp_path / f"dubbed {made}"
        asked = {"audio_mode": "replace", "output_path": str(output), **TAGS, **dub.request, **request}
        told = mux_dub({"path": str(path), **asked}, lambda _: None)
        return dict(json.loads(json.dumps(told))), output

    return run


def packets(path: Path, kind: str, number: int = 0) -> list[tuple[Fraction, Fraction, bytes]]:
    """(shown, decoded, bytes) of each packet of a stream, times in seconds."""
    with av.open(str(path), metadata_errors="replace") as container:
        found = [s for s in getattr(container.streams, kind) if not s.disposition & Disposition.attached_pic]
        stream = found[number]
        read = [packet for packet in container.demux(stream) if packet.size]
        decoded = [packet.pts if packet.dts is None else packet.dts for packet in read]
        return [(p.pts * p.time_base, dts * p.time_base, bytes(p)) for p, dts in zip(read, decoded, strict=True)]


def heard(path: Path, number: int = 0) -> tuple[Fraction, np.ndarray]:
    """When a decoder begins to play an audio stream, in seconds, and what (channels × samples)."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[number]
        frames = list(container.decode(stream))
        begin = frames[0].pts * frames[0].time_base
        return begin, np.concatenate([frame.to_ndarray() for frame in frames], 1)


def assert_heard(path: Path, dub: Dub) -> None:
    """The first sound is the dub, sample for sample in its place, as long as it to within a frame."""
    begin, sound = heard(path)
    assert abs(begin) < Fraction(1, 1000)
    samples = dub.sound.shape[1]
    assert samples <= sound.shape[1] < samples + 1024
    for given, found in zip(dub.sound, sound, strict=True):
        error = found[:samples] - given
        assert np.sqrt(np.mean(error**2)) < 0.06 * np.sqrt(np.mean(given**2))
        for at in range(4096, samples - 8192, samples // 5):  # no shift anywhere would fit better
            own = given[at : at + 4096]
            errors = [float(np.sum((found[at + lag : at + lag + 4096] - own) ** 2)) for lag in range(-8, 9)]
            assert int(np.argmin(errors)) == 8, at


def audio_streams(path: Path) -> list[dict[str, Any]]:
    with av.open(str(path)) as container:
        return [
            {
                "codec": stream.codec_context.codec.canonical_name,
                "language": stream.metadata.get("language"),
                "title": stream.metadata.get("title") or stream.metadata.get("name"),
                "default": bool(stream.disposition & Disposition.default),
            }
            for stream in container.streams.audio
        ]


SPANISH = {"codec": "aac", "language": "spa", "title": "Spanish", "default": True}
FORMS = [
    (Film("mp4"), "mp4"),
    (Film("mov"), "mp4"),
    (Film("matroska"), "mp4"),
    (Film("matroska", sounds=[Sound("pcm_s16le")]), "mp4"),
    (Film("webm", "libvpx", {"deadline": "realtime"}, sounds=[Sound("libopus")]), "matroska"),
]


@pytest.mark.parametrize(("film", "container"), FORMS, ids=lambda value: getattr(value, "form", None))
def test_pictures_are_packet_for_packet_the_sources(film: Film, container: str, shoot: Any, make_dub: Any, put_in: Any):
    source, dub = shoot(film), make_dub(3)
    told, output = put_in(source, dub)
    assert (told["container"], told["frames"], told["streams"]) == (container, 75, 1)
    assert [(shown, data) for shown, _, data in packets(output, "video")] == [
        (shown, data) for shown, _, data in packets(source, "video")
    ]
    assert audio_streams(output) == [SPANISH]
    assert_heard(output, dub)
    assert told["audio_samples"] == 3 * 48_000
    assert (told["audio_ms"], told["video_ms"], told["difference_ms"]) == (3000, 3000, 0)
    mkv = [warning for warning in told["warnings"] if "MKV" in warning]
    assert bool(mkv) == (container == "matroska")
    assert told["warnings"] == mkv


def hevc(form: str, tag: str | None = None, **parameters: int) -> Film:
    told = ":".join(f"{name}={value}" for name, value in {"log-level": 0, "keyint": 12, **parameters}.items())
    return Film(form, "libx265", {"preset": "ultrafast", "x265-params": told}, tag=tag)


@pytest.mark.parametrize(
    ("film", "tag"),
    [
        (hevc("mp4", "hvc1"), "hvc1"),
        (hevc("mov", "hvc1"), "hvc1"),
        (hevc("mp4", "hev1"), "hev1"),
        (hevc("matroska"), "hvc1"),
        (hevc("matroska", **{"repeat-headers": 1}), "hev1"),
        (hevc("mpegts"), "hev1"),
        (Film(tag="avc1"), "avc1"),
        (Film(tag="avc3"), "avc3"),
    ],
    ids=["mp4 hvc1", "mov hvc1", "mp4 hev1", "mkv", "mkv with parameter sets", "ts", "mp4 avc1", "mp4 avc3"],
)
def test_the_codecs_name_in_mp4_is_the_sources_and_tells_where_parameter_sets_are(
    film: Film, tag: str, shoot: Any, make_dub: Any, put_in: Any
):
    source = shoot(film)
    told, output = put_in(source, make_dub(3))
    assert (told["container"], told["frames"]) == ("mp4", 75)
    with av.open(str(source)) as before, av.open(str(output)) as after:
        context = after.streams.video[0].codec_context
        assert context.codec_tag == tag
        if film.tag is not None:
            assert context.extradata == before.streams.video[0].codec_context.extradata
        assert len(list(after.decode(video=0))) == 75
    if film.form != "mpegts":
        assert [data for *_, data in packets(output, "video")] == [data for *_, data in packets(source, "video")]
    if film.codec == "libx265":
        inside = {kind for *_, data in packets(output, "video") for kind in hevc_units(data)} & {32, 33, 34}
        assert bool(inside) == (film.form == "mpegts" or "repeat" in film.options["x265-params"])


def hevc_units(data: bytes) -> Iterator[int]:
    at = 0
    while at < len(data):
        yield data[at + 4] >> 1 & 63
        at += 4 + int.from_bytes(data[at : at + 4], "big")


def test_encoded_pictures_keep_the_codecs_name_that_they_were_given(shoot: Any, make_dub: Any, put_in: Any):
    burned = shoot(replace(hevc("mp4", "hvc1"), sounds=[]))
    _, output = put_in(shoot(Film()), make_dub(3), picture_path=str(burned))
    with av.open(str(output)) as container:
        assert container.streams.video[0].codec_context.codec_tag == "hvc1"


def test_times_of_decoding_and_lengths_are_the_sources_in_mp4(shoot: Any, make_dub: Any, put_in: Any):
    source, dub = shoot(Film()), make_dub(3, 44_100, 1)
    _, output = put_in(source, dub)
    assert packets(output, "video") == packets(source, "video")
    with av.open(str(source)) as before, av.open(str(output)) as after:
        spans = [(s.start_time * s.time_base, s.duration * s.time_base) for s in (before.streams.video[0],)]
        assert [(s.start_time * s.time_base, s.duration * s.time_base) for s in (after.streams.video[0],)] == spans
        sound = after.streams.audio[0]
        assert (sound.start_time, sound.duration * sound.time_base) == (0, 3)
    data = output.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat"), "faststart"
    assert_heard(output, dub)


@pytest.mark.parametrize(
    ("film", "container"),
    [(Film("mp4"), "mp4"), (Film("matroska", sounds=[Sound("pcm_s16le")]), "matroska")],
    ids=["mp4", "matroska"],
)
def test_the_original_is_kept_as_a_second_track(film: Film, container: str, shoot: Any, make_dub: Any, put_in: Any):
    source, dub = shoot(film), make_dub(3)
    told, output = put_in(source, dub, audio_mode="add_track")
    assert told["container"] == container
    original = {"codec": film.sounds[0].codec.removeprefix("lib"), "language": "eng", "title": "English"}
    assert audio_streams(output) == [SPANISH, {**original, "default": False}]
    before = packets(source, "audio")
    assert [data for _, _, data in packets(output, "audio", 1)] == [data for _, _, data in before]
    assert max(abs(a[0] - b[0]) for a, b in zip(packets(output, "audio", 1), before, strict=True)) <= Fraction(1, 1000)
    assert np.array_equal(heard(output, 1)[1], heard(source)[1])
    assert_heard(output, dub)


def test_what_the_original_says_of_itself_stays(shoot: Any, make_dub: Any, put_in: Any):
    film = Film("matroska", sounds=[Sound("pcm_s16le", "ger", "Kinofassung")])
    _, output = put_in(shoot(film), make_dub(3), audio_mode="add_track")
    assert audio_streams(output)[1] == {
        "codec": "pcm_s16le",
        "language": "ger",
        "title": "Kinofassung",
        "default": False,
    }
    film = Film("matroska", sounds=[Sound("pcm_s16le")])
    _, output = put_in(shoot(film), make_dub(3), audio_mode="add_track", source_language=None, source_title=None)
    untold = audio_streams(output)[1]
    assert (untold["title"], untold["language"] in (None, "und")) == ("Original", True)


@pytest.mark.parametrize("form", ["mp4", "matroska"])
@pytest.mark.parametrize("mode", ["replace", "add_track"])
def test_of_many_sounds_the_one_that_was_dubbed_is_meant(form: str, mode: str, shoot: Any, make_dub: Any, put_in: Any):
    sounds = [Sound(language="fra", default=False, pitch=200), Sound(language="eng", pitch=400)]
    source = shoot(Film(form, sounds=sounds))
    told, output = put_in(source, make_dub(3), audio_mode=mode)
    shown = [(stream["language"], stream["default"]) for stream in audio_streams(output)]
    kept = [("fra", False)] + [("eng", False)] * (mode == "add_track")
    assert shown == [("spa", True), *kept]
    assert told["streams"] == 1 + len(kept)
    assert [data for *_, data in packets(output, "audio", 1)] == [data for *_, data in packets(source, "audio", 0)]
    _, output = put_in(source, make_dub(3), audio_mode="replace", audio_index=1)
    assert [stream["language"] for stream in audio_streams(output)] == ["spa", "eng"]


@pytest.mark.parametrize("form", ["mp4", "matroska"])
def test_covers_chapters_subtitles_and_metadata_stay(form: str, shoot: Any, make_dub: Any, put_in: Any):
    film = Film(form, cover=form == "mp4", subtitles=True, chapters=True, metadata={"title": "A film", "artist": "Me"})
    source, dub = shoot(film), make_dub(3)
    _, output = put_in(source, dub)
    with av.open(str(source)) as before, av.open(str(output)) as after:
        assert {"A film", "Me"} <= set(after.metadata.values())
        assert [(c["start"] * c["time_base"], c["metadata"]["title"]) for c in after.chapters()] == [
            (0, "One"),
            (1, "Two"),
        ]
        covers = [s for s in after.streams.video if s.disposition & Disposition.attached_pic]
        assert len(covers) == film.cover
        [text] = after.streams.subtitles
        assert text.language == "fra"
        assert bool(text.disposition & 1) == bool(before.streams.subtitles[0].disposition & 1)
    olds, news = ([p for p in packets(path, "subtitles") if p[2] != b"\0\0"] for path in (source, output))
    if told_as_text := form == "mp4":
        assert news == olds
    assert told_as_text or b"older" in news[0][2]
    assert packets(output, "video")[0][2] == packets(source, "video")[0][2]
    assert_heard(output, dub)


OWN = {
    "com.mine.key": "xyz Ω",
    "com.apple.quicktime.location.ISO6709": "+1+2/",
    "com.apple.quicktime.full-frame-rate": "1",
    "com.android.version": "14",
}
KNOWN = {"title": "A film", "artist": "Me", "comment": "No", "date": "2020", "genre": "Talk", "copyright": "Us"}


@pytest.mark.parametrize("more", [{}, {"synopsis": "Long", "description": "Short"}], ids=["few", "more"])
@pytest.mark.parametrize("writer", ["dub", "soft", "burn"])
def test_metadata_of_any_name_stays_beside_what_players_know(
    writer: str, more: dict[str, str], tmp_path: Path, shoot: Any, make_dub: Any, put_in: Any
):
    film = shoot(Film("matroska", cover=False))
    source, output = tmp_path / "named.mp4", tmp_path / "out"
    given = {**KNOWN, **more, **OWN}
    with av.open(str(film)) as container, av.open(str(source), "w", options={"movflags": "use_metadata_tags"}) as out:
        copies = {s.index: out.add_stream_from_template(s, opaque=True) for s in container.streams}
        out.metadata.update(given)
        for packet in container.demux():
            if packet.size:
                packet.stream = copies[packet.stream_index]
                out.mux_one(packet)
    if writer == "soft":
        mux_soft({"path": str(source), "output_path": str(output)}, lambda _: None)
    else:
        burned = {"picture_path": str(shoot(Film(sounds=[])))} if writer == "burn" else {}
        _, output = put_in(source, make_dub(3), **burned)
    assert packets(output, "audio")
    with av.open(str(output)) as container:
        told = dict(container.metadata)
        assert {name: told.get(name) for name in given} == given
        assert set(told) - set(given) == {"major_brand", "minor_version", "compatible_brands", "encoder"}
        assert len(list(container.decode(video=0))) == 75
    data = output.read_bytes()
    assert [data.count(text.encode()) for text in given.values() if len(text) > 2] == [1] * (
        sum(len(text) > 2 for text in given.values())
    )
    assert data.count(b"\xa9nam") == data.count(b"\xa9day") == data.count(b"com.mine.key") == 1
    assert 0 < data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize(("form", "sound"), [("mp4", "aac"), ("matroska", "aac"), ("matroska", "pcm_s16le")])
def test_tracks_keep_their_own_names(form: str, sound: str, shoot: Any, make_dub: Any, put_in: Any):
    names = {"handler_name": "My view"}
    if form == "matroska":
        names["title"] = "Main view"
    source = shoot(Film(form, sounds=[Sound(sound), Sound(sound, title="Stage")], names=names))
    _, output = put_in(source, make_dub(3), audio_mode="add_track")
    with av.open(str(source)) as before, av.open(str(output)) as after:
        [old], [new] = before.streams.video, after.streams.video
        assert names_of(new) == names_of(old) == ("My view", names.get("title"))
        assert [names_of(stream)[1] for stream in after.streams.audio] == ["Spanish", "English", "Stage"]
        usual = [value for stream in after.streams for value in stream.metadata.values() if value.endswith("Handler")]
        assert bool(usual) == (after.format.name != "matroska,webm")


def names_of(stream: Any) -> tuple[str | None, str | None]:
    """The handler's name and the title; MP4 calls the latter "name"."""
    told = {name.lower(): value for name, value in stream.metadata.items()}
    return told.get("handler_name"), told.get("title") or told.get("name")


def test_a_name_that_only_the_handler_has_is_the_originals(shoot: Any, make_dub: Any, put_in: Any):
    for own, name in (("Stage microphone", "Stage microphone"), ("Core Media Audio", "English")):
        source = shoot(Film(sounds=[Sound(handler=own)]))
        _, output = put_in(source, make_dub(3), audio_mode="add_track")
        assert [stream["title"] for stream in audio_streams(output)] == ["Spanish", name]


def test_what_is_attached_keeps_its_names(tmp_path: Path, shoot: Any, make_dub: Any, put_in: Any):
    with av.open(str(shoot(Film(cover=True)))) as container:
        cover = next(
            bytes(packet)
            for packet in container.demux()
            if packet.stream.disposition & Disposition.attached_pic and packet.size
        )
    source = shoot(
        Film(
            "matroska",
            sounds=[Sound("pcm_s16le"), Sound("pcm_s16le")],
            attached=[
                ("front of it.jpeg", "image/jpeg", cover),
                ("My Font.ttf", "application/x-truetype-font", b"font"),
            ],
        )
    )
    _, output = put_in(source, make_dub(3))
    found = []
    for path in (source, output):
        with av.open(str(path)) as container:
            told = [stream.metadata for stream in container.streams]
            found.append([(t["filename"], t["mimetype"]) for t in told if "filename" in t])
    assert found[0] == found[1]
    assert len(found[0]) == 2


@pytest.mark.parametrize("form", ["mp4", "matroska"])
@pytest.mark.parametrize(("picture_start", "sound_start"), [(0.0, 0.48), (0.48, 0.0), (0.0, 0.0)])
def test_pictures_at_uneven_times_stay_in_step_with_the_dub(
    form: str, picture_start: float, sound_start: float, shoot: Any, make_dub: Any, put_in: Any
):
    rng = np.random.default_rng(5)
    steps = np.cumsum(rng.integers(1, 9, 60) * 8) / 1000
    times = [picture_start, *(picture_start + step for step in steps)]
    source = shoot(Film(form, times=list(map(float, times)), sounds=[Sound(start=sound_start)]))
    dub = make_dub(times[-1])
    told, output = put_in(source, dub, audio_mode="add_track")
    assert told["frames"] == len(times)
    tick = Fraction(1, 1000 if form == "matroska" else 12_800)
    shown = sorted(at for at, *_ in packets(output, "video"))
    assert max(abs(a - Fraction(b)) for a, b in zip(shown, times, strict=True)) <= tick
    assert abs(heard(output, 1)[0] - Fraction(sound_start)) <= Fraction(1, 40)
    assert_heard(output, dub)


def test_another_picture_takes_the_place_of_the_sources(shoot: Any, make_dub: Any, put_in: Any, tmp_path: Path):
    """Burned subtitles: pictures of another file, everything else of the source."""
    source = shoot(Film("matroska", subtitles=True, chapters=True, sounds=[Sound(), Sound(default=False)]))
    burned = shoot(Film(times=[0.2 + n / 25 for n in range(60)], sounds=[], options={"bf": "2", "crf": "40"}))
    dub = make_dub(3)
    told, output = put_in(source, dub, picture_path=str(burned))
    assert (told["frames"], told["container"], told["streams"]) == (60, "matroska", 2)
    ours, given = packets(output, "video"), packets(burned, "video")
    assert [data for *_, data in ours] == [data for *_, data in given]
    assert max(abs(a[0] - b[0]) for a, b in zip(ours, given, strict=True)) <= Fraction(1, 1000)
    assert min(shown for shown, *_ in ours) == Fraction(1, 5)
    with av.open(str(output)) as container:
        assert len(list(container.decode(video=0))) == 60
        assert [stream.type for stream in container.streams] == ["video", "audio", "audio", "subtitle"]
        assert len(container.chapters()) == 2
    assert abs(told["video_ms"] - 2600) <= 1
    assert told["difference_ms"] == told["audio_ms"] - told["video_ms"]
    assert_heard(output, dub)


@pytest.mark.parametrize("form", ["mp4", "webm"])
def test_soft_subtitles_of_the_dub(form: str, shoot: Any, make_dub: Any, put_in: Any, tmp_path: Path):
    film = FORMS[-1][0] if form == "webm" else Film(subtitles=True)
    cues = {"primary": [Cue(200, 900, ("Hola",)).to_dict()], "secondary": None}
    path = tmp_path / "cues.json"
    path.write_text(json.dumps(cues))
    source, dub = shoot(film), make_dub(3)
    asked = {"cues_path": str(path), "tracks": ["primary"], "languages": ["es"], "titles": ["Spanish"]}
    told, output = put_in(source, dub, **asked)
    assert told["tracks"] == 1
    with av.open(str(output)) as container:
        shown = [(s.metadata.get("language"), bool(s.disposition & 1)) for s in container.streams.subtitles]
    assert shown == ([("fra", False)] if form == "mp4" else []) + [("spa", True)]
    [(at, _, text)] = [p for p in packets(output, "subtitles", len(shown) - 1) if p[2] != b"\0\0"]
    assert (at, text.removeprefix(b"\0\4")) == (Fraction(1, 5), b"Hola")
    assert_heard(output, dub)
    with pytest.raises(InvalidRequest):
        put_in(source, dub, **{**asked, "tracks": ["secondary"]})


def test_a_film_without_sound_gets_one(shoot: Any, make_dub: Any, put_in: Any):
    dub = make_dub(3)
    for mode in ("replace", "add_track"):
        told, output = put_in(shoot(Film(sounds=[])), dub, audio_mode=mode)
        assert told["streams"] == 1
        assert audio_streams(output) == [SPANISH]
        assert_heard(output, dub)


@pytest.mark.parametrize(("seconds", "said"), [(4.2, "1.20 s after"), (2.0, "1.00 s before"), (3.02, None)])
def test_a_length_that_differs_is_told(seconds: float, said: str | None, shoot: Any, make_dub: Any, put_in: Any):
    dub = make_dub(seconds)
    told, output = put_in(shoot(Film()), dub)
    assert told["difference_ms"] == round((seconds - 3) * 1000)
    assert [said in warning for warning in told["warnings"]] == [True] * (said is not None)
    assert_heard(output, dub)


def test_a_transport_stream(shoot: Any, make_dub: Any, put_in: Any):
    source, dub = shoot(Film("mpegts", sounds=[Sound("mp2")])), make_dub(3)
    told, output = put_in(source, dub, audio_mode="add_track")
    assert (told["container"], told["frames"]) == ("mp4", 75)
    before, after = packets(source, "video"), packets(output, "video")
    begin = min(shown for shown, *_ in (*before, *packets(source, "audio")))
    assert [shown for shown, *_ in after] == [shown - begin for shown, *_ in before]
    with av.open(str(source)) as a, av.open(str(output)) as b:
        for old, new in zip(a.decode(video=0), b.decode(video=0), strict=True):
            assert np.array_equal(old.to_ndarray(), new.to_ndarray())
    assert_heard(output, dub)


@pytest.mark.parametrize("soft", [False, True])
def test_pictures_without_times_are_left_out_and_told(
    soft: bool, shoot: Any, make_dub: Any, put_in: Any, tmp_path: Path
):
    source, early = shoot(Film()), tmp_path / "early.mkv"
    arguments = ["-v", "error", "-itsoffset", "-0.5", "-i", str(source), "-c", "copy"]
    subprocess.run([find_ffmpeg().path, *arguments, "-avoid_negative_ts", "disabled", str(early)], check=True)
    with av.open(str(early)) as container:
        container.flags |= 1  # as in a source: times are made up where that is possible
        untimed = sum(p.pts is None and p.dts is None for p in container.demux(video=0) if p.size)
    assert untimed > 2

    if soft:
        told = mux_soft({"path": str(early), "output_path": str(tmp_path / "soft")}, lambda _: None)
    else:
        told = put_in(early, make_dub(3))[0]

    [warning] = [text for text in told["warnings"] if "packets" in text]
    assert warning == f"{untimed} packets had no times, so they were left out."


def test_what_no_container_of_ours_holds_is_told_beforehand(shoot: Any, make_dub: Any, put_in: Any, tmp_path: Path):
    source = shoot(Film("asf", "wmv2", {}, sounds=[Sound("wmav2")]))

    def ask(**request: Any) -> dict[str, Any]:
        return container_of({"path": str(source), "audio_index": None, **request}, lambda _: None)

    for mode in ("replace", "add_track"):
        with pytest.raises(InvalidFile, match=r"pictures \(wmv2\)"):
            ask(audio_mode=mode)
        with pytest.raises(InvalidFile, match=r"pictures \(wmv2\)"):
            put_in(source, make_dub(3), audio_mode=mode)
    assert ask(audio_mode="replace", burned=True) == {"container": "mp4", "warnings": []}
    with pytest.raises(InvalidFile, match=r"sound \(wmav2\)"):
        ask(audio_mode="add_track", burned=True)
    burned, dub = shoot(Film(sounds=[])), make_dub(3)
    told, output = put_in(source, dub, picture_path=str(burned))
    assert (told["frames"], told["container"]) == (75, "mp4")
    assert_heard(output, dub)
    assert not (tmp_path / "dubbed 1").exists()


def test_the_dub_alone(make_dub: Any, tmp_path: Path):
    dub = make_dub(2.5, 44_100, 1)
    output = tmp_path / "dub.m4a"
    told = write_dub({**dub.request, "language": "es", "title": "A film", "output_path": str(output)}, lambda _: None)
    assert told == {"samples": 110_250, "duration_ms": 2500, "size_bytes": output.stat().st_size}
    assert_heard(output, dub)
    with av.open(str(output)) as container:
        [stream] = container.streams
        assert (stream.start_time, stream.duration * stream.time_base) == (0, Fraction(5, 2))
        assert (container.metadata["title"], stream.language) == ("A film", "spa")
    data = output.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("samples", [1, 1023, 1024, 1025, 2048, SPAN, SPAN + 1])
def test_any_length_is_exact(samples: int, make_dub: Any, tmp_path: Path):
    dub = make_dub(samples / 48_000)
    output = tmp_path / "dub.m4a"
    assert write_dub({**dub.request, "output_path": str(output)}, lambda _: None)["samples"] == samples
    with av.open(str(output)) as container:
        assert container.streams[0].duration == samples
        assert sum(frame.samples for frame in container.decode(audio=0)) - samples in range(1024)


def _cut(dub: Dub) -> None:
    path = Path(dub.request["span_paths"][-1])
    path.write_bytes(path.read_bytes()[:-5])


def _miscount(dub: Dub) -> None:
    dub.request["spans"][0]["packets"] += 1


def _lose(dub: Dub) -> None:
    dub.request["span_paths"].pop()
    dub.request["spans"].pop()


def _leave_out(dub: Dub) -> None:
    dub.request["span_paths"].pop()


def _spoil(dub: Dub) -> None:
    Path(dub.request["span_paths"][0]).write_bytes(b"\xff" * 4000)


@pytest.mark.parametrize("spoil", [_cut, _miscount, _lose, _leave_out, _spoil])
def test_spans_that_are_not_the_dub_make_no_file(spoil: Any, shoot: Any, make_dub: Any, put_in: Any, tmp_path: Path):
    dub = make_dub(3)
    assert len(dub.request["spans"]) > 1
    spoil(dub)
    with pytest.raises(RuntimeError):
        put_in(shoot(Film()), dub)
    with pytest.raises(RuntimeError):
        write_dub({**dub.request, "output_path": str(tmp_path / "dub.m4a")}, lambda _: None)
    assert not [*tmp_path.glob("dub*")]


def test_sound_alone_is_no_video(shoot: Any, make_dub: Any, put_in: Any, tmp_path: Path):
    (tmp_path / "text").write_bytes(b"no film" * 100)
    with av.open(str(tmp_path / "sound"), "w", format="mp4") as out:
        sound = Sound()
        _play(out, _add_sound(out, sound), sound, 1.0)
    for name in ("text", "sound"):
        with pytest.raises(InvalidFile):
            put_in(tmp_path / name, make_dub(1))
    assert not [*tmp_path.glob("dubbed*")]


async def test_in_a_cell_and_with_a_full_disk(shoot: Any, make_dub: Any, tmp_path: Path):
    dub = make_dub(3)
    cells = Cells(Settings(data_dir=tmp_path / "data"))
    request = {"path": str(shoot(Film())), "audio_mode": "add_track", **TAGS, **dub.request}
    request["output_path"] = str(tmp_path / "out")
    try:
        name = "lingoreel.media.dub.track:mux_dub"
        told = await cells.run(name, request, wall_s=60)
        assert told["frames"] == 75
        assert_heard(tmp_path / "out", dub)
        with pytest.raises(ResultNotStored):
            await cells.run(name, request, wall_s=60, file_bytes=20_000)
        with pytest.raises(ResultNotStored):
            await cells.run("lingoreel.media.dub.track:write_dub", request, wall_s=60, file_bytes=20_000)
    finally:
        await cells.close()
