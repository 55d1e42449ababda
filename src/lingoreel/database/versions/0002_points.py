"""Points: the price book, and the double-entry ledger of lots, transfers, holds and settlements.

What happened is only ever inserted; the database itself refuses UPDATE, DELETE and TRUNCATE. Lots carry the
projection (`remaining`, `held`), changed in the transaction that inserts the transfer explaining it.
Amounts are integer milli-points.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSERT_ONLY = ("price_versions", "price_items", "accounts", "transfers", "holds", "settlements")

STATEMENTS = (
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% rows are only ever inserted: % is refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TABLE price_versions (
        version integer PRIMARY KEY CHECK (version > 0),
        effective_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        note text NOT NULL
    )
    """,
    "CREATE INDEX price_versions_by_start ON price_versions (effective_at, version)",
    """
    CREATE TABLE price_items (
        version integer NOT NULL REFERENCES price_versions,
        item text NOT NULL,
        milli_points_per_unit bigint NOT NULL CHECK (milli_points_per_unit BETWEEN 0 AND 1000000000000),
        PRIMARY KEY (version, item)
    )
    """,
    # An item may only join the version that the same transaction publishes.
    """
    CREATE FUNCTION refuse_late_price() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT FROM price_versions WHERE version = NEW.version AND created_at = transaction_timestamp()
        ) THEN
            RAISE EXCEPTION 'price version % is published: its items no longer change', NEW.version
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER refuse_late_price BEFORE INSERT ON price_items
        FOR EACH ROW EXECUTE FUNCTION refuse_late_price()
    """,
    """
    CREATE TABLE accounts (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('customer', 'issued', 'earned', 'expired')),
        customer_id uuid UNIQUE REFERENCES customers,
        CHECK ((kind = 'customer') = (customer_id IS NOT NULL)),
        CHECK (customer_id IS NULL OR customer_id = id)
    )
    """,
    "CREATE UNIQUE INDEX accounts_one_of_each ON accounts (kind) WHERE kind <> 'customer'",
    """
    CREATE TABLE lots (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customers,
        kind text NOT NULL CHECK (kind IN ('paid', 'granted', 'bonus')),
        amount bigint NOT NULL CHECK (amount > 0),
        remaining bigint NOT NULL,
        held bigint NOT NULL DEFAULT 0,
        priority integer NOT NULL DEFAULT 0,
        expires_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        reason text NOT NULL,
        CHECK (0 <= held AND held <= remaining AND remaining <= amount)
    )
    """,
    "CREATE INDEX lots_by_customer ON lots (customer_id)",
    "CREATE INDEX lots_unspent ON lots (customer_id) WHERE remaining > 0",
    "CREATE INDEX lots_expiring ON lots (expires_at) WHERE remaining > held AND expires_at IS NOT NULL",
    """
    CREATE FUNCTION guard_lot() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (NEW.id, NEW.customer_id, NEW.kind, NEW.amount, NEW.created_at)
            IS DISTINCT FROM (OLD.id, OLD.customer_id, OLD.kind, OLD.amount, OLD.created_at)
        THEN
            RAISE EXCEPTION 'a lot keeps its customer, kind, amount and date' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER guard_lot BEFORE UPDATE ON lots FOR EACH ROW EXECUTE FUNCTION guard_lot()",
    """
    CREATE TRIGGER refuse_change BEFORE DELETE OR TRUNCATE ON lots
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TABLE holds (
        id uuid PRIMARY KEY,
        task_id uuid NOT NULL UNIQUE,
        customer_id uuid NOT NULL REFERENCES customers,
        quoted bigint NOT NULL CHECK (quoted >= 0),
        amount bigint NOT NULL CHECK (amount >= 0),
        price_version integer NOT NULL REFERENCES price_versions,
        lines jsonb NOT NULL CHECK (jsonb_typeof(lines) = 'array'),
        created_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE INDEX holds_by_customer ON holds (customer_id, created_at)",
    # One row per hold at most: a hold is resolved exactly once.
    """
    CREATE TABLE settlements (
        hold_id uuid PRIMARY KEY REFERENCES holds,
        outcome text NOT NULL CHECK (outcome IN ('posted', 'voided')),
        charged bigint NOT NULL CHECK (charged >= 0),
        lines jsonb NOT NULL CHECK (jsonb_typeof(lines) = 'array'),
        reason text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CHECK (outcome = 'posted' OR charged = 0)
    )
    """,
    # A hold's transfers are pending: they pin points and move none. A post or a void names the one it resolves.
    """
    CREATE TABLE transfers (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('grant', 'hold', 'post', 'void', 'expire')),
        debit_account uuid NOT NULL REFERENCES accounts,
        credit_account uuid NOT NULL REFERENCES accounts,
        amount bigint NOT NULL CHECK (amount > 0),
        lot_id uuid NOT NULL REFERENCES lots,
        task_id uuid,
        hold_id uuid REFERENCES holds,
        pending_id uuid REFERENCES transfers,
        price_version integer REFERENCES price_versions,
        reason text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CHECK (debit_account <> credit_account),
        CHECK ((kind IN ('post', 'void')) = (pending_id IS NOT NULL)),
        CHECK (kind NOT IN ('hold', 'post', 'void')
               OR (hold_id IS NOT NULL AND task_id IS NOT NULL AND price_version IS NOT NULL))
    )
    """,
    "CREATE UNIQUE INDEX transfers_resolve_once ON transfers (pending_id, kind) WHERE pending_id IS NOT NULL",
    "CREATE UNIQUE INDEX transfers_one_grant ON transfers (lot_id) WHERE kind = 'grant'",
    "CREATE INDEX transfers_by_hold ON transfers (hold_id) WHERE hold_id IS NOT NULL",
    # Every transfer has the customer on one side, so it lies in exactly one of these two.
    """
    CREATE INDEX transfers_out ON transfers (debit_account, created_at)
        WHERE kind IN ('hold', 'post', 'void', 'expire')
    """,
    "CREATE INDEX transfers_in ON transfers (credit_account, created_at) WHERE kind = 'grant'",
    *(
        f"""
        CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """
        for table in INSERT_ONLY
    ),
    """
    INSERT INTO accounts (id, kind) VALUES
        ('00000000-0000-0000-0000-000000000001', 'issued'),
        ('00000000-0000-0000-0000-000000000002', 'earned'),
        ('00000000-0000-0000-0000-000000000003', 'expired')
    """,
    "INSERT INTO price_versions (version, effective_at, note) VALUES (1, 'epoch', 'the published price list')",
    """
    INSERT INTO price_items (version, item, milli_points_per_unit) VALUES
        (1, 'speech_to_text', 1000),
        (1, 'video_translation.translate', 2000),
        (1, 'video_translation.synthesize', 6000),
        (1, 'subtitles.recognize', 1000),
        (1, 'subtitles.translate', 2000),
        (1, 'subtitles.synthesize', 500),
        (1, 'text_to_speech', 500),
        (1, 'video_generation.basic', 10000)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in ("transfers", "settlements", "holds", "lots", "accounts", "price_items", "price_versions"):
        op.execute(f"DROP TABLE {table}")
    for function in ("guard_lot", "refuse_late_price", "refuse_change"):
        op.execute(f"DROP FUNCTION {function}")
