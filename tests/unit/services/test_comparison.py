from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn import metrics as oracle

from lungdesk.core.comparison import Kind, ModelFacts
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.report import ReportStyle
from lungdesk.ml.bundle import load_bundle
from lungdesk.services.comparison import (
    ComparisonRequest,
    MeasureRequest,
    compare,
    measure_runs,
)
from lungdesk.services.contenders import (
    Baseline,
    Contender,
    contender_of_baseline,
    contender_of_run,
    lined_up,
    with_ensemble,
)
from lungdesk.services.prediction_table import PredictionTable
from lungdesk.services.runs.record import load_run
from tests.unit.services.fakes import Listener
from tests.unit.services.run_folders import ROOT, predictions_of, write_run

FILES = {
    "comparison.json", "comparison.csv", "pairs.csv", "comparison.html", "comparison.pdf",
    *(f"{name}.{kind}" for name in ("bars", "roc", "confusion", "learning_curves", "cost")
      for kind in ("png", "svg", "pdf")),
}  # fmt: skip


def _contender(name: str, sharpness: float = 2.0, seed: int = 0, **given: Any) -> Contender:
    tables = {
        split: PredictionTable.of(predictions_of(split, sharpness, seed), CHEST_LABELS, ROOT)
        for split in ("val", "test")
    }
    return Contender(name, Kind.MODEL, ModelFacts(), tables=given.pop("tables", tables), **given)


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Two trained models and a baseline that knows little, compared."""
    folder = tmp_path_factory.mktemp("comparison")
    runs = [write_run(folder / "sharp", 2.6, 1), write_run(folder / "dull", 2.3, 2)]
    table = PredictionTable.of(predictions_of("test", 0.3, 3), CHEST_LABELS, ROOT)
    table.write(folder / "baseline.csv")
    request = ComparisonRequest(
        runs,
        folder / "out",
        [Baseline(folder / "baseline.csv", "linear")],
        resamples=60,
        style=ReportStyle("Klinik am See"),
    )
    return folder / "out", compare(request, NullContext())


def test_everything_is_written(compared: tuple[Path, dict[str, Any]]) -> None:
    out, result = compared

    assert {path.name for path in out.iterdir()} == FILES
    assert json.loads((out / "comparison.json").read_text()) == result
    assert (out / "comparison.pdf").read_bytes().startswith(b"%PDF-")
    assert "Klinik am See" in (out / "comparison.html").read_text()


def test_every_row_has_its_figures(compared: tuple[Path, dict[str, Any]]) -> None:
    _, result = compared
    sharp, _, linear, ensemble = result["models"]

    assert [m["name"] for m in result["models"]] == ["sharp", "dull", "linear", "Ensemble"]
    assert (sharp["backbone"], sharp["training_s"], sharp["reading_ms"]) == ("tiny", 42.5, 7.0)
    assert set(linear["splits"]) == {"test"}
    assert sum(ensemble["members"].values()) == pytest.approx(1)
    assert ensemble["reading_ms"] == 14.0
    assert result["limits"] == ["Made up."]
    predictions = predictions_of("test", 2.6, 1)
    right = oracle.accuracy_score(predictions.targets, predictions.logits.argmax(axis=1))
    assert sharp["splits"]["test"]["accuracy"] == pytest.approx(right)
    low, high = sharp["splits"]["test"]["intervals"]["loss"]
    assert low < sharp["splits"]["test"]["loss"] < high


def test_the_row_to_take_is_chosen_on_val(compared: tuple[Path, dict[str, Any]]) -> None:
    _, result = compared

    losses = {
        m["name"]: m["splits"]["val"]["loss"] for m in result["models"] if m["splits"].get("val")
    }
    assert result["chosen"] == min(losses, key=lambda name: losses[name]) == "Ensemble"


def test_every_pair_is_tested(compared: tuple[Path, dict[str, Any]]) -> None:
    _, result = compared

    by_names = {(p["first"], p["second"]): p for p in result["pairs"]}
    assert len(by_names) == 6
    clear = by_names["sharp", "linear"]
    assert clear["verdict"] == "sharp is right more often, p < 0.001"
    assert clear["mcnemar"]["mid_p"] <= clear["mcnemar"]["holm_p"] < 0.001
    assert clear["delong"]["normal"]["holm_p"] >= clear["delong"]["normal"]["p"]
    difference = clear["differences"]["accuracy"]
    assert 0 < difference["interval"][0] <= difference["value"] <= difference["interval"][1]
    assert by_names["sharp", "Ensemble"]["verdict"].startswith("not distinguishable, p = ")


def test_the_tables_hold_what_the_json_holds(compared: tuple[Path, dict[str, Any]]) -> None:
    out, result = compared
    with (out / "comparison.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    with (out / "pairs.csv").open(newline="") as stream:
        pairs = list(csv.DictReader(stream))

    (row,) = [
        r
        for r in rows
        if (r["model"], r["split"], r["figure"]) == ("dull", "test", "auroc.covid19")
    ]
    figures = result["models"][1]["splits"]["test"]
    assert float(row["value"]) == pytest.approx(figures["per_class"]["covid19"]["auroc"], abs=1e-6)
    assert float(row["low"]) == pytest.approx(figures["intervals"]["auroc.covid19"][0], abs=1e-6)
    (absent,) = [
        r
        for r in rows
        if (r["model"], r["split"], r["figure"]) == ("dull", "external", "recall.covid19")
    ]
    assert (absent["value"], absent["low"]) == ("", "")
    assert len(pairs) == 6 * (1 + 5)


def test_a_model_that_is_there_is_timed(tmp_path: Path, shipped_folder: Path) -> None:
    runs = [write_run(tmp_path / "a", 3.0, 1), write_run(tmp_path / "b", 1.0, 2)]
    shutil.copytree(shipped_folder, runs[0] / "bundle")

    result = compare(ComparisonRequest(runs, tmp_path / "out", resamples=5), NullContext())

    assert result["models"][0]["reading_ms"] not in (None, 7.0)
    assert result["models"][1]["reading_ms"] == 7.0
    assert len(result["limits"]) > 1  # the bundle's own, and those of the record


def test_what_is_timed_is_said_by_the_name_of_the_model(
    tmp_path: Path, shipped_folder: Path
) -> None:
    runs = [write_run(tmp_path / name, 2.5 - n, n) for n, name in enumerate("abc")]
    shutil.copytree(shipped_folder, runs[0] / "bundle")
    heard = Listener()

    measure_runs(MeasureRequest(runs, names={runs[1]: "The second"}), heard)

    said = [one.message for one in heard.reports if "reads" in one.message]
    shipped = load_bundle(shipped_folder).manifest.name
    names = (shipped, "The second", "c")
    assert said == [f"measuring how fast {name} reads" for name in names]


def test_a_comparison_that_is_cancelled_writes_nothing(tmp_path: Path) -> None:
    runs = [write_run(tmp_path / "a", 3.0, 1), write_run(tmp_path / "b", 1.0, 2)]

    with pytest.raises(Cancelled):
        compare(
            ComparisonRequest(runs, tmp_path / "out", resamples=5), Listener(cancels_at_check=4)
        )

    assert not (tmp_path / "out").exists()


def test_only_common_films_are_compared_each_in_its_place() -> None:
    first, second = _contender("a"), _contender("b", seed=1)
    order = np.array([7, 3, 40, 0, 12])
    some = second.tables["test"].rows(order)

    lineup = lined_up([first, replace(second, tables={**second.tables, "test": some})])

    kept = sorted(order)
    a, b = (c.tables["test"] for c in lineup.contenders)
    assert a.paths == b.paths == tuple(first.tables["test"].paths[n] for n in kept)
    np.testing.assert_array_equal(b.targets, first.tables["test"].targets[kept])
    np.testing.assert_array_equal(b.probabilities, second.tables["test"].probabilities[kept])
    assert (lineup.films["test"].films, lineup.films["test"].left_out) == (5, 75)
    assert lineup.films["val"].left_out == 0


def test_classes_in_another_order_are_put_right() -> None:
    first, second = _contender("a"), _contender("b", seed=1)
    table = second.tables["test"]
    turned = replace(
        table,
        labels=LabelSet(CHEST_LABELS.labels[::-1]),
        targets=4 - table.targets,
        probabilities=table.probabilities[:, ::-1],
    )

    lineup = lined_up([first, replace(second, tables={"test": turned})])

    straight = lineup.contenders[1].tables["test"]
    np.testing.assert_array_equal(straight.targets, table.targets)
    np.testing.assert_array_equal(straight.probabilities, table.probabilities)


def test_a_baseline_without_groups_gets_those_of_the_runs(tmp_path: Path) -> None:
    run = _contender("a")
    for split in ("val", "test"):
        run.tables[split].write(tmp_path / f"{split}.csv")
        lines = (tmp_path / f"{split}.csv").read_text().splitlines()
        bare = [line.rsplit(",", 2)[0] for line in lines]
        (tmp_path / f"{split}.csv").write_text("\n".join(bare) + "\n")

    lineup = lined_up([run, contender_of_baseline(Baseline(tmp_path, "linear"))])

    assert lineup.contenders[1].kind is Kind.BASELINE
    assert lineup.contenders[1].tables["val"].groups == run.tables["val"].groups
    assert lineup.films["test"].groups == 40


def _other_labels(table: PredictionTable) -> PredictionTable:
    return replace(table, labels=LabelSet.from_ids(("a", "b", "c", "d", "e")))


def _other_truth(table: PredictionTable) -> PredictionTable:
    return replace(table, targets=(table.targets + 1) % 5)


def _other_films(table: PredictionTable) -> PredictionTable:
    return replace(table, paths=tuple(f"other/{path}" for path in table.paths))


def _other_collection(table: PredictionTable) -> PredictionTable:
    return replace(table, groups=tuple(f"other {group}" for group in table.groups))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_other_collection, "a and b have read different test films of the same names"),
        (_other_labels, "b tells apart a, b, c, d, e, not normal"),
        (_other_truth, r"a and b call test/0.png by different labels"),
        (_other_films, "a and b have no test film in common"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(change: Any, words: str) -> None:
    first, second = _contender("a"), _contender("b")
    changed = replace(second, tables={"test": change(second.tables["test"])})

    with pytest.raises(LungDeskError, match=words) as caught:
        lined_up([first, changed])

    assert caught.value.code is ErrorCode.RUNS_NOT_COMPARABLE
    assert caught.value.message.count(".") <= 2


def _by_content(table: PredictionTable, films: int) -> PredictionTable:
    """Groups of so many films that the data does not state."""
    return replace(table, groups=tuple(f"{n // films * films:064x}" for n in range(len(table))))


def test_the_same_films_are_compared_though_other_groups_are_known_of_them() -> None:
    stated = _contender("stated").tables["test"]
    coarse, fine = _by_content(stated, 4), _by_content(stated, 1)
    for tables in ((coarse, fine), (fine, coarse), (stated, fine)):
        runs = [_contender(f"{n}", tables={"test": table}) for n, table in enumerate(tables)]
        assert lined_up(runs).films["test"].films == len(stated)


@pytest.mark.parametrize(
    ("contenders", "words"),
    [
        ([_contender("a")], "there is only one"),
        ([_contender("a"), _contender("a")], "two of them are called a"),
        ([_contender("a"), _contender("b", tables={})], "b has no predictions of the test films"),
        ([_contender("a", tables={}), _contender("b", tables={})], "no predictions of the val"),
    ],
)
def test_a_lineup_needs_two_names_and_test_films(contenders: list[Contender], words: str) -> None:
    with pytest.raises(LungDeskError, match=words):
        lined_up(contenders)


@pytest.mark.usefixtures("another_day")
def test_without_test_films_models_are_measured_on_val_and_not_tested(tmp_path: Path) -> None:
    runs = [
        write_run(tmp_path / name, sharpness, seed, splits=("train", "val", "external"))
        for seed, (name, sharpness) in enumerate({"a": 2.6, "b": 2.3}.items())
    ]

    result = compare(ComparisonRequest(runs, tmp_path / "out", resamples=20), NullContext())

    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert set(result["films"]) == {"train", "val", "external"}
    assert result["chosen"] in {"a", "b", "Ensemble"}
    assert result["pairs"] == []
    page = (tmp_path / "out" / "comparison.html").read_text()
    assert "There are no test films" in page
    assert "on the test films" not in page
    assert f"{datetime.now():%d %B %Y}".lstrip("0") in page


def test_one_model_and_a_baseline_make_no_ensemble() -> None:
    lineup = lined_up([_contender("a"), replace(_contender("b", 0.5), kind=Kind.BASELINE)])

    assert with_ensemble(lineup) is lineup


def test_a_model_that_adds_nothing_is_left_out_of_the_ensemble() -> None:
    good, better = _contender("good", 2.0, 1), _contender("better", 2.4, 2)
    backwards = _contender("backwards", -3.0, 3)

    lineup = with_ensemble(lined_up([good, better, backwards]))

    members = lineup.contenders[-1].members
    assert members is not None
    assert set(members) == {"good", "better"}
    table = lineup.contenders[-1].tables["test"]
    np.testing.assert_allclose(table.probabilities.sum(axis=1), 1, atol=1e-6)


def test_a_run_is_called_after_its_folder(tmp_path: Path) -> None:
    contender = contender_of_run(load_run(write_run(tmp_path / "densenet201")))

    assert (contender.name, contender.limits) == ("densenet201", ("Made up.",))


def test_folds_of_two_networks_are_compared_on_their_test_films(tmp_path: Path) -> None:
    """As `lungdesk train --folds` says: each fold has other val films, and folders share names."""
    runs = [
        write_run(tmp_path / network / fold, sharpness, seed)
        for seed, (network, fold, sharpness) in enumerate(
            [("vgg16", "fold-1", 2.6), ("vgg16", "fold-2", 2.2), ("lite0", "fold-1", 1.8)]
        )
    ]
    for number, run in enumerate(runs):
        table = run / "predictions" / "val.csv"
        table.write_text(table.read_text().replace("val/", f"fold {number}/"))

    found = compare(ComparisonRequest(runs, tmp_path / "out", [], resamples=20), NullContext())

    models = found["models"]
    assert [m["name"] for m in models] == ["vgg16/fold-1", "fold-2", "lite0/fold-1"]
    assert all("test" in m["splits"] and "val" not in m["splits"] for m in models)
    assert (tmp_path / "out" / "comparison.pdf").is_file()
