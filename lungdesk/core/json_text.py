"""JSON from files that anything may have been done to."""

from __future__ import annotations

import json
from typing import Any


def parsed(text: str | bytes) -> Any:
    """What a JSON text says.

    Raises
    ------
    ValueError
        It is no JSON, or one thing within another more often than Python can follow: that is
        damage, too, which ``json.loads`` alone tells by a RecursionError.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
