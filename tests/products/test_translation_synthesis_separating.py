"""Who takes the voices out of a dub's sound, and of which parts of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lingoreel.engines.separation import Capabilities
from lingoreel.media.dub.span_grid import span_grid
from lingoreel.products.translation_synthesis.hearing import PIECE_SPANS, FullSound
from lingoreel.products.translation_synthesis.separating import first_choice, pieces_with_speech, same_again

RATE = 48_000
MDX = Capabilities("mdx", "voices 1 recipe 1", "m:E", model="voices")
OLD: dict[str, Any] = {"name": "mdx", "version": MDX.version, "model": "voices"}


def sound(*speech: tuple[int, int], minutes: int = 10) -> FullSound:
    return FullSound("key", "hash", RATE, 2, minutes * 60 * RATE, speech, 0.0, {"method": "centre"}, "peaks", ())


def test_what_is_offered_is_taken():
    assert first_choice([MDX], "auto").engine == MDX
    assert first_choice([MDX], "mdx").engine == MDX
    for wanted in ("auto", "none"):
        nobody = first_choice([], wanted)
        assert (nobody.engine, nobody.warnings) == (None, ())


def test_an_engine_that_is_asked_for_and_not_there_is_told():
    nobody = first_choice([], "mdx")
    assert nobody.engine is None
    assert nobody.warnings[0].startswith("separation_unavailable: no worker can use 'mdx'")


def test_a_dub_is_made_again_as_it_was():
    other = replace(MDX, version="voices 2 recipe 1")
    assert same_again([other, MDX], OLD).engine == MDX
    measured = same_again([MDX], None)
    assert (measured.engine, measured.warnings) == (None, ())
    gone = same_again([other], OLD)
    assert gone.engine is None
    assert "no worker has voices any more as it was" in gone.warnings[0]


def test_only_where_somebody_speaks_is_anything_separated():
    grid = span_grid(10 * 60 * RATE)
    border = grid[PIECE_SPANS][0]
    assert pieces_with_speech(sound()) == {}
    assert pieces_with_speech(sound((RATE, 2 * RATE))) == {0: (0, border)}
    # a line that ends just before a piece fades out in it
    assert list(pieces_with_speech(sound((border - RATE, border - 10)))) == [0, 1]
    everywhere = pieces_with_speech(sound((0, 10 * 60 * RATE)))
    assert [start for start, _ in everywhere.values()] == [start for start, _ in grid[::PIECE_SPANS]]
    assert list(everywhere.values())[-1][1] == 10 * 60 * RATE
