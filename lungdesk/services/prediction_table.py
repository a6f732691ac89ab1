"""What a model said of each film of a split, as a table that people and programs can read."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.cells import guarded, unguarded
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.labels import LabelSet
from lungdesk.ml.datasets import Sample
from lungdesk.ml.evaluator import SplitPredictions

#: In a folder that `lungdesk.services.evaluation` has written: a table, and what it came to.
PREDICTIONS, EVALUATION = "predictions.csv", "evaluation.json"

_PREFIX = "p_"
_TEXTS = ("path", "label", "group", "source")
#: So many digits bring every float32 back as it was.
_DIGITS = 9


@dataclass(frozen=True, slots=True, eq=False)
class PredictionTable:
    """Probabilities of the films of one split, with their truth.

    Attributes
    ----------
    paths
        Of each film, ``(N,)``, from the root of the collection, with ``/``; distinct.
    targets
        True class indices in ``labels``, ``(N,)`` int64.
    probabilities
        ``(N, C)`` float64 in [0, 1].
    groups, sources
        Patient or group, and hospital or collection, of each film, ``(N,)``. Where a table names
        no groups each film is its own; an unknown source is empty.
    """

    labels: LabelSet
    paths: tuple[str, ...]
    targets: NDArray[np.int64]
    probabilities: NDArray[np.float64]
    groups: tuple[str, ...]
    sources: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.paths)

    @classmethod
    def of(cls, predictions: SplitPredictions, labels: LabelSet, root: Path) -> PredictionTable:
        """Table of what was read; ``root`` is the collection's folder."""
        samples = predictions.samples
        return cls(
            labels=labels,
            paths=tuple(path_within(sample, root) for sample in samples),
            targets=predictions.targets,
            probabilities=predictions.probabilities,
            groups=tuple(sample.group for sample in samples),
            sources=tuple(sample.source for sample in samples),
        )

    @classmethod
    def read(cls, path: Path) -> PredictionTable:
        """Counterpart of `write`; ``group`` and ``source`` may be missing.

        Raises
        ------
        LungDeskError
            ``FILE_MISSING``; ``PREDICTIONS_INVALID`` naming the line.
        """
        try:
            text = path.read_bytes().decode("utf-8-sig", errors="surrogateescape")
        except OSError as error:
            raise LungDeskError(
                f"The predictions {path} cannot be read ({error.strerror}).",
                hint="Check the path.",
                code=ErrorCode.FILE_MISSING,
            ) from error
        reader = csv.DictReader(io.StringIO(text, newline=""))
        columns = list(reader.fieldnames or ())
        label_ids = tuple(c.removeprefix(_PREFIX) for c in columns if c.startswith(_PREFIX))
        if not {"path", "label"} <= set(columns) or len(set(label_ids)) < 2:
            raise _invalid(path, "has not the columns path, label and p_<label> of each class")
        try:
            rows = [_plain(row) for row in reader]
            return cls._of_rows(rows, LabelSet.from_ids(label_ids))
        except (ValueError, TypeError, csv.Error) as error:
            raise _invalid(path, str(error)) from error

    @classmethod
    def _of_rows(cls, rows: Sequence[dict[str, str]], labels: LabelSet) -> PredictionTable:
        """Table of CSV rows; raises ValueError, or TypeError where a row is too short."""
        paths = tuple(row["path"] for row in rows)
        if not rows or len(set(paths)) != len(paths):
            raise ValueError("names no film, or one film twice")
        unknown = {row["label"] for row in rows} - set(labels.ids)
        if unknown:
            raise ValueError(f"has the label {min(unknown)} but no column for it")
        columns = [_PREFIX + label_id for label_id in labels.ids]
        probabilities = np.array([[float(row[c]) for c in columns] for row in rows], np.float64)
        is_share = (probabilities >= 0) & (probabilities <= 1 + 1e-6)
        is_valid = is_share.all(axis=1) & (np.abs(probabilities.sum(axis=1) - 1) < 1e-3)
        if not is_valid.all():
            line = int(np.flatnonzero(~is_valid)[0]) + 2
            raise ValueError(f"holds no probabilities that add up to 1 in line {line}")
        return cls(
            labels=labels,
            paths=paths,
            targets=np.array([labels.index(row["label"]) for row in rows], np.int64),
            probabilities=probabilities,
            groups=tuple(row.get("group") or row["path"] for row in rows),
            sources=tuple(row.get("source") or "" for row in rows),
        )

    def write(self, path: Path) -> None:
        """Write ``path,label,predicted,p_<label>…,group,source``, whole or not at all.

        Texts that a spreadsheet would compute are guarded (`lungdesk.core.cells`).
        """
        text = io.StringIO()
        writer = csv.writer(text)
        ids = self.labels.ids
        writer.writerow(
            ["path", "label", "predicted", *(_PREFIX + i for i in ids), "group", "source"]
        )
        for number, row in enumerate(self.probabilities):
            numbers = (f"{p:.{_DIGITS}g}" for p in row)
            before = (self.paths[number], ids[self.targets[number]], ids[int(row.argmax())])
            after = (self.groups[number], self.sources[number])
            writer.writerow([*map(guarded, before), *numbers, *map(guarded, after)])
        write_text_atomically(path, text.getvalue())

    def rows(self, numbers: NDArray[np.int64]) -> PredictionTable:
        """Table of some of the films, in the order given."""
        return PredictionTable(
            labels=self.labels,
            paths=tuple(self.paths[n] for n in numbers),
            targets=self.targets[numbers],
            probabilities=self.probabilities[numbers],
            groups=tuple(self.groups[n] for n in numbers),
            sources=tuple(self.sources[n] for n in numbers),
        )


def _plain(row: dict[str, str]) -> dict[str, str]:
    return row | {name: unguarded(row[name]) for name in _TEXTS if row.get(name)}


def path_within(sample: Sample, root: Path) -> str:
    """What a table calls a film: its path from the root of the collection, with ``/``."""
    is_inside = sample.path.is_relative_to(root)
    return (sample.path.relative_to(root) if is_inside else sample.path).as_posix()


def _invalid(path: Path, what: str) -> LungDeskError:
    return LungDeskError(
        f"The predictions {path} cannot be used: the table {what}.",
        hint="It needs path,label,p_<label>… and may have group,source.",
        code=ErrorCode.PREDICTIONS_INVALID,
    )
