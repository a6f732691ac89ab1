"""Every colour and size of the window, named once, and the style sheet made of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template
from typing import Final

from lungdesk.core import colours


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role, ``#rrggbb``."""

    film: str
    panel: str
    raised: str
    hover: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    accent_dim: str
    doubt: str
    doubt_dim: str
    refusal: str
    refusal_dim: str
    mark: str


DARK: Final = Palette(
    film="#000000",
    panel="#101316",
    raised="#191d21",
    hover="#22282d",
    line="#262c32",
    text="#e8ebed",
    muted="#a3adb5",
    faint="#5b656d",
    accent="#62c4dd",
    on_accent="#06171c",
    accent_dim="#16323a",
    doubt="#f2b04a",
    doubt_dim="#33270f",
    refusal="#ff8078",
    refusal_dim="#3a1917",
    mark="#ffd866",
)

#: One colour per class index, the same everywhere.
CLASS_COLOURS: Final = colours.CLASS_COLOURS

#: Models, by number: apart for every kind of colour blindness, and not those of the classes.
MODEL_COLOURS: Final = (
    "#5b9bf0",
    "#e2813f",
    "#c9d1d6",
    "#2fae7d",
    "#c27be0",
    "#e8dd6b",
    "#7fd4e8",
    "#a68a64",
)

UNIT: Final = 8
HALF_UNIT: Final = 4
RADIUS: Final = 6
LINE_HEIGHT: Final = 1.25

FONT_FAMILIES: Final = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans")
TEXT_PX: Final = 13
SMALL_PX: Final = 12
HEADING_PX: Final = 20

ICON_PX: Final = 18
TOOLBAR_HEIGHT: Final = 40
STATUS_HEIGHT: Final = 28
BAR_HEIGHT: Final = 8
CHECK_PX: Final = 14
THUMBNAIL_PX: Final = 56
MAGNIFIER_PX: Final = 260
FILM_ROW_HEIGHT: Final = 72
STUDIES_WIDTH: Final = (240, 280, 320)
FINDINGS_WIDTH: Final = (320, 328, 380)
FILM_LEAST: Final = 640
WINDOW_SIZE: Final = (1280, 800)
MOTION_MS: Final = 150

