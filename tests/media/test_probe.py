"""Probing: exact lengths, chosen streams, and what is refused."""

from __future__ import annotations

import gzip
import shutil
import struct
import zipfile

import av
import numpy as np
import pytest

from lingoreel.errors import InvalidFile
from lingoreel.media import sniff
from lingoreel.media.probe import probe


def look(path) -> dict:
    return probe({"path": str(path)}, lambda _: None)


@pytest.mark.parametrize(
    ("form", "audio", "video", "rate", "container"),
    [
        ("mp4", "aac", "mpeg4", 48_000, "mp4"),
        ("mp4", "aac", "libx264", 44_100, "mp4"),
        ("ipod", "aac", None, 48_000, "mp4"),
        ("ipod", "aac", None, 44_100, "mp4"),
        ("mov", "pcm_s16le", "mpeg4", 44_100, "mp4"),
        ("mp3", "libmp3lame", None, 44_100, "mp3"),
        ("adts", "aac", None, 44_100, "aac"),
        ("flac", "flac", None, 44_100, "flac"),
        ("wav", "pcm_s16le", None, 8_000, "wav"),
        ("ogg", "libopus", None, 48_000, "ogg"),
        ("matroska", "aac", "mpeg4", 44_100, "matroska"),
        ("webm", "libopus", None, 48_000, "matroska"),
        ("mpegts", "aac", "mpeg2video", 48_000, "mpegts"),
        ("avi", "libmp3lame", "mpeg4", 44_100, "avi"),
        ("flv", "aac", None, 44_100, "flv"),
        ("ac3", "ac3", None, 48_000, "ac3"),
        ("caf", "pcm_s16le", None, 44_100, "caf"),
        ("aiff", "pcm_s16be", None, 44_100, "aiff"),
    ],
)
def test_sixty_seconds_are_one_minute_in_every_container(make_media, form, audio, video, rate, container):
    found = look(make_media(form, audio, 60, rate=rate, video=video))
    assert found["presented_ms"] == 60_000
    assert found["container"] == container
    assert found["audio_index"] == (1 if video else 0)
    assert found["video_index"] == (0 if video else None)
    assert not found["truncated"]


@pytest.mark.parametrize("form", ["flac", "wav", "ogg", "mp3", "mov"])
@pytest.mark.parametrize("seconds", [0.1, 1.25, 59.9])
def test_lengths_are_exact_to_the_millisecond(make_media, form, seconds):
    codec = {"flac": "flac", "wav": "pcm_s16le", "ogg": "libopus", "mp3": "libmp3lame", "mov": "pcm_s16le"}[form]
    found = look(make_media(form, codec, seconds, rate=48_000))
    assert found["presented_ms"] == pytest.approx(seconds * 1000, abs=1)


def test_one_sample_more_is_a_started_millisecond(make_media):
    samples = np.zeros(16_001, np.int16)
    assert look(make_media("wav", "pcm_s16le", samples=samples, rate=16_000))["presented_ms"] == 1_001


def test_a_real_sixty_one_seconds_are_not_shortened(make_media):
    for form, codec in (("adts", "aac"), ("mp3", "libmp3lame"), ("ipod", "aac")):
        assert 61_000 <= look(make_media(form, codec, 61.5))["presented_ms"] <= 61_600


def test_the_longest_selected_stream_counts(make_media):
    longer_video = make_media("mp4", "aac", 2, video="mpeg4", video_seconds=5)
    longer_audio = make_media("mp4", "aac", 5, video="mpeg4", video_seconds=2)
    assert look(longer_video)["presented_ms"] == 5_000
    assert look(longer_audio)["presented_ms"] == pytest.approx(5_000, abs=30)


def test_an_edit_list_is_obeyed(make_media):
    path = make_media("mp4", "aac", 5, rate=48_000, video="mpeg4", video_start=2)
    # the muxer wrote an empty edit of 2 s before the picture: it ends at 7 s
    found = look(path)
    assert found["presented_ms"] == 7_000


def test_metadata_of_the_streams(make_media):
    found = look(make_media("matroska", "aac", 1, rate=48_000, layout="stereo", video="mpeg4", language="fre"))
    video, audio = found["streams"]
    assert (video["type"], video["codec"], video["width"], video["height"], video["fps"]) == (
        "video",
        "mpeg4",
        64,
        48,
        25,
    )
    assert (audio["type"], audio["codec"], audio["sample_rate"], audio["channels"]) == ("audio", "aac", 48_000, 2)
    assert audio["language"] == "fre"
    assert "language" not in video
    assert found["size_bytes"] > 0


