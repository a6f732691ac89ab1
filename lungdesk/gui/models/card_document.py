"""A model card, as Markdown says it, in the look of the window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)

from lungdesk.gui import theme

_HEADING_PX = 15
_CELL_PADDING = 4


def without_title(card: str) -> str:
    """The card without its first heading: the model's name stands above it already."""
    first, _, rest = card.partition("\n")
    return rest.lstrip("\n") if first.startswith("# ") else card


def card_document(card: str, parent: QObject) -> QTextDocument:
    """A document with a card: no view lays it out anew while its parts get their look."""
    document = QTextDocument(parent)
    document.setMarkdown(without_title(card))
    block = document.begin()
    while block.isValid():
        _set_block(block)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _set_table(frame)
    return document


def _set_block(block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    level = block.blockFormat().headingLevel()
    is_in_table = cursor.currentTable() is not None
    spacing = QTextBlockFormat()
    if not is_in_table:
        spacing.setTopMargin(theme.UNIT * 2 if level else theme.HALF_UNIT)
        spacing.setBottomMargin(theme.HALF_UNIT)
    spacing.setLineHeight(100 * theme.LINE_HEIGHT, _PROPORTIONAL)
    cursor.mergeBlockFormat(spacing)
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    letters = QTextCharFormat()
    letters.setProperty(
        QTextCharFormat.Property.FontPixelSize, _HEADING_PX if level else theme.TEXT_PX
    )
    if level:
        letters.setProperty(QTextCharFormat.Property.FontSizeAdjustment, 0)
        letters.setFontWeight(QFont.Weight.DemiBold)
    cursor.mergeCharFormat(letters)


def _set_table(table: QTextTable) -> None:
    look = table.format()
    look.setBorderBrush(QBrush(QColor(theme.colours().line)))
    look.setBorderCollapse(True)
    look.setCellPadding(_CELL_PADDING)
    look.setTopMargin(theme.HALF_UNIT)
    look.setBottomMargin(theme.UNIT)
    table.setFormat(look)


_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
