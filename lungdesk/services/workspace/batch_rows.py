"""Keeps the rows of a batch in the workspace, and knows what was read before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.prediction import ModelRef
from lungdesk.core.study import Instance
from lungdesk.core.verdict import UNCHECKED
from lungdesk.core.worklist.states import FilmState
from lungdesk.ml import evaluator
from lungdesk.services.batch.keeper import KeptRow
from lungdesk.services.batch.row import BatchRow
from lungdesk.services.film_files import read_film_instance
from lungdesk.services.reading_words import is_uncertain_message, is_wanted_message
from lungdesk.services.workspace import reading_work
from lungdesk.services.workspace.database import Database
from lungdesk.services.workspace.keeping import Keeping, log_action
from lungdesk.services.workspace.packing import unpacked
from lungdesk.services.workspace.records import FilmReading, Origin, PredictionRecord
from lungdesk.services.workspace.schema import films, models, predictions, studies, whole_path

#: Digits of a probability in a row.
_DIGITS = 6

#: Of pictures that LungDesk has made of films, and of what holds none.
_NO_FILMS = (ErrorCode.FILE_OWN_PICTURE, ErrorCode.FOLDER_WITHOUT_IMAGES)


#: Made once: making it takes longer than the database takes to answer.
_READ_BEFORE = (
    sa.select(
        *(predictions.c.message, predictions.c.code, predictions.c.predicted),
        *(predictions.c.probabilities, predictions.c.verdict, models.c.labels),
        *(films.c.sop_instance_uid, studies.c.patient_id, studies.c.study_instance_uid),
    )
    .select_from(
        films.join(predictions, predictions.c.film_id == films.c.id)
        .join(models, models.c.id == predictions.c.model_id)
        .join(studies, studies.c.id == films.c.study_id)
    )
    .where(films.c.sha256 == sa.bindparam("content"), models.c.sha256 == sa.bindparam("model"))
    .where(predictions.c.frame == 0, predictions.c.is_overridden.is_(False))
    .where(predictions.c.precision == sa.bindparam("precision"))
    .where(predictions.c.lungs == sa.bindparam("lungs"))
    .where(predictions.c.preparation == sa.bindparam("preparation"))
    .where(predictions.c.state == sa.bindparam("state"))
)


class WorkspaceRows:
    """The rows of one batch (see `lungdesk.services.batch.keeper.RowKeeper`).

    Paths are kept whole: a batch may be told of them from anywhere.
    """

    def __init__(self, database: Database, sources: Sequence[Path], out: Path) -> None:
        self._database = database
        self._sources = [whole_path(path) for path in sources]
        self._out = whole_path(out)
        self._model: ModelRef | None = None
        self._precision = self._lungs = ""
        self.batch_id = 0

    def begin(self, model: ModelRef, precision: str, lungs: str) -> None:
        """Enter the batch."""
        self._model, self._precision, self._lungs = model, precision, lungs
        with self._database.writing() as connection:
            self.batch_id = reading_work.begin_batch(connection, self._sources, self._out, model.id)

    def end(self) -> None:
        """Enter that it is done."""
        with self._database.writing() as connection:
            reading_work.end_batch(connection, self.batch_id)

    def find(self, path: str, sha256: str) -> BatchRow | None:
        """The row of a content that this model has read as it is: in a batch, or in the window."""
        assert self._model is not None
        asked = {
            "content": sha256,
            "model": self._model.sha256,
            "precision": self._precision,
            "lungs": self._lungs,
            "preparation": evaluator.PREPARATION,
            "state": str(FilmState.OK),
        }
        with self._database.reading() as connection:
            row = connection.execute(_READ_BEFORE, asked).first()
        if row is None or json.loads(row.verdict or "{}").get("applied"):
            return None
        if is_wanted_message(row.message):  # told again out of a journal, without its verdict
            return None
        return BatchRow(
            path=path,
            status=str(FilmState.OK),
            code=row.code,
            message=row.message,
            predicted=row.predicted,
            probabilities=unpacked(row.probabilities, row.labels, digits=_DIGITS),
            file_sha256=sha256,
            patient_id=row.patient_id,
            study_instance_uid=row.study_instance_uid,
            sop_instance_uid=row.sop_instance_uid,
        )

    def keep(self, rows: Sequence[KeptRow]) -> None:
        """Keep rows in one change, but for those of what is no film."""
        rows = [row for row in rows if row.row.code not in _NO_FILMS]
        if not rows:
            return
        with self._database.writing() as connection:
            detail = {"batch_id": self.batch_id, "films": len(rows)}
            revision = log_action(connection, "model_read", detail)
            keeping = Keeping(connection, revision, batch_id=self.batch_id, find_header=_header)
            keeping.keep(self._reading(row) for row in rows)

    def _reading(self, kept: KeptRow) -> FilmReading:
        assert self._model is not None
        row, said = kept.row, kept.prediction
        prediction = PredictionRecord(
            model=self._model,
            state=FilmState(row.status),
            code=row.code,
            message=row.message,
            predicted=row.predicted,
            probabilities=row.probabilities,
            is_uncertain=row.status == FilmState.OK
            and (said.is_uncertain if said else is_uncertain_message(row.message)),
            verdict=said.verdict if said else UNCHECKED,
            precision=self._precision,
            lungs=self._lungs,
            origin=Origin.BATCH,
        )
        return FilmReading(
            path=whole_path(row.path),
            sha256=row.file_sha256,
            prediction=prediction,
            instance=kept.instance,
            patient_id=row.patient_id,
            study_instance_uid=row.study_instance_uid,
            sop_instance_uid=row.sop_instance_uid,
            gives_way=said is None or said.is_withheld,
        )


def _header(path: str) -> Instance | None:
    try:
        return read_film_instance(Path(path))
    except LungDeskError:
        return None  # its row says why
