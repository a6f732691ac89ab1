"""A film, and a small network that reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.core.radiograph import Photometric, Radiograph, Window
from lungdesk.core.study import Instance
from lungdesk.ml.engine import Engine
from tests.unit.ml.conftest import SmallModel
from tests.unit.ml.drawn_films import drawn_film


def film() -> Radiograph:
    pixels = drawn_film(seed=1)
    instance = Instance(Path("film.png"), *pixels.shape)
    return Radiograph(pixels, Photometric.MONOCHROME2, 8, instance, voi=(Window(128, 256),))


@pytest.fixture(scope="module")
def engine(small_model: SmallModel) -> Engine:
    return Engine(small_model.bundle)
