"""Tables fit into 80 columns and nothing in them is cut off, whoever reads them."""

from __future__ import annotations

from typing import Any

import pytest

from lungdesk.cli import tables
from lungdesk.cli.console import output
from lungdesk.core.labels import CHEST_LABELS

COUNTS = {label: 10_000 * number for number, label in enumerate(CHEST_LABELS.ids)}
FIGURES = dict.fromkeys(("precision", "recall", "f1", "auroc"), 0.75)
METRICS: dict[str, Any] = {
    "n": 120_000,
    **dict.fromkeys(("loss", "accuracy", "balanced_accuracy", "macro_auroc", "ece", "brier"), 0.5),
    "macro_f1": None,
    "per_class": {label: {**FIGURES, "auroc": None, "n": 100} for label in CHEST_LABELS.ids},
    "confusion": [[12_345] * 5] * 5,
    "intervals": {"accuracy": [0.25, 0.75], "ece": [None, None], "auroc.normal": [0.1, 0.2]},
    "operating_points": {
        "points": {
            "bacterial_pneumonia": {
                "threshold": 0.123,
                "sensitivity": 0.9,
                "specificity": 0.8,
                "sensitivity_interval": [0.85, 0.95],
                "specificity_interval": [0.75, 0.85],
            },
            "covid19": {
                "threshold": 0.5,
                "sensitivity": None,
                "specificity": 1.0,
                "sensitivity_interval": [None, None],
                "specificity_interval": [1.0, 1.0],
            },
        }
    },
    "within_source": [{"label": "covid19", "source": "some", "n": 20, "auroc": 0.5}],
}
AUDIT = {
    "n": 100_000,
    "splits": {"train": COUNTS, "external": COUNTS},
    "sources": {"a_hospital_with_a_name_that_is_far_too_long_for_a_column": COUNTS, "b": COUNTS},
    "is_split_here": True,
    "identical_files": 3,
    "ignored": {"Corona[/]": 4},
    "masks": 12,
    "shortcuts": [
        {
            "control": "without_lungs",
            **dict.fromkeys(("accuracy", "balanced_accuracy"), 0.75),
            "interval": [0.7, 0.8],
            "chance": 0.2,
        }
    ],
    "issues": [
        {
            "severity": "serious",
            "sentence": "Two films[/] of a patient with a very long name, which has to be folded.",
            "reason": "",
            "advice": "Keep them together.",
        }
    ],
}
_INTERVAL = ["0.700 – 0.800", "0.200"]


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def _lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.err == ""
    lines = captured.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "…" not in captured.out
    return lines


def test_metrics(capsys: pytest.CaptureFixture[str]) -> None:
    tables.print_metrics("test", METRICS)

    lines = _lines(capsys)
    assert lines[0] == "test: 120000 films"
    assert _cells(lines, "accuracy") == ["accuracy", "0.500", "0.250 – 0.750"]
    assert _cells(lines, "macro_f1") == ["macro_f1", "–"]
    confusion = next(n for n, line in enumerate(lines) if "true \\ read" in line)
    classes, counts = lines[:confusion], lines[confusion:]
    assert _cells(classes, "Normal")[-2:] == ["–", "0.100 – 0.200"]
    (bacterial,) = (line for line in lines if "0.123" in line)
    assert bacterial.rstrip().endswith("0.123  0.900 (0.850–0.950)  0.800 (0.750–0.850)")
    (covid,) = (line for line in lines if line.strip().startswith("COVID-19") and "1.000)" in line)
    assert covid.split() == ["COVID-19", "0.500", "–", "1.000", "(1.000–1.000)"]
    assert _cells(classes, "COVID-19")[1:] == ["100", "0.750", "0.750", "0.750", "–"]
    assert _cells(counts, "Tuberculosis") == ["Tuberculosis", *["12345"] * 5]
    assert lines[-1] == "covid19 against normal inside some (20 films): AUROC 0.500"


def test_metrics_without_operating_points(capsys: pytest.CaptureFixture[str]) -> None:
    tables.print_metrics("test", {**METRICS, "operating_points": {"points": {}}})

    assert not any("threshold" in line for line in _lines(capsys))


def test_metrics_of_one_film_of_one_class(capsys: pytest.CaptureFixture[str]) -> None:
    intervals = {**METRICS["intervals"], "accuracy": [None, None]}
    tables.print_metrics("val", {**METRICS, "n": 1, "intervals": intervals})

    out = capsys.readouterr().out
    assert "val: 1 film\n" in out
    assert "– – –" not in out


