from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn import metrics as oracle

from lungdesk.core.metrics.bands import precision_recall_band, roc_band


def made(count: int, seed: int = 0) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    random = np.random.default_rng(seed)
    is_positive = random.random(count) < 0.4
    return is_positive, np.round(random.normal(is_positive * 1.0, 1.0), 1)


def test_without_luck_the_bands_are_the_curves() -> None:
    """Two patients with the same films: each resample is the set itself."""
    is_positive, scores = made(60)
    is_positive, scores = np.tile(is_positive, 2), np.tile(scores, 2)
    groups = np.repeat(["one", "two"], 60)

    roc = roc_band(is_positive, scores, groups, resamples=5)
    precision_recall = precision_recall_band(is_positive, scores, groups, resamples=5)

    false_rate, true_rate, _ = oracle.roc_curve(is_positive, scores, drop_intermediate=False)
    np.testing.assert_allclose(roc.low, np.interp(roc.x, false_rate, true_rate), atol=1e-12)
    np.testing.assert_allclose(roc.high, roc.low)
    precision, recall, _ = oracle.precision_recall_curve(is_positive, scores)
    rising = np.argsort(recall, kind="stable")[1:]  # without the point (0, 1) that is made up
    for x, low in zip(precision_recall.x, precision_recall.low, strict=True):
        reached = [i for i in rising if recall[i] >= x - 1e-9]
        best = min(recall[i] for i in reached)
        assert any(low == pytest.approx(precision[i]) for i in reached if recall[i] == best)
    np.testing.assert_allclose(precision_recall.high, precision_recall.low)


def test_before_the_first_case_that_is_found_the_precision_is_that_of_finding_it() -> None:
    """The highest score is no case of the class: nothing that is called there is right."""
    scores, is_positive = (
        np.array([0.9, 0.8, 0.7, 0.6] * 2),
        np.array([False, True, True, False] * 2),
    )
    groups = np.repeat(["one", "two"], 4)

    band = precision_recall_band(is_positive, scores, groups, resamples=5)

    assert (band.low[0], band.high[0]) == (0.5, 0.5)


def test_the_curve_lies_in_its_band_and_more_films_make_it_narrower() -> None:
    widths = []
    for count in (100, 2000):
        is_positive, scores = made(count)
        band = roc_band(is_positive, scores, np.arange(count))
        false_rate, true_rate, _ = oracle.roc_curve(is_positive, scores)
        heights = np.interp(band.x, false_rate, true_rate)
        assert ((band.low <= heights + 0.02) & (heights <= band.high + 0.02)).all()
        widths.append(float((band.high - band.low).mean()))
    assert widths[1] < widths[0] / 2


def test_films_of_few_patients_say_less_than_their_number() -> None:
    is_positive, scores = made(60)
    twice = np.tile(is_positive, 8), np.tile(scores, 8)
    alone = roc_band(*twice, np.arange(480))
    together = roc_band(*twice, np.tile(np.arange(60), 8))

    assert (together.high - together.low).mean() > 1.5 * (alone.high - alone.low).mean()


def test_one_kind_of_case_has_no_curve() -> None:
    with pytest.raises(ValueError, match="positive and negative"):
        roc_band(np.ones(3, bool), np.arange(3.0), ["a", "b", "c"])
    with pytest.raises(ValueError, match="positive"):
        precision_recall_band(np.zeros(3, bool), np.arange(3.0), ["a", "b", "c"])
