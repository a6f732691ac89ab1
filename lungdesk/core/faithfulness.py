"""Whether a map shows what the model goes by: what happens when the places it marks are blurred."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.saliency import SaliencyMap

#: Share of the film that counts as the map's hot area.
HOT_SHARE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Faithfulness:
    """How one map of one film stands the test.

    Attributes
    ----------
    probability
        Of the class that the map explains, of the film as it is.
    hot_drop
        By how much it falls when the hot area is blurred; negative when it rises.
    other_drops
        The same for areas of the same shape and size elsewhere, ``(N,)``.
    deletion, insertion
        Probability when the hottest share of the film is blurred, or nothing else is seen; both
        ``(steps + 1,)``, for shares from 0 to 1 (Petsiuk et al., BMVC 2018).
    """

    class_index: int
    probability: float
    hot_drop: float
    other_drops: NDArray[np.float64]
    deletion: NDArray[np.float64]
    insertion: NDArray[np.float64]

    @property
    def deletion_area(self) -> float:
        """Area under the deletion curve in [0, 1]: low for a map that marks what matters."""
        return curve_area(self.deletion)

    @property
    def insertion_area(self) -> float:
        """Area under the insertion curve in [0, 1]: high for a map that marks what matters."""
        return curve_area(self.insertion)

    @property
    def share_beaten(self) -> float:
        """Share of the other areas whose blurring costs less than that of the hot one."""
        return float(np.mean(self.other_drops < self.hot_drop))

    @property
    def is_faithful(self) -> bool:
        """Whether the hot area matters more than nearly every other one, and matters at all."""
        return self.hot_drop > 0 and self.share_beaten >= 0.95


@dataclass(frozen=True, slots=True)
class OrderAreas:
    """Areas under deletion and insertion curve when a film is blurred in one order of its places.

    As `Faithfulness.deletion_area` and `Faithfulness.insertion_area`.
    """

    deletion: float
    insertion: float


def curve_area(curve: NDArray[np.float64]) -> float:
    """Area under a curve over evenly spaced shares of the film, by the trapezoidal rule."""
    return float((curve[1:] + curve[:-1]).mean() / 2)


def hottest(values: NDArray[np.float32], share: float) -> NDArray[np.bool_]:
    """The places with the highest values: ``round(share * size)`` of them, ``(h, w)``.

    Of equal values those further up and left come first.
    """
    wanted = round(share * values.size)
    chosen = np.zeros(values.size, np.bool_)
    chosen[np.argsort(-values.ravel(), kind="stable")[:wanted]] = True
    return chosen.reshape(values.shape)


def moved_elsewhere(
    area: NDArray[np.bool_], count: int, rng: np.random.Generator
) -> list[NDArray[np.bool_]]:
    """The same area at ``count`` random places; what leaves the film comes in at the other side."""
    rows, columns = area.shape
    moved = []
    for _ in range(count):
        # Never by nothing: that would be the area itself.
        step = int(rng.integers(1, rows * columns))
        turned = np.roll(area, divmod(step, columns), axis=(0, 1))
        moved.append(turned[:, ::-1] if rng.random() < 0.5 else turned)
    return moved


def in_random_order(saliency_map: SaliencyMap, rng: np.random.Generator) -> SaliencyMap:
    """The same map with its cells in other places."""
    values = saliency_map.values
    return replace(saliency_map, values=rng.permutation(values.ravel()).reshape(values.shape))
