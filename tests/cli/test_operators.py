"""Customers, points and prices by command, on a real database."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


def test_a_customer_is_made_with_points_limits_and_a_key(run: Run) -> None:
    made = run("customers", "create", "Ann", "--points", "12.5", "--qps", "7", "--parallel", "3", "--json")
    assert made.code == 0
    assert set(made.json) == {"customer_id", "api_key"}
    assert re.fullmatch(r"lr_\w{49}", made.json["api_key"])
    balance = run("points", "balance", "Ann", "--json").json
    assert (balance["available"], balance["held"]) == (12.5, 0)
    limits = run("customers", "limits", "Ann", "--json").json
    assert limits["own"] == {"requests_per_second": 7.0, "parallel_tasks": 3}
    assert limits["limits"]["waiting_tasks"] == 1000


def test_the_key_is_nowhere_but_in_the_first_answer(run: Run) -> None:
    key = run("customers", "create", "Bo", "--json").json["api_key"]
    listed = run("customers", "keys", "Bo", "--json")
    assert key not in listed.out
    assert listed.json[0]["last4"] == key[-4:]


def test_limits_change_and_go_back(run: Run) -> None:
    customer = run("customers", "create", "Cy", "--json").json["customer_id"]
    changed = run("customers", "limits", customer, "--set", "parallel_tasks=9", "--set", "waiting_tasks=5", "--json")
    assert changed.json["own"] == {"parallel_tasks": 9, "waiting_tasks": 5}
    back = run("customers", "limits", "Cy", "--set", "parallel_tasks=", "--json")
    assert back.json["own"] == {"waiting_tasks": 5}
    assert back.json["limits"]["parallel_tasks"] == 2


def test_keys_are_issued_and_revoked(run: Run) -> None:
    run("customers", "create", "Di")
    issued = run("customers", "issue-key", "Di", "--admin", "--expires-days", "30", "--json").json
    assert run("customers", "revoke-key", issued["key_id"]).code == 0
    by_id = {key["key_id"]: key for key in run("customers", "keys", "Di", "--json").json}
    assert by_id[issued["key_id"]]["revoked_at"] is not None
    assert by_id[issued["key_id"]]["rights"] == ["admin", "use"]
    assert sum(key["revoked_at"] is None for key in by_id.values()) == 1


def test_customers_are_disabled_and_enabled(run: Run) -> None:
    run("customers", "create", "Ed")

    def disabled() -> bool:
        (one,) = [one for one in run("customers", "list", "--json").json if one["name"] == "Ed"]
        return one["disabled_at"] is not None

    assert not disabled()
    assert run("customers", "disable", "Ed").code == 0
    assert disabled()
    run("customers", "enable", "Ed")
    assert not disabled()


def test_a_grant_is_repeated_without_harm_by_its_lot_id(run: Run) -> None:
    run("customers", "create", "Flo", "--points", "1")
    lot = "0197a000-0000-7000-8000-000000000001"
    for _ in range(2):
        granted = run(
            "points", "grant", "Flo", "10", "--kind", "paid", "--expires", "2999-01-01", "--lot-id", lot, "--json"
        )
        assert granted.code == 0
    assert granted.json["balance"]["available"] == 11
    movements = run("points", "statement", "Flo", "--json").json
    assert [row["available_change"] for row in movements] == [1, 10]
    assert run("points", "statement", "Flo", "--to", "2000-01-01", "--json").json == []


def test_the_ledger_is_audited(run: Run) -> None:
    run("customers", "create", "Gus", "--points", "3")
    assert run("points", "audit", "--json").json == {"agrees": True, "discrepancies": []}


def test_prices_are_shown_and_published(run: Run) -> None:
    before = run("prices", "list", "--json").json
    assert {item["item"]: item["points"] for item in before["items"]}["speech_to_text"] == 1
    published = run("prices", "publish", "speech_to_text=1.25", "--from", "2999-01-01", "--note", "dearer", "--json")
    assert published.json["version"] > before["version"]
    after = run("prices", "list", "--json").json
    assert after["version"] == before["version"]
    assert [one["version"] for one in after["upcoming"]] == [published.json["version"]]
    later = run("prices", "list", "--version", str(published.json["version"]), "--json").json
    assert {item["item"]: item["points"] for item in later["items"]}["speech_to_text"] == 1.25


def test_tables_show_the_same(run: Run) -> None:
    run("customers", "create", "Hal [bold]", "--points", "2")
    assert "Hal [bold]" in run("customers", "list").out
    assert "available  2" in run("points", "balance", "Hal [bold]").out
    assert "granted" in run("points", "balance", "Hal [bold]").out
    assert "speech_to_text" in run("prices", "list").out
    assert "parallel_tasks" in run("customers", "limits", "Hal [bold]").out
    assert "the ledger agrees" in run("points", "audit").err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("customers", "create", "I", "--points", "1.2345"), 1, "at most 3 decimals"),
        (("customers", "create", "I", "--points", "many"), 1, "points 'many'"),
        (("customers", "create", "I", "--points=-1"), 1, "must be over 0"),
        (("customers", "create", ""), 1, "name must have"),
        (("customers", "create", "I", "--qps", "0"), 1, "requests_per_second"),
        (("customers", "create", "I", "--expires-days", "1e99"), 2, "too far away"),
        (("customers", "limits", "nobody"), 1, "no customer 'nobody'"),
        (("customers", "limits", "nobody", "--set", "x"), 2, "not NAME=VALUE"),
        (("customers", "revoke-key", "x"), 2, "not a key's id"),
        (("customers", "revoke-key", "0197a000-0000-7000-8000-000000000001"), 1, "no key"),
        (("points", "grant", "nobody", "1", "--expires", "soon"), 2, "not a time"),
        (("points", "grant", "nobody", "1", "--lot-id", "x"), 2, "not a UUID"),
        (("prices", "publish", "speech_to_text"), 2, "not ITEM=POINTS"),
        (("prices", "publish", "tea=1"), 1, "'tea' is no price item"),
        (("prices", "publish", "speech_to_text=2", "--from", "2001-01-01"), 1, "must not lie in the past"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    ended = run(*arguments)
    assert ended.code == code
    assert said in " ".join(ended.err.replace("│", " ").split())
    assert "Traceback" not in ended.err
    assert ended.out == ""
    assert not any(one["name"] in ("I", "") for one in run("customers", "list", "--json").json)
