import threading
import time

import pytest
from sqlalchemy import text

from lingoreel import customers
from lingoreel.errors import Conflict, InvalidRequest

HASH = customers.hash_request("/api/x", {"a": 1, "b": [2, None]})


@pytest.fixture
def who(db):
    with db.begin() as tx:
        return customers.create(tx, "idempotent")


def test_the_first_answer_is_replayed(db, who):
    with db.begin() as tx:
        assert customers.replay_or_claim(tx, who, "k", HASH) is None
        customers.remember(tx, who, "k", {"task_id": "1"})
    with db.begin() as tx:
        assert customers.replay_or_claim(tx, who, "k", HASH) == {"task_id": "1"}


def test_the_order_of_parameters_does_not_matter():
    assert customers.hash_request("/api/x", {"b": [2, None], "a": 1}) == HASH
    assert customers.hash_request("/api/y", {"a": 1, "b": [2, None]}) != HASH
    assert customers.hash_request("/api/x", {"a": 2, "b": [2, None]}) != HASH


def test_other_parameters_conflict_and_other_customers_do_not(db, who):
    with db.begin() as tx:
        stranger = customers.create(tx, "stranger")
        assert customers.replay_or_claim(tx, who, "k", HASH) is None
        customers.remember(tx, who, "k", {})
    with db.begin() as tx:
        with pytest.raises(Conflict, match="other parameters"):
            customers.replay_or_claim(tx, who, "k", b"another")
        assert customers.replay_or_claim(tx, stranger, "k", b"another") is None


def test_a_failed_request_leaves_no_claim(db, who):
    with pytest.raises(RuntimeError, match="work failed"), db.begin() as tx:
        customers.replay_or_claim(tx, who, "k", HASH)
        raise RuntimeError("work failed")
    with db.begin() as tx:
        assert customers.replay_or_claim(tx, who, "k", b"another") is None


def test_an_answer_needs_a_claim_and_stays(db, who):
    with db.begin() as tx:
        with pytest.raises(RuntimeError, match="claimed"):
            customers.remember(tx, who, "k", {})
        customers.replay_or_claim(tx, who, "k", HASH)
        with pytest.raises(Conflict, match="no answer yet"):
            customers.replay_or_claim(tx, who, "k", HASH)
        customers.remember(tx, who, "k", {"n": 1})
        with pytest.raises(RuntimeError, match="claimed"):
            customers.remember(tx, who, "k", {"n": 2})


@pytest.mark.parametrize("key", ["", "x" * 256, "a\nb", "a\0b", "\ud800"])
def test_bad_keys(db, who, key):
    with db.begin() as tx, pytest.raises(InvalidRequest, match="255"):
        customers.replay_or_claim(tx, who, key, HASH)


def test_the_longest_key(db, who):
    with db.begin() as tx:
        assert customers.replay_or_claim(tx, who, "ü" * 255, HASH) is None


@pytest.mark.parametrize("outcome", ["commit", "rollback"])
def test_the_second_waits_for_the_first(db, who, outcome):
    claimed, answers = threading.Event(), []

    def first():
        try:
            with db.begin() as tx:
                assert customers.replay_or_claim(tx, who, "race", HASH) is None
                claimed.set()
                time.sleep(0.3)
                customers.remember(tx, who, "race", {"from": "first"})
                if outcome == "rollback":
                    raise LookupError
        except LookupError:
            pass

    thread = threading.Thread(target=first)
    thread.start()
    claimed.wait()
    with db.begin() as tx:
        answers.append(customers.replay_or_claim(tx, who, "race", HASH))
    thread.join()
    assert answers == ([{"from": "first"}] if outcome == "commit" else [None])


def test_many_at_once_do_the_work_once(db, who):
    worked, answers = [], []

    def request(number):
        with db.begin() as tx:
            answer = customers.replay_or_claim(tx, who, "many", HASH)
            if answer is None:
                worked.append(number)
                answer = {"number": number}
                customers.remember(tx, who, "many", answer)
            answers.append(answer)

    threads = [threading.Thread(target=request, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(worked) == 1
    assert answers == [{"number": worked[0]}] * 8


def test_old_keys_are_forgotten(db, who):
    with db.begin() as tx:
        for key in ("old", "older", "new"):
            customers.replay_or_claim(tx, who, key, HASH)
            customers.remember(tx, who, key, {"key": key})
        tx.execute(
            text(
                "UPDATE idempotency_keys SET created_at = now() - interval '25 h' "
                "WHERE customer_id = :id AND key <> 'new'"
            ),
            {"id": who},
        )
    with db.begin() as tx:
        # Even before the purge, an old key is a new request.
        assert customers.replay_or_claim(tx, who, "old", b"another") is None
        assert customers.purge(tx) == 1
        assert customers.replay_or_claim(tx, who, "older", HASH) is None
        assert customers.replay_or_claim(tx, who, "new", HASH) == {"key": "new"}
