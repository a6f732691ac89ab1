"""Which studies of a worklist are shown, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.worklist.columns import STATES, STATUSES, Bools, Ints, StudyColumns, sought
from lungdesk.core.worklist.states import FilmState, StudyStatus

_LAST = "\U0010ffff"


class Kind(StrEnum):
    """What the model has to say of a study; the last two of any of its films."""

    ANY = "any"
    CERTAIN = "certain"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """What a study has to be; the default is anything.

    Attributes
    ----------
    text
        Words that patient, date, description, file, note or reason hold: in any case of letters,
        with accents or without.
    label_id
        The study has this class as its finding; with ``at_least`` above 0, this probability of it.
        None for any class: then ``at_least`` asks it of the finding.
    statuses
        Empty for any.
    """

    text: str = ""
    label_id: str | None = None
    at_least: float = 0.0
    kind: Kind = Kind.ANY
    statuses: frozenset[StudyStatus] = frozenset()
    batch_id: int | None = None


class SortKey(StrEnum):
    """By what studies are sorted."""

    URGENCY = "urgency"
    PATIENT = "patient"
    PATIENT_ID = "patient_id"
    DATE = "date"
    STUDY = "study"
    FILM = "film"
    FINDING = "finding"
    STATUS = "status"
    NOTE = "note"
    READ_AT = "read_at"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Order:
    """A key; urgency begins with the most urgent of those that are not read yet."""

    key: SortKey = SortKey.URGENCY
    is_descending: bool = False


class Worklist:
    """Columns with the ranks that sorting needs, made when they are first needed."""

    def __init__(self, columns: StudyColumns) -> None:
        self.columns = columns
        self._ranks: dict[SortKey, Ints] = {}

    def merged(self, changed: Worklist) -> Worklist:
        """These studies with others in their places, or added."""
        return Worklist(self.columns.merged(changed.columns)) if len(changed.columns) else self

    def select(self, wanted: WorklistFilter, order: Order) -> Ints:
        """Places of the wanted studies, in order, int64."""
        (places,) = np.nonzero(self.mask(wanted))
        if order.key is SortKey.URGENCY:
            sorted_ = _by_urgency(self.columns, places)
        else:
            ranks = self._rank(order.key)[places]
            sorted_ = places[np.argsort(ranks, kind="stable")]
        return sorted_[::-1] if order.is_descending else sorted_

    def mask(self, wanted: WorklistFilter) -> Bools:
        """Whether each study is wanted, ``(n,)``."""
        c = self.columns
        mask = np.ones(len(c), np.bool_)
        if wanted.batch_id is not None:
            mask &= c.batch_id == wanted.batch_id
        if wanted.statuses:
            mask &= np.isin(c.status, [STATUSES.index(s) for s in wanted.statuses])
        mask &= _of_kind(c, wanted.kind)
        mask &= _of_class(c, wanted.label_id, wanted.at_least)
        words = sought(wanted.text).split()
        if words:
            mask &= self._holding(words, mask)
        return mask

    def _holding(self, words: Sequence[str], among: Bools) -> Bools:
        held = np.zeros(len(among), np.bool_)
        (places,) = np.nonzero(among)
        texts = self.columns.words[places].tolist()
        held[places] = [all(word in text for word in words) for text in texts]
        return held

    def _rank(self, key: SortKey) -> Ints:
        if key not in self._ranks:
            self._ranks[key] = _ranks(self.columns, key)
        return self._ranks[key]


def _of_kind(c: StudyColumns, kind: Kind) -> Bools:
    is_read = (c.state == STATES.index(FilmState.OK)) & ~c.is_overridden
    if kind is Kind.CERTAIN:
        return np.asarray(is_read & ~c.is_uncertain)
    if kind is Kind.UNCERTAIN:
        return np.asarray(is_read & c.is_uncertain)
    if kind is Kind.REFUSED:
        return np.asarray((c.refused_count > 0) | c.is_overridden)
    if kind is Kind.FAILED:
        return np.asarray(c.failed_count > 0)
    return np.ones(len(c), np.bool_)


def _of_class(c: StudyColumns, label_id: str | None, at_least: float) -> Bools:
    if label_id is not None and label_id not in c.labels.ids:
        return np.zeros(len(c), np.bool_)
    index = None if label_id is None else c.labels.index(label_id)
    if at_least > 0:
        said = finding_probability(c) if index is None else c.probabilities[:, index]
        return np.asarray(np.nan_to_num(said, nan=-1.0) >= np.float32(at_least))
    if index is not None:
        return np.asarray(c.predicted == index)
    return np.ones(len(c), np.bool_)


def finding_probability(c: StudyColumns) -> NDArray[np.float32]:
    """Probability of the predicted class, ``(n,)``; NaN without a finding."""
    if not len(c):
        return np.zeros(0, np.float32)
    index = np.maximum(c.predicted, 0).astype(np.int64)
    said = np.take_along_axis(c.probabilities, index[:, None], axis=1)[:, 0]
    return np.where(c.predicted < 0, np.float32(np.nan), said)


def _by_urgency(c: StudyColumns, places: Ints) -> Ints:
    """Not read yet, then the most urgent, then uncertain, then the older study."""
    is_read = c.status[places] == STATUSES.index(StudyStatus.READ)
    keys = (c.study_id[places], ~c.is_uncertain[places], -c.urgency[places], is_read)
    return np.asarray(places[np.lexsort(keys)])


def _ranks(c: StudyColumns, key: SortKey) -> Ints:
    """Place of each study when sorted by a column; equal values share one."""
    if key is SortKey.STATUS:
        return c.status.astype(np.int64)
    if key is SortKey.FINDING:
        # By class, within it the most probable first; what has no finding comes last.
        by_class = np.where(c.predicted < 0, c.probabilities.shape[1] + c.state, c.predicted)
        order = np.lexsort((-np.nan_to_num(finding_probability(c)), by_class))
        ranks = np.empty(len(c), np.int64)
        ranks[order] = np.arange(len(c))
        return ranks
    return _text_ranks(_text(c, key))


def _text(c: StudyColumns, key: SortKey) -> list[str]:
    columns = {
        SortKey.PATIENT: c.patient_name,
        SortKey.PATIENT_ID: c.patient_id,
        SortKey.DATE: c.study_date,
        SortKey.STUDY: c.description,
        SortKey.NOTE: c.note,
        SortKey.READ_AT: c.read_at,
        SortKey.MODEL: c.model,
    }
    if key is SortKey.FILM:
        return [path.replace("\\", "/").rpartition("/")[2] for path in c.path.tolist()]
    return [str(text) for text in columns[key].tolist()]


def _text_ranks(texts: list[str]) -> Ints:
    """What is empty comes last, whatever the letters."""
    keys = [sought(text) or _LAST for text in texts]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    ranks = np.empty(len(keys), np.int64)
    ranks[order] = np.arange(len(keys))
    return ranks
