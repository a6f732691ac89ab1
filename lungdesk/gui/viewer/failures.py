"""Says in each place why its film is not there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.messages import to_message
from lungdesk.gui.privacy import film_title, shown_message
from lungdesk.gui.state import AppState
from lungdesk.gui.translation import tr

if TYPE_CHECKING:
    from lungdesk.gui.viewer.cell_panel import CellPanel


class Failures(QObject):
    """What could not be shown, place by place; said again when other words may be shown."""

    def __init__(self, places: Sequence[CellPanel], state: AppState, parent: QObject) -> None:
        super().__init__(parent)
        self._places, self._state = places, state
        self._failed: dict[int, tuple[Path, LungDeskError]] = {}
        state.preferences_changed.connect(self._show_all)

    def show(self, number: int, path: Path, error: LungDeskError) -> None:
        """Say it where the film would be."""
        self._failed[number] = (path, error)
        self._show_all()

    def forget(self, number: int) -> None:
        """Something else stands in the place."""
        self._failed.pop(number, None)

    def path(self, number: int) -> Path | None:
        """The film that a place cannot show."""
        return self._failed[number][0] if number in self._failed else None

    def _show_all(self) -> None:
        for number, (path, error) in self._failed.items():
            title = tr("{film_title} cannot be shown", film_title=film_title(self._state, path))
            message = shown_message(self._state, to_message(error))
            self._places[number].show_failure(title, message)
