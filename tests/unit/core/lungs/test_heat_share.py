import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.lungs.extent import bounding_box
from lungdesk.core.lungs.heat_share import HeatShare, heat_inside, heat_share
from lungdesk.core.saliency import ImageRegion, SaliencyMap
from lungdesk.ml.lungs.fields import lung_fields
from tests.unit.core.lungs.drawn_lungs import RIGHT, SIDE, WHOLE, drawn, two


def heat(values: np.ndarray, region: ImageRegion = WHOLE) -> SaliencyMap:
    return SaliencyMap(values.astype(np.float32), 0, "test", "last", region)


def test_even_heat_lies_inside_as_the_lungs_fill_the_film() -> None:
    share = heat_inside(two(), heat(np.ones((8, 8))))
    assert share == pytest.approx(two().mask.mean(), abs=0.01)


@given(st.floats(0.1, 50))
def test_the_share_does_not_depend_on_the_scale(scale: float) -> None:
    values = np.random.default_rng(3).random((7, 7))
    once, again = (heat_inside(two(), heat(v)) for v in (values, values * scale))
    assert once == pytest.approx(again, rel=1e-4)


def test_heat_in_a_lung_is_inside_and_heat_beyond_is_not() -> None:
    values = np.zeros((16, 16))
    values[8, 4] = 1  # around (36, 68), in the right lung
    assert heat_inside(two(), heat(values)) == pytest.approx(1, abs=0.01)
    values = np.zeros((16, 16))
    values[0, 15] = 1
    assert heat_inside(two(), heat(values)) == pytest.approx(0, abs=0.01)


def test_a_map_of_a_part_of_the_film_is_laid_where_it_belongs() -> None:
    lung = bounding_box(lung_fields(drawn(RIGHT), WHOLE))
    assert lung is not None
    ellipse = heat_inside(two(), heat(np.ones((4, 4)), lung))
    assert ellipse == pytest.approx(np.pi / 4, abs=0.03)
    beyond = ImageRegion(SIDE, 0, 2 * SIDE, SIDE)
    assert heat_inside(two(), heat(np.ones((4, 4)), beyond)) == 0


def test_without_heat_or_lungs_there_is_no_share() -> None:
    assert heat_inside(two(), heat(np.zeros((4, 4)))) is None
    assert heat_inside(lung_fields(drawn(), WHOLE), heat(np.ones((4, 4)))) is None


def test_heat_that_lies_inside_no_more_than_evenly_spread_heat_is_outside() -> None:
    inside, beside = np.zeros((16, 16)), np.zeros((16, 16))
    inside[8, 4] = beside[0, 15] = 1

    found, doubtful = (
        heat_share(two(), heat(values), is_of_disease=True) for values in (inside, beside)
    )

    assert found is not None
    assert doubtful is not None
    assert not found.is_outside
    assert doubtful.is_outside
    assert found.even == doubtful.even == pytest.approx(two().mask.mean(), abs=0.01)
    assert heat_share(two(), heat(np.zeros((4, 4))), is_of_disease=True) is None
    assert doubtful.is_doubt
    # What speaks for no disease may lie anywhere.
    normal = heat_share(two(), heat(beside), is_of_disease=False)
    assert normal is not None
    assert normal.is_outside
    assert not normal.is_doubt
    # A third of the heat is more than chance where the lungs take a quarter.
    assert not HeatShare(0.33, 0.25, is_of_disease=True).is_outside
