"""How all figures look, and how they are written: for paper, for grey print, for every eye."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from lungdesk.core.files import atomic_write
from lungdesk.core.shipped import shipped_folder

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Font of the letters that DejaVu Sans has not.
FALLBACK_FILE: Final = shipped_folder() / "resources" / "fonts" / "wqy-microhei.ttc"

#: What tells curves apart without colour, by number; there are as many of each.
LINE_STYLES: Final[tuple[Any, ...]] = (
    "solid",
    (0, (6, 2)),
    (0, (1, 1.2)),
    (0, (6, 2, 1, 2)),
    (0, (3, 1.5)),
    (0, (8, 2, 1, 2, 1, 2)),
    (0, (2, 3)),
    (0, (10, 3)),
)
MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X", "p")
HATCHES: Final = ("", "////", "....", "xx", "\\\\\\\\", "--", "++", "oo")
#: Models, by number: the dark ones of Okabe and Ito's colours, which stay apart for every kind of
#: colour blindness; not those of the classes.
MODEL_INKS: Final = (
    "#000000",
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#aa4499",
    "#56b4e9",
    "#806000",
    "#7f7f7f",
)
#: Areas of models: light, so that hatches and labels stay legible.
MODEL_FILLS: Final = (
    "#c9c9c9",
    "#9ec9e8",
    "#f5c19a",
    "#a3d9c6",
    "#e0b6d9",
    "#d3ecfa",
    "#e0d2a3",
    "#eeeeee",
)

_SETTINGS: Final[Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": "#444444",
    "axes.grid": True,
    "axes.labelsize": 9,
    "axes.linewidth": 0.7,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    # Who lays a figure out is said by the figure alone (`new_figure`), whatever the user has set.
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
    # The first comes with matplotlib, the second with LungDesk: the same on every machine.
    "font.family": ["DejaVu Sans", "WenQuanYi Micro Hei"],
    "font.size": 8.5,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "hatch.color": "#555555",
    "hatch.linewidth": 0.6,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "lines.linewidth": 1.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "lungdesk",  # the same figure is the same file
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
}
_DPI: Final = 200
#: What differs from one writing to the next, by kind.
_TIME_OF_WRITING: Final = {"png": "Software", "svg": "Date", "pdf": "CreationDate"}


@contextmanager
def style() -> Iterator[None]:
    """Make figures inside the block look as all of them do."""
    from matplotlib import rc_context

    _know_fallback()
    with rc_context(_SETTINGS):
        yield


@cache
def _know_fallback() -> None:
    """Let matplotlib find it, for bold texts as well: it has one weight."""
    from matplotlib.font_manager import fontManager

    fontManager.addfont(FALLBACK_FILE)
    regular = [font for font in fontManager.ttflist if font.fname == str(FALLBACK_FILE)]
    fontManager.ttflist += [replace(font, weight="bold") for font in regular]


def new_figure(width_in: float, height_in: float) -> Figure:
    """Empty figure that belongs to no window and no global state."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width_in, height_in), layout="constrained")


#: What figures are as files, by kind: one that is written beside a page stands in the page, too.
_files: Final = WeakKeyDictionary["Figure", dict[str, bytes]]()


def encoded(figure: Figure, kind: str) -> bytes:
    """Bytes of a figure, which is finished, as ``png``, ``svg`` or ``pdf``: no time of writing."""
    files = _files.setdefault(figure, {})
    if kind not in files:
        stream = io.BytesIO()
        metadata = {_TIME_OF_WRITING[kind]: None}
        with style():
            _lay_out(figure)
            figure.savefig(stream, format=kind, dpi=_DPI, metadata=metadata)
        files[kind] = stream.getvalue()
    return files[kind]


def _lay_out(figure: Figure) -> None:
    """Once for all files: laying out what is laid out already moves it a little."""
    if figure.get_layout_engine() is not None:
        figure.draw_without_rendering()
        figure.set_layout_engine(None)  # "none" is an engine, too: each file would be drawn twice


def write_figure(
    figure: Figure, folder: Path, name: str, *, kinds: Sequence[str] = ("png", "svg")
) -> None:
    """Write ``<name>.png`` for reading, ``<name>.svg`` for papers, and other kinds."""
    for kind in kinds:
        with atomic_write(folder / f"{name}.{kind}") as stream:
            stream.write(encoded(figure, kind))


def cycled(values: Sequence[Any], number: int) -> Any:
    """One of some values, from the start again beyond the last."""
    return values[number % len(values)]


def line_of(number: int, ink: str) -> dict[str, Any]:
    """Colour of a curve, dashes and marker by its number in the figure; a few markers along it."""
    return {
        "color": ink,
        "linestyle": cycled(LINE_STYLES, number),
        "marker": cycled(MARKERS, number),
        "markersize": 4,
        "markevery": 0.17,
        "markeredgecolor": "white",
        "markeredgewidth": 0.5,
    }


def say_nothing_to_draw(axes: Axes, words: str) -> None:
    """Say in the middle of empty axes why they are empty."""
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", va="center", color="#444444")


def unit_square(axes: Axes, x_label: str, y_label: str) -> None:
    """Axes from 0 to 1 both ways, square, with a little room for what lies on the border."""
    axes.set(xlim=(-0.015, 1.015), ylim=(-0.015, 1.015), xlabel=x_label, ylabel=y_label)
    axes.set_aspect("equal")
