"""How the user wants reports, and what a report on one film says."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.turns import AS_STORED, Hanging
from lungdesk.core.labels import LabelSet
from lungdesk.core.language import ENGLISH
from lungdesk.core.lungs.heat_share import HeatShare
from lungdesk.core.measurements import Outline
from lungdesk.core.radiograph import SpacingSource
from lungdesk.core.study import Instance


class PageSize(StrEnum):
    """Paper."""

    A4 = "A4"
    LETTER = "Letter"


class Section(StrEnum):
    """Parts of a report on a film that the user may leave out."""

    IDENTITY = "identity"
    TECHNIQUE = "technique"
    HEATMAP = "heatmap"
    QUALITY = "quality"
    READER = "reader"
    MEASUREMENTS = "measurements"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class ReportStyle:
    """What the user has chosen for all reports.

    Attributes
    ----------
    logo
        Path of a PNG or JPEG file; empty for none.
    left_out
        Parts that no report on a film has.
    language
        Code of the language that reports are written in.
    """

    institution: str = ""
    logo: str = ""
    page_size: PageSize = PageSize.A4
    left_out: frozenset[Section] = frozenset()
    language: str = ENGLISH.code

    def has(self, section: Section) -> bool:
        """Whether a report has a part."""
        return section not in self.left_out


@dataclass(frozen=True, slots=True)
class RightShare:
    """95 % interval of the share of films that are read rightly.

    Attributes
    ----------
    is_by_patient
        Whether it counts patients; else films, of which a patient may have several: too narrow.
    """

    low: float
    high: float
    is_by_patient: bool = False


@dataclass(frozen=True, slots=True)
class ClassReading:
    """One class of a reading.

    Attributes
    ----------
    colour_place
        Of its colour, see `lungdesk.core.colours.colour_places`.
    operating_point
        Probability that the class has to reach to count as found; None without one.
    interval
        Of the films that had the class at such a probability.
    is_found
        Whether it counts as found: at most one class does.
    """

    colour_place: int
    name: str
    probability: float
    operating_point: float | None = None
    interval: RightShare | None = None
    is_found: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class HeatPicture:
    """A map laid over the film.

    Attributes
    ----------
    pixels
        ``(h, w, 3)`` uint8 RGB, of the size of the film's picture.
    colours
        ``(256, 3)`` uint8 RGB: the scale from 0 to ``peak``.
    peak
        In the units of the logit.
    share
        How much of the heat lies inside the lungs; None where no two lungs were found.
    """

    pixels: NDArray[np.uint8]
    colours: NDArray[np.uint8]
    peak: float
    class_name: str
    method: str
    share: HeatShare | None = None


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """What one annotation says, and where it is drawn, in pixels of the film's picture.

    Attributes
    ----------
    is_named, is_written
        Whether name and words are those of the reader, which no other language changes.
    """

    name: str
    words: str
    outlines: tuple[Outline, ...] = ()
    is_named: bool = False
    is_written: bool = False


@dataclass(frozen=True, slots=True)
class ReaderOpinion:
    """What a person says of the film; texts are empty where they have said nothing."""

    verdict: str = ""
    comment: str = ""
    reader: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Which model has read the film."""

    id: str
    name: str
    version: str
    sha256: str
    precision: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FilmReport:
    """All that a report on one film can say; what is absent is left out of the page.

    Attributes
    ----------
    picture
        ``(h, w)`` or ``(h, w, 3)`` uint8: the film as it is looked at, reduced; None when it could
        not be shown.
    hanging, is_inverted
        What of that is not as the film itself wants it.
    mm_per_pixel
        Of ``picture``, along a row; None where the film has no spacing.
    alias
        What the film is called where nobody may know whose it is; the identity is then left out.
    created
        When, in words; the only thing that differs between two reports on the same.
    refusal
        Why there is no reading, in one sentence; with readings, why the film was refused before
        the reader wanted it read all the same.
    notes
        What is to be known of the film and of the reading.
    prediction_set
        Names of the classes that cannot be ruled out, and the share of films for which that holds.
    """

    instance: Instance
    created: str
    alias: str = ""
    frame: int = 0
    picture: NDArray[np.uint8] | None = None
    hanging: Hanging = AS_STORED
    is_inverted: bool = False
    mm_per_pixel: float | None = None
    spacing_source: SpacingSource | None = None
    heat: HeatPicture | None = None
    readings: tuple[ClassReading, ...] = ()
    doubt: str = ""
    refusal: str = ""
    notes: tuple[str, ...] = ()
    prediction_set: tuple[str, ...] = ()
    coverage: float | None = None
    opinions: tuple[ReaderOpinion, ...] = ()
    measured: tuple[MeasuredLine, ...] = ()
    model: ModelFacts | None = None
    style: ReportStyle = field(default_factory=ReportStyle)


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One film of a batch that was read, as a table shows it.

    Attributes
    ----------
    number
        Of its row in the table of the batch, counted from 1.
    name
        Of the file, with the folders that tell it from others.
    finding
        Name of the most probable class.
    probability
        Of that class.
    remark
        What is to be known of the reading.
    is_uncertain, is_overridden
        Whether the reading is in doubt, and whether it is one of a refused film.
    """

    number: int
    name: str
    patient_id: str
    finding: str
    probability: float | None
    remark: str
    is_uncertain: bool = False
    is_overridden: bool = False


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A refused film, or files that could not be read for one reason.

    Attributes
    ----------
    numbers, names
        Of the first few, as in `BatchLine`.
    count
        How many files there are.
    """

    numbers: tuple[int, ...]
    names: tuple[str, ...]
    count: int
    remark: str


@dataclass(frozen=True, slots=True, eq=False)
class BatchPicture:
    """A film of the gallery: ``(h, w)`` or ``(h, w, 3)`` uint8, and its line."""

    pixels: NDArray[np.uint8]
    line: BatchLine


@dataclass(frozen=True, slots=True, eq=False)
class BatchReport:
    """All that a report on a batch says.

    Attributes
    ----------
    leading
        ``(n, 2)`` float64: class index and probability of the most probable class of each film
        that was read.
    read, refused, failed
        How many files; the sum is all of them.
    copies
        How many of those read have the same content as one before them.
    urgent
        The most urgent films, the first one first; not all of them.
    unread
        Refused films, then failed files; not all of them.
    """

    folder: str
    created: str
    labels: LabelSet
    leading: NDArray[np.float64]
    read: int
    refused: int
    failed: int
    uncertain: int
    copies: int = 0
    codes: tuple[tuple[str, int], ...] = ()
    urgent: tuple[BatchLine, ...] = ()
    unread: tuple[UnreadLine, ...] = ()
    pictures: tuple[BatchPicture, ...] = ()
    model: ModelFacts | None = None
    style: ReportStyle = field(default_factory=ReportStyle)

    @property
    def files(self) -> int:
        """All files that were looked at."""
        return self.read + self.refused + self.failed
