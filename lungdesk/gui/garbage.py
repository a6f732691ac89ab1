"""Keeps the search for cyclic garbage in the thread of the window.

Whichever thread allocates sets Python's collector off. In a worker it may find signals of widgets
that are gone: to disconnect them Qt takes a lock, and PySide then waits for the interpreter, which
the window's thread may hold while it waits for the same lock. Both would stand still for good.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

#: So long may garbage lie about; to look whether any is due takes microseconds.
_INTERVAL_MS = 500


@contextmanager
def collected_here() -> Iterator[None]:
    """Collect in the calling thread alone, which is the one that has the event loop."""
    was_enabled = gc.isenabled()
    gc.disable()
    timer = QTimer()
    timer.setInterval(_INTERVAL_MS)
    timer.timeout.connect(collect_due)
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        collect_due()
        if was_enabled:
            gc.enable()


def collect_due() -> None:
    """Collect the oldest generation whose threshold is reached, as Python would by itself."""
    due = [
        generation
        for generation, (count, threshold) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if count > threshold > 0
    ]
    if due:
        gc.collect(due[-1])
