"""Loads the wanted film into the active place, and passes on what hand and keys want of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.imaging.geometry import Point, ViewGeometry
from lungdesk.core.imaging.presets import WindowPreset, dicom_offer
from lungdesk.core.jobs import Progress
from lungdesk.core.presentation import Presentation
from lungdesk.core.radiograph import VoiTransform
from lungdesk.core.saliency import ImageRegion
from lungdesk.core.study import Instance
from lungdesk.gui.actions import Actions
from lungdesk.gui.activity import Activity
from lungdesk.gui.film import Film, loader
from lungdesk.gui.job_bridge import JobBridge
from lungdesk.gui.state import AppState, FilmState, Phase
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.corner_text import CornerText
from lungdesk.gui.viewer.failures import Failures
from lungdesk.gui.viewer.film_cell import FilmCell
from lungdesk.gui.viewer.grey_look import GreyLook
from lungdesk.gui.window_services import WindowServices
from lungdesk.services.job_runner import Lane
from lungdesk.services.studies import DecodeRequest

if TYPE_CHECKING:
    from lungdesk.gui.viewer.film_view import FilmView
    from lungdesk.gui.viewer.panel import ViewerPanel

_LOADING = "loading"
_ZOOM_STEP = 1.25


@dataclass(frozen=True, slots=True)
class Links:
    """What the places of the layout do together: each step of one is a step of all."""

    places: bool = False
    windows: bool = False


class ViewerPresenter(QObject):
    """Binds the active place, mouse and keys.

    Signals
    -------
    film_painted()
        A film is on the screen for the first time since it was chosen.
    look_changed()
        Other values are black and white, or another film is looked at.
    activated(FilmCell, FilmCell)
        Another place is the active one: the one before, and the one now.
    filled(FilmCell)
        A film has been put into a place beside the active one, or taken out of it.
    """

    film_painted = Signal()
    look_changed = Signal()
    activated = Signal(object, object)
    filled = Signal(object)

    def __init__(
        self,
        panel: ViewerPanel,
        state: AppState,
        *,
        services: WindowServices,
        bridge: JobBridge,
        activity: Activity,
    ) -> None:
        super().__init__(panel)
        self._panel, self._state = panel, state
        self._activity = activity
        self.cells = tuple(FilmCell(place.view) for place in panel.cells)
        self._active = self.cells[0]
        self._failures = Failures(panel.cells, state, self)
        self.links = Links()
        self._load = loader(services.decode)
        self._loading = bridge.channel(Lane.IO)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(self._on_failed)
        self._connect()
        panel.show_empty()

    def _connect(self) -> None:
        state = self._state
        state.current_changed.connect(self._on_current_changed)
        state.film_replaced.connect(self._on_film_replaced)
        state.paths_changed.connect(self._on_paths_changed)
        for number, cell in enumerate(self.cells):
            cell.look_changed.connect(partial(self._on_look_changed, number))
            cell.painted.connect(partial(self._on_painted, number))
            view = cell.view
            view.window_dragged.connect(self.drag_window)
            view.panned.connect(self._on_panned)
            view.zoomed.connect(self._on_zoomed)
            view.region_selected.connect(self._on_region_selected)
        self._panel.touched.connect(self.activate)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        for id_, slot in (
            ("fit", self.fit),
            ("actual_size", self.show_actual_size),
            ("zoom_in", self.zoom_in),
            ("zoom_out", self.zoom_out),
            ("invert", self.invert),
            ("flip_horizontal", lambda: self.flip(is_vertical=False)),
            ("flip_vertical", lambda: self.flip(is_vertical=True)),
            ("rotate_left", lambda: self.turn(-90)),
            ("rotate_right", lambda: self.turn(90)),
            ("reset", self.reset),
            ("window_region", self.select_region),
            ("tilt_left", lambda: self.turn(-1)),
            ("tilt_right", lambda: self.turn(1)),
        ):
            actions[id_].triggered.connect(slot)

    @property
    def state(self) -> AppState:
        """What the panels share."""
        return self._state

    @property
    def active(self) -> FilmCell:
        """The place that keys and panels speak of."""
        return self._active

    @property
    def view(self) -> FilmView:
        """Its view."""
        return self._active.view

    @property
    def geometry(self) -> ViewGeometry:
        """Where the film is on the screen."""
        return self._active.geometry

    @property
    def look(self) -> GreyLook | None:
        """Which values are black and white; None without a film."""
        return self._active.look

    @property
    def film(self) -> Film | None:
        """The film that is looked at."""
        return self._active.film

    # --- places

    @property
    def _number(self) -> int:
        return self.cells.index(self._active)

    def path_in(self, number: int) -> Path | None:
        """The film that a place shows, or cannot show."""
        return self.cells[number].path or self._failures.path(number)

    def activate(self, number: int) -> None:
        """Let keys and panels speak of another place, and of the film in it."""
        cell, before = self.cells[number], self._active
        if cell is before:
            return
        self._stop_loading()
        self._active = cell
        self.activated.emit(before, cell)
        frame = 0 if cell.film is None else cell.film.radiograph.frame
        path = self.path_in(number)
        if path == self._state.current:
            self._state.set_frame(frame)
            self._tell_film()
        else:
            self._state.set_current(path, frame)
        self.look_changed.emit()

    def put(self, number: int, film: Film | None) -> None:
        """Put a film into a place beside the active one."""
        self.cells[number].show(film)
        self._failures.forget(number)
        if film is None:
            self._panel.cells[number].show_empty()
        else:
            self._panel.cells[number].show_view()
        self.filled.emit(self.cells[number])

    def fail(self, number: int, path: Path, error: LungDeskError) -> None:
        """Say in a place beside the active one why a film cannot be put there."""
        self.put(number, None)
        self._failures.show(number, path, error)

    # --- loading

    def _on_current_changed(self) -> None:
        path = self._state.current
        self._stop_loading()
        if path is not None and self._is_here(path, self._state.frame):
            self._tell_film()
            return
        if path is None:
            self._active.show(None)
            self._failures.forget(self._number)
            self._panel.show_empty()
            self._state.set_film(FilmState())
            return
        if self._active.film is None:  # "No film is open" does not hold any more
            self._panel.show_view()
        self._activity.show(_LOADING, Progress(0, 0, tr("Opening {name}", name=path.name)))
        self._state.set_film(FilmState(Phase.BUSY, path))
        self._loading.replace(self._load, DecodeRequest(path, self._state.frame), tag=path)

    def _is_here(self, path: Path, frame: int) -> bool:
        film = self._active.film
        return film is not None and path == self._active.path and film.radiograph.frame == frame

    def _on_film_replaced(self, gone: Instance) -> None:
        """Show the file that lies in the place of the film by now; beside it, the old no longer."""
        for number, cell in enumerate(self.cells):
            if cell.film is None or not cell.film.radiograph.instance.is_same_file(gone):
                continue
            if cell is not self._active:
                self.put(number, None)
            elif gone.path == self._state.current:
                cell.show(None)
                self._state.reload_current()

    def _stop_loading(self) -> None:
        self._loading.cancel()
        self._activity.end(_LOADING)

    def _tell_film(self) -> None:
        film = self._active.stored_film
        if film is not None:
            self._state.set_film(FilmState(Phase.READY, self._state.current, film))

    def _on_loaded(self, _path: object, film: Film) -> None:
        self._activity.end(_LOADING)
        self._active.show(film)
        self._failures.forget(self._number)
        self._panel.show_view()
        self._tell_film()

    def _on_failed(self, path: Path, error: LungDeskError) -> None:
        self._activity.end(_LOADING)
        self._active.show(None)
        self._failures.show(self._number, path, error)
        self._state.set_film(FilmState(Phase.FAILED, path, error=error))

    def show_frame(self, film: Film) -> None:
        """Show another frame of the same file; window and zoom stay."""
        self._active.show_frame(film)
        self._tell_film()

    # --- how it is looked at

    def _place_by(self, turn: Callable[[ViewGeometry], ViewGeometry]) -> None:
        """Take a step in the active place, and in those linked to it."""
        for cell in self.cells if self.links.places else (self._active,):
            cell.place(turn(cell.geometry))

    def _look_by(self, act: Callable[[FilmCell], None], one: FilmCell | None = None) -> None:
        for cell in self.cells if self.links.windows else (one or self._active,):
            act(cell)

    def reset(self) -> None:
        """Undo zoom, pan, turns and window; what is linked of other places goes along."""
        self._place_by(ViewGeometry.fitted)
        self._look_by(FilmCell.reset_look)
        self._active.reset()

    def present(self, presentation: Presentation) -> None:
        """Show the film as a presentation state says."""
        self._active.present(presentation)

    def fit(self) -> None:
        """Show the whole film."""
        self._place_by(ViewGeometry.fitted)

    def show_actual_size(self) -> None:
        """Show one film pixel as one screen pixel."""
        scale = 1 / self.view.devicePixelRatioF()
        self._place_by(lambda geometry: geometry.at_scale(scale))

    def zoom_in(self) -> None:
        """Enlarge about the middle."""
        self._place_by(lambda geometry: geometry.zoomed(_ZOOM_STEP))

    def zoom_out(self) -> None:
        """Reduce about the middle."""
        self._place_by(lambda geometry: geometry.zoomed(1 / _ZOOM_STEP))

    def flip(self, *, is_vertical: bool) -> None:
        """Mirror top and bottom, or left and right."""
        self._active.place(self.geometry.flipped(is_vertical=is_vertical))

    def turn(self, degrees: int) -> None:
        """Turn to the right; by less than nothing to the left."""
        self._active.place(self.geometry.turned(degrees))

    def look_at(self, point: Point) -> None:
        """Move the film only if a film point is out of sight: then it comes to the middle."""
        self._active.look_at(point)

    def invert(self) -> None:
        """Turn black and white round."""
        self._look_by(FilmCell.invert)

    def use_window(self, voi: VoiTransform) -> None:
        """Take a window; whether black and white are exchanged stays."""
        self._look_by(lambda cell: cell.use_window(voi))

    def use_preset(self, preset: WindowPreset) -> None:
        """Spread a part of each film's values, told by its own histogram, over the grey scale."""
        self._look_by(lambda cell: cell.use_preset(preset))

    def use_file_window(self, number: int = 0) -> None:
        """Take what the file offers, one after the other (without offers the automatic window)."""
        film = self.film
        if film is not None:
            offer = dicom_offer(film.radiograph, number) if number else film.default_voi
            self._active.use_window(offer)

    def select_region(self) -> None:
        """Let the next left drag draw the region that the window is to fit."""
        self.view.select_region()

    # --- the mouse

    def drag_window(self, dx: float, dy: float, gain: float, one: FilmCell | None = None) -> None:
        """Change the window of the active place, or of another one, as the hand moves."""
        turn = -1 if self._state.preferences.is_level_reversed else 1
        self._look_by(lambda cell: cell.drag_window(dx, turn * dy, gain), one)

    def _on_region_selected(self, region: ImageRegion) -> None:
        self._active.fit_window_to(region)

    def _on_panned(self, dx: float, dy: float) -> None:
        self._place_by(lambda geometry: geometry.panned(dx, dy))

    def _on_zoomed(self, factor: float, x: float, y: float) -> None:
        self._place_by(lambda geometry: geometry.zoomed(factor, (x, y)))

    # --- what follows from it

    def _on_painted(self, number: int) -> None:
        if self.cells[number] is self._active:
            self.film_painted.emit()

    def _on_look_changed(self, number: int) -> None:
        if self.cells[number] is self._active:
            self.look_changed.emit()

    def corners(self) -> CornerText:
        """All words of the film, wanted or not."""
        return self._active.corners(is_key_image=self._state.is_key_image)

    def _on_paths_changed(self) -> None:
        for cell in self.cells:
            cell.view.set_has_several(len(self._state.paths) > 1)
