"""Who may write into a place: one process; the system lets go of the lock when it ends."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from lungdesk.formats import failures

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
    """A file beside what is written, locked while somebody writes; the file itself stays."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Whether this process may write from now on.

        Raises
        ------
        LungDeskError
            ``FILE_NOT_WRITABLE`` when the file cannot be made, or its drive knows no locks.
        """
        if self._handle is not None:
            return True
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise failures.not_writable(self._path, error) from error
        try:
            _take(handle)
        except OSError as error:
            os.close(handle)
            if error.errno in _HELD:
                return False
            raise failures.not_writable(self._path, error) from error
        self._handle = handle
        return True

    def give_back(self) -> None:
        """Let others write; harmless when it was not taken."""
        if self._handle is not None:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = None
