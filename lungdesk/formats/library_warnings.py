"""Warnings of the libraries about files that are irregular and readable all the same."""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

# Both libraries attribute a warning to their own module. pydicom writes each to its log as well.
_LIBRARIES: Final = r"(pydicom|PIL)(\.|$)"

#: What `warnings.filterwarnings` makes of it.
_FILTER: Final = ("ignore", None, Warning, re.compile(_LIBRARIES), 0)

_lock = threading.Lock()
_readers = 0


@contextmanager
def tolerated() -> Iterator[None]:
    """Let pydicom and Pillow complain about a file into their logs only.

    ``warnings.catch_warnings`` puts back a list that belongs to the whole process, so that two
    threads which use it at the same time lose each other's filters. Here the first reader adds one
    filter and the last one takes away that very filter; all others stay as they are.
    """
    global _readers  # noqa: PLW0603 - the filters belong to the whole process, too
    with _lock:
        _readers += 1
        if _FILTER not in warnings.filters:
            warnings.filterwarnings("ignore", module=_LIBRARIES)
    try:
        yield
    finally:
        with _lock:
            _readers -= 1
            if _readers == 0 and _FILTER in warnings.filters:
                cast("list[Any]", warnings.filters).remove(_FILTER)
