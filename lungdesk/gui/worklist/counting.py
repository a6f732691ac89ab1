"""Numbers of things in words."""

from __future__ import annotations


def counted(count: int, one: str, many: str) -> str:
    """``1 study``, ``2,000 studies``."""
    return f"{count:,} {one if count == 1 else many}"
