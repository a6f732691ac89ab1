"""VOI values to p-values (PS3.3 C.11.6), the last step before the screen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.modality_lut import looked_up
from lungdesk.core.imaging.nearest_window import is_falling
from lungdesk.core.radiograph import LookupTable, Photometric, PresentationShape, Radiograph


def apply_presentation_lut(
    voi_values: NDArray[np.float64],
    presentation: PresentationShape | LookupTable,
    photometric: Photometric,
) -> NDArray[np.float64]:
    """P-values, float64 in [0, 1]; MONOCHROME1 is turned round here, after the VOI LUT."""
    p_values = voi_values
    if isinstance(presentation, LookupTable):
        inputs = voi_values * (presentation.values.size - 1) + presentation.first_value
        p_values = looked_up(inputs, presentation) / (2**presentation.bits - 1)
    elif presentation is PresentationShape.INVERSE:
        p_values = 1 - voi_values
    return 1 - p_values if photometric is Photometric.MONOCHROME1 else p_values


def is_dark_high(radiograph: Radiograph, *, is_inverted: bool) -> bool:
    """Whether high VOI values are shown dark."""
    turns = (
        radiograph.photometric is Photometric.MONOCHROME1,
        radiograph.presentation is PresentationShape.INVERSE,
        is_falling(radiograph.presentation),
        is_inverted,
    )
    return sum(turns) % 2 == 1
