"""Looks whether a workspace is whole, and keeps copies of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import sqlalchemy as sa

from lungdesk.services.workspace import backups, migrations, problems
from lungdesk.services.workspace.database import Database
from lungdesk.services.workspace.requests import CheckAnswer
from lungdesk.services.workspace.schema import films, studies
from lungdesk.services.workspace.schema import reads as reads_table
from lungdesk.services.writer_lock import WriterLock


def checked(database: Database) -> CheckAnswer:
    """Figures of a workspace that is whole.

    Raises
    ------
    LungDeskError
        ``WORKSPACE_DAMAGED``, with the newest backup.
    """
    newest = backups.newest_of(database.path)
    with database.reading() as connection:
        wrong = backups.complaint(_driver(connection))
        if wrong:
            raise problems.damaged(database.path, wrong, backup=newest)
        study_count, film_count, read_count = (
            int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
            for table in (studies, films, reads_table)
        )
    return CheckAnswer(study_count, film_count, read_count, newest)


def backed_up_daily(database: Database) -> Path | None:
    """Look whether the workspace is whole; copy it when the newest copy is a day old.

    Raises
    ------
    LungDeskError
        ``WORKSPACE_DAMAGED``; ``FILE_NOT_WRITABLE``, ``DISK_FULL``.
    """
    with database.reading() as connection:
        wrong = backups.complaint(_driver(connection), is_quick=True)
        if wrong:
            newest = backups.newest_of(database.path)
            raise problems.damaged(database.path, wrong, backup=newest)
        has_films = connection.execute(sa.select(films.c.id).limit(1)).first() is not None
    if not (has_films and database.is_writable and backups.is_copy_due(database.path)):
        return None
    target = backups.daily_name(database.path)
    database.copy_to(target)
    backups.thin_out(database.path)
    return target


def restored(backup: Path, place: Path) -> Path | None:
    """Put a backup in the place of a workspace that nobody has open; see `backups.put_in_place`.

    Raises
    ------
    LungDeskError
        ``WORKSPACE_IN_USE``; what is wrong with the backup.
    """
    backups.require_usable(backup, migrations.revisions())
    place.parent.mkdir(parents=True, exist_ok=True)
    lock = WriterLock(place.with_suffix(".lock"))
    if not lock.take():
        raise problems.in_use()
    try:
        return backups.put_in_place(backup, place)
    finally:
        lock.give_back()


def _driver(connection: sa.Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
