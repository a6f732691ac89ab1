"""Films, what models said of them, and the batches they were read in."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATEMENTS = (
    "PRAGMA application_id = 0x4C447773",
    """CREATE TABLE audit (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, action TEXT NOT NULL,
        study_id INTEGER, detail TEXT NOT NULL DEFAULT '{}')""",
    """CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
    """CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END""",
    """CREATE TABLE models (
        id INTEGER NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, model_id TEXT NOT NULL,
        version TEXT NOT NULL, labels TEXT NOT NULL DEFAULT '[]')""",
    """CREATE TABLE studies (
        id INTEGER NOT NULL PRIMARY KEY, key TEXT NOT NULL UNIQUE,
        study_instance_uid TEXT NOT NULL DEFAULT '', patient_id TEXT NOT NULL DEFAULT '',
        patient_name TEXT NOT NULL DEFAULT '', birth_date TEXT NOT NULL DEFAULT '',
        sex TEXT NOT NULL DEFAULT '', study_date TEXT NOT NULL DEFAULT '',
        description TEXT NOT NULL DEFAULT '', revision INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX ix_studies_revision ON studies (revision)",
    """CREATE TABLE batches (
        id INTEGER NOT NULL PRIMARY KEY, sources TEXT NOT NULL, out TEXT NOT NULL UNIQUE,
        model_id TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT NOT NULL DEFAULT '')""",
    """CREATE TABLE films (
        id INTEGER NOT NULL PRIMARY KEY, study_id INTEGER NOT NULL REFERENCES studies (id),
        sha256 TEXT UNIQUE, path TEXT NOT NULL, sop_instance_uid TEXT NOT NULL DEFAULT '',
        modality TEXT NOT NULL DEFAULT '', rows INTEGER NOT NULL DEFAULT 0,
        columns INTEGER NOT NULL DEFAULT 0, frame_count INTEGER NOT NULL DEFAULT 1,
        prediction_id INTEGER, batch_id INTEGER REFERENCES batches (id),
        is_replaced BOOLEAN NOT NULL DEFAULT 0)""",
    "CREATE INDEX ix_films_study_id ON films (study_id)",
    "CREATE INDEX ix_films_path ON films (path)",
    """CREATE TABLE predictions (
        id INTEGER NOT NULL PRIMARY KEY, film_id INTEGER NOT NULL REFERENCES films (id),
        model_id INTEGER NOT NULL REFERENCES models (id), frame INTEGER NOT NULL DEFAULT 0,
        precision TEXT NOT NULL DEFAULT '', state TEXT NOT NULL, code TEXT NOT NULL DEFAULT '',
        message TEXT NOT NULL DEFAULT '', predicted TEXT NOT NULL DEFAULT '',
        probabilities BLOB NOT NULL DEFAULT x'',
        verdict TEXT NOT NULL DEFAULT '', is_uncertain BOOLEAN NOT NULL,
        is_overridden BOOLEAN NOT NULL, origin TEXT NOT NULL, read_at TEXT NOT NULL,
        CONSTRAINT once_a_model UNIQUE (film_id, model_id, frame, precision, is_overridden))""",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in _STATEMENTS:
        op.execute(statement)
