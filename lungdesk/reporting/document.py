"""A document as a list of blocks, which each writer turns into its own form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lungdesk.core.language import ENGLISH, Language
from lungdesk.core.report import PageSize

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from lungdesk.core.measurements import Outline

#: At the foot of every page that LungDesk writes.
FOOT: Final = "LungDesk. For research and teaching; not a medical device, not for diagnosis."
#: On top of every page that tells of patients.
RESEARCH_USE: Final = (
    "Research use only. This page was written by a program that is not a medical device; it is not"
    " for diagnosis, and no decision about a patient may rest on it."
)


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
class TableSection:
    """A heading across a table, over the rows that follow."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A small table.

    Attributes
    ----------
    rows
        Cells of each row, and headings between them.
    words
        The first so many columns hold words, set to the left; the others hold numbers.
    widths
        Of the columns, relative.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str] | TableSection]
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


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence in a frame, which nobody is to miss; a refusal has another colour."""

    text: str
    is_refusal: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, in columns side by side; the values may be in any script."""

    rows: Sequence[tuple[str, str]]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One class, its probability, and what is known of it.

    Attributes
    ----------
    operating_point
        Probability that the class has to reach, as the only one, to count as found, in [0, 1];
        None without one.
    remarks
        What is to be said behind the bar.
    is_found
        Whether the class is the one that the reading stands for.
    """

    name: str
    probability: float
    colour: str
    operating_point: float | None = None
    remarks: str = ""
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """Probabilities as bars, with a tick at each operating point."""

    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True, eq=False)
class ColourScale:
    """What the colours of a map mean.

    Attributes
    ----------
    colours
        ``(n, 3)`` uint8 RGB from the least to the greatest value.
    """

    colours: NDArray[np.uint8]
    low: str
    high: str
    words: str


@dataclass(frozen=True, slots=True)
class Marking:
    """Something drawn on a picture, in its pixels, with the number it is listed under."""

    outline: Outline
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """A film as pixels.

    Attributes
    ----------
    pixels
        ``(h, w)`` or ``(h, w, 3)`` uint8.
    mm_per_pixel
        For a scale of lengths; None where no length is known.
    length_words
        How far the lengths can be trusted.
    """

    pixels: NDArray[np.uint8]
    caption: str
    scale: ColourScale | None = None
    mm_per_pixel: float | None = None
    length_words: str = ""
    markings: tuple[Marking, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Panels:
    """Films of one size side by side."""

    panels: Sequence[Panel]


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """A small film of a gallery, and lines below it."""

    pixels: NDArray[np.uint8]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Gallery:
    """Small films in rows."""

    thumbnails: Sequence[Thumbnail]
    columns: int = 4


Block = (
    Heading | Paragraph | Bullets | Table | Picture | Notice | Facts | Findings | Panels | Gallery
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who a document comes from, and the paper it is for.

    Attributes
    ----------
    logo
        Bytes of a PNG or JPEG file; empty for none.
    """

    institution: str = ""
    logo: bytes = b""
    page_size: PageSize = PageSize.A4


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader gets: a title, a line below it, a foot for every page, and blocks.

    Attributes
    ----------
    sheet
        By which each printed sheet is known again: whose report it is, or what it is on; empty
        where a sheet of another document cannot be taken for one of this. Where a line has no room
        for all parts, the first ones are shortened.
    language
        What all of it is written in; writers say in it what they add, such as numbers of pages.
    """

    title: str
    subtitle: str
    foot: str
    blocks: Sequence[Block]
    letterhead: Letterhead = field(default_factory=Letterhead)
    language: Language = ENGLISH
    sheet: tuple[str, ...] = ()
