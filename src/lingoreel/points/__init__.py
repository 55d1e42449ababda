"""Points: the price book, the rounding rule, the ledger and its receipts. Amounts are integer milli-points."""

from lingoreel.points import prices
from lingoreel.points.audit import audit
from lingoreel.points.balances import balance, coins, statement
from lingoreel.points.ledger import expire_lots, grant, hold, post, quote, require_minimum, void
from lingoreel.points.prices import PriceBook
from lingoreel.points.prices import current as current_prices
from lingoreel.points.receipts import empty_receipt, receipt, receipts
from lingoreel.points.repository import LedgerBroken
from lingoreel.points.rounding import ITEMS, Unit, billed_units, charge, count_characters, to_milli_points, to_points

__all__ = [
    "ITEMS",
    "LedgerBroken",
    "PriceBook",
    "Unit",
    "audit",
    "balance",
    "billed_units",
    "charge",
    "coins",
    "count_characters",
    "current_prices",
    "empty_receipt",
    "expire_lots",
    "grant",
    "hold",
    "post",
    "prices",
    "quote",
    "receipt",
    "receipts",
    "require_minimum",
    "statement",
    "to_milli_points",
    "to_points",
    "void",
]
