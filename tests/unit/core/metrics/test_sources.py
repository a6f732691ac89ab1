from __future__ import annotations

import numpy as np
import pytest

from lungdesk.core.metrics.sources import confounding, figures_by_source


def test_each_source_is_counted_by_itself_the_largest_first() -> None:
    targets = np.array([0, 0, 1, 1, 1, 0])
    predictions = np.array([0, 1, 1, 1, 0, 0])
    sources = ["b", "a", "a", "a", "a", ""]

    found = figures_by_source(targets, predictions, sources, 3)

    assert [(one.source, one.n) for one in found] == [("a", 4), ("b", 1)]
    assert found[0].counts.tolist() == [1, 3, 0]
    assert (found[0].right.successes, found[0].right.cases) == (2, 4)


def test_a_source_that_holds_one_class_gives_it_away() -> None:
    targets = np.array([0] * 10 + [1] * 10 + [2] * 5)
    sources = ["a"] * 10 + ["b"] * 10 + ["b"] * 5

    found = confounding(figures_by_source(targets, targets, sources, 3))

    assert found is not None
    assert found.guessed == pytest.approx(20 / 25)
    assert found.majority == pytest.approx(10 / 25)
    assert (found.single_class_sources, found.sources) == (1, 2)


def test_of_fewer_than_two_sources_nothing_can_be_said() -> None:
    targets = np.array([0, 1])

    assert confounding(figures_by_source(targets, targets, ["a", "a"], 2)) is None
    assert confounding(figures_by_source(targets, targets, ["", ""], 2)) is None
