"""The proof that the journal of transfers and what is derived from it agree.

One statement, so that it sees one moment however busy the ledger is.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

_AUDIT = text(
    """
    WITH by_lot AS (
        SELECT lot_id,
               COALESCE(sum(amount) FILTER (WHERE kind = 'grant'), 0) AS granted,
               COALESCE(sum(amount) FILTER (WHERE kind = 'hold'), 0) AS held,
               COALESCE(sum(amount) FILTER (WHERE kind = 'post'), 0) AS posted,
               COALESCE(sum(amount) FILTER (WHERE kind = 'void'), 0) AS voided,
               COALESCE(sum(amount) FILTER (WHERE kind = 'expire'), 0) AS expired
        FROM transfers GROUP BY lot_id
    ), moves AS (
        SELECT debit_account AS account, -amount AS amount FROM transfers WHERE kind IN ('grant', 'post', 'expire')
        UNION ALL
        SELECT credit_account, amount FROM transfers WHERE kind IN ('grant', 'post', 'expire')
    ), by_account AS (
        SELECT a.id, a.kind, COALESCE(sum(m.amount), 0) AS balance
        FROM accounts AS a LEFT JOIN moves AS m ON m.account = a.id GROUP BY a.id
    ), resolved AS (
        SELECT pending_id, sum(amount) AS amount FROM transfers WHERE pending_id IS NOT NULL GROUP BY pending_id
    ), by_hold AS (
        SELECT hold_id, COALESCE(sum(amount) FILTER (WHERE kind = 'hold'), 0) AS held,
               COALESCE(sum(amount) FILTER (WHERE kind = 'post'), 0) AS posted
        FROM transfers WHERE hold_id IS NOT NULL GROUP BY hold_id
    )
    SELECT format('lot %s: granted %s, the journal says %s', l.id, l.amount, COALESCE(b.granted, 0))
    FROM lots AS l LEFT JOIN by_lot AS b ON b.lot_id = l.id WHERE l.amount <> COALESCE(b.granted, 0)
    UNION ALL
    SELECT format('lot %s: remaining %s, the journal says %s', l.id, l.remaining, b.granted - b.posted - b.expired)
    FROM lots AS l JOIN by_lot AS b ON b.lot_id = l.id WHERE l.remaining <> b.granted - b.posted - b.expired
    UNION ALL
    SELECT format('lot %s: held %s, the journal says %s', l.id, l.held, b.held - b.posted - b.voided)
    FROM lots AS l JOIN by_lot AS b ON b.lot_id = l.id WHERE l.held <> b.held - b.posted - b.voided
    UNION ALL
    SELECT format('transfer %s: its accounts do not fit a %s', t.id, t.kind)
    FROM transfers AS t JOIN lots AS l ON l.id = t.lot_id
        JOIN accounts AS d ON d.id = t.debit_account JOIN accounts AS c ON c.id = t.credit_account
    WHERE (d.kind, c.kind, COALESCE(d.customer_id, c.customer_id)) IS DISTINCT FROM
          (CASE t.kind WHEN 'grant' THEN 'issued' ELSE 'customer' END,
           CASE t.kind WHEN 'grant' THEN 'customer' WHEN 'expire' THEN 'expired' ELSE 'earned' END,
           l.customer_id)
    UNION ALL
    SELECT format('transfer %s: resolves a transfer of another lot, hold or kind', t.id)
    FROM transfers AS t JOIN transfers AS p ON p.id = t.pending_id
    WHERE (p.kind, p.lot_id, p.hold_id) IS DISTINCT FROM ('hold', t.lot_id, t.hold_id)
    UNION ALL
    SELECT format('transfer %s: held %s, resolved %s', t.id, t.amount, COALESCE(r.amount, 0))
    FROM transfers AS t LEFT JOIN resolved AS r ON r.pending_id = t.id
        LEFT JOIN settlements AS s ON s.hold_id = t.hold_id
    WHERE t.kind = 'hold' AND COALESCE(r.amount, 0) <> CASE WHEN s.hold_id IS NULL THEN 0 ELSE t.amount END
    UNION ALL
    SELECT format('hold %s: amount %s, pinned %s, lines %s', h.id, h.amount, COALESCE(b.held, 0), n.amount)
    FROM holds AS h LEFT JOIN by_hold AS b ON b.hold_id = h.id,
        LATERAL (SELECT COALESCE(sum((line ->> 'milli_points')::bigint), 0) AS amount
                 FROM jsonb_array_elements(h.lines) AS line) AS n
    WHERE h.amount <> COALESCE(b.held, 0) OR h.amount <> n.amount OR h.quoted < h.amount
    UNION ALL
    SELECT format('hold %s: charged %s, posted %s, lines %s, held %s',
                  s.hold_id, s.charged, COALESCE(b.posted, 0), n.amount, h.amount)
    FROM settlements AS s JOIN holds AS h ON h.id = s.hold_id LEFT JOIN by_hold AS b ON b.hold_id = s.hold_id,
        LATERAL (SELECT COALESCE(sum((line ->> 'milli_points')::bigint), 0) AS amount
                 FROM jsonb_array_elements(s.lines) AS line) AS n
    WHERE s.charged <> COALESCE(b.posted, 0) OR s.charged <> n.amount OR s.charged > h.amount
    UNION ALL
    SELECT format('account %s: balance %s, its lots have %s', a.id, a.balance, COALESCE(l.remaining, 0))
    FROM by_account AS a
        LEFT JOIN (SELECT customer_id, sum(remaining) AS remaining FROM lots GROUP BY customer_id) AS l
        ON l.customer_id = a.id
    WHERE a.kind = 'customer' AND a.balance <> COALESCE(l.remaining, 0)
    UNION ALL
    SELECT format('the sum of all accounts is %s', sum(balance)) FROM by_account HAVING sum(balance) <> 0
    UNION ALL
    SELECT format('account %s: balance %s is on the wrong side', kind, balance) FROM by_account
    WHERE CASE kind WHEN 'issued' THEN balance > 0 ELSE balance < 0 END
    """
)


def audit(tx: Connection) -> list[str]:
    """Every discrepancy between the journal and lots, holds, settlements and accounts; none when all is well."""
    return list(tx.execute(_AUDIT).scalars())
