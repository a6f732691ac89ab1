"""Results of a batch as DICOM objects: a folder for each film, whatever it is called."""

from __future__ import annotations

import errno
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pydicom
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.report import ReportStyle, Section
from lungdesk.core.verdict import Decision, Verdict
from lungdesk.services.annotation_store import AnnotationStore
from lungdesk.services.batch.row import OK, BatchRow, write_table
from lungdesk.services.film_files import read_film
from lungdesk.services.inference import FilmReader
from lungdesk.services.models.library import ModelLibrary
from lungdesk.services.paths import AppPaths
from lungdesk.services.presentations import SavedObject
from lungdesk.services.read_request import ReadRequest
from lungdesk.services.reports import batch_dicom
from lungdesk.services.reports.batch_dicom import FOLDER, BatchDicomRequest, write_batch_dicom
from lungdesk.services.reports.dicom_results import DicomResultsRequest, save_dicom_results
from lungdesk.services.workspace.desk import WorkspaceDesk, sha256_of
from lungdesk.services.workspace.records import Read, ReaderVerdict
from lungdesk.services.workspace.requests import AddRead, FilmQuery, RecordRequest
from tests.unit.formats.builders import gradient, write_dicom, write_picture
from tests.unit.reporting.film_reports import text_of
from tests.unit.services.report_films import MODEL, Going, SaidOfFilm, said_of
from tests.unit.services.workspace.readings import Reading, prediction

#: Films that differ, and the most that their pixels have.
NAMES = (("one", 200), ("two", 255))


class _Reader:
    """Says the same of every film."""

    display_name = "LungDesk Lite0"

    def read_as(self, request: ReadRequest, _ctx: Any) -> SaidOfFilm:
        return said_of(request.radiograph)


class _Refuses(_Reader):
    """Refuses every film."""

    def read_as(self, request: ReadRequest, _ctx: Any) -> SaidOfFilm:
        verdict = Verdict(
            Decision.REFUSED, sentence="It is noise.", is_overridden=request.is_overridden
        )
        return said_of(request.radiograph, verdict=verdict)


def _request(out: Path, films: list[Path]) -> BatchDicomRequest:
    rows = [
        BatchRow(str(path), OK, predicted="normal", file_sha256=sha256_of(path)) for path in films
    ]
    write_table(out / "results.csv", rows, CHEST_LABELS, MODEL)
    store = AnnotationStore.of(AppPaths.default())
    return BatchDicomRequest(out / "results.csv", cast("FilmReader", _Reader()), store)


@pytest.mark.parametrize("letters", ["x" * 240, "x" * 230, "胸部" * 39])
def test_the_longest_names_do_not_end_a_batch(tmp_path: Path, letters: str) -> None:
    names = [f"{letters}{number}.dcm" for number in range(2)] + ["short.dcm", "inside.dcm"]
    films = [write_dicom(tmp_path / name, PatientID=name[-5:]) for name in names]
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(films.pop(), f"{letters * 3}.dcm")
    films.append(packed / f"{letters * 3}.dcm")

    request = _request(tmp_path / "out", films)
    result = write_batch_dicom(request, Going())

    assert (result.films, result.failures) == (4, ())
    folders = sorted(path.name for path in (tmp_path / "out" / FOLDER).iterdir())
    # Films of one beginning have folders of their own, by their content.
    assert {name[-13:] for name in folders} == {f"-{sha256_of(film)[:12]}" for film in films}
    assert sum(name.startswith(letters[:30]) for name in folders) == 3
    assert sum(name.startswith("short-") for name in folders) == 1
    # It goes on where it was ended: nothing is written twice.
    assert write_batch_dicom(request, Going()).films == 4
    assert sorted(path.name for path in (tmp_path / "out" / FOLDER).iterdir()) == folders


def test_names_inside_of_zip_files_become_such_as_every_disk_takes(tmp_path: Path) -> None:
    packed, inside = tmp_path / "packed.zip", 'scan 10:30 "Größe" 胸?.dcm'
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(write_dicom(tmp_path / "film.dcm"), inside)

    write_batch_dicom(_request(tmp_path / "out", [packed / inside]), Going())

    (folder,) = (tmp_path / "out" / FOLDER).iterdir()
    digits = sha256_of(packed / inside)[:12]
    assert folder.name == f"scan 10_30 _Größe_ 胸_-{digits}"
    kinds = {path.name.removeprefix("scan 10_30 _Größe_ 胸_-") for path in folder.iterdir()}
    assert kinds == {"report.dcm", "reading.dcm", "heatmap.dcm", "presentation.dcm"}


def test_where_identity_is_left_out_no_folder_is_called_after_its_film(tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "Doe Jane.dcm")
    nameless = ReportStyle(left_out=frozenset({Section.IDENTITY}))
    request = replace(_request(tmp_path / "out", [film]), style=nameless)

    write_batch_dicom(request, Going())

    written = [path.name for path in (tmp_path / "out" / FOLDER).rglob("*")]
    assert f"film-{sha256_of(film)[:12]}" in written
    assert not any("Jane" in name for name in written)


def test_what_a_kill_has_left_is_taken_away(tmp_path: Path) -> None:
    request = _request(tmp_path / "out", [write_dicom(tmp_path / "film.dcm")])
    left = tmp_path / "out" / FOLDER / ".writing-abcd1234" / "film"
    left.mkdir(parents=True)
    (left / "film-report.dcm").touch()

    write_batch_dicom(request, Going())

    (folder,) = (tmp_path / "out" / FOLDER).iterdir()
    assert folder.name.startswith("film-")


