"""Values as people read them."""

from lungdesk.core.labels import LabelSet
from lungdesk.core.words import date, percent, person_name
from lungdesk.gui.translation import all_told

__all__ = ["class_names", "date", "percent", "person_name"]


def class_names(labels: LabelSet) -> tuple[str, ...]:
    """Names of classes in the language of the window, in class-index order."""
    return all_told(labels.names)
