import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from lungdesk.core.imaging.components import components, filled

ndimage = pytest.importorskip("scipy.ndimage")

masks = st.tuples(st.integers(1, 14), st.integers(1, 14)).flatmap(
    lambda shape: arrays(bool, shape, elements=st.booleans())
)


@given(masks)
def test_the_parts_are_those_of_scipy(mask: NDArray[np.bool_]) -> None:
    labels, sizes = components(mask)
    theirs, count = ndimage.label(mask)
    # SciPy numbers by the first pixel, too.
    assert (labels == theirs).all()
    assert sizes.tolist() == np.bincount(theirs.ravel(), minlength=count + 1).tolist()


@given(masks)
def test_holes_are_those_of_scipy(mask: NDArray[np.bool_]) -> None:
    assert (filled(mask) == ndimage.binary_fill_holes(mask)).all()


def test_a_spiral_is_one_part() -> None:
    rows = ["#####", "....#", "###.#", "#...#", "#####"]
    mask = np.array([[c == "#" for c in row] for row in rows])
    assert len(components(mask)[1]) == 2
