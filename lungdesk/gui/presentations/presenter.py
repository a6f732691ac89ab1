"""Saves how the film is shown and measured as DICOM objects, and shows it as such a file says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.core.presentation import Presentation, StoredPresentation, tilt_remark
from lungdesk.core.radiograph import Radiograph
from lungdesk.gui import open_dialog
from lungdesk.gui.actions import Actions
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.window_services import Shared
from lungdesk.services.job_runner import Lane
from lungdesk.services.presentations import (
    LoadedPresentations,
    LoadPresentationsRequest,
    SavedObject,
    SaveMeasurementsRequest,
    SavePresentationRequest,
)

if TYPE_CHECKING:
    from lungdesk.gui.viewer.panel import ViewerPanel


class PresentationsPresenter(QObject):
    """One state is shown at a time; asking again shows the one before it, then the newest again."""

    def __init__(
        self,
        panel: ViewerPanel,
        viewer: ViewerPresenter,
        annotations: AnnotationState,
        shared: Shared,
    ) -> None:
        super().__init__(panel)
        self._panel, self._viewer, self._annotations = panel, viewer, annotations
        self._services, self._messages = shared.services, shared.messages
        self._saving = shared.bridge.channel(Lane.IO, must_finish=True)
        self._loading = shared.bridge.channel(Lane.IO)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(self._on_failed)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(self._on_failed)
        self._shown: str = ""
        viewer.state.film_changed.connect(self._on_film_changed)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["save_presentation"].triggered.connect(self.save)
        actions["load_presentation"].triggered.connect(self.load)

    # --- saving

    def save(self) -> None:
        """Ask for a file; measurements go into a report beside it."""
        radiograph = self._radiograph()
        if radiograph is None:
            return
        film = radiograph.instance.path
        suggested = film.with_name(f"{film.stem}-presentation.dcm")
        path = open_dialog.ask_where_to_save_presentation(self._panel, suggested)
        if path is None:
            return
        request = SavePresentationRequest(path, radiograph, self._presentation())
        self._saving.add(self._services.save_presentation, request, tag="presentation")
        annotations = self._annotations.annotations
        if annotations.annotations:
            report = path.with_name(f"{path.stem.removesuffix('-presentation')}-measurements.dcm")
            measured = SaveMeasurementsRequest(report, radiograph, annotations)
            self._saving.add(self._services.save_measurements, measured, tag="report")

    def _presentation(self) -> Presentation:
        look = self._viewer.look
        presentation = Presentation(
            voi=look.voi if look else None,
            is_inverted=bool(look and look.is_inverted),
            annotations=self._annotations.annotations,
        )
        return presentation.seen_through(self._viewer.geometry)

    def _on_saved(self, kind: str, saved: SavedObject) -> None:
        remark = tilt_remark(self._viewer.geometry) if kind == "presentation" else ""
        self._messages.inform(f"{saved.path.name} saved. {remark}".strip())

    # --- loading

    def load(self) -> None:
        """Look for states of this film in its folder."""
        radiograph = self._radiograph()
        if radiograph is not None:
            folder = radiograph.instance.path.parent
            request = LoadPresentationsRequest(folder, radiograph)
            self._loading.replace(self._services.load_presentations, request, tag=folder)

    def _on_loaded(self, folder: Path, loaded: LoadedPresentations) -> None:
        stored = loaded.presentations
        if not stored:
            self._messages.inform(f"No presentation state of this film is in {folder.name}.")
            return
        uids = [one.sop_instance_uid for one in stored]
        following = uids.index(self._shown) + 1 if self._shown in uids else 0
        self._show(stored[following % len(stored)], len(stored))

    def _show(self, stored: StoredPresentation, count: int) -> None:
        self._shown = stored.sop_instance_uid
        self._viewer.present(stored.presentation)
        self._annotations.replace_all(stored.presentation.annotations)
        others = f" ({count} are there; again shows the next)" if count > 1 else ""
        remarks = " ".join(stored.remarks)
        self._messages.inform(f"Shown as {stored.path.name} says{others}. {remarks}".strip())

    def _on_film_changed(self) -> None:
        self._loading.cancel()
        self._shown = ""

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._messages.fail(error)

    def _radiograph(self) -> Radiograph | None:
        film = self._viewer.film
        return None if film is None else film.radiograph