def test_cover_art_is_no_video(make_media):
    for form, codec in (("mp4", "aac"), ("mp3", "libmp3lame"), ("flac", "flac")):
        found = look(make_media(form, codec, 2, cover=True))
        assert found["video_index"] is None
        assert [stream.get("picture") for stream in found["streams"] if stream["type"] == "video"] == [True]
        assert found["streams"][found["audio_index"]]["type"] == "audio"
        assert found["presented_ms"] == pytest.approx(2_000, abs=70)


def test_a_film_without_sound_is_told_as_such(make_media):
    found = look(make_media("mp4", None, video="mpeg4", seconds=3))
    assert found["audio_index"] is None
    assert found["presented_ms"] == 3_000


def test_silence_is_sound(make_media):
    found = look(make_media("wav", "pcm_s16le", samples=np.zeros(44_100, np.int16)))
    assert found["audio_index"] == 0
    assert found["presented_ms"] == 1_000


def test_the_default_audio_is_chosen(tmp_path):
    path = tmp_path / "two"
    with av.open(str(path), "w", format="matroska") as container:
        streams = [container.add_stream("pcm_s16le", rate=16_000, layout="mono") for _ in range(2)]
        streams[0].disposition = av.stream.Disposition(0)
        streams[1].disposition = av.stream.Disposition.default
        for stream in streams:
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 16_000), np.int16), "s16", "mono")
            frame.sample_rate, frame.pts = 16_000, 0
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    assert look(path)["audio_index"] == 1


def test_rotation(tmp_path):
    path = tmp_path / "turned"
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.set_display_rotation(90)
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((72, 64), 99, np.uint8), "yuv420p")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert abs(look(path)["streams"][0]["rotation"]) == 90


# Containers that do not know their own length.


def test_a_wav_header_that_lies(make_media, tmp_path):
    data = bytearray(make_media("wav", "pcm_s16le", 5, rate=16_000).read_bytes())
    at = data.index(b"data") + 4
    for claim in (0, 0xFFFFFFFF, 10**9):
        path = tmp_path / f"lie {claim}"
        path.write_bytes(data[:at] + struct.pack("<I", claim) + data[at + 4 :])
        assert look(path)["presented_ms"] == pytest.approx(5_000, abs=5)


def test_a_piped_matroska_without_cues_and_duration(make_media, tmp_path):
    path = make_media("matroska", "flac", 5, video="mpeg4", options={"live": "1"})
    assert look(path)["presented_ms"] == pytest.approx(5_000, abs=50)


def test_a_flac_that_does_not_know_its_samples(make_media, tmp_path):
    data = bytearray(make_media("flac", "flac", 5).read_bytes())
    data[21] &= 0xF0  # STREAMINFO: 36 bits of total samples
    data[22:26] = bytes(4)
    path = tmp_path / "unknown"
    path.write_bytes(data)
    assert look(path)["presented_ms"] == pytest.approx(5_000, abs=1)


def test_a_header_that_claims_less_than_there_is(make_media, tmp_path):
    data = bytearray(make_media("matroska", "pcm_s16le", 30, rate=16_000).read_bytes())
    at = data.index(b"\x44\x89\x88") + 3  # Segment Duration, a float of 8 bytes, in milliseconds
    assert struct.unpack(">d", data[at : at + 8])[0] == pytest.approx(30_000, abs=100)
    data[at : at + 8] = struct.pack(">d", 1_000.0)
    data = data.replace(b"00:00:30.0", b"00:00:01.0")
    path = tmp_path / "modest"
    path.write_bytes(data)
    assert look(path)["presented_ms"] == pytest.approx(30_000, abs=50)


