import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingoreel.errors import InvalidRequest
from lingoreel.settings import Limits
from lingoreel.sources import clean_url, extension_of

LIMITS = Limits()


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.com/a.mp4", "https://example.com/a.mp4"),
        ("  http://example.com/a.mp4\n", "http://example.com/a.mp4"),
        ("HTTPS://Example.COM/A.mp4", "https://example.com/A.mp4"),
        ("https://example.com/my film.mp4", "https://example.com/my%20film.mp4"),
        ("https://bücher.example/ü.mp4", "https://xn--bcher-kva.example/%C3%BC.mp4"),
        ("https://example.com/a%2Fb.mp4?X-Sig=a%2Bb%3D&e=1#t=3", "https://example.com/a%2Fb.mp4?X-Sig=a%2Bb%3D&e=1"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("http://[2606:4700::1]/a", "http://[2606:4700::1]/a"),
        ("http://my_host.example./a", "http://my_host.example./a"),
        ("http://127.0.0.1/a", "http://127.0.0.1/a"),  # refused when connecting, not as a parameter
    ],
)
def test_urls_are_normalised(text, url):
    clean = clean_url(text, LIMITS)
    assert clean.url == url
    assert clean.warnings == ()


def test_a_literal_ampersand_escape_is_read_as_one_and_told():
    clean = clean_url("https://example.com/a.mp4?x=1\\u0026y=2\\u0026z=3", LIMITS)
    assert clean.url == "https://example.com/a.mp4?x=1&y=2&z=3"
    (warning,) = clean.warnings
    assert "\\u0026" in warning


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "example.com/a.mp4",
        "//example.com/a.mp4",
        "/a.mp4",
        "ftp://example.com/a.mp4",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http:a.mp4",
        "http:/a.mp4",
        "http:///a.mp4",
        "http://?x",
        "http://user@example.com/",
        "http://user:secret@example.com/",
        "http://good.example\\@bad.example/",
        "http:\\\\example.com\\a",
        "http://exa mple.com/",
        "http://a..b/",
        "http://-a.example/",
        "http://%31%32%37.0.0.1/",
        "http://" + "a" * 64 + ".example/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://[1.2.3.4]/",
        "http://example.com:0/",
        "http://example.com:65536/",
        "http://example.com:x/",
        "http://example.com/a\x00b",
        "http://example.com/a\r\nHost: b",
        "http://example.com/a\x7f",
        "http://example.com/\ud800",
        "http://①②⑦.⓪.⓪.①/",
        "http://xn--a.b\u00ad\u0301/",
    ],
)
def test_what_is_no_plain_http_address_is_refused(text):
    with pytest.raises(InvalidRequest) as caught:
        clean_url(text, LIMITS)
    assert caught.value.field == "url"
    assert caught.value.message.startswith("url")


def test_the_length_limit_counts_characters_after_trimming_and_correcting():
    start = "https://example.com/a.mp4?x="
    exactly = start + "y" * (512 - len(start))
    assert clean_url(f"  {exactly} ", LIMITS).url == exactly
    assert clean_url(exactly[:-1] + "\\u0026", LIMITS).url == exactly[:-1] + "&"
    with pytest.raises(InvalidRequest, match="513 characters; at most 512"):
        clean_url(exactly + "y", LIMITS)
    assert clean_url(exactly + "y", Limits(url_characters=513)).url == exactly + "y"


def test_the_field_at_fault_is_named():
    with pytest.raises(InvalidRequest) as caught:
        clean_url("nonsense", LIMITS, field="original_srt_url")
    assert caught.value.field == "original_srt_url"
    assert caught.value.message.startswith("original_srt_url")


@given(st.text(max_size=60))
def test_any_text_is_refused_or_becomes_a_url_that_cleans_to_itself(rest):
    for text in (rest, "http://" + rest, "https://example.com/" + rest):
        try:
            clean = clean_url(text, LIMITS)
        except InvalidRequest:
            continue
        assert clean.url.isascii()
        assert clean.url.startswith(("http://", "https://"))
        try:
            again = clean_url(clean.url, Limits(url_characters=10_000))
        except InvalidRequest:
            raise AssertionError(clean.url) from None
        assert again.url == clean.url


@pytest.mark.parametrize(
    ("path", "extension", "expected"),
    [
        ("/a.mp4", None, "mp4"),
        ("/a.MP4?x=b.wav", None, "mp4"),
        ("/a.tar.gz", "", "gz"),
        ("/a%2Emkv", None, "mkv"),
        ("/a", "mp3", "mp3"),
        ("/a.bin", ".MP4", "mp4"),
        ("/a.mp4", "  wav ", "wav"),
    ],
)
def test_the_extension_is_the_given_one_or_that_of_the_path(path, extension, expected):
    assert extension_of("https://example.com" + path, extension) == expected


@pytest.mark.parametrize(
    "path", ["", "/", "/a", "/v1.2/stream", "/a.mp4/", "/.mp4", "/a.", "/a.not-one", "/watch?v=a.mp4"]
)
def test_without_any_extension_the_request_is_refused(path):
    with pytest.raises(InvalidRequest) as caught:
        extension_of("https://example.com" + path)
    assert caught.value.field == "extension"


@pytest.mark.parametrize("extension", ["m p4", "../x", "ünicode", "elevenchars", "tar.gz", "a\x00"])
def test_a_malformed_extension_is_refused(extension):
    with pytest.raises(InvalidRequest) as caught:
        extension_of("https://example.com/a.mp4", extension)
    assert caught.value.field == "extension"
