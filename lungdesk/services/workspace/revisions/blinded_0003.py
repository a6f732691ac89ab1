"""Reads that came before the model's answer was shown, and how sure the reader was."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE reads ADD COLUMN is_blinded BOOLEAN NOT NULL DEFAULT 0",
    "ALTER TABLE reads ADD COLUMN confidence TEXT NOT NULL DEFAULT ''",
)


def upgrade() -> None:
    """Add what is new; reads that are there already came with the answer in sight."""
    for statement in _STATEMENTS:
        op.execute(statement)
