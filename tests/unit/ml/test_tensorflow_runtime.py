"""TensorFlow as trainings load it: nothing beside it that they do not need, and not too early."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.lungs.training import LungSurroundings, LungTrainRequest, train_lungs
from lungdesk.ml.trainer import Surroundings, train
from lungdesk.ml.training.plan import TrainRequest
from tests.unit.ml.drawn_films import DrawnCollection
from tests.unit.ml.listeners import Listener
from tests.unit.ml.lungs.conftest import RECIPE
from tests.unit.ml.lungs.masked_films import write_collection
from tests.unit.ml.tiny_backbone import TINY

LOADED = """
import sys
from lungdesk.ml.tensorflow_runtime import load_tensorflow
load_tensorflow()
print(sorted({"keras", "matplotlib", "sklearn", "tensorflow"} & sys.modules.keys()))
from sklearn.linear_model import LogisticRegression
from matplotlib.figure import Figure
load_tensorflow()
print(LogisticRegression.__module__.partition(".")[0], Figure.__module__)
"""


@pytest.fixture
def _without_tensorflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", None)


def test_what_keras_would_load_beside_it_is_loaded_by_who_needs_it(repo_root: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=repo_root, capture_output=True, text=True, check=True
    )

    assert ended.stdout.splitlines() == ["['keras', 'tensorflow']", "sklearn matplotlib.figure"]


@pytest.mark.usefixtures("_without_tensorflow")
def test_a_training_says_what_it_does_before_it_loads_tensorflow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BACKBONES, "tiny", TINY)
    DrawnCollection(tmp_path).fill({"train": 1, "val": 1})
    listener = Listener()
    request = TrainRequest(
        folder=tmp_path / "manifest.csv",
        backbone="tiny",
        bundle_folder=tmp_path / "bundle",
        checkpoint_folder=tmp_path / "checkpoint",
        cache_folder=tmp_path / "cache",
        cache_limit_bytes=10**9,
        weights="none",
    )

    with pytest.raises(ImportError):
        train(request, Surroundings(read_radiograph, str, lambda *_: None, listener))

    assert listener.reports[-1].message == "preparing Tiny"


@pytest.mark.usefixtures("_without_tensorflow")
def test_masks_that_cannot_be_learnt_from_are_refused_before_it_is_loaded(tmp_path: Path) -> None:
    request = LungTrainRequest(
        folder=write_collection(tmp_path),
        bundle_folder=tmp_path / "bundle",
        checkpoint_folder=tmp_path / "checkpoint",
        recipe=RECIPE,
        model_id="lungs",
        name="",
        sources=("nowhere",),
    )

    with pytest.raises(LungDeskError, match="nowhere") as caught:
        train_lungs(request, LungSurroundings(read_radiograph, str, NullContext()))

    assert caught.value.code is ErrorCode.DATASET_EMPTY
