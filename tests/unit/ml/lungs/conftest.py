"""Drawn films, and a segmenter with random weights that was exported as one that is trained."""

from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.lungs.bundle import LungBundle, load_lung_bundle
from lungdesk.ml.lungs.films import LungFilms, listed_lung_films, read_lung_films
from lungdesk.ml.lungs.fitting import LungRecipe
from lungdesk.ml.lungs.network import NORMALIZATION
from lungdesk.ml.lungs.training import LungSurroundings, LungTrainRequest, train_lungs
from lungdesk.ml.preprocess import PreprocessSpec
from lungdesk.reporting.lung_card import render_lung_card
from tests.unit.ml.lungs.masked_films import write_collection

#: A network so small that it is trained within the patience of a test.
RECIPE = LungRecipe(input_size=64, widths=(8, 12), epochs=2, batch_size=5, learning_rate=1e-2)


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_collection(tmp_path_factory.mktemp("masked"))


@pytest.fixture(scope="session")
def films(collection: Path) -> LungFilms:
    spec = PreprocessSpec(RECIPE.input_size, NORMALIZATION)
    return read_lung_films(listed_lung_films(collection), spec, read_radiograph, NullContext())


@pytest.fixture(scope="session")
def small_segmenter(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> LungBundle:
    run = tmp_path_factory.mktemp("lungs")
    request = LungTrainRequest(
        folder=collection,
        bundle_folder=run / "small",
        checkpoint_folder=run / "checkpoint",
        recipe=RECIPE,
        model_id="small",
        name="Small segmenter for tests",
        sources=("one",),
    )
    train_lungs(request, LungSurroundings(read_radiograph, render_lung_card, NullContext()))
    return load_lung_bundle(run / "small")


@pytest.fixture
def copied_segmenter(small_segmenter: LungBundle, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    folder = tmp_path / "small"
    folder.mkdir()
    for path in small_segmenter.folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder
