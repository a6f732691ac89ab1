"""A chapter of the guide as a document, in the look of the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)

from lungdesk.gui import theme
from lungdesk.services.guide import Chapter, anchor_of

#: Pixels of the column that is read; longer lines are hard to follow.
COLUMN_PX = 760
MARGIN_PX = theme.UNIT * 3

_HEADING_PX = {1: theme.HEADING_PX, 2: 16, 3: 14}
_CELL_PADDING = 5
#: Stands in the text for a picture.
_OBJECT = "\ufffc"
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


def chapter_document(chapter: Chapter, folder: Path, parent: QObject) -> QTextDocument:
    """Lay a chapter out; its pictures are looked for in ``folder``."""
    document = QTextDocument(parent)
    document.setDocumentMargin(MARGIN_PX)
    document.setMarkdown(chapter.markdown)
    block = document.begin()
    while block.isValid():
        _set_block(block)
        _set_fragments(block, folder)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _set_table(frame)
    return document


def place_of(document: QTextDocument, anchor: str) -> QTextBlock | None:
    """The heading that an anchor names."""
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() and anchor_of(block.text()) == anchor:
            return block
        block = block.next()
    return None


def _set_block(block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    old = block.blockFormat()
    level = old.headingLevel()
    is_code = old.hasProperty(QTextFormat.Property.BlockCodeFence)
    spacing = QTextBlockFormat()
    if is_code:
        spacing.setBackground(QBrush(QColor(theme.colours().raised)))
        spacing.setLeftMargin(theme.UNIT * 2)
    elif _OBJECT not in block.text():  # under a picture it would leave a quarter of it empty
        spacing.setLineHeight(100 * theme.LINE_HEIGHT, _PROPORTIONAL)
    if not is_code and cursor.currentTable() is None:
        is_item = block.textList() is not None
        spacing.setTopMargin(_room_above(level, is_item=is_item))
        spacing.setBottomMargin(theme.HALF_UNIT)
    cursor.mergeBlockFormat(spacing)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    letters = QTextCharFormat()
    size = _HEADING_PX.get(level, theme.TEXT_PX + 1)
    letters.setProperty(QTextFormat.Property.FontPixelSize, size)
    if level:
        letters.setFontWeight(QFont.Weight.DemiBold)
        cursor.setCharFormat(letters)  # without the sizes that Markdown gives to headings
    else:
        cursor.mergeCharFormat(letters)


def _room_above(level: int, *, is_item: bool) -> float:
    if level:
        return theme.UNIT * (0 if level == 1 else 3)
    return 0 if is_item else theme.UNIT


def _set_fragments(block: QTextBlock, folder: Path) -> None:
    """Give links and code their colours, and pictures their size."""
    colours, document = theme.colours(), block.document()
    is_code = block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        cursor = QTextCursor(document)
        cursor.setPosition(fragment.position())
        cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
        shown, look = fragment.charFormat(), QTextCharFormat()
        if shown.isImageFormat():
            _add_picture(document, folder, shown.toImageFormat().name())
        elif shown.isAnchor():
            look.setForeground(QBrush(QColor(colours.accent)))
        elif shown.fontFixedPitch() and not is_code:
            look.setBackground(QBrush(QColor(colours.raised)))
        if shown.fontWeight() > QFont.Weight.DemiBold:
            look.setFontWeight(QFont.Weight.DemiBold)  # the boldest that the typeface has
        if not look.isEmpty():
            cursor.mergeCharFormat(look)
        iterator += 1


def _add_picture(document: QTextDocument, folder: Path, name: str) -> None:
    image = QImage(str(folder / name))
    width = COLUMN_PX - 2 * MARGIN_PX - 2 * theme.UNIT
    if image.width() > width:
        image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)


def _set_table(table: QTextTable) -> None:
    look = table.format()
    look.setBorderBrush(QBrush(QColor(theme.colours().line)))
    look.setBorderCollapse(True)
    look.setCellPadding(_CELL_PADDING)
    look.setTopMargin(theme.UNIT)
    look.setBottomMargin(theme.UNIT)
    table.setFormat(look)
