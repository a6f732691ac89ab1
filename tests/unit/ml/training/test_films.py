"""Films that a training reads as it needs them, and by what it is known again."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.datasets import Sample, load_dataset
from lungdesk.ml.preprocess import PreprocessSpec
from lungdesk.ml.training.films import CachePlace, Films, learnt_films
from lungdesk.ml.training.recipe import PRESETS, Recipe
from tests.unit.services.drafts import drawn_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return drawn_folder(tmp_path / "films", each=4)


def films(place: Path) -> Films:
    return Films(
        PreprocessSpec(64, backbone_named("efficientnet_lite0").normalization),
        Recipe(),
        CachePlace(place / "features", 10**9),
        CHEST_LABELS,
        read_radiograph,
        NullContext(),
    )


def test_of_copies_that_cannot_be_read_none_is_shown_though_one_was_tried(
    folder: Path, tmp_path: Path
) -> None:
    damaged = folder / "normal" / "0.png"
    damaged.write_bytes(b"no film")
    shutil.copy(damaged, folder / "normal" / "copy.png")
    samples = load_dataset(folder).samples
    reading = films(tmp_path)
    tried = next(sample for sample in samples if sample.path == damaged)
    assert reading.view(tried) is None

    views = reading.grey_views(samples, is_augmented=False)

    assert len(views.targets) == len(samples) - 2
    for number in range(len(views.targets)):
        assert views.read(number).shape == (64, 64)


def test_a_film_that_goes_amid_a_training_is_to_be_put_back_and_gone_on_with(
    folder: Path, tmp_path: Path
) -> None:
    samples = load_dataset(folder).samples
    views = films(tmp_path).grey_views(samples, is_augmented=False)
    before = views.read(0)
    kept = samples[0].path.rename(tmp_path / "kept.png")

    with pytest.raises(LungDeskError) as caught:
        views.read(0)

    assert caught.value.code is ErrorCode.TRAINING_FAILED
    assert "Put the film back, then go on with --resume" in caught.value.hint
    kept.rename(samples[0].path)
    np.testing.assert_array_equal(views.read(0), before)


@pytest.mark.parametrize(
    ("recipe", "is_known_again"), [(PRESETS["balanced"], True), (PRESETS["hospitals"], False)]
)
def test_a_training_that_goes_by_hospitals_is_another_one_when_they_change(
    recipe: Recipe, is_known_again: bool
) -> None:
    before = Sample(Path("1.png"), 2, "train", "one")
    after = Sample(Path("1.png"), 2, "train", "one", "Hospital A")

    known = [
        learnt_films([film], ["ab"], by_source=recipe.goes_by_sources) for film in (before, after)
    ]

    assert (known[0] == known[1]) is is_known_again
