"""What people do with studies: status, notes, reads."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE studies ADD COLUMN status TEXT NOT NULL DEFAULT 'unread'",
    """CREATE TABLE reads (
        id INTEGER NOT NULL PRIMARY KEY, film_id INTEGER NOT NULL REFERENCES films (id),
        prediction_id INTEGER REFERENCES predictions (id), verdict TEXT NOT NULL,
        label TEXT NOT NULL DEFAULT '', comment TEXT NOT NULL DEFAULT '',
        reader TEXT NOT NULL DEFAULT '', started_at TEXT NOT NULL DEFAULT '',
        ended_at TEXT NOT NULL)""",
    "CREATE INDEX ix_reads_film_id ON reads (film_id)",
    """CREATE TABLE notes (
        study_id INTEGER NOT NULL PRIMARY KEY REFERENCES studies (id), text TEXT NOT NULL,
        written_at TEXT NOT NULL)""",
)


def upgrade() -> None:
    """Add what is new; studies that are there already are unread."""
    for statement in _STATEMENTS:
        op.execute(statement)
