"""``lungdesk report`` and what ``lungdesk batch`` writes besides its table, with the real model."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pydicom
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.report import ReportStyle, Section
from lungdesk.core.settings import Settings
from lungdesk.services.paths import AppPaths
from lungdesk.services.reports import batch_dicom, dicom_results
from lungdesk.services.reports.style import with_style
from lungdesk.services.settings_store import SettingsStore
from tests.cli.conftest import Cli
from tests.unit.formats.film_objects import complaints
from tests.unit.ml.drawn_films import DrawnCollection, drawn_film
from tests.unit.reporting.film_reports import text_of


@pytest.fixture
def film(sample_films: Path, tmp_path: Path) -> Path:
    """A chest film of pydicom-data."""
    return Path(shutil.copy(sample_films / "RG1_UNCR.dcm", tmp_path / "thorax.dcm"))


def test_a_film_becomes_a_report_and_dicom_objects(cli: Cli, film: Path, tmp_path: Path) -> None:
    objects = tmp_path / "objects"
    ended = cli("report", film, "--out", tmp_path / "r.pdf", "--dicom", objects)

    assert ended.code == 0, ended.err
    assert "The report is in" in ended.out
    words = text_of((tmp_path / "r.pdf").read_bytes(), tmp_path)
    assert "thorax.dcm" in words
    assert "SHA-256" in words
    written = sorted(objects.iterdir())
    assert len(written) >= 2
    for path in written:
        assert complaints(path) == [], path.name
        assert pydicom.dcmread(path).StudyInstanceUID == pydicom.dcmread(film).StudyInstanceUID


def test_a_report_says_how_much_heat_lies_inside_the_lungs(
    cli: Cli, film: Path, tmp_path: Path
) -> None:
    ended = cli("report", film, "--out", tmp_path / "r.html")

    assert ended.code == 0, ended.err
    assert "of this heat lies inside the lungs" in (tmp_path / "r.html").read_text()


def test_a_report_is_told_where_the_objects_cannot_be_written(
    cli: Cli, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise LungDeskError("It broke.", code=ErrorCode.DISK_FULL)

    monkeypatch.setattr(dicom_results, "save_dicom_results", fail)

    ended = cli("report", film, "--out", tmp_path / "r.json", "--dicom", tmp_path / "objects")

    assert (ended.code, ended.out) == (1, f"The report is in {tmp_path / 'r.json'}\n")
    assert "It broke." in ended.err


def test_without_identity_the_report_names_nobody(cli: Cli, film: Path, tmp_path: Path) -> None:
    stated = pydicom.dcmread(film)
    objects = tmp_path / "objects"
    wanted = ("--out", tmp_path / "r.json", "--dicom", objects, "--no-identity")
    ended = cli("report", film, *wanted)

    assert ended.code == 0, ended.err
    assert {path.name.rpartition("-")[0] for path in objects.iterdir()} == {"not named"}
    words = (tmp_path / "r.json").read_text()
    for telling in ("thorax.dcm", str(stated.PatientID)):
        assert telling not in words
    assert json.loads(words)["film"] == "not named"
    assert {pydicom.dcmread(path).PatientID for path in objects.iterdir()} == {stated.PatientID}
    assert "The DICOM objects name the patient as the film does." in ended.err


def test_the_users_style_holds_on_the_command_line(cli: Cli, film: Path, tmp_path: Path) -> None:
    style = ReportStyle("Klinik am See", left_out=frozenset({Section.MODEL}))
    SettingsStore(AppPaths.default().settings_file).save(with_style(Settings(), style))
    assert cli("report", film, "--out", tmp_path / "r.html").code == 0

    page = (tmp_path / "r.html").read_text()
    assert "Klinik am See" in page
    assert "SHA-256" not in page


@pytest.mark.parametrize(
    ("command", "is_told"),
    [
        (("report", "--out", "r.pdf"), True),
        (("report", "--out", "r.json"), False),
        (("report", "--out", "r.json", "--dicom", "objects"), True),
        (("batch", "--out", "b", "--xlsx", "--html"), True),
        (("batch", "--out", "b", "--xlsx"), False),
    ],
)
def test_a_logo_that_cannot_be_used_is_told_before_anything_is_done(
    cli: Cli, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...], is_told: bool,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logo.png").write_bytes(b"GIF89a")
    style = ReportStyle(logo=str(tmp_path / "logo.png"))
    SettingsStore(AppPaths.default().settings_file).save(with_style(Settings(), style))
    name, *options = command

    ended = cli(name, film, *options)

    assert ended.code == int(is_told), ended.err
    assert ("logo.png cannot be the logo" in ended.err) == is_told
    made = {path.name for path in tmp_path.iterdir()} - {film.name, "logo.png"}
    assert bool(made & {"r.pdf", "r.json", "b", "objects"}) != is_told


def test_a_report_is_in_the_language_that_is_asked_for(
    cli: Cli, film: Path, tmp_path: Path
) -> None:
    settings = Settings(language="es", report_language="es")
    SettingsStore(AppPaths.default().settings_file).save(settings)
    wanted = ("--language", "es", "--no-identity")
    assert cli("report", film, "--out", tmp_path / "es.html", *wanted).code == 0
    assert cli("report", film, "--out", tmp_path / "en.html").code == 0

    spanish, english = ((tmp_path / f"{code}.html").read_text() for code in ("es", "en"))
    assert "Radiografía de tórax: informe de la lectura de un modelo" in spanish
    assert "sin nombre" in spanish
    assert "Chest radiograph: report of a model’s reading" in english  # whatever the window speaks


def test_a_batch_is_told_in_the_language_that_is_asked_for(
    cli: Cli, film: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (tmp_path / "empty.dcm").touch()
    ended = cli("batch", tmp_path, "--out", out, "--html", "--xlsx", "--language", "es")

    assert ended.code == 0, ended.err
    assert "files were read" in ended.out
    page = (out / "summary.html").read_text()
    assert "Lote de radiografías de tórax" in page
    assert "empty.dcm está vacío. Cópielo o expórtelo de nuevo." in page
    assert "empty.dcm is empty." in (out / "results.csv").read_text()


@pytest.mark.parametrize("command", ["report", "batch"])
def test_a_language_that_is_not_spoken_is_told_before_the_work(
    cli: Cli, film: Path, tmp_path: Path, command: str
) -> None:
    out = tmp_path / "made" / "r.pdf"
    ended = cli(command, film, "--out", out, "--language", "xx")

    assert ended.code == 2
    assert "LungDesk does not speak the language xx. It speaks en, es." in ended.err
    assert not out.parent.exists()


@pytest.mark.parametrize(
    ("path", "out", "expected"),
    [
        ("gone.dcm", "r.pdf", (1, "LD-FILE-001")),
        ("thorax.dcm", "r.docx", (2, "LD-USAGE-001")),
        ("no-film.txt", "r.pdf", (1, "LD-FILE-004")),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    cli: Cli, film: Path, path: str, out: str, expected: tuple[int, str]
) -> None:
    (film.parent / "no-film.txt").write_text("no film")
    target = film.parent / out
    ended = cli("report", film.parent / path, "--out", target)

    code, words = expected
    assert ended.code == code
    assert words in ended.err
    assert "Traceback" not in ended.err
    assert not target.exists()


def test_a_batch_writes_pages_a_workbook_lines_and_objects(
    cli: Cli, film: Path, tmp_path: Path
) -> None:
    films = tmp_path / "films"
    films.mkdir()
    shutil.copy(film, films / "=one.dcm")
    shutil.copy(film, films / "copy.dcm")
    (films / "broken.dcm").write_bytes(film.read_bytes()[:3000])
    out = tmp_path / "out"
    wanted = ("--report", "--html", "--xlsx", "--jsonl", "--dicom")
    ended = cli("batch", films, "--out", out, *wanted)

    assert ended.code == 0, ended.err
    assert "2 of 3 files were read, 1 of them as a copy, 1 could not be read." in ended.out
    assert f"DICOM objects of 1 films are in {out / 'dicom'}; 1 more are copies" in ended.err
    names = {"summary.pdf", "summary.html", "results.xlsx", "results.jsonl", "dicom"}
    assert names <= {path.name for path in out.iterdir()}
    words = text_of((out / "summary.pdf").read_bytes(), tmp_path)
    assert "=one.dcm" in words
    assert "broken.dcm" in words
    assert "Computed in int8" in words
    (folder,) = (out / "dicom").iterdir()
    assert folder.name.startswith("=one-")
    written = sorted(folder.iterdir())
    for path in written:
        assert complaints(path) == [], path.name
    (report,) = (path for path in written if path.stem.endswith("-report"))
    page = text_of(bytes(pydicom.dcmread(report).EncapsulatedDocument), tmp_path)
    assert "of this heat lies inside the lungs" in page
    # Gone on with, it leaves alone what is there.
    before = {path.name: path.stat().st_mtime_ns for path in written}
    assert cli("batch", films, "--out", out, "--resume", "--dicom").code == 0
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_films_without_their_objects_are_counted_and_no_success(
    cli: Cli, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise LungDeskError("It broke.", code=ErrorCode.UNEXPECTED)

    monkeypatch.setattr(batch_dicom, "save_dicom_results", fail)

    ended = cli("batch", film, "--out", tmp_path / "out", "--dicom", "--json")

    assert ended.code == 1
    assert (ended.json["ok"], ended.json["dicom"]) == (1, {"films": 0, "failed": 1})
    assert f"{film}: It broke." in ended.err


@pytest.mark.parametrize(("option", "taken"), [("--dicom", "dicom"), ("--report", "summary.pdf")])
@pytest.mark.parametrize("is_json", [True, False])
def test_what_cannot_be_written_beside_them_does_not_hide_the_rows(
    cli: Cli, film: Path, tmp_path: Path, option: str, taken: str, is_json: bool
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    blocked = out / taken
    blocked.touch() if taken == "dicom" else (blocked / "deeper").mkdir(parents=True)

    ended = cli("batch", film, "--out", out, option, *(["--json"] if is_json else []))

    assert ended.code == 1
    assert (ended.json["ok"] == 1) if is_json else ended.out.startswith("1 of 1 files were read.")
    assert taken in ended.err
    assert f"[{ErrorCode.FILE_NOT_WRITABLE}]" in ended.err


def test_the_page_of_an_audit_has_the_letterhead_of_the_reports(cli: Cli, tmp_path: Path) -> None:
    films = DrawnCollection(tmp_path / "films")
    films.add("train/a.png", drawn_film(1), "normal", "train")
    style = ReportStyle("Klinik am See")
    SettingsStore(AppPaths.default().settings_file).save(with_style(Settings(), style))

    ended = cli("dataset", "audit", films.folder, "--out", tmp_path / "out")

    assert ended.code == 0, ended.err
    assert "Klinik am See" in (tmp_path / "out" / "audit.html").read_text().partition("<h1>")[0]
