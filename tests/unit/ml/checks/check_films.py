"""Drawn chests as the films of a check, and the model that ships."""

from __future__ import annotations

from pathlib import Path

from lungdesk.core.radiograph import Photometric, Radiograph
from lungdesk.core.study import Instance
from lungdesk.ml.bundle import Bundle, load_bundle
from lungdesk.ml.checks.films import CheckFilms
from lungdesk.ml.datasets import Sample
from lungdesk.services.paths import shipped_models_folder
from tests.shipped_models import SINGLE_MODEL_ID
from tests.unit.ml.test_pose import drawn_chests


def shipped() -> Bundle:
    """The model that reads unless another is chosen."""
    return load_bundle(shipped_models_folder() / SINGLE_MODEL_ID)


def chests(count: int) -> CheckFilms:
    """Drawn chests, each of another class and patient."""
    pixels = dict(enumerate(drawn_chests(count, 7)))
    samples = tuple(Sample(Path(f"{n}.png"), n % 5, "val", f"patient {n}") for n in pixels)

    def decode(path: Path) -> Radiograph:
        grey = pixels[int(path.stem)]
        return Radiograph(grey, Photometric.MONOCHROME2, 8, Instance(path, *grey.shape))

    return CheckFilms(samples, decode)
