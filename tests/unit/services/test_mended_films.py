"""Films that were corrected before they were read: pages show them so, and say it in words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.imaging.thumbnail import reduced_p_values
from lungdesk.core.imaging.turns import Hanging
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.report import ModelFacts
from lungdesk.core.verdict import NO_CORRECTION, Correction, Decision, Verdict
from lungdesk.formats.reader import read_radiograph
from lungdesk.services.batch.row import OK, BatchRow, write_table
from lungdesk.services.batch.table import BatchTable
from lungdesk.services.reading_words import correction_of, for_people, message_of
from lungdesk.services.reports.batch import (
    BatchKind,
    BatchReportRequest,
    batch_report,
    write_batch_report,
)
from lungdesk.services.workspace.desk import sha256_of
from tests.unit.formats.builders import gradient, write_dicom, write_picture
from tests.unit.services.report_films import MODEL, Going, said_of

ALL = [one for turns in range(4) for one in (Correction(turns), Correction(turns, True))]


@pytest.mark.parametrize("correction", ALL, ids=str)
@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.REFUSED])
def test_a_message_gives_back_the_correction_and_names_it_to_people(
    tmp_path: Path, correction: Correction, decision: Decision
) -> None:
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))
    verdict = Verdict(decision, sentence="It is dark.", applied=correction)
    message = message_of(said_of(film, verdict=verdict).prediction, "frame 1 of 2 was read")

    assert correction_of(message) == correction
    said = for_people(message)
    assert correction.words in said
    assert (said == message) is (correction == NO_CORRECTION)
    assert "turn_" not in said
    assert for_people("turn_left.png is empty (turn_left)") == "turn_left.png is empty (turn_left)"


def test_a_batch_shows_a_film_as_it_was_read_and_says_so_in_words(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "lying.png", gradient(40, 48))
    probabilities = dict.fromkeys(CHEST_LABELS.ids, 0.2)
    row = BatchRow(
        str(path),
        OK,
        predicted="normal",
        probabilities=probabilities,
        message="read after a correction (turn_left+invert)",
        file_sha256=sha256_of(path),
    )
    write_table(tmp_path / "out" / "results.csv", [row], CHEST_LABELS, MODEL)
    table = BatchTable.of(tmp_path / "out" / "results.csv")
    facts = ModelFacts(MODEL.id, "Lite0", MODEL.version, MODEL.sha256, "int8")
    request = BatchReportRequest(table.path, facts, (BatchKind.HTML, BatchKind.EXCEL))

    (picture,) = batch_report(request, table, Going()).pictures
    page, book = write_batch_report(request, Going())

    inverted = reduced_p_values(read_radiograph(path), 256, is_inverted=True)
    assert np.array_equal(picture.pixels, Hanging(3).picture(inverted))
    words = "read after a correction (turn it to the left and invert it)"
    assert words in page.read_text()
    assert '<dt>Computed in</dt><dd dir="auto">int8</dd>' in page.read_text()
    with zipfile.ZipFile(book) as parts:
        assert any(words in parts.read(name).decode() for name in parts.namelist())
    assert row.message in table.path.read_text()
