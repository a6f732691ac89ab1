"""Window of the model library: the list on the left, the chosen model on the right."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.messages import Message
from lungdesk.gui.models.model_panel import ModelPanel
from lungdesk.gui.models.model_row_view import ModelDelegate
from lungdesk.gui.models.shelf_model import ModelRow, ShelfModel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.message_strip import MessageStrip
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.notice import Notice
from lungdesk.gui.widgets.task_line import TaskLine

_SIZE = (1020, 680)
_LIST_WIDTH = 280


class ModelsDialog(QDialog):
    """Stays open beside the window, which goes on reading.

    Signals
    -------
    chosen(ModelRow | None)
        Another row is selected.
    import_wanted(), undo_wanted(), cancel_wanted()
        The user wants a model from a file, the last removal undone, or what runs stopped.
    """

    chosen = Signal(object)
    import_wanted = Signal()
    undo_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Model library"))
        self.resize(*_SIZE)
        self.model = ShelfModel(self)
        self.list = self._list()
        self.panel = ModelPanel(self)
        self.strip = MessageStrip(self)
        self.task = TaskLine(self)
        self.task.cancel_wanted.connect(self.cancel_wanted)
        self.empty = Notice(icon_name="read-all", parent=self)
        self.empty.setProperty("role", "")
        self.empty.show_text(
            tr("No model is installed"), Message(tr("Import one, or train one of your own."))
        )
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.panel)
        self._pages.addWidget(self.empty)
        self.import_button = named_button(
            self,
            tr("Import…"),
            tr("Install a model from a .lungdesk file (Ctrl+I)"),
            act=self.import_wanted,
        )
        self.undo = named_button(
            self,
            tr("Undo removal"),
            tr("Put back the model removed last (Ctrl+Z)"),
            act=self.undo_wanted,
        )
        self.close_button = named_button(
            self, tr("Close"), tr("Close this window (Esc)"), act=self.close
        )
        self._assemble()
        self._bind_keys()

    def _list(self) -> QListView:
        shown = QListView(self)
        shown.setModel(self.model)
        shown.setItemDelegate(ModelDelegate(shown))
        shown.setAccessibleName(tr("Models"))
        shown.setMouseTracking(True)
        shown.setUniformItemSizes(True)
        shown.setFixedWidth(_LIST_WIDTH)
        shown.selectionModel().currentChanged.connect(self._tell_chosen)
        return shown

    def _assemble(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.UNIT)
        foot.addWidget(self.import_button)
        foot.addWidget(self.undo)
        foot.addSpacing(theme.UNIT)
        foot.addWidget(self.task, 1)
        foot.addWidget(self.close_button)
        middle = QHBoxLayout()
        middle.setSpacing(theme.UNIT * 2)
        middle.addWidget(self.list)
        middle.addWidget(self._pages, 1)
        layout = QVBoxLayout(self)
        margin = theme.UNIT * 2
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.UNIT + theme.HALF_UNIT)
        layout.addWidget(self.strip)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)

    def _bind_keys(self) -> None:
        panel = self.panel
        for keys, act in (
            ("Ctrl+I", self.import_button.click),
            ("Ctrl+Z", self.undo.click),
            ("Ctrl+E", panel.export.click),
            ("Ctrl+Shift+V", panel.verify.click),
        ):
            QShortcut(QKeySequence(keys), self, act)
        for keys, button in (("Return", panel.use), ("Del", panel.remove)):
            shortcut = QShortcut(QKeySequence(keys), self.list, button.click)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    # --- what to show

    def show_rows(self, rows: tuple[ModelRow, ...], key: str) -> None:
        """Show what there is, and select a row; the first where that one has gone."""
        self.model.show_rows(rows)
        self._pages.setCurrentWidget(self.panel if rows else self.empty)
        number = self.model.number_of(key) or 0
        index = self.model.index(number)
        self.list.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        if not rows:
            self.chosen.emit(None)

    def show_progress(self, progress: Progress | None) -> None:
        """Say what runs; None when nothing does."""
        self.task.show_progress(progress)

    @property
    def row(self) -> ModelRow | None:
        """The selected row."""
        index = self.list.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def _tell_chosen(self, _new: QModelIndex, _old: QModelIndex) -> None:
        self.chosen.emit(self.row)
