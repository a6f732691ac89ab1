"""Which study a reader goes on with."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from lungdesk.core.worklist.columns import Ints


def current_after(before: Ints, now: Ints, current: int, touched: Collection[int]) -> int | None:
    """The current study once the rows have come anew; None where none is left to be it.

    One that the reader has touched, and that has therefore left its place or the list, gives way to
    the next one below, at the end of the list to the one above. Any other stays current.

    Parameters
    ----------
    before, now
        Numbers of the studies from top to bottom, ``(n,)`` and ``(m,)``, as they were and as they
        are.
    touched
        Studies that the reader has given a status or verdict.
    """
    if current in touched:
        others = np.isin(before, now) & ~np.isin(before, list(touched))
        (at,) = np.flatnonzero(before == current)
        above, below = before[:at][others[:at]][-1:], before[at:][others[at:]][:1]
        in_order = np.concatenate([above, [current], below])
        if not np.array_equal(now[np.isin(now, in_order)], in_order):
            return next((int(one) for one in (*below, *above)), current if current in now else None)
    return current if current in now else None
