"""What presentation states are called, and what is said when one is shown.

By label and date: names of files may tell whose films these are.
"""

from __future__ import annotations

from lungdesk.core.presentation import StoredPresentation
from lungdesk.gui.translation import all_told, tr
from lungdesk.gui.words import date

_MINUTE_DIGITS = 12


def title(stored: StoredPresentation) -> str:
    """What it is called: its label, and when it was made."""
    parts = (stored.label, moment(stored.created))
    return ", ".join(part for part in parts if part) or tr("without a label")


def moment(created: str) -> str:
    """``YYYYMMDDHHMM…`` as ``YYYY-MM-DD HH:MM``, a date alone as a date."""
    day = date(created[:8])
    if len(created) < _MINUTE_DIGITS or not created.isdigit():
        return day
    return f"{day} {created[8:10]}:{created[10:12]}"


def shown_as(stored: StoredPresentation, count: int) -> str:
    """Which of several a film is shown as, and how to see the others."""
    others = (
        tr(" (one of {count}; Load presentation shows the next)", count=count) if count > 1 else ""
    )
    sentence = tr(
        "Shown as the presentation state {title} says{others}.", title=title(stored), others=others
    )
    return " ".join((sentence, *all_told(stored.remarks)))
