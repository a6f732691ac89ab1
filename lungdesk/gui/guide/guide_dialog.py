"""Window of the user guide: chapters or hits of a search on the left, the text on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.guide.guide_document import COLUMN_PX
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.fitting_dialog import FittingDialog
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.search_field import SearchField
from lungdesk.gui.widgets.text_label import text_label

_LIST_WIDTH = 280
_SIZE = (_LIST_WIDTH + COLUMN_PX + theme.UNIT * 6, 760)


class GuideDialog(FittingDialog):
    """Stays open beside the window; a place of the guide is shown by whoever hears the signals.

    Signals
    -------
    search_changed(str)
        The user looks for something else.
    row_wanted(int)
        The user wants what a row of the list names.
    link_wanted(str)
        The user follows a link of the text.
    back_wanted(), forward_wanted()
        The user wants what was shown before, or that again.
    colours_changed()
        The window is shown in other colours.
    """

    search_changed = Signal(str)
    row_wanted = Signal(int)
    link_wanted = Signal(str)
    back_wanted = Signal()
    forward_wanted = Signal()
    colours_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Guide"))
        self.resize(*_SIZE)
        self.search = SearchField(
            tr("Search the guide"),
            tr("Words or the code of a message, such as LD-GATE-006 (Ctrl+F)"),
            self,
        )
        self.count = text_label(self, role="muted")
        self.list = self._list()
        self.text = self._text()
        self.back = named_button(self, tr("Back"), tr("What was shown before (Alt+Left)"))
        self.forward = named_button(self, tr("Forward"), tr("What was shown after (Alt+Right)"))
        self._close = named_button(self, tr("Close"), tr("Close the guide (Esc)"))
        self._assemble()
        self._bind()

    def _list(self) -> QListWidget:
        shown = QListWidget(self)
        shown.setAccessibleName(tr("Chapters"))
        shown.setWordWrap(True)
        shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shown.itemClicked.connect(self._tell_row)
        shown.itemActivated.connect(self._tell_row)
        return shown

    def _text(self) -> QTextBrowser:
        text = QTextBrowser(self)
        text.setAccessibleName(tr("Text of the guide"))
        text.setOpenLinks(False)
        text.anchorClicked.connect(self._tell_link)
        return text

    def _assemble(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.UNIT)
        for widget in (self.search, self.count, self.list):
            widget.setFixedWidth(_LIST_WIDTH)
            left.addWidget(widget)
        self.count.hide()
        middle = QHBoxLayout()
        middle.setSpacing(theme.UNIT * 2)
        middle.addLayout(left)
        middle.addWidget(self.text, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.UNIT)
        foot.addWidget(self.back)
        foot.addWidget(self.forward)
        foot.addStretch(1)
        foot.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.UNIT * 2,) * 4)
        layout.setSpacing(theme.UNIT + theme.HALF_UNIT)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)

    def _bind(self) -> None:
        self.search.settled.connect(self.search_changed)
        self.search.returnPressed.connect(self._open_first)
        self.back.clicked.connect(self.back_wanted)
        self.forward.clicked.connect(self.forward_wanted)
        self._close.clicked.connect(self.close)
        for keys, act in (
            ("Alt+Left", self.back.click),
            ("Alt+Right", self.forward.click),
            ("Ctrl+F", self.search.setFocus),
        ):
            QShortcut(QKeySequence(keys), self, act)

    # --- what to show

    def show_rows(self, rows: Sequence[tuple[str, str]], words: str = "") -> None:
        """List chapters or hits as title and, perhaps, some text; ``words`` say how many."""
        self.list.clear()
        self.list.addItems([f"{title}\n{around}" if around else title for title, around in rows])
        self.count.setText(words)
        self.count.setVisible(bool(words))

    def mark_row(self, row: int | None) -> None:
        """Mark the row whose text is shown."""
        self.list.setCurrentRow(-1 if row is None else row)

    def show_document(self, document: QTextDocument, at: QTextBlock | None) -> None:
        """Show a text from a heading on, or from its beginning."""
        self.text.setDocument(document)
        bar = self.text.verticalScrollBar()
        rectangle = document.documentLayout().blockBoundingRect(at) if at is not None else None
        bar.setValue(round(rectangle.top()) - theme.UNIT if rectangle is not None else 0)

    def mark_words(self, words: Sequence[str]) -> None:
        """Mark what was looked for wherever it stands in the text."""
        look = QTextCharFormat()
        look.setBackground(QBrush(QColor(theme.colours().accent_dim)))
        marks = []
        for word in words:
            found = self.text.document().find(word)
            while not found.isNull():
                marks.append(_mark(found, look))
                found = self.text.document().find(word, found)
        self.text.setExtraSelections(marks)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.colours_changed.emit()

    # --- the hand

    def _open_first(self) -> None:
        if self.list.count() and self.search.text().strip():
            self.row_wanted.emit(0)

    def _tell_row(self) -> None:
        self.row_wanted.emit(self.list.currentRow())

    def _tell_link(self, url: QUrl) -> None:
        self.link_wanted.emit(url.toString())


def _mark(cursor: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    mark.cursor = cursor
    mark.format = look
    return mark
