from __future__ import annotations

import numpy as np
import pytest

from lungdesk.core.imaging.grey_counts import modality_percentiles, percentiles_of
from lungdesk.core.imaging.modality_lut import apply_modality_lut
from lungdesk.core.radiograph import LookupTable, ModalityTransform, Rescale


@pytest.mark.parametrize("seed", range(50))
def test_percentiles_are_those_of_numpy_to_the_last_bit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    low, high = sorted(rng.integers(0, 256, 2))
    grey = rng.integers(low, high + 1, rng.integers(1, 40, 2)).astype(np.uint8)

    counts = np.bincount(grey.ravel(), minlength=256)

    wanted = (0, 1, 33.3, 50, 99, 100)
    assert percentiles_of(counts, wanted) == np.percentile(grey, wanted).tolist()


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint16, np.int16])
@pytest.mark.parametrize(
    "transform",
    [
        Rescale(),
        Rescale(0.37, -1024.1),
        Rescale(-2.5, 4095),
        Rescale(0.0, 3.0),
        LookupTable(-5, np.array([9, 700, 4, 4, 65535, 0, 12, 3] * 40, np.uint16), 16),
    ],
)
def test_percentiles_of_modality_values_are_those_of_numpy_to_the_last_bit(
    dtype: type[np.integer], transform: ModalityTransform
) -> None:
    limits = np.iinfo(dtype)
    for seed in range(10):
        rng = np.random.default_rng(seed)
        low, high = sorted(rng.integers(limits.min, limits.max + 1, 2))
        stored = rng.integers(low, high + 1, rng.integers(1, 900)).astype(dtype)

        found = modality_percentiles(stored, transform, (0, 0.5, 33.3, 99.5, 100))

        values = apply_modality_lut(stored, transform)
        assert found == np.percentile(values, (0, 0.5, 33.3, 99.5, 100)).tolist()
