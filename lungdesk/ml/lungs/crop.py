"""What part of a film the lungs are in, by the network's map of them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.lungs.box import LungBox
from lungdesk.core.lungs.fields import LEVEL

#: Share of the film that a part must cover to count: smaller ones are specks.
LEAST_PART = 0.01
#: Share of the film that all lung must exceed: with less, no lungs were found.
LEAST_LUNG = 0.05


def lung_box(probabilities: NDArray[np.float32]) -> LungBox | None:
    """The box around all that is lung.

    Unlike `lungdesk.core.lungs.fields.lung_fields`, it takes every part that is no speck: of a lung
    that an effusion has cut in pieces nothing is left out.

    Parameters
    ----------
    probabilities
        ``(S, S)`` float32 in [0, 1], over a whole film.

    Returns
    -------
    LungBox | None
        None where no lungs were found: the film is to be looked at whole then.
    """
    mask = (probabilities > LEVEL).astype(np.uint8)
    if mask.mean() <= LEAST_LUNG:
        return None
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    # The first is what lies outside.
    parts = stats[1:][stats[1:, cv2.CC_STAT_AREA] >= LEAST_PART * mask.size]
    if not len(parts):
        return None
    starts = parts[:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP]]
    ends = starts + parts[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    (left, top), (right, bottom) = starts.min(axis=0), ends.max(axis=0)
    return LungBox(int(left), int(top), int(right), int(bottom), mask.shape[0])
