"""Menus and the row of tools under them, made of the actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QMenuBar, QToolButton, QWidget

from lungdesk.gui import theme
from lungdesk.gui.actions import Actions
from lungdesk.gui.presentations.choice_view import PresentationChoice
from lungdesk.gui.translation import tr

MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (tr("&File"), ("open", "open_folder", "recent", "", "read_all", "", "export", "copy_picture",
               "print", "", "report", "dicom_results", "dicom_results_to", "", "save_presentation",
               "load_presentation", "presentations", "", "bring_back", "preferences", "",
               "close_all", "quit")),
    (tr("&View"), ("fit", "actual_size", "true_size", "zoom_in", "zoom_out", "", "flip_horizontal",
               "flip_vertical", "rotate_left", "rotate_right", "tilt_left", "tilt_right", "",
               "lungs", "magnifier", "", "reset", "", "studies", "findings", "full_screen",
               "", "theme", "privacy")),
    (tr("La&yout"), ("layout_1", "layout_1x2", "layout_2x1", "layout_2x2", "", "prior", "",
                 "link_places", "link_windows", "", "swipe", "blink")),
    (tr("F&ilm"), ("previous_film", "next_film", "previous_study", "next_study",
               "previous_frame", "next_frame", "play", "",
               "key_image", "next_key_image", "tags", "", "window", "window_region", "",
               "preset_auto", "preset_dicom", "preset_lung", "preset_mediastinum",
               "preset_bone", "preset_lines", "preset_soft", "", "invert", "local_contrast", "",
               "overlays", "shutters", "padding", "words")),
    (tr("&Measure"), ("tool_length", "tool_angle", "tool_cobb", "tool_cardiothoracic", "",
                  "tool_rectangle", "tool_ellipse", "tool_freehand", "tool_probe", "",
                  "tool_arrow", "tool_text", "", "tool_calibrate", "",
                  "undo", "redo", "delete", "copy_measurements")),
    (tr("&Reading"), ("heatmap", "next_class", "explanations", "", "read_all")),
    (tr("Wor&klist"), ("worklist", "next_unread", "read_and_next", "", "classify_folder", "",
                   "workspace_check", "workspace_backup", "workspace_restore")),
    (tr("Mo&del"), ("train", "adapt", "evaluate", "compare_runs", "", "models", "", "blinded",
                "agreement")),
    (tr("&Help"), ("guide", "tour", "", "commands", "", "diagnostics", "about")),
)  # fmt: skip

_THEMES = ("theme_dark", "theme_light", "theme_system")

# What a right click on the film offers.
_FILM_MENU: tuple[str, ...] = (
    "heatmap", "next_class", "", "window", "preset_auto", "preset_dicom", "preset_lung", "invert",
    "", "fit", "actual_size", "true_size", "flip_horizontal", "flip_vertical", "rotate_left",
    "rotate_right", "", "words", "key_image", "tags", "", "export", "copy_picture", "", "reset",
)  # fmt: skip

# Left, middle and right of the row; an empty name leaves a gap.
_TOOLS: tuple[tuple[str, ...], ...] = (
    ("studies", "", "open", "open_folder"),
    ("fit", "actual_size", "zoom_out", "zoom_in", "", "window", "invert", "flip_horizontal",
     "flip_vertical", "rotate_left", "rotate_right", "", "reset", "",
     "layout_1", "layout_1x2", "layout_2x2", "prior", "link_places", "swipe"),
    ("read_all", "heatmap", "", "privacy", "findings"),
)  # fmt: skip


#: Says in words, too, that it is on: who looks at the screen is to know why names are missing.
_IN_WORDS = "privacy"


class MainMenu(QMenuBar):
    """Menu bar.

    Signals
    -------
    recent_chosen(Path)
        The user wants a recent file or folder again.
    """

    recent_chosen = Signal(object)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Menus"))
        self._recent = QMenu(tr("Open &recent"), self)
        self._recent.setToolTipsVisible(True)
        self.presentations = PresentationChoice(self)
        theme_menu = QMenu(tr("T&heme"), self)
        for id_ in _THEMES:
            theme_menu.addAction(actions[id_])
        submenus = {
            "recent": self._recent,
            "presentations": self.presentations,
            "theme": theme_menu,
        }
        for title, ids in MENUS:
            menu = self.addMenu(title)
            for id_ in ids:
                if id_ in submenus:
                    menu.addMenu(submenus[id_])
                else:
                    _add(menu, actions, id_)

    def offered(self) -> tuple[tuple[str, QAction], ...]:
        """Every action of the menus and of those in them, with the title of its menu."""
        return tuple(_entries(self.actions(), ""))

    def show_recent(self, paths: tuple[Path, ...]) -> None:
        """List recent files and folders."""
        self._recent.clear()
        self._recent.setEnabled(bool(paths))
        for path in paths:
            action = self._recent.addAction(path.name.replace("&", "&&") or str(path))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _on=False, p=path: self.recent_chosen.emit(p))


def _entries(actions: Sequence[QAction], title: str) -> Iterator[tuple[str, QAction]]:
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from _entries(menu.actions(), menu.title())
        elif not action.isSeparator():
            yield title, action


def film_menu(actions: Actions, parent: QWidget) -> QMenu:
    """Menu of a right click on the film."""
    menu = QMenu(tr("Film"), parent)
    menu.setAccessibleName(tr("Film"))
    for id_ in _FILM_MENU:
        _add(menu, actions, id_)
    return menu


def _add(menu: QMenu, actions: Actions, id_: str) -> None:
    """Add an action, or a line where the id is empty."""
    if id_:
        menu.addAction(actions[id_])
    else:
        menu.addSeparator()


class TopBar(QFrame):
    """Row of tool buttons."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAccessibleName(tr("Tools"))
        self.setFixedHeight(theme.TOOLBAR_HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.UNIT, 0, theme.UNIT, 0)
        layout.setSpacing(2)
        for number, group in enumerate(_TOOLS):
            if number:
                layout.addStretch(1)
            for id_ in group:
                if id_:
                    layout.addWidget(self._button(actions, id_))
                else:
                    layout.addSpacing(theme.UNIT * 2)

    def _button(self, actions: Actions, id_: str) -> QToolButton:
        action = actions[id_]
        button = QToolButton(self)
        button.setProperty("flat", True)
        button.setDefaultAction(action)
        button.setIconSize(QSize(theme.ICON_PX, theme.ICON_PX))
        button.setAccessibleName(action.text().replace("&", ""))
        button.setAccessibleDescription(action.toolTip())
        if id_ == _IN_WORDS:
            action.toggled.connect(lambda is_on: button.setToolButtonStyle(_style(is_on)))
        return button


def _style(is_on: bool) -> Qt.ToolButtonStyle:
    if is_on:
        return Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    return Qt.ToolButtonStyle.ToolButtonIconOnly
