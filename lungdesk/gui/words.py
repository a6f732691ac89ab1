"""Values as people read them."""

from lungdesk.core.jobs import Progress
from lungdesk.core.labels import LabelSet
from lungdesk.core.study import Instance
from lungdesk.core.words import date, percent, person_name
from lungdesk.gui.translation import all_told, tr

__all__ = [
    "class_names",
    "date",
    "film_details",
    "percent",
    "person_name",
    "progress_words",
    "source_words",
]


def class_names(labels: LabelSet) -> tuple[str, ...]:
    """Names of classes in the language of the window, in class-index order."""
    return all_told(labels.names)


def counted_films(count: int) -> str:
    """``1 film``, ``2,000 films``."""
    return tr("{count:,} film", count=count) if count == 1 else tr("{count:,} films", count=count)


def source_words(source: str) -> str:
    """Name of a source of films as its data have it, in words: ``nlm shenzhen``."""
    return " ".join(source.replace("_", " ").split())


def film_details(instance: Instance, file: str = "") -> str:
    """Modality and date of a film, and what its file is called; its size where that is known."""
    modality = "" if instance.modality == "IMG" else instance.modality
    what = " ".join(part for part in (modality, date(instance.study_date)) if part)
    size = f"{instance.columns}×{instance.rows}"
    return " · ".join(part for part in (what, file or size) if part)


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
