"""Puts a map to the test: blurs what it marks, and asks the model again."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.faithfulness import (
    HOT_SHARE,
    Faithfulness,
    OrderAreas,
    curve_area,
    hottest,
    moved_elsewhere,
)
from lungdesk.core.jobs import JobContext
from lungdesk.core.saliency import SaliencyMap
from lungdesk.ml.explain.masked_film import MaskedFilm

#: Cells on a side of the grid that maps are compared on.
_SIDE = 64
_OTHER_AREAS = 20
_STEPS = 20


def faithfulness(
    film: MaskedFilm, saliency_map: SaliencyMap, ctx: JobContext, seed: int = 0
) -> Faithfulness:
    """Test one map; it asks the model 62 times.

    Raises
    ------
    Cancelled
        Between a few readings.
    """
    values = _on_grid(film, saliency_map)
    hot = hottest(values, HOT_SHARE)
    others = moved_elsewhere(hot, _OTHER_AREAS, np.random.default_rng(seed))
    shares = np.linspace(0, 1, _STEPS + 1)
    hottest_areas = [hottest(values, float(share)) for share in shares]
    blurred = [np.zeros_like(hot), hot, *others, *hottest_areas]
    shown = [~area for area in blurred] + hottest_areas
    masks = [area.astype(np.float32) for area in shown]
    found = film.probabilities(masks, len(masks), ctx, "blurring what the map marks")
    of_class = found[:, saliency_map.class_index]
    falls = of_class[0] - of_class
    deleted, after = 2 + _OTHER_AREAS, 2 + _OTHER_AREAS + _STEPS + 1
    return Faithfulness(
        class_index=saliency_map.class_index,
        probability=float(of_class[0]),
        hot_drop=float(falls[1]),
        other_drops=falls[2:deleted],
        deletion=of_class[deleted:after],
        insertion=of_class[after:],
    )


def deletion_and_insertion(
    film: MaskedFilm, maps: Sequence[SaliencyMap], ctx: JobContext
) -> tuple[OrderAreas, ...]:
    """Blur a film in the order of each of several maps of one class, and unblur it.

    Asks the model 2 times, and 38 times more for each map.

    Raises
    ------
    Cancelled
        Between a few readings.
    """
    shares = np.linspace(0, 1, _STEPS + 1)[1:-1]
    ends = [np.ones((_SIDE, _SIDE), np.float32), np.zeros((_SIDE, _SIDE), np.float32)]
    hot = [
        hottest(_on_grid(film, one), float(share)).astype(np.float32)
        for one in maps
        for share in shares
    ]
    masks = [*ends, *(1 - area for area in hot), *hot]
    found = film.probabilities(masks, len(masks), ctx, "blurring in the order of a map")
    of_class = found[:, maps[0].class_index]
    clear, blurred = of_class[:2]
    deleted, inserted = of_class[2:].reshape(2, len(maps), len(shares))
    return tuple(
        OrderAreas(
            curve_area(np.array([clear, *falling, blurred])),
            curve_area(np.array([blurred, *rising, clear])),
        )
        for falling, rising in zip(deleted, inserted, strict=True)
    )


def _on_grid(film: MaskedFilm, saliency_map: SaliencyMap) -> NDArray[np.float32]:
    """The map of the film as it is read, smoothly enlarged."""
    turns = -film.correction.quarter_turns
    values = np.ascontiguousarray(np.rot90(saliency_map.values, turns))
    size = (_SIDE, _SIDE)
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_CUBIC), np.float32)
