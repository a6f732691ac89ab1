"""Values as people read them."""

from lungdesk.core.jobs import Progress
from lungdesk.core.labels import LabelSet
from lungdesk.core.words import date, percent, person_name
from lungdesk.gui.translation import all_told, tr

__all__ = ["class_names", "date", "percent", "person_name", "progress_words", "source_words"]


def class_names(labels: LabelSet) -> tuple[str, ...]:
    """Names of classes in the language of the window, in class-index order."""
    return all_told(labels.names)


def source_words(source: str) -> str:
    """Name of a source of films as its data have it, in words: ``nlm shenzhen``."""
    return " ".join(source.replace("_", " ").split())


def progress_words(progress: Progress) -> str:
    """``reading test: 214 of 471``; the message alone where nobody knows how many there are."""
    if not progress.total:
        return progress.message
    return tr(
        "{message}: {done:,} of {total:,}",
        message=progress.message,
        done=progress.done,
        total=progress.total,
    )
