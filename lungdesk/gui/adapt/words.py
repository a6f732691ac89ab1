"""What the window says of local films and of what adapting to them came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lungdesk.core.adaptation import FEW_FILMS, difference_words, figure_words
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.gui.translation import all_told, grouped, told, tr
from lungdesk.gui.words import class_names

if TYPE_CHECKING:
    from lungdesk.services.adaptation import Adaptation, LocalCounts

Rows = tuple[tuple[str, ...], ...]


def count_rows(found: LocalCounts) -> Rows:
    """Class, number of films, and what that number is good for."""
    names = dict(zip(found.labels.ids, class_names(found.labels), strict=True))
    return tuple((names[label], grouped(n), _judged(n)) for label, n in found.counts.items())


def _judged(count: int) -> str:
    if not count:
        return tr("none: not fitted")
    return tr("few") if count < FEW_FILMS else tr("enough")


def counted_words(found: LocalCounts) -> str:
    """How many films there are, in a sentence."""
    total = sum(found.counts.values())
    left_out = sum(found.ignored.values())
    more = tr(" {left_out:,} of other classes are left out.", left_out=left_out) if left_out else ""
    if found.learnt:
        more += tr(
            " {learnt:,} are left out: the model has learnt from them, or from these patients.",
            learnt=found.learnt,
        )
    return tr("{total:,} labelled films.{more}", total=total, more=more)


def change_rows(adaptation: Adaptation) -> Rows:
    """Figure, before, after and the difference, each with its interval."""
    return tuple(
        (
            told(change.words),
            figure_words(change.before, change.before_interval, digits=2),
            figure_words(change.after, change.after_interval, digits=2),
            difference_words(change.after - change.before, change.difference_interval, digits=2),
        )
        for change in adaptation.changes
    )


def doubt_words(adaptation: Adaptation, *, is_private: bool) -> str:
    """What the figures cannot show, and which films took no part; a reason names a film."""
    sentences = list(all_told(adaptation.doubts))
    if adaptation.failures:
        first = told(adaptation.failures[0].message)
        message = tr("The film cannot be read.") if is_private else first
        count = len(adaptation.failures)
        said = (
            tr("1 film took no part, because: {message}", message=message)
            if count == 1
            else tr(
                "{count} films took no part, the first because: {message}",
                count=count,
                message=message,
            )
        )
        sentences.insert(0, said)
    return " ".join(sentences)


def sentence_and_hint(error: LungDeskError) -> str:
    """Why it cannot be done, and what to do about it."""
    return f"{told(error.message)} {told(error.hint)}".strip()


def for_the_window(error: LungDeskError) -> LungDeskError:
    """The same error with what to do here, where there are no options of a command line."""
    if error.code is not ErrorCode.DATASET_LABEL_UNKNOWN:
        return error
    return LungDeskError(
        error.message,
        hint=tr("Rename these folders, or the words in the CSV file, or leave them out."),
        code=ErrorCode.DATASET_LABEL_UNKNOWN,
    )
