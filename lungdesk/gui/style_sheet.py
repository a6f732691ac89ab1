"""The style sheet of the window, made of the theme."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from lungdesk.gui import theme
from lungdesk.services.paths import resources_folder

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
#modelDot { font-size: 10px; }
QLabel[ink="accent"] { color: $accent; }
QLabel[ink="doubt"] { color: $doubt; }
QLabel[ink="refusal"] { color: $refusal; }
QLabel[ink="faint"] { color: $faint; }

#gateNote { border-radius: ${radius}px; border-left: 3px solid $line; }
#heatShare[severity="warning"] { border-radius: ${radius}px; border-left: 3px solid $doubt; }
#gateNote[severity="warning"], #heatShare[severity="warning"] {
    border-left-color: $doubt; background: $doubt_dim;
}
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

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

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
QPushButton:checked:disabled, QToolButton:checked:disabled {
    background: $raised; border-color: $line; color: $faint;
}
QPushButton[checkable="true"]:focus, QToolButton[checkable="true"]:focus { border-color: $text; }
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

/* Padding above and below would also come between its list and what the list stands in. */
QComboBox { padding: 0 8px; min-height: 30px; }
QComboBox::drop-down { border: none; width: 20px; }
.QComboBox::down-arrow, QFileDialogComboBox::down-arrow {
    image: url("$chevron"); width: 16px; height: 16px;
}
QComboBoxPrivateContainer { background: $raised; border: none; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $line; outline: none; padding: 4px;
    selection-background-color: $hover; selection-color: $text;
}

QLineEdit, QDoubleSpinBox, QPlainTextEdit[editable="true"] {
    background: $raised; border: 1px solid $line; border-radius: ${radius}px; padding: 4px 8px;
}
QPlainTextEdit { border: 1px solid $line; border-radius: ${radius}px; }
QPlainTextEdit:focus { border-color: $accent; }
QLineEdit, QPlainTextEdit { placeholder-text-color: $muted; }
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
QCheckBox::indicator:checked:focus { border: 2px solid $text; }
QCheckBox::indicator:disabled { border-color: $faint; background: $panel; }
QCheckBox::indicator:checked:disabled { background: $faint; }

QTreeView {
    background: $panel; border: 1px solid $line; border-radius: ${radius}px; outline: none;
}
QTreeView:focus, QTextBrowser:focus { border-color: $accent; }
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
QTableView {
    background: $panel; border: none; outline: none;
    selection-background-color: $hover; selection-color: $text;
}
/* With the 3 px that Qt leaves, below the words of the heading. */
QTableView::item { padding: 0 3px; }
QTableCornerButton::section { background: $panel; border: none; }

QListView { background: $panel; border: none; outline: none; }
QTextBrowser { border: 1px solid transparent; border-radius: ${radius}px; }
QListWidget::item { padding: 4px 12px; border: 1px solid transparent; border-radius: 4px; }
QListWidget::item:selected { background: $hover; color: $text; }
QListWidget::item:focus { border-color: $accent; }
QScrollArea { border: none; background: $panel; }
QScrollArea[role="scrolled"], QGraphicsView { border: 1px solid transparent; }
QScrollArea[role="scrolled"]:focus, QGraphicsView:focus { border-color: $accent; }
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
#callout { background: $raised; border: 1px solid $accent; border-radius: ${radius}px; }
#callout QLabel { background: transparent; }
#studyTable { border: 1px solid transparent; }
#studyTable:focus { border-color: $accent; }
#topBar { border-bottom: 1px solid $line; }
#statusStrip { border-top: 1px solid $line; }
QFrame[role="notice"], QFrame[role="notice"] QLabel { background: $plot; }
#filmPanel, #filmView, #cell QFrame[role="notice"] { background: $film; }
#cell QFrame[role="notice"] QLabel { background: $film; color: $film_text; }
#cell QFrame[role="notice"] QLabel[role="muted"] { color: $film_muted; }
#cell { background: $film_line; }
#cell[active="true"] { background: $film_accent; }
#messageStrip { border: none; border-left: 3px solid $accent; background: $raised; }
#messageStrip[severity="warning"] { border-left-color: $doubt; background: $doubt_dim; }
#messageStrip[severity="error"] { border-left-color: $refusal; background: $refusal_dim; }
#messageStrip QLabel { background: transparent; }
""")


def style_sheet(palette: theme.Palette) -> str:
    """Qt style sheet of a palette."""
    sizes = {
        "text_px": str(theme.TEXT_PX),
        "small_px": str(theme.SMALL_PX),
        "heading_px": str(theme.HEADING_PX),
        "radius": str(theme.RADIUS),
        "check_px": str(theme.CHECK_PX),
    }
    film = {
        "film": theme.FILM,
        "film_text": theme.ON_FILM.text,
        "film_muted": theme.ON_FILM.muted,
        "film_line": theme.ON_FILM.line,
        "film_accent": theme.ON_FILM.accent,
    }
    # Ours paint their own; those in dialogs of Qt would have none, and seem to hold one thing only.
    chevron = {"chevron": (resources_folder() / "icons" / "chevron.png").as_posix()}
    return _STYLE.substitute(asdict(palette) | sizes | film | chevron)
