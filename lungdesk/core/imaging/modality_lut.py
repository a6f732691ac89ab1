"""Stored values to modality values (PS3.3 C.11.1)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.radiograph import LookupTable, ModalityTransform


def apply_modality_lut(
    stored_values: NDArray[Any], transform: ModalityTransform
) -> NDArray[np.float64]:
    """Modality values, float64, of integer stored values of any shape."""
    if isinstance(transform, LookupTable):
        return looked_up(stored_values, transform)
    return stored_values.astype(np.float64) * transform.slope + transform.intercept


def looked_up(values: NDArray[Any], table: LookupTable) -> NDArray[np.float64]:
    """Entries of a LUT, float64; inputs outside of it give its first or last entry."""
    index = np.clip(np.rint(values).astype(np.int64) - table.first_value, 0, table.values.size - 1)
    return np.asarray(table.values[index], np.float64)
