"""Results of a batch as DICOM objects: a folder for each film, whatever it is called."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.report import ReportStyle, Section
from lungdesk.services.annotation_store import AnnotationStore
from lungdesk.services.batch_dicom import FOLDER, BatchDicomRequest, write_batch_dicom
from lungdesk.services.batch_row import OK, BatchRow, write_table
from lungdesk.services.inference import FilmReader
from lungdesk.services.paths import AppPaths
from tests.unit.formats.builders import write_dicom
from tests.unit.services.report_films import MODEL, Going, SaidOfFilm, said_of


class _Reader:
    """Says the same of every film."""

    display_name = "LungDesk Lite0"

    def read(self, film: Radiograph, _ctx: Any) -> SaidOfFilm:
        return said_of(film)


def _request(out: Path, films: list[Path]) -> BatchDicomRequest:
    rows = [
        BatchRow(str(path), OK, predicted="normal", file_sha256=f"{number:x}" * 64)
        for number, path in enumerate(films)
    ]
    write_table(out / "results.csv", rows, CHEST_LABELS, MODEL)
    store = AnnotationStore.of(AppPaths.default())
    return BatchDicomRequest(out / "results.csv", cast("FilmReader", _Reader()), store)


@pytest.mark.parametrize("letters", ["x" * 240, "x" * 230, "胸部" * 39])
def test_the_longest_names_do_not_end_a_batch(tmp_path: Path, letters: str) -> None:
    films = [write_dicom(tmp_path / f"{letters}{number}.dcm") for number in range(2)]
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(films[0], f"{letters * 3}.dcm")
    films += [packed / f"{letters * 3}.dcm", write_dicom(tmp_path / "short.dcm")]

    request = _request(tmp_path / "out", films)
    result = write_batch_dicom(request, Going())

    assert (result.films, result.failures) == (4, ())
    folders = sorted(path.name for path in (tmp_path / "out" / FOLDER).iterdir())
    assert folders[0] == "short-333333333333"
    # Films of one beginning have folders of their own, by their content.
    assert [name[-13:] for name in folders[1:]] == [f"-{n * 12}" for n in "012"]
    assert all(name.startswith(letters[:30]) for name in folders[1:])
    # It goes on where it was ended: nothing is written twice.
    assert write_batch_dicom(request, Going()).films == 4
    assert sorted(path.name for path in (tmp_path / "out" / FOLDER).iterdir()) == folders


def test_where_identity_is_left_out_no_folder_is_called_after_its_film(tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "Doe Jane.dcm")
    nameless = ReportStyle(left_out=frozenset({Section.IDENTITY}))
    request = replace(_request(tmp_path / "out", [film]), style=nameless)

    write_batch_dicom(request, Going())

    written = [path.name for path in (tmp_path / "out" / FOLDER).rglob("*")]
    assert "film-000000000000" in written
    assert not any("Jane" in name for name in written)
