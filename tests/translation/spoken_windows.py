"""Opens every window in a language, and tells its texts, what has no room, and mnemonics.

``python -m tests.translation.spoken_windows es [FOLDER]``: with a folder, pictures are left there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEventLoop, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from lungdesk.gui import translation

if __name__ == "__main__":  # before the modules are imported that hold the texts
    translation.use(sys.argv[1])

from lungdesk.gui.application import create_application
from lungdesk.gui.main_window import MainWindow, create_window
from lungdesk.services.job_runner import JobRunner
from tests.gui.conftest import FILM, WINDOW
from tests.gui.fakes import FakeFiles, FakeFilmReader, FakeSettings, services
from tests.gui.looking import cut_off
from tests.gui.test_accessibility import OPENERS

#: Also opens a window.
_MORE_OPENERS = ("guide", "copy_picture", "agreement")
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)
#: Rows of a list that are looked at.
_MOST_ROWS = 40


def main(language: str, pictures: Path | None) -> None:
    """Print what was found as JSON, by window."""
    app = create_application()
    runner = JobRunner()
    made = services(runner, files=FakeFiles(), reader=FakeFilmReader(), settings=FakeSettings())
    window = create_window(made)
    window.resize(*WINDOW)
    window.show()
    found = {"empty": _looked_at(window, "empty", pictures)}
    _open_film(window)
    found["film"] = _looked_at(window, "film", pictures)
    window.actions_table["window"].trigger()  # its figures float in this window
    found["figures"] = _looked_at(window, "figures", pictures)
    window.actions_table["window"].trigger()
    for id_ in (*OPENERS, *_MORE_OPENERS):
        for number, shown in enumerate(_opened(window, id_)):
            found |= dict(_pages(shown, f"{id_}{number or ''}", pictures))
            shown.close()
            app.processEvents()
    found["menus"] = {"cut_off": [], "texts": sorted(_of_menus(window)), "twice": twice(window)}
    sys.stdout.write(json.dumps({"language": language, "windows": found}))
    sys.stdout.flush()
    runner.shutdown()


def _open_film(window: MainWindow) -> None:
    loop = QEventLoop()
    window.reading_shown.connect(loop.quit)
    window.open_paths((FILM,))
    loop.exec()
    _settle(window)


def _settle(window: MainWindow) -> None:
    loop = QEventLoop()
    window.bridge.idle.connect(loop.quit)
    if window.bridge.is_busy:
        loop.exec()
    QApplication.processEvents()


def _opened(window: MainWindow, id_: str) -> list[QWidget]:
    before = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
    window.actions_table[id_].trigger()
    while True:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 1000)
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        new = [one for one in shown if one not in before]
        if new:
            _settle(window)
            return new


def _pages(
    shown: QWidget, name: str, pictures: Path | None
) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The window itself; of one with pages at its side, each of them."""
    pages = getattr(shown, "pages", None)
    if not isinstance(pages, QAbstractItemView):
        yield name, _looked_at(shown, name, pictures)
        return
    for row in range(pages.model().rowCount()):
        pages.setCurrentIndex(pages.model().index(row, 0))
        QApplication.processEvents()
        yield f"{name}-{row}", _looked_at(shown, f"{name}-{row}", pictures)


def _looked_at(window: QWidget, name: str, pictures: Path | None) -> dict[str, list[str]]:
    QApplication.processEvents()
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
        window.grab().save(str(pictures / f"{name}.png"))
    return {"cut_off": cut_off(window), "texts": sorted(texts_of(window))}


def texts_of(window: QWidget) -> set[str]:
    """All that a window says, also to those who do not see it."""
    found = {window.windowTitle()}
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.window() is window and not isinstance(widget, QMenu):
            found.update(_of(widget))
    return {text for text in found if text.strip()}


def _of(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(index) for index in range(widget.count()))
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _of_model(widget.model())
    yield from (action.text() for action in widget.actions())


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for column in range(columns):
        for role in _ROLES[:2]:
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
        for row in range(min(model.rowCount(QModelIndex()), _MOST_ROWS)):
            index = model.index(row, column)
            yield from (str(said) for r in _ROLES if isinstance(said := index.data(r), str))


def _menus(window: MainWindow) -> dict[str, list[QAction]]:
    """Entries of the menu bar, and of every menu of the window."""
    of_menus = {menu.title(): menu.actions() for menu in window.findChildren(QMenu)}
    return {"": window.menuBar().actions(), **of_menus}


def _of_menus(window: MainWindow) -> set[str]:
    texts = {menu for menu in _menus(window) if menu}
    for actions in _menus(window).values():
        texts.update(text for one in actions for text in (one.text(), one.toolTip()) if text)
    return texts


def twice(window: MainWindow) -> list[str]:
    """Letters by which two entries of one menu are chosen."""
    found = []
    for menu, actions in _menus(window).items():
        letters = [mnemonic(action.text()) for action in actions if mnemonic(action.text())]
        found += [f"{menu}: {one}" for one in sorted(set(letters)) if letters.count(one) > 1]
    return found


def mnemonic(text: str) -> str:
    """The letter of a text that follows its ``&``; empty without one."""
    _, mark, rest = text.replace("&&", "").partition("&")
    return rest[:1].lower() if mark else ""


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else None)
