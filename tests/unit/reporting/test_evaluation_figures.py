from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image
from sklearn import metrics as oracle

from lungdesk.core.colours import CLASS_COLOURS, CLASS_INKS, colour_places
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.metrics.classification import confusion_matrix
from lungdesk.gui.theme import contrast
from lungdesk.reporting.evaluation_figures import (
    curve_rows,
    evaluation_figures,
    reliability_figure,
)
from lungdesk.reporting.figure_style import (
    MODEL_INKS,
    encoded,
    new_figure,
    style,
    write_figure,
)
from tests.unit.reporting.comparisons import model, targets_of

TARGETS = targets_of("test")
PROBABILITIES = model("a").probabilities["test"]
GROUPS = [str(number) for number in range(len(TARGETS))]


def _figures(targets: np.ndarray, probabilities: np.ndarray) -> dict[str, bytes]:
    confusion = confusion_matrix(targets, probabilities.argmax(axis=1), 5)
    groups = [str(number) for number in range(len(targets))]
    figures = evaluation_figures(targets, probabilities, CHEST_LABELS, confusion, groups=groups)
    return {name: encoded(figure, "png") for name, figure in figures.items()}


def test_every_figure_is_drawn_and_nothing_is_cut_off() -> None:
    figures = _figures(TARGETS, PROBABILITIES)

    assert set(figures) == {"confusion", "roc", "precision_recall", "reliability"}
    for name, png in figures.items():
        with Image.open(io.BytesIO(png)) as image:
            grey = np.asarray(image.convert("L"))
        border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
        assert (border == 255).all(), name
        assert grey.min() < 60, name


def test_bold_titles_in_any_script_are_drawn_without_a_word(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with style():
        figure = new_figure(2, 1)
        # Of a size that no other test has had matplotlib look for.
        figure.add_subplot().set_title("Lunge 肺", fontsize=7.3)
    encoded(figure, "png")
    assert caplog.messages == []


def test_a_figure_is_laid_out_once_and_drawn_once_for_each_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw, drawn = Figure.draw, list[Figure]()

    def counted(one: Figure, renderer: Any) -> None:
        drawn.append(one)
        draw(one, renderer)

    monkeypatch.setattr(Figure, "draw", counted)
    with style():
        figure = new_figure(2, 1)
        figure.add_subplot().plot([1, 2])

    files = [encoded(figure, kind) for kind in ("png", "svg", "svg", "png")]

    assert drawn == [figure] * 3
    assert files[0] == files[3] != files[1] == files[2]


@pytest.mark.parametrize("classes", [(3,), (0, 3)])
def test_few_classes_are_no_failure(classes: tuple[int, ...]) -> None:
    chosen = np.isin(TARGETS, classes)

    assert len(_figures(TARGETS[chosen], PROBABILITIES[chosen])) == 4


def test_one_film_is_enough() -> None:
    assert len(_figures(TARGETS[:1], PROBABILITIES[:1])) == 4


def test_a_confusion_matrix_shows_films_and_per_cent() -> None:
    confusion = np.zeros((5, 5), np.int64)
    confusion[0, :2] = 30, 10
    figures = evaluation_figures(TARGETS, PROBABILITIES, CHEST_LABELS, confusion, groups=GROUPS)

    films, per_cent = (
        [text.get_text() for text in axes.texts] for axes in figures["confusion"].axes
    )

    assert films[:5] == ["30", "10", "0", "0", "0"]
    assert per_cent[:5] == ["75", "25", "0", "0", "0"]
    assert films[5:] == per_cent[5:] == ["–"] * 20


def test_films_of_few_patients_have_wide_intervals_in_the_reliability_diagram() -> None:
    of_films, of_patients = (
        reliability_figure(TARGETS, PROBABILITIES, groups)
        for groups in (GROUPS, ["a", "b"] * (len(TARGETS) // 2))
    )

    (films,), (patients,) = of_films.axes[0].collections, of_patients.axes[0].collections
    heights = [
        np.array([np.ptp(one[:, 1]) for one in bars.get_segments()])  # type: ignore[attr-defined]
        for bars in (films, patients)
    ]
    assert (heights[1] >= heights[0]).all()
    assert heights[1].min() > 0.5


def test_points_are_those_of_scikit_learn() -> None:
    rows = curve_rows(TARGETS, PROBABILITIES, CHEST_LABELS)

    index = CHEST_LABELS.index("covid19")
    is_covid = index == TARGETS
    expected = oracle.roc_curve(is_covid, PROBABILITIES[:, index], drop_intermediate=False)
    points = [
        (row["x"], row["y"], row["threshold"])
        for row in rows
        if (row["curve"], row["label"]) == ("roc", "covid19")
    ]
    np.testing.assert_allclose(points, np.stack(expected, axis=1))


def test_a_figure_is_written_for_screen_and_for_print(tmp_path: Path) -> None:
    confusion = confusion_matrix(TARGETS, PROBABILITIES.argmax(axis=1), 5)
    figure = evaluation_figures(TARGETS, PROBABILITIES, CHEST_LABELS, confusion, groups=GROUPS)[
        "roc"
    ]

    write_figure(figure, tmp_path / "figures", "roc")

    assert {p.name for p in (tmp_path / "figures").iterdir()} == {"roc.png", "roc.svg"}
    assert ET.parse(tmp_path / "figures" / "roc.svg").getroot().tag.endswith("svg")


def test_curves_of_a_model_are_told_apart_without_colour() -> None:
    labels = LabelSet.from_ids(("normal", "tuberculosis", "silicosis"))
    targets = np.arange(9) % 3
    said = np.full((9, 3), 1 / 3)
    confusion = np.full((3, 3), 1)
    figures = evaluation_figures(targets, said, labels, confusion, groups=[*"abcdefghi"])

    for name in ("roc", "precision_recall"):
        curves = [line for line in figures[name].axes[0].lines if line.get_marker() != "None"]
        assert len(curves) == 3
        assert len({str(line.get_marker()) for line in curves}) == 3
        dashes = {str(line._unscaled_dash_pattern) for line in curves}  # type: ignore[attr-defined]
        assert len(dashes) == 3
        inks = [CLASS_INKS[place] for place in colour_places(labels.ids)]
        assert [line.get_color() for line in curves] == inks


def test_lines_can_be_seen_on_paper() -> None:
    assert len(CLASS_INKS) == len(CLASS_COLOURS) > len(CHEST_LABELS)
    for ink in CLASS_INKS:
        assert contrast(ink, "#ffffff") >= 3
    # One of the models' inks is light; its dashes and marker tell it apart.
    assert sum(contrast(ink, "#ffffff") >= 3 for ink in MODEL_INKS) >= len(MODEL_INKS) - 1
