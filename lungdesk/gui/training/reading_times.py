"""How long each backbone takes to read a film here: kept figures, and one measurement at a time.

Measurements queue with trainings: what is measured while something trains says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.ml.backbones import backbone_named
from lungdesk.services.job_runner import Lane
from lungdesk.services.reading_time import (
    ReadingTime,
    ReadingTimeRequest,
    kept_reading_times,
    measure_reading_time,
)

if TYPE_CHECKING:
    from lungdesk.core.jobs import Progress
    from lungdesk.gui.training.page_context import PageContext


class ReadingTimes(QObject):
    """Measures what is chosen while its page is shown.

    Signals
    -------
    changed()
        Another figure is here, or another measurement runs.
    progressed(Progress)
        What is being measured.
    """

    changed = Signal()
    progressed = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.draft)
        self._context = context
        self._known: dict[str, ReadingTime] | None = None
        self._failed: set[str] = set()
        self._is_shown = False
        bridge = context.shared.bridge
        self._loading = bridge.channel(Lane.IO)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(self._on_load_failed)
        self._begun = ""
        self._measuring = bridge.channel(Lane.TRAINING)
        self._measuring.succeeded.connect(self._on_measured)
        self._measuring.failed.connect(self._on_failed)
        self._measuring.stopped.connect(lambda _key: self.changed.emit())
        self._measuring.progressed.connect(self._on_progress)
        context.draft.changed.connect(self.measure_chosen)

    @property
    def is_busy(self) -> bool:
        """Whether anything is being measured."""
        return bool(self._measuring.pending)

    def input_size(self, name: str) -> int:
        """Size in pixels at which a backbone would be trained, hence is measured."""
        wanted = self._context.draft.draft.preparation.input_size
        backbone = backbone_named(name)
        is_taken = wanted and wanted >= backbone.least_input_size
        return wanted if wanted and is_taken else backbone.input_size

    def of(self, name: str) -> ReadingTime | None:
        """Figure of a backbone at its size; None where it was not measured."""
        return (self._known or {}).get(self._request(name).key)

    def is_measuring(self, name: str) -> bool:
        """Whether a backbone is measured now or soon."""
        return self._request(name).key in self._measuring.pending

    def is_waiting(self, name: str) -> bool:
        """Whether a backbone is measured when what runs now has ended."""
        return self.is_measuring(name) and self._request(name).key != self._begun

    # --- measuring

    def enter(self) -> None:
        """The page is shown: measure what is chosen and was not measured."""
        self._is_shown = True
        if self._known is None and not self._loading.pending:
            self._loading.replace(kept_reading_times, self._context.paths)
        self.measure_chosen()

    def leave(self) -> None:
        """Nobody looks any more."""
        self._is_shown = False
        self._measuring.cancel()

    def stop(self) -> None:
        """Measure nothing more."""
        self._failed |= set(self._measuring.pending)  # not again by itself
        self._measuring.cancel()
        self.changed.emit()

    def measure_chosen(self) -> None:
        """Measure every chosen backbone that has no figure yet."""
        if not self._is_shown or self._known is None:
            return
        for choice in self._context.draft.draft.backbones:
            request = self._request(choice.name)
            if self.of(choice.name) is None and request.key not in self._failed:
                self._add(request)

    def measure(self, name: str) -> None:
        """Measure one, again if need be."""
        self._add(self._request(name))

    def _add(self, request: ReadingTimeRequest) -> None:
        if request.key not in self._measuring.pending:
            self._measuring.add(measure_reading_time, request, tag=request.key)
            self.changed.emit()

    def _request(self, name: str) -> ReadingTimeRequest:
        return ReadingTimeRequest(name, self.input_size(name), self._context.paths)

    def _on_loaded(self, _tag: object, known: dict[str, ReadingTime]) -> None:
        self._known = {**known, **(self._known or {})}
        self.measure_chosen()
        self.changed.emit()

    def _on_load_failed(self, _tag: object, error: LungDeskError) -> None:
        self._known = {}
        self._context.shared.messages.warn(error)

    def _on_progress(self, key: str, progress: Progress) -> None:
        if key != self._begun:
            self._begun = key
            self.changed.emit()
        self.progressed.emit(progress)

    def _on_measured(self, key: str, time: ReadingTime) -> None:
        self._begun = ""
        self._known = {**(self._known or {}), key: time}
        self.changed.emit()

    def _on_failed(self, key: str, error: LungDeskError) -> None:
        self._begun = ""
        self._failed.add(key)
        self._context.shared.messages.warn(error)
        self.changed.emit()
