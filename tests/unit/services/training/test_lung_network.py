from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.lungs.bundle import load_lung_bundle
from lungdesk.ml.lungs.fitting import LungRecipe
from lungdesk.ml.lungs.segmenter import LungSegmenter
from lungdesk.services.runs.record import REQUEST_FILE
from lungdesk.services.training.lung_network import LungTrainingRequest, train_lungs
from tests.unit.ml.lungs.masked_films import write_collection

RECIPE = LungRecipe(input_size=64, widths=(8, 16), epochs=25, batch_size=10, learning_rate=1e-2)


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "masked"
    folder.mkdir()
    return write_collection(folder)


@pytest.mark.slow
def test_a_child_trains_a_segmenter_that_finds_lungs(collection: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    recipe = RECIPE.model_copy(update={"quantized": True})
    request = LungTrainingRequest(collection, run, recipe, name="Drawn lungs")
    record = train_lungs(request, NullContext())

    assert record["metrics"]["test"]["mean"] > 0.85
    assert record["failures"] == []
    bundle = load_lung_bundle(run / "bundle")
    assert bundle.manifest.id == "run"
    assert "FakeQuantize" in bundle.engine_path.read_text(encoding="utf-8")
    assert "integers" in (bundle.folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    fields = LungSegmenter(bundle).segment(read_radiograph(collection / "other-test-1.png"))
    true = read_radiograph(collection / "other-test-1-mask.png").stored_values > 127
    rows, columns = (np.linspace(0.5, n - 0.5, 64).astype(int) for n in true.shape)
    found, drawn = fields.mask, true[np.ix_(rows, columns)]
    assert 2 * (found & drawn).sum() / (found.sum() + drawn.sum()) > 0.8
    with pytest.raises(LungDeskError) as raised:
        train_lungs(request, NullContext())
    assert raised.value.code is ErrorCode.TRAINING_OUTPUT_EXISTS


def test_what_the_child_refuses_is_said_and_leaves_no_trace(
    collection: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    request = LungTrainingRequest(collection, run, RECIPE, sources=("nowhere",))
    with pytest.raises(LungDeskError, match="nowhere") as raised:
        train_lungs(request, NullContext())
    assert raised.value.code is ErrorCode.DATASET_EMPTY
    assert not (run / REQUEST_FILE).exists()
