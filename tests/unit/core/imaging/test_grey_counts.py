from __future__ import annotations

import numpy as np
import pytest

from lungdesk.core.imaging.grey_counts import percentiles_of


@pytest.mark.parametrize("seed", range(50))
def test_percentiles_are_those_of_numpy_to_the_last_bit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    low, high = sorted(rng.integers(0, 256, 2))
    grey = rng.integers(low, high + 1, rng.integers(1, 40, 2)).astype(np.uint8)

    counts = np.bincount(grey.ravel(), minlength=256)

    wanted = (0, 1, 33.3, 50, 99, 100)
    assert percentiles_of(counts, wanted) == np.percentile(grey, wanted).tolist()
