"""One model: what it is, whether it is whole, what it was measured at, its card."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTextBrowser,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.models.card_document import card_document
from lungdesk.gui.models.figures_model import FiguresModel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.text_label import text_label

_FIRST_WIDTH = 118
_USE, _IN_USE = tr("Use for reading"), tr("Reads the films")


class ModelPanel(QWidget):
    """What stands beside the list; the window connects its buttons."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown_card = ""
        self._document: QTextDocument | None = None
        self.title = text_label(self, role="heading", is_selectable=True)
        self.facts = text_label(self, role="muted", is_selectable=True)
        self.state = text_label(self, role="muted", is_selectable=True)
        self.figures = FiguresModel(self)
        self.table = self._table()
        self.card = self._card()
        self.use = named_button(self, _USE, tr("Read films with this model from now on"))
        self.use.setProperty("primary", True)
        self.use.setMinimumWidth(max(self._use_width(words) for words in (_IN_USE, _USE)))
        self.verify = named_button(
            self, tr("Verify"), tr("Compare every file with its SHA-256 (Ctrl+Shift+V)")
        )
        self.export = named_button(
            self, tr("Export…"), tr("Save the model as one file to hand on (Ctrl+E)")
        )
        self.remove = named_button(
            self, tr("Remove"), tr("Take the model off the list; can be undone (Del)")
        )
        self.put_back = named_button(self, tr("Put back"), tr("Install the removed model again"))
        self.discard = named_button(
            self, tr("Delete for good"), tr("Free the space; this cannot be undone")
        )
        self._assemble()

    def _use_width(self, words: str) -> int:
        """What the button takes with these words."""
        self.use.setText(words)
        return self.use.sizeHint().width()

    def _table(self) -> QTreeView:
        table = QTreeView(self)
        table.setModel(self.figures)
        table.setAccessibleName(tr("Figures of the model"))
        table.setToolTip(tr("Figures with their 95 % intervals"))
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.header().setStretchLastSection(False)
        return table

    def _card(self) -> QTextBrowser:
        card = QTextBrowser(self)
        card.setAccessibleName(tr("Model card"))
        card.setOpenLinks(False)
        card.setFrameShape(QFrame.Shape.NoFrame)
        _calm_links(card)
        return card

    def _assemble(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.UNIT)
        for button in (self.use, self.put_back, self.verify, self.export):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        buttons.addWidget(self.discard)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self.title)
        layout.addWidget(self.facts)
        layout.addWidget(self.state)
        layout.addLayout(buttons)
        layout.addWidget(self.table)
        layout.addWidget(self.card, 1000)
        layout.addStretch(1)  # takes the room where there is no card

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """All buttons."""
        return (self.use, self.put_back, self.verify, self.export, self.remove, self.discard)

    def show_model(self, title: str, facts: str, card: str) -> None:
        """Say what the model is; the figures are shown by the table's own model."""
        self.title.setText(title)
        self.facts.setText(facts)
        if card != self._shown_card:
            self._shown_card = card
            self._show_card()
        self.card.setVisible(bool(card))
        rows = self.figures.rowCount()
        self.table.setVisible(rows > 0)
        header = self.table.header()
        row_height = max(self.table.sizeHintForRow(0), 1)
        self.table.setFixedHeight(header.sizeHint().height() + rows * row_height + theme.UNIT)
        for column in range(self.figures.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, _FIRST_WIDTH), (1, 52)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)

    def show_use(self, is_reading: bool) -> None:
        """Say on the button whether the model reads already."""
        self.use.setText(_IN_USE if is_reading else _USE)
        self.use.setAccessibleName(self.use.text())

    def show_state(self, words: str, *, is_doubtful: bool = False) -> None:
        """Say whether the model's files are as they were released."""
        self.state.setText(words)
        self.state.setVisible(bool(words))
        self.state.setProperty("doubt", is_doubtful)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)

    def _show_card(self) -> None:
        former, self._document = self._document, card_document(self._shown_card, self)
        self.card.setDocument(self._document)
        if former is not None:
            former.deleteLater()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """In another theme the card gets its colours anew."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._document is not None:
            _calm_links(self.card)
            self._show_card()


def _calm_links(card: QTextBrowser) -> None:
    """Links of a card are not followed: they look like its other words."""
    palette = card.palette()
    palette.setColor(QPalette.ColorRole.Link, QColor(theme.colours().text))
    card.setPalette(palette)
