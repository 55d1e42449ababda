"""Many transactions at once, and transactions that die."""

import random
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from lingoreel import customers, points
from lingoreel.errors import Conflict, InvalidRequest, NotEnoughPoints, NotReady
from lingoreel.ids import new_id


def test_many_threads_keep_the_books(db):
    with db.begin() as tx:
        whos = [customers.create(tx, f"busy {number}") for number in range(3)]
    tasks = [(new_id(), whos[number % 3]) for number in range(30)]
    failures: list[BaseException] = []

    def work(seed: int) -> None:
        dice = random.Random(seed)
        try:
            for _ in range(40):
                task, who = dice.choice(tasks)
                measured = {"speech_to_text": 60_000 * (1 + int(task) % 4)}
                try:
                    with db.begin() as tx:
                        match dice.choice("ghhpve"):
                            case "g":
                                expiry = datetime.now(UTC) + timedelta(seconds=dice.uniform(0.05, 1))
                                points.grant(
                                    tx, who, 2000, "granted", reason="test", expires_at=dice.choice([None, expiry])
                                )
                            case "h":
                                points.hold(tx, who, task, measured, 1)
                            case "p":
                                points.post(tx, task, measured)
                            case "v":
                                points.void(tx, task, "test")
                            case "e":
                                points.expire_lots(tx)
                except (Conflict, NotEnoughPoints):
                    pass
                except InvalidRequest as error:
                    # The grant waited for the customer's row until its expiry had passed.
                    assert error.field == "expires_at"
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        with db.begin() as tx:
            assert points.audit(tx) == []
        threads[0].join(0.05)
    for thread in threads:
        thread.join()
    assert not failures
    with db.begin() as tx:
        assert points.audit(tx) == []
        receipts = points.receipts(tx, [task for task, _ in tasks])
        charged = sum(receipt["charged"] or 0 for receipt in receipts.values())
        earned = tx.execute(
            text("SELECT COALESCE(sum(amount), 0) FROM transfers WHERE kind = 'post' AND debit_account = ANY(:whos)"),
            {"whos": whos},
        ).scalar_one()
        assert earned == charged * 1000 > 0


@pytest.mark.parametrize("step", ["hold", "post", "void"])
def test_a_transaction_that_dies_leaves_nothing(db, step):
    task = new_id()
    measured = {"speech_to_text": 60_000}
    with db.begin() as tx:
        who = customers.create(tx, "mortal")
        points.grant(tx, who, 1000, "paid", reason="test")
        if step != "hold":
            points.hold(tx, who, task, measured, 1)
        before = points.balance(tx, who), points.receipt(tx, task), len(points.statement(tx, who))
    steps = {
        "hold": lambda tx: points.hold(tx, who, task, measured, 1),
        "post": lambda tx: points.post(tx, task, measured),
        "void": lambda tx: points.void(tx, task, "failed"),
    }
    with pytest.raises(NotReady), db.begin() as tx:
        steps[step](tx)
        victim = tx.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with db.begin() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": victim})
        tx.execute(text("SELECT 1"))
    with db.begin() as tx:
        assert (points.balance(tx, who), points.receipt(tx, task), len(points.statement(tx, who))) == before
    with db.begin() as tx:
        steps[step](tx)
        assert points.audit(tx) == []
