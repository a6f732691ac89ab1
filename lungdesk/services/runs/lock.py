"""Who trains in a run folder: one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import not_writable
from lungdesk.services.runs.record import REQUEST_FILE
from lungdesk.services.writer_lock import WriterLock

#: Locked by the process whose child trains; a kill lets go of it, and the file stays.
LOCK_FILE: Final = "run.lock"
#: Who only looks has the lock for a moment: in seconds, how long to wait before each try to have
#: it, or to look oneself.
_TRIES, _QUICK_TRIES = (0.0, 0.05, 0.2), (0.0, 0.005)


@contextmanager
def held_run(run: Path) -> Iterator[None]:
    """Make the folder, and keep other trainings out of it; without a request it goes again.

    Nobody is kept out where the drive knows no locks.

    Raises
    ------
    LungDeskError
        ``TRAINING_IN_USE``; those of `not_writable`.
    """
    try:
        run.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_writable(run, error) from error
    lock = WriterLock(run / LOCK_FILE, is_needed=False)
    if not lock.take_soon(_TRIES):
        raise LungDeskError(
            f"Another LungDesk is training in {run} just now.",
            hint="Wait until it has ended, or choose another folder.",
            code=ErrorCode.TRAINING_IN_USE,
        )
    try:
        yield
    finally:
        if (run / REQUEST_FILE).exists():
            lock.give_back()
        else:
            lock.take_away()
            with suppress(OSError):  # something else may be in the folder
                run.rmdir()


def is_held(run: Path) -> bool:
    """Whether somebody trains in it just now; nobody does where no lock can be taken."""
    path = run / LOCK_FILE
    if not path.is_file():
        return False
    lock = WriterLock(path, is_needed=False)
    try:
        return not lock.take_soon(_QUICK_TRIES)
    except LungDeskError:
        return False
    finally:
        lock.give_back()
