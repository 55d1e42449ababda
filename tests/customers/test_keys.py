import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.customers.keys import hash_key, is_well_formed, make_key

ALPHABET = string.ascii_letters + string.digits


def test_a_key_has_256_random_bits_and_a_checksum():
    key = make_key()
    assert key.startswith("lr_")
    assert len(key) == 3 + 43 + 6
    assert is_well_formed(key)
    assert len({make_key() for _ in range(1000)}) == 1000


@settings(deadline=None)
@given(st.integers(3, 51), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(position, character):
    key = make_key()
    wrong = key[:position] + character + key[position + 1 :]
    assert is_well_formed(wrong) == (wrong == key)


@settings(deadline=None)
@given(st.integers(3, 50))
def test_two_swapped_characters_are_noticed(position):
    key = make_key()
    wrong = key[:position] + key[position + 1] + key[position] + key[position + 2 :]
    assert is_well_formed(wrong) == (wrong == key)


KEY = make_key()


@pytest.mark.parametrize("text", ["", "lr_", "lr_" + "a" * 49, KEY + "\n", " " + KEY, KEY[:-1], "ключ", "\ud800", "\0"])
def test_what_is_no_key(text):
    assert not is_well_formed(text)


def test_the_hash_depends_on_the_secret():
    key = make_key()
    assert hash_key(b"a" * 32, key) == hash_key(b"a" * 32, key)
    assert hash_key(b"a" * 32, key) != hash_key(b"b" * 32, key)
    assert len(hash_key(b"a" * 32, key)) == 32
