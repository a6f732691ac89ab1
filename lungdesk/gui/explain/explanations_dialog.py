"""Window that sets ways to explain a film side by side."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.explain.explanation_panel import ExplanationPanel
from lungdesk.gui.explain.explanation_words import ABOUT
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.keyed import KeyedComboBox
from lungdesk.gui.widgets.task_line import TaskLine
from lungdesk.gui.widgets.text_label import text_label

_SIZE = (1080, 720)
#: Around the rows; what is above them ends where they do.
_FRAME_PX = 1
_NOTE = tr("A map explains the model, not the patient.")


class ExplanationsDialog(QDialog):
    """Stays open beside the window while the user goes from film to film.

    Signals
    -------
    class_chosen(int)
        The user wants the map of a class tested.
    """

    class_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Explanations compared"))
        self.resize(*_SIZE)
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.notice = QLabel(self)
        self.notice.setProperty("role", "muted")
        self.notice.setWordWrap(True)
        self.note = text_label(self, _NOTE, role="muted")
        self.tested = KeyedComboBox(self)
        self.tested.setAccessibleName(tr("Class whose map is tested"))
        self.tested.activated.connect(self.class_chosen)
        self.task = TaskLine(self)
        self.panels = {method: ExplanationPanel(method, self) for method in ABOUT}
        self._asked: ExplanationPanel | None = None
        self._assemble()

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_FRAME_PX, 0, _FRAME_PX, 0)
        head.setSpacing(theme.UNIT)
        head.addWidget(self.title, 1)
        label = QLabel(tr("&Test the map of"), self)
        label.setBuddy(self.tested)
        head.addWidget(label)
        head.addWidget(self.tested)
        body = QWidget(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.UNIT)
        for panel in self.panels.values():
            rows.addWidget(panel)
        rows.addStretch(1)
        area = QScrollArea(self)
        area.setAccessibleName(tr("Explanations"))
        area.setProperty("role", "scrolled")
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.UNIT * 2,) * 4)
        layout.setSpacing(theme.UNIT)
        layout.addLayout(head)
        layout.addWidget(self.notice)
        layout.addWidget(area, 1)
        layout.addWidget(self.task)
        layout.addWidget(self.note)

    def show_classes(self, names: tuple[str, ...], chosen: int | None) -> None:
        """Offer classes to be tested, without telling anybody."""
        shown = tuple(self.tested.itemText(index) for index in range(self.tested.count()))
        if shown != names:
            self.tested.clear()
            self.tested.addItems(list(names))
        self.tested.setCurrentIndex(-1 if chosen is None else chosen)

    def show_busy(self, progress: Progress | None) -> None:
        """Say what runs; None when nothing does.

        The focus goes to what stops it, and back to the row it came from: from a button that cannot
        be pressed any more it would go to the next one, and the list would be scrolled to that.
        """
        if progress is not None:
            self.task.show_progress(progress)
            for row in self.panels.values():
                if row.has_focus:
                    self._asked = row
                    self.task.setFocus()
        for row in self.panels.values():
            row.set_enabled(is_enabled=progress is None)
        if progress is None:
            if self._asked is not None and self.task.hasFocus():
                self._asked.take_focus()
            self._asked = None
            self.task.show_progress(None)

    def show_scale(self, words: str) -> None:
        """Say what the colours of the rows stand for."""
        self.note.setText(f"{_NOTE} {words}")

    def show_notice(self, words: str) -> None:
        """Say why there is nothing to explain; empty where there is."""
        self.notice.setText(words)
        self.notice.setVisible(bool(words))
