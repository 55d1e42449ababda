import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, text

from lingoreel import customers
from lingoreel.customers.keys import make_key
from lingoreel.database import Database
from lingoreel.errors import Forbidden, TooManyRequests, Unauthenticated
from lingoreel.settings import Limits

SECRET = b"s" * 32
FAST = Limits(requests_per_second=100_000)
TWO = Limits()


def make(db, overrides=None, **key):
    with db.begin() as tx:
        who = customers.create(tx, "caller", overrides)
        issued = customers.issue_key(tx, SECRET, who, **key)
    return who, issued


def call(db, key, limits=TWO):
    with db.begin() as tx:
        return customers.identify(tx, SECRET, key, limits)


def call_until_refused(db, key, limits=TWO):
    taken = 0
    while True:
        try:
            call(db, key, limits)
        except TooManyRequests as error:
            return taken, error
        taken += 1


def test_the_caller(db):
    who, issued = make(db, {"parallel_tasks": 5}, rights=("admin", "use"))
    caller = call(db, issued.key)
    assert (caller.customer_id, caller.key_id) == (who, issued.id)
    assert caller.rights == {"admin", "use"}
    assert caller.overrides == {"parallel_tasks": 5}
    assert caller.limits == Limits(parallel_tasks=5)
    caller.require("admin")


def test_a_right_that_the_key_lacks(db):
    _, issued = make(db)
    with pytest.raises(Forbidden, match="admin"):
        call(db, issued.key).require("admin")


def test_refused_keys(db):
    who, issued = make(db)
    _, brief = make(db, expires_at=datetime.now(UTC) + timedelta(seconds=0.3))
    call(db, brief.key)
    for key, why in ((None, "no API key"), ("", "no API key"), ("lr_nonsense", "mistyped"), (make_key(), "unknown")):
        with pytest.raises(Unauthenticated, match=why):
            call(db, key)
    with db.begin() as tx, pytest.raises(Unauthenticated, match="unknown"):
        customers.identify(tx, b"t" * 32, issued.key, TWO)
    time.sleep(0.35)
    with pytest.raises(Unauthenticated, match="expired"):
        call(db, brief.key)
    with db.begin() as tx:
        customers.disable(tx, who)
    with pytest.raises(Unauthenticated, match="disabled"):
        call(db, issued.key)
    with db.begin() as tx:
        customers.enable(tx, who)
    call(db, issued.key)
    with db.begin() as tx:
        customers.revoke_key(tx, issued.id)
    with pytest.raises(Unauthenticated, match="revoked"):
        call(db, issued.key)


def test_one_statement_and_none_for_a_typo(db):
    _, issued = make(db)
    statements = []

    def count(_connection, _cursor, statement, *_):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        call(db, issued.key)
        assert len(statements) == 1
        with pytest.raises(Unauthenticated):
            call(db, issued.key[:-1] + ("a" if issued.key[-1] != "a" else "b"))
        assert len(statements) == 1
    finally:
        event.remove(db.engine, "before_cursor_execute", count)


def test_an_unknown_key_writes_nothing(db):
    with db.begin() as tx:
        before = tx.execute(text("SELECT count(*) FROM request_rates")).scalar_one()
        with pytest.raises(Unauthenticated):
            customers.identify(tx, SECRET, make_key(), TWO)
        assert tx.execute(text("SELECT pg_current_xact_id_if_assigned()")).scalar() is None
        assert tx.execute(text("SELECT count(*) FROM request_rates")).scalar_one() == before


def test_two_a_second(db):
    _, issued = make(db)
    first, second = call(db, issued.key).rate, call(db, issued.key).rate
    assert (first.limit, first.remaining, first.retry_after_s) == (2, 1, 0)
    assert first.reset_s == pytest.approx(0.5, abs=0.01)
    assert (second.limit, second.remaining) == (2, 0)
    with pytest.raises(TooManyRequests, match="2 requests per second") as refused:
        call(db, issued.key)
    assert 0.3 < refused.value.retry_after_s <= 0.5
    assert refused.value.details["limit"] == 2
    assert refused.value.details["remaining"] == 0
    assert 0.8 < refused.value.details["reset_s"] <= 1.0


def test_refused_requests_do_not_delay_the_next(db):
    _, issued = make(db)
    _, error = call_until_refused(db, issued.key)
    due = time.monotonic() + error.retry_after_s
    while time.monotonic() < due - 0.05:
        with pytest.raises(TooManyRequests):
            call(db, issued.key)
    time.sleep(max(0, due - time.monotonic()) + 0.002)
    call(db, issued.key)


