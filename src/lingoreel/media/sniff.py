"""What a file is, by its first bytes; never by its name."""

from __future__ import annotations

HEAD_BYTES = 65_536

_MIN_PRINTABLE = 0.97

# (offset, bytes, what it is) of things that carry no sound or that we do not unpack.
_FOREIGN: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (0, b"\xff\xd8\xff", "a picture (JPEG)"),
    (0, b"GIF87a", "a picture (GIF)"),
    (0, b"GIF89a", "a picture (GIF)"),
    (8, b"WEBP", "a picture (WebP)"),
    (0, b"BM", "a picture (BMP)"),
    (0, b"II*\x00", "a picture (TIFF)"),
    (0, b"MM\x00*", "a picture (TIFF)"),
    (0, b"\x00\x00\x01\x00", "a picture (icon)"),
    (0, b"8BPS", "a picture (Photoshop)"),
    (0, b"\xff\x0a", "a picture (JPEG XL)"),
    (4, b"JXL \r\n", "a picture (JPEG XL)"),
    (4, b"jP  \r\n", "a picture (JPEG 2000)"),
    (0, b"%PDF", "a PDF document"),
    (0, b"PK\x03\x04", "a ZIP archive or an office document"),
    (0, b"PK\x05\x06", "an empty ZIP archive"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\x00", "an xz archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ", "a program"),
    (0, b"SQLite format 3\x00", "a database"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (0, b"{\\rtf", "a text document (RTF)"),
    (0, b"MThd", "a MIDI score, which holds notes and no sound"),
)
_PICTURE_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"hevc", b"mif1", b"msf1")
_TEXTS: tuple[tuple[bytes, str], ...] = (
    (b"#extm3u", "a playlist"),
    (b"[playlist]", "a playlist"),
    (b"ffconcat", "a playlist"),
    (b"<asx", "a playlist"),
    (b"<smil", "a playlist"),
    (b"v=0", "a streaming description (SDP)"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<head", "a web page"),
    (b"<body", "a web page"),
    (b"<svg", "a picture (SVG)"),
    (b"webvtt", "a subtitle file"),
    (b"[script info]", "a subtitle file"),
)
# (offset, bytes, FFmpeg's name of the container): the demuxer is then forced.
_MEDIA: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftyp", "mp4"),
    (4, b"moov", "mp4"),
    (4, b"mdat", "mp4"),
    (4, b"wide", "mp4"),
    (0, b"\x1a\x45\xdf\xa3", "matroska"),
    (8, b"WAVE", "wav"),
    (8, b"AVI ", "avi"),
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (8, b"AIFF", "aiff"),
    (8, b"AIFC", "aiff"),
    (0, b"caff", "caf"),
    (0, b"FLV\x01", "flv"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (0, b"#!AMR", "amr"),
    (0, b".snd", "au"),
    (0, b"wvpk", "wv"),
    (0, b"MAC ", "ape"),
    (0, b"TTA1", "tta"),
    (0, b"\x00\x00\x01\xba", "mpeg"),
)

DEMUXERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,wav,w64,avi,ogg,flac,mp3,aac,aiff,caf,flv,asf,amr,amrnb,amrwb,au,wv,ape,tta,"
    "mpeg,mpegts,mpegvideo,ac3,eac3,dts,dtshd,mxf,rm,voc,loas,nut,ivf,dv,h264,hevc,tak,mpc,mpc8,dsf,gxf,wtv,sox"
)
"""Containers we read, by FFmpeg's names: no playlist, no picture, no text, nothing that names other files."""


def _text(head: bytes) -> str | None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head.decode(encoding, errors="replace")
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:  # not merely a letter cut in two at the end of the head
            return None
        text = head[: error.start].decode("utf-8-sig", errors="replace")
    printable = sum(1 for letter in text if letter.isprintable() or letter in "\t\r\n\f")
    return text if printable >= _MIN_PRINTABLE * len(text) else None


def _kind_of_text(text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n").lower()[:1024].encode()
    for mark, name in _TEXTS:
        if start.startswith(mark):
            return name
    if start.startswith(b"<?xml"):
        return next((name for mark, name in _TEXTS if mark.startswith(b"<") and mark in start), "an XML document")
    return "a text"


def foreign(head: bytes) -> str | None:
    """What this is if it cannot be media ("a web page", "a picture (PNG)", "empty"); None if it may be.

    `head` holds the first HEAD_BYTES bytes of the file, or all of a smaller one.
    """
    if not head:
        return "empty"
    if container(head) is not None:
        return None
    if head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS:
        return "a picture (HEIF)"
    name = next((name for offset, mark, name in _FOREIGN if head[offset : offset + len(mark)] == mark), None)
    if name is None and not head.strip(b"\x00"):
        name = "nothing but zero bytes"
    if name is None and (text := _text(head)) is not None:
        name = _kind_of_text(text)
    return name


def container(head: bytes) -> str | None:
    """FFmpeg's name of the container, where the first bytes leave no doubt."""
    if head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS:
        return None
    for offset, mark, name in _MEDIA:
        if head[offset : offset + len(mark)] == mark:
            return name
    return None
