"""``lungdesk`` that stands still at a moment of a batch, says so, and waits to be killed.

The first argument is the moment: ``before``, ``torn``, ``written`` or ``table``.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from lungdesk.app import main
from lungdesk.services.batch import journal as batch_journal
from lungdesk.services.batch import run as batch

#: Rows that are on the disk before the moment comes.
ROWS_BEFORE = 6


def _stand_still() -> None:
    sys.stdout.write("here\n")
    sys.stdout.flush()
    signal.pause()


def _around(owner: Any, name: str, at: Callable[[Any, Callable[[], Any]], Any]) -> None:
    original = getattr(owner, name)

    def replaced(*arguments: Any) -> Any:
        return at(arguments, lambda: original(*arguments))

    setattr(owner, name, replaced)


def _before(arguments: Any, go_on: Callable[[], Any]) -> Any:
    if len(arguments[0]) >= ROWS_BEFORE:
        _stand_still()
    return go_on()


def _torn(arguments: Any, go_on: Callable[[], Any]) -> Any:
    journal, rows = arguments
    go_on()
    if len(journal) > ROWS_BEFORE and rows:
        os.truncate(journal._path, journal._end - 20)
        _stand_still()


def _written(arguments: Any, go_on: Callable[[], Any]) -> Any:
    go_on()
    if len(arguments[0]) >= ROWS_BEFORE:
        _stand_still()


def _table(arguments: Any, go_on: Callable[[], Any]) -> Any:
    _stand_still()


if __name__ == "__main__":
    moment = sys.argv.pop(1)
    batch._ROWS_TOGETHER = 2
    if moment == "table":
        _around(batch, "write_table", _table)
    elif moment != "none":
        act = {"before": _before, "torn": _torn, "written": _written}[moment]
        _around(batch_journal.Journal, "append", act)
    sys.exit(main())
