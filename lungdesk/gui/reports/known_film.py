"""What the window and its readers know of the film that is shown, for reports and results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.core.imaging.turns import Hanging
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.presentation import Presentation
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.privacy import film_alias
from lungdesk.gui.state import AppState
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.window_services import Shared
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.services.reports.film import FilmReportRequest
    from lungdesk.services.workspace.records import FilmRecord

    Then = Callable[[FilmReportRequest], None]
    #: The last: who reads blinded and has not said yet what the film shows.
    Waiting = tuple[FilmReportRequest, Then, str | None]


class KnownFilm(QObject):
    """Gathers it; the newest wish is the only one.

    Attributes
    ----------
    lungs
        Gives the lungs of the film; None where no two are known.
    """

    def __init__(
        self, viewer: ViewerPresenter, annotations: AnnotationState, shared: Shared, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._viewer, self._annotations = viewer, annotations
        self._desk, self._messages = shared.services.workspace, shared.messages
        self.lungs: Callable[[], LungFields | None] = lambda: None
        self._asking = shared.bridge.channel(Lane.WORKSPACE)
        self._asking.succeeded.connect(self._on_known)
        self._asking.failed.connect(self._on_unknown)

    def request(self) -> FilmReportRequest | None:
        """What the window knows of its film; None without one."""
        from lungdesk.services.reports.film import FilmReportRequest  # noqa: PLC0415 - ReportLab

        state, film = self._viewer.state, self._viewer.film
        if film is None:
            return None
        look, reading, geometry = self._viewer.look, state.reading, self._viewer.geometry
        return FilmReportRequest(
            film.radiograph.instance,
            film.radiograph,
            reading.reading or reading.refused,
            annotations=self._annotations.annotations,
            voi=None if look is None or film.radiograph.is_colour else look.voi,
            is_inverted=look is not None and look.is_inverted,
            hanging=Hanging.of(geometry),
            area=Presentation().seen_through(geometry).area,
            calibration=self._viewer.active.calibration,
            class_index=_mapped_class(state),
            colormap=state.heatmap.colormap,
            lungs=self.lungs(),
            model_name=state.model.name,
            alias=film_alias(state, film.radiograph.instance.path),
            style=state.preferences.report_style,
        )

    def complete(self, known: FilmReportRequest, then: Then) -> None:
        """Ask the workspace what readers have said of the film, and go on with it."""
        if self._desk is None:
            then(known)
            return
        state = self._viewer.state
        awaits = state.is_blinded and state.reading.reading is None
        tag = (known, then, state.reader_name if awaits else None)
        self._asking.replace(self._desk.film_shown, known.instance, tag=tag)

    def cancel(self) -> None:
        """Nobody waits for it any more."""
        self._asking.cancel()

    def _on_known(self, waiting: Waiting, record: FilmRecord | None) -> None:
        from lungdesk.services.reports.context import with_opinions  # noqa: PLC0415 - as above

        known, then, awaited = waiting
        if awaited is not None and record is not None:  # others tell what the model says
            own = tuple(read for read in record.reads if read.reader in (awaited, ""))
            record = replace(record, reads=own, note="")
        then(with_opinions(known, record))

    def _on_unknown(self, waiting: Waiting, error: LungDeskError) -> None:
        """A workspace that cannot be asked leaves the report without readers."""
        self._messages.warn(error)
        known, then, _ = waiting
        then(known)


def _mapped_class(state: AppState) -> int | None:
    """Class whose map goes along: the explained one if its heatmap is seen, or it counts as found.

    Else nobody means it, and the leading one says more.
    """
    explained, reading = state.explained_class(), state.reading.reading
    if explained is None or reading is None or state.heatmap.is_shown:
        return explained
    prediction = reading.prediction
    point = prediction.operating_points[explained]
    is_found = point is not None and prediction.probabilities[explained] >= point
    return explained if is_found else prediction.class_index