def test_compared_models(capsys: pytest.CaptureFixture[str]) -> None:
    figures = {"accuracy": 0.875, "loss": 0.5}
    result = {
        "films": dict.fromkeys(("train", "val", "test", "external")),
        "chosen": "densenet201-224-imagenet[/]",
        "models": [
            {"name": "densenet201-224-imagenet[/]", "splits": {"val": figures, "test": figures}},
            {"name": "b", "splits": {"test": {"accuracy": 0.25, "loss": None}}},
        ],
    }

    tables.print_comparison(result)

    lines = _lines(capsys)
    assert _cells(lines, "b") == ["b", "–", "–", "0.250", "–", "–", "–"]
    assert lines[-1] == "Least loss on val: densenet201-224-imagenet[/]"


def test_an_audit(capsys: pytest.CaptureFixture[str]) -> None:
    tables.print_audit(AUDIT)

    lines = _lines(capsys)
    counts = ["0", "10000", "20000", "30000", "40000", "100000"]
    assert _cells(lines, "external") == ["external", *counts]
    assert _cells(lines, "b ") == ["b", "–", "10000", "20000", "30000", "40000"]
    assert "Left out as told: Corona[/] (4 films)" in lines
    assert "Passed over as masks or maps of films: 12 pictures" in lines
    assert _cells(lines, "without lungs") == ["without lungs", "0.750", "0.750", *_INTERVAL]
    first = next(n for n, line in enumerate(lines) if line.lstrip().startswith("serious"))
    words = " ".join(" ".join(lines[first:]).split())
    assert words.startswith(
        "serious Two films[/] of a patient with a very long name, which has to be folded."
        " Keep them together."
    )
    assert "The collection has no splits of its own: these are LungDesk's." in lines


def test_models_with_long_names(capsys: pytest.CaptureFixture[str]) -> None:
    name = "lungdesk-efficientnet-lite0-of-our-own-hospital"
    row: dict[str, Any] = {"id": name, "name": name, "version": "2026.11.25", "status": "ok"}

    tables.print_models([{**row, "backbone": "efficientnet_lite0", "test_macro_f1": None}])

    lines = _lines(capsys)
    folded = "".join(line.split()[0] for line in lines if line.startswith(" ") and line.strip())
    assert name in folded


def test_names_that_are_copied_are_whole_in_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever made the console with COLUMNS set has fixed its width.
    monkeypatch.setattr(output, "_width", 40)
    name = "efficientnet_lite0_levels"
    model = {"id": name, "name": name, "version": "0.1.0", "backbone": name, "status": "ok"}
    network = {"name": name, "weights_licence": "Apache-2.0", "has_weights": True}

    tables.print_models([{**model, "test_macro_f1": 0.884}])
    tables.print_backbones([{**network, "input_size": 384, "parameters": 3_400_000}])

    lines = _lines(capsys)
    assert max(map(len, lines)) <= 40
    assert len([line for line in lines if line.startswith(f" {name} ")]) == 2


def test_figures_that_could_not_be_measured(capsys: pytest.CaptureFixture[str]) -> None:
    tables.print_figures({"backbones": {"b": {"float32_ms": 12.34567, "bfloat16_ms": None}}})

    lines = _lines(capsys)
    assert _cells(lines, "backbones: b: float32_ms")[-1] == "12.346"
    assert _cells(lines, "backbones: b: bfloat16_ms")[-1] == "–"


def test_what_works_here(capsys: pytest.CaptureFixture[str]) -> None:
    report = {
        "lungdesk": "1",
        "packages": {"tensorflow": None, "numpy": "2.0"},
        "processor": {"bfloat16": False},
        "transfer_syntaxes": {"JPEG Baseline": True, "MPEG2": False, "RLE Lossless": True},
        "models": {},
        "display": True,
    }

    tables.print_doctor(report)

    lines = _lines(capsys)
    assert _cells(lines, "packages: tensorflow") == ["packages: tensorflow", "not installed"]
    assert _cells(lines, "processor: bfloat16")[-1] == "no"
    assert _cells(lines, "display")[-1] == "yes"
    assert _cells(lines, "models")[-1] == "none"
    assert _cells(lines, "not read") == ["not read", "MPEG2"]
    assert _cells(lines, "DICOM encodings read")[-1] == "JPEG Baseline"


def _cells(lines: list[str], first: str) -> list[str]:
    """Cells of the line that begins with a word; two blanks or more part them."""
    (line,) = (line.strip() for line in lines if line.strip().startswith(first.strip() + " "))
    return [cell.strip() for cell in line.split("  ") if cell.strip()]
