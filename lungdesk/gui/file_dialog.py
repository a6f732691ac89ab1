"""The dialog in which a file or a folder is chosen: the system's own, or where there is none, Qt's.

Qt's begins so narrow that names and paths are cut off; its own shortcuts (`getOpenFileName` and the
like) leave nobody a chance to make it wider.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog, QHeaderView, QListView, QTreeView, QWidget

from lungdesk.gui import theme

_SIZE = QSize(960, 600)
_SHARE_OF_SCREEN = 0.9
#: A part that the bar of places never exceeds by itself, however long their names.
_PLACES_OF_WIDTH = 3
#: The first of a kind: ``Pictures (*.png *.jpg)``.
_ENDING = re.compile(r"\*\.(\w+)")


def ask_file(parent: QWidget, title: str, start: Path | None, filters: str) -> Path | None:
    """Ask for a file that is there; None when the user thinks better of it.

    Parameters
    ----------
    start
        Folder to begin in, or a file that is suggested; None for where one was last.
    filters
        As ``Pictures (*.png *.jpg);;All files (*)``.
    """
    dialog = _dialog(parent, title, start, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return next(iter(_asked(dialog)), None)


def ask_files(parent: QWidget, title: str, start: Path | None, filters: str) -> tuple[Path, ...]:
    """Ask for files that are there, as `ask_file`; empty when the user thinks better of it."""
    dialog = _dialog(parent, title, start, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _asked(dialog)


def ask_new_file(parent: QWidget, title: str, suggested: Path, filters: str) -> Path | None:
    """Ask for the name of a file to write, as `ask_file`; one that is there is asked about.

    A name without an ending gets that of the kind which is chosen among the filters.
    """
    dialog = _dialog(parent, title, suggested, filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    # By the dialog itself, which would not ask about the file that a name completed later is of.
    dialog.filterSelected.connect(partial(_complete, dialog))
    _complete(dialog, dialog.selectedNameFilter())
    return next(iter(_asked(dialog)), None)


def ask_folder(parent: QWidget, title: str, start: Path | None = None) -> Path | None:
    """Ask for a folder, as `ask_file`."""
    dialog = _dialog(parent, title, start, "")
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    return next(iter(_asked(dialog)), None)


def _dialog(parent: QWidget, title: str, start: Path | None, filters: str) -> QFileDialog:
    # Qt tells a folder from a file that is suggested.
    dialog = QFileDialog(parent, title, str(start or ""), filters)
    dialog.resize(_SIZE.boundedTo(parent.screen().availableSize() * _SHARE_OF_SCREEN))
    for places in dialog.findChildren(QListView, "sidebar"):  # one, of those to begin at
        wide = places.sizeHint().width() + theme.UNIT
        places.setMinimumWidth(min(wide, dialog.width() // _PLACES_OF_WIDTH))
    # Names get what the other columns leave; of a large folder only rows in sight are measured.
    mode = QHeaderView.ResizeMode
    for table in dialog.findChildren(QTreeView):
        header = table.header()
        header.setResizeContentsPrecision(0)
        header.setStretchLastSection(False)
        for column in range(header.count()):
            header.setSectionResizeMode(column, mode.ResizeToContents if column else mode.Stretch)
    return dialog


def _complete(dialog: QFileDialog, kind: str) -> None:
    """Let names end as a kind does; one of any files leaves it as it is."""
    ending = _ENDING.search(kind)
    if ending:
        dialog.setDefaultSuffix(ending[1])


def _asked(dialog: QFileDialog) -> tuple[Path, ...]:
    is_chosen = dialog.exec()
    names = dialog.selectedFiles() if is_chosen else []
    dialog.deleteLater()
    return tuple(Path(name) for name in names)
