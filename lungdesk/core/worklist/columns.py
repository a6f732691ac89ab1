"""Many studies, one array a column: a hundred thousand are sought through and sorted at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.identity import MASK
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.worklist.states import FilmState, StudyStatus

#: Values of `StudyColumns.status` and `StudyColumns.state` are places in these.
STATUSES = tuple(StudyStatus)
STATES = tuple(FilmState)

#: No class is predicted.
NO_CLASS = -1

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]
Texts = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class StudyColumns:
    """``n`` studies; each stands for its most urgent film. All arrays are ``(n,)`` but one.

    Attributes
    ----------
    labels
        Classes of all models that have read one of them.
    study_id, film_id, batch_id
        Numbers in the workspace; batch 0 for a film that was read alone.
    status, state
        Places in `STATUSES` and `STATES`, uint8.
    probabilities
        ``(n, C)`` float32 in [0, 1], in the order of ``labels``; NaN where the model says nothing,
        or does not know the class.
    predicted
        Class index, `NO_CLASS` without a finding.
    is_overridden
        Whether the film was refused and read all the same.
    urgency
        In [0, 1], see `urgency_of`.
    film_count, refused_count, failed_count
        Films of the study, and how many of them are lost: refused, or not to be read. Of those
        that were refused and read all the same, all but the film that stands for the study.
    is_replaced
        Whether another file has been seen where the film was.
    code, message
        Why there is no reading, or what is to be known of it.
    verdict
        What a reader made of it last; empty when nobody has.
    said_label, said_comment
        Label id that this reader would have instead, and what they wrote; empty when none.
    readers
        All who have judged it, the latest last, a line each; one who is not named is an empty line.
    read_at
        When the model read it, ISO 8601 in UTC.
    model
        Which model that was, id and version; empty where none has tried.
    words
        What a search looks at, see `words_of`.
    """

    labels: LabelSet
    study_id: Ints
    film_id: Ints
    batch_id: Ints
    status: NDArray[np.uint8]
    state: NDArray[np.uint8]
    probabilities: Floats
    predicted: NDArray[np.int16]
    is_uncertain: Bools
    is_overridden: Bools
    urgency: Floats
    film_count: Ints
    refused_count: Ints
    failed_count: Ints
    is_replaced: Bools
    patient_id: Texts
    patient_name: Texts
    study_date: Texts
    description: Texts
    modality: Texts
    path: Texts
    code: Texts
    message: Texts
    note: Texts
    verdict: Texts
    said_label: Texts
    said_comment: Texts
    readers: Texts
    read_at: Texts
    model: Texts
    words: Texts

    def __len__(self) -> int:
        return len(self.study_id)

    @classmethod
    def empty(cls, labels: LabelSet = CHEST_LABELS) -> Self:
        """No studies."""
        return cls.of({}, labels)

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[Any] | NDArray[Any]], labels: LabelSet) -> Self:
        """Columns by name, all of the same length; missing ones are empty, for no studies."""
        given = {
            name: _array(columns.get(name, ()), _DTYPES.get(name, np.object_))
            for name in _column_names(cls)
        }
        given["probabilities"] = given["probabilities"].reshape(-1, len(labels))
        return cls(labels, **given)

    def take(self, rows: Ints | Bools | slice) -> Self:
        """Some of the studies, by their places, a mask or a slice."""
        names = _column_names(type(self))
        return replace(self, **{name: getattr(self, name)[rows] for name in names})

    def merged(self, changed: Self) -> Self:
        """These with others in place of those of the same study, or added at the end."""
        kept = self.take(~np.isin(self.study_id, changed.study_id))
        found = [part for part in (kept, changed) if len(part)] or [changed]
        labels = joined_labels(part.labels.ids for part in found)
        parts = [part._told_in(labels) for part in found]
        joined: dict[str, Any] = {
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in _column_names(type(self))
        }
        return replace(parts[0], **joined)

    def _told_in(self, labels: LabelSet) -> Self:
        """The same with more classes, or in another order of them."""
        if labels.ids == self.labels.ids:
            return self
        found = class_places(labels)
        places = [found[class_key(label_id)] for label_id in self.labels.ids]
        probabilities = np.full((len(self), len(labels)), np.nan, np.float32)
        probabilities[:, places] = self.probabilities
        predicted = np.array([*places, NO_CLASS], np.int16)[self.predicted]
        return replace(self, labels=labels, probabilities=probabilities, predicted=predicted)

    def sealed(self, reader: str) -> Self:
        """The same without what a model says of studies that this reader has not judged yet.

        Nothing that depends on it is left either: urgency, remarks, what a search looks at, and
        what readers have made of it, also in a note, which names nobody. A reader who is not named
        may have been this one.
        """
        is_open = np.zeros(len(self), np.bool_)
        (judged,) = np.nonzero(self.verdict != "")
        is_open[judged] = [
            not {reader, ""}.isdisjoint(names.split("\n")) for names in self.readers[judged]
        ]
        is_sealed = ~is_open & (self.state == STATES.index(FilmState.OK))
        hidden = {name: getattr(self, name).copy() for name in _SEALED}
        for name, column in hidden.items():
            column[is_sealed] = _SEALED[name]
        hidden["note"] = self.note.copy()
        hidden["note"][is_sealed & (self.note != "")] = MASK
        probabilities = self.probabilities.copy()
        probabilities[is_sealed] = np.nan
        rows = {
            name: hidden.get(name, getattr(self, name))[is_sealed] for name in (*_SOUGHT, "message")
        }
        words = self.words.copy()
        words[is_sealed] = words_of(rows)
        return replace(self, probabilities=probabilities, words=words, **hidden)

    def row_of(self, study_id: int) -> int | None:
        """Place of a study; None when it is not there."""
        (places,) = np.nonzero(self.study_id == study_id)
        return int(places[0]) if len(places) else None


_DTYPES: dict[str, Any] = {
    **dict.fromkeys(("study_id", "film_id", "batch_id"), np.int64),
    **dict.fromkeys(("film_count", "refused_count", "failed_count"), np.int64),
    **dict.fromkeys(("status", "state"), np.uint8),
    **dict.fromkeys(("probabilities", "urgency"), np.float32),
    **dict.fromkeys(("is_uncertain", "is_overridden", "is_replaced"), np.bool_),
    "predicted": np.int16,
}


def _column_names(columns: type[StudyColumns]) -> list[str]:
    return [field.name for field in fields(columns) if field.name != "labels"]


#: What parts two letters, or a letter and a figure. Of figures it is meant: grade 1-2 is not 12.
_PARTING = re.compile(r"(?<=[^\W_])(?!(?<=\d)[\s_-]+\d)[\s_-]+(?=[^\W_])")


@cache
def class_key(label_id: str) -> str:
    """What is the same of a model's class however it is spelt: a well-known one is its id.

    Of others, case and what parts words do not matter; a sign at the end does.
    """
    place = CHEST_LABELS.match(label_id)
    return _PARTING.sub("", label_id.casefold()) if place is None else CHEST_LABELS.ids[place]


def class_places(labels: LabelSet) -> dict[str, int]:
    """Class index by `class_key`."""
    return {class_key(label_id): place for place, label_id in enumerate(labels.ids)}


def joined_labels(of_models: Iterable[Sequence[str]]) -> LabelSet:
    """Classes of several models, by their ids: the well-known ones first, in their own order.

    Of two spellings the first one counts. Those of LungDesk where there is no model.
    """
    spelt: dict[str, str] = {}
    for label_id in (one for ids in of_models for one in ids):
        spelt.setdefault(class_key(label_id), label_id)
    if not spelt:
        return CHEST_LABELS
    known = [key for key in CHEST_LABELS.ids if key in spelt]
    others = [label_id for key, label_id in spelt.items() if key not in known]
    return LabelSet.from_ids((*known, *others))


#: Stands in ``code`` where a finding may not be seen yet.
SEALED = "SEALED"
#: What stands in a column in the place of what a model says.
_SEALED: dict[str, Any] = {
    "predicted": NO_CLASS,
    "is_uncertain": False,
    "is_overridden": False,
    "urgency": 0.0,
    "code": SEALED,
    "message": "",
    **dict.fromkeys(("verdict", "said_label", "said_comment", "readers"), ""),
}

_SOUGHT = ("patient_name", "patient_id", "study_date", "description", "modality", "path", "note")


#: Combining marks of Latin, Greek and Cyrillic letters.
_ACCENTS = re.compile("[\u0300-\u036f]+")


def words_of(columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """What a search looks at, a text a study: patient, study, file, note, reason; see `sought`."""
    parts = (columns[name] for name in (*_SOUGHT, "message"))
    return list(map(sought, map(" ".join, zip(*parts, strict=True))))


def sought(text: str) -> str:
    """Text as a search and an order compare it: in any case of letters, with or without accents."""
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
        # Letters of Korean and Japanese are one again: the first part of one is another letter.
        text = unicodedata.normalize("NFC", text)
    return text.casefold()


def _array(values: Sequence[Any] | NDArray[Any], dtype: Any) -> NDArray[Any]:
    if dtype is not np.object_:
        return np.asarray(values, dtype)
    made = np.empty(len(values), np.object_)
    made[:] = values
    return made


#: Classes that cannot wait, the gravest first: of equal probabilities, the graver comes first, and
#: any other disease after these.
URGENT = ("tuberculosis", "covid19", "viral_pneumonia", "bacterial_pneumonia")
#: What nobody has read yet may be anything.
_UNCERTAIN_AT_LEAST = 0.5
_REFUSED = 0.4
_FAILED = 0.3
#: Less than any difference of probabilities that is kept.
_STEP = 1e-6


def urgency_of(
    probabilities: Floats, state: NDArray[np.uint8], is_uncertain: Bools, labels: LabelSet
) -> Floats:
    """How soon a film should be looked at, in [0, 1].

    The probability of the most probable disease; an uncertain film counts as 0.5 at least; a
    refused one as 0.4 and a failed one as 0.3, before what is probably normal.

    Parameters
    ----------
    probabilities
        ``(n, C)`` float32, NaN where nothing is known.
    is_uncertain
        Also of films that were refused and are read all the same.
    """
    urgency = np.zeros(len(probabilities), np.float64)
    for index, label in enumerate(labels.labels):
        if label.is_disease:
            rank = URGENT.index(label.id) if label.id in URGENT else len(URGENT)
            column = np.nan_to_num(probabilities[:, index].astype(np.float64))
            np.maximum(urgency, column - rank * _STEP, out=urgency)
    np.maximum(urgency, np.where(is_uncertain, _UNCERTAIN_AT_LEAST, 0.0), out=urgency)
    urgency[state == STATES.index(FilmState.REFUSED)] = _REFUSED
    urgency[state == STATES.index(FilmState.FAILED)] = _FAILED
    return np.asarray(np.clip(urgency, 0, 1), np.float32)
