"""Names without a space: of models, of files. They make no window wider and hide nothing."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.gui.adapt.save_panel import SavePanel
from lungdesk.gui.messages import Message
from lungdesk.gui.widgets.column_area import ColumnArea
from lungdesk.gui.widgets.message_strip import MessageStrip
from lungdesk.gui.widgets.progress_strip import ProgressStrip
from lungdesk.gui.widgets.text_label import text_label

NAME = "EfficientNetLite0_HospitalClinicoUniversitario-2026.11/balanced"
SOLID = "x" * 80


@pytest.fixture
def place(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("name", [NAME, SOLID])
def test_a_long_name_goes_on_in_the_next_line_and_reads_as_it_is(place: QWidget, name: str) -> None:
    label = text_label(place, f"Reads: {name} 12 mm")

    assert label.minimumSizeHint().width() <= 200
    assert label.text() == f"Reads: {name} 12 mm"
    assert label.heightForWidth(200) > 2 * label.fontMetrics().lineSpacing()


@pytest.mark.parametrize("words", ["a word-by-word 0.593 and/or", "1.2.826.0.1", "val_loss 0.25"])
def test_what_is_short_is_not_parted(place: QWidget, words: str) -> None:
    assert QLabel.text(text_label(place, words)) == words


def test_what_is_copied_is_the_name(place: QWidget, qtbot: QtBot) -> None:
    label = text_label(place, NAME, is_selectable=True)
    place.show()
    qtbot.waitExposed(place)
    label.setFocus()
    label.setSelection(0, len(QLabel.text(label)))

    QTest.keySequence(label, "Ctrl+C")

    assert QGuiApplication.clipboard().text() == NAME


def test_a_column_is_never_wider_than_its_place(place: QWidget, qtbot: QtBot) -> None:
    body = QWidget(place)
    layout = QVBoxLayout(body)
    layout.addWidget(QLabel(SOLID, body))
    area = ColumnArea(body, place)
    area.resize(200, 150)
    place.show()
    qtbot.waitExposed(place)

    qtbot.waitUntil(lambda: body.width() == area.viewport().width())


def test_the_status_bar_shortens_what_it_has_no_room_for(place: QWidget, qtbot: QtBot) -> None:
    strip = ProgressStrip(place)
    strip.set_note(NAME)
    strip.show_model(f"{NAME} · ready", "accent", "")

    assert strip.minimumSizeHint().width() < 300
    strip.resize(400, strip.height())
    place.show()
    qtbot.waitExposed(place)
    assert strip.model_words == f"{NAME} · ready"
    assert strip.words == NAME
    assert strip._model.width() > 100
    assert strip._model.geometry().right() <= strip.width()
    assert strip._model.toolTip() == f"{NAME} · ready"
    strip.resize(2000, strip.height())
    assert strip._model.text() == f"{NAME} · ready"


def test_the_button_back_to_a_model_is_no_wider_than_others(place: QWidget) -> None:
    panel = SavePanel(place)
    panel.show_back(SOLID)

    assert panel.back.sizeHint().width() < 350
    assert "…" in panel.back.text()
    assert SOLID in panel.back.toolTip()
    assert SOLID in panel.back.accessibleName()


def test_a_message_wraps_a_long_path(place: QWidget) -> None:
    strip = MessageStrip(place)
    strip.show_message(Message(f"{SOLID} cannot be read."))

    assert strip.text == f"{SOLID} cannot be read."
    assert strip.minimumSizeHint().width() < 600