# States of a control first, so that the more particular rule comes later and wins.
_STYLE = Template("""
* { font-size: ${text_px}px; color: $text; }
QWidget { background: $panel; selection-background-color: $accent; selection-color: $on_accent; }
QMainWindow, QSplitter { background: $panel; }
QLabel { background: transparent; }
QLabel[role="heading"] { font-size: ${heading_px}px; font-weight: 600; }
QLabel[role="section"] { font-size: ${small_px}px; font-weight: 600; color: $muted; }
QLabel[role="muted"] { color: $muted; font-size: ${small_px}px; }
QLabel[role="figure"] { font-size: ${text_px}px; }
QLabel[doubt="true"] { color: $doubt; }
QLabel[refusal="true"] { color: $refusal; }

#gateNote { border-radius: ${radius}px; border-left: 3px solid $line; }
#gateNote[severity="warning"] { border-left-color: $doubt; background: $doubt_dim; }
#gateNote[severity="error"] { border-left-color: $refusal; background: $refusal_dim; }

QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }

QMenuBar { background: $panel; padding: 2px 4px; border-bottom: 1px solid $line; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; background: transparent; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 8px; }

QPushButton, QToolButton, QComboBox {
    background: $raised; border: 1px solid $line; border-radius: ${radius}px;
    padding: 5px 12px; min-height: 20px;
}
QToolButton { padding: 5px; }
QPushButton:hover, QToolButton:hover, QComboBox:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:focus, QToolButton:focus, QComboBox:focus { border-color: $accent; }
QPushButton:disabled, QToolButton:disabled, QComboBox:disabled { color: $faint; }
QPushButton:checked, QToolButton:checked {
    background: $accent_dim; border-color: $accent; color: $text;
}
QPushButton[primary="true"] {
    background: $accent; border-color: $accent; color: $on_accent; font-weight: 600;
}
QPushButton[primary="true"]:hover { background: $text; border-color: $text; }
QPushButton[primary="true"]:focus { border-color: $text; }
QPushButton[primary="true"]:disabled {
    background: $raised; border-color: $line; color: $faint; font-weight: 400;
}
QToolButton[flat="true"], QPushButton[flat="true"] {
    background: transparent; border: 1px solid transparent;
}
QToolButton[flat="true"]:hover, QPushButton[flat="true"]:hover { background: $hover; }
QToolButton[flat="true"]:focus, QPushButton[flat="true"]:focus { border-color: $accent; }
QToolButton[flat="true"]:checked { background: transparent; border-color: transparent; }
QToolButton[flat="true"]:checked:hover { background: $hover; }
QToolButton[flat="true"]:checked:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; width: 0; }

QComboBox { padding: 5px 8px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $line; outline: none; padding: 4px;
    selection-background-color: $hover; selection-color: $text;
}

QLineEdit, QDoubleSpinBox, QPlainTextEdit[editable="true"] {
    background: $raised; border: 1px solid $line; border-radius: ${radius}px; padding: 4px 8px;
}
QLineEdit QToolButton {
    background: transparent; border: none; padding: 0; min-height: 0; margin: 0;
}
QLineEdit:focus, QDoubleSpinBox:focus, QPlainTextEdit[editable="true"]:focus {
    border-color: $accent;
}
QKeySequenceEdit { background: transparent; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit {
    background: transparent; border: none; padding: 0;
}
QAbstractSpinBox QLineEdit { padding: 0 8px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QDoubleSpinBox:disabled { color: $faint; }
QDialog, #windowPanel { border: 1px solid $line; }

QSlider:horizontal { min-height: 20px; background: transparent; }
QSlider::groove:horizontal { height: 4px; background: $line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::sub-page:horizontal:disabled { background: $faint; }
QSlider::handle:horizontal {
    width: 12px; height: 12px; margin: -5px 0; border-radius: 7px;
    background: $text; border: 1px solid $panel;
}
QSlider::handle:horizontal:focus { background: $accent; border-color: $text; }
QSlider::handle:horizontal:disabled { background: $faint; }

QCheckBox { spacing: 8px; min-height: 24px; background: transparent; }
QCheckBox:disabled { color: $faint; }
QCheckBox::indicator {
    width: ${check_px}px; height: ${check_px}px; border: 1px solid $muted; border-radius: 4px;
    background: $raised;
}
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:disabled { border-color: $faint; background: $panel; }
QCheckBox::indicator:checked:disabled { background: $faint; }

QTreeView {
    background: $panel; border: 1px solid $line; border-radius: ${radius}px; outline: none;
}
QTreeView::item { padding: 3px 4px; border: none; }
QTreeView::item:hover { background: $raised; }
QTreeView::item:selected { background: $hover; color: $text; }
QHeaderView, QHeaderView::section {
    background: $panel; color: $muted; border: none; font-size: ${small_px}px;
}
QHeaderView::section { padding: 4px 6px; border-bottom: 1px solid $line; }

QTabBar { qproperty-drawBase: 0; background: transparent; }
QTabBar::tab {
    background: transparent; color: $muted; padding: 6px 14px; border: 1px solid transparent;
    border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { border-color: $accent; border-radius: 4px; }
QTableView { background: $panel; border: none; outline: none; }
QTableCornerButton::section { background: $panel; border: none; }

QListView { background: $panel; border: none; outline: none; }
QListWidget::item { padding: 4px 12px; }
QListWidget::item:selected { background: $hover; color: $text; }
QScrollArea { border: none; background: $panel; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; min-height: 24px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar {
    background: $line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px;
}
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
#topBar { border-bottom: 1px solid $line; }
#statusStrip { border-top: 1px solid $line; }
#filmPanel, #filmView, QFrame[role="film"], QFrame[role="film"] QLabel { background: $film; }
#cell { background: $line; }
#cell[active="true"] { background: $accent; }
#messageStrip { border: none; border-left: 3px solid $accent; background: $raised; }
#messageStrip[severity="warning"] { border-left-color: $doubt; background: $doubt_dim; }
#messageStrip[severity="error"] { border-left-color: $refusal; background: $refusal_dim; }
#messageStrip QLabel { background: transparent; }
""")


def style_sheet(palette: Palette = DARK) -> str:
    """Qt style sheet of a palette."""
    sizes = {
        "text_px": str(TEXT_PX),
        "small_px": str(SMALL_PX),
        "heading_px": str(HEADING_PX),
        "radius": str(RADIUS),
        "check_px": str(CHECK_PX),
    }
    return _STYLE.substitute(asdict(palette) | sizes)


def class_colour(class_index: int) -> str:
    """Colour of a class; classes beyond the fixed five take the colours again from the start."""
    return CLASS_COLOURS[class_index % len(CLASS_COLOURS)]


def model_colour(number: int) -> str:
    """Colour of a model among several; beyond the last the colours begin again."""
    return MODEL_COLOURS[number % len(MODEL_COLOURS)]


def mixed(first: str, second: str, share: float) -> str:
    """``#rrggbb`` between two colours; ``share`` of the second, in [0, 1]."""
    channels = (
        round((1 - share) * int(first[i : i + 2], 16) + share * int(second[i : i + 2], 16))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """Light of an sRGB channel (IEC 61966-2-1)."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
