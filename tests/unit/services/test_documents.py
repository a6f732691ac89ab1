"""Reports and documents that LungDesk writes open as what they are."""

from __future__ import annotations

from pathlib import Path

import pydicom
import pytest

from lungdesk.core.attached_document import DocumentKind
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.services.documents import (
    DocumentRequest,
    OpenedDocument,
    kind_of_document,
    open_document,
)
from tests.unit.formats.builders import write_dicom
from tests.unit.services.report_films import MODEL
from tests.unit.services.reports.test_dicom_results import saved


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("results")
    return saved(read_radiograph(write_dicom(folder / "film.dcm")), folder / "out")


def opened(path: Path) -> OpenedDocument:
    return open_document(DocumentRequest(path, 50), NullContext())


def test_a_report_says_patient_classes_probabilities_and_algorithm(
    results: dict[str, Path],
) -> None:
    document = opened(results["reading"]).document

    said = [(line.name, line.value) for line in document.lines]
    values = dict(said)
    assert document.title == "Imaging Measurement Report"
    assert (document.patient.patient_id, document.patient.name) == ("P1", "Doe^Jane")
    findings = [value for name, value in said if name == "Finding"]
    assert len(findings) == 5
    assert "Tuberculosis" in findings
    probabilities = [float(value) for name, value in said if name == "Probability"]
    assert len(probabilities) == 5
    assert max(probabilities) > 0.9
    assert values["Algorithm Name"] == MODEL.id
    assert values["Algorithm Version"].startswith(MODEL.version)
    assert not any(value.startswith("2.25.") for _, value in said)
    depths = [line.depth for line in document.lines]
    assert depths[0] == 0
    assert max(depths) >= 2


def test_measurements_have_their_units(results: dict[str, Path]) -> None:
    lines = opened(results["measurements"]).document.lines

    assert any(line.name == "Length" and line.value.endswith((" mm", " pixels")) for line in lines)


def test_a_document_has_its_pages(results: dict[str, Path]) -> None:
    found = opened(results["report"])

    assert found.document.pdf.startswith(b"%PDF")
    assert found.document.tells_identity
    assert found.pages
    assert all(page.ndim == 3 and page.std() > 1 for page in found.pages)


def test_what_is_neither_says_so(results: dict[str, Path]) -> None:
    with pytest.raises(LungDeskError) as caught:
        opened(results["presentation"])

    assert caught.value.code is ErrorCode.DICOM_WITHOUT_PIXELS


@pytest.mark.parametrize("what", ["reading", "report"])
def test_altered_ones_are_told(results: dict[str, Path], tmp_path: Path, what: str) -> None:
    dataset = pydicom.dcmread(results[what])
    if what == "report":
        dataset.EncapsulatedDocument = b"no document "
        dataset.EncapsulatedDocumentLength = 11
    dataset.save_as(tmp_path / "altered.dcm")
    content = (tmp_path / "altered.dcm").read_bytes()
    if what == "reading":
        (tmp_path / "altered.dcm").write_bytes(content[: len(content) - 401])

    with pytest.raises(LungDeskError) as caught:
        opened(tmp_path / "altered.dcm")

    assert caught.value.code is ErrorCode.DICOM_DAMAGED


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(LungDeskError) as caught:
        opened(tmp_path / "gone.dcm")

    assert caught.value.code is ErrorCode.FILE_MISSING


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("reading", DocumentKind.REPORT),
        ("report", DocumentKind.PDF),
        ("heatmap", None),
        ("presentation", None),
    ],
)
def test_the_header_tells_what_a_file_is(
    results: dict[str, Path], name: str, kind: DocumentKind | None
) -> None:
    assert kind_of_document(results[name], NullContext()) is kind


def test_what_is_not_there_is_no_document(tmp_path: Path) -> None:
    assert kind_of_document(tmp_path / "gone.dcm", NullContext()) is None
