"""A chapter of the guide as a document, with its pictures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QImage, QTextBlock, QTextCursor, QTextDocument, QTextLength

from lungdesk.gui import theme
from lungdesk.gui.markdown_document import MarkdownLook, markdown_document
from lungdesk.services.guide import Chapter, anchor_of

#: Pixels of the column that is read; longer lines are hard to follow.
COLUMN_PX: Final = 760
MARGIN_PX: Final = theme.UNIT * 3

_LOOK: Final = MarkdownLook(
    text_px=theme.TEXT_PX + 1,
    heading_px={1: theme.HEADING_PX, 2: 16},
    above_px=theme.UNIT,
    above_heading_px=theme.UNIT * 3,
    cell_padding_px=5,
)
#: Stands in a text where a picture is.
_PICTURE_SIGN: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")


def chapter_document(chapter: Chapter, folder: Path, parent: QObject) -> QTextDocument:
    """Lay a chapter out; its pictures are looked for in ``folder``."""
    document = markdown_document(chapter.markdown, parent, _LOOK)
    document.setDocumentMargin(MARGIN_PX)
    for name in _PICTURE.findall(chapter.markdown):
        kind = QTextDocument.ResourceType.ImageResource.value
        document.addResource(kind, QUrl(name), _picture(folder / name))
    for cursor in _pictures_in(document):
        fitted = cursor.charFormat().toImageFormat()
        fitted.setMaximumWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        cursor.setCharFormat(fitted)
    return document


def _pictures_in(document: QTextDocument) -> list[QTextCursor]:
    """Each picture of a text, selected."""
    found = []
    cursor = document.find(_PICTURE_SIGN)
    while not cursor.isNull():
        found.append(cursor)
        cursor = document.find(_PICTURE_SIGN, cursor)
    return found


def place_of(document: QTextDocument, anchor: str) -> QTextBlock | None:
    """The heading that an anchor names."""
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() and anchor_of(block.text()) == anchor:
            return block
        block = block.next()
    return None


def _picture(path: Path) -> QImage:
    """The picture, at most as wide as the column."""
    image = QImage(str(path))
    width = COLUMN_PX - 2 * MARGIN_PX - 2 * theme.UNIT
    if image.width() <= width:
        return image
    return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
