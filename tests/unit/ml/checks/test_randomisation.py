"""What is said of maps of a network without its weights, beside scikit-image and SciPy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr
from skimage.metrics import structural_similarity as oracle

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.imaging.heat import enlarged
from lungdesk.core.jobs import NullContext
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import SaliencyMap
from lungdesk.ml.checks.random_weights import RandomPart, randomised_model
from lungdesk.ml.checks.randomisation import DRAWS, randomisation
from lungdesk.ml.ensemble_engine import open_engine
from tests.unit.ml.checks.check_films import chests, shipped


def ssim(first: SaliencyMap, second: SaliencyMap) -> float:
    shown = [enlarged(one.values) for one in (first, second)]
    peaks = [max(one.peak, 1e-12) for one in (first, second)]
    x, y = (np.clip(one / peak, 0, 1).astype("f8") for one, peak in zip(shown, peaks, strict=True))
    return float(
        oracle(x, y, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1.0)
    )


def test_figures_are_means_over_films_and_orders(tmp_path: Path) -> None:
    bundle, films = shipped(), chests(2)
    shown = [film for _, film in films.each(NullContext(), "")]
    real = [open_engine(bundle).read(film) for film in shown]
    place = list(RandomPart).index(RandomPart.LAST)
    alike, order = [], []
    for draw in range(DRAWS):
        rng = np.random.default_rng([5, place, draw])
        lost = randomised_model(bundle, RandomPart.LAST, rng, tmp_path / str(draw))
        engine = open_engine(lost)
        for before, film in zip(real, shown, strict=True):
            index = before.prediction.class_index
            first, second = before.saliency_maps[index], engine.read(film).saliency_maps[index]
            alike.append(ssim(first, second))
            if not np.ptp(second.values):  # an empty map is in no order
                continue
            order.append(spearmanr(first.values.ravel(), second.values.ravel()).statistic)

    found = randomisation(bundle, films, NullContext(), seed=5)

    assert [one.part for one in found.parts] == list(RandomPart)
    assert found.films == 2
    assert found.parts[place].ssim == pytest.approx(np.mean(alike), abs=2e-3)
    assert found.parts[place].rank_correlation == pytest.approx(np.mean(order), abs=2e-3)
    maps = [one.saliency_maps[one.prediction.class_index] for one in real]
    assert found.between_films == pytest.approx(ssim(*maps), abs=1e-3)
    # What the network has learnt is in the map: without it, the map is another one.
    assert all(one.ssim < 0.6 for one in found.parts)


def test_maps_that_do_not_depend_on_the_weights_are_found_out() -> None:
    bundle = shipped()
    engine = open_engine(bundle)

    found = randomisation(bundle, chests(2), NullContext(), opened=lambda _lost: engine)

    for one in found.parts:
        assert one.ssim == pytest.approx(1)
        assert one.rank_correlation == pytest.approx(1)
        assert one.empty == 0


def test_a_film_that_goes_amid_the_check_has_no_part_in_the_rest() -> None:
    bundle, films = shipped(), chests(3)
    engine = open_engine(bundle)
    gone = films.samples[0].path
    left = iter([True])

    def decode(path: Path) -> Radiograph:
        if path == gone and not next(left, False):
            raise LungDeskError("It is not there.", code=ErrorCode.FILE_MISSING)
        return films.decode(path)

    vanishing = replace(films, decode=decode)
    found = randomisation(bundle, vanishing, NullContext(), opened=lambda _lost: engine)

    assert found.films == 3
    # Each film that is left is held against its own map, and not against that of the one before.
    assert [one.ssim for one in found.parts] == pytest.approx([1] * len(RandomPart))


def test_a_film_alone_is_like_no_other_one() -> None:
    with pytest.raises(ValueError, match="two films at least"):
        randomisation(shipped(), chests(1), NullContext())
