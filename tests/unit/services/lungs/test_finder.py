from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.bundle import ENGINE
from lungdesk.ml.lungs.fields import lung_fields
from lungdesk.services.lungs import evaluation as lung_evaluation
from lungdesk.services.lungs.evaluation import LungEvaluationRequest, evaluate_lungs
from lungdesk.services.lungs.finder import (
    DEFAULT_SEGMENTER_ID,
    LungFinder,
    installed_segmenter,
    lung_source,
)
from lungdesk.services.lungs.reports import LungReportRequest, film_mask, find_lungs
from lungdesk.services.paths import AppPaths
from tests.unit.ml.lungs.masked_films import write_collection
from tests.unit.services.lung_networks import SHIPPED_LUNGS, another_segmenter


@pytest.fixture
def paths() -> AppPaths:
    return AppPaths.default()


def test_the_segmenter_that_ships_is_small(paths: AppPaths) -> None:
    bundle = installed_segmenter(paths)
    assert bundle.folder == SHIPPED_LUNGS
    assert bundle.size_bytes <= 3e6


def test_one_of_the_users_own_comes_first_and_a_damaged_one_is_refused(paths: AppPaths) -> None:
    own = paths.models / DEFAULT_SEGMENTER_ID
    shutil.copytree(SHIPPED_LUNGS, own)
    assert installed_segmenter(paths).folder == own
    (own / ENGINE).write_text("<net/>")
    with pytest.raises(LungDeskError) as raised:
        LungFinder.of(paths).ready()
    assert raised.value.code is ErrorCode.MODEL_DAMAGED


def test_one_that_is_not_there_is_said_when_it_is_needed(paths: AppPaths) -> None:
    finder = LungFinder(lambda: installed_segmenter(paths, "none-such"))
    with pytest.raises(LungDeskError, match="none-such") as raised:
        finder.ready()
    assert raised.value.code is ErrorCode.MODEL_MISSING


def test_who_looks_at_lungs_alone_shares_the_network_of_the_window(paths: AppPaths) -> None:
    finder = LungFinder.of(paths)

    assert finder.usual() == installed_segmenter(paths).manifest.network
    assert finder.segmenter(finder.usual()) is finder.ready()
    # A batch has one of its own: it is compiled for many films at once.
    assert finder.segmenter(finder.usual(), is_for_throughput=True) is not finder.ready()


def test_a_model_bound_to_the_shipped_network_reads_beside_one_of_the_users_own(
    paths: AppPaths,
) -> None:
    shipped = installed_segmenter(paths).manifest.network
    own = another_segmenter(paths.models / DEFAULT_SEGMENTER_ID)
    finder = LungFinder.of(paths)

    assert finder.usual() == own.manifest.network != shipped
    assert finder.segmenter(shipped).bundle.folder == SHIPPED_LUNGS
    assert finder.segmenter(finder.usual()) is finder.ready()
    with pytest.raises(LungDeskError, match="only My lungs, Lung outlines") as raised:
        finder.segmenter("0" * 64)
    assert raised.value.code is ErrorCode.LUNG_NETWORK_FOREIGN


def test_every_installed_segmenter_can_be_the_one(paths: AppPaths) -> None:
    other = paths.models / "of-an-earlier-release"
    shutil.copytree(SHIPPED_LUNGS, other)

    assert lung_source(paths).folders == (
        paths.models / DEFAULT_SEGMENTER_ID,
        SHIPPED_LUNGS,
        other,
    )


def test_a_mask_has_the_size_of_the_film() -> None:
    shares = np.zeros((4, 4), np.float32)
    shares[1:3, 1] = 1
    fields = lung_fields(shares, ImageRegion(0, 0, 40, 20))
    mask = film_mask(fields, 20, 40)
    assert mask.shape == (20, 40)
    assert (mask[5:15, 10:20] == 255).all()
    assert mask.sum() == 255 * 100


def test_films_of_one_name_get_masks_of_two(tmp_path: Path, paths: AppPaths) -> None:
    films = []
    for name in ("a", "b"):
        films.append(tmp_path / name / "film.png")
        films[-1].parent.mkdir()
        cv2.imwrite(str(films[-1]), np.random.default_rng(0).integers(0, 255, (80, 90), np.uint8))
    request = LungReportRequest(films, LungFinder.of(paths), tmp_path / "masks")
    rows = list(find_lungs(request, NullContext()))
    assert [row["shows_two_lungs"] for row in rows] == [False, False]
    assert all(row["message"] for row in rows)
    written = sorted(path.name for path in (tmp_path / "masks").iterdir())
    assert written == ["film-lungs-2.png", "film-lungs.png"]
    assert read_radiograph(tmp_path / "masks" / "film-lungs.png").stored_values.shape == (80, 90)


def test_an_evaluation_of_nothing_is_refused(tmp_path: Path, paths: AppPaths) -> None:
    request = LungEvaluationRequest(
        installed_segmenter(paths), write_collection(tmp_path), sources=("nowhere",)
    )
    with pytest.raises(LungDeskError) as raised:
        evaluate_lungs(request, NullContext())
    assert raised.value.code is ErrorCode.DATASET_EMPTY


def test_films_that_go_once_they_have_been_read_are_measured_and_not_timed(
    tmp_path: Path, paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_collection(tmp_path)

    def read_once(path: Path) -> Radiograph:
        film = read_radiograph(path)
        path.unlink()
        return film

    monkeypatch.setattr(lung_evaluation, "read_radiograph", read_once)
    request = LungEvaluationRequest(installed_segmenter(paths), folder, use=None)
    figures = evaluate_lungs(request, NullContext())

    assert figures["n"] > 0
    assert figures["ms_per_film"] == {}


@pytest.mark.slow
def test_films_that_were_left_out_are_outlined_as_by_people(
    shared_data: Path, paths: AppPaths
) -> None:
    request = LungEvaluationRequest(installed_segmenter(paths), shared_data / "lungs")
    figures = evaluate_lungs(request, NullContext())
    assert figures["n"] >= 150
    assert figures["mean"] >= 0.95
    assert all(one["mean"] >= 0.94 for one in figures["sources"].values())
    assert figures["refused"] <= 2