def test_what_fails_is_a_failure_though_somebody_has_made_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = write_dicom(tmp_path / "film.dcm")
    folder = tmp_path / "out" / FOLDER / f"film-{sha256_of(film)[:12]}"

    def saves(_request: DicomResultsRequest, _ctx: Any) -> tuple[SavedObject, ...]:
        folder.mkdir()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(batch_dicom, "save_dicom_results", saves)

    with pytest.raises(LungDeskError) as caught:
        write_batch_dicom(_request(tmp_path / "out", [film]), Going())
    assert caught.value.code is ErrorCode.DISK_FULL


def test_of_a_film_that_was_replaced_since_nothing_is_written(tmp_path: Path) -> None:
    films = [write_picture(tmp_path / f"{name}.png", gradient(most=m)) for name, m in NAMES]
    request = _request(tmp_path / "out", films)
    write_picture(films[0], gradient(most=99))

    result = write_batch_dicom(request, Going())

    assert result.films == 1
    ((path, error),) = result.failures
    assert (path, error.code) == (str(films[0]), ErrorCode.FILE_CHANGED)
    (folder,) = (tmp_path / "out" / FOLDER).iterdir()
    assert folder.name.startswith("two-")


def test_objects_of_a_film_that_was_replaced_before_it_was_read_again_are_named(
    tmp_path: Path,
) -> None:
    films = [write_picture(tmp_path / f"{name}.png", gradient(most=m)) for name, m in NAMES]
    before = write_batch_dicom(_request(tmp_path / "out", films), Going())
    (tmp_path / "out" / FOLDER / "letters").mkdir()
    old = f"one-{sha256_of(films[0])[:12]}"
    write_picture(films[0], gradient(most=99))

    # The other one has only another name: its content is the same.
    request = _request(tmp_path / "out", [films[0], films[1].rename(tmp_path / "renamed.png")])
    result = write_batch_dicom(request, Going())

    assert before.without_row == ()
    assert (result.films, result.without_row) == (2, (old,))
    assert (tmp_path / "out" / FOLDER / old).is_dir()


def test_what_nobody_expects_of_one_film_does_not_end_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(request: DicomResultsRequest, ctx: Any) -> tuple[SavedObject, ...]:
        if request.stem == "one":
            raise ValueError("an odd film")
        return save_dicom_results(request, ctx)

    monkeypatch.setattr(batch_dicom, "save_dicom_results", fails)
    films = [write_picture(tmp_path / f"{name}.png", gradient(most=m)) for name, m in NAMES]

    result = write_batch_dicom(_request(tmp_path / "out", films), Going())

    assert result.films == 1
    assert [(path, e.code) for path, e in result.failures] == [
        (str(films[0]), ErrorCode.UNEXPECTED)
    ]


@pytest.mark.parametrize("read_anyway", [False, True])
def test_refused_films_are_read_where_the_batch_has_read_them(
    tmp_path: Path, read_anyway: bool
) -> None:
    request = _request(tmp_path / "out", [write_dicom(tmp_path / "film.dcm")])
    reader = cast("FilmReader", _Refuses())

    write_batch_dicom(replace(request, reader=reader, read_anyway=read_anyway), Going())

    kinds = {path.stem for path in (tmp_path / "out" / FOLDER).rglob("*.dcm")}
    assert ({"film-reading", "film-heatmap"} <= kinds) is read_anyway


def test_reports_say_what_readers_have_and_how_often_the_model_was_right(tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "film.dcm")
    desk = WorkspaceDesk(tmp_path / "workspace.db")
    desk.record(RecordRequest(Reading(read_film(film).instance, prediction())), Going())
    kept = desk.film(FilmQuery(sha256=sha256_of(film)), Going())
    assert kept is not None
    said = Read(ReaderVerdict.CORRECT, "covid19", "both lungs", "A. Reader")
    desk.add_read(AddRead(kept.film_id, said), Going())
    measured = {"test": {"reliability": {"confidence": [0.97], "accuracy": [1.0], "n": [20]}}}
    manifest = SimpleNamespace(calibration=SimpleNamespace(figures=measured))
    library = SimpleNamespace(load=lambda _id: SimpleNamespace(model=MODEL, manifest=manifest))
    request = replace(
        _request(tmp_path / "out", [film]), desk=desk, library=cast("ModelLibrary", library)
    )

    result = write_batch_dicom(request, Going())
    desk.close()

    assert (result.films, result.unasked) == (1, None)
    words = " ".join(_report(tmp_path).split())
    assert "Corrects it to: COVID-19" in words
    assert "both lungs" in words
    assert "95 % interval by film" in words


def test_a_workspace_that_cannot_be_asked_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "workspace.db").write_bytes(b"no database" * 100)
    films = [write_dicom(tmp_path / f"{name}.dcm", PatientID=name) for name, _ in NAMES]
    desk = WorkspaceDesk(tmp_path / "workspace.db")

    result = write_batch_dicom(replace(_request(tmp_path / "out", films), desk=desk), Going())

    assert (result.films, result.failures) == (2, ())
    assert result.unasked is not None
    assert result.unasked.code is ErrorCode.WORKSPACE_DAMAGED


def _report(folder: Path) -> str:
    """The words of the only report."""
    (path,) = (folder / "out" / FOLDER).rglob("*-report.dcm")
    return text_of(pydicom.dcmread(path).EncapsulatedDocument, folder)
