"""What is asked of the workspace, as values: the window imports these without the database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lungdesk.core.errors import LungDeskError
from lungdesk.core.metrics.agreement import Agreement
from lungdesk.core.prediction import ModelRef
from lungdesk.core.worklist.states import StudyStatus
from lungdesk.services.workspace.records import BatchRecord, Read

if TYPE_CHECKING:
    from lungdesk.core.prediction import Prediction
    from lungdesk.core.study import Instance
    from lungdesk.core.worklist.selection import Worklist


class OneReading(Protocol):
    """What a model said of one frame of a film."""

    @property
    def instance(self) -> Instance:
        """Which film."""

    @property
    def frame(self) -> int:
        """Which frame of it, counted from 0."""

    @property
    def prediction(self) -> Prediction:
        """Probabilities of the classes, and whether they may be shown."""

    @property
    def precision(self) -> str:
        """Arithmetic of the model."""

    @property
    def lungs(self) -> str:
        """Digest of the network whose lungs the film check judged; empty for none."""


@dataclass(frozen=True, slots=True, eq=False)
class RecordRequest:
    """A film that has been read in the window."""

    reading: OneReading


@dataclass(frozen=True, slots=True)
class FilmQuery:
    """One film; the first that is given counts."""

    film_id: int | None = None
    sha256: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class NoteSeen:
    """Keep that a reader has seen the model's answer for a frame of a film."""

    instance: Instance
    reader: str
    frame: int = 0


@dataclass(frozen=True, slots=True)
class EarlierQuery:
    """What one reader has said or seen of a frame of a film."""

    instance: Instance
    reader: str
    frame: int = 0


@dataclass(frozen=True, slots=True)
class StudyQuery:
    """All films of a study."""

    study_id: int


@dataclass(frozen=True, slots=True)
class RowsRequest:
    """What has changed since a revision; all for -1."""

    since: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class RowsAnswer:
    """Studies that have changed, ready to be searched.

    Attributes
    ----------
    revision
        What to ask from next time.
    study_count
        Studies of the whole workspace.
    refusal
        Why this process may not change it, if it may not.
    """

    worklist: Worklist
    revision: int
    study_count: int
    refusal: LungDeskError | None = None
    batches: tuple[BatchRecord, ...] = ()

    @property
    def is_writable(self) -> bool:
        """Whether this process may change it."""
        return self.refusal is None


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Say how far people are with studies."""

    study_ids: tuple[int, ...]
    status: StudyStatus


@dataclass(frozen=True, slots=True)
class SetNote:
    """Replace the note of a study; an empty text takes it away."""

    study_id: int
    text: str


@dataclass(frozen=True, slots=True)
class AddRead:
    """Keep what a reader says of a film."""

    film_id: int
    read: Read


@dataclass(frozen=True, slots=True, eq=False)
class AddFirstRead:
    """Keep what a reader said of a film before the answer was shown, and that answer."""

    reading: OneReading
    read: Read


@dataclass(frozen=True, slots=True)
class ModelAgreement:
    """How far readers and a model agree on films that were read blinded.

    Attributes
    ----------
    median_s
        Seconds from the film's coming to the reader's choice; None where none was measured.
    """

    model: ModelRef
    agreement: Agreement
    median_s: float | None


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """How the workspace is; the newest backup last made by itself, if any."""

    study_count: int
    film_count: int
    read_count: int
    newest_backup: Path | None


@dataclass(frozen=True, slots=True)
class ClassifyRequest:
    """Films to read into the workspace.

    Attributes
    ----------
    sources
        Folders, files, ZIP files, DICOMDIR.
    model_id
        Which installed model reads.
    """

    sources: tuple[Path, ...]
    model_id: str
