from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from lingoreel import points
from lingoreel.errors import InvalidRequest, NotFound
from lingoreel.points import prices

PUBLISHED = {
    "speech_to_text": 1000,
    "video_translation.translate": 2000,
    "video_translation.synthesize": 6000,
    "subtitles.recognize": 1000,
    "subtitles.translate": 2000,
    "subtitles.synthesize": 500,
    "text_to_speech": 500,
    "video_generation.basic": 10000,
}


@pytest.fixture
def tx(db):
    """A transaction that leaves the shared price book as it was."""
    with db.engine.connect() as connection:
        yield connection
        connection.rollback()


def test_version_one_is_the_published_list(tx):
    book = prices.version(tx, 1)
    assert book.prices == PUBLISHED
    assert prices.current(tx) == points.current_prices(tx) == book
    assert book.as_dict()["items"][5] == {"item": "subtitles.synthesize", "unit": "minute", "points": 0.5}


def test_a_new_version_takes_the_rest_from_what_is_in_force(tx):
    book = prices.publish(tx, {"speech_to_text": 1500}, None, "dearer")
    assert book.version == 2
    assert book.prices == {**PUBLISHED, "speech_to_text": 1500}
    assert prices.current(tx) == book
    assert prices.version(tx, 1).prices == PUBLISHED
    assert prices.publish(tx, {"text_to_speech": 0}, None, "free").price("speech_to_text") == 1500


def test_an_upcoming_version_waits_for_its_day(tx):
    day = datetime.now(UTC) + timedelta(days=30)
    later = prices.publish(tx, {"speech_to_text": 3000}, day + timedelta(days=1), "later")
    soon = prices.publish(tx, {"speech_to_text": 2000}, day, "soon")
    assert prices.current(tx).version == 1
    assert prices.upcoming(tx) == [soon, later]
    assert prices.current(tx, day - timedelta(seconds=1)).version == 1
    assert prices.current(tx, day) == soon
    assert prices.current(tx, day + timedelta(days=2)) == later


def test_what_cannot_be_published(tx):
    yesterday = datetime.now(UTC) - timedelta(days=1)
    for changes, start, why in (
        ({"coffee": 1}, None, "no price item"),
        ({"speech_to_text": -1}, None, "must be 0 to"),
        ({"speech_to_text": 10**13}, None, "must be 0 to"),
        ({}, None, "must change something"),
        ({"speech_to_text": 1}, yesterday, "past"),
        ({"speech_to_text": 1}, datetime.now() + timedelta(days=1), "time zone"),
    ):
        with pytest.raises(InvalidRequest, match=why):
            prices.publish(tx, changes, start, "")
    with pytest.raises(NotFound):
        prices.version(tx, 99)
    with pytest.raises(NotFound):
        prices.current(tx, datetime(1960, 1, 1, tzinfo=UTC))
    with pytest.raises(InvalidRequest):
        prices.version(tx, 1).price("coffee")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE price_items SET milli_points_per_unit = 1",
        "DELETE FROM price_items",
        "TRUNCATE price_items",
        "UPDATE price_versions SET note = ''",
        "DELETE FROM price_versions",
        "TRUNCATE price_versions CASCADE",
        "INSERT INTO price_items VALUES (1, 'coffee', 1)",
    ],
)
def test_the_database_refuses_to_change_the_book(db, statement):
    with pytest.raises(DBAPIError, match=r"refused|no longer change") as refused, db.begin() as tx:
        tx.execute(text(statement))
    assert refused.value.orig.sqlstate == "23001"
