"""Folders that earlier batches have written into: their objects are no films of the next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.formats.discovery import discover
from lungdesk.services.batch.folder import LOCK, held_folder, without_results
from lungdesk.services.batch.journal import JOURNAL
from tests.unit.formats.builders import write_dicom


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """A film, and what a batch has written of it into ``first``, beside the films."""
    folder = tmp_path / "ward"
    objects = folder / "first" / "dicom" / "film-3f2a9b01c4de"
    objects.mkdir(parents=True)
    (folder / "first" / JOURNAL).touch()
    write_dicom(folder / "film.dcm")
    for kind in ("film", "heatmap"):
        write_dicom(objects / f"film-{kind}.dcm")
    return folder


def _films(ward: Path, sources: Sequence[Path]) -> list[str]:
    found = discover(sources, NullContext())
    return [path.name for path in without_results(found, sources, ward / "second").files]


def test_objects_of_an_earlier_batch_are_not_read(ward: Path) -> None:
    assert _films(ward, [ward]) == ["film.dcm"]
    assert _films(ward, [ward / "first"]) == []


def test_objects_of_an_earlier_batch_are_read_where_they_are_named(ward: Path) -> None:
    objects = ward / "first" / "dicom"

    assert _films(ward, [objects]) == ["film-film.dcm", "film-heatmap.dcm"]
    assert _films(ward, [ward / "film.dcm", objects / "film-3f2a9b01c4de"]) == [
        "film.dcm",
        "film-film.dcm",
        "film-heatmap.dcm",
    ]


def test_a_folder_called_dicom_without_rows_beside_it_is_read(ward: Path) -> None:
    (ward / "first" / JOURNAL).unlink()

    assert len(_films(ward, [ward])) == 3


def test_the_lock_stays_beside_rows_alone(tmp_path: Path) -> None:
    for has_rows in (False, True):
        with held_folder(tmp_path, is_resumed=False):
            assert (tmp_path / LOCK).exists()
            if has_rows:
                (tmp_path / JOURNAL).touch()
        assert (tmp_path / LOCK).exists() is has_rows
