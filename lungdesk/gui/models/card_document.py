"""A model card, as Markdown says it, in the look of the window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextDocument

from lungdesk.gui.markdown_document import MarkdownLook, markdown_document

_LOOK: Final = MarkdownLook(heading_px={1: 15, 2: 15, 3: 15})


def without_title(card: str) -> str:
    """The card without its first heading: the model's name stands above it already."""
    first, _, rest = card.partition("\n")
    return rest.lstrip("\n") if first.startswith("# ") else card


def card_document(card: str, parent: QObject) -> QTextDocument:
    """A document with a card."""
    return markdown_document(without_title(card), parent, _LOOK)
