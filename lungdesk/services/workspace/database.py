"""The file: one process writes, any may read, and every change is whole or not there at all.

SQLite in WAL mode: readers never wait for the writer. What has been committed survives a kill and
a loss of power (``synchronous=FULL``).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.pool import NullPool, QueuePool

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import not_writable
from lungdesk.services.workspace import backups, problems
from lungdesk.services.workspace.schema import APPLICATION_ID, HEAD
from lungdesk.services.workspace.sqlite_paths import (
    files_of,
    has_journal,
    is_empty,
    uri_of,
    uri_to_look,
)
from lungdesk.services.writer_lock import WriterLock

_BUSY_MS = 10_000
_VERSION_TABLE = "alembic_version"


class Database:
    """A workspace that is open; for any thread."""

    def __init__(
        self, path: Path, engine: sa.Engine, lock: WriterLock | None, barred: Path | None
    ) -> None:
        self.path = path
        self._engine = engine
        self._lock = lock
        self._barred = barred

    @property
    def is_writable(self) -> bool:
        """Whether this process may change it."""
        return self._lock is not None

    @property
    def refusal(self) -> LungDeskError | None:
        """Why this process may not change it: ``WORKSPACE_IN_USE``, ``FILE_NOT_WRITABLE``."""
        if self.is_writable:
            return None
        return problems.in_use() if self._barred is None else problems.read_only(self._barred)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open for writing, or for reading only where another process writes or nobody may.

        What an older LungDesk has made is brought up to date, after a copy has been put aside as
        ``*.before-<revision>.db``.

        Raises
        ------
        LungDeskError
            ``WORKSPACE_TOO_NEW``, ``WORKSPACE_FOREIGN``, ``WORKSPACE_DAMAGED``;
            ``FILE_NOT_WRITABLE`` and the like.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_writable(path.parent, error) from error
        lock = WriterLock(_lock_file(path))
        barred = _barred(path, lock)
        if barred is not None:
            return cls._opened(path, None, barred)
        if not lock.take():
            if not path.exists():
                raise problems.missing(path)
            return cls._opened(path, None)
        try:
            return cls._opened(path, lock)
        except BaseException:
            lock.give_back()
            raise

    @classmethod
    def _opened(cls, path: Path, lock: WriterLock | None, barred: Path | None = None) -> Self:
        engine = _engine(path, is_writable=lock is not None)
        opened = cls(path, engine, lock, barred)
        try:
            opened._prepare()
        except BaseException:
            engine.dispose()
            raise
        return opened

    def _prepare(self) -> None:
        newest = backups.newest_of(self.path)
        if any(place.is_dir() for place in files_of(self.path)):
            raise _damaged(self.path, problems.A_FOLDER)
        # SQLite would make the file, and drop a journal that nothing else belongs to.
        if is_empty(self.path) and (newest or has_journal(self.path)):
            raise problems.lost(self.path, newest)
        with self.reading() as connection:
            found = revision_of(connection, self.path)
        if found == HEAD:
            return
        if not found and newest:
            raise problems.lost(self.path, newest)
        # Loaded only where there is something to change.
        from lungdesk.services.workspace import migrations  # noqa: PLC0415

        if found and found not in migrations.revisions():
            raise problems.too_new(self.path)
        if self._barred is not None:
            raise problems.read_only(self._barred)
        if not self.is_writable:
            raise problems.in_outdated_use() if found else problems.missing(self.path)
        if found:
            self.copy_to(self.path.with_suffix(f".before-{HEAD}.db"))
        with self.writing() as connection:
            migrations.upgrade(connection)

    # --- using it

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One look at a state that does not change meanwhile."""
        with self._explained(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection  # closing it ends the transaction

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One change, on the disk when the block ends; an error in the block undoes all of it.

        Raises
        ------
        LungDeskError
            That of `refusal` when this process may not write; ``DISK_FULL`` and the like.
        """
        if self.refusal is not None:
            raise self.refusal
        with self._explained(), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

    def copy_to(self, target: Path) -> None:
        """Copy all that is committed into one file, whole or not at all.

        Raises
        ------
        LungDeskError
            ``FILE_NOT_WRITABLE``, also of a target that is one of its own files; ``DISK_FULL``,
            ``WORKSPACE_DAMAGED``.
        """
        own = (*files_of(self.path), _lock_file(self.path))
        if any(_is_same(target, file) for file in own):
            raise problems.no_place_for_backup(target)
        with self.reading() as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            backups.copied(source, target)

    def close(self) -> None:
        """Give the file free."""
        self._engine.dispose()
        if self._lock is not None:
            self._lock.give_back()
            self._lock = None

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
            cause = getattr(error, "orig", error)
            code = getattr(cause, "sqlite_errorcode", None)
            if self._barred is not None and code == sqlite3.SQLITE_CANTOPEN:
                raise problems.left_open(self.path, self._barred) from error
            newest = backups.newest_of(self.path)
            raise problems.of_database(self.path, str(cause), backup=newest) from error


def _lock_file(path: Path) -> Path:
    return path.with_suffix(".lock")


def _barred(path: Path, lock: WriterLock) -> Path | None:
    """What this user may not write of a workspace that is there; None where all may be."""
    if not os.access(path, os.F_OK):
        return None
    beside = _lock_file(path)
    for place in (path.parent, path, beside):
        if os.access(place, os.F_OK) and not os.access(place, os.W_OK):
            return place
    try:
        lock.take()
    except LungDeskError as error:
        if error.code is not ErrorCode.FILE_NOT_WRITABLE:
            raise
        return beside
    return None


def _is_same(path: Path, other: Path) -> bool:
    """Whether two paths lead to one file, or would."""
    with suppress(OSError):  # one of them is not there
        return path.samefile(other)
    return path.resolve() == other.resolve()


def revision_of(connection: sa.Connection, path: Path) -> str:
    """Revision of a workspace; empty for a file that has no tables yet.

    Raises
    ------
    LungDeskError
        ``WORKSPACE_DAMAGED``, also of a database that is something else.
    """
    kind = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one()
    if kind != APPLICATION_ID:
        if kind == 0 and tables == 0:
            return ""
        raise _damaged(path, problems.NOT_OURS)
    found = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION_TABLE}").scalar()
    if found is None:
        raise _damaged(path, problems.NO_REVISION)
    return str(found)


def _damaged(path: Path, reason: str) -> LungDeskError:
    return problems.damaged(path, reason, backup=backups.newest_of(path))


def _engine(path: Path, *, is_writable: bool) -> sa.Engine:
    def connect() -> sqlite3.Connection:
        uri = uri_of(path.absolute(), mode="rwc") if is_writable else uri_to_look(path)
        # No transactions of the driver's own: `writing` says where one begins and ends, which
        # makes changes of tables part of it too.
        return sqlite3.connect(
            uri, uri=True, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )

    if is_writable:
        pooled: dict[str, Any] = {"poolclass": QueuePool, "max_overflow": -1}
    else:  # whoever writes may begin and end between two looks
        pooled = {"poolclass": NullPool}
    engine = sa.create_engine("sqlite://", creator=connect, **pooled)

    @sa.event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        if is_writable:
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA mmap_size=268435456")

    return engine
