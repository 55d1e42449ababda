import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from lingoreel import customers, points
from lingoreel.errors import Conflict, InvalidRequest, NotEnoughPoints, NotFound
from lingoreel.ids import new_id
from lingoreel.points import LedgerBroken

MINUTE = 60_000


@pytest.fixture
def who(db):
    with db.begin() as tx:
        return customers.create(tx, "payer")


@pytest.fixture(autouse=True)
def clean_books(db):
    yield
    with db.begin() as tx:
        assert points.audit(tx) == []


def give(db, who, amount, kind="granted", **more):
    with db.begin() as tx:
        return points.grant(tx, who, amount * 1000, kind, reason="test", **more)


def balance(db, who):
    with db.begin() as tx:
        return points.balance(tx, who)


def pinned(db, who):
    """Points held, by lot."""
    with db.begin() as tx:
        rows = tx.execute(text("SELECT id, held FROM lots WHERE customer_id = :id AND held > 0"), {"id": who})
        return {lot: held // 1000 for lot, held in rows}


def lapse(db, lot):
    """Time passes, and the lot expires."""
    with db.begin() as tx:
        tx.execute(text("UPDATE lots SET expires_at = now() - interval '1 s' WHERE id = :id"), {"id": lot})


def hold(db, who, task, minutes, version=1):
    with db.begin() as tx:
        return points.hold(tx, who, task, {"speech_to_text": minutes * MINUTE}, version)


def post(db, task, minutes):
    with db.begin() as tx:
        return points.post(tx, task, {"speech_to_text": minutes * MINUTE})


def void(db, task, reason="failed"):
    with db.begin() as tx:
        return points.void(tx, task, reason)


def summary(receipt):
    return tuple(receipt[key] for key in ("quoted", "held", "charged", "refunded"))


def test_the_life_of_a_receipt(db, who):
    give(db, who, 10)
    task = new_id()
    with db.begin() as tx:
        assert points.receipt(tx, task) == {
            "quoted": None,
            "held": None,
            "charged": None,
            "refunded": None,
            "price_version": None,
            "lines": [],
        }
        assert summary(points.receipt(tx, task, ended=True)) == (None, 0, 0, 0)
        measured = {"subtitles.recognize": 61_000, "subtitles.synthesize": 61_000}
        held = points.hold(tx, who, task, measured, 1)
    assert held == {
        "quoted": 3,
        "held": 3,
        "charged": None,
        "refunded": None,
        "price_version": 1,
        "lines": [
            {"item": "subtitles.recognize", "unit": "minute", "measured": 61_000, "billed_units": 2, "points": 2},
            {"item": "subtitles.synthesize", "unit": "minute", "measured": 61_000, "billed_units": 2, "points": 1},
        ],
    }
    with db.begin() as tx:
        assert points.receipt(tx, task) == held
        posted = points.post(tx, task, {"subtitles.synthesize": 59_000})
    assert summary(posted) == (3, 3, 0.5, 2.5)
    assert posted["lines"] == [
        {"item": "subtitles.synthesize", "unit": "minute", "measured": 59_000, "billed_units": 1, "points": 0.5}
    ]
    with db.begin() as tx:
        assert points.receipt(tx, task) == posted
        assert points.receipts(tx, [task, new_id()]) == {task: posted}
    assert balance(db, who)["available"] == 9.5


def test_a_voided_hold_charges_nothing(db, who):
    give(db, who, 5)
    task = new_id()
    hold(db, who, task, 5)
    assert (balance(db, who)["available"], balance(db, who)["held"]) == (0, 5)
    receipt = void(db, task)
    assert summary(receipt) == (5, 5, 0, 5)
    assert receipt["lines"] == []
    assert (balance(db, who)["available"], balance(db, who)["held"]) == (5, 0)


def test_each_step_again_changes_nothing(db, who):
    give(db, who, 10)
    first, second = new_id(), new_id()
    assert hold(db, who, first, 3) == hold(db, who, first, 3)
    assert balance(db, who)["held"] == 3
    assert post(db, first, 2) == post(db, first, 2) == post(db, first, 3) == hold(db, who, first, 3)
    hold(db, who, second, 4)
    assert void(db, second) == void(db, second, "again")
    assert summary(void(db, new_id())) == (None, 0, 0, 0)
    assert (balance(db, who)["available"], balance(db, who)["held"]) == (8, 0)


def test_what_contradicts_is_refused(db, who):
    give(db, who, 10)
    with db.begin() as tx:
        stranger = customers.create(tx, "stranger")
    posted, voided = new_id(), new_id()
    for task in (posted, voided):
        hold(db, who, task, 2)
    post(db, posted, 1)
    void(db, voided)
    for call, code in (
        (lambda: post(db, voided, 1), "hold_voided"),
        (lambda: hold(db, who, voided, 2), "hold_voided"),
        (lambda: void(db, posted), "hold_posted"),
        (lambda: hold(db, who, posted, 3), "hold_differs"),
        (lambda: hold(db, stranger, posted, 2), "hold_differs"),
        (lambda: post(db, new_id(), 1), "no_hold"),
    ):
        with pytest.raises(Conflict) as refused:
            call()
        assert refused.value.code == code
    assert balance(db, who)["available"] == 9


def test_no_more_is_posted_than_was_held(db, who):
    give(db, who, 10)
    task = new_id()
    hold(db, who, task, 2)
    with pytest.raises(LedgerBroken, match="2000 are held"):
        post(db, task, 3)
    assert balance(db, who)["held"] == 2
    assert summary(post(db, task, 2)) == (2, 2, 2, 0)


def test_nothing_measured_costs_nothing(db, who):
    task = new_id()
    with db.begin() as tx:
        assert summary(points.hold(tx, who, task, {}, 1)) == (0, 0, None, None)
        assert summary(points.post(tx, task, {})) == (0, 0, 0, 0)


def test_not_enough_points(db, who):
    give(db, who, 2)
    task = new_id()
    with pytest.raises(NotEnoughPoints, match="needs 3 points and 2 are available") as refused:
        hold(db, who, task, 3)
    assert refused.value.details == {"needed": 3, "available": 2}
    assert refused.value.remedy
    assert balance(db, who)["held"] == 0
    with db.begin() as tx:
        assert points.receipt(tx, task)["held"] is None


def test_the_minimum_is_one_unit_of_each_item(db, who):
    with db.begin() as tx:
        book = points.current_prices(tx)
        with pytest.raises(NotEnoughPoints) as refused:
            points.require_minimum(tx, who, ["subtitles.synthesize"], book)
        assert refused.value.details == {"needed": 0.5, "available": 0}
        points.require_minimum(tx, who, [], book)
    give(db, who, 3)
    with db.begin() as tx:
        points.require_minimum(tx, who, ["subtitles.recognize", "subtitles.translate"], book)
        with pytest.raises(NotEnoughPoints):
            points.require_minimum(tx, who, ["video_translation.synthesize"], book)


def test_a_task_keeps_its_price_version(db, who):
    give(db, who, 10)
    task = new_id()
    with db.engine.connect() as tx:
        points.hold(tx, who, task, {"speech_to_text": 2 * MINUTE}, 1)
        points.prices.publish(tx, {"speech_to_text": 5000}, None, "dearer")
        receipt = points.post(tx, task, {"speech_to_text": 2 * MINUTE})
        assert (receipt["charged"], receipt["price_version"]) == (2, 1)
        assert points.hold(tx, who, new_id(), {"speech_to_text": MINUTE}, 2)["held"] == 5
        tx.rollback()


def test_burn_order(db, who):
    soon, late = (datetime.now(UTC) + timedelta(days=days) for days in (1, 9))
    paid = give(db, who, 1, "paid")
    granted = give(db, who, 1, "granted")
    bonus = give(db, who, 1, "bonus")
    paid_late = give(db, who, 1, "paid", expires_at=late)
    granted_late = give(db, who, 1, "granted", expires_at=late)
    paid_soon = give(db, who, 1, "paid", expires_at=soon)
    last = give(db, who, 1, "granted", priority=5, expires_at=soon)
    first = give(db, who, 1, "paid", priority=-5)
    order = [first, paid_soon, granted_late, paid_late, granted, bonus, paid, last]
    assert [lot["id"] for lot in balance(db, who)["lots"]] == [str(lot) for lot in order]
    for number, lot in enumerate(order):
        before = set(pinned(db, who))
        hold(db, who, new_id(), 1)
        assert set(pinned(db, who)) - before == {lot}, number


def test_a_hold_over_several_lots_is_posted_in_burn_order(db, who):
    first, second, third = (give(db, who, 2, priority=number) for number in range(3))
    task = new_id()
    hold(db, who, task, 5)
    assert pinned(db, who) == {first: 2, second: 2, third: 1}
    post(db, task, 3)
    assert [(lot["id"], lot["remaining"], lot["held"]) for lot in balance(db, who)["lots"]] == [
        (str(second), 1, 0),
        (str(third), 2, 0),
    ]


def test_a_lot_that_expires_while_pinned_is_honoured(db, who):
    lot = give(db, who, 5, expires_at=datetime.now(UTC) + timedelta(days=1))
    kept, failed = new_id(), new_id()
    hold(db, who, kept, 2)
    hold(db, who, failed, 2)
    with db.begin() as tx:
        points.expire_lots(tx, limit=10**6)
    lapse(db, lot)
    assert balance(db, who) == {"available": 0, "held": 4, "lots": []}
    with db.begin() as tx:
        assert points.expire_lots(tx) == 1000
        assert points.expire_lots(tx) == 0
    assert summary(post(db, kept, 1)) == (2, 2, 1, 1)
    assert summary(void(db, failed)) == (2, 2, 0, 2)
    with db.begin() as tx:
        rows = points.statement(tx, who)
        assert points.expire_lots(tx) == 0
    assert balance(db, who) == {"available": 0, "held": 0, "lots": []}
    assert sum(row["points"] for row in rows if row["kind"] == "expire") == 1 + 1 + 2


def test_expired_points_cannot_be_held(db, who):
    lot = give(db, who, 5, expires_at=datetime.now(UTC) + timedelta(days=1))
    lapse(db, lot)
    with pytest.raises(NotEnoughPoints):
        hold(db, who, new_id(), 1)


def test_the_sweep_leaves_busy_customers_for_later(db, who):
    with db.begin() as tx:
        points.expire_lots(tx, limit=10**6)
    lot = give(db, who, 5, expires_at=datetime.now(UTC) + timedelta(days=1))
    lapse(db, lot)
    with db.begin() as busy:
        customers.lock(busy, who)
        with db.begin() as tx:
            assert points.expire_lots(tx) == 0
    with db.begin() as tx:
        assert points.expire_lots(tx) == 5000


def test_grants(db, who):
    lot = new_id()
    soon = datetime.now(UTC) + timedelta(days=1)
    assert give(db, who, 5, lot_id=lot, expires_at=soon) == lot == give(db, who, 5, lot_id=lot, expires_at=soon)
    assert balance(db, who)["lots"] == [
        {
            "id": str(lot),
            "kind": "granted",
            "amount": 5,
            "remaining": 5,
            "held": 0,
            "expires_at": int(soon.timestamp()),
            "priority": 0,
        }
    ]
    with pytest.raises(Conflict):
        give(db, who, 6, lot_id=lot)
    for amount, kind, more in (
        (0, "paid", {}),
        (-1, "paid", {}),
        (10**13, "paid", {}),
        (1, "gold", {}),
        (1, "paid", {"expires_at": datetime.now(UTC)}),
        (1, "paid", {"expires_at": datetime.now() + timedelta(days=1)}),
    ):
        with pytest.raises(InvalidRequest):
            give(db, who, amount, kind, **more)
    with pytest.raises(NotFound):
        give(db, new_id(), 1)


def test_coins_are_one_row_that_adds_up(db, who):
    with db.begin() as tx:
        assert points.coins(tx, who) == [
            {"service_name": "points", "lifetime_limit": 0, "lifetime_used": 0, "period_limit": 0, "period_used": 0}
        ]
    give(db, who, 10)
    give(db, who, 4, expires_at=datetime.now(UTC) + timedelta(days=1))
    lapse(db, give(db, who, 7, expires_at=datetime.now(UTC) + timedelta(days=1)))
    done, open_ = new_id(), new_id()
    hold(db, who, done, 5)
    post(db, done, 5)
    hold(db, who, open_, 2)
    with db.begin() as tx:
        assert points.coins(tx, who) == [
            {"service_name": "points", "lifetime_limit": 10, "lifetime_used": 1, "period_limit": 4, "period_used": 4}
        ]
    left = balance(db, who)
    assert left["available"] + left["held"] == 10 - 1 + 4 - 4
    void(db, open_)


def test_the_statement_adds_up_to_the_balance(db, who):
    give(db, who, 10)
    posted, voided, open_ = new_id(), new_id(), new_id()
    hold(db, who, posted, 3)
    post(db, posted, 2)
    hold(db, who, voided, 1)
    void(db, voided, "no_speech")
    hold(db, who, open_, 4)
    with db.begin() as tx:
        rows = points.statement(tx, who)
        everything = points.statement(tx, who, datetime.now(UTC) - timedelta(hours=1), datetime.now(UTC) + timedelta(1))
        nothing = points.statement(tx, who, datetime.now(UTC) + timedelta(hours=1))
    assert everything == rows
    assert nothing == []
    assert [row["kind"] for row in rows] == ["grant", "hold", "post", "void", "hold", "void", "hold"]
    assert rows[5]["reason"] == "no_speech"
    assert rows[5]["task_id"] == str(voided)
    assert sum(row["available_change"] for row in rows) == balance(db, who)["available"] == 4
    assert sum(row["held_change"] for row in rows) == balance(db, who)["held"] == 4


@pytest.mark.parametrize("table", ["transfers", "holds", "settlements", "accounts", "lots"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_forget(db, table, statement):
    with pytest.raises(DBAPIError, match="only ever inserted") as refused, db.begin() as tx:
        tx.execute(text(statement.format(table)))
    assert refused.value.orig.sqlstate == "23001"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE transfers SET amount = amount + 1",
        "UPDATE holds SET amount = 0",
        "UPDATE settlements SET charged = 0",
        "UPDATE accounts SET kind = 'earned'",
        "UPDATE lots SET amount = amount + 1",
        "UPDATE lots SET customer_id = gen_random_uuid()",
        "UPDATE lots SET remaining = amount + 1",
        "UPDATE lots SET held = remaining + 1",
        "UPDATE lots SET held = -1",
    ],
)
def test_the_database_refuses_to_rewrite(db, who, change):
    give(db, who, 1)
    with pytest.raises(DBAPIError) as refused, db.begin() as tx:
        tx.execute(text(change))
    assert refused.value.orig.sqlstate in ("23001", "23514")


def test_the_audit_finds_what_does_not_agree(db, who):
    lot = give(db, who, 10)
    give(db, who, 10)
    task = new_id()
    hold(db, who, task, 3)
    for forgery, finding in (
        ("UPDATE lots SET remaining = remaining - 1 WHERE id = :lot", "remaining"),
        ("UPDATE lots SET held = held - 1 WHERE id = :lot", "held"),
        (
            "INSERT INTO transfers (id, kind, debit_account, credit_account, amount, lot_id, reason) "
            "SELECT gen_random_uuid(), 'expire', debit_account, credit_account, 1, lot_id, '' FROM transfers "
            "WHERE kind = 'hold' AND task_id = :task",
            "accounts do not fit",
        ),
        (
            "INSERT INTO settlements (hold_id, outcome, charged, lines, reason) "
            "SELECT id, 'voided', 0, '[]', '' FROM holds WHERE task_id = :task",
            "resolved 0",
        ),
        (
            "INSERT INTO settlements (hold_id, outcome, charged, lines, reason) "
            "SELECT id, 'posted', 5, '[]', '' FROM holds WHERE task_id = :task",
            "charged 5",
        ),
        (
            "INSERT INTO transfers SELECT gen_random_uuid(), 'post', debit_account, credit_account, amount, "
            "(SELECT id FROM lots WHERE customer_id = debit_account AND id <> :lot), task_id, hold_id, id, "
            "price_version, '', now() FROM transfers WHERE kind = 'hold' AND task_id = :task",
            "another lot",
        ),
        (
            "INSERT INTO lots (id, customer_id, kind, amount, remaining, reason) "
            "SELECT gen_random_uuid(), customer_id, 'paid', 5, 5, '' FROM lots WHERE id = :lot",
            "granted 5, the journal says 0",
        ),
    ):
        with db.engine.connect() as tx:
            tx.execute(text(forgery), {"lot": lot, "task": task} if ":task" in forgery else {"lot": lot})
            assert finding in "\n".join(points.audit(tx)), forgery
            tx.rollback()
    void(db, task)


def test_two_holds_race_for_the_last_points(db, who):
    give(db, who, 5)
    for _ in range(5):
        barrier, outcomes, tasks = threading.Barrier(2), [], [new_id(), new_id()]

        def race(task, barrier=barrier, outcomes=outcomes):
            barrier.wait()
            try:
                hold(db, who, task, 3)
                outcomes.append(task)
            except NotEnoughPoints as error:
                outcomes.append(error.details)

        threads = [threading.Thread(target=race, args=(task,)) for task in tasks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winners = [outcome for outcome in outcomes if outcome in tasks]
        assert len(winners) == 1
        assert {"needed": 3, "available": 2} in outcomes
        void(db, winners[0])


def test_post_and_void_race_and_one_wins(db, who):
    give(db, who, 5)
    for _ in range(5):
        task, barrier, outcomes = new_id(), threading.Barrier(4), []
        hold(db, who, task, 1)

        def race(end, task=task, barrier=barrier, outcomes=outcomes):
            barrier.wait()
            try:
                outcomes.append(summary(end(task)))
            except Conflict as error:
                outcomes.append(error.code)

        ends = [lambda task: post(db, task, 1), lambda task: void(db, task)] * 2
        threads = [threading.Thread(target=race, args=(end,)) for end in ends]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with db.begin() as tx:
            final = summary(points.receipt(tx, task))
        assert sorted(outcomes, key=str) in (
            sorted([final, final, "hold_posted", "hold_posted"], key=str),
            sorted([final, final, "hold_voided", "hold_voided"], key=str),
        )


def test_the_same_hold_twice_at_once_is_one(db, who):
    give(db, who, 5)
    task, barrier, receipts = new_id(), threading.Barrier(4), []

    def race():
        barrier.wait()
        receipts.append(hold(db, who, task, 3))

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert receipts == [receipts[0]] * 4
    assert balance(db, who)["held"] == 3
