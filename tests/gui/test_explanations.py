"""Other maps beside Grad-CAM, and maps put to the test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.faithfulness import Faithfulness
from lungdesk.core.imaging.heat_look import HeatScale, HeatStyle
from lungdesk.core.jobs import JobContext
from lungdesk.core.saliency import SaliencyMap
from lungdesk.gui.explain.explanation_panel import ExplanationPanel
from lungdesk.gui.explain.explanation_words import GRADCAM, outcome_words
from lungdesk.gui.explain.explanations_dialog import ExplanationsDialog
from lungdesk.gui.heatmap_look import HeatmapLook
from lungdesk.gui.main_window import MainWindow
from lungdesk.ml.explain.perturbed_maps import OCCLUSION, RISE
from lungdesk.ml.layer_cam import METHOD as LAYERCAM
from lungdesk.services.explanation import METHODS
from lungdesk.services.read_request import ExplainRequest
from tests.gui.conftest import FILM, pixels, show
from tests.gui.fakes import FakeFilmReader, hot_map

SHIFT = Qt.KeyboardModifier.ShiftModifier


def compared(window: MainWindow) -> ExplanationsDialog:
    dialog = window.features.explanations.dialog
    assert dialog is not None
    return dialog


def click(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def dialog(film_window: MainWindow, qtbot: QtBot) -> ExplanationsDialog:
    """A film has been read, and its explanations have been asked for by key."""
    qtbot.waitUntil(lambda: film_window.state.reading.reading is not None)
    QTest.keyClick(film_window, Qt.Key.Key_E, SHIFT)
    dialog = compared(film_window)
    qtbot.waitUntil(lambda: len(dialog.panels[GRADCAM].row.films) == 5)
    return dialog


def test_grad_cam_of_every_class_is_there_at_once_and_the_others_can_be_made(
    dialog: ExplanationsDialog,
) -> None:
    assert set(dialog.panels) == {GRADCAM, *METHODS} == {GRADCAM, LAYERCAM, OCCLUSION, RISE}
    assert dialog.title.text() == FILM.name
    assert [film.title for film in dialog.panels[GRADCAM].row.films][-1] == "Tuberculosis"
    assert dialog.tested.currentText() == "Tuberculosis"
    assert dialog.panels[GRADCAM].test.isVisible()
    for method in METHODS:
        assert dialog.panels[method].make.isVisible()
        assert not dialog.panels[method].test.isVisible()


def test_a_map_that_is_made_lies_on_the_film(dialog: ExplanationsDialog, qtbot: QtBot) -> None:
    panel = dialog.panels[OCCLUSION]
    # What is not made takes no room.
    assert not dialog.panels[RISE].make.visibleRegion().isEmpty()
    click(panel.make)
    qtbot.waitUntil(lambda: len(panel.row.films) == 5)

    # The maps are hot at the foot of the film, where Grad-CAM's are not.
    qtbot.waitUntil(lambda: panel.row.size() == dialog.panels[GRADCAM].row.size())
    assert np.any(pixels(panel.row) != pixels(dialog.panels[GRADCAM].row))
    assert not panel.make.isVisible()
    assert not dialog.panels[RISE].row.films


@pytest.mark.parametrize(
    ("method", "verdict"),
    [(GRADCAM, "The map marks what the model goes by."), (OCCLUSION, "do not rely on this map.")],
)
def test_a_test_says_in_words_whether_to_rely_on_a_map(
    dialog: ExplanationsDialog, qtbot: QtBot, method: str, verdict: str
) -> None:
    panel: ExplanationPanel = dialog.panels[method]
    if method != GRADCAM:
        click(panel.make)
        qtbot.waitUntil(panel.test.isVisible)
    click(panel.test)
    qtbot.waitUntil(lambda: bool(panel.outcome.text()))

    words = panel.outcome.text()
    assert "Tuberculosis: from 80 % to" in words
    assert verdict in words
    assert "Deletion 0.40" in words


def test_an_empty_map_is_not_tested(
    dialog: ExplanationsDialog,
    film_window: MainWindow,
    reader: FakeFilmReader,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def empty(request: ExplainRequest, _ctx: JobContext) -> tuple[SaliencyMap, ...]:
        film = request.radiograph
        maps = (hot_map(index, film) for index in range(len(reader.labels)))
        return tuple(replace(one, values=np.zeros_like(one.values)) for one in maps)

    monkeypatch.setattr(reader, "explain", empty)
    panel = dialog.panels[LAYERCAM]
    click(panel.make)
    qtbot.waitUntil(panel.test.isVisible)
    click(panel.test)
    qtbot.waitUntil(lambda: bool(panel.outcome.text()))

    assert panel.outcome.text().startswith("This map is empty: it marks nothing that speaks for Tu")
    assert not film_window.bridge.is_busy
    click(dialog.panels[GRADCAM].test)
    qtbot.waitUntil(lambda: "marks what" in dialog.panels[GRADCAM].outcome.text())


def test_the_row_that_is_asked_stays_in_sight_and_keeps_the_focus(
    dialog: ExplanationsDialog, qtbot: QtBot
) -> None:
    dialog.resize(1080, 420)
    area = dialog.findChild(QScrollArea)
    assert area is not None
    panel = dialog.panels[OCCLUSION]
    area.ensureWidgetVisible(panel.make)
    click(panel.make)
    qtbot.waitUntil(panel.test.isVisible)
    assert panel.test.hasFocus()
    click(panel.test)
    qtbot.waitUntil(lambda: bool(panel.outcome.text()))

    assert panel.test.hasFocus()
    assert not panel.test.visibleRegion().isEmpty()


def test_another_class_has_a_test_of_its_own(dialog: ExplanationsDialog, qtbot: QtBot) -> None:
    panel = dialog.panels[GRADCAM]
    click(panel.test)
    qtbot.waitUntil(lambda: bool(panel.outcome.text()))
    QTest.keyClick(dialog.tested, Qt.Key.Key_Up)
    assert not panel.outcome.text()
    QTest.keyClick(dialog.tested, Qt.Key.Key_Down)
    assert "Tuberculosis" in panel.outcome.text()


def test_what_runs_is_told_and_can_be_cancelled(
    dialog: ExplanationsDialog, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    reader.gate.clear()
    panel = dialog.panels[RISE]
    click(panel.make)
    qtbot.waitUntil(lambda: dialog.task.words == "Asking: 3 of 257")
    assert not panel.make.isEnabled()
    click(dialog.task.findChild(QPushButton))  # type: ignore[arg-type] # it has one
    assert not dialog.task.words
    assert panel.make.isEnabled()
    reader.gate.set()
    assert not panel.row.films


def test_another_film_begins_anew(
    dialog: ExplanationsDialog, film_window: MainWindow, qtbot: QtBot
) -> None:
    click(dialog.panels[OCCLUSION].make)
    qtbot.waitUntil(lambda: len(dialog.panels[OCCLUSION].row.films) == 5)
    other = FILM.with_name("other.dcm")
    show(film_window, qtbot, other)
    qtbot.waitUntil(lambda: dialog.title.text() == other.name)
    qtbot.waitUntil(lambda: len(dialog.panels[GRADCAM].row.films) == 5)
    assert not dialog.panels[OCCLUSION].row.films
    assert dialog.panels[OCCLUSION].make.isVisible()


def test_in_privacy_mode_the_film_is_called_by_its_number(
    dialog: ExplanationsDialog, film_window: MainWindow, qtbot: QtBot
) -> None:
    film_window.activateWindow()
    qtbot.waitUntil(film_window.isActiveWindow)
    QTest.keyClick(film_window, Qt.Key.Key_F7)
    assert dialog.title.text() == "Film 1"
    QTest.keyClick(film_window, Qt.Key.Key_F7)
    assert dialog.title.text() == FILM.name


def outcome(probability: float, drop: float, other: float) -> str:
    curve = np.zeros(21)
    found = Faithfulness(0, probability, drop, np.full(20, other), curve, curve)
    return outcome_words(found, "COVID-19")


def test_words_of_a_test() -> None:
    assert outcome(0.9, 0.5, 0.1) == (
        "Blurring the tenth of the film that this map marks lowers COVID-19: from 90 % to 40 %."
        " Blurring as much elsewhere leaves it at 80 % (the middle one of 20 places)."
        " The map marks what the model goes by."
    )
    assert "20 of 20 other places lower it at least as much" in outcome(0.9, 0.1, 0.2)
    assert "does not lower" in outcome(0.9, -0.05, 0.2)
    assert "does not speak for this class" in outcome(0.9, -0.05, 0.2)
    assert "only 2 %" in outcome(0.02, 0.01, 0.0)


# --- the look of the maps


def made(dialog: ExplanationsDialog, qtbot: QtBot, method: str) -> ExplanationPanel:
    panel: ExplanationPanel = dialog.panels[method]
    click(panel.make)
    qtbot.waitUntil(lambda: len(panel.row.films) == 5)
    return panel


def painted(panel: ExplanationPanel, class_index: int) -> NDArray[np.uint8]:
    """The heat over one film, premultiplied BGRA."""
    heat = panel.row.films[class_index].heat
    assert heat is not None
    return np.array(heat.constBits(), np.uint8).reshape(heat.height(), heat.width(), 4)


def area(panel: ExplanationPanel) -> int:
    """Pixels that are painted for tuberculosis."""
    return int((painted(panel, 4)[..., 3] > 0).sum())


def hottest(panel: ExplanationPanel, class_index: int = 4) -> int:
    """How far up the scale, whose red rises all the way, a map goes."""
    return int(painted(panel, class_index)[..., 2].max())


def test_the_threshold_holds_for_every_row(
    film_window: MainWindow, dialog: ExplanationsDialog, qtbot: QtBot
) -> None:
    panels = dialog.panels[GRADCAM], made(dialog, qtbot, OCCLUSION)
    before = [area(panel) for panel in panels]
    film_window.state.set_heatmap(HeatmapLook(threshold=0.8))

    for panel, whole in zip(panels, before, strict=True):
        assert 0 < area(panel) < whole / 2


def test_contours_are_drawn_in_every_row(
    film_window: MainWindow, dialog: ExplanationsDialog, qtbot: QtBot
) -> None:
    panels = dialog.panels[GRADCAM], made(dialog, qtbot, OCCLUSION)
    coloured = [pixels(panel.row) for panel in panels]
    film_window.state.set_heatmap(HeatmapLook(style=HeatStyle.CONTOURS))

    for panel, before in zip(panels, coloured, strict=True):
        shown = panel.row.films[4]
        assert shown.heat is None
        (line,) = shown.lines[-1].lines  # around the hottest place alone, as shares of the film
        assert 0 <= line.min() <= line.max() <= 1
        assert np.any(pixels(panel.row) != before)
    # Occlusion is hot at the foot of the film, in the column of its class.
    foot = dialog.panels[OCCLUSION].row.films[4].lines[-1].lines[0].mean(axis=0)
    assert foot == pytest.approx([(4 + 0.5) / 7, (6 + 0.5) / 7], abs=0.05)


def test_the_scale_is_the_one_that_was_chosen(
    film_window: MainWindow, dialog: ExplanationsDialog, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    reader.map_peak = 12.0  # twice what the strongest map reaches
    panel, other = dialog.panels[GRADCAM], made(dialog, qtbot, OCCLUSION)

    def choose(scale: HeatScale) -> str:
        film_window.state.set_heatmap(HeatmapLook(scale=scale))
        return dialog.note.text()

    assert "Each map has a scale of its own." in choose(HeatScale.MAP)
    assert hottest(panel, 0) == hottest(panel, 4)
    assert "Each row has a scale of its own" in choose(HeatScale.FILM)
    assert hottest(panel, 0) < hottest(panel, 4)
    on_film = hottest(panel), hottest(other)
    assert "Grad-CAM has the scale that is fixed for the model." in choose(HeatScale.MODEL)
    assert hottest(panel) < on_film[0]
    assert hottest(other) == on_film[1]  # in other units: by its own end


def test_a_model_without_a_finer_layer_says_so(
    dialog: ExplanationsDialog,
    reader: FakeFilmReader,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_request: object, _ctx: object) -> None:
        raise LungDeskError(
            "LayerCAM cannot be made of VGG16.", hint="Use others.", code=ErrorCode.USAGE
        )

    monkeypatch.setattr(reader, "explain", refuse)
    click(dialog.panels[LAYERCAM].make)
    qtbot.waitUntil(lambda: bool(dialog.notice.text()))

    assert dialog.notice.text() == "LayerCAM cannot be made of VGG16. Use others."
    assert dialog.notice.isVisible()
    assert not dialog.panels[LAYERCAM].row.films


def test_the_buttons_of_the_rows_end_where_the_box_above_them_does(
    dialog: ExplanationsDialog,
) -> None:
    def right_of(widget: QWidget) -> int:
        return widget.mapTo(dialog, widget.rect().topRight()).x()

    rows = dialog.panels
    assert right_of(rows[LAYERCAM].make) == right_of(rows[GRADCAM].test) == right_of(dialog.tested)


@pytest.mark.parametrize(("stronger", "said"), [(3, "3 of 20 other"), (2, "2 of 20 other")])
def test_the_number_that_speaks_against_a_map_is_told(stronger: int, said: str) -> None:
    falls = np.full(20, 0.0)
    falls[:stronger] = 0.2
    curve = np.linspace(0.8, 0.0, 21)

    words = outcome_words(Faithfulness(1, 0.7, 0.06, falls, curve, curve), "Tuberculosis")

    assert "Blurring as much elsewhere leaves it at 70 %" in words
    assert f"{said} places lower it at least as much: do not rely on this map." in words
