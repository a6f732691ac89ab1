"""Copies of the workspace: made by SQLite while it is used, checked before one takes its place."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lungdesk.core.files import not_writable
from lungdesk.formats import failures
from lungdesk.services.workspace import problems
from lungdesk.services.workspace.schema import APPLICATION_ID
from lungdesk.services.workspace.sqlite_paths import files_of, uri_of

#: So many daily copies are kept, and one is made when the newest is so old.
_KEPT = 5
_EVERY = timedelta(days=1)
_PATTERN = "workspace-*.db"
#: What is younger may still be on its way.
_LEFT_AFTER = timedelta(hours=1)
#: Lines of complaints that are told; there may be a hundred, also in one complaint.
_TOLD = 3
#: A line that says only which database is meant.
_TITLE = "***"


def copied(source: sqlite3.Connection, target: Path) -> None:
    """Copy an open database into a file of its own, whole or not at all.

    Raises
    ------
    LungDeskError
        ``FILE_NOT_WRITABLE``, ``DISK_FULL``, ``WORKSPACE_DAMAGED``.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(temporary)) as copy:
            source.backup(copy)
            # One file, which no other belongs to.
            copy.execute("PRAGMA journal_mode=DELETE")
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.replace(target)
    except sqlite3.DatabaseError as error:
        raise problems.of_database(target, str(error)) from error
    except OSError as error:
        raise not_writable(target, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def complaint(connection: sqlite3.Connection, *, is_quick: bool = False) -> str:
    """What SQLite finds wrong with a database; empty when it is whole."""
    pragma = "quick_check" if is_quick else "integrity_check"
    try:
        rows = [str(row[0]) for row in connection.execute(f"PRAGMA {pragma}")]
        strays = [] if is_quick else connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return str(error)
    wrong = [] if rows == ["ok"] else rows
    wrong += [f"a row of {stray[0]} belongs to nothing" for stray in strays]
    lines = [line for text in wrong for line in text.splitlines() if line]
    telling = [line for line in lines if not line.startswith(_TITLE)] or lines
    return "; ".join(telling[:_TOLD])


def require_usable(path: Path, known_revisions: tuple[str, ...]) -> None:
    """Refuse a file that cannot take the workspace's place.

    Raises
    ------
    LungDeskError
        ``WORKSPACE_FOREIGN``, ``WORKSPACE_TOO_NEW``, ``WORKSPACE_DAMAGED``; ``FILE_MISSING``.
    """
    if not path.is_file():
        raise failures.missing(path)
    try:
        uri = uri_of(path.absolute(), mode="ro")
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            (kind,) = connection.execute("PRAGMA application_id").fetchone()
            if kind != APPLICATION_ID:
                raise problems.foreign(path)
            wrong = complaint(connection)
            if wrong:
                raise problems.damaged(path, wrong)
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise problems.foreign(path) from error
        raise problems.of_database(path, str(error)) from error
    if row is None:
        raise problems.damaged(path, problems.NO_REVISION)
    if row[0] not in known_revisions:
        raise problems.too_new(path)


def put_in_place(backup: Path, place: Path) -> Path | None:
    """Let a backup be the workspace; nobody may have it open. Gives where the old one is kept.

    Whatever ends the program meanwhile, there is the old one or the new one.

    Raises
    ------
    LungDeskError
        ``FILE_NOT_WRITABLE``, ``DISK_FULL``.
    """
    fresh = place.with_name(f".{place.name}.restored")
    try:
        uri = uri_of(backup.absolute(), mode="ro")
        with closing(sqlite3.connect(uri, uri=True)) as source:
            copied(source, fresh)
        aside = _put_aside(place)
        fresh.replace(place)
    except OSError as error:
        raise not_writable(place, error) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return aside


def _put_aside(place: Path) -> Path | None:
    """Keep an old workspace under another name, of which `place` is a copy; None if there is none.

    What is beside it goes: a journal without its database would be taken for that of the new one.
    So does a folder that lies where a file should.
    """
    aside = place.with_name(f"{place.stem}.replaced-{_stamp()}.db")
    pairs = tuple(zip(files_of(place), files_of(aside), strict=True))
    try:
        for old, kept in pairs:
            if old.is_file():
                shutil.copy2(old, kept)
    except OSError:
        for _, kept in pairs:
            kept.unlink(missing_ok=True)
        raise
    for old, kept in pairs:
        if old.is_dir():
            old.rename(kept)
        elif old != place:
            old.unlink(missing_ok=True)
    return aside if aside.exists() else None


def folder_of(place: Path) -> Path:
    """Where the daily copies of a workspace are."""
    return place.with_name("backups")


def copies_of(place: Path) -> tuple[Path, ...]:
    """Daily copies of a workspace, the newest first; last, those that a wrong clock has made."""
    today = daily_name(place).name
    copies = folder_of(place).glob(_PATTERN)
    return tuple(sorted(copies, key=lambda one: (one.name <= today, one.name), reverse=True))


def newest_of(place: Path) -> Path | None:
    """The newest daily copy."""
    return next(iter(copies_of(place)), None)


def is_copy_due(place: Path) -> bool:
    """Whether the newest daily copy is old, or there is none."""
    newest = newest_of(place)
    if newest is None:
        return True
    return not timedelta() <= _age(newest) < _EVERY


def daily_name(place: Path) -> Path:
    """Where today's copy goes."""
    return folder_of(place) / f"workspace-{_stamp()}.db"


def thin_out(place: Path) -> None:
    """Keep the newest few, and nothing of those that were ended midway; nobody else may write."""
    for old in (*copies_of(place)[_KEPT:], *_left(place)):
        old.unlink(missing_ok=True)


def _left(place: Path) -> tuple[Path, ...]:
    """Files under names that `copied` and `put_in_place` give, of those that were ended midway."""
    restored = rf"\.{re.escape(place.name)}\.restored"
    copy = rf"{re.escape(place.stem)}[^/]*{re.escape(place.suffix)}"
    name = re.compile(rf"{restored}|\.({copy}|{restored})\.\d+(-journal)?")
    hidden = (*folder_of(place).glob(".*"), *place.parent.glob(".*"))
    return tuple(one for one in hidden if name.fullmatch(one.name) and _age(one) > _LEFT_AFTER)


def _age(path: Path) -> timedelta:
    return datetime.now(UTC) - datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
