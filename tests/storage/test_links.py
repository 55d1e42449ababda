"""Tokens: whole, in time, ours."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.errors import LinkExpired
from lingoreel.storage import make_token, read_token

SECRET = b"s" * 32
LATER = 4_000_000_000


@settings(database=None)
@given(st.from_regex(r"[a-z0-9]{1,8}(/[a-z0-9.-]{1,20}){0,4}", fullmatch=True), st.integers(1, 2**40))
def test_what_goes_in_comes_out(key: str, left: int) -> None:
    token = make_token(SECRET, key, left)
    assert read_token(SECRET, token, now=left - 1) == key
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_in_time_and_not_after() -> None:
    token = make_token(SECRET, "a/b", int(time.time()) + 60)
    assert read_token(SECRET, token) == "a/b"
    assert read_token(SECRET, make_token(SECRET, "a", 100), now=99.9) == "a"
    for now in (100, 101):
        with pytest.raises(LinkExpired, match="has expired") as caught:
            read_token(SECRET, make_token(SECRET, "a", 100), now=now)
    assert (caught.value.status, caught.value.code) == (403, "link_expired")


def test_every_changed_letter_is_noticed() -> None:
    token = make_token(SECRET, "results/t/x.srt", LATER)
    for place, letter in enumerate(token):
        for other in "AZaz09-_":
            if other != letter:
                with pytest.raises(LinkExpired):
                    read_token(SECRET, token[:place] + other + token[place + 1 :])


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "A", lambda t: t + "=", lambda t: t[:43], lambda t: ""]
)
def test_cut_and_stretched_tokens(change: object) -> None:
    assert callable(change)
    with pytest.raises(LinkExpired):
        read_token(SECRET, change(make_token(SECRET, "a/b", LATER)))


@settings(database=None)
@given(st.text(max_size=80))
def test_anything_else_is_refused(token: str) -> None:
    with pytest.raises(LinkExpired):
        read_token(SECRET, token)


def test_another_secret() -> None:
    with pytest.raises(LinkExpired, match="not valid"):
        read_token(b"t" * 32, make_token(SECRET, "a/b", LATER))
