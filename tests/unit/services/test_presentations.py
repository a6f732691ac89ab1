from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.presentation import ObjectTitle, Presentation
from lungdesk.core.radiograph import Radiograph, Window
from lungdesk.formats.presentation_state_reader import refers_to
from lungdesk.services.film_files import read_film
from lungdesk.services.presentations import (
    LoadedPresentations,
    LoadPresentationsRequest,
    PresentationFinder,
    SaveMeasurementsRequest,
    SavePresentationRequest,
    save_measurements,
    save_presentation,
)
from tests.unit.formats.film_objects import small_film
from tests.unit.formats.report_reader import read_measurement_report

LINE = Length(((10.0, 10.5), (30.0, 10.5)), name="nodule")


class CancelledContext(NullContext):
    """A job that has been cancelled."""

    def check(self) -> None:
        raise Cancelled


def thorough(film: Radiograph, folder: Path, ctx: NullContext | None = None) -> LoadedPresentations:
    """All states in a folder and below it."""
    request = LoadPresentationsRequest(film, folder, is_thorough=True)
    return PresentationFinder()(request, ctx or NullContext())


def saved_state(path: Path, film: Radiograph) -> Path:
    """A state of a film."""
    save_presentation(SavePresentationRequest(path, film, Presentation()), NullContext())
    return path


def names(found: LoadedPresentations) -> set[str]:
    assert found.failures == ()
    return {stored.path.name for stored in found.presentations}


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

    found = thorough(film, tmp_path)
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

    found = thorough(film, tmp_path)
    assert [one.path.name for one in found.presentations] == ["good.dcm"]
    assert [(one.path.name, one.error.code) for one in found.failures] == [
        ("bad.dcm", ErrorCode.PRESENTATION_INVALID)
    ]


