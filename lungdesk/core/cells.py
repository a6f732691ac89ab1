"""Texts from files as cells of tables that spreadsheets open."""

from __future__ import annotations

import re
from typing import Final

#: What a spreadsheet takes for a formula, behind any number of apostrophes.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_APOSTROPHE: Final = "'"


def guarded(text: str) -> str:
    """A text that no spreadsheet computes: what looks like a formula gets an apostrophe first."""
    return _APOSTROPHE + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Counterpart of `guarded`, for every text."""
    is_guarded = cell.startswith(_APOSTROPHE) and _FORMULA.match(cell)
    return cell[1:] if is_guarded else cell
