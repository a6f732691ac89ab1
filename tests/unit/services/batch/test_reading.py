"""What a batch says of films that are read although they lie otherwise than films do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode
from lungdesk.core.jobs import NullContext
from lungdesk.core.verdict import ReasonCode
from lungdesk.formats.raster_writer import write_png
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.ensemble import load_model
from lungdesk.ml.ensemble_engine import open_engine
from lungdesk.ml.gate import Handling
from lungdesk.services.batch.reading import Outcome, ReaderHere, ReadingChoices
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import shipped_models_folder
from tests.shipped_models import SINGLE_MODEL_ID
from tests.unit.services.batch_films import write_grey


@pytest.mark.parametrize("model_id", [SINGLE_MODEL_ID, DEFAULT_MODEL_ID])
def test_turned_films_that_are_read_anyway_have_the_verdict_that_the_window_shows(
    model_id: str, tmp_path: Path, shared_data: Path
) -> None:
    upright = read_radiograph(shared_data / "films" / "film-05-normal.png").stored_values
    paths = [tmp_path / f"film-{turns}.png" for turns in range(4)]
    for turns, path in enumerate(paths):
        write_grey(path, np.rot90(upright, turns))
    paths.insert(2, tmp_path / "damaged.png")
    paths[2].write_text("no film")
    paths.append(tmp_path / "mask.png")
    write_png(paths[-1], upright)
    bundle = load_model(shipped_models_folder() / model_id)
    read: list[Outcome] = []

    reader = ReaderHere(open_engine(bundle, is_for_throughput=True), ReadingChoices(0, True))
    reader.read(paths, lambda _path, _sha256: None, read.append, NullContext())

    alone = open_engine(bundle)
    assert [one.path for one in read] == paths
    for one in read:
        if one.kept is None or one.kept.prediction is None:
            own = ErrorCode.FILE_OWN_PICTURE
            codes = {"damaged.png": ErrorCode.FILE_NOT_AN_IMAGE, "mask.png": own}
            assert one.kept is not None
            assert one.kept.row.code == codes[one.path.name]
            continue
        film = read_radiograph(one.path)
        expected = alone.read(film, Handling(is_overridden=True)).prediction
        said, there = one.kept.prediction, expected.verdict
        assert (said.verdict.code, said.verdict.offered) == (there.code, there.offered)
        assert said.verdict.distance == pytest.approx(there.distance, rel=1e-3)
        # What is read is the film as it lies.
        assert said.probabilities == pytest.approx(expected.probabilities, abs=1e-3)
        assert (said.verdict.code is ReasonCode.TURNED) is (one.path.name != "film-0.png")
