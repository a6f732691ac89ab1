from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.services.gate_log import READ_ANYWAY, GateEntry, GateLog
from lungdesk.services.inference import Reading
from lungdesk.services.read_request import ReadRequest
from tests.unit.formats.builders import write_dicom
from tests.unit.services.fakes import MODEL, FakeReader, refused


@pytest.fixture
def overridden(tmp_path: Path) -> Reading:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    return FakeReader(refused).read_as(ReadRequest(film, is_overridden=True), NullContext())


def test_entries_come_back_as_they_were(tmp_path: Path, overridden: Reading) -> None:
    log = GateLog(tmp_path / "data" / "gate.jsonl")
    assert list(log.entries()) == []

    log.keep(overridden, NullContext())
    entry = GateEntry.of(overridden)
    log.add(entry)

    first, second = log.entries()
    assert second == entry
    assert first.action == READ_ANYWAY
    assert first.file == str(overridden.instance.path)
    assert first.model["sha256"] == MODEL.sha256
    assert first.verdict.is_overridden


def test_a_line_cut_by_a_kill_costs_only_itself(tmp_path: Path, overridden: Reading) -> None:
    path = tmp_path / "gate.jsonl"
    log = GateLog(path)
    log.keep(overridden, NullContext())
    path.write_bytes(path.read_bytes()[:-20])

    log.keep(overridden, NullContext())

    assert len(list(log.entries())) == 1
    assert len(path.read_text().splitlines()) == 2


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, overridden: Reading) -> None:
    (tmp_path / "data").write_text("a file, not a folder")

    with pytest.raises(LungDeskError, match="cannot be written") as caught:
        GateLog(tmp_path / "data" / "gate.jsonl").keep(overridden, NullContext())

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
