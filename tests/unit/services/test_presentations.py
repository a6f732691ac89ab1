from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.presentation import ObjectTitle, Presentation
from lungdesk.core.radiograph import Window
from lungdesk.formats.structured_report_reader import read_measurement_report
from lungdesk.services.presentations import (
    LoadPresentationsRequest,
    SaveMeasurementsRequest,
    SavePresentationRequest,
    load_presentations,
    save_measurements,
    save_presentation,
)
from tests.unit.formats.film_objects import small_film

LINE = Length(((10.0, 10.5), (30.0, 10.5)), name="nodule")


class CancelledContext(NullContext):
    """A job that has been cancelled."""

    def check(self) -> None:
        raise Cancelled


def test_presentations_of_a_film_are_found_in_its_study_folder(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    (tmp_path / "letter.txt").write_text("Dear colleague")
    (tmp_path / "other").mkdir()
    other = small_film(tmp_path / "other", SOPInstanceUID="1.2.3.99")
    saved = [
        save_presentation(
            SavePresentationRequest(path, one, Presentation(voi=window), ObjectTitle(label)),
            NullContext(),
        )
        for path, one, window, label in (
            (tmp_path / "a.dcm", film, Window(10, 5), "first"),
            (tmp_path / "deeper" / "b.dcm", film, Window(20, 5), "second"),
            (tmp_path / "c.dcm", other, Window(30, 5), "other"),
        )
    ]

    found = load_presentations(LoadPresentationsRequest(tmp_path, film), NullContext())
    assert {one.sop_instance_uid for one in found.presentations} == {
        one.sop_instance_uid for one in saved[:2]
    }
    assert {one.label: one.presentation.voi for one in found.presentations} == {
        "FIRST": Window(10, 5),
        "SECOND": Window(20, 5),
    }
    assert found.failures == ()


def test_a_damaged_state_of_the_film_is_a_failure_beside_the_others(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    for name in ("good.dcm", "bad.dcm"):
        request = SavePresentationRequest(tmp_path / name, film, Presentation())
        save_presentation(request, NullContext())
    bad = (tmp_path / "bad.dcm").read_bytes()
    corner = b"\x70\x00\x53\x00SL\x08\x00"
    assert corner in bad
    # The displayed area has one number instead of two.
    (tmp_path / "bad.dcm").write_bytes(bad.replace(corner, b"\x70\x00\x53\x00SS\x08\x00"))

    found = load_presentations(LoadPresentationsRequest(tmp_path, film), NullContext())
    assert [one.path.name for one in found.presentations] == ["good.dcm"]
    assert [(one.path.name, one.error.code) for one in found.failures] == [
        ("bad.dcm", ErrorCode.PRESENTATION_INVALID)
    ]


def test_a_folder_that_has_gone_is_told(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    with pytest.raises(LungDeskError) as caught:
        load_presentations(LoadPresentationsRequest(tmp_path / "gone", film), NullContext())

    assert caught.value.code is ErrorCode.FILE_MISSING


def test_looking_for_presentations_can_be_cancelled(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    with pytest.raises(Cancelled):
        load_presentations(LoadPresentationsRequest(tmp_path, film), CancelledContext())


def test_what_was_cancelled_is_not_written(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    path = tmp_path / "object.dcm"
    with pytest.raises(Cancelled):
        save_presentation(SavePresentationRequest(path, film, Presentation()), CancelledContext())
    with pytest.raises(Cancelled):
        save_measurements(
            SaveMeasurementsRequest(path, film, AnnotationSet((LINE,))), CancelledContext()
        )

    assert not path.exists()


def test_measurements_are_kept_as_a_report(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    request = SaveMeasurementsRequest(tmp_path / "report.dcm", film, AnnotationSet((LINE,)))
    saved = save_measurements(request, NullContext())

    (group,) = read_measurement_report(saved.path).groups
    assert (group.id, group.name, group.measurements[0].value) == (LINE.id, "nodule", 20.0)


def test_libraries_wait_until_something_is_kept(repo_root: Path) -> None:
    code = (
        "import sys; import lungdesk.services.presentations, lungdesk.formats.reader;"
        "print([m for m in ('highdicom', 'pydicom') if m in sys.modules])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=repo_root, capture_output=True, text=True, check=True
    )
    assert finished.stdout.strip() == "[]"


def test_reading_presentations_does_without_highdicom(repo_root: Path) -> None:
    code = (
        "import sys; import lungdesk.formats.presentation_state_reader;"
        "import lungdesk.formats.dicom_writers.structured_report;"
        "print('highdicom' in sys.modules)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=repo_root, capture_output=True, text=True, check=True
    )
    assert finished.stdout.strip() == "False"
