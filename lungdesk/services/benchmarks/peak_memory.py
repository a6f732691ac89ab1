"""The most memory that this process and those it has started have held at a time."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

#: So often it is looked.
_INTERVAL_S = 0.02


class PeakMemory:
    """Looks at the resident memory from a thread of its own while its block runs.

    Attributes
    ----------
    megabytes
        The most that was seen, of the whole process tree.
    """

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="lungdesk-memory", daemon=True)

    def __enter__(self) -> Self:
        self._look()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._is_over.wait(_INTERVAL_S):
            self._look()

    def _look(self) -> None:
        self.megabytes = max(self.megabytes, _resident_bytes() / 2**20)


def _resident_bytes() -> int:
    import psutil  # noqa: PLC0415 - only here

    own = psutil.Process()
    total = int(own.memory_info().rss)
    for child in own.children(recursive=True):
        try:
            total += int(child.memory_info().rss)
        except psutil.NoSuchProcess:  # it has ended meanwhile
            continue
    return total
