"""What a batch says of one file, and the table of all of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from lungdesk.core.cells import guarded
from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.core.labels import LabelSet
from lungdesk.core.prediction import ModelRef, Prediction
from lungdesk.core.study import Instance
from lungdesk.services.reading_words import (
    FAILED,
    OK,
    REFUSED,
    code_of,
    frame_remark,
    message_of,
    status_of,
)

__all__ = ("FAILED", "OK", "REFUSED", "BatchRow", "write_table")

#: Columns of the table, before and after probabilities and model.
_BEFORE = ("path", "status", "code", "message", "predicted")
_AFTER = ("file_sha256", "patient_id", "study_instance_uid", "sop_instance_uid", "seconds")


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One file.

    Attributes
    ----------
    message
        Why there is no reading, or what is to be known of it.
    probabilities
        By label id, in [0, 1]; empty when there is no reading, as is ``predicted``.
    file_sha256
        Of the file's content; empty when it could not be read at all.
    seconds
        From when the file was taken up until its reading was there.
    """

    path: str
    status: str
    code: str = ""
    message: str = ""
    predicted: str = ""
    probabilities: Mapping[str, float] = field(default_factory=dict)
    file_sha256: str = ""
    patient_id: str = ""
    study_instance_uid: str = ""
    sop_instance_uid: str = ""
    seconds: float = 0.0

    @classmethod
    def read(
        cls,
        path: Path,
        instance: Instance,
        prediction: Prediction,
        *,
        sha256: str = "",
        seconds: float = 0.0,
    ) -> BatchRow:
        """Row of a film that has gone through the model; a refused one has no probabilities."""
        is_said = not prediction.is_withheld
        by_label = prediction.by_label() if is_said else {}
        return cls(
            path=str(path),
            status=status_of(prediction),
            code=code_of(prediction),
            message=message_of(prediction, frame_remark(instance.frame_count)),
            predicted=prediction.predicted.id if is_said else "",
            probabilities={i: round(p, 6) for i, p in by_label.items()},
            file_sha256=sha256,
            patient_id=instance.patient.patient_id,
            study_instance_uid=instance.study_instance_uid,
            sop_instance_uid=instance.sop_instance_uid,
            seconds=round(seconds, 4),
        )

    @classmethod
    def failed(
        cls, path: Path, error: LungDeskError, sha256: str = "", seconds: float = 0.0
    ) -> BatchRow:
        """Row of a file that cannot be read."""
        message = f"{error.message} {error.hint}".strip()
        return cls(
            str(path),
            FAILED,
            str(error.code),
            message,
            file_sha256=sha256,
            seconds=round(seconds, 4),
        )

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> BatchRow:
        """Counterpart of `plain`; raises TypeError where the values are not those of a row."""
        return cls(**values)

    def plain(self) -> dict[str, Any]:
        """Values that JSON can hold."""
        return asdict(self)


def write_table(path: Path, rows: Iterable[BatchRow], labels: LabelSet, model: ModelRef) -> None:
    """Write ``results.csv``, whole or not at all; rows are taken one at a time.

    Texts that a spreadsheet would compute are guarded (`lungdesk.core.cells`). Bytes of names that
    are no UTF-8 stand there as escapes, so that whatever reads tables can read this one.

    Raises
    ------
    LungDeskError
        Those of `not_writable`.
    """
    ids = labels.ids
    with atomic_write(path) as stream:
        text = io.TextIOWrapper(stream, "utf-8", errors="backslashreplace", newline="")
        writer = csv.writer(text)
        columns = [f"p_{i}" for i in ids]
        writer.writerow([*_BEFORE, *columns, "model_id", "model_version", *_AFTER])
        for row in rows:
            before = [guarded(getattr(row, name)) for name in _BEFORE]
            after = [*(guarded(getattr(row, name)) for name in _AFTER[:-1]), row.seconds]
            numbers = [row.probabilities.get(i, "") for i in ids]
            writer.writerow([*before, *numbers, model.id, model.version, *after])
        text.flush()
        text.detach()
