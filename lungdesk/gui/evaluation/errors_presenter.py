"""Fills the gallery of errors and fetches the thumbnails that can be seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from lungdesk.core.errors import LungDeskError
from lungdesk.gui import theme
from lungdesk.gui.evaluation.errors_model import ErrorItem, ErrorsModel
from lungdesk.gui.evaluation.errors_panel import ErrorsPanel
from lungdesk.gui.evaluation.evaluation_state import EvaluationState
from lungdesk.gui.privacy import shown_words
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.gallery_view import PICTURE_PX
from lungdesk.gui.words import class_names, counted_films
from lungdesk.services.job_runner import Lane
from lungdesk.services.studies import ThumbnailRequest

if TYPE_CHECKING:
    from lungdesk.gui.state import AppState
    from lungdesk.gui.window_services import Shared

#: The gallery follows the operating point when it has come to rest.
_SETTLE_MS = 200


class ErrorsPresenter(QObject):
    """Binds the tab of the errors to the evaluation."""

    def __init__(
        self,
        panel: ErrorsPanel,
        model: ErrorsModel,
        state: EvaluationState,
        *,
        app_state: AppState,
        shared: Shared,
    ) -> None:
        super().__init__(panel)
        self._panel, self._model, self._state = panel, model, state
        self._app_state, self._services = app_state, shared.services
        self._thumbnails = shared.bridge.channel(Lane.IO)
        self._thumbnails.succeeded.connect(self._on_thumbnail)
        self._thumbnails.failed.connect(self._on_failed)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._show)
        panel.gallery.visible_rows_changed.connect(self._fetch)
        state.films_changed.connect(self._show)
        state.point_changed.connect(self._settle.start)
        app_state.preferences_changed.connect(self._show)

    def stop(self) -> None:
        """Fetch no more thumbnails."""
        self._thumbnails.cancel()

    def _show(self) -> None:
        self._settle.stop()
        films = self._state.films
        if films is None:
            self._model.show_items(())
            return
        numbers = self._state.errors()
        predictions, table = self._state.predictions, films.table
        is_private = self._app_state.preferences.is_private
        labels = table.labels
        marks = tuple(zip(class_names(labels), theme.class_colours(labels), strict=True))
        items = []
        for rank, number in enumerate(numbers, start=1):
            read, true = int(predictions[number]), int(table.targets[number])
            path = films.path(number)
            items.append(
                ErrorItem(
                    number,
                    path,
                    title=tr("Film {rank}", rank=rank) if is_private else path.name,
                    read=marks[read],
                    true=marks[true],
                    confidence=float(table.probabilities[number, read]),
                    true_probability=float(table.probabilities[number, true]),
                )
            )
        self._panel.summary.setText(
            tr(
                "{count:,} of {films} are read wrongly, the most confident first. Click, "
                "or press Enter, to open one with its heatmap.",
                count=len(numbers),
                films=counted_films(len(table)),
            )
        )
        self._model.show_items(items)

    def _fetch(self) -> None:
        items = [self._model.item(row) for row in self._panel.gallery.visible_rows()]
        missing = [i.path for i in items if i.thumbnail is None and not i.failure]
        self._thumbnails.keep_only(tuple(missing))
        pending = set(self._thumbnails.pending)
        for path in missing:
            if path not in pending:
                request = ThumbnailRequest(path, PICTURE_PX * 2)
                self._thumbnails.add(self._services.thumbnail, request, tag=path)

    def _on_thumbnail(self, path: Path, thumbnail: Any) -> None:
        self._model.show_thumbnail(path, to_qimage(thumbnail.pixels).copy())

    def _on_failed(self, path: Path, error: LungDeskError) -> None:
        private = self._app_state.preferences.is_private
        sentence = tr("The film cannot be read.") if private else error.message
        self._model.show_failure(path, shown_words(self._app_state, sentence))