def test_a_fragmented_mp4(make_media):
    path = make_media(
        "mp4", "aac", 5, rate=48_000, video="mpeg4", options={"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    )
    assert look(path)["presented_ms"] == pytest.approx(5_000, abs=30)


# Cut off, damaged, and not what they seem.


@pytest.mark.parametrize(
    ("form", "codec"), [("matroska", "flac"), ("wav", "pcm_s16le"), ("flac", "flac"), ("mp4", "aac")]
)
def test_a_truncated_file_lasts_as_long_as_what_is_left(make_media, tmp_path, form, codec):
    options = {"movflags": "+faststart"} if form == "mp4" else {}
    data = make_media(form, codec, 40, options=options, rate=48_000).read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(data[: len(data) // 2])
    found = look(path)
    assert found["presented_ms"] == pytest.approx(20_000, abs=2_500)
    if form != "wav":  # a WAV header says nothing that the file's end does not
        assert found["truncated"]


def test_an_mp4_without_its_index_is_refused(make_media, tmp_path):
    data = make_media("mp4", "aac", 5).read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(InvalidFile, match="damaged, cut off"):
        look(path)


def _zip(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "hello")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\x00" * 100_000, "zero bytes"),
        (b"<!DOCTYPE html>\n<html><body>Not found</body></html>", "a web page"),
        (b"\xef\xbb\xbf  \n<HTML><head></head></HTML>", "a web page"),
        ("<html lang='ru'>страница не найдена</html>".encode(), "a web page"),
        ("<html>найдено".encode("utf-16"), "a web page"),
        (b"<?xml version='1.0'?><svg xmlns='x'></svg>", "a picture"),
        (b"<?xml version='1.0'?><MPD></MPD>", "an XML document"),
        (b'{"error": "not found"}', "a text"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nHello\n", "a text"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n", "a subtitle file"),
        (b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", "a playlist"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "a playlist"),
        (b"[playlist]\nFile1=/etc/passwd\n", "a playlist"),
        (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n", "SDP"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a picture"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "a picture"),
        (b"GIF89a" + b"\x00" * 50, "a picture"),
        (b"\x00\x00\x00\x1cftypheic" + b"\x00" * 50, "a picture"),
        (b"%PDF-1.7\n" + b"\x00" * 50, "a PDF"),
        (gzip.compress(b"x" * 1000), "a gzip"),
        (b"\x7fELF" + b"\x00" * 100, "a program"),
        (b"MThd" + b"\x00" * 100, "MIDI"),
    ],
)
def test_what_is_no_media_is_told_what_it_is(tmp_path, content, told):
    path = tmp_path / "song.mp3"
    path.write_bytes(content)
    with pytest.raises(InvalidFile, match=told) as caught:
        look(path)
    assert str(tmp_path) not in caught.value.message
    assert caught.value.remedy


def test_an_archive_is_named(tmp_path):
    path = tmp_path / "x.mp4"
    _zip(path)
    with pytest.raises(InvalidFile, match="ZIP"):
        look(path)


def test_the_name_of_a_file_means_nothing(make_media, tmp_path):
    source = make_media("matroska", "flac", 2)
    for name in ("film.mp4", "list.m3u8", "http:evil", "-option", "picture%03d.png", "a'b\"c$(x)"):
        path = tmp_path / name
        shutil.copy(source, path)
        assert look(path)["container"] == "matroska"


@pytest.mark.parametrize("seed", range(6))
def test_noise_is_refused_or_has_no_sound_worth_the_name(tmp_path, seed):
    path = tmp_path / "noise.mp3"
    path.write_bytes(np.random.default_rng(seed).bytes(200_000))
    with pytest.raises(InvalidFile):
        look(path)


@pytest.mark.parametrize("what", ["missing", "folder", "fifo", "device"])
def test_only_ordinary_files_are_read(tmp_path, what):
    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    elif what == "fifo":
        import os

        os.mkfifo(path)
    elif what == "device":
        path = "/dev/zero"
    with pytest.raises(InvalidFile) as caught:
        look(path)
    assert str(tmp_path) not in caught.value.message


def test_a_playlist_inside_a_video_container_reads_no_other_file(make_media, tmp_path):
    secret = make_media("wav", "pcm_s16le", 1)
    path = tmp_path / "list"
    path.write_bytes(b"\x00" * 8 + f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\n{secret}\n".encode())
    with pytest.raises(InvalidFile):
        look(path)


def test_a_picture_too_large_is_refused(make_media, monkeypatch):
    monkeypatch.setattr("lingoreel.media.container.PIXELS_MAX", 64 * 48 - 1)
    with pytest.raises(InvalidFile, match="64 × 48 pixels"):
        look(make_media("matroska", None, 0.2, video="mpeg4"))


def test_subtitles_alone_are_neither_sound_nor_pictures(tmp_path):
    path = tmp_path / "text.mkv"
    with av.open(str(path), "w", format="matroska") as container:
        stream = container.add_stream("pcm_s16le", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 16_000), np.int16), "s16", "mono")
        frame.sample_rate, frame.pts = 16_000, 0
        container.mux(stream.encode(frame))
    data = path.read_bytes().replace(b"A_PCM/INT/LIT", b"S_NOT/A/THING")
    path.write_bytes(data)
    with pytest.raises(InvalidFile):
        look(path)


def test_too_many_streams_are_refused(tmp_path):
    path = tmp_path / "many"
    with av.open(str(path), "w", format="matroska") as container:
        streams = [container.add_stream("pcm_s16le", rate=8_000, layout="mono") for _ in range(70)]
        for stream in streams:
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), "s16", "mono")
            frame.sample_rate, frame.pts = 8_000, 0
            container.mux(stream.encode(frame))
    with pytest.raises(InvalidFile, match="70 streams"):
        look(path)


def test_texts_are_told_from_bytes_even_when_cut_in_a_letter():
    assert sniff.foreign(("é" * 40_000).encode()[: sniff.HEAD_BYTES - 1]) == "a text"
    assert sniff.foreign(bytes(range(256)) * 10) is None
