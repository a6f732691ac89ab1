"""Counts the rows of a batch, and keeps the few of them that its pages show."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from lungdesk.core.labels import LabelSet
from lungdesk.core.worklist.columns import STATES, urgency_of
from lungdesk.core.worklist.states import FilmState
from lungdesk.services.batch.row import OK, REFUSED, BatchRow
from lungdesk.services.reading_words import is_overridden_message, is_uncertain_message
from lungdesk.services.reports.unnamed import is_naming, unnamed

#: Most rows of a page's tables, and files that are named of those that fail for one reason.
_ROWS_SHOWN: Final = 500
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row, and its place in the table, counted from 1."""

    number: int
    row: BatchRow


@dataclass(slots=True)
class Failures:
    """Files that could not be read for one reason.

    Attributes
    ----------
    reason
        What is said of each of them, without its name.
    first
        The first few.
    """

    reason: str
    count: int = 0
    first: list[NumberedRow] = field(default_factory=list)

    def add(self, numbered: NumberedRow) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < _NAMED:
            self.first.append(numbered)


class Tally:
    """Counts rows as they come, and keeps the few that a page shows.

    Attributes
    ----------
    counts, codes
        Rows by their status, and by their code.
    uncertain, copies
        Of the films that were read: in doubt, and with a content that one before them has.
    leading
        Class index and probability of the most probable class of each film that was read.
    refused
        The first ones: of each is said why.
    """

    def __init__(self, labels: LabelSet) -> None:
        self._labels = labels
        self._heap: list[tuple[float, int, BatchRow]] = []
        self._number = 0
        self._failures: dict[tuple[str, str], Failures] = {}
        self._copies: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.uncertain = 0
        self.leading: list[tuple[int, float]] = []
        self.refused: list[NumberedRow] = []

    def add(self, row: BatchRow) -> None:
        """Count one row."""
        self._number += 1
        self.counts[row.status] += 1
        if row.code:
            self.codes[row.code] += 1
        if row.status == OK:
            self._add_read(row)
        elif row.status != REFUSED:
            self._add_failed(NumberedRow(self._number, row))
        elif len(self.refused) < _ROWS_SHOWN:
            self.refused.append(NumberedRow(self._number, row))

    def _add_read(self, row: BatchRow) -> None:
        self.uncertain += is_uncertain_message(row.message)
        if row.file_sha256:
            self._copies[row.file_sha256] += 1
        probability = row.probabilities.get(row.predicted, 0.0)
        self.leading.append((self._labels.index(row.predicted), probability))
        # The earlier of two equally urgent rows comes first.
        entry = (self._urgency(row), -self._number, row)
        if len(self._heap) < _ROWS_SHOWN:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)

    def _add_failed(self, numbered: NumberedRow) -> None:
        row = numbered.row
        # A sentence that names others is that of this file alone.
        naming = is_naming(row.path, row.code)
        reason = row.message if naming else unnamed(row.message, row.path, row.code)
        group = self._failures.get((row.code, reason))
        if group is None:
            if len(self._failures) == _ROWS_SHOWN:
                return
            group = self._failures.setdefault((row.code, reason), Failures(reason))
        group.add(numbered)

    def _urgency(self, row: BatchRow) -> float:
        values = [[row.probabilities.get(i, np.nan) for i in self._labels.ids]]
        probabilities = np.array(values, np.float32)
        state = np.array([STATES.index(FilmState.OK)], np.uint8)
        said = row.message
        doubt = np.array([is_uncertain_message(said) or is_overridden_message(said)])
        return float(urgency_of(probabilities, state, doubt, self._labels)[0])

    @property
    def copies(self) -> int:
        """Films read that have the content of one before them."""
        return self._copies.total() - len(self._copies)

    def urgent(self) -> list[NumberedRow]:
        """The most urgent ones, the first one first."""
        ordered = sorted(self._heap, key=lambda entry: entry[:2], reverse=True)
        return [NumberedRow(-place, row) for _, place, row in ordered]

    def failures(self) -> list[Failures]:
        """By reason, in the order of the first file of each; as many as the table has room for."""
        return list(self._failures.values())[: _ROWS_SHOWN - len(self.refused)]
