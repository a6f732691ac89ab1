"""Pixel padding: what a file puts where there is no image (PS3.3 C.7.5.1.1.2)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def padding_mask(
    stored_values: NDArray[Any], padding: tuple[int, int] | None
) -> NDArray[np.bool_] | None:
    """Which stored values are padding, in their shape; None when none of them is.

    Parameters
    ----------
    padding
        `lungdesk.core.radiograph.Radiograph.padding`.
    """
    if padding is None:
        return None
    low, high = padding
    mask = stored_values >= low
    mask &= stored_values <= high
    return mask if mask.any() else None


def blackened(p_values: NDArray[np.uint8], mask: NDArray[np.bool_] | None) -> NDArray[np.uint8]:
    """P-values of 0 where a mask of their shape says padding, also where no stored value gives 0.

    They are those that are given, not a copy, without a mask.
    """
    return p_values if mask is None else np.where(mask, np.uint8(0), p_values)
