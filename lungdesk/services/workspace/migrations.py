"""Brings the tables of a workspace up to date, by the revisions of Alembic in ``revisions``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

_FOLDER = Path(__file__).resolve().parent


@cache
def _script() -> ScriptDirectory:
    return ScriptDirectory(str(_FOLDER), version_locations=[str(_FOLDER / "revisions")])


def revisions() -> tuple[str, ...]:
    """All revisions that are known, the oldest first."""
    return tuple(one.revision for one in reversed(list(_script().walk_revisions())))


def upgrade(connection: sa.Connection, target: str = "head") -> None:
    """Bring the tables up to a revision; the caller's transaction holds all of it."""
    script = _script()
    context = MigrationContext.configure(
        connection,
        opts={
            # What Alembic's own `upgrade` does, without a file of settings.
            "fn": lambda before, _context: script._upgrade_revs(target, before),
            "script": script,
            "transactional_ddl": True,
        },
    )
    with Operations.context(context):
        context.run_migrations()
