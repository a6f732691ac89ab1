from __future__ import annotations

import csv
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn import metrics as oracle

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.bundle import Bundle
from lungdesk.services.evaluation import EvaluationRequest, evaluate
from lungdesk.services.inference import FilmReader
from tests.unit.formats.builders import gradient, write_picture
from tests.unit.services.fakes import Listener

PER_CLASS = 2
SPLIT_FILES = {
    "predictions.csv",
    "curves.csv",
    *(
        f"{name}.{kind}"
        for name in ("confusion", "roc", "precision_recall", "reliability")
        for kind in ("png", "svg")
    ),
}


@dataclass(frozen=True)
class Evaluated:
    request: EvaluationRequest
    result: dict[str, Any]
    films: list[Path]
    labels: list[str]

    @property
    def table(self) -> list[dict[str, str]]:
        assert self.request.out is not None
        with (self.request.out / "predictions.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))


@pytest.fixture(scope="session")
def evaluated(
    shared_data: Path, shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Evaluated:
    """The shipped model on a few real test films of each class, and on one that is broken."""
    folder = tmp_path_factory.mktemp("evaluation")
    with (shared_data / "cxr" / "manifest.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == "test"]
    chosen = [
        row
        for label in CHEST_LABELS.ids
        for row in [r for r in rows if r["label"] == label][:PER_CLASS]
    ]
    films = [shared_data / "cxr" / row["path"] for row in chosen]
    labels = [row["label"] for row in chosen]
    broken = folder / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    lines = [f"{p},{i},test,{r['group_id']}" for p, i, r in zip(films, labels, chosen, strict=True)]
    manifest = ["path,label,split,group_id", *lines, "broken.png,normal,test,nobody"]
    (folder / "manifest.csv").write_text("\n".join(manifest) + "\n", encoding="utf-8")
    request = EvaluationRequest(shipped_folder, folder, "test", out=folder / "out")
    return Evaluated(request, evaluate(request, NullContext()), films, labels)


def test_every_film_is_predicted_as_the_reader_reads_it(
    evaluated: Evaluated, shipped_reader: FilmReader
) -> None:
    assert [Path(row["path"]) for row in evaluated.table] == evaluated.films
    assert [row["label"] for row in evaluated.table] == evaluated.labels

    for row, path in zip(evaluated.table, evaluated.films, strict=True):
        prediction = shipped_reader.read(read_radiograph(path), NullContext()).prediction
        told = [float(row[f"p_{label}"]) for label in CHEST_LABELS.ids]
        np.testing.assert_allclose(told, prediction.probabilities, atol=1e-4)
        assert row["predicted"] == prediction.predicted.id


def test_the_figures_agree_with_scikit_learn_on_the_table(evaluated: Evaluated) -> None:
    truth = [row["label"] for row in evaluated.table]
    predicted = [row["predicted"] for row in evaluated.table]
    ids = list(CHEST_LABELS.ids)
    result = evaluated.result

    assert result["n"] == len(truth) == PER_CLASS * 5
    assert result["accuracy"] == pytest.approx(oracle.accuracy_score(truth, predicted))
    assert result["confusion"] == oracle.confusion_matrix(truth, predicted, labels=ids).tolist()
    f1 = oracle.f1_score(truth, predicted, labels=ids, average="macro", zero_division=0)
    assert result["macro_f1"] == pytest.approx(f1)
    assert result["accuracy"] > 0.4  # of five classes, on films like those it was trained on


def test_a_film_that_cannot_be_read_is_counted_and_named(evaluated: Evaluated) -> None:
    (failure,) = evaluated.result["failures"]

    assert evaluated.result["failed"] == 1
    assert Path(failure["path"]).name == "broken.png"
    assert failure["code"] == ErrorCode.IMAGE_DAMAGED
    assert failure["message"]


def test_the_result_says_which_model_and_what_its_limits_are(
    evaluated: Evaluated, shipped_bundle: Bundle
) -> None:
    result = evaluated.result

    assert result["model"]["sha256"] == shipped_bundle.model.sha256
    assert (result["model"]["id"], result["split"]) == ("lungdesk-lite0", "test")
    assert result["precision"] == "int8"
    assert result["limits"] == list(shipped_bundle.manifest.limits)


def test_what_is_written_is_what_is_returned(evaluated: Evaluated) -> None:
    out = evaluated.request.out
    assert out is not None

    assert json.loads((out / "evaluation.json").read_text()) == evaluated.result
    assert {path.name for path in out.iterdir()} == {"evaluation.json", *SPLIT_FILES}
    with (out / "curves.csv").open(newline="") as stream:
        points = list(csv.DictReader(stream))
    is_normal = [row["label"] == "normal" for row in evaluated.table]
    scores = [float(row["p_normal"]) for row in evaluated.table]
    expected = oracle.roc_curve(is_normal, scores, drop_intermediate=False)
    drawn = [(float(p["x"]), float(p["y"])) for p in points if _is_curve(p, "roc", "normal")]
    np.testing.assert_allclose(drawn, np.stack(expected[:2], axis=1))
    assert any(_is_curve(point, "precision_recall", "covid19") for point in points)


def _is_curve(point: dict[str, str], curve: str, label: str) -> bool:
    return (point["curve"], point["label"]) == (curve, label)


def test_the_bins_of_the_reliability_diagram_hold_all_films(evaluated: Evaluated) -> None:
    bins = evaluated.result["reliability"]

    assert sum(bins["n"]) == evaluated.result["n"]
    right = sum(a * n for a, n in zip(bins["accuracy"], bins["n"], strict=True))
    assert right / sum(bins["n"]) == pytest.approx(evaluated.result["accuracy"])


def test_without_films_to_choose_on_there_is_no_operating_point(evaluated: Evaluated) -> None:
    points = evaluated.result["operating_points"]

    assert points == {"chosen_on": None, "sensitivity": 0.9, "points": {}}


@pytest.fixture(scope="session")
def all_splits(
    evaluated: Evaluated, tmp_path_factory: pytest.TempPathFactory
) -> tuple[EvaluationRequest, dict[str, Any]]:
    """The same films as val and, in part, as test: all splits at once."""
    folder = tmp_path_factory.mktemp("all")
    lines = ["path,label,split"]
    for number, (path, label) in enumerate(zip(evaluated.films, evaluated.labels, strict=True)):
        lines.append(f"{path},{label},{'test' if number % 2 else 'val'}")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    bundle = evaluated.request.bundle_folder
    request = EvaluationRequest(bundle, folder, "all", out=folder / "out", sensitivity=1.0)
    return request, evaluate(request, NullContext())


def test_all_splits_are_measured_each_in_its_folder(
    all_splits: tuple[EvaluationRequest, dict[str, Any]],
) -> None:
    request, result = all_splits
    assert request.out is not None

    assert {split: figures["n"] for split, figures in result["splits"].items()} == {
        "val": PER_CLASS * 5 / 2,
        "test": PER_CLASS * 5 / 2,
    }
    assert json.loads((request.out / "evaluation.json").read_text()) == result
    for split in result["splits"]:
        assert {path.name for path in (request.out / split).iterdir()} == SPLIT_FILES


def test_thresholds_are_chosen_on_val_and_taken_to_the_others(
    all_splits: tuple[EvaluationRequest, dict[str, Any]],
) -> None:
    request, result = all_splits
    assert request.out is not None
    alone = evaluate(replace(request, split="test", out=None), NullContext())
    with (request.out / "test" / "predictions.csv").open(newline="") as stream:
        table = list(csv.DictReader(stream))

    val, test = (result["splits"][split]["operating_points"]["points"] for split in ("val", "test"))

    assert alone["operating_points"]["points"] == test
    for label, point in test.items():
        assert val[label]["sensitivity"] == 1.0
        assert point["threshold"] == val[label]["threshold"]
        called = [float(row[f"p_{label}"]) >= point["threshold"] for row in table]
        is_class = [row["label"] == label for row in table]
        recall = oracle.recall_score(is_class, called)
        assert point["sensitivity"] == pytest.approx(recall)


@pytest.mark.parametrize("is_manifest_named", [True, False])
def test_films_inside_the_data_are_named_from_there(
    shipped_folder: Path, tmp_path: Path, is_manifest_named: bool
) -> None:
    for label in ("Normal", "Tuberculosis"):
        (tmp_path / "test" / label).mkdir(parents=True)
        write_picture(tmp_path / "test" / label / "a.png", gradient(64, 64))
    manifest = tmp_path / "manifest.csv"
    if is_manifest_named:
        manifest.write_text("path,label,split\ntest/Normal/a.png,normal,test\n")
    data = manifest if is_manifest_named else tmp_path
    request = EvaluationRequest(shipped_folder, data, "test", out=tmp_path / "out")

    evaluate(request, NullContext())

    first = (tmp_path / "out" / "predictions.csv").read_text().splitlines()[1]
    assert first.startswith("test/Normal/a.png,normal,")


def test_a_split_that_is_not_there_is_a_sentence(evaluated: Evaluated) -> None:
    with pytest.raises(LungDeskError) as caught:
        evaluate(replace(evaluated.request, split="external"), NullContext())

    assert caught.value.code is ErrorCode.DATASET_SPLIT_MISSING
    assert "test" in caught.value.hint


def test_a_split_of_which_nothing_can_be_read_is_a_sentence(
    shipped_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "test" / "Normal").mkdir(parents=True)
    (tmp_path / "test" / "Normal" / "a.png").write_bytes(b"no image")

    with pytest.raises(LungDeskError) as caught:
        evaluate(EvaluationRequest(shipped_folder, tmp_path, "test"), NullContext())

    assert caught.value.code is ErrorCode.DATASET_EMPTY


def test_an_evaluation_that_is_cancelled_writes_nothing(
    evaluated: Evaluated, tmp_path: Path
) -> None:
    listener = Listener(cancels_at_check=3)

    with pytest.raises(Cancelled):
        evaluate(replace(evaluated.request, out=tmp_path / "out"), listener)

    assert [progress.done for progress in listener.reports] == [0, 1]
    assert not (tmp_path / "out").exists()
