"""Chooses films of each class to look at, and fetches their pictures in the pool."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.gui import theme
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.training.data_state import DataState
from lungdesk.gui.training.film_titles import film_titles, shown_failure
from lungdesk.gui.translation import told
from lungdesk.gui.widgets.film_grid import GridRow
from lungdesk.ml.datasets import Dataset
from lungdesk.services.job_runner import Lane
from lungdesk.services.studies import Thumbnail, ThumbnailRequest

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext
    from lungdesk.gui.widgets.film_grid import FilmGrid

#: Films of a class that may be shown; more than fit into a row of the largest window.
_EACH = 16
_PICTURE_PX = 132


class SamplesPresenter(QObject):
    """Evenly spaced films of each class: the same ones as long as the class stays the same."""

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
        rows = _rows(selection.dataset) if selection is not None else ()
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


def _rows(dataset: Dataset) -> tuple[GridRow, ...]:
    return tuple(
        GridRow(told(label.name), theme.class_colour(index), _spread(dataset, index))
        for index, label in enumerate(dataset.labels.labels)
    )


def _spread(dataset: Dataset, class_index: int) -> tuple[Path, ...]:
    """Films of a class from the whole of the collection, not its first ones."""
    films: Sequence[Path] = sorted(s.path for s in dataset.samples if s.class_index == class_index)
    count = min(_EACH, len(films))
    return tuple(films[number * len(films) // count] for number in range(count))
