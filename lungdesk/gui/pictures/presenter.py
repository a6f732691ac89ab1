"""Takes pictures of the film: to a file, to the clipboard, to paper."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from lungdesk.core.errors import LungDeskError
from lungdesk.gui import open_dialog
from lungdesk.gui.actions import Actions
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.annotate.measured_words import words_beside
from lungdesk.gui.annotate.painter import Drawn
from lungdesk.gui.pictures.picture_dialog import PictureDialog, PictureKind
from lungdesk.gui.pictures.print_dialog import PrintDialog
from lungdesk.gui.pictures.scene import PictureChoice, Scene
from lungdesk.gui.pictures.writing import (
    DEFAULT_ENDING,
    SavePictureRequest,
    check_path,
    save_picture,
)
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.corner_text import off_screen
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.window_services import Shared
from lungdesk.services.film_files import folder_for
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.gui.viewer.panel import ViewerPanel

#: A picture without identity does not get the film's name either.
_NAMELESS = "film"


class PicturesPresenter(QObject):
    """Asks what a picture is to show, each time beginning with what was chosen last."""

    def __init__(
        self,
        panel: ViewerPanel,
        viewer: ViewerPresenter,
        annotations: AnnotationState,
        shared: Shared,
    ) -> None:
        super().__init__(panel)
        self._panel, self._viewer, self._annotations = panel, viewer, annotations
        self._messages = shared.messages
        self._saving = shared.bridge.channel(Lane.IO, must_finish=True)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(self._on_failed)
        self._choice = PictureChoice()
        self.dialog: PictureDialog | None = None
        self.preview: PrintDialog | None = None

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        for id_, kind in (
            ("export", PictureKind.FILE),
            ("copy_picture", PictureKind.CLIPBOARD),
            ("print", PictureKind.PAPER),
        ):
            actions[id_].triggered.connect(partial(self._ask, kind))

    def _ask(self, kind: PictureKind, _is_on: bool = False) -> None:
        if self.scene() is None:
            return
        choice = self._choice
        if self._viewer.state.preferences.is_private:
            choice = replace(choice, has_identity=False)
        self.dialog = PictureDialog(kind, choice, self._panel.window())
        self.dialog.chosen.connect(partial(self._take, kind))
        self.dialog.open()

    def scene(self) -> Scene | None:
        """The film as it is looked at; None without one."""
        film, look = self._viewer.film, self._panel.view.look
        if film is None or look is None or not look.is_ready:
            return None
        annotations = self._annotations.annotations
        radiograph = annotations.calibrated(film.radiograph)
        drawn = tuple(Drawn(one, words_beside(one, radiograph)) for one in annotations.annotations)
        geometry = self._viewer.geometry
        return Scene(look, geometry, radiograph, off_screen(self._viewer.corners()), drawn)

    def _take(self, kind: PictureKind, choice: PictureChoice) -> None:
        scene = self.scene()
        self._choice = choice
        if scene is None:
            return
        chosen = scene.chosen(choice)
        if kind is PictureKind.FILE:
            self._save(chosen)
        elif kind is PictureKind.CLIPBOARD:
            QGuiApplication.clipboard().setImage(chosen.image(ratio=self._ratio))
            with_or_without = tr("with") if choice.has_identity else tr("without")
            self._messages.inform(
                tr("Picture copied, {with_or_without} identity.", with_or_without=with_or_without)
            )
        else:
            self.preview = PrintDialog(chosen, self._panel.window())
            self.preview.printed.connect(self._messages.inform)
            self.preview.failed.connect(self._messages.fail)
            self.preview.open()

    @property
    def _ratio(self) -> float:
        return self._panel.view.devicePixelRatioF()

    def _save(self, scene: Scene) -> None:
        film = scene.radiograph.instance.path
        name = film.stem if self._choice.has_identity else _NAMELESS
        suggested = folder_for(film) / f"{name}-view{DEFAULT_ENDING}"
        path = open_dialog.ask_where_to_save(self._panel.window(), suggested)
        if path is None:
            return
        try:
            check_path(path, film)
        except LungDeskError as error:
            self._messages.fail(error)
            return
        request = SavePictureRequest(path, scene.image(ratio=self._ratio))
        self._saving.add(save_picture, request, tag=path)

    def _on_saved(self, path: Path, _result: object) -> None:
        self._messages.inform(tr("{name} saved.", name=path.name))

    def _on_failed(self, _path: Path, error: LungDeskError) -> None:
        self._messages.fail(error)
