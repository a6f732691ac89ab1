"""What each class name in the data means: one row each, with a box to say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui import theme
from lungdesk.gui.translation import grouped, told, tr
from lungdesk.gui.widgets.keyed import KeyedComboBox

_LEFT_OUT = tr("Leave out")
_CHOOSE = tr("Choose…")
_ROWS_SHOWN = 5
_ROW_HEIGHT = 32
_BOX_WIDTH = 176


@dataclass(frozen=True, slots=True)
class FoundClass:
    """A class name of the data, its number of films, and its meaning (empty: left out)."""

    name: str
    count: int
    label_id: str | None


class ClassesPanel(QWidget):
    """Rows of found classes; scrolls by itself where there are many.

    Signals
    -------
    meant(str, str)
        The user says what a class name means: a label id, or nothing to leave it out.
    """

    meant = Signal(str, str)

    def __init__(self, before: QWidget, parent: QWidget | None = None) -> None:
        """Make it; the boxes come after ``before`` when one goes on by Tab."""
        super().__init__(parent)
        self._before = before
        title = QLabel(tr("What the classes in the data mean"), self)
        title.setProperty("role", "section")
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.boxes: dict[str, KeyedComboBox] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF_UNIT)
        layout.addWidget(title)
        layout.addWidget(self._area)
        self._shown: tuple[str, ...] = ()

    def show_classes(self, classes: Sequence[FoundClass]) -> None:
        """Show rows; boxes that are there already stay, so that the focus stays too."""
        names = tuple(found.name for found in classes)
        if names != self._shown:
            self._rebuild(classes)
            self._shown = names
        for found in classes:
            box = self.boxes[found.name]
            at = box.findData(found.label_id) if found.label_id is not None else 0
            box.setCurrentIndex(at)
            box.setProperty("doubt", found.label_id is None)
            box.style().unpolish(box)
            box.style().polish(box)

    def _rebuild(self, classes: Sequence[FoundClass]) -> None:
        rows = QWidget(self._area)
        grid = QGridLayout(rows)
        has_bar = len(classes) > _ROWS_SHOWN
        grid.setContentsMargins(0, 0, theme.UNIT if has_bar else 0, 0)
        grid.setHorizontalSpacing(theme.UNIT * 2)
        grid.setVerticalSpacing(theme.HALF_UNIT)
        grid.setColumnStretch(0, 1)
        self.boxes = {}
        for row, found in enumerate(classes):
            name = QLabel(rows)
            name.setTextFormat(Qt.TextFormat.PlainText)
            metrics = name.fontMetrics()
            name.setText(metrics.elidedText(found.name, Qt.TextElideMode.ElideMiddle, 200))
            name.setToolTip(found.name)
            count = QLabel(grouped(found.count), rows)
            count.setProperty("role", "muted")
            grid.addWidget(name, row, 0)
            grid.addWidget(count, row, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(self._box(found, rows), row, 2)
        grid.setRowStretch(len(classes), 1)
        before = self._before
        for box in self.boxes.values():
            QWidget.setTabOrder(before, box)
            before = box
        self._area.setWidget(rows)
        shown = min(max(len(classes), 1), _ROWS_SHOWN)
        self._area.setFixedHeight(shown * (_ROW_HEIGHT + theme.HALF_UNIT))

    def _box(self, found: FoundClass, parent: QWidget) -> KeyedComboBox:
        box = KeyedComboBox(parent)
        box.setFixedWidth(_BOX_WIDTH)
        box.addItem(_CHOOSE, None)
        for label in CHEST_LABELS.labels:
            box.addItem(told(label.name), label.id)
        box.addItem(_LEFT_OUT, "")
        box.setAccessibleName(tr("Meaning of {name}", name=found.name))
        box.setToolTip(
            tr(
                "What “{name}” means; “{left_out}” does not train on its films",
                name=found.name,
                left_out=_LEFT_OUT,
            )
        )
        box.activated.connect(partial(self._on_activated, found.name))
        self.boxes[found.name] = box
        return box

    def _on_activated(self, name: str, _index: int) -> None:
        meant = self.boxes[name].currentData()
        if meant is not None:
            self.meant.emit(name, meant)
