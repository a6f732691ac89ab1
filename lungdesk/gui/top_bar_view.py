"""Menus and the row of tools under them, made of the actions."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QMenuBar, QToolButton, QWidget

from lungdesk.gui import theme
from lungdesk.gui.actions import Actions

_MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("&File", ("open", "open_folder", "recent", "", "read_all", "", "export", "copy_picture",
               "print", "", "save_presentation", "load_presentation", "",
               "preferences", "", "close_all", "quit")),
    ("&View", ("fit", "actual_size", "zoom_in", "zoom_out", "", "flip_horizontal",
               "flip_vertical", "rotate_left", "rotate_right", "tilt_left", "tilt_right", "",
               "magnifier", "", "reset", "", "studies", "findings", "full_screen")),
    ("F&ilm", ("previous_film", "next_film", "previous_frame", "next_frame", "play", "",
               "key_image", "next_key_image", "tags", "", "window", "window_region", "",
               "preset_auto", "preset_dicom", "preset_lung", "preset_mediastinum",
               "preset_bone", "preset_lines", "preset_soft", "", "invert", "local_contrast", "",
               "overlays", "shutters", "padding", "words")),
    ("&Measure", ("tool_length", "tool_angle", "tool_cobb", "tool_cardiothoracic", "",
                  "tool_rectangle", "tool_ellipse", "tool_freehand", "tool_probe", "",
                  "tool_arrow", "tool_text", "", "tool_calibrate", "",
                  "undo", "redo", "delete", "copy_measurements")),
    ("&Reading", ("heatmap", "next_class", "", "read_all")),
)  # fmt: skip

# What a right click on the film offers.
_FILM_MENU: tuple[str, ...] = (
    "heatmap", "next_class", "", "window", "preset_auto", "preset_dicom", "preset_lung", "invert",
    "", "fit", "actual_size", "flip_horizontal", "flip_vertical", "rotate_left", "rotate_right",
    "", "words", "key_image", "tags", "", "export", "copy_picture", "", "reset",
)  # fmt: skip

# Left, middle and right of the row; an empty name leaves a gap.
_TOOLS: tuple[tuple[str, ...], ...] = (
    ("studies", "", "open", "open_folder"),
    ("fit", "actual_size", "zoom_out", "zoom_in", "", "window", "invert", "flip_horizontal",
     "flip_vertical", "rotate_left", "rotate_right", "", "reset"),
    ("read_all", "heatmap", "", "findings"),
)  # fmt: skip


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
        self._recent = QMenu("Open &recent", self)
        self._recent.setToolTipsVisible(True)
        for title, ids in _MENUS:
            menu = self.addMenu(title)
            for id_ in ids:
                if id_ == "recent":
                    menu.addMenu(self._recent)
                else:
                    _add(menu, actions, id_)

    def show_recent(self, paths: tuple[Path, ...]) -> None:
        """List recent files and folders."""
        self._recent.clear()
        self._recent.setEnabled(bool(paths))
        for path in paths:
            action = self._recent.addAction(path.name.replace("&", "&&") or str(path))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _on=False, p=path: self.recent_chosen.emit(p))


def film_menu(actions: Actions, parent: QWidget) -> QMenu:
    """Menu of a right click on the film."""
    menu = QMenu("Film", parent)
    menu.setAccessibleName("Film")
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
        self.setAccessibleName("Tools")
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
        return button
