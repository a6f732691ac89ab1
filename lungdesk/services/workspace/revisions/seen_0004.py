"""Who has seen the model's answer for which content."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """CREATE TABLE seen (
        sha256 TEXT NOT NULL, reader TEXT NOT NULL, seen_at TEXT NOT NULL,
        PRIMARY KEY (sha256, reader))""",
    # What was read in the window was shown, but for what came with a blinded read.
    """INSERT INTO seen (sha256, reader, seen_at)
        SELECT films.sha256, '', min(predictions.read_at) FROM films
        JOIN predictions ON predictions.film_id = films.id
        WHERE films.sha256 IS NOT NULL AND films.frame_count = 1
            AND predictions.origin = 'window' AND predictions.state = 'ok'
            AND NOT EXISTS (SELECT 1 FROM reads WHERE film_id = films.id AND is_blinded)
        GROUP BY films.sha256""",
)


def upgrade() -> None:
    """Add what is new; to whom a film that is there already was shown is not known."""
    for statement in _STATEMENTS:
        op.execute(statement)
