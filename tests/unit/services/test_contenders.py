"""What may stand as a baseline beside runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.services.contenders import Baseline, contender_of_baseline
from lungdesk.services.prediction_table import PredictionTable
from tests.unit.services.run_folders import ROOT, predictions_of


@pytest.mark.parametrize("is_all", [True, False])
@pytest.mark.parametrize("split", ["test", "val"])
def test_what_an_evaluation_has_written_is_a_baseline(
    tmp_path: Path, split: str, is_all: bool
) -> None:
    table = PredictionTable.of(predictions_of(split, 0.3, 3), CHEST_LABELS, ROOT)
    table.write((tmp_path / split if is_all else tmp_path) / "predictions.csv")
    about: dict[str, Any] = {"splits": {split: {}}} if is_all else {"split": split}
    (tmp_path / "evaluation.json").write_text(json.dumps(about))

    by_folder = contender_of_baseline(Baseline(tmp_path, "linear"))

    assert list(by_folder.tables) == [split]
    assert by_folder.tables[split].paths == table.paths
    if is_all:
        part = contender_of_baseline(Baseline(tmp_path / split, "linear"))
        assert list(part.tables) == [split]


def _evaluated(folder: Path, split: str, seed: int) -> PredictionTable:
    table = PredictionTable.of(predictions_of(split, 0.3, seed), CHEST_LABELS, ROOT)
    table.write(folder / "predictions.csv")
    return table


def test_an_evaluation_of_all_may_lie_in_a_folder_called_after_a_split(tmp_path: Path) -> None:
    folder = tmp_path / "test"
    _evaluated(folder, "test", 4)  # of one before: what is there now is said to be of all
    tables = {split: _evaluated(folder / split, split, 3) for split in ("val", "test")}
    (folder / "evaluation.json").write_text(json.dumps({"splits": {"val": {}, "test": {}}}))

    found = contender_of_baseline(Baseline(folder, "linear")).tables

    assert found.keys() == tables.keys()
    for split, table in tables.items():
        np.testing.assert_allclose(found[split].probabilities, table.probabilities, atol=1e-6)


def test_a_part_that_was_evaluated_last_counts(tmp_path: Path) -> None:
    _evaluated(tmp_path / "test", "test", 3)
    last = _evaluated(tmp_path, "test", 4)
    (tmp_path / "evaluation.json").write_text(json.dumps({"split": "test"}))

    found = contender_of_baseline(Baseline(tmp_path, "linear")).tables["test"]

    np.testing.assert_allclose(found.probabilities, last.probabilities, atol=1e-6)


def test_what_else_is_called_evaluation_is_not_asked_about_listed_tables(tmp_path: Path) -> None:
    table = PredictionTable.of(predictions_of("test", 0.3, 3), CHEST_LABELS, ROOT)
    table.write(tmp_path / "test.csv")
    (tmp_path / "evaluation.json").write_text("[1, 2]")

    assert list(contender_of_baseline(Baseline(tmp_path, "linear")).tables) == ["test"]

    table.write(tmp_path / "predictions.csv")
    with pytest.raises(LungDeskError, match=r"evaluation\.json cannot be understood") as caught:
        contender_of_baseline(Baseline(tmp_path, "linear"))
    assert caught.value.code is ErrorCode.PREDICTIONS_INVALID
    assert "evaluate" in str(caught.value.hint)