def test_the_rate_is_the_customers_not_the_keys(db):
    who, issued = make(db)
    with db.begin() as tx:
        other = customers.issue_key(tx, SECRET, who)
    call(db, issued.key)
    call(db, other.key)
    with pytest.raises(TooManyRequests):
        call(db, issued.key)
    _, stranger = make(db)
    call(db, stranger.key)


def test_a_slow_rate_has_a_burst_of_one(db):
    _, issued = make(db, {"requests_per_second": 0.5})
    taken, error = call_until_refused(db, issued.key)
    assert taken == 1
    assert error.details["limit"] == 1
    assert 1.8 < error.retry_after_s <= 2


def test_a_raised_limit_holds_at_once_and_a_lowered_one_too(db):
    who, issued = make(db, {"requests_per_second": 0.001})
    assert call_until_refused(db, issued.key)[0] == 1
    with db.begin() as tx:
        customers.set_limits(tx, who, {"requests_per_second": 20})
    taken, _ = call_until_refused(db, issued.key)
    assert 18 <= taken <= 22
    with db.begin() as tx:
        customers.set_limits(tx, who, {"requests_per_second": 1e-3})
    with pytest.raises(TooManyRequests) as refused:
        call(db, issued.key)
    assert refused.value.retry_after_s <= 1000


def test_the_slowest_rate_and_back(db):
    who, issued = make(db)
    for rate in (1e-300, 100_000, 1e-300, 3):
        with db.begin() as tx:
            customers.set_limits(tx, who, {"requests_per_second": rate})
        call_until_refused(db, issued.key) if rate < 100 else call(db, issued.key)


def test_a_clock_set_back_blocks_nobody(db):
    who, issued = make(db)
    call(db, issued.key)
    with db.begin() as tx:
        tx.execute(
            text("UPDATE request_rates SET tat_ns = tat_ns + 3600000000000 WHERE customer_id = :id"),
            {"id": who},
        )
    assert call(db, issued.key).rate.remaining == 1


def test_a_crash_that_empties_the_rates_is_survived(db):
    _, issued = make(db)
    call_until_refused(db, issued.key)
    with db.begin() as tx:
        assert (
            tx.execute(text("SELECT relpersistence::text FROM pg_class WHERE relname = 'request_rates'")).scalar()
            == "u"
        )
        tx.execute(text("TRUNCATE request_rates"))
    call(db, issued.key)


def test_last_use_is_noted_once_a_minute(db):
    who, issued = make(db)

    def noted():
        with db.begin() as tx:
            return customers.list_keys(tx, who)[0].last_used_at

    call(db, issued.key, FAST)
    first = noted()
    assert abs((datetime.now(UTC) - first).total_seconds()) < 5
    call(db, issued.key, FAST)
    assert noted() == first
    with db.begin() as tx:
        tx.execute(text("UPDATE api_keys SET last_used_at = now() - interval '61 s' WHERE id = :id"), {"id": issued.id})
    call(db, issued.key, FAST)
    assert noted() > first


@pytest.mark.parametrize("rate", [2.0, 3.0, 40.0])
def test_exact_with_eight_threads_on_two_pools(server, db, rate):
    who, issued = make(db, {"requests_per_second": rate})
    with db.begin() as tx:
        second_key = customers.issue_key(tx, SECRET, who)
    burst = max(1, -(-rate // 1))
    pools = [Database(server.url, pool_size=4) for _ in range(2)]
    taken: list[tuple[float, float]] = []
    refused = [0] * 8
    failures: list[BaseException] = []
    start = time.monotonic()
    stop = start + 2.0

    def hammer(number: int) -> None:
        key = (issued, second_key)[number % 2].key
        try:
            while time.monotonic() < stop:
                sent = time.monotonic()
                try:
                    call(pools[number % 2], key)
                except TooManyRequests as error:
                    assert 0 < error.retry_after_s <= burst / rate
                    refused[number] += 1
                else:
                    taken.append((sent, time.monotonic()))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=hammer, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for pool in pools:
        pool.close()
    assert not failures
    assert sum(refused) > 100
    # Any span: what was both sent and answered inside it is at most rate * span + burst.
    answered = sorted(taken, key=lambda pair: pair[1])
    for begin in [start, *(sent for sent, _ in taken)]:
        inside = [end for sent, end in answered if sent >= begin]
        for count, end in enumerate(inside, 1):
            assert count <= rate * (end - begin) + burst + 1e-6
    assert len(taken) >= rate * 2.0 * 0.8
