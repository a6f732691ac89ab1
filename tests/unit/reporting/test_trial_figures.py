"""The figure of a study: what can be told apart in it."""

from __future__ import annotations

from typing import Any

import numpy as np

from lungdesk.reporting.trial_figures import trials_figure


def row(number: int, backbone: str, solver: str, cut_point: str | None = None) -> dict[str, Any]:
    drawn = {"backbone": backbone, "solver": solver, "cut_point": cut_point}
    return {"number": number, **drawn, "val_loss": 0.5 - number / 100, "state": "complete"}


ROWS = [
    row(0, "vgg16", "exact"),
    row(1, "vgg16", "adamw"),
    row(2, "densenet121", "exact", "conv5"),
    row(3, "densenet121", "adamw") | {"state": "pruned"},
]


def legend_of(rows: list[dict[str, Any]]) -> list[str]:
    return [
        text.get_text() for legend in trials_figure(rows, {}).legends for text in legend.get_texts()
    ]


def test_networks_and_kinds_of_trials_are_told_apart() -> None:
    assert legend_of(ROWS) == [
        "best so far", "vgg16", "densenet121", "exact head", "AdamW head", "head and last blocks",
    ]  # fmt: skip
    history, _ = trials_figure(ROWS, {}).axes
    *points, best = history.lines
    looks = [(point.get_marker(), point.get_fillstyle()) for point in points]
    assert looks == [("o", "none"), ("o", "left"), ("s", "full")]
    assert np.asarray(best.get_ydata()).tolist() == [0.5, 0.49, 0.48]


def test_one_kind_needs_no_key() -> None:
    assert legend_of(ROWS[:1]) == ["best so far", "vgg16"]


def test_what_there_is_nothing_of_is_said() -> None:
    history, importances = trials_figure([], {}).axes

    assert [text.get_text() for text in history.texts] == ["No trial was trained to its end"]
    assert "Too few trials" in importances.texts[0].get_text()
