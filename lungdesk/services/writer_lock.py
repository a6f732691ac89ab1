"""Who may write into a place: one process; the system lets go of the lock when it ends."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from lungdesk.core.files import not_writable

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


#: What the system says where another process has the lock.
_HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)


class WriterLock:
    """A file beside what is written, locked while somebody writes; it stays unless taken away.

    Parameters
    ----------
    is_needed
        Whether a drive that knows no locks is refused; else everybody may write there.
    """

    def __init__(self, path: Path, *, is_needed: bool = True) -> None:
        self._path = path
        self._is_needed = is_needed
        self._handle: int | None = None

    def take(self) -> bool:
        """Whether this process may write from now on.

        Raises
        ------
        LungDeskError
            Those of `not_writable` when the file cannot be made, or its drive knows no locks.
        """
        if self._handle is not None:
            return True
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise not_writable(self._path, error) from error
        self._handle = handle
        try:
            _take(handle)
        except OSError as error:
            if error.errno in _HELD:
                self.give_back()
                return False
            if self._is_needed:
                self.give_back()
                raise not_writable(self._path, error) from error
        if not self._is_file(handle):
            self.give_back()
            return False
        return True

    def take_soon(self, waits: Iterable[float]) -> bool:
        """Take it in one of several tries, before each of which so many seconds pass."""
        for wait in waits:
            time.sleep(wait)
            if self.take():
                return True
        return False

    def give_back(self) -> None:
        """Let others write; harmless when it was not taken."""
        if self._handle is not None:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = None

    def take_away(self) -> None:
        """Let others write, to whom the file is gone: no lock on it counts any more.

        Harmless when it was not taken: the file is theirs who have it.
        """
        if self._handle is None:
            return
        if sys.platform == "win32":  # lets no file go that is open
            self.give_back()
        with suppress(OSError):
            self._path.unlink()
        self.give_back()

    def _is_file(self, handle: int) -> bool:
        """Whether it is still the file; who had it before may have taken that away."""
        with suppress(OSError):
            return os.path.samestat(os.fstat(handle), self._path.stat())
        return False
