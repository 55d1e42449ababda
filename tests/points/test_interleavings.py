"""Random histories of one customer's ledger against a small model of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from lingoreel import customers, points
from lingoreel.errors import Conflict, NotEnoughPoints
from lingoreel.ids import new_id

grants = st.tuples(
    st.just("grant"),
    st.integers(1, 6),
    st.sampled_from(["paid", "granted", "bonus"]),
    st.integers(0, 2),
    st.sampled_from([None, 1, 2, 3]),
)
holds = st.tuples(st.just("hold"), st.integers(0, 8))
posts = st.tuples(st.just("post"), st.integers(0, 5), st.integers(0, 8))
voids = st.tuples(st.just("void"), st.integers(0, 5))
lapses = st.tuples(st.just("lapse"), st.integers(0, 5))
sweeps = st.tuples(st.just("sweep"))
histories = st.lists(st.one_of(grants, holds, posts, voids, lapses, sweeps), min_size=4, max_size=25)


@dataclass
class Lot:
    number: int
    kind: str
    priority: int
    expiry: int | None
    remaining: int
    held: int = 0
    lapsed: bool = False

    @property
    def order(self):
        # A lapsed lot's expiry lies before every other's.
        expiry = (-1 if self.lapsed else self.expiry) if self.expiry is not None else 99
        return (self.priority, expiry, self.kind == "paid", self.number)


@dataclass
class Model:
    lots: dict = field(default_factory=dict)
    holds: dict = field(default_factory=dict)
    ended: dict = field(default_factory=dict)
    earned: int = 0
    expired: int = 0

    def free(self):
        usable = (pair for pair in self.lots.items() if not pair[1].lapsed)
        return sorted(usable, key=lambda pair: pair[1].order)

    def available(self):
        return sum(lot.remaining - lot.held for _, lot in self.free())

    def hold(self, task, amount):
        pins = {}
        for lot_id, lot in self.free():
            taken = min(lot.remaining - lot.held, amount - sum(pins.values()))
            if taken:
                pins[lot_id] = taken
                lot.held += taken
        self.holds[task] = pins

    def settle(self, task, charged):
        left = charged
        pins = self.holds.pop(task)
        for lot_id in sorted(pins, key=lambda each: self.lots[each].order):
            lot, pin = self.lots[lot_id], pins[lot_id]
            posted = min(pin, left)
            left -= posted
            lot.held -= pin
            lot.remaining -= posted
            self.earned += posted
            if lot.lapsed:
                lot.remaining -= pin - posted
                self.expired += pin - posted


def play(tx, who, model, step):
    kind, *rest = step
    if kind == "grant":
        amount, lot_kind, priority, expiry = rest
        expires_at = None if expiry is None else datetime.now(UTC).replace(microsecond=0) + timedelta(days=expiry)
        # All lots of one expiry share the very moment, so that kind and age decide between them.
        if expires_at is not None:
            expires_at = expires_at.replace(hour=0, minute=0, second=0) + timedelta(days=1)
        lot = points.grant(tx, who, amount * 1000, lot_kind, reason="test", priority=priority, expires_at=expires_at)
        model.lots[lot] = Lot(len(model.lots), lot_kind, priority, expiry, amount)
    elif kind == "hold":
        (amount,) = rest
        task = new_id()
        measured = {"speech_to_text": amount * 60_000}
        enough = amount <= model.available()
        try:
            points.hold(tx, who, task, measured, 1)
        except NotEnoughPoints as error:
            assert not enough
            assert error.details == {"needed": amount, "available": model.available()}
        else:
            assert enough
            model.hold(task, amount)
    elif kind in ("post", "void"):
        tasks = sorted([*model.holds, *model.ended])
        if not tasks:
            return
        task = tasks[rest[0] % len(tasks)]
        before = model.ended.get(task)
        try:
            if kind == "post":
                charged = min(rest[1], sum(model.holds.get(task, {}).values()))
                receipt = points.post(tx, task, {"speech_to_text": charged * 60_000})
            else:
                charged = 0
                receipt = points.void(tx, task, "test")
        except Conflict:
            assert before is not None
            assert before[0] != kind
        else:
            if before is None:
                model.settle(task, charged)
                model.ended[task] = (kind, receipt)
                assert receipt["charged"] == charged
            else:
                assert before == (kind, receipt)
    elif kind == "lapse":
        mortal = [lot for lot, each in model.lots.items() if each.expiry is not None]
        if mortal:
            lot = mortal[rest[0] % len(mortal)]
            tx.execute(text("UPDATE lots SET expires_at = 'epoch' WHERE id = :id"), {"id": lot})
            model.lots[lot].lapsed = True
    else:
        gone = sum(lot.remaining - lot.held for lot in model.lots.values() if lot.lapsed)
        assert points.expire_lots(tx, limit=10**6) >= gone * 1000
        model.expired += gone
        for lot in model.lots.values():
            if lot.lapsed:
                lot.remaining = lot.held


def check(tx, who, model):
    assert points.audit(tx) == []
    rows = tx.execute(text("SELECT id, remaining, held FROM lots WHERE customer_id = :id"), {"id": who})
    expected = {lot: (each.remaining * 1000, each.held * 1000) for lot, each in model.lots.items()}
    assert {lot: (remaining, held) for lot, remaining, held in rows} == expected
    shown = points.balance(tx, who)
    assert shown["available"] == model.available() >= 0
    assert shown["held"] == sum(sum(pins.values()) for pins in model.holds.values())
    for account, amount in (("earned", model.earned), ("expired", model.expired)):
        moved = tx.execute(
            text(
                "SELECT COALESCE(sum(amount), 0) FROM transfers JOIN accounts a ON a.id = credit_account "
                "WHERE debit_account = :id AND a.kind = :account AND transfers.kind IN ('post', 'expire')"
            ),
            {"id": who, "account": account},
        ).scalar_one()
        assert moved == amount * 1000


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories)
def test_any_history_keeps_the_books(db, history):
    with db.engine.connect() as tx:
        who = customers.create(tx, "history")
        model = Model()
        for step in history:
            play(tx, who, model, step)
        check(tx, who, model)
        for task in list(model.holds):
            points.void(tx, task, "the end")
            model.settle(task, 0)
        check(tx, who, model)
        resolved = tx.execute(
            text(
                "SELECT count(*) FROM transfers h WHERE h.kind = 'hold' AND h.debit_account = :id AND h.amount <> "
                "(SELECT COALESCE(sum(e.amount), 0) FROM transfers e WHERE e.pending_id = h.id)"
            ),
            {"id": who},
        ).scalar_one()
        assert resolved == 0
        tx.rollback()
