"""Window that adapts a model: local films above, what it comes to below, then save."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.adapt.save_panel import SavePanel
from lungdesk.gui.rows_model import RowsModel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.figures_view import FiguresView
from lungdesk.gui.widgets.fitting_dialog import FittingDialog
from lungdesk.gui.widgets.message_strip import MessageStrip
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.task_line import TaskLine
from lungdesk.gui.widgets.text_label import text_label

_SIZE = (860, 760)
_LEAST = (780, 720)
_CLASSES_SHOWN, _FIGURES_SHOWN = 5, 5
_ROW_HEIGHT, _HEAD_HEIGHT = 22, 34

_WHAT = tr(
    "From some 50 labelled films of this hospital, in seconds: the last layer of the model is"
    " fitted to them, and measured on films that were left out. Films stay on this computer."
)
_NO_FILMS = tr("Choose a folder with one folder for each class, or a CSV list with path and label.")
_NOTHING_YET = tr("Before and after will stand here.")


class AdaptDialog(FittingDialog):
    """Stays open beside the window, which goes on reading.

    Signals
    -------
    folder_wanted(), list_wanted(), adapt_wanted(), cancel_wanted()
        The user wants to choose films, adapt to them, or stop what runs.
    """

    folder_wanted = Signal()
    list_wanted = Signal()
    adapt_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Adapt to this hospital"))
        self.resize(*_SIZE)
        self.setMinimumSize(*_LEAST)
        self.strip = MessageStrip(self)
        self.subject = text_label(self, role="heading")
        self.place = text_label(self, role="muted")
        self.place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.counts = RowsModel((tr("Class"), tr("Films"), ""), self)
        self.changes = RowsModel(
            (tr("On films left out"), tr("Before"), tr("After"), tr("Difference")), self
        )
        self.counts_view = FiguresView(self.counts, tr("Local films of each class"), self)
        self.counts_view.set_rows_shown(_CLASSES_SHOWN)
        self.changes_view = FiguresView(self.changes, tr("Figures before and after"), self)
        self.changes_view.setMinimumHeight(_HEAD_HEIGHT + _FIGURES_SHOWN * _ROW_HEIGHT)
        self.outcome = text_label(self)
        self.doubts = text_label(self, role="muted")
        self.task = TaskLine(self)
        self.save = SavePanel(self)
        self.folder = named_button(
            self, tr("Folder…"), tr("Choose a folder of labelled films (Ctrl+O)")
        )
        self.list = named_button(self, tr("CSV list…"), tr("Choose a CSV list of labelled films"))
        self.adapt = named_button(
            self, tr("Adapt"), tr("Fit the model to these films and measure it (Ctrl+R)")
        )
        self.shortage = text_label(self)
        self.shortage.setProperty("doubt", True)
        self.close_button = named_button(self, tr("Close"), tr("Close this window (Esc)"))
        self._connect()
        self._assemble()
        self.show_subject("")
        self.show_films("", _NO_FILMS, ())
        self.show_shortage("")
        self.show_changes((), "", "")

    def _connect(self) -> None:
        self.folder.clicked.connect(self.folder_wanted)
        self.list.clicked.connect(self.list_wanted)
        self.adapt.clicked.connect(self.adapt_wanted)
        self.close_button.clicked.connect(self.close)
        self.task.cancel_wanted.connect(self.cancel_wanted)
        QShortcut(QKeySequence("Ctrl+O"), self, self.folder.click)
        QShortcut(QKeySequence("Ctrl+R"), self, self.adapt.click)

    def _assemble(self) -> None:
        films = QHBoxLayout()
        films.setSpacing(theme.UNIT)
        films.addWidget(self.place, 1)
        films.addWidget(self.folder)
        films.addWidget(self.list)
        run = QHBoxLayout()
        run.setSpacing(theme.UNIT)
        run.addWidget(self.adapt)
        run.addWidget(self.task, 1)
        what = text_label(self, role="muted")
        what.setText(_WHAT)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        margin = theme.UNIT * 2
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.UNIT + theme.HALF_UNIT)
        for part in (self.subject, what, self.strip):
            layout.addWidget(part)
        layout.addLayout(films)
        layout.addWidget(self.counts_view)
        layout.addLayout(run)
        layout.addWidget(self.shortage)
        layout.addWidget(self.changes_view, 1)
        layout.addWidget(self.outcome)
        layout.addWidget(self.doubts)
        layout.addStretch(1)
        layout.addWidget(self.save)
        layout.addLayout(foot)

    def show_subject(self, name: str) -> None:
        """Say which model is adapted."""
        self.subject.setText(
            tr("Adapt {name} to this hospital", name=name) if name else tr("No model can be read")
        )

    def show_films(self, place: str, words: str, rows: tuple[tuple[str, ...], ...]) -> None:
        """Say where the films are and how many there are of each class."""
        self.place.setText(f"{place}: {words}" if place else words)
        self.place.setToolTip(place)
        self.counts.show_rows(rows)
        self.counts_view.setVisible(bool(rows))
        for button, is_next in ((self.folder, not rows), (self.adapt, bool(rows))):
            button.setProperty("primary", is_next)
            button.style().polish(button)

    def show_shortage(self, words: str) -> None:
        """Say why these films cannot be adapted to; nothing where they can."""
        self.shortage.setText(words)
        self.shortage.setVisible(bool(words))
        self.adapt.setAccessibleDescription(words)

    def show_changes(self, rows: tuple[tuple[str, ...], ...], outcome: str, doubts: str) -> None:
        """Show what adapting came to; empty where nothing has been adapted."""
        self.changes.show_rows(rows)
        self.changes_view.setVisible(bool(rows))
        self.changes_view.setMaximumHeight(_HEAD_HEIGHT + len(rows) * _ROW_HEIGHT)
        self.outcome.setText(outcome or _NOTHING_YET)
        self.outcome.setProperty("role", "" if outcome else "muted")
        self.outcome.style().polish(self.outcome)
        self.doubts.setText(doubts)
        self.doubts.setVisible(bool(doubts))

    def lend_keys(self) -> None:
        """Cancel has the keys of what has begun what runs, until it ends."""
        save = self.save
        self.task.take_keys_of(self.folder, self.list, self.adapt, save.button, save.site)

    def show_progress(self, progress: Progress | None) -> None:
        """Say what runs; None when nothing does."""
        self.task.show_progress(progress)
