"""What the workspace holds of films, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from lungdesk.core.prediction import ModelRef
from lungdesk.core.study import PatientRef
from lungdesk.core.verdict import UNCHECKED, Verdict
from lungdesk.core.worklist.states import FilmState, StudyStatus

if TYPE_CHECKING:
    from lungdesk.core.study import Instance


class ReaderVerdict(StrEnum):
    """What a reader makes of a prediction."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"


class Confidence(StrEnum):
    """How sure a reader is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Origin(StrEnum):
    """Where a film was read."""

    WINDOW = "window"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class PredictionRecord:
    """What a model said of one frame of a film, or why it said nothing.

    Attributes
    ----------
    frame
        Counted from 0.
    code, message
        Why there is no reading, or what is to be known of it.
    predicted
        Label id; empty without a reading.
    probabilities
        By label id, in [0, 1]; empty where the network did not run.
    verdict
        What the gate says of the film.
    lungs
        Digest of the network whose lungs the gate judged; empty where it looked for none.
    read_at
        ISO 8601, UTC.
    """

    model: ModelRef
    state: FilmState
    frame: int = 0
    code: str = ""
    message: str = ""
    predicted: str = ""
    probabilities: Mapping[str, float] = field(default_factory=dict)
    is_uncertain: bool = False
    verdict: Verdict = UNCHECKED
    precision: str = ""
    lungs: str = ""
    origin: Origin = Origin.WINDOW
    read_at: str = ""


@dataclass(frozen=True, slots=True)
class FilmReading:
    """One film that has been read, to be kept.

    Attributes
    ----------
    path
        Where it lies, as text: the part of a path into a ZIP file included.
    sha256
        Of the file's content; empty when it could not be read at all.
    instance
        What its header says; None when it is not known (any more).
    patient_id, study_instance_uid, sop_instance_uid
        For a film without ``instance``.
    gives_way
        Whether a reading that is kept already is better: this was said before, or is none.
    """

    path: str
    sha256: str
    prediction: PredictionRecord
    instance: Instance | None = None
    patient_id: str = ""
    study_instance_uid: str = ""
    sop_instance_uid: str = ""
    gives_way: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader said of a film.

    Attributes
    ----------
    label
        Label id in place of the predicted one, with ``CORRECT``; of a blinded read, what the
        reader chose.
    comment
        One line, in the reader's own words.
    reader
        Who it was; empty where nobody is named.
    started_at, ended_at
        ISO 8601, UTC; where the second is not told it is set when the read is kept. Of a blinded
        read, they are as far apart as the film has been looked at, all visits together.
    is_blinded
        Whether it came before the model's answer was shown.
    confidence
        How sure the reader was; None where that was not said.
    """

    verdict: ReaderVerdict
    label: str = ""
    comment: str = ""
    reader: str = ""
    started_at: str = ""
    ended_at: str = ""
    is_blinded: bool = False
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A reader has seen the model's answer for a film, and given no verdict.

    Attributes
    ----------
    reader
        Who it was; empty where nobody is named.
    seen_at
        ISO 8601, UTC: the first time.
    """

    reader: str
    seen_at: str


@dataclass(frozen=True, slots=True)
class FilmRecord:
    """All that is kept of one film; predictions and reads with the newest first."""

    film_id: int
    study_id: int
    path: str
    sha256: str
    patient: PatientRef = field(default_factory=PatientRef)
    study_instance_uid: str = ""
    sop_instance_uid: str = ""
    modality: str = ""
    study_date: str = ""
    study_description: str = ""
    rows: int = 0
    columns: int = 0
    frame_count: int = 1
    status: StudyStatus = StudyStatus.UNREAD
    note: str = ""
    predictions: tuple[PredictionRecord, ...] = ()
    reads: tuple[Read, ...] = ()

    @property
    def prediction(self) -> PredictionRecord | None:
        """What was said last."""
        return self.predictions[0] if self.predictions else None

    @property
    def read(self) -> Read | None:
        """What a reader said last."""
        return self.reads[0] if self.reads else None


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """One folder that was classified.

    Attributes
    ----------
    sources
        Paths that were asked for.
    out
        Folder of its table.
    ended_at
        ISO 8601, UTC; empty while it is not done.
    """

    batch_id: int
    sources: tuple[str, ...]
    out: str
    model_id: str
    started_at: str
    ended_at: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that happened; entries are never changed."""

    number: int
    at: str
    action: str
    study_id: int | None
    detail: Mapping[str, object]
