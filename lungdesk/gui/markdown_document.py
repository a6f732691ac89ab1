"""Markdown as a document in the look of the window: model cards, the guide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

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
    QTextFormat,
    QTextTable,
)

from lungdesk.gui import theme

_PROPORTIONAL: Final = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_CODE: Final = QTextFormat.Property.BlockCodeFence
#: Stands in the text for a picture.
_OBJECT: Final = "\ufffc"


@dataclass(frozen=True, slots=True)
class MarkdownLook:
    """Sizes in pixels.

    Attributes
    ----------
    heading_px
        Of headings by their level; further ones have the size of the text.
    above_px, above_heading_px
        Room above a paragraph, and above a heading below the first level.
    """

    text_px: int = theme.TEXT_PX
    heading_px: Mapping[int, int] = field(default_factory=dict)
    above_px: int = theme.HALF_UNIT
    above_heading_px: int = theme.UNIT * 2
    cell_padding_px: int = theme.HALF_UNIT


def markdown_document(markdown: str, parent: QObject, look: MarkdownLook) -> QTextDocument:
    """A document: no view lays it out anew while its parts get their look."""
    document = QTextDocument(parent)
    document.setMarkdown(markdown)
    block = document.begin()
    while block.isValid():
        _set_block(block, look)
        _set_fragments(block)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _set_table(frame, look)
    return document


def _set_block(block: QTextBlock, look: MarkdownLook) -> None:
    cursor = QTextCursor(block)
    level = block.blockFormat().headingLevel()
    cursor.mergeBlockFormat(_spacing(block, look, is_in_table=cursor.currentTable() is not None))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    letters = QTextCharFormat()
    size = look.heading_px.get(level, look.text_px)
    letters.setProperty(QTextFormat.Property.FontPixelSize, size)
    if level:
        letters.setFontWeight(QFont.Weight.DemiBold)
        cursor.setCharFormat(letters)  # without the sizes that Markdown gives to headings
    else:
        cursor.mergeCharFormat(letters)


def _spacing(block: QTextBlock, look: MarkdownLook, *, is_in_table: bool) -> QTextBlockFormat:
    spacing, level = QTextBlockFormat(), block.blockFormat().headingLevel()
    if block.blockFormat().hasProperty(_CODE):
        spacing.setBackground(QBrush(QColor(theme.colours().raised)))
        spacing.setLeftMargin(theme.UNIT * 2)
        return spacing
    if _OBJECT not in block.text():  # under a picture it would leave a quarter of it empty
        spacing.setLineHeight(100 * theme.LINE_HEIGHT, _PROPORTIONAL)
    if not is_in_table:
        is_item = block.textList() is not None
        above = look.above_heading_px * (level > 1) if level else look.above_px * (not is_item)
        spacing.setTopMargin(above)
        spacing.setBottomMargin(theme.HALF_UNIT)
    return spacing


def _set_fragments(block: QTextBlock) -> None:
    """Give links and code their colours, and bold words a weight that the typeface has."""
    colours, is_code = theme.colours(), block.blockFormat().hasProperty(_CODE)
    iterator = block.begin()
    while not iterator.atEnd():
        fragment, look = iterator.fragment(), QTextCharFormat()
        shown = fragment.charFormat()
        if shown.isAnchor():
            look.setForeground(QBrush(QColor(colours.accent)))
        elif shown.fontFixedPitch() and not is_code:
            look.setBackground(QBrush(QColor(colours.raised)))
        if shown.fontWeight() > QFont.Weight.DemiBold:
            look.setFontWeight(QFont.Weight.DemiBold)
        if not look.isEmpty():
            cursor = QTextCursor(block)
            cursor.setPosition(fragment.position())
            end = fragment.position() + fragment.length()
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look)
        iterator += 1


def _set_table(table: QTextTable, look: MarkdownLook) -> None:
    shown = table.format()
    shown.setBorderBrush(QBrush(QColor(theme.colours().line)))
    shown.setBorderCollapse(True)
    shown.setCellPadding(look.cell_padding_px)
    shown.setTopMargin(look.above_px)
    shown.setBottomMargin(theme.UNIT)
    table.setFormat(shown)
