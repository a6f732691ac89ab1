"""Values as people read them."""

from lungdesk.core.words import date, percent, person_name

__all__ = ["date", "percent", "person_name"]
