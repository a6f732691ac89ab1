"""Which model reads: changes it once the new one is ready, and has the choice remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.gui.translation import tr
from lungdesk.services.job_runner import Lane
from lungdesk.services.models.library import DEFAULT_MODEL_ID

if TYPE_CHECKING:
    from lungdesk.gui.explain.reading_presenter import ReadingPresenter
    from lungdesk.gui.settings_presenter import SettingsPresenter
    from lungdesk.gui.window_services import Reader, Shared


class ActiveModel(QObject):
    """The one place that changes the model; the film that is shown is read again then.

    Signals
    -------
    changed(str)
        The model of this id reads now.
    failed(LungDeskError)
        The model that was wanted cannot be used; the one before goes on reading.
    progressed(Progress)
        How far the preparation is.
    ended()
        Nothing is being prepared any more.
    """

    changed = Signal(str)
    failed = Signal(object)
    progressed = Signal(object)
    ended = Signal()

    def __init__(
        self, reading: ReadingPresenter, settings: SettingsPresenter, shared: Shared
    ) -> None:
        super().__init__(reading)
        self._reading, self._settings = reading, settings
        self._paths, self._lungs = shared.services.paths, shared.services.lungs
        self._id = settings.loaded.model_id or DEFAULT_MODEL_ID
        self._opening = shared.bridge.channel(Lane.COMPUTE)
        self._opening.succeeded.connect(self._on_opened)
        self._opening.failed.connect(self._on_failed)
        self._opening.stopped.connect(self._on_stopped)
        self._opening.progressed.connect(self._on_progressed)

    @property
    def id(self) -> str:
        """Folder name of the model that reads."""
        return self._id

    @property
    def is_preparing(self) -> bool:
        """Whether a model is being prepared."""
        return bool(self._opening.pending)

    def use(self, id_: str) -> None:
        """Verify and compile a model, then let it read; until then the former one reads."""
        self._opening.replace(self._open, id_, tag=id_)

    def use_default(self) -> None:
        """The model that reads is gone: nothing reads until the default one is ready."""
        gone = LungDeskError(
            tr("The model {id} is no longer installed.", id=self._id),
            hint=tr("Choose another one in the model library."),
            code=ErrorCode.MODEL_MISSING,
        )
        self._id = DEFAULT_MODEL_ID
        self._settings.keep_model(DEFAULT_MODEL_ID)
        self._reading.use(None, gone)
        self.use(DEFAULT_MODEL_ID)

    def cancel(self) -> None:
        """Stop preparing."""
        self._opening.cancel()
        self.ended.emit()

    def _open(self, id_: str, ctx: JobContext) -> Reader:
        """In the worker."""
        from lungdesk.services.models.shelf import ModelShelf  # noqa: PLC0415 - not at the start

        return ModelShelf(self._paths, self._lungs).open(id_, ctx)

    def _on_opened(self, id_: str, reader: Reader) -> None:
        self._id = id_
        self._settings.keep_model(id_)
        self._reading.use(reader)
        self.ended.emit()
        self.changed.emit(id_)

    def _on_failed(self, _id: str, error: LungDeskError) -> None:
        self.ended.emit()
        self.failed.emit(error)

    def _on_stopped(self, _id: str) -> None:
        self.ended.emit()

    def _on_progressed(self, _id: str, progress: object) -> None:
        self.progressed.emit(progress)
