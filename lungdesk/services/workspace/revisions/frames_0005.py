"""Who has seen the model's answer for which frame of a content."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE seen RENAME TO seen_films",
    """CREATE TABLE seen (
        sha256 TEXT NOT NULL, reader TEXT NOT NULL, frame INTEGER NOT NULL, seen_at TEXT NOT NULL,
        PRIMARY KEY (sha256, reader, frame))""",
    "INSERT INTO seen SELECT sha256, reader, 0, seen_at FROM seen_films",
    "DROP TABLE seen_films",
    # Of films with one frame this was known already.
    """INSERT OR IGNORE INTO seen (sha256, reader, frame, seen_at)
        SELECT films.sha256, '', predictions.frame, min(predictions.read_at) FROM films
        JOIN predictions ON predictions.film_id = films.id
        WHERE films.sha256 IS NOT NULL AND films.frame_count > 1
            AND predictions.origin = 'window' AND predictions.state = 'ok'
            AND NOT EXISTS (SELECT 1 FROM reads JOIN predictions AS said
                ON said.id = reads.prediction_id
                WHERE said.film_id = films.id AND said.frame = predictions.frame AND is_blinded)
        GROUP BY films.sha256, predictions.frame""",
)


def upgrade() -> None:
    """Tell frames apart; to whom one that is there already was shown is not known."""
    for statement in _STATEMENTS:
        op.execute(statement)
