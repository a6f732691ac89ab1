"""Tab of the errors: a gallery of the films that are read wrongly."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.evaluation.errors_model import ErrorsModel
from lungdesk.gui.messages import Message
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.gallery_view import GalleryView
from lungdesk.gui.widgets.notice import Notice
from lungdesk.gui.widgets.text_label import text_label


class ErrorsPanel(QWidget):
    """What the gallery holds, in a line, and the gallery."""

    def __init__(self, model: ErrorsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = text_label(self, role="muted")
        self.gallery = GalleryView(model, self)
        none = Notice(icon_name="film", parent=self)
        none.show_text(tr("No film is read wrongly"), Message(tr("Every film has its true class.")))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.gallery)
        self._stack.addWidget(none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.UNIT, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self.summary)
        layout.addWidget(self._stack, 1)
        model.modelReset.connect(lambda: self._stack.setCurrentIndex(0 if model.rowCount() else 1))
