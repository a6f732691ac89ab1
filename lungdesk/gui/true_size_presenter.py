"""Shows films in true size on this monitor, and says on the film what that means."""

from __future__ import annotations

import math
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject
from typing_extensions import override

from lungdesk.core.measure.true_size import true_scale
from lungdesk.core.measure.units import source_text
from lungdesk.core.monitor import PitchSource, PixelPitch
from lungdesk.core.radiograph import PixelSpacing
from lungdesk.gui.actions import Actions
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.messages import Message, Messages, Severity
from lungdesk.gui.monitors import monitor_of
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.corner_text import MONITOR_NOT_MEASURED, TRUE_SIZE
from lungdesk.gui.viewer.film_cell import FilmCell
from lungdesk.gui.viewer.presenter import ViewerPresenter

_NO_SPACING: Final = Message(
    tr("True size needs the size of the film's pixels, which this file does not state."),
    tr("Draw a calibration line over something of known length (menu Measure, Calibrate)."),
    severity=Severity.WARNING,
)
_NOT_SQUARE: Final = Message(
    tr(
        "This film's pixels are not square, and a view enlarges both directions alike: "
        "no scale would be true."
    ),
    tr("Lengths that you measure are right all the same."),
    severity=Severity.WARNING,
)
_NO_PITCH: Final = Message(
    tr("True size needs the size of this monitor's pixels, which the monitor does not state."),
    tr("Measure them once with a bank card: Preferences, Mouse and display."),
    severity=Severity.WARNING,
)
_SAME: Final = 1e-6


class TrueSizePresenter(QObject):
    """Keeps the words true on every film, also on another monitor or after a calibration."""

    def __init__(
        self, viewer: ViewerPresenter, annotations: AnnotationState, messages: Messages
    ) -> None:
        super().__init__(viewer)
        self._viewer, self._annotations, self._messages = viewer, annotations, messages
        for cell in viewer.cells:
            cell.placed.connect(partial(self._say, cell))
            cell.view.installEventFilter(self)
        annotations.changed.connect(self._say_all)
        viewer.state.preferences_changed.connect(self._say_all)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["true_size"].triggered.connect(self.show)

    def show(self) -> None:
        """Show the active film, and those linked to it, in true size."""
        viewer = self._viewer
        if viewer.film is None:
            return
        obstacle = self._obstacle(viewer.active)
        if obstacle is not None:
            self._messages.post(obstacle)
            return
        for cell in viewer.cells if viewer.links.places else (viewer.active,):
            scale = self._scale(cell)
            if scale is not None:
                cell.place(cell.geometry.at_scale(scale))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A view that comes to another monitor is told so: its film has another size there.
        if event.type() in (QEvent.Type.ScreenChangeInternal, QEvent.Type.DevicePixelRatioChange):
            for cell in self._viewer.cells:
                if cell.film is not None:
                    cell.placed.emit()
        return False

    def _obstacle(self, cell: FilmCell) -> Message | None:
        if self._spacing(cell) is None:
            return _NO_SPACING
        if self._pitch(cell) is None:
            return _NO_PITCH
        return _NOT_SQUARE if self._scale(cell) is None else None

    def _scale(self, cell: FilmCell) -> float | None:
        spacing, pitch = self._spacing(cell), self._pitch(cell)
        if spacing is None or pitch is None:
            return None
        return true_scale(spacing, pitch.mm * cell.view.devicePixelRatioF())

    def _spacing(self, cell: FilmCell) -> PixelSpacing | None:
        """Spacing of the film, by the user's own calibration where it is known: in the centre."""
        if cell.film is None:
            return None
        radiograph = cell.film.radiograph
        if cell is self._viewer.active:
            radiograph = self._annotations.annotations.calibrated(radiograph)
        return radiograph.spacing

    def _pitch(self, cell: FilmCell) -> PixelPitch | None:
        monitor = monitor_of(cell.view.screen())
        return monitor.pitch(self._viewer.state.preferences.monitor_pitches)

    def _say_all(self) -> None:
        for cell in self._viewer.cells:
            self._say(cell)

    def _say(self, cell: FilmCell) -> None:
        cell.set_true_size(self._lines(cell))

    def _lines(self, cell: FilmCell) -> tuple[str, ...]:
        scale, spacing, pitch = self._scale(cell), self._spacing(cell), self._pitch(cell)
        if scale is None or spacing is None or pitch is None:
            return ()
        if not math.isclose(scale, cell.geometry.scale, rel_tol=_SAME):
            return ()
        is_measured = pitch.source is PitchSource.MEASURED
        words = f"{TRUE_SIZE} {source_text(spacing.source)}"
        return (words,) if is_measured else (words, MONITOR_NOT_MEASURED)
