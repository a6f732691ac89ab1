from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from lungdesk import __version__
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.services.reports.offscreen import write_report
from tests.unit.formats.builders import write_dicom
from tests.unit.services.fakes import FakeReader, Listener


def test_the_report_holds_a_row_for_each_film(tmp_path: Path) -> None:
    # A name that is no UTF-8, as old archives have them, beside one that is.
    named = [write_dicom(tmp_path / name) for name in ("Ärztin.dcm", os.fsdecode(b"film-\xe9.dcm"))]
    films = [*named, tmp_path / "missing.dcm"]
    target = tmp_path / "out" / "report.json"

    rows = write_report(films, FakeReader(), target, NullContext())

    report = json.loads(target.read_text(encoding="utf-8"))
    assert report["readings"] == rows
    assert [row["status"] for row in rows] == ["failed", "ok", "ok"]
    assert [row["path"] for row in report["readings"][1:]] == [str(path) for path in named]
    assert report["lungdesk"] == __version__


def test_the_report_says_what_it_is_not_for(tmp_path: Path) -> None:
    write_report([], FakeReader(), tmp_path / "report.json", NullContext())

    assert "not for diagnosis" in (tmp_path / "report.json").read_text(encoding="utf-8")


def test_without_a_model_there_is_a_report_without_readings(tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "film.dcm")

    assert write_report([film], None, tmp_path / "report.json", NullContext()) == []

    assert json.loads((tmp_path / "report.json").read_text())["readings"] == []


def test_a_report_that_is_cancelled_is_not_written(tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "film.dcm")

    with pytest.raises(Cancelled):
        write_report([film], FakeReader(), tmp_path / "report.json", Listener(cancels_at_check=2))

    assert not (tmp_path / "report.json").exists()


def test_a_report_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "report.json").mkdir()

    with pytest.raises(LungDeskError) as caught:
        write_report([], FakeReader(), tmp_path / "report.json", NullContext())

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
