from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from lingoreel import customers
from lingoreel.errors import Conflict, InvalidRequest, NotFound
from lingoreel.ids import new_id

SECRET = b"s" * 32


def test_create_find_rename_list(db):
    with db.begin() as tx:
        first = customers.create(tx, "  Ada  ", {"parallel_tasks": 7})
        second = customers.create(tx, "Bob")
    with db.begin() as tx:
        assert customers.find(tx, "Ada") == customers.get(tx, first) == customers.find(tx, str(first))
        assert customers.get(tx, first).name == "Ada"
        assert customers.get(tx, first).overrides == {"parallel_tasks": 7}
        assert [one.id for one in customers.list_customers(tx, after=first, limit=1)] == [second]
        customers.rename(tx, first, "Ada Lovelace")
        assert customers.get(tx, first).name == "Ada Lovelace"


def test_a_shared_name_is_no_name(db):
    with db.begin() as tx:
        customers.create(tx, "Twin")
        customers.create(tx, "Twin")
        with pytest.raises(Conflict, match="several customers"):
            customers.find(tx, "Twin")


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\nb", "a\0b"])
def test_bad_names(db, name):
    with db.begin() as tx, pytest.raises(InvalidRequest, match="1 to 200 printable"):
        customers.create(tx, name)


def test_unknown_customers(db):
    with db.begin() as tx:
        for call in (
            lambda: customers.get(tx, new_id()),
            lambda: customers.find(tx, str(new_id())),
            lambda: customers.find(tx, "nobody of this name"),
            lambda: customers.rename(tx, new_id(), "x"),
            lambda: customers.lock(tx, new_id()),
            lambda: customers.set_limits(tx, new_id(), {"parallel_tasks": 1}),
            lambda: customers.disable(tx, new_id()),
            lambda: customers.enable(tx, new_id()),
            lambda: customers.issue_key(tx, SECRET, new_id()),
            lambda: customers.revoke_key(tx, new_id()),
        ):
            with pytest.raises(NotFound):
                call()


def test_limits_are_checked_merged_and_taken_back(db):
    with db.begin() as tx:
        who = customers.create(tx, "limits", {"requests_per_second": 5})
        assert customers.set_limits(tx, who, {"parallel_tasks": "9"}) == {"requests_per_second": 5, "parallel_tasks": 9}
        assert customers.set_limits(tx, who, {"requests_per_second": None}) == {"parallel_tasks": 9}
        for wrong in (
            {"parallel_tasks": 0},
            {"no_such": 1},
            {"requests_per_second": "fast"},
            {"requests_per_second": float("nan")},
        ):
            with pytest.raises(InvalidRequest, match=next(iter(wrong))):
                customers.set_limits(tx, who, wrong)
        assert customers.get(tx, who).overrides == {"parallel_tasks": 9}


def test_keys_are_listed_without_their_text(db):
    with db.begin() as tx:
        who = customers.create(tx, "keys")
        issued = customers.issue_key(tx, SECRET, who, ["use", "admin"])
        (key,) = customers.list_keys(tx, who)
        assert (key.id, key.prefix, key.last4) == (issued.id, issued.key[:7], issued.key[-4:])
        assert set(key.rights) == {"use", "admin"}
        assert key.revoked_at is key.last_used_at is None
        stored = tx.execute(
            text("SELECT to_jsonb(k)::text FROM api_keys k WHERE id = :id"), {"id": issued.id}
        ).scalar_one()
        assert issued.key[7:-4] not in stored
        customers.revoke_key(tx, issued.id)
        (key,) = customers.list_keys(tx, who)
        revoked = key.revoked_at
        customers.revoke_key(tx, issued.id)
        assert customers.list_keys(tx, who)[0].revoked_at == revoked is not None


def test_bad_rights_and_expiry(db):
    with db.begin() as tx:
        who = customers.create(tx, "rights")
        for rights in ((), ("root",), ("use", "root")):
            with pytest.raises(InvalidRequest, match="rights"):
                customers.issue_key(tx, SECRET, who, rights)
        for expiry in (datetime.now(UTC) - timedelta(seconds=1), datetime.now() + timedelta(days=1)):
            with pytest.raises(InvalidRequest, match="expires_at"):
                customers.issue_key(tx, SECRET, who, expires_at=expiry)


def test_a_locked_customer_still_takes_rows_that_refer_to_it(db):
    with db.begin() as tx:
        who = customers.create(tx, "locked")
    with db.begin() as holder:
        customers.lock(holder, who)
        with db.begin() as other:
            other.execute(text("SET LOCAL lock_timeout = '2s'"))
            customers.issue_key(other, SECRET, who)
