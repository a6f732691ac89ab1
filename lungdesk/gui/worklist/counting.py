"""Numbers of things in words."""

from __future__ import annotations

from lungdesk.gui.translation import grouped


def counted(count: int, one: str, many: str) -> str:
    """``1 study``, ``2,000 studies``."""
    return f"{grouped(count)} {one if count == 1 else many}"
