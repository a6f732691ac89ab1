"""Chooses films of each class to look at, and fetches their pictures in the pool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.gui import theme
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.training.data_state import DataState, Selection
from lungdesk.gui.training.film_titles import film_titles, shown_failure
from lungdesk.gui.widgets.film_grid import GridRow
from lungdesk.gui.words import class_names
from lungdesk.services.job_runner import Lane
from lungdesk.services.studies import Thumbnail, ThumbnailRequest

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext
    from lungdesk.gui.widgets.film_grid import FilmGrid

_PICTURE_PX = 132


class SamplesPresenter(QObject):
    """Shows the examples of each class (`lungdesk.gui.training.data_state.Selection`)."""

    def __init__(self, grid: FilmGrid, data: DataState, context: PageContext) -> None:
        super().__init__(data)
        self._grid, self._data, self._context = grid, data, context
        self._thumbnails = context.shared.bridge.channel(Lane.IO)
        self._thumbnails.succeeded.connect(self._on_thumbnail)
        self._thumbnails.failed.connect(self._on_failed)
        self._shown: tuple[tuple[GridRow, ...], dict[Path, str]] = ((), {})
        self._failures: dict[Path, LungDeskError] = {}
        data.changed.connect(self.show)
        grid.wanted.connect(self._fetch)
        grid.film_chosen.connect(lambda path: context.open_films((path,)))

    def show(self) -> None:
        """Show films of what is chosen now."""
        selection = self._data.selection
        rows = _rows(selection) if selection is not None else ()
        paths = [path for row in rows for path in row.paths]
        titles = film_titles(paths, self._data, self._context.state)
        if (rows, titles) != self._shown:
            self._shown = (rows, titles)
            self._grid.show_rows(rows, titles)
            for path, error in self._failures.items():
                self._show_failure(path, error)

    def stop(self) -> None:
        """Fetch no more pictures."""
        self._thumbnails.cancel()

    def _fetch(self) -> None:
        if not self._grid.isVisible():
            return
        missing = self._grid.missing()
        self._thumbnails.keep_only(missing)
        pending = set(self._thumbnails.pending)
        thumbnail = self._context.shared.services.thumbnail
        for path in missing:
            if path not in pending:
                request = ThumbnailRequest(path, _PICTURE_PX * 2)
                self._thumbnails.add(thumbnail, request, tag=path)

    def _on_thumbnail(self, path: Path, thumbnail: Thumbnail) -> None:
        self._grid.show_image(path, to_qimage(thumbnail.pixels).copy())

    def _on_failed(self, path: Path, error: LungDeskError) -> None:
        self._failures[path] = error
        self._show_failure(path, error)

    def _show_failure(self, path: Path, error: LungDeskError) -> None:
        self._grid.show_failure(path, shown_failure(error, self._context.state))


def _rows(selection: Selection) -> tuple[GridRow, ...]:
    labels = selection.dataset.labels
    rows = zip(class_names(labels), theme.class_colours(labels), selection.examples, strict=True)
    return tuple(GridRow(*row) for row in rows)
