from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.ml.lungs.films import LungFilms, Use
from lungdesk.ml.lungs.fitting import fit_lungs, identity_of
from lungdesk.ml.lungs.network import lung_network, overlap_loss
from lungdesk.ml.training.checkpoint import Checkpoints
from tests.unit.ml.lungs.conftest import RECIPE

pytestmark = pytest.mark.usefixtures("_deterministic")


@pytest.fixture(scope="module")
def _deterministic() -> None:
    tf.config.experimental.enable_op_determinism()


class StopsAfter:
    """Is cancelled in the epoch after one that has ended."""

    def __init__(self, epochs: int) -> None:
        self._epochs, self._ended = epochs, 0

    def report(self, progress: Progress) -> None:
        self._ended += "val Dice" in progress.message

    def check(self) -> None:
        if self._ended >= self._epochs:
            raise Cancelled


def test_what_was_cancelled_goes_on_to_the_same_weights(films: LungFilms, tmp_path: Path) -> None:
    recipe = RECIPE.model_copy(update={"epochs": 3})
    train, val = films.used_for(Use.TRAIN), films.used_for(Use.VAL)
    whole = fit_lungs(recipe, train, val, Checkpoints(None), NullContext())
    kept = Checkpoints(tmp_path, identity_of(recipe, train, val))
    with pytest.raises(Cancelled):
        fit_lungs(recipe, train, val, kept, StopsAfter(1))
    resumed = fit_lungs(recipe, train, val, kept, NullContext())
    assert resumed.history == whole.history
    assert len(whole.history) == 3
    weights = zip(resumed.network.get_weights(), whole.network.get_weights(), strict=True)
    assert all((one == other).all() for one, other in weights)


def test_other_films_or_settings_begin_anew(films: LungFilms) -> None:
    train, val = films.used_for(Use.TRAIN), films.used_for(Use.VAL)
    identity = identity_of(RECIPE, train, val)
    assert identity == identity_of(RECIPE, train, val)
    assert identity != identity_of(RECIPE.model_copy(update={"seed": 1}), train, val)
    assert identity != identity_of(RECIPE, val, train)


def test_the_loss_is_that_of_its_definition() -> None:
    rng = np.random.default_rng(0)
    masks = (rng.random((2, 6, 6, 1)) < 0.5).astype(np.float32)
    logits = rng.normal(0, 2, (2, 6, 6, 1)).astype(np.float32)
    shares = 1 / (1 + np.exp(-logits.astype(np.float64)))
    entropy = -(masks * np.log(shares) + (1 - masks) * np.log(1 - shares)).mean(axis=(1, 2, 3))
    common = (masks * shares).sum(axis=(1, 2, 3))
    both = masks.sum(axis=(1, 2, 3)) + shares.sum(axis=(1, 2, 3))
    expected = entropy + 1 - (2 * common + 1) / (both + 1)
    assert np.asarray(overlap_loss(masks, logits)) == pytest.approx(expected, rel=1e-4)


def test_sizes_that_cannot_be_halved_are_refused() -> None:
    with pytest.raises(ValueError, match="halved"):
        lung_network(72, (8, 8, 8, 8))
