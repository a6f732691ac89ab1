"""Shows films as their presentation states say, and saves how they are shown and measured."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import QObject

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import free_name
from lungdesk.core.presentation import Presentation, StoredPresentation, tilt_remark
from lungdesk.core.radiograph import PixelSpacing, Radiograph
from lungdesk.gui import open_dialog
from lungdesk.gui.actions import Actions
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.presentations.words import shown_as, title
from lungdesk.gui.state import Phase
from lungdesk.gui.translation import told, tr
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.window_services import Shared
from lungdesk.services.film_files import folder_for
from lungdesk.services.job_runner import Lane
from lungdesk.services.presentations import (
    LoadedPresentations,
    LoadPresentationsRequest,
    SavedObject,
    SaveMeasurementsRequest,
    SavePresentationRequest,
)
from lungdesk.services.reports.results_folder import results_folder

if TYPE_CHECKING:
    from lungdesk.core.study import Instance
    from lungdesk.formats.discovery import Discovery
    from lungdesk.gui.presentations.choice_view import PresentationChoice
    from lungdesk.gui.viewer.panel import ViewerPanel

#: Chosen in place of a state: the film as its own file wants it.
AS_STORED: Final = ""
_NO_ID: Final = UUID(int=0)


@dataclass(slots=True)
class _Written:
    """The files that come of one wish to save, and what is to be said of all of them."""

    remark: str
    names: list[str] = field(default_factory=list)


class PresentationsPresenter(QObject):
    """A film that nobody has touched yet is shown as its newest state says.

    What the user has drawn stays whatever a state says. Without anything of the user's, the
    graphics of a state are shown, and become the user's own with the first stroke that is added.
    """

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
        # The kept annotations come through the same thread, and before: they are shown by then.
        self._finding = shared.bridge.channel(Lane.FILM)
        self._asking = shared.bridge.channel(Lane.FILM)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(self._on_failed)
        self._finding.succeeded.connect(self._on_found)
        self._finding.failed.connect(self._on_failed)
        self._asking.succeeded.connect(self._on_asked)
        self._asking.failed.connect(self._on_failed)
        self._known: tuple[Path, ...] = ()
        self._chosen: dict[Path, str] = {}
        self._stored: tuple[StoredPresentation, ...] = ()
        self._graphics = self._before = AnnotationSet()
        viewer.state.film_changed.connect(self._on_film_changed)
        viewer.state.playing_changed.connect(self._on_film_changed)
        viewer.state.paths_changed.connect(self._on_paths_changed)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["save_presentation"].triggered.connect(self.save)
        actions["load_presentation"].triggered.connect(self.load)
        actions["reset"].triggered.connect(self._on_reset)

    def offer_in(self, choice: PresentationChoice) -> None:
        """Let the user choose in a menu."""
        self._choice = choice
        choice.chosen.connect(self.choose)

    # --- finding

    def add_known(self, discovery: Discovery) -> None:
        """Take note of the states that were found where films were looked for."""
        self._known = tuple(dict.fromkeys((*self._known, *discovery.presentation_states)))

    def _on_paths_changed(self) -> None:
        if not self._viewer.state.paths:
            self._known = ()
            self._chosen.clear()

    def _on_film_changed(self) -> None:
        self._finding.cancel()
        self._asking.cancel()
        self._graphics = self._before = AnnotationSet()
        if self._viewer.state.is_playing:
            return
        self._list(())
        radiograph = self._radiograph()
        if radiograph is None or radiograph.is_colour or not radiograph.instance.sop_instance_uid:
            return
        self._finding.replace(self._services.load_presentations, self._request(radiograph))

    def _request(
        self, radiograph: Radiograph, *, is_thorough: bool = False
    ) -> LoadPresentationsRequest:
        # What the user's own results hold may have been deleted since: nothing brings that back
        # unasked.
        instance = radiograph.instance
        return LoadPresentationsRequest(
            *(radiograph, instance.path.parent, self._known),
            is_thorough=is_thorough,
            results=self._results(instance) if is_thorough else (),
        )

    def _results(self, instance: Instance) -> tuple[Path, ...]:
        base = self._viewer.state.preferences.results_base(self._services.paths.results)
        return tuple(results_folder(base, instance, is_nameless=one) for one in (False, True))

    def _on_found(self, _tag: object, loaded: LoadedPresentations) -> None:
        for failure in loaded.failures:
            self._messages.inform(failure.error.message)
        self._list(loaded.presentations)
        is_new = self._path not in self._chosen
        newest = self._stored[0].sop_instance_uid if self._stored else AS_STORED
        wanted = self._find(self._chosen.get(self._path, newest))
        if wanted is None:
            self._calibrate(None)  # a state of another frame may have been shown before
        elif is_new and not self._is_untouched():
            self._chosen[self._path] = AS_STORED
            self._messages.inform(
                tr("This film has presentation states; Load presentation shows one.")
            )
        else:
            # In a place where the film has been waiting, it is as the user has left it.
            if self._is_untouched():
                self._present(wanted)
            else:
                self._calibrate(wanted.presentation.calibration)
            remark = self._add_graphics(wanted)
            if is_new:
                way_back = tr("Reset view shows it as stored.")
                self._messages.inform(" ".join((self._said(wanted), *remark, way_back)))
        self._mark()

    def _is_untouched(self) -> bool:
        """Whether the film is shown as its file wants it."""
        film, look, geometry = self._viewer.film, self._viewer.look, self._viewer.geometry
        if film is None or look is None:
            return False
        is_turned = geometry.rotation_deg != 0 or geometry.is_mirrored
        is_changed = look.is_inverted or look.voi is not film.default_voi
        return geometry.is_fitted and not is_turned and not is_changed

    # --- showing

    def load(self) -> None:
        """Look for states in the film's folder, below, and among its results; show the next."""
        radiograph = self._radiograph()
        if radiograph is not None:
            request = self._request(radiograph, is_thorough=True)
            self._asking.replace(self._services.load_presentations, request)

    def _on_asked(self, _tag: object, loaded: LoadedPresentations) -> None:
        for failure in loaded.failures:
            self._messages.warn(failure.error)
        self._list(loaded.presentations)
        if not self._stored:
            self._messages.inform(tr("There is no presentation state of this film."))
            return
        uids = [one.sop_instance_uid for one in self._stored]
        shown = self._chosen.get(self._path, AS_STORED)
        following = uids.index(shown) + 1 if shown in uids else 0
        self.choose(uids[following % len(uids)])

    def choose(self, uid: str) -> None:
        """Show the film as a state says, by its SOP Instance UID, or `AS_STORED`."""
        wanted = self._find(uid)
        self._take_back_graphics()
        if wanted is None:
            self._chosen[self._path] = AS_STORED
            self._viewer.present(Presentation())
            self._annotations.measure_again()
            self._messages.inform(tr("Shown as stored."))
        else:
            self._present(wanted)
            own = self._annotations.annotations
            more = _besides(own, wanted.presentation.annotations)
            if own.annotations and more:
                self._before, self._graphics = own, AnnotationSet((*own.annotations, *more))
                self._annotations.replace_all(self._graphics)
            else:
                self._add_graphics(wanted)
            self._messages.inform(self._said(wanted))
        self._mark()

    def _present(self, stored: StoredPresentation) -> None:
        self._chosen[self._path] = stored.sop_instance_uid
        self._viewer.present(stored.presentation)

    def _calibrate(self, spacing: PixelSpacing | None) -> None:
        """Measure as a state says, however the film is looked at."""
        cell = self._viewer.active
        if spacing != cell.calibration:
            cell.calibrate(spacing)
            self._annotations.measure_again()

    def _add_graphics(self, stored: StoredPresentation) -> tuple[str, ...]:
        """Show what a state draws where the user has drawn nothing, else say that it is left out.

        It is not kept by itself: the state has it, and may be replaced by a newer one.
        """
        own, drawn = self._annotations.annotations, stored.presentation.annotations
        if not own.annotations and drawn.annotations:
            self._graphics = drawn
            self._annotations.load(drawn)
        self._annotations.measure_again()
        is_left_out = own.annotations and _besides(own, drawn)
        return (
            (tr("Your own measurements stand in place of what it draws."),) if is_left_out else ()
        )

    def _take_back_graphics(self) -> None:
        """Without the graphics of the last state, unless the user has gone on from them."""
        if self._graphics.annotations and self._annotations.annotations == self._graphics:
            own = self._before
            put = self._annotations.replace_all if own.annotations else self._annotations.load
            put(own)
        self._graphics = self._before = AnnotationSet()

    def _on_reset(self) -> None:
        if self._chosen.get(self._path, AS_STORED) != AS_STORED:
            self.choose(AS_STORED)

    def _said(self, stored: StoredPresentation) -> str:
        return shown_as(stored, len(self._stored))

    def _list(self, stored: tuple[StoredPresentation, ...]) -> None:
        self._stored = stored
        self._choice.show_titles({one.sop_instance_uid: title(one) for one in stored})
        self._mark()

    def _mark(self) -> None:
        self._choice.mark(self._chosen.get(self._path, AS_STORED))

    def _find(self, uid: str) -> StoredPresentation | None:
        return next((one for one in self._stored if one.sop_instance_uid == uid), None)

    # --- saving

    def save(self) -> None:
        """Ask for a file; measurements go into a report beside it."""
        radiograph, presentation = self._radiograph(), self._presentation()
        remark = tilt_remark(self._viewer.geometry)
        if radiograph is None:
            return
        film = radiograph.instance.path
        suggested = folder_for(film) / f"{film.stem}-presentation.dcm"
        # Frames may go on while the user is asked: what is saved is what was seen before.
        path = open_dialog.ask_where_to_save_presentation(self._panel, suggested)
        if path is None:
            return
        written = _Written(told(remark))
        request = SavePresentationRequest(path, radiograph, presentation)
        self._saving.add(self._services.save_presentation, request, tag=written)
        if presentation.annotations.annotations:
            film_seen = presentation.calibrated(radiograph)
            measured = SaveMeasurementsRequest(
                _report_beside(path), film_seen, presentation.annotations
            )
            self._saving.add(self._services.save_measurements, measured, tag=written)

    def _presentation(self) -> Presentation:
        look = self._viewer.look
        presentation = Presentation(
            voi=look.voi if look else None,
            is_inverted=bool(look and look.is_inverted),
            calibration=self._viewer.active.calibration,
            annotations=self._annotations.annotations,
        )
        return presentation.seen_through(self._viewer.geometry)

    def _on_saved(self, written: _Written, saved: SavedObject) -> None:
        written.names.append(saved.path.name)
        names = ", ".join(written.names)
        if written.remark:
            self._messages.inform(tr("{names} saved. {remark}", names=names, remark=written.remark))
        else:
            self._messages.inform(tr("{names} saved.", names=names))

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._messages.fail(error)

    # --- the film

    @property
    def _path(self) -> Path:
        """The film in the centre; a path of nothing without one."""
        return self._viewer.state.current or Path()

    def _radiograph(self) -> Radiograph | None:
        """The film in the centre as its file has it, without anybody's calibration."""
        film = self._viewer.state.film
        return film.film.radiograph if film.phase is Phase.READY and film.film else None


def _report_beside(path: Path) -> Path:
    """A file for the report on what is measured: nobody is asked whether it may be replaced."""
    stem = f"{path.stem.removesuffix('-presentation')}-measurements"
    name = free_name(stem, lambda one: path.with_name(f"{one}.dcm").exists())
    return path.with_name(f"{name}.dcm")


def _besides(own: AnnotationSet, more: AnnotationSet) -> tuple[Annotation, ...]:
    """What is drawn besides the user's own: no earlier version of it, and nothing twice."""
    there = [replace(one, id=_NO_ID) for one in own.annotations]
    new = (one for one in more.annotations if one.id not in own)
    return tuple(one for one in new if replace(one, id=_NO_ID) not in there)
