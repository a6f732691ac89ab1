"""A report on a film with all that a report can hold, and judges of the PDF files made of it."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.imaging import colormaps
from lungdesk.core.measurements import Outline, OutlineKind
from lungdesk.core.radiograph import SpacingSource
from lungdesk.core.report import (
    ClassReading,
    FilmReport,
    HeatPicture,
    MeasuredLine,
    ModelFacts,
    ReaderOpinion,
    RightShare,
)
from lungdesk.core.study import Instance, PatientRef
from lungdesk.reporting.document import Block, Table, TableSection

SHA256 = "0123456789abcdef" * 4


def film_report(name: str = "Doe^Jane") -> FilmReport:
    """Everything is there."""
    picture = np.tile(np.arange(160, dtype=np.uint8), (200, 1))
    heat = np.stack([picture, picture // 2, picture // 4], axis=2)
    instance = Instance(
        Path("thorax-17.dcm"),
        2000,
        1600,
        modality="DX",
        study_date="20260131",
        study_description="Chest PA",
        body_part="CHEST",
        view_position="PA",
        technique="125 kV · 2.5 mAs",
        patient=PatientRef("4711-08", name, "19700102", "F"),
    )
    return FilmReport(
        instance,
        "2026-11-28 17:40",
        picture=picture,
        mm_per_pixel=1.5,
        spacing_source=SpacingSource.AT_DETECTOR,
        heat=HeatPicture(heat, colormaps.colours("inferno"), 3.21, "Tuberculosis", "Grad-CAM"),
        readings=(
            ClassReading(0, "Normal", 0.02, 0.4, RightShare(0.0, 0.05, True)),
            ClassReading(1, "Bacterial pneumonia", 0.12),
            ClassReading(2, "Viral pneumonia", 0.001),
            ClassReading(3, "COVID-19", 0.1, 0.5),
            ClassReading(
                4, "Tuberculosis", 0.76, 0.42, RightShare(0.61, 0.88, True), is_found=True
            ),
        ),
        notes=("The film is underexposed.",),
        prediction_set=("Tuberculosis", "Bacterial pneumonia"),
        coverage=0.9,
        opinions=(
            ReaderOpinion("Tuberculosis", "Cavity on the right.", "A. Reader", "2026-11-28"),
        ),
        measured=(
            MeasuredLine("Length", "12.3 mm", (Outline(OutlineKind.POLYLINE, ((9, 9), (50, 20))),)),
            MeasuredLine("Note", "look here", (Outline(OutlineKind.POINT, ((80, 80),)),)),
            MeasuredLine(
                "Region",
                "area 3 mm²",
                (Outline(OutlineKind.ELLIPSE, ((90, 50), (90, 90), (70, 70), (110, 70))),),
            ),
        ),
        model=ModelFacts("lungdesk-lite0", "LungDesk Lite0", "0.1.0", SHA256, "float32"),
    )


def rows_of(table: Block) -> list[tuple[str, ...]]:
    """Cells of each row of a table, headings between them aside."""
    assert isinstance(table, Table)
    return [tuple(row) for row in table.rows if not isinstance(row, TableSection)]


def poppler(program: str, *arguments: str) -> str:
    """What a program of poppler-utils prints; skips where it is not installed."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed (Debian package poppler-utils)")
    done = subprocess.run([program, *arguments], capture_output=True, check=True)
    assert done.stderr == b"", done.stderr
    return done.stdout.decode()


def text_of(pdf: bytes, folder: Path, *, mode: str = "-raw") -> str:
    """Words of all pages as pdftotext finds them, on one line, letters in their plain forms.

    In the order in which they were drawn; ``-layout`` turns lines from right to left round.
    """
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    words = poppler("pdftotext", mode, str(file), "-")
    return " ".join(unicodedata.normalize("NFKC", words).split())


def facts_of(pdf: bytes, folder: Path) -> dict[str, str]:
    """What pdfinfo says."""
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    lines = poppler("pdfinfo", str(file)).splitlines()
    return {name.strip(): value.strip() for name, _, value in (n.partition(":") for n in lines)}


def fonts_of(pdf: bytes, folder: Path) -> list[list[str]]:
    """Columns of pdffonts: name, …, whether it is embedded, is a subset, has Unicode."""
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    return [line.split() for line in poppler("pdffonts", str(file)).splitlines()[2:]]
