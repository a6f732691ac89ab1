"""A folder that is classified in the window, with the model and the lung network that are there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml import evaluator
from lungdesk.services.inference import FilmReader
from lungdesk.services.lungs.finder import DEFAULT_SEGMENTER_ID, LungFinder, lung_source
from lungdesk.services.models.library import ModelLibrary
from lungdesk.services.paths import AppPaths
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.folder_batch import FolderBatch
from lungdesk.services.workspace.requests import ClassifyRequest, FilmQuery, RecordRequest
from tests.shipped_models import SINGLE_MODEL_ID
from tests.unit.services.lung_networks import another_segmenter

CTX = NullContext()


@pytest.fixture
def paths() -> AppPaths:
    return AppPaths.default()


@pytest.fixture
def desk(paths: AppPaths) -> Iterator[WorkspaceDesk]:
    made = WorkspaceDesk.of(paths)
    yield made
    made.close()


@pytest.fixture
def film(tmp_path: Path, sample_films: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    return Path(shutil.copy(sample_films / "RG1_UNCR.dcm", folder))


def classified(desk: WorkspaceDesk, paths: AppPaths, film: Path) -> dict[str, Any]:
    request = ClassifyRequest((film.parent,), SINGLE_MODEL_ID)
    return FolderBatch(desk, paths).run(request, CTX)


def lungs_kept(desk: WorkspaceDesk, film: Path) -> list[str]:
    """Digests of the lung networks of what is kept of a film, the newest first."""
    record = desk.film(FilmQuery(path=str(film)), CTX)
    assert record is not None
    return [one.lungs for one in record.predictions]


def test_with_another_lung_network_a_folder_is_read_anew(
    desk: WorkspaceDesk, paths: AppPaths, film: Path
) -> None:
    shipped = lung_source(paths).usual()
    first = [classified(desk, paths, film)["read_now"] for _ in range(2)]
    own = another_segmenter(paths.models / DEFAULT_SEGMENTER_ID).manifest.network

    then = [classified(desk, paths, film)["read_now"] for _ in range(2)]

    assert (first, then) == ([1, 0], [1, 0])
    assert lungs_kept(desk, film) == [own, shipped]


def test_when_films_are_prepared_otherwise_a_folder_is_read_anew(
    desk: WorkspaceDesk, paths: AppPaths, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = classified(desk, paths, film)
    monkeypatch.setattr(evaluator, "PREPARATION", evaluator.PREPARATION + 1)

    then = [classified(desk, paths, film) for _ in range(2)]

    assert [one["read_now"] for one in (first, *then)] == [1, 1, 0]
    assert [one["model"]["preparation"] for one in (first, *then)] == [2, 3, 3]
    assert len(lungs_kept(desk, film)) == 2


def test_a_batch_knows_what_the_window_has_read(
    desk: WorkspaceDesk, paths: AppPaths, film: Path
) -> None:
    bundle = ModelLibrary.of(paths).load(SINGLE_MODEL_ID)
    reader = FilmReader(bundle, lungs=LungFinder.of(paths))
    desk.record(RecordRequest(reader.read(read_radiograph(film), CTX)), CTX)

    assert classified(desk, paths, film)["read_now"] == 0
    assert lungs_kept(desk, film) == [lung_source(paths).usual()]
