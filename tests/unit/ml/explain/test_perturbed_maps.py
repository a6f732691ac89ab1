"""Occlusion, RISE and the test of a map, on a film whose model is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import cast

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.jobs import Cancelled, JobContext, NullContext, Progress
from lungdesk.core.saliency import ImageRegion, SaliencyMap
from lungdesk.core.verdict import Correction
from lungdesk.ml.explain.faithfulness import faithfulness
from lungdesk.ml.explain.masked_film import MaskedFilm
from lungdesk.ml.explain.perturbed_maps import occlusion_maps, rise_maps

REGION = ImageRegion(0, 0, 200, 100)
SIDE = 64


@dataclass
class KnownFilm:
    """Two classes: the first as probable as ``lesion`` is seen, which is a part of the film."""

    lesion: NDArray[np.bool_]
    correction: Correction = field(default_factory=Correction)
    region: ImageRegion = REGION

    def probabilities(
        self, masks: Iterable[NDArray[np.float32]], count: int, ctx: JobContext, message: str
    ) -> NDArray[np.float64]:
        rows = []
        for mask in masks:
            ctx.check()
            seen = cv2.resize(mask, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
            first = float(seen[self.lesion].mean())
            rows.append([first, 1 - first])
            ctx.report(Progress(len(rows), count, message))
        assert len(rows) == count
        return np.array(rows)


def film(correction: Correction | None = None) -> MaskedFilm:
    lesion = np.zeros((SIDE, SIDE), np.bool_)
    lesion[8:20, 40:52] = True
    return cast("MaskedFilm", KnownFilm(lesion, correction or Correction()))


@pytest.mark.parametrize("maps_of", [occlusion_maps, rise_maps])
def test_the_map_is_hottest_where_the_model_looks(
    maps_of: Callable[[MaskedFilm, JobContext], tuple[SaliencyMap, ...]],
) -> None:
    first, second = maps_of(film(), NullContext())

    row, column = np.unravel_index(first.values.argmax(), first.values.shape)
    scale = SIDE / first.values.shape[0]
    assert 8 <= (row + 0.5) * scale <= 20
    assert 40 <= (column + 0.5) * scale <= 52
    assert first.region == REGION
    assert (first.class_index, second.class_index) == (0, 1)
    # Seeing the lesion speaks against the other class.
    inside = second.values[int(8 // scale) : int(20 // scale), int(40 // scale) : int(52 // scale)]
    assert inside.max() <= 0.05


def test_a_place_gets_the_mean_fall_of_the_windows_over_it() -> None:
    (first, _) = occlusion_maps(film(), NullContext())

    # Cells (2..4, 10..12) are the lesion, 9 of them; the window around (3, 11) covers it whole,
    # and those around its neighbours cover 6 or 4 of its cells.
    assert first.values[3, 11] == pytest.approx((1 + 4 * 6 / 9 + 4 * 4 / 9) / 9)
    assert first.values[12, 3] == 0


def test_a_map_of_a_turned_film_lies_on_the_film_in_the_file() -> None:
    (as_read, _) = occlusion_maps(film(), NullContext())
    (in_file, _) = occlusion_maps(film(Correction(1)), NullContext())

    # Read after a turn to the right, shown before it.
    assert np.array_equal(in_file.values, np.rot90(as_read.values))


def a_map(rows: slice, columns: slice) -> SaliencyMap:
    values = np.zeros((16, 16), np.float32)
    values[rows, columns] = 1
    return SaliencyMap(values, 0, "Grad-CAM", "", REGION)


def test_a_map_that_marks_what_counts_is_faithful_and_another_is_not() -> None:
    right = faithfulness(film(), a_map(slice(1, 6), slice(9, 14)), NullContext())
    wrong = faithfulness(film(), a_map(slice(10, 15), slice(1, 6)), NullContext())

    assert right.probability == 1
    assert right.hot_drop == pytest.approx(1)
    assert right.is_faithful
    assert not wrong.is_faithful
    assert wrong.hot_drop == 0
    assert right.deletion_area < wrong.deletion_area
    assert right.insertion_area > wrong.insertion_area
    assert right.deletion[[0, -1]].tolist() == [1, 0]
    assert right.insertion[[0, -1]].tolist() == [0, 1]


def test_the_map_of_a_turned_film_is_tested_as_it_is_read() -> None:
    turned = Correction(1)
    as_read = a_map(slice(1, 6), slice(9, 14))
    in_file = SaliencyMap(turned.turned_back(as_read.values), 0, "Grad-CAM", "", REGION)

    assert faithfulness(film(turned), in_file, NullContext()).hot_drop == pytest.approx(1)


def test_it_can_be_cancelled() -> None:
    class Impatient(NullContext):
        def check(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        rise_maps(film(), Impatient())
