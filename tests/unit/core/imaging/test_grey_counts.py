from __future__ import annotations

import numpy as np
import pytest

from lungdesk.core.imaging.grey_counts import grey_counts, percentiles_of


@pytest.mark.parametrize("seed", range(50))
def test_counts_and_percentiles_are_those_of_numpy_to_the_last_bit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    low, high = sorted(rng.integers(0, 256, 2))
    grey = rng.integers(low, high + 1, rng.integers(1, 40, 2)).astype(np.uint8)

    counts = grey_counts(grey)

    assert counts.tolist() == np.bincount(grey.ravel(), minlength=256).tolist()
    wanted = (0, 1, 33.3, 50, 99, 100)
    assert percentiles_of(counts, wanted) == np.percentile(grey, wanted).tolist()


def test_a_part_of_a_picture_is_counted_too() -> None:
    grey = np.arange(64, dtype=np.uint8).reshape(8, 8)

    assert np.flatnonzero(grey_counts(grey[::2, ::4])).tolist() == [0, 4, 16, 20, 32, 36, 48, 52]
