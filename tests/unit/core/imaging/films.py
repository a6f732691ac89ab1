"""Films without files, for the grayscale chain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lungdesk.core.radiograph import LookupTable, Photometric, Radiograph, VoiFunction, Window
from lungdesk.core.study import Instance

#: Hypothesis without a clock: the machine may be busy.
unhurried = settings(deadline=None, max_examples=50)

seeds = st.integers(0, 2**32 - 1)
functions = st.sampled_from(VoiFunction)


def film(pixels: NDArray[Any], **facts: Any) -> Radiograph:
    """Radiograph of the given stored values, MONOCHROME2 (or RGB) unless stated."""
    kind = Photometric.RGB if pixels.ndim == 3 else Photometric.MONOCHROME2
    facts = {"photometric": kind, "bits_stored": 8 * pixels.itemsize, **facts}
    return Radiograph(
        pixels.copy(), instance=Instance(Path("film.dcm"), *pixels.shape[:2]), **facts
    )


def every_value(dtype: Any = np.uint16) -> NDArray[Any]:
    """Each value of an integer type of at most 16 bits once, ``(H, 256)``."""
    limits = np.iinfo(dtype)
    return np.arange(limits.min, limits.max + 1).astype(dtype).reshape(-1, 256)


def ramp_table(size: int, bits: int, first_value: int = 0) -> LookupTable:
    """A LUT that rises from 0 to its largest entry along a parabola."""
    values = np.linspace(0, 1, size) ** 2 * (2**bits - 1)
    return LookupTable(first_value, np.rint(values).astype(np.uint16), bits)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Windows as files and users choose them, with all three functions."""
    center = draw(st.floats(-70_000, 70_000))
    width = draw(st.floats(1, 140_000))
    return Window(center, width, draw(functions))


@st.composite
def tables(draw: st.DrawFn) -> LookupTable:
    """LUTs that rise, flat parts included."""
    bits = draw(st.integers(8, 16))
    values = draw(st.lists(st.integers(0, 2**bits - 1), min_size=1, max_size=40))
    return LookupTable(draw(st.integers(-3000, 3000)), np.sort(np.array(values, np.uint16)), bits)