def test_states_beside_the_film_and_those_found_when_opening_are_read(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    saved_state(tmp_path / "beside.dcm", film)
    saved_state(tmp_path / "below" / "deep.dcm", film)
    known = saved_state(tmp_path / "elsewhere" / "known.dcm", film)
    find = PresentationFinder()

    assert names(find(LoadPresentationsRequest(film, tmp_path), NullContext())) == {"beside.dcm"}
    request = LoadPresentationsRequest(film, tmp_path, (known, tmp_path / "beside.dcm"))
    assert names(find(request, NullContext())) == {"beside.dcm", "known.dcm"}


@pytest.mark.parametrize("is_thorough", [True, False])
def test_states_among_the_results_of_a_film_are_read_where_there_are_any(
    tmp_path: Path, is_thorough: bool
) -> None:
    (tmp_path / "films").mkdir()
    film = small_film(tmp_path / "films")
    saved_state(tmp_path / "results" / "one.dcm", film)
    results = (tmp_path / "results", tmp_path / "never written")
    request = LoadPresentationsRequest(
        film, tmp_path / "films", is_thorough=is_thorough, results=results
    )
    find = PresentationFinder()
    assert names(find(request, NullContext())) == {"one.dcm"}
    saved_state(tmp_path / "results" / "two.dcm", film)
    assert names(find(request, NullContext())) == {"one.dcm", "two.dcm"}


def test_a_folder_is_looked_into_again_only_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = small_film(tmp_path)
    saved_state(tmp_path / "first.dcm", film)
    find, request = PresentationFinder(), LoadPresentationsRequest(film, tmp_path)
    scan, scanned = os.scandir, []

    def watched(folder: Path) -> object:
        scanned.append(folder)
        return scan(folder)

    monkeypatch.setattr("lungdesk.services.presentations.os.scandir", watched)
    for _ in range(3):
        assert names(find(request, NullContext())) == {"first.dcm"}
    assert scanned == [tmp_path]
    saved_state(tmp_path / "second.dcm", film)
    os.utime(tmp_path, ns=(1, 1))  # whatever the grain of the clock is, it is another time
    assert names(find(request, NullContext())) == {"first.dcm", "second.dcm"}


def test_a_state_that_has_changed_is_read_again(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    other = replace(film, instance=replace(film.instance, sop_instance_uid="1.2.3.99"))
    path = saved_state(tmp_path / "state.dcm", film)
    find = PresentationFinder()
    request = LoadPresentationsRequest(other, tmp_path, (path,))
    assert names(find(request, NullContext())) == set()
    content = path.read_bytes()
    assert content.count(b"1.2.3.4\0") == 1
    path.write_bytes(content.replace(b"1.2.3.4\0", b"1.2.3.99"))
    os.utime(path, ns=(1, 1))
    assert names(find(request, NullContext())) == {"state.dcm"}


def test_copies_of_a_state_are_one(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    path = saved_state(tmp_path / "state.dcm", film)
    shutil.copy(path, tmp_path / "copy.dcm")

    assert len(thorough(film, tmp_path).presentations) == 1


@pytest.mark.parametrize("is_thorough", [False, True])
def test_states_in_a_zip_file_are_read_and_keep_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_thorough: bool
) -> None:
    monkeypatch.setenv("LUNGDESK_HOME", str(tmp_path / "home"))
    film = small_film(tmp_path)
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.write(saved_state(tmp_path / "out" / "state.dcm", film), "deep/state.dcm")
    inside = archive / "deep" / "state.dcm"
    request = LoadPresentationsRequest(film, inside.parent, (inside,), is_thorough=is_thorough)

    (stored,) = PresentationFinder()(request, NullContext()).presentations

    assert stored.path == inside


def test_a_film_in_a_zip_file_is_referred_to_as_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUNGDESK_HOME", str(tmp_path / "home"))
    plain = small_film(tmp_path)
    with zipfile.ZipFile(tmp_path / "study.zip", "w") as zipped:
        zipped.write(plain.instance.path, "ward/film.dcm")
    film = read_film(tmp_path / "study.zip" / "ward" / "film.dcm")

    state = saved_state(tmp_path / "state.dcm", film)
    report = SaveMeasurementsRequest(tmp_path / "report.dcm", film, AnnotationSet((LINE,)))
    save_measurements(report, NullContext())

    assert refers_to(state, plain)
    uids = read_measurement_report(tmp_path / "report.dcm").film_uids
    assert uids == {plain.instance.sop_instance_uid}


@pytest.mark.parametrize("is_zipped", [False, True])
def test_no_object_takes_the_place_of_its_film(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_zipped: bool
) -> None:
    monkeypatch.setenv("LUNGDESK_HOME", str(tmp_path / "home"))
    film = small_film(tmp_path)
    target = film.instance.path
    if is_zipped:
        target = tmp_path / "study.zip"
        with zipfile.ZipFile(target, "w") as zipped:
            zipped.write(film.instance.path, "film.dcm")
        film = read_film(target / "film.dcm")
    content = target.read_bytes()
    (tmp_path / "link.dcm").symlink_to(target)
    for path in (target, tmp_path / "link.dcm"):
        with pytest.raises(LungDeskError) as caught:
            saved_state(path, film)
        assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
        report = SaveMeasurementsRequest(path, film, AnnotationSet((LINE,)))
        with pytest.raises(LungDeskError) as caught:
            save_measurements(report, NullContext())
        assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert target.read_bytes() == content


@pytest.mark.parametrize("is_thorough", [False, True])
def test_a_link_in_a_circle_keeps_no_state_from_being_found(
    tmp_path: Path, is_thorough: bool
) -> None:
    film = small_film(tmp_path)
    (tmp_path / "a.dcm").symlink_to(tmp_path / "a.dcm")
    saved_state(tmp_path / "b.dcm", film)
    request = LoadPresentationsRequest(film, tmp_path, is_thorough=is_thorough)

    assert names(PresentationFinder()(request, NullContext())) == {"b.dcm"}


def test_a_folder_that_has_gone_leaves_the_film_as_it_is(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    request = LoadPresentationsRequest(film, tmp_path / "gone")

    assert PresentationFinder()(request, NullContext()).presentations == ()


def test_a_folder_that_has_gone_is_told(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    with pytest.raises(LungDeskError) as caught:
        thorough(film, tmp_path / "gone")

    assert caught.value.code is ErrorCode.FILE_MISSING


def test_looking_for_presentations_can_be_cancelled(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    with pytest.raises(Cancelled):
        thorough(film, tmp_path, CancelledContext())


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
