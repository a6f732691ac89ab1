"""A document as a list of blocks, which each writer turns into its own form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; a note is set smaller."""

    text: str
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Sentences one below the other."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A small table.

    Attributes
    ----------
    rows
        Cells of each row; a row of one cell is a heading across the table.
    words
        The first so many columns hold words, set to the left; the others hold numbers.
    widths
        Of the columns, relative.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    words: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A figure with its caption.

    Attributes
    ----------
    width
        Share of the page's text width.
    """

    caption: str
    figure: Figure
    width: float = 1.0


Block = Heading | Paragraph | Bullets | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader gets: a title, a line below it, a foot for every page, and blocks."""

    title: str
    subtitle: str
    foot: str
    blocks: Sequence[Block]
