"""With which lung network, and by which preparation, a film was read."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STATEMENTS = (
    # Reads belong to predictions: they may be without them until these are there again. For each
    # that goes its reads are looked for.
    "CREATE INDEX ix_reads_prediction_id ON reads (prediction_id)",
    "PRAGMA defer_foreign_keys = ON",
    "CREATE TABLE said AS SELECT * FROM predictions",
    "DROP TABLE predictions",
    """CREATE TABLE predictions (
        id INTEGER NOT NULL PRIMARY KEY, film_id INTEGER NOT NULL REFERENCES films (id),
        model_id INTEGER NOT NULL REFERENCES models (id), frame INTEGER NOT NULL DEFAULT 0,
        precision TEXT NOT NULL DEFAULT '', lungs TEXT NOT NULL DEFAULT '',
        preparation INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL,
        code TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '',
        predicted TEXT NOT NULL DEFAULT '', probabilities BLOB NOT NULL DEFAULT x'',
        verdict TEXT NOT NULL DEFAULT '', is_uncertain BOOLEAN NOT NULL,
        is_overridden BOOLEAN NOT NULL, origin TEXT NOT NULL, read_at TEXT NOT NULL,
        CONSTRAINT once_a_model
            UNIQUE (film_id, model_id, frame, precision, lungs, preparation, is_overridden))""",
    """INSERT INTO predictions SELECT
        id, film_id, model_id, frame, precision, '', 0, state, code, message, predicted,
        probabilities, verdict, is_uncertain, is_overridden, origin, read_at FROM said""",
    "DROP TABLE said",
)


def upgrade() -> None:
    """Tell both apart; by which of them what is there already was read is not known."""
    for statement in _STATEMENTS:
        op.execute(statement)
