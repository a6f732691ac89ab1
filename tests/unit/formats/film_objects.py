"""Films, what may be drawn on them, and a judge of the objects that are written for them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pydicom
import pytest

from lungdesk.core.annotation.annotation_set import ANNOTATION_KINDS, AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.annotation.measurements import CalibrationLine
from lungdesk.core.annotation.regions import EllipseRoi
from lungdesk.core.imaging.geometry import Point
from lungdesk.core.presentation import Presentation
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats.dicom_writers.presentation_state import write_presentation_state
from lungdesk.formats.reader import read_radiograph
from tests.unit.formats.builders import write_dicom

SAMPLES = ("RG1_UNCI", "RG1_UNCR", "RG1_J2KI", "RG1_J2KR")
SHARED = (
    "highdicom_dx_thorax_mono1",
    "nema_RG1_cr_mono1_j2k",
    "rsna_cr_fake_mono1_jpeg",
    "rsna_cr_mono2_jpeg",
)

#: Shares of width and height: no two points alike, none on a line with two others.
PLACES: tuple[Point, ...] = (
    *((0.21, 0.32), (0.55, 0.41), (0.37, 0.73), (0.64, 0.58)),
    *((0.12, 0.66), (0.83, 0.69)),
)


def small_film(folder: Path, **elements: Any) -> Radiograph:
    """A DX film of 48 x 40 pixels."""
    return read_radiograph(write_dicom(folder / "film.dcm", **elements))


def written(film: Radiograph, presentation: Presentation, folder: Path) -> Any:
    """The data set that is written for a film."""
    write_presentation_state(folder / "state.dcm", film, presentation)
    return pydicom.dcmread(folder / "state.dcm")


def one_of_each(film: Radiograph) -> AnnotationSet:
    """An annotation of every kind, and an ellipse that leaves the film."""
    beyond = EllipseRoi(((-30.0, -20.0), (film.columns / 3, film.rows / 4)), name="beyond")
    drawn = [annotation(kind, film) for kind in ANNOTATION_KINDS.values()]
    return AnnotationSet((*drawn, beyond))


def annotation(kind: type[Annotation], film: Radiograph) -> Annotation:
    """One of a kind, in the middle of a film."""
    count = min(max(kind.least_points, 5), int(min(kind.most_points, 5)))
    count = max(count, kind.least_points)
    points = tuple((x * film.columns, y * film.rows) for x, y in PLACES[:count])
    facts: dict[str, Any] = {"name": f"Größe {kind.title} \\ 5"}
    if kind is CalibrationLine:
        facts["length_mm"] = 123.4
    if kind is TextNote:
        facts["content"] = "Knoten –\nrechts unten"
    return kind(points, **facts)


def complaints(path: Path) -> list[str]:
    """Errors that ``dciodvfy`` finds in a file; skips where it is not installed."""
    program = shutil.which("dciodvfy")
    if program is None:
        pytest.skip("dciodvfy is not installed (Debian package dicom3tools)")
    judged = subprocess.run([program, str(path)], capture_output=True, text=True, check=False)
    lines = judged.stderr.splitlines()
    assert lines, "dciodvfy names the kind of object at least"
    return [line for line in lines if line.startswith("Error")]
