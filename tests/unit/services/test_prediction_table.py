from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.prediction import softmax
from lungdesk.services.prediction_table import PredictionTable
from tests.unit.services.run_folders import ROOT, predictions_of

HEADER = "path,label,p_normal,p_covid19"


def test_a_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    predictions = predictions_of("test", 2.0, 1)

    PredictionTable.of(predictions, CHEST_LABELS, ROOT).write(tmp_path / "test.csv")
    table = PredictionTable.read(tmp_path / "test.csv")

    assert table.labels == CHEST_LABELS
    assert table.paths[:2] == ("test/0.png", "test/1.png")
    assert table.groups[:3] == ("test0", "test0", "test1")
    assert set(table.sources) == {"here"}
    np.testing.assert_array_equal(table.targets, predictions.targets)
    # To the last bit of what the network gave.
    given = softmax(predictions.logits)
    np.testing.assert_array_equal(table.probabilities.astype(np.float32), given)


def test_no_cell_is_a_formula_and_every_name_comes_back(tmp_path: Path) -> None:
    names = ("=1+1.png", "+a", "-b.png", "@c", "\td", "\re", "'=f", "''-g", 'plain, "h"\r\ni')
    count = len(names)
    table = PredictionTable(
        LabelSet.from_ids(("=normal", "other")),
        names,
        np.zeros(count, np.int64),
        np.full((count, 2), 0.5),
        names,
        names,
    )

    table.write(tmp_path / "test.csv")

    with (tmp_path / "test.csv").open(newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    read = PredictionTable.read(tmp_path / "test.csv")
    assert (read.paths, read.groups, read.sources) == (names, names, names)
    assert read.labels.ids == table.labels.ids


def test_the_columns_are_those_that_runs_state(tmp_path: Path) -> None:
    predictions = predictions_of("test", 2.0, 1)

    PredictionTable.of(predictions, CHEST_LABELS, ROOT).write(tmp_path / "test.csv")

    with (tmp_path / "test.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    ids = CHEST_LABELS.ids
    assert list(rows[0]) == [
        "path", "label", "predicted", *(f"p_{i}" for i in ids), "group", "source",
    ]  # fmt: skip
    said = predictions.logits.argmax(axis=1)
    assert [row["predicted"] for row in rows] == [ids[i] for i in said]
    assert [row["label"] for row in rows] == [ids[i] for i in predictions.targets]


def test_films_outside_the_root_keep_their_path() -> None:
    predictions = predictions_of("test", 2.0, 1)

    table = PredictionTable.of(predictions, CHEST_LABELS, Path("/elsewhere"))

    assert table.paths[0] == "/films/test/0.png"


def test_a_table_of_another_program_needs_no_groups(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text(f"\ufeff{HEADER}\na.png,normal,0.7,0.3\nb.png,covid19,0.2,0.8\n")

    table = PredictionTable.read(path)

    assert table.labels.ids == ("normal", "covid19")
    assert table.groups == ("a.png", "b.png")
    assert table.sources == ("", "")
    np.testing.assert_array_equal(table.probabilities, [[0.7, 0.3], [0.2, 0.8]])


def test_some_rows_in_another_order() -> None:
    table = PredictionTable.of(predictions_of("test", 2.0, 1), CHEST_LABELS, ROOT)

    some = table.rows(np.array([5, 2]))

    assert some.paths == ("test/5.png", "test/2.png")
    assert some.groups == ("test2", "test1")
    np.testing.assert_array_equal(some.targets, table.targets[[5, 2]])
    np.testing.assert_array_equal(some.probabilities, table.probabilities[[5, 2]])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has not the columns"),
        ("path,label,p_normal\na.png,normal,1\n", "has not the columns"),
        (f"{HEADER}\n", "names no film"),
        (f"{HEADER}\na.png,normal,0.5,0.5\na.png,normal,0.5,0.5\n", "one film twice"),
        (f"{HEADER}\na.png,tuberculosis,0.5,0.5\n", "label tuberculosis but no column"),
        (f"{HEADER}\na.png,normal,0.5,0.5\nb.png,normal,0.5,0.6\n", "in line 3"),
        (f"{HEADER}\na.png,normal,nan,0.5\n", "in line 2"),
        (f"{HEADER}\na.png,normal,0.5\n", "cannot be used"),
        (f"{HEADER}\na.png,normal,much,0.5\n", "much"),
    ],
)
def test_what_is_no_table_of_predictions_is_a_sentence(
    tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)

    with pytest.raises(LungDeskError, match=words) as caught:
        PredictionTable.read(path)

    assert caught.value.code is ErrorCode.PREDICTIONS_INVALID
    assert "p_<label>" in caught.value.hint


def test_a_table_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LungDeskError) as caught:
        PredictionTable.read(tmp_path / "none.csv")

    assert caught.value.code is ErrorCode.FILE_MISSING
