"""``lungdesk evaluate`` and ``lungdesk dataset audit`` on real films."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.datasets import load_dataset
from tests.e2e.conftest import Program
from tests.unit.ml.real_films import few_films, write_manifest

KEYS = {"n", "accuracy", "balanced_accuracy", "macro_f1", "ece", "per_class", "confusion"}
CLASS_KEYS = {"precision", "recall", "f1", "auroc", "auprc", "n"}
FOLDERS = {
    "Normal": "normal",
    "Bacterial Pneumonia": "bacterial_pneumonia",
    "Viral Pneumonia": "viral_pneumonia",
    "Corona Virus Disease": "covid19",
    "Tuberculosis": "tuberculosis",
}


def _films(shared_data: Path, folder: str, count: int) -> list[Path]:
    return sorted((shared_data / "cxr" / "test" / folder).iterdir())[:count]


def _write_manifest(path: Path, rows: list[tuple[Path, str]]) -> Path:
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["path", "label", "split"])
        writer.writerows((film, label, "test") for film, label in rows)
    return path


def test_a_model_is_measured_on_a_manifest_of_films(
    lungdesk: Program, shared_data: Path, repo_root: Path, tmp_path: Path
) -> None:
    rows = [(p, f) for f in FOLDERS for p in _films(shared_data, f, 4)]
    (tmp_path / "bad.jpg").write_bytes(rows[0][0].read_bytes()[:3000])
    manifest = _write_manifest(tmp_path / "films.csv", [*rows, (tmp_path / "bad.jpg", "normal")])

    bundle = repo_root / "models" / "lungdesk-lite0"
    ended = lungdesk("evaluate", bundle, manifest, "--json", "--out", "figures")

    figures = ended.json
    assert ended.code == 0
    assert ended.err.startswith(f"{tmp_path}/bad.jpg: bad.jpg is damaged")
    assert KEYS | {"intervals"} <= set(figures)
    assert figures["n"] == 20
    assert tuple(figures["per_class"]) == CHEST_LABELS.ids
    assert all(set(row) >= CLASS_KEYS for row in figures["per_class"].values())
    assert [sum(row) for row in figures["confusion"]] == [4] * 5
    right = sum(figures["confusion"][i][i] for i in range(5))
    assert figures["accuracy"] == pytest.approx(right / 20)
    assert figures["accuracy"] > 0.5
    low, high = figures["intervals"]["accuracy"]
    assert 0 <= low <= figures["accuracy"] <= high <= 1
    _check_files(tmp_path / "figures", figures)


def _check_files(folder: Path, figures: dict[str, object]) -> None:
    stored = json.loads((folder / "evaluation.json").read_text())
    assert stored == figures
    with (folder / "predictions.csv").open(newline="") as stream:
        table = list(csv.DictReader(stream))
    assert len(table) == 20
    for row in table:
        probabilities = {label: float(row[f"p_{label}"]) for label in CHEST_LABELS.ids}
        assert probabilities[row["predicted"]] == max(probabilities.values())
        assert row["label"] == FOLDERS[Path(row["path"]).parent.name]


def test_classes_without_films_have_no_figures(
    lungdesk: Program, shared_data: Path, tmp_path: Path
) -> None:
    rows = [(p, f) for f in ("Normal", "Tuberculosis") for p in _films(shared_data, f, 2)]
    manifest = _write_manifest(tmp_path / "films.csv", rows)

    told = lungdesk("evaluate", "lungdesk-lite0", manifest)
    missing = lungdesk("evaluate", "lungdesk-lite0", manifest, "--split", "val")

    assert told.code == 0
    assert "test: 4 films" in told.out
    assert "…" not in told.out
    assert max(map(len, told.out.splitlines())) <= 80
    (covid, *_) = (line.split() for line in told.out.splitlines() if "COVID-19  " in line)
    assert covid[:2] == ["COVID-19", "0"]
    assert covid[-1] == "–"
    assert "Note: " in told.err
    assert missing.code == 1
    assert missing.err == (
        "Error: films.csv has no split called val. It has: test. [LD-DATA-005]\n"
    )


def _counts_of_the_readme(shared_data: Path) -> dict[str, dict[str, int]]:
    lines = (shared_data / "README.md").read_text().splitlines()
    table = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    counts: dict[str, dict[str, int]] = {}
    header = next(
        n for n, cells in enumerate(table) if cells == ["train", "val", "test", "external"]
    )
    for label, *cells in table[header + 2 : header + 7]:
        for split, cell in zip(table[header], cells, strict=True):
            counts.setdefault(split, {})[label] = 0 if cell == "–" else int(cell)
    return counts


def test_the_collection_is_as_it_says_of_itself(shared_data: Path) -> None:
    counts = load_dataset(shared_data / "cxr").counts()

    assert set(counts["train"]) == set(CHEST_LABELS.ids)
    assert counts == _counts_of_the_readme(shared_data)


def test_an_audit_counts_and_says_what_it_finds(
    lungdesk: Program, shared_data: Path, tmp_path: Path
) -> None:
    per_class = {"train": 20, "val": 5, "test": 5}
    manifest = write_manifest(tmp_path / "films.csv", few_films(shared_data, per_class))

    ended = lungdesk("dataset", "audit", manifest, "--json")

    report = ended.json
    assert ended.code == 0
    assert report["splits"] == {
        split: dict.fromkeys(CHEST_LABELS.ids, count) for split, count in per_class.items()
    }
    assert report["n"] == 150
    assert report["groups_across_splits"] == []
    assert any("Tuberculosis" in sentence for sentence in report["findings"])


@pytest.mark.parametrize("command", [("dataset", "audit"), ("train", "--out", "run")])
def test_a_folder_of_unknown_classes_is_asked_about(
    lungdesk: Program, tmp_path: Path, command: tuple[str, ...]
) -> None:
    for name in ("Normal", "Corona"):
        (tmp_path / "films" / name).mkdir(parents=True)
        (tmp_path / "films" / name / "film.png").write_bytes(name.encode())

    ended = lungdesk(*command, "films")

    assert (ended.code, ended.out) == (1, "")
    (line,) = ended.err.splitlines()
    assert line.startswith("Error: These classes are not known: Corona.")
    assert "--map NAME=LABEL" in line
    assert line.endswith(" [LD-DATA-002]")
